/**
 * The calls on a stack, from outside: what the runtime's stkframe.go does, for a task that stands anywhere, also inside a function's first or
 * last instructions.
 */
import { imm15Of, imm20Of, opOf, rdOf, rs1Of } from '../isa/encoding.ts';
import { type DefinedOp, Flag, Op, OPCODES } from '../isa/opcodes.ts';
import { Reg } from '../isa/registers.ts';
import { type RegisterFile, RegisterIndex } from '../machine/register-file.ts';
import { FuncFlag } from '../toolchain/go/emit/function-table.ts';
import type { FunctionRecord, FunctionTable } from '../toolchain/go/function-table-reader.ts';
import type { GuestMemory } from './guest-memory.ts';
import type { View } from './view.ts';

export interface Frame {
  readonly func: FunctionRecord;
  readonly name: string;
  /** Inside the function; a return address lies behind the call. */
  readonly pc: number;
  readonly isReturnAddress: boolean;
  readonly sp: number;
  /** It has called something that is no assembly: the function has a pointer map for pc. */
  readonly hasCalled: boolean;
  /** The function's frame is on the stack; false in its first and last instructions, or if it has none. */
  readonly isMade: boolean;
}

const WORD = 4;
/** What preparePanic pushes below the frame that a fault has interrupted. */
const PANIC_FRAME = 16;

const movesSp = (word: number): boolean => (opOf(word) === Op.Addi || opOf(word) === Op.Add) && rdOf(word) === Reg.Sp;
const storesRa = (word: number): boolean => opOf(word) === Op.Sw && rdOf(word) === Reg.Ra;
const isReturn = (word: number): boolean => opOf(word) === Op.Jalr && rdOf(word) === Reg.Zero && rs1Of(word) === Reg.Ra;

/** Where a branch or direct jump at `at` leads; -1 for other instructions. */
function targetOf(word: number, at: number): number {
  const op = opOf(word);
  if (op === Op.Jal) return at + imm20Of(word) * WORD;
  return ((OPCODES[op as DefinedOp]?.flags ?? 0) & Flag.Branch) === 0 ? -1 : at + imm15Of(word) * WORD;
}

/** How far a function is with its frame: none, made but for the return address, which is in ra, or complete. */
type Progress = 'none' | 'made' | 'complete';

/**
 * A function begins with the check of its stack, which leads to its last instructions if that is too small; then it moves the stack pointer, then it
 * stores the return address. At its end the pointer is moved back, and it returns.
 */
function progressAt(memory: GuestMemory, { frameSize, flags, start, end }: FunctionRecord, pc: number): Progress {
  if (frameSize === 0 || (flags & FuncFlag.NoFrame) !== 0) return 'none';
  if (pc > start && isReturn(memory.word(pc)) && movesSp(memory.word(pc - WORD))) return 'none';
  let growth = end;
  let at = start;
  for (; at < pc && !movesSp(memory.word(at)); at += WORD) {
    const target = targetOf(memory.word(at), at);
    // Where the distance is too long for a branch, one around a jump is there.
    if (target > at + 2 * WORD) growth = Math.min(growth, target);
  }
  if (at >= pc || pc >= growth) return 'none';
  while (at < pc && !storesRa(memory.word(at))) at += WORD;
  return at < pc ? 'complete' : 'made';
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
  let isReturnAddress = hasCalled;
  for (;;) {
    const func = table.functionAt(isReturnAddress ? pc - 1 : pc);
    if (func === null) return;
    const name = table.nameOf(func);
    const wasInAssembly = !isReturnAddress && (func.flags & FuncFlag.NoFrame) !== 0;
    yield { func, name, pc, sp, isReturnAddress, hasCalled, isMade: progress !== 'none' };
    if ((func.flags & FuncFlag.Top) !== 0) return;
    if (progress === 'complete') {
      if (func.frameSize === 0 || !memory.isMapped(sp + func.frameSize - WORD)) return;
      pc = memory.word(sp + func.frameSize - WORD);
    } else {
      pc = ra;
    }
    if (progress !== 'none') sp += func.frameSize;
    progress = 'complete';
    isReturnAddress = true;
    // A call of assembly is no safepoint.
    hasCalled = !wasInAssembly;
    if (name !== 'runtime.sigpanic') continue;
    // The caller was interrupted at pc; its link register lies where preparePanic put it.
    [isReturnAddress, hasCalled] = [false, false];
    if (!memory.isMapped(sp)) return;
    ra = memory.word(sp);
    sp += PANIC_FRAME;
    const interrupted = table.functionAt(pc);
    progress = interrupted === null ? 'none' : progressAt(memory, interrupted, pc);
  }
}
