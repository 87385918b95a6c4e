/** The predeclared functions. */
import { assert, unreachable } from '../../../base/assert.ts';
import { Ty, type Value } from '../ssa/ir.ts';
import { unparen, type CallExpr, type Expr } from '../syntax/ast.ts';
import { Mode } from '../types/info.ts';
import { BuiltinId } from '../types/object.ts';
import { hasPointers } from '../layout/leaves.ts';
import { sizeOf } from '../types/sizes.ts';
import { ArrayType, BasicKind, type Type, under } from '../types/type.ts';
import { TYP } from '../types/universe.ts';
import { evaluateCalls, sequence } from './evaluation-order.ts';
import { containerValue } from './expressions.ts';
import { loadUnlessNil } from './load-unless-nil.ts';
import type { Lowerer } from './lowerer.ts';
import { makeMap } from './maps.ts';
import { basicKind, isUnsignedKind, numberClass } from './number-kinds.ts';
import { ofWords, type GoValue } from './value.ts';

const NONE: GoValue[] = [];

export function lowerBuiltin(f: Lowerer, call: CallExpr, builtin: BuiltinId): GoValue[] {
  const args = spread(f, call.argList);
  switch (builtin) {
    case BuiltinId.Len:
    case BuiltinId.Cap: return [lengthOf(f, args[0]!, builtin === BuiltinId.Cap, f.typeOf(call))];
    case BuiltinId.New: {
      const type = f.typeOf(args[0]!);
      const { address, isZero } = f.allocate(type, call, 'new');
      if (!isZero) f.zeroMemory(address, 0, type);
      return [ofWords(f.typeOf(call), [address])];
    }
    case BuiltinId.Make: return [lowerMake(f, call)];
    case BuiltinId.Append: return [lowerAppend(f, call, args)];
    case BuiltinId.Copy: return [lowerCopy(f, call, args)];
    case BuiltinId.Delete: {
      sequence(f, args);
      const map = f.expr(args[0]!);
      const u = under(map.type);
      assert(u.kind === 'Map', 'delete: no map');
      const key = f.addressOf(f.exprAs(args[1]!, u.key));
      f.runtime('mapdelete', [f.typeWord(u), map.words![0]!, key], []);
      return NONE;
    }
    case BuiltinId.Panic:
      f.runtime('gopanic', [...f.exprAs(args[0]!, f.anyType).words!], []);
      f.b.start(f.b.newBlock());
      f.b.seal(f.b.block!);
      return NONE;
    case BuiltinId.Recover: return [ofWords(f.typeOf(call), f.runtime('gorecover', [f.b.emit('callersp', Ty.I32, [])], [Ty.Ptr, Ty.Ptr]))];
    case BuiltinId.Print:
    case BuiltinId.Println:
      lowerPrint(f, args, builtin === BuiltinId.Println);
      return NONE;
    case BuiltinId.Close:
      f.runtime('closechan', [f.word(args[0]!)], []);
      return NONE;
    case BuiltinId.Complex: {
      const type = f.typeOf(call);
      const part = basicKind(type) === BasicKind.Complex64 ? TYP[BasicKind.Float32] : TYP[BasicKind.Float64];
      sequence(f, args);
      const real = f.exprAs(args[0]!, part).words![0]!;
      return [ofWords(type, [real, f.exprAs(args[1]!, part).words![0]!])];
    }
    case BuiltinId.Real: return [ofWords(f.typeOf(call), [f.expr(args[0]!).words![0]!])];
    case BuiltinId.Imag: return [ofWords(f.typeOf(call), [f.expr(args[0]!).words![1]!])];
    case BuiltinId.Add: {
      sequence(f, args);
      const base = f.word(args[0]!);
      return [ofWords(f.typeOf(call), [f.b.binary('add', base, f.expr(args[1]!).words![0]!, Ty.Ptr)])];
    }
    case BuiltinId.Slice: {
      sequence(f, args);
      const base = f.word(args[0]!);
      const length = f.expr(args[1]!).words![0]!;
      return [ofWords(f.typeOf(call), [base, length, length])];
    }
    default: return unreachable(`lowerBuiltin: ${builtin}`);
  }
}

