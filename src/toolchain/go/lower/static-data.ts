/** Initial values of package variables that can be written into the data section: constants, and composite literals of such. */
import { assert } from '../../../base/assert.ts';
import { unparen, type CompositeLit, type Expr } from '../syntax/ast.ts';
import { type Constant, ConstantKind, toDouble, toInt, toSingle } from '../types/constant.ts';
import { type Initializer, Mode } from '../types/info.ts';
import { alignOf, fieldOffsets, sizeOf } from '../types/sizes.ts';
import { ArrayType, type Type, under } from '../types/type.ts';
import type { Datum } from './data.ts';
import { numberClass } from './number-kinds.ts';
import type { Program, ProgramPackage } from './program.ts';

/** Larger values would make the executable large; code makes them faster than the disk. */
const MAX_STATIC_SIZE = 1 << 16;

/** Writes the value if it can be; then no code is needed. */
export function initialiseStatically(program: Program, pack: ProgramPackage, { lhs, rhs }: Initializer): boolean {
  const variable = lhs[0];
  if (lhs.length !== 1 || variable === undefined || variable.name === '_') return false;
  const type = variable.type!;
  if (sizeOf(type) > MAX_STATIC_SIZE || !isStatic(pack, rhs, type)) return false;
  const symbol = program.variableSymbol(variable);
  const datum = program.data.get(symbol)!;
  assert(datum.bytes.length === 0, `initialiseStatically: ${symbol} is written twice`);
  datum.section = 'data';
  datum.bytes.fill(Math.max(1, sizeOf(type)));
  write(program, pack, datum, 0, rhs, type);
  program.markInitialised(variable);
  return true;
}

function isStatic(pack: ProgramPackage, e: Expr, type: Type): boolean {
  const inner = unparen(e);
  const tv = pack.info.types.get(inner);
  const u = under(type);
  if (u.kind === 'Interface') return false;
  if (tv?.mode === Mode.Constant) return numberClass(type) !== 'other' || tv.value?.kind === ConstantKind.String || tv.value?.kind === ConstantKind.Bool;
  if (tv?.mode === Mode.Nil) return true;
  if (inner.kind !== 'CompositeLit') return false;
  return parts(pack, inner, type)?.every((part) => isStatic(pack, part.expr, part.type)) ?? false;
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
    return literal.elemList.map((element, i) => {
      if (element.kind !== 'KeyValueExpr') return { expr: element, type: u.fields![i]!.type!, offset: offsets[i]! };
      const name = element.key.kind === 'Name' ? element.key.value : '';
      const index = u.fields!.findIndex((field) => field.name === name);
      return { expr: element.value, type: u.fields![index]!.type!, offset: offsets[index]! };
    });
  }
  if (u.kind !== 'Array' && u.kind !== 'Slice') return null;
  const size = sizeOf(u.elem);
  let next = 0;
  return literal.elemList.map((element) => {
    if (element.kind === 'KeyValueExpr') {
      const key = toInt(pack.info.types.get(element.key)!.value!);
      next = key.kind === ConstantKind.Int ? Number(key.value) : 0;
    }
    const expr = element.kind === 'KeyValueExpr' ? element.value : element;
    return { expr, type: u.elem, offset: size * next++ };
  });
}

function write(program: Program, pack: ProgramPackage, datum: Datum, offset: number, e: Expr, type: Type): void {
  const inner = unparen(e);
  const tv = pack.info.types.get(inner)!;
  if (tv.mode === Mode.Nil) return;
  if (tv.mode === Mode.Constant) {
    writeConstant(program, datum, offset, tv.value!, type);
    return;
  }
  const literal = inner as CompositeLit;
  const list = parts(pack, literal, type)!;
  const u = under(type);
  if (u.kind !== 'Slice') {
    for (const part of list) write(program, pack, datum, offset + part.offset, part.expr, part.type);
    return;
  }
  const size = sizeOf(u.elem);
  const count = list.reduce((most, part) => Math.max(most, size === 0 ? most : part.offset / size + 1), size === 0 ? list.length : 0);
  const symbol = `${datum.symbol}·array${offset}`;
  const array = program.data.define(symbol, 'data', Math.max(4, alignOf(u.elem)));
  array.variable = new ArrayType(u.elem, count);
  array.bytes.fill(Math.max(1, sizeOf(array.variable)));
  for (const part of list) write(program, pack, array, part.offset, part.expr, part.type);
  datum.references.push({ offset, symbol, addend: 0 });
  datum.bytes.patchWord(offset + 4, count);
  datum.bytes.patchWord(offset + 8, count);
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
