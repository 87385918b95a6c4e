/**
 * Initial values of package variables that can be written into the data section: constants, functions, addresses of variables, composite
 * literals of such and pointers to these, the same in interfaces, and copies of variables that have such values. They are written when
 * something refers to the variable, so tables that nobody uses are not in the program.
 */
import { assert } from '../../../base/assert.ts';
import { isPointerShaped } from '../layout/leaves.ts';
import { unparen, type CompositeLit, type Expr } from '../syntax/ast.ts';
import { type Constant, ConstantKind, toDouble, toInt, toSingle } from '../types/constant.ts';
import { type Initializer, Mode } from '../types/info.ts';
import { type GoObject, type Var, VarRole } from '../types/object.ts';
import { alignOf, fieldOffsets, sizeOf } from '../types/sizes.ts';
import { identical } from '../types/predicates.ts';
import { typeSetOf } from '../types/type-set.ts';
import { ArrayType, type Interface, type Slice, type Type, under } from '../types/type.ts';
import type { Datum } from './data.ts';
import { fieldValues, indexedElements } from './literal-elements.ts';
import { numberClass } from './number-kinds.ts';
import type { Program, ProgramPackage } from './program.ts';

/** Larger values would make the executable large; code makes them faster than the disk. */
const MAX_STATIC_SIZE = 1 << 16;
/** A larger literal is data if it is at most so many times as large as the elements written. */
const MOST_EMPTY = 4;

/** The initial values of a package, as far as they are data, and what is left to code. */
export interface InitialValues {
  readonly known: ReadonlyMap<Var, Expr>;
  readonly dynamic: readonly Initializer[];
}

/** Sorts out which variables of a package need code. */
export function initialValues(pack: ProgramPackage): InitialValues {
  const known = new Map<Var, Expr>();
  const dynamic: Initializer[] = [];
  for (const initializer of pack.info.initOrder) {
    const { lhs, rhs } = initializer;
    const variable = lhs[0];
    const isVariable = lhs.length === 1 && variable !== undefined && variable.name !== '_' && sizeOf(variable.type!) <= MAX_STATIC_SIZE;
    // Once code has run, the value of another variable is no longer sure.
    const copied = dynamic.length === 0 ? known : NOTHING_KNOWN;
    if (isVariable && isStatic({ pack, known: copied }, rhs, variable.type!)) known.set(variable, rhs);
    else dynamic.push(initializer);
  }
  return { known, dynamic };
}

const NOTHING_KNOWN: ReadonlyMap<Var, Expr> = new Map();

/** Writes the initial value of a variable. */
export function writeInitialValue(program: Program, pack: ProgramPackage, variable: Var, value: Expr): void {
  const datum = program.data.get(program.variableSymbol(variable))!;
  assert(datum.bytes.length === 0, `writeInitialValue: ${datum.symbol} is written twice`);
  datum.section = 'data';
  datum.bytes.fill(Math.max(1, sizeOf(variable.type!)));
  write(program, pack, datum, 0, value, variable.type!);
}

interface Scope {
  readonly pack: ProgramPackage;
  /** Variables whose values can be copied. */
  readonly known: ReadonlyMap<Var, Expr>;
}

function isStatic(scope: Scope, e: Expr, type: Type): boolean {
  const { pack } = scope;
  const inner = unparen(e);
  const tv = pack.info.types.get(inner);
  const u = under(type);
  if (tv?.mode === Mode.Nil) return true;
  if (u.kind === 'Interface') return tv !== undefined && under(tv.type).kind !== 'Interface' && isStatic(scope, e, tv.type);
  if (tv?.mode === Mode.Constant) return numberClass(type) !== 'other' || tv.value?.kind === ConstantKind.String || tv.value?.kind === ConstantKind.Bool;
  const object = objectOf(pack, inner);
  if (object?.kind === 'Func') return object.type?.recv === null;
  if (object?.kind === 'Var') return scope.known.has(object) && identical(object.type!, type);
  const pointee = pointeeOf(pack, inner);
  if (pointee !== null && u.kind === 'Pointer') return pointee.kind !== 'CompositeLit' || isStaticLiteral(scope, pointee, u.base);
  return inner.kind === 'CompositeLit' && isStaticLiteral(scope, inner, type);
}