/** `copy(f())`: the results of one call as arguments, each behind an expression that stands for it. */
function spread(f: Lowerer, args: readonly Expr[]): readonly Expr[] {
  const only = args.length === 1 ? unparen(args[0]!) : null;
  if (only?.kind !== 'CallExpr' || f.info.types.get(only)?.type.kind !== 'Tuple') return args;
  return f.call(only).map((value): Expr => {
    const standIn: Expr = { kind: 'BadExpr', pos: only.pos };
    f.evaluated.set(standIn, value);
    return standIn;
  });
}

/** The length or capacity of a string, slice, array, map or channel. */
function lengthOf(f: Lowerer, e: Expr, isCap: boolean, type: Type): GoValue {
  const u = under(f.typeOf(e));
  const array = u.kind === 'Pointer' ? under(u.base) : u;
  if (array.kind === 'Array') {
    evaluateCalls(f, e);
    return ofWords(type, [f.b.const(array.length)]);
  }
  const words = f.expr(e).words!;
  switch (u.kind) {
    case 'Basic': return ofWords(type, [words[1]!]);
    case 'Slice': return ofWords(type, [words[isCap ? 2 : 1]!]);
    // hmap and hchan begin with their count.
    case 'Map': return ofWords(type, [loadUnlessNil(f, words[0]!, 0, Ty.I32)]);
    default: return ofWords(type, [loadUnlessNil(f, words[0]!, isCap ? 4 : 0, Ty.I32)]);
  }
}

/** A size as an int; one that is out of range becomes -1, which the runtime refuses. */
function sizeWord(f: Lowerer, e: Expr): Value {
  const value = f.expr(e);
  const words = value.words!;
  const { b } = f;
  const isConstant = words.every((word) => word.op === 'const');
  if (words.length === 1) {
    if (!isUnsignedKind(value.type) || isConstant) return words[0]!;
    return words[0]!;
  }
  const [low, high] = words as [Value, Value];
  const expected = b.binary('sra', low, b.const(31));
  const differs = b.binary('sltu', b.const(0), b.binary('xor', high, expected));
  return b.binary('or', low, b.binary('sub', b.const(0), differs));
}

/** A slice that is made in the frame may not be longer than its constant capacity. */
function checkMadeLength(f: Lowerer, length: Value, capacity: Value): void {
  if (length.op === 'const' && length.imm >>> 0 <= capacity.imm) return;
  const { b } = f;
  const [good, bad] = [b.newBlock(), b.newBlock()];
  b.branch('ltu', capacity, length, bad, good);
  b.seal(good);
  b.seal(bad);
  if (b.block === null) b.start(bad);
  f.runtime('panicmakeslice', [length], []);
  b.start(good);
}

function lowerMake(f: Lowerer, call: CallExpr): GoValue {
  const type = f.typeOf(call);
  const u = under(type);
  const [, first, second] = call.argList;
  sequence(f, call.argList.slice(1));
  switch (u.kind) {
    case 'Slice': {
      const length = sizeWord(f, first!);
      const capacity = second === undefined ? length : sizeWord(f, second);
      if (capacity.op === 'const' && capacity.imm >= 0 && !f.context.escapes(call, 'make')) {
        const array = new ArrayType(u.elem, capacity.imm);
        const address = f.temporary(array, 'make');
        if (length !== capacity) checkMadeLength(f, length, capacity);
        f.zeroMemory(address, 0, array);
        return ofWords(type, [address, length, capacity]);
      }
      const [base] = f.runtime('makeslice', [f.typeWord(u.elem), length, capacity], [Ty.Ptr]);
      return ofWords(type, [base!, length, capacity]);
    }
    case 'Map': {
      const hint = first === undefined ? f.b.const(0) : sizeWord(f, first);
      return ofWords(type, [makeMap(f, u, hint, call, 'make')]);
    }
    case 'Chan': {
      const size = first === undefined ? f.b.const(0) : sizeWord(f, first);
      return ofWords(type, f.runtime('makechan', [f.typeWord(u), size], [Ty.Ptr]));
    }
    default: return unreachable(`lowerMake: ${u.kind}`);
  }
}

