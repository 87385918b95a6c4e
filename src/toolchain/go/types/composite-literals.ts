/** Composite literals: `T{...}` for structs, arrays, slices and maps. */
import type { CompositeLit, Expr, KeyValueExpr } from '../syntax/ast.ts';
import { assignment } from './assignability.ts';
import type { Checker } from './checker.ts';
import { type Constant, ConstantKind, constantText, signOf, toDouble, toInt } from './constant.ts';
import { nodeString } from '../syntax/node-string.ts';
import { indexedElements } from './indexing.ts';
import { Mode } from './info.ts';
import type { Var } from './object.ts';
import type { Operand } from './operand.ts';
import { dereference, identical, isInterface, isInvalid } from './predicates.ts';
import { ArrayType, type MapType, type Struct, type Type, under } from './type.ts';

/** `hint` is the element type of an enclosing literal, for literals without their own type. */
export function compositeLiteral(c: Checker, x: Operand, e: CompositeLit, hint: Type | null): void {
  const found = literalType(c, e, hint);
  if (found === null) return;
  const { type, base } = found;
  if (!checkElements(c, x, e, type, base)) {
    x.invalidate();
    return;
  }
  x.mode = Mode.Value;
  x.type = type;
}

/** The literal's type, and what it makes a value of: the base type where `&T` is left out. */
function literalType(c: Checker, e: CompositeLit, hint: Type | null): { type: Type; base: Type } | null {
  if (e.type !== null) {
    if (e.type.kind === 'ArrayType' && e.type.len === null) {
      const type = new ArrayType(c.varType(e.type.elem), -1);
      return { type, base: type };
    }
    const type = c.typ(e.type);
    return { type, base: type };
  }
  if (hint !== null) return { type: hint, base: dereference(under(hint)).type };
  c.error(e, 'missing type in composite literal');
  return null;
}

function checkElements(c: Checker, x: Operand, e: CompositeLit, type: Type, base: Type): boolean {
  const u = under(base);
  if (c.incomplete.has(u)) return cycle(c, e);
  switch (u.kind) {
    case 'Struct':
      if (u.fields === null) return cycle(c, e);
      structElements(c, x, e, { type, base, struct: u, fields: u.fields });
      return true;
    case 'Array': {
      const count = indexedElements(c, e.elemList, u.elem, u.length);
      if (u.length < 0) {
        u.length = count;
        if (e.type !== null) c.recordType(e.type, Mode.Type, u);
      }
      return true;
    }
    case 'Slice': {
      const count = indexedElements(c, e.elemList, u.elem, -1);
      c.sized.push({ at: c.sizesAt, type: new ArrayType(u.elem, count) });
      return true;
    }
    case 'Map':
      mapElements(c, x, e, u);
      return true;
    default:
      for (const element of e.elemList) c.use(element.kind === 'KeyValueExpr' ? element.value : element);
      if (isInvalid(u)) return true;
      c.error(e, `invalid composite literal type ${c.show(type)}`);
      return false;
  }
}

function cycle(c: Checker, e: Expr): boolean {
  c.error(e, 'illegal cycle in type declaration');
  return false;
}

interface StructLiteral {
  readonly type: Type;
  readonly base: Type;
  readonly struct: Struct;
  readonly fields: readonly Var[];
}

function structElements(c: Checker, x: Operand, e: CompositeLit, literal: StructLiteral): void {
  if (e.elemList.length === 0) return;
  if (e.elemList[0]!.kind === 'KeyValueExpr') keyedFields(c, x, e, literal);
  else positionalFields(c, x, e, literal);
}

function keyedFields(c: Checker, x: Operand, e: CompositeLit, { base, fields }: StructLiteral): void {
  const visited = new Set<Var>();
  for (const element of e.elemList) {
    if (element.kind !== 'KeyValueExpr') {
      c.error(element, 'mixture of field:value and value elements in struct literal');
      continue;
    }
    c.expr(x, element.value);
    const { key } = element;
    if (key.kind !== 'Name') {
      c.error(element, `invalid field name ${nodeString(key)} in struct literal`);
      continue;
    }
    const field = key.value === '_' ? undefined : fields.find((f) => f.isNamed(c.pkg, key.value));
    if (field === undefined) {
      c.error(key, `unknown field '${key.value}' in struct literal of type ${c.show(base)}`);
      continue;
    }
    c.recordUse(key, field);
    assignment(c, x, field.type!, 'struct literal');
    if (visited.has(field)) c.error(element, `duplicate field name ${key.value} in struct literal`);
    visited.add(field);
  }
}

function positionalFields(c: Checker, x: Operand, e: CompositeLit, { type, base, fields }: StructLiteral): void {
  for (const [i, element] of e.elemList.entries()) {
    if (element.kind === 'KeyValueExpr') {
      c.error(element, 'mixture of field:value and value elements in struct literal');
      continue;
    }
    c.expr(x, element);
    const field = fields[i];
    if (field === undefined) {
      c.error(x, `too many values in ${c.show(base)}{…}`);
      break;
    }
    if (!field.isExported && field.pkg !== c.pkg) {
      c.error(x, `implicit assignment to unexported field ${field.name} in ${c.show(type)} literal`);
      continue;
    }
    assignment(c, x, field.type!, 'struct literal');
  }
  if (e.elemList.length < fields.length) c.error(e.rbrace, `too few values in ${c.show(base)}{…}`);
}

function mapElements(c: Checker, x: Operand, e: CompositeLit, map: MapType): void {
  const seen = new Map<string, Type[]>();
  const typesDiffer = isInterface(map.key);
  for (const element of e.elemList) {
    if (element.kind !== 'KeyValueExpr') {
      c.error(element, 'missing key in map literal');
      continue;
    }
    c.exprWithHint(x, element.key, map.key);
    assignment(c, x, map.key, 'map literal');
    if (!x.isValid) continue;
    if (x.isConstant && isDuplicate(seen, x, typesDiffer)) {
      c.error(x, `duplicate key ${constantText(x.value!)} in map literal`);
      continue;
    }
    mapValue(c, x, element, map);
  }
}

function mapValue(c: Checker, x: Operand, element: KeyValueExpr, map: MapType): void {
  c.exprWithHint(x, element.value, map.elem);
  assignment(c, x, map.elem, 'map literal');
}

/** Remembers a constant key; under an interface key type, equal values of different types are different keys. */
function isDuplicate(seen: Map<string, Type[]>, x: Operand, typesDiffer: boolean): boolean {
  const key = constantKey(x.value!);
  const types = seen.get(key);
  if (types === undefined) {
    seen.set(key, [x.type]);
    return false;
  }
  if (!typesDiffer) return true;
  if (types.some((type) => identical(type, x.type))) return true;
  types.push(x.type);
  return false;
}

/** A text that is equal for equal constants; numbers compare by value, whatever their kind. */
export function constantKey(value: Constant): string {
  switch (value.kind) {
    case ConstantKind.String:
      return `s${value.value}`;
    case ConstantKind.Bool:
      return `b${value.value}`;
    case ConstantKind.Unknown:
      return 'unknown';
    case ConstantKind.Complex:
      return signOf(value.imaginary) === 0 ? constantKey(value.real) : `c${toDouble(value.real)},${toDouble(value.imaginary)}`;
    default: {
      const whole = toInt(value);
      return whole.kind === ConstantKind.Int ? `n${whole.value}` : `f${toDouble(value)}`;
    }
  }
}