function isStaticLiteral(scope: Scope, literal: CompositeLit, type: Type): boolean {
  const list = parts(scope.pack, literal, type);
  return list !== null && !isMostlyEmpty(list, type) && list.every((part) => isStatic(scope, part.expr, part.type));
}

/** Whether a literal would make the executable large with zeros: `[]byte{1 << 30: 1}`. */
function isMostlyEmpty(list: readonly Part[], type: Type): boolean {
  const u = under(type);
  if (u.kind !== 'Slice' && u.kind !== 'Array') return false;
  const written = list.length * sizeOf(u.elem);
  return literalLength(list, u) * sizeOf(u.elem) > Math.max(MAX_STATIC_SIZE, MOST_EMPTY * written);
}

/** How many elements an array or slice literal makes. */
function literalLength(list: readonly Part[], u: ArrayType | Slice): number {
  if (u.kind === 'Array') return u.length;
  const size = sizeOf(u.elem);
  return list.reduce((most, part) => Math.max(most, size === 0 ? most : part.offset / size + 1), size === 0 ? list.length : 0);
}

/** The object that a name, or a name of another package, stands for. */
function objectOf(pack: ProgramPackage, e: Expr): GoObject | null {
  if (e.kind === 'Name') return pack.info.objectOf(e);
  return e.kind === 'SelectorExpr' && !pack.info.selections.has(e) ? pack.info.objectOf(e.sel) : null;
}

/** What a pointer to a literal or to a package variable points to: the literal (which may be an element without its type), or the name. */
function pointeeOf(pack: ProgramPackage, e: Expr): Expr | null {
  if (e.kind === 'CompositeLit') return under(pack.info.typeOf(e)).kind === 'Pointer' ? e : null;
  if (e.kind !== 'Operation' || e.op !== '&' || e.y !== null) return null;
  const x = unparen(e.x);
  if (x.kind === 'CompositeLit') return x;
  const object = objectOf(pack, x);
  return object?.kind === 'Var' && object.role === VarRole.Package ? x : null;
}

interface Part {
  readonly expr: Expr;
  readonly type: Type;
  readonly offset: number;
}

/** The elements of an array, slice or struct literal with their offsets; null for other literals. */
function parts(pack: ProgramPackage, literal: CompositeLit, type: Type): Part[] | null {
  const u = under(type);
  if (u.kind === 'Struct') {
    const offsets = fieldOffsets(u);
    return fieldValues(pack.info, literal, u).map(({ index, expr }) => ({ expr, type: u.fields![index]!.type!, offset: offsets[index]! }));
  }
  if (u.kind !== 'Array' && u.kind !== 'Slice') return null;
  const size = sizeOf(u.elem);
  return indexedElements(pack.info, literal).map(({ index, expr }) => ({ expr, type: u.elem, offset: size * index }));
}

function write(program: Program, pack: ProgramPackage, datum: Datum, offset: number, e: Expr, type: Type): void {
  const inner = unparen(e);
  const tv = pack.info.types.get(inner);
  const u = under(type);
  if (tv?.mode === Mode.Nil) return;
  if (u.kind === 'Interface') return writeInterface(program, pack, datum, offset, inner, type, u);
  if (tv?.mode === Mode.Constant) return writeConstant(program, datum, offset, tv.value!, type);
  const object = objectOf(pack, inner);
  if (object?.kind === 'Func') return refer(datum, offset, program.funcValueSymbol(program.functionOf(object)));
  if (object?.kind === 'Var') return copyVariable(program, datum, offset, object);
  const pointee = pointeeOf(pack, inner);
  if (pointee !== null && u.kind === 'Pointer') return writePointer(program, pack, datum, offset, pointee, u.base);
  writeLiteral(program, pack, datum, offset, inner as CompositeLit, type);
}

