/** Registers as the compiler uses them, and the instructions that register allocation produces. */
import { Reg } from '../../../isa/registers.ts';
import { G_REG } from '../layout/abi.ts';
import { FLOAT_BASE, isFloatTy, type Slot, type Ty, type Value } from '../ssa/ir.ts';

/** For code sequences, never allocated. */
export const SCRATCH = Reg.T3 + 2;
export const SCRATCH2 = Reg.T3 + 1;
/** Not 0 while write barriers are on; the runtime's setWriteBarrier changes it. */
export const BARRIER_REG = Reg.Gp;
/** The return address of calls that keep all registers, ra among them. */
export const BARRIER_LINK = Reg.Tp;
export const FLOAT_SCRATCH = FLOAT_BASE + 31;

const range = (first: number, last: number): number[] => Array.from({ length: last - first + 1 }, (_, i) => first + i);

/** Argument registers last, so that values that live on are not in their way. */
export const INTEGER_REGS: readonly number[] = [...range(Reg.T0, Reg.S1), ...range(Reg.S2, Reg.S10 - 1), Reg.T3, ...range(Reg.A0, Reg.A7)];
export const FLOAT_REGS: readonly number[] = [...range(FLOAT_BASE, FLOAT_BASE + 9), ...range(FLOAT_BASE + 18, FLOAT_BASE + 30), ...range(FLOAT_BASE + 10, FLOAT_BASE + 17)];
export const REGISTER_COUNT = FLOAT_BASE + 32;

export const isFloatReg = (reg: number): boolean => reg >= FLOAT_BASE;

/** A register that a value has always, or -1. */
export function fixedRegister(value: Value): number {
  switch (value.op) {
    case 'const': return value.imm === 0 ? Reg.Zero : -1;
    case 'g': return G_REG;
    case 'sp': return Reg.Sp;
    default: return -1;
  }
}

/** What the allocator has decided, in order. */
export type MachineOp =
  /** The value's instruction: operands and result in registers. */
  | { readonly kind: 'op'; readonly value: Value; readonly dst: number; readonly srcs: readonly number[] }
  | { readonly kind: 'move'; readonly dst: number; readonly src: number }
  /** Between a register and the frame. */
  | { readonly kind: 'spill'; readonly value: Value; readonly src: number }
  | { readonly kind: 'reload'; readonly value: Value; readonly dst: number }
  /** Computes a constant or an address again. */
  | { readonly kind: 'remat'; readonly value: Value; readonly dst: number }
  /** A probe: no code. The register of each operand, -1 if it has none and is in the frame or a constant. */
  | { readonly kind: 'probe'; readonly value: Value; readonly regs: readonly number[] };

export interface AllocatedBlock {
  readonly ops: MachineOp[];
  /** The registers of the controls. */
  controls: number[];
}

/** The result of register allocation. */
export interface Allocation {
  /** In the order of the function's blocks. */
  readonly blocks: readonly AllocatedBlock[];
  /** The frame slots of spilled values. */
  readonly spillSlots: ReadonlyMap<Value, Slot>;
  /** The spilled pointers that are needed after a call. */
  readonly pointersAtCall: (call: Value) => readonly Value[];
}

export const registersFor = (ty: Ty): readonly number[] => (isFloatTy(ty) ? FLOAT_REGS : INTEGER_REGS);
