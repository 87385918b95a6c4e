/**
 * The calls on a stack, from outside: what the runtime's stkframe.go does, for a task that stands anywhere, also inside a function's first or
 * last instructions.
 */
import { opOf, rdOf, rs1Of } from '../isa/encoding.ts';
import { Op } from '../isa/opcodes.ts';
import { Reg } from '../isa/registers.ts';
import { type RegisterFile, RegisterIndex } from '../machine/register-file.ts';
import { FuncFlag } from '../toolchain/go/emit/function-table.ts';
import type { FunctionRecord, FunctionTable } from '../toolchain/go/function-table-reader.ts';
import type { GuestMemory } from './guest-memory.ts';
import type { View } from './view.ts';

export interface Frame {
  readonly func: FunctionRecord;
  readonly name: string;
  /** Inside the function; of a frame that has called, behind the call. */
  readonly pc: number;
  readonly sp: number;
  /** It has called, so pc is a return address, and the function's pointer map for it holds. */
  readonly hasCalled: boolean;
  /** The function's frame is on the stack; false in its first and last instructions, or if it has none. */
  readonly isMade: boolean;
}

const WORD = 4;
/** What preparePanic pushes below the frame that a fault has interrupted. */
const PANIC_FRAME = 16;

const isWriteOfSp = (word: number): boolean => (opOf(word) === Op.Addi || opOf(word) === Op.Add) && rdOf(word) === Reg.Sp;
const isReturn = (word: number): boolean => opOf(word) === Op.Jalr && rdOf(word) === Reg.Zero && rs1Of(word) === Reg.Ra;

/** How far a function is with its frame: none, made but for the return address, which is in ra, or complete. */
type Progress = 'none' | 'made' | 'complete';

function progressAt(memory: GuestMemory, { frameSize, flags, start }: FunctionRecord, pc: number): Progress {
  if (frameSize === 0 || (flags & FuncFlag.NoFrame) !== 0) return 'none';
  if (pc > start && isReturn(memory.word(pc)) && isWriteOfSp(memory.word(pc - WORD))) return 'none';
  for (let at = start; at < pc; at += WORD) if (isWriteOfSp(memory.word(at))) return at === pc - WORD ? 'made' : 'complete';
  return 'none';
}

/** The calls of a task that stands where its registers say, innermost first. */
export function framesOfTask(table: FunctionTable, memory: GuestMemory, registers: RegisterFile): Generator<Frame> {
  const word = (index: number): number => registers[index]! >>> 0;
  const pc = word(RegisterIndex.Pc);
  const func = table.functionAt(pc);
  const progress = func === null ? 'none' : progressAt(memory, func, pc);
  return unwind(table, memory, { pc, sp: word(RegisterIndex.X + Reg.Sp), ra: word(RegisterIndex.X + Reg.Ra), progress, hasCalled: false });
}

/** The calls of a goroutine (a view of its g) that does not run. */
export function framesOfGoroutine(table: FunctionTable, memory: GuestMemory, goroutine: View): Generator<Frame> {
  const sched = goroutine.field('sched');
  const lr = sched.field('lr').number();
  return unwind(table, memory, { pc: sched.field('pc').number(), sp: sched.field('sp').number(), ra: lr, progress: lr === 0 ? 'complete' : 'none', hasCalled: true });
}

interface Start {
  readonly pc: number;
  readonly sp: number;
  readonly ra: number;
  readonly progress: Progress;
  readonly hasCalled: boolean;
}

function* unwind(table: FunctionTable, memory: GuestMemory, start: Start): Generator<Frame> {
  let { pc, sp, ra, progress, hasCalled } = start;
  for (;;) {
    const func = table.functionAt(hasCalled ? pc - 1 : pc);
    if (func === null) return;
    const name = table.nameOf(func);
    const wasInAssembly = !hasCalled && (func.flags & FuncFlag.NoFrame) !== 0;
    yield { func, name, pc, sp, hasCalled, isMade: progress !== 'none' };
    if ((func.flags & FuncFlag.Top) !== 0) return;
    if (progress === 'complete') {
      if (func.frameSize === 0 || !memory.isMapped(sp + func.frameSize - WORD)) return;
      pc = memory.word(sp + func.frameSize - WORD);
    } else {
      pc = ra;
    }
    if (progress !== 'none') sp += func.frameSize;
    progress = 'complete';
    // A call of assembly is no safepoint.
    hasCalled = !wasInAssembly;
    if (name !== 'runtime.sigpanic') continue;
    // The caller was interrupted at pc; its link register lies where preparePanic put it.
    hasCalled = false;
    if (!memory.isMapped(sp)) return;
    ra = memory.word(sp);
    sp += PANIC_FRAME;
    const interrupted = table.functionAt(pc);
    progress = interrupted === null ? 'none' : progressAt(memory, interrupted, pc);
  }
}