function writeLiteral(program: Program, pack: ProgramPackage, datum: Datum, offset: number, literal: CompositeLit, type: Type): void {
  const list = parts(pack, literal, type)!;
  const u = under(type);
  if (u.kind !== 'Slice') {
    for (const part of list) write(program, pack, datum, offset + part.offset, part.expr, part.type);
    return;
  }
  const count = literalLength(list, u);
  const array = defineObject(program, `${datum.symbol}·array${offset}`, new ArrayType(u.elem, count));
  for (const part of list) write(program, pack, array, part.offset, part.expr, part.type);
  refer(datum, offset, array.symbol);
  datum.bytes.patchWord(offset + 4, count);
  datum.bytes.patchWord(offset + 8, count);
}

/** A variable without a name. */
function defineObject(program: Program, symbol: string, type: Type): Datum {
  const object = program.data.define(symbol, 'data', Math.max(4, alignOf(type)));
  object.variable = type;
  object.bytes.fill(Math.max(1, sizeOf(type)));
  return object;
}

function refer(datum: Datum, offset: number, symbol: string): void {
  datum.references.push({ offset, symbol, addend: 0 });
}

/** Another variable's initial value. */
function copyVariable(program: Program, datum: Datum, offset: number, source: Var): void {
  const from = program.data.get(program.variableSymbol(source))!;
  from.bytes.toBytes().forEach((byte, i) => {
    datum.bytes.patchByte(offset + i, byte);
  });
  for (const reference of from.references) datum.references.push({ ...reference, offset: offset + reference.offset });
}

function writePointer(program: Program, pack: ProgramPackage, datum: Datum, offset: number, pointee: Expr, type: Type): void {
  if (pointee.kind !== 'CompositeLit') return refer(datum, offset, program.variableSymbol(objectOf(pack, pointee) as Var));
  if (sizeOf(type) === 0) return refer(datum, offset, program.zeroBase());
  const object = defineObject(program, `${datum.symbol}·object${offset}`, type);
  writeLiteral(program, pack, object, 0, pointee, type);
  refer(datum, offset, object.symbol);
}

/** A value with its type: pointers lie in the interface, other values beside it, where nobody writes. */
function writeInterface(program: Program, pack: ProgramPackage, datum: Datum, offset: number, e: Expr, type: Type, target: Interface): void {
  const dynamic = pack.info.typeOf(e);
  program.noteInInterface(dynamic);
  refer(datum, offset, typeSetOf(target).methods.length === 0 ? program.typeSymbol(dynamic) : program.methodTableSymbol(dynamic, type));
  if (isPointerShaped(dynamic)) return write(program, pack, datum, offset + 4, e, dynamic);
  if (sizeOf(dynamic) === 0) return refer(datum, offset + 4, program.zeroBase());
  const value = program.data.define(`${datum.symbol}·value${offset}`, 'rodata', Math.max(4, alignOf(dynamic)));
  value.bytes.fill(sizeOf(dynamic));
  write(program, pack, value, 0, e, dynamic);
  refer(datum, offset + 4, value.symbol);
}

function writeConstant(program: Program, datum: Datum, offset: number, value: Constant, type: Type): void {
  if (value.kind === ConstantKind.String) {
    if (value.value.length > 0) datum.references.push({ offset, symbol: program.stringSymbol(value.value), addend: 0 });
    datum.bytes.patchWord(offset + 4, value.value.length);
    return;
  }
  const view = new DataView(new ArrayBuffer(8));
  const size = sizeOf(type);
  if (value.kind === ConstantKind.Bool) view.setUint8(0, value.value ? 1 : 0);
  else if (numberClass(type) === 'f64') view.setFloat64(0, toDouble(value), true);
  else if (numberClass(type) === 'f32') view.setFloat32(0, toSingle(value), true);
  else {
    const int = toInt(value);
    view.setBigUint64(0, BigInt.asUintN(64, int.kind === ConstantKind.Int ? int.value : 0n), true);
  }
  for (let i = 0; i < size; i++) datum.bytes.patchByte(offset + i, view.getUint8(i));
}