/** append: grow if the capacity does not suffice, then store behind the old elements. */
function lowerAppend(f: Lowerer, call: CallExpr, args: readonly Expr[]): GoValue {
  const type = f.typeOf(call);
  const u = under(type);
  assert(u.kind === 'Slice', 'append: no slice');
  const { b } = f;
  const [sliceExpr, ...rest] = args;
  sequence(f, args);
  const isSlice = under(f.typeOf(sliceExpr!)).kind === 'Slice';
  const slice = isSlice ? f.retype(containerValue(f, sliceExpr!), type) : f.exprAs(sliceExpr!, type);
  const [base, length, capacity] = slice.words! as [Value, Value, Value];
  if (rest.length === 0) return slice;
  if (call.hasDots) {
    const made = madeLength(f, rest[0]!);
    return made === null ? appendSlice(f, type, u.elem, slice, f.expr(rest[0]!)) : appendZeros(f, type, u.elem, slice, made);
  }
  const values = rest.map((arg) => f.stable(f.exprAs(arg, u.elem)));
  const grown = growSlice(f, u.elem, base, length, capacity, b.const(values.length));
  const size = sizeOf(u.elem);
  const at = f.indexed(grown.base, length, size);
  values.forEach((value, i) => f.storeTo(at, i * size, value));
  return ofWords(type, [grown.base, grown.length, grown.capacity]);
}

/** Makes room for `count` more elements. */
function growSlice(f: Lowerer, elem: Type, base: Value, length: Value, capacity: Value, count: Value): { base: Value; length: Value; capacity: Value } {
  const { b } = f;
  const vars = [f.newVar('base', Ty.Ptr), f.newVar('cap', Ty.I32)] as const;
  const newLength = b.binary('add', length, count);
  const [grow, done] = [b.newBlock(), b.newBlock()];
  b.write(vars[0], base);
  b.write(vars[1], capacity);
  b.branch('ltu', capacity, newLength, grow, done, 1);
  b.seal(grow);
  if (b.block === null) b.start(grow);
  const [newBase, newCap] = f.runtime('growslice', [f.typeWord(elem), base, length, capacity, newLength], [Ty.Ptr, Ty.I32]);
  b.write(vars[0], newBase!);
  b.write(vars[1], newCap!);
  b.jump(done);
  b.seal(done);
  b.start(done);
  return { base: b.read(vars[0]), length: newLength, capacity: b.read(vars[1]) };
}

function appendSlice(f: Lowerer, type: Type, elem: Type, slice: GoValue, more: GoValue): GoValue {
  const [base, length, capacity] = slice.words! as [Value, Value, Value];
  const [from, count] = more.words! as [Value, Value];
  if (count === undefined) return slice;
  const grown = growSlice(f, elem, base, length, capacity, count);
  const size = sizeOf(elem);
  copyElements(f, elem, f.indexed(grown.base, length, size), from, count);
  return ofWords(type, [grown.base, grown.length, grown.capacity]);
}

/** The length of `make([]T, length)`, which `append(s, make([]T, length)...)` does not make; null for anything else. */
function madeLength(f: Lowerer, e: Expr): Expr | null {
  const call = unparen(e);
  if (call.kind !== 'CallExpr' || f.evaluated.has(call) || f.info.builtinOf(call) !== BuiltinId.Make || call.argList.length !== 2) return null;
  return under(f.typeOf(call)).kind === 'Slice' ? call.argList[1]! : null;
}

function appendZeros(f: Lowerer, type: Type, elem: Type, slice: GoValue, lengthExpr: Expr): GoValue {
  const { b } = f;
  const [base, length, capacity] = slice.words! as [Value, Value, Value];
  const count = sizeWord(f, lengthExpr);
  if (count.op !== 'const' || count.imm < 0) {
    const [good, bad] = [b.newBlock(), b.newBlock()];
    b.branch('lt', count, b.const(0), bad, good);
    b.seal(good);
    b.seal(bad);
    if (b.block === null) b.start(bad);
    f.runtime('panicmakeslice', [count], []);
    b.start(good);
  }
  const grown = growSlice(f, elem, base, length, capacity, count);
  const clear = hasPointers(elem) ? 'memclrHasPointers' : 'memclrNoHeapPointers';
  f.runtime(clear, [f.indexed(grown.base, length, sizeOf(elem)), f.scaled(count, sizeOf(elem))], []);
  return ofWords(type, [grown.base, grown.length, grown.capacity]);
}

