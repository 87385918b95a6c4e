/** Composite literals. */
import { assert } from '../../../base/assert.ts';
import { ssaLeaves } from '../layout/leaves.ts';
import type { Value } from '../ssa/ir.ts';
import { isNewObject } from '../ssa/write-barriers.ts';
import type { CompositeLit, Expr } from '../syntax/ast.ts';
import { Mode } from '../types/info.ts';
import { fieldOffsets, sizeOf } from '../types/sizes.ts';
import { ArrayType, type Struct, type Type, under } from '../types/type.ts';
import { sequence, sequenceElements } from './evaluation-order.ts';
import { fieldValues, indexedElements } from './literal-elements.ts';
import type { Lowerer } from './lowerer.ts';
import { makeMap } from './maps.ts';
import { ofWords, type GoValue } from './value.ts';

/** The value of a composite literal. */
export function lowerComposite(f: Lowerer, literal: CompositeLit): GoValue {
  const type = f.typeOf(literal);
  const u = under(type);
  switch (u.kind) {
    case 'Pointer': {
      // An element `{...}` of a list of pointers.
      const { address: object } = f.allocate(u.base, literal, 'pointer');
      compositeInto(f, literal, u.base, object, 0);
      return ofWords(type, [object]);
    }
    case 'Slice': return sliceLiteral(f, literal, type, u.elem);
    case 'Map': return mapLiteral(f, literal, type);
    case 'Struct': {
      if (ssaLeaves(type) !== null) return structWords(f, literal, type, u);
      break;
    }
    default: break;
  }
  const address = f.temporary(type, 'literal');
  compositeInto(f, literal, type, address, 0);
  return f.loadFrom(address, 0, type);
}

function structWords(f: Lowerer, literal: CompositeLit, type: Type, struct: Struct): GoValue {
  const given = fieldValues(f.info, literal, struct);
  sequenceElements(f, literal);
  const values = new Map<number, GoValue>();
  for (const { index, expr } of given) values.set(index, f.exprAs(expr, struct.fields![index]!.type!));
  return ofWords(type, struct.fields!.flatMap((field, i) => [...(values.get(i) ?? f.zero(field.type!)).words!]));
}

/** Builds a literal of `type` in memory that nothing else refers to yet. */
export function compositeInto(f: Lowerer, literal: CompositeLit, type: Type, address: Value, offset: number): void {
  const u = under(type);
  switch (u.kind) {
    case 'Struct': {
      const given = fieldValues(f.info, literal, u);
      if (given.length < u.fields!.length || sizeOf(type) > 0 && given.length === 0) clearNew(f, address, offset, type);
      sequenceElements(f, literal);
      const offsets = fieldOffsets(u);
      for (const { index, expr } of given) elementInto(f, expr, u.fields![index]!.type!, address, offset + offsets[index]!);
      return;
    }
    case 'Array': {
      const elements = indexedElements(f.info, literal);
      if (elements.length < u.length) clearNew(f, address, offset, type);
      sequenceElements(f, literal);
      const size = sizeOf(u.elem);
      for (const { index, expr } of elements) elementInto(f, expr, u.elem, address, offset + index * size);
      return;
    }
    default:
      f.storeTo(address, offset, lowerComposite(f, literal));
  }
}

/** Whether a literal of a struct or array consists of constants alone, and so cannot see what it is assigned to. */
export function isOfConstants(f: Lowerer, literal: CompositeLit): boolean {
  const kind = under(f.typeOf(literal)).kind;
  if (kind !== 'Struct' && kind !== 'Array') return false;
  return literal.elemList.every((element) => {
    const value = element.kind === 'KeyValueExpr' ? element.value : element;
    return value.kind === 'CompositeLit' ? isOfConstants(f, value) : f.info.types.get(value)?.mode === Mode.Constant;
  });
}

/** Builds a literal of constants over what memory holds: a large one needs no copy in the frame. */
export function compositeOver(f: Lowerer, literal: CompositeLit, type: Type, address: Value, offset: number): void {
  f.zeroMemory(address, offset, type);
  const u = under(type);
  if (u.kind === 'Struct') {
    const offsets = fieldOffsets(u);
    for (const { index, expr } of fieldValues(f.info, literal, u)) elementInto(f, expr, u.fields![index]!.type!, address, offset + offsets[index]!);
  } else if (u.kind === 'Array') {
    for (const { index, expr } of indexedElements(f.info, literal)) elementInto(f, expr, u.elem, address, offset + index * sizeOf(u.elem));
  }
}

/** Clears part of memory that nothing was stored in yet; a new object of the heap is clear. */
function clearNew(f: Lowerer, address: Value, offset: number, type: Type): void {
  if (!isNewObject(address)) f.zeroMemory(address, offset, type);
}

function elementInto(f: Lowerer, expr: Expr, type: Type, address: Value, offset: number): void {
  const kind = under(type).kind;
  if (expr.kind === 'CompositeLit' && (kind === 'Struct' || kind === 'Array') && !f.evaluated.has(expr) && ssaLeaves(type) === null) {
    compositeInto(f, expr, type, address, offset);
    return;
  }
  f.storeTo(address, offset, f.exprAs(expr, type));
}

function sliceLiteral(f: Lowerer, literal: CompositeLit, type: Type, elem: Type): GoValue {
  const elements = indexedElements(f.info, literal);
  const length = elements.reduce((most, { index }) => Math.max(most, index + 1), 0);
  if (length === 0) return ofWords(type, [f.b.sym(f.program.zeroBase()), f.b.const(0), f.b.const(0)]);
  const array = new ArrayType(elem, length);
  const { address: object, isZero } = f.allocate(array, literal, 'literal');
  if (!isZero && elements.length < length) f.zeroMemory(object, 0, array);
  const size = sizeOf(elem);
  sequenceElements(f, literal);
  for (const { index, expr } of elements) elementInto(f, expr, elem, object, index * size);
  return ofWords(type, [object, f.b.const(length), f.b.const(length)]);
}

function mapLiteral(f: Lowerer, literal: CompositeLit, type: Type): GoValue {
  const u = under(type);
  assert(u.kind === 'Map', 'mapLiteral: no map');
  const map = makeMap(f, u, f.b.const(literal.elemList.length), literal, 'literal');
  for (const element of literal.elemList) {
    if (element.kind !== 'KeyValueExpr') continue;
    sequence(f, [element.key, element.value], [u.key, u.elem]);
    const key = f.stable(f.exprAs(element.key, u.key));
    const value = f.stable(f.exprAs(element.value, u.elem));
    f.storeTo(f.mapAssign(u, map, key), 0, value);
  }
  return ofWords(type, [map]);
}
