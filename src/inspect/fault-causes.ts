/**
 * Which part of a Go program a page fault belongs to: the innermost call whose file says what it is for (`//go:cause mark`, elf/file-causes.ts);
 * without one it is the program's own. Calls are found as the program's tracebacks find them, by its table of functions.
 */
import { readFileCauses } from '../elf/file-causes.ts';
import type { RegisterFile } from '../machine/register-file.ts';
import type { Mm } from '../kernel/mm/mm.ts';
import { FunctionTable } from '../toolchain/go/function-table-reader.ts';
import { GuestMemory, UnmappedError } from './guest-memory.ts';
import { framesOfTask } from './stack.ts';

/** What no listed file is part of. */
export const PROGRAM_CAUSE = 'program';

/** Calls gone through at most: below the runtime's own come the program's, as many as it likes. */
const MOST_FRAMES = 64;
const WORD = 4;

export class FaultCauses {
  private readonly causeOfPc = new Map<number, string | null>();

  private constructor(
    private readonly table: FunctionTable,
    private readonly causeOfFile: ReadonlyMap<string, string>,
  ) {}

  /** Of an executable; null if it is not a Go program's. */
  static of(executable: Uint8Array): FaultCauses | null {
    const table = FunctionTable.of(executable);
    return table === null ? null : new FaultCauses(table, readFileCauses(executable));
  }

  /** The causes that there are, in the order of the executable. */
  get names(): readonly string[] {
    return [PROGRAM_CAUSE, ...new Set(this.causeOfFile.values())];
  }

  /** The cause of a fault of the instruction at which `registers` stand. */
  causeOf(registers: RegisterFile, mm: Mm): string {
    let frames = 0;
    try {
      for (const { pc, isReturnAddress } of framesOfTask(this.table, new GuestMemory(mm), registers)) {
        const cause = this.causeAt(isReturnAddress ? pc - WORD : pc);
        if (cause !== null) return cause;
        if (++frames === MOST_FRAMES) break;
      }
    } catch (error) {
      // The stack is no stack: assembly that uses sp for something else.
      if (!(error instanceof UnmappedError)) throw error;
    }
    return PROGRAM_CAUSE;
  }

  private causeAt(pc: number): string | null {
    let cause = this.causeOfPc.get(pc);
    if (cause === undefined) {
      const record = this.table.functionAt(pc);
      const places = record === null ? [] : this.table.callsAt(record, pc);
      cause = places.map(({ file }) => this.causeOfFile.get(file)).find((each) => each !== undefined) ?? null;
      this.causeOfPc.set(pc, cause);
    }
    return cause;
  }
}
