/**
 * Probes. They become an instruction of the intermediate form that keeps its place and its operands and of which nothing remains in the code
 * but a note of where the operands are (emit/probe-notes.ts).
 */
import type { EmptyStmt } from '../syntax/ast.ts';
import { type Leaf, leavesOf, ssaLeaves } from '../layout/leaves.ts';
import { symbolPath } from '../layout/type-key.ts';
import { MEM_SIZE, Ty, type ProbeOperand, type Value } from '../ssa/ir.ts';
import type { Const, Var } from '../types/object.ts';
import type { Type } from '../types/type.ts';
import { constantValue } from './conversions.ts';
import type { Lowerer } from './lowerer.ts';
import { isUnsignedKind, numberClass } from './number-kinds.ts';

/** An operand and the value that gives it, or the address of the frame slot that holds it. */
type Argument = readonly [ProbeOperand, Value];

/** Marks the place. A variable of several words is as many arguments. */
export function lowerProbe(f: Lowerer, s: EmptyStmt): void {
  const named = f.info.probes.get(s);
  if (s.probe === undefined || named === undefined) return;
  const args = named.flatMap((obj) => argumentsOf(f, s, obj));
  const value = f.b.emit('probe', Ty.Void, args.map(([, each]) => each));
  value.probe = { provider: symbolPath(f.pack.pkg), name: s.probe.name, operands: args.map(([operand]) => operand) };
}

function argumentsOf(f: Lowerer, s: EmptyStmt, obj: Var | Const): Argument[] {
  const type = obj.type!;
  const operandOf = (leaf: Leaf, slotOffset: number | null): ProbeOperand => ({ size: MEM_SIZE[leaf.mem], isSigned: isSignedLeaf(leaf, type), slotOffset });
  if (obj.kind === 'Const') {
    const leaves = ssaLeaves(type) ?? [];
    return (constantValue(f, type, obj.value).words ?? []).map((word, i) => [operandOf(leaves[i]!, null), word]);
  }
  const home = f.homes.get(obj);
  if (home?.kind === 'ssa') return home.vars.map((variable, i) => [operandOf(ssaLeaves(type)![i]!, null), f.b.read(variable)]);
  const leaves = leavesOf(type);
  if (home?.kind === 'slot' && leaves !== null) return leaves.map((leaf) => [operandOf(leaf, leaf.offset), f.b.slotAddress(home.slot)]);
  f.unsupported(s.pos, `a probe of ${obj.name}, which is not in the frame, is`);
  return [];
}

function isSignedLeaf({ mem, ty }: Leaf, type: Type): boolean {
  if (ty !== Ty.I32) return false;
  return mem === 'i8' || mem === 'i16' || (mem === 'i32' && numberClass(type) === 'word' && !isUnsignedKind(type));
}
