/**
 * The calling convention, after Go's ABIInternal: eight integer and eight float registers for arguments, the same for results. A
 * parameter goes into registers whole or not at all; what does not fit lies in the outgoing stack area of the caller: stack
 * arguments, then stack results, then room in which the callee saves its register arguments when its stack must grow.
 */
import { assert } from '../../../base/assert.ts';
import { Reg } from '../../../isa/registers.ts';
import { FLOAT_BASE, isFloatTy, MEM_SIZE, Ty } from '../ssa/ir.ts';
import { alignOf, sizeOf } from '../types/sizes.ts';
import type { Type } from '../types/type.ts';
import { leavesOf, type Leaf } from './leaves.ts';

const REGISTER_COUNT = 8;
const FIRST_INTEGER = Reg.A0;
const FIRST_FLOAT = FLOAT_BASE + 10;
/** The fixed registers of the convention: a closure's variables, and the running goroutine. */
export const CONTEXT_REG = Reg.S10;
export const G_REG = Reg.S11;

/** Where one parameter or result goes. */
export interface Assignment {
  readonly type: Type;
  readonly leaves: readonly Leaf[];
  /** One register per leaf; null if it lies on the stack. */
  readonly regs: readonly number[] | null;
  /** Offset in the stack area, for stack assignments. */
  readonly offset: number;
  /** Where the callee may save register arguments: one offset per leaf. */
  readonly spillOffsets: readonly number[];
}

export interface CallLayout {
  readonly params: readonly Assignment[];
  readonly results: readonly Assignment[];
  /** Bytes of the stack area. */
  readonly stackBytes: number;
}

const roundUp = (value: number, align: number): number => Math.ceil(value / align) * align;

class RegisterSupply {
  private integers = 0;
  private floats = 0;

  /** One register per leaf, or null (and nothing taken) if they do not suffice. */
  take(leaves: readonly Leaf[]): number[] | null {
    const floats = leaves.filter((leaf) => isFloatTy(leaf.ty)).length;
    if (this.floats + floats > REGISTER_COUNT || this.integers + leaves.length - floats > REGISTER_COUNT) return null;
    return leaves.map((leaf) => (isFloatTy(leaf.ty) ? FIRST_FLOAT + this.floats++ : FIRST_INTEGER + this.integers++));
  }
}

export function callLayout(params: readonly Type[], results: readonly Type[]): CallLayout {
  let stack = 0;
  const assign = (types: readonly Type[]): Assignment[] => {
    const supply = new RegisterSupply();
    return types.map((type) => {
      const leaves = leavesOf(type);
      const regs = leaves === null ? null : supply.take(leaves);
      if (regs !== null) return { type, leaves: leaves!, regs, offset: -1, spillOffsets: [] };
      const offset = roundUp(stack, alignOf(type));
      stack = offset + sizeOf(type);
      return { type, leaves: leaves ?? [], regs: null, offset, spillOffsets: [] };
    });
  };
  const assigned = assign(params);
  stack = roundUp(stack, 4);
  const resultAssignments = assign(results);
  stack = roundUp(stack, 4);
  const withSpills = assigned.map((assignment) => {
    if (assignment.regs === null) return assignment;
    const spillOffsets = assignment.leaves.map((leaf) => {
      const offset = stack;
      stack += Math.max(4, MEM_SIZE[leaf.mem]);
      return offset;
    });
    return { ...assignment, spillOffsets };
  });
  return { params: withSpills, results: resultAssignments, stackBytes: stack };
}

/** The registers of a list of words, as the calling convention has them when all fit. */
export function wordRegisters(tys: readonly Ty[]): { regs: number[]; stackBytes: number } {
  let integers = 0;
  let floats = 0;
  let stackBytes = 0;
  const regs = tys.map((ty) => {
    stackBytes += ty === Ty.F64 ? 8 : 4;
    return isFloatTy(ty) ? FIRST_FLOAT + floats++ : FIRST_INTEGER + integers++;
  });
  assert(integers <= REGISTER_COUNT && floats <= REGISTER_COUNT, `wordRegisters: ${tys.length} words do not fit into registers`);
  return { regs, stackBytes };
}
