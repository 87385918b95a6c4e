/** The parts of composite literals: which field or element each expression is for. */
import { assert } from '../../../base/assert.ts';
import type { CompositeLit, Expr, KeyValueExpr } from '../syntax/ast.ts';
import { type Constant, ConstantKind, toInt } from '../types/constant.ts';
import type { Info } from '../types/info.ts';
import { type Struct, type Type, under } from '../types/type.ts';
import type { Lowerer } from './lowerer.ts';

interface FieldValue {
  readonly index: number;
  readonly expr: Expr;
}

/** The fields that a struct literal gives, in the order of the text. */
export function fieldValues(info: Info, literal: CompositeLit, struct: Struct): FieldValue[] {
  return literal.elemList.map((element, i) => {
    if (element.kind !== 'KeyValueExpr') return { index: i, expr: element };
    const obj = element.key.kind === 'Name' ? info.uses.get(element.key) : undefined;
    return { index: struct.fields!.findIndex((field) => field === obj || (field.name === (element.key as { value?: string }).value)), expr: element.value };
  });
}

/** Elements of an array or slice literal with their indices. */
export function indexedElements(info: Info, literal: CompositeLit): FieldValue[] {
  let next = 0;
  return literal.elemList.map((element) => {
    if (element.kind === 'KeyValueExpr') next = indexOfKey(info, element);
    const expr = element.kind === 'KeyValueExpr' ? element.value : element;
    return { index: next++, expr };
  });
}

function indexOfKey(info: Info, element: KeyValueExpr): number {
  const value: Constant = toInt(info.types.get(element.key)!.value!);
  return value.kind === ConstantKind.Int ? Number(value.value) : 0;
}

/** The values in a literal of a struct, array or slice, and the types that they are converted to. */
export function typedElements(f: Lowerer, literal: CompositeLit): { readonly exprs: Expr[]; readonly types: Type[] } {
  const type = under(f.typeOf(literal));
  const u = type.kind === 'Pointer' ? under(type.base) : type;
  if (u.kind === 'Struct') {
    const given = fieldValues(f.info, literal, u);
    return { exprs: given.map(({ expr }) => expr), types: given.map(({ index }) => u.fields![index]!.type!) };
  }
  assert(u.kind === 'Array' || u.kind === 'Slice', `typedElements: ${u.kind}`);
  const elements = indexedElements(f.info, literal);
  return { exprs: elements.map(({ expr }) => expr), types: elements.map(() => u.elem) };
}
