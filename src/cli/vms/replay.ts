/**
 * Replays a script on a kernel: the standard streams of the guest are the wire between guest processes and the coroutines that
 * stand for them. Whoever reads a command is the innermost process, since its parents wait for it inside their fork command; a
 * result of another one means that those inside it have ended.
 */
import { assert } from '../../base/assert.ts';
import type { StandardStreams } from '../../kernel/fs/file.ts';
import { Order } from './image-layout.ts';
import { isUnarmed, VmsProcess, type Surroundings } from './process.ts';
import type { Line } from './script.ts';
import { decodeResult, encodeCommand } from './wire.ts';

const RESULTS = 1;

export class Replay implements StandardStreams {
  /** Processes that have not ended, each the parent of the next. */
  private readonly processes: VmsProcess[];
  private text = '';

  constructor(lines: readonly Line[], procText: Surroundings['procText']) {
    const output = (text: string): void => {
      this.text += text;
    };
    this.processes = [new VmsProcess({ lines, output, procText }, null)];
  }

  /** What has been flushed so far. */
  get output(): string {
    return this.text;
  }

  read(): Uint8Array {
    const process = this.processes.at(-1)!;
    const { pending } = process;
    const step = pending === null ? process.commands.next() : process.commands.next(pending);
    if (step.done === true) return new Uint8Array(0);
    if (step.value.order === Order.Fork) this.processes.push(process.forkedChild());
    return encodeCommand(step.value);
  }

  write(descriptor: number, bytes: Uint8Array): void {
    assert(descriptor === RESULTS, `Replay.write: descriptor ${descriptor}`);
    const result = decodeResult(bytes);
    const known = this.processes.findIndex(({ processId }) => processId === result.processId);
    if (known >= 0) this.processes.length = known + 1;
    const process = this.processes.at(-1)!;
    process.processId = result.processId;
    if (isUnarmed(result)) process.unarmed(result);
    else process.pending = result;
  }
}
