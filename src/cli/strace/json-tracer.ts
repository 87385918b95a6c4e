/** Calls and signals as JSON Lines, for programs that read traces: one object for each call that has ended, signal and end of a task. */
import { errnoName } from '../../abi/errno.ts';
import { exitCodeOf, termSignalOf } from '../../abi/process.ts';
import { siCodeName, signalName } from '../../abi/signals.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { KernelObserver } from '../../kernel/observer.ts';
import type { Syscall } from '../../kernel/syscalls/syscall.ts';
import type { SignalInfo, Task } from '../../kernel/task.ts';
import type { ReportSink } from '../report-sink.ts';
import { DECODERS } from './decode.ts';
import { shownCount, width, type TraceOptions } from './tracer.ts';

const SCHEMA = 'pagewalk.strace/1';

/** A call under way: what was decoded at its beginning. */
interface OpenCall {
  readonly startTime: number;
  readonly inputs: readonly string[];
}

class JsonTracer implements KernelObserver {
  private readonly open = new Map<Task, OpenCall>();

  constructor(
    private readonly kernel: Kernel,
    private readonly sink: ReportSink,
    private readonly options: TraceOptions,
  ) {}

  callEnter(task: Task, call: Syscall | undefined, _number: number, args: Int32Array): void {
    if (!this.isTraced(task) || !(this.options.filter?.(call) ?? true)) return;
    this.open.set(task, { startTime: this.kernel.waiting.now(), inputs: decode(task, call, args, 0) });
  }

  callExit(task: Task, call: Syscall | undefined, number: number, args: Int32Array, result: number | null): void {
    const open = this.open.get(task);
    if (open === undefined) return;
    this.open.delete(task);
    const outputs = decode(task, call, args, result ?? 0);
    const shown = open.inputs.map((text, index) => (call !== undefined && DECODERS[call.arguments[index]!.kind].isOutput ? outputs[index]! : text));
    const isError = result !== null && result < 0 && result > -4096;
    this.print(task, {
      call: call?.name ?? `syscall_0x${(number >>> 0).toString(16)}`,
      arguments: shown,
      result: isError ? -1 : result,
      ...(isError ? { errno: errnoName(-result) } : {}),
      'start-ns': open.startTime,
      'duration-ns': this.kernel.waiting.now() - open.startTime,
    });
  }

  signal(task: Task, info: SignalInfo): void {
    if (this.isTraced(task)) this.print(task, { signal: signalName(info.signo), code: siCodeName(info.signo, info.code), address: info.addr });
  }

  exit(task: Task, status: number): void {
    if (!this.isTraced(task)) return;
    const code = exitCodeOf(status);
    this.print(task, code === null ? { 'killed-by': signalName(termSignalOf(status)) } : { exited: code });
  }

  private isTraced(task: Task): boolean {
    return this.options.follow === true || task.tgid === this.kernel.init?.pid;
  }

  private print(task: Task, event: Readonly<Record<string, unknown>>): void {
    this.sink.write(`${JSON.stringify({ schema: SCHEMA, pid: task.pid, ...event })}\n`);
  }
}

function decode(task: Task, call: Syscall | undefined, args: Int32Array, result: number): string[] {
  if (call === undefined) return [...args].map(String);
  const texts: string[] = [];
  for (let register = 0, index = 0; index < shownCount(call, args); index++) {
    texts.push(DECODERS[call.arguments[index]!.kind].show({ mm: task.mm, call, args, result }, args[register]!, register));
    register += width(call, index);
  }
  return texts;
}

/** An observer that prints JSON Lines to `sink`. */
export function traceAsJson(kernel: Kernel, sink: ReportSink, options: TraceOptions): KernelObserver {
  return new JsonTracer(kernel, sink, options);
}
