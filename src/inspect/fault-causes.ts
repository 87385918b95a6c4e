/**
 * Which part of a Go program a page fault belongs to: the innermost call whose file says what it is for (`//go:cause mark`, elf/file-causes.ts);
 * without one it is the program's own. Calls are found as the program's tracebacks find them, by its table of functions.
 *
 * A fault may come at any instruction, so the first frame may be half made. Until the return address has been stored, and again once the
 * stack pointer is back, it is in ra.
 */
import { type ElfSection, readExecutableSections } from '../elf/read-sections.ts';
import { readFileCauses } from '../elf/file-causes.ts';
import { opOf, rdOf, rs1Of } from '../isa/encoding.ts';
import { Op } from '../isa/opcodes.ts';
import { Reg } from '../isa/registers.ts';
import { RegisterIndex, type RegisterFile } from '../machine/register-file.ts';
import type { Mm } from '../kernel/mm/mm.ts';
import { FuncFlag } from '../toolchain/go/emit/function-table.ts';
import { type FunctionRecord, FunctionTable } from '../toolchain/go/function-table-reader.ts';
import { GuestMemory, UnmappedError } from './guest-memory.ts';

/** What no listed file is part of. */
export const PROGRAM_CAUSE = 'program';

/** Calls gone through at most: below the runtime's own come the program's, as many as it likes. */
const MOST_FRAMES = 64;
/** A frame is made within so many instructions from the entry. */
const LONGEST_PROLOGUE = 16;
const WORD = 4;

/** Where a call has got to: its caller goes on at `pc`. */
interface CallerPlace {
  readonly pc: number;
  readonly sp: number;
}

export class FaultCauses {
  private readonly causeOfPc = new Map<number, string | null>();

  private constructor(
    private readonly executable: DataView,
    private readonly text: ElfSection,
    private readonly table: FunctionTable,
    private readonly causeOfFile: ReadonlyMap<string, string>,
  ) {}

  /** Of an executable; null if it is not a Go program's. */
  static of(executable: Uint8Array): FaultCauses | null {
    const table = FunctionTable.of(executable);
    const text = readExecutableSections(executable).sections.find(({ name }) => name === '.text');
    if (table === null || text === undefined) return null;
    const view = new DataView(executable.buffer, executable.byteOffset, executable.byteLength);
    return new FaultCauses(view, text, table, readFileCauses(executable));
  }

  /** The causes that there are, in the order of the executable. */
  get names(): readonly string[] {
    return [PROGRAM_CAUSE, ...new Set(this.causeOfFile.values())];
  }

  /** The cause of a fault of the instruction at which `registers` stand. */
  causeOf(registers: RegisterFile, mm: Mm): string {
    let pc = registers[RegisterIndex.Pc]! >>> 0;
    const own = this.causeAt(pc);
    if (own !== null) return own;
    const memory = new GuestMemory(mm);
    try {
      let caller = this.callerOfFirst(pc, registers, memory);
      for (let frames = 1; caller !== null && frames < MOST_FRAMES; frames++) {
        // A return address: the call is the instruction before it.
        pc = caller.pc - WORD;
        const cause = this.causeAt(pc);
        if (cause !== null) return cause;
        caller = this.callerOf(this.table.functionAt(pc), caller.sp, memory);
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

  private callerOfFirst(pc: number, registers: RegisterFile, memory: GuestMemory): CallerPlace | null {
    const record = this.table.functionAt(pc);
    const sp = registers[RegisterIndex.X + Reg.Sp]! >>> 0;
    if (record === null || (record.flags & FuncFlag.Top) !== 0) return null;
    const { isInRa, spIsMoved } = this.progressAt(record, pc);
    if (!isInRa) return this.callerOf(record, sp, memory);
    return { pc: registers[RegisterIndex.X + Reg.Ra]! >>> 0, sp: spIsMoved ? sp + record.frameSize : sp };
  }

  private callerOf(record: FunctionRecord | null, sp: number, memory: GuestMemory): CallerPlace | null {
    if (record === null || record.frameSize === 0) return null;
    return { pc: memory.word(sp + record.frameSize - WORD), sp: sp + record.frameSize };
  }

  /** Whether the return address of the function is in ra at `pc`, and whether its frame is there. */
  private progressAt({ start, end, frameSize }: FunctionRecord, pc: number): { readonly isInRa: boolean; readonly spIsMoved: boolean } {
    if (frameSize === 0) return { isInRa: true, spIsMoved: false };
    let moved = end;
    for (let at = start; at < Math.min(end, start + LONGEST_PROLOGUE * WORD); at += WORD) {
      const word = this.wordAt(at);
      if (writesSp(word)) moved = at;
      if (storesRa(word)) return pc <= at ? { isInRa: true, spIsMoved: pc > moved } : { isInRa: this.isBehindFrame(pc), spIsMoved: false };
    }
    return { isInRa: false, spIsMoved: true };
  }

  /** A return, the stack pointer being back: the instruction before it has moved it. */
  private isBehindFrame(pc: number): boolean {
    const word = this.wordAt(pc);
    return opOf(word) === Op.Jalr && rdOf(word) === Reg.Zero && rs1Of(word) === Reg.Ra && writesSp(this.wordAt(pc - WORD));
  }

  private wordAt(pc: number): number {
    return this.executable.getInt32(this.text.offset + pc - this.text.va, true);
  }
}

const writesSp = (word: number): boolean => (opOf(word) === Op.Addi || opOf(word) === Op.Add) && rdOf(word) === Reg.Sp;
const storesRa = (word: number): boolean => opOf(word) === Op.Sw && rdOf(word) === Reg.Ra;
