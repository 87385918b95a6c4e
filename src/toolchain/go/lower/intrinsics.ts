/**
 * Functions of the runtime that are instructions. They are declared without body in package runtime (and math) and never called.
 */
import { Ty, type Op, type Value } from '../ssa/ir.ts';
import { unparen, type CallExpr } from '../syntax/ast.ts';
import { symbolPath } from '../layout/type-key.ts';
import type { Func } from '../types/object.ts';
import type { Lowerer } from './lowerer.ts';
import { ofWords, type GoValue } from './value.ts';

type Intrinsic = (f: Lowerer, args: readonly Value[]) => Value | null;

const unary = (op: Op, ty: Ty): Intrinsic => (f, [x]) => f.b.emit(op, ty, [x!]);
const leaf = (op: Op, ty: Ty): Intrinsic => (f) => f.b.emit(op, ty, []);

const INTRINSICS: ReadonlyMap<string, Intrinsic> = new Map<string, Intrinsic>([
  ['runtime.getg', leaf('g', Ty.Ptr)],
  ['runtime.getcallersp', leaf('callersp', Ty.I32)],
  ['runtime.getcallerpc', leaf('callerpc', Ty.I32)],
  ['runtime.getclosureptr', leaf('context', Ty.I32)],
  ['runtime.breakpoint', (f) => {
    f.b.emit('ebreak', Ty.Void, []);
    return null;
  }],
  ['runtime.mulhu', (f, [x, y]) => f.b.emit('mulhu', Ty.I32, [x!, y!])],
  ['runtime.float32bits', unary('bitsof', Ty.I32)],
  ['runtime.float32frombits', unary('fromBits', Ty.F32)],
  ['math.Float32bits', unary('bitsof', Ty.I32)],
  ['math.Float32frombits', unary('fromBits', Ty.F32)],
  ['math.sqrt', unary('fsqrt', Ty.F64)],
  ['math.Sqrt', unary('fsqrt', Ty.F64)],
  ['math.Abs', unary('fabs', Ty.F64)],
]);

/** The result of a call that is an instruction, or null. */
export function lowerIntrinsic(f: Lowerer, call: CallExpr): GoValue[] | null {
  const fun = unparen(call.fun);
  const name = fun.kind === 'SelectorExpr' && !f.info.selections.has(fun) ? fun.sel : fun;
  const obj = name.kind === 'Name' ? f.info.objectOf(name) : null;
  if (obj?.kind !== 'Func' || obj.pkg === null) return null;
  const intrinsic = INTRINSICS.get(`${symbolPath(obj.pkg)}.${(obj as Func).name}`);
  if (intrinsic === undefined) return null;
  const result = intrinsic(f, call.argList.map((arg, i) => f.exprAs(arg, obj.type!.params.vars[i]!.type!).words![0]!));
  if (result?.op === 'context') f.b.func.usesContext = true;
  return result === null ? [] : [ofWords(obj.type!.results.vars[0]!.type!, [result])];
}