function copyElements(f: Lowerer, elem: Type, to: Value, from: Value, count: Value): void {
  const size = sizeOf(elem);
  if (size === 0) return;
  if (hasPointers(elem)) f.runtime('typedslicecopy', [f.typeWord(elem), to, from, count], []);
  else f.runtime('memmove', [to, from, f.scaled(count, size)], []);
}

function lowerCopy(f: Lowerer, call: CallExpr, args: readonly Expr[]): GoValue {
  const { b } = f;
  const [toExpr, fromExpr] = args;
  sequence(f, args);
  const to = f.expr(toExpr!);
  const from = f.expr(fromExpr!);
  const u = under(to.type);
  assert(u.kind === 'Slice', 'copy: no slice');
  const count = f.newVar('count', Ty.I32);
  const [fewer, done] = [b.newBlock(), b.newBlock()];
  b.write(count, to.words![1]!);
  b.branch('lt', from.words![1]!, to.words![1]!, fewer, done);
  b.seal(fewer);
  if (b.block === null) b.start(fewer);
  b.write(count, from.words![1]!);
  b.jump(done);
  b.seal(done);
  b.start(done);
  const n = b.read(count);
  copyElements(f, u.elem, to.words![0]!, from.words![0]!, n);
  return ofWords(f.info.types.get(call)?.type.kind === 'Basic' ? f.typeOf(call) : TYP[BasicKind.Int], [n]);
}

// --- print ----------------------------------------------------------------------------------------------------------

/** Arguments are evaluated before anything is printed. */
function lowerPrint(f: Lowerer, args: readonly Expr[], isLine: boolean): void {
  sequence(f, args);
  const values = args.map((arg) => f.stable(printable(f, arg)));
  f.runtime('printlock', [], []);
  values.forEach((value, i) => {
    if (isLine && i > 0) f.runtime('printsp', [], []);
    printValue(f, value);
  });
  if (isLine) f.runtime('printnl', [], []);
  f.runtime('printunlock', [], []);
}

/** Untyped constants print as int64 if they are integers, float64 otherwise. */
function printable(f: Lowerer, e: Expr): GoValue {
  const tv = f.info.types.get(unparen(e));
  if (tv?.mode === Mode.Constant && tv.value !== null && tv.type.kind === 'Basic') {
    if (tv.type.basic === BasicKind.UntypedInt || tv.type.basic === BasicKind.UntypedRune) return f.constant(TYP[BasicKind.Int64], tv.value);
    if (tv.type.basic === BasicKind.UntypedNil) return f.zero(f.pointerType);
  }
  return f.expr(e);
}

function printValue(f: Lowerer, value: GoValue): void {
  const { type } = value;
  const u = under(type);
  const words = [...(value.words ?? [])];
  switch (u.kind) {
    case 'Interface':
      f.runtime(isMethodless(u) ? 'printeface' : 'printiface', words, []);
      return;
    case 'Slice':
      f.runtime('printslice', words, []);
      return;
    case 'Basic': break;
    default:
      f.runtime('printpointer', words, []);
      return;
  }
  switch (numberClass(type)) {
    case 'word':
    case 'int64': {
      const wide = f.convert(value, isUnsignedKind(type) ? TYP[BasicKind.Uint64] : TYP[BasicKind.Int64], f.b.pos);
      f.runtime(isUnsignedKind(type) ? 'printuint' : 'printint', [...wide.words!], []);
      return;
    }
    case 'f32':
    case 'f64':
      f.runtime('printfloat', [...f.convert(value, TYP[BasicKind.Float64], f.b.pos).words!], []);
      return;
    case 'other': break;
  }
  switch (basicKind(type)) {
    case BasicKind.Bool:
      f.runtime('printbool', words, []);
      return;
    case BasicKind.String:
      f.runtime('printstring', words, []);
      return;
    case BasicKind.Complex64:
    case BasicKind.Complex128:
      f.runtime('printcomplex', [...f.convert(value, TYP[BasicKind.Complex128], f.b.pos).words!], []);
      return;
    default:
      f.runtime('printpointer', words, []);
  }
}

function isMethodless(u: { readonly kind: string } & { typeSet?: { methods: readonly unknown[] } | null }): boolean {
  return (u.typeSet?.methods.length ?? 0) === 0;
}
