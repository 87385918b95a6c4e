/** Index and slice expressions, and the elements of array and slice literals, which are indexed too. */
import type { Expr, IndexExpr, SliceExpr } from '../syntax/ast.ts';
import { assignment } from './assignability.ts';
import type { Checker } from './checker.ts';
import { ConstantKind, constantText, signOf, toInt } from './constant.ts';
import { nodeString } from '../syntax/node-string.ts';
import { Mode } from './info.ts';
import { Operand } from './operand.ts';
import { isInteger, isInvalid, isString, isUntyped } from './predicates.ts';
import { BasicKind, INVALID_TYPE, Slice, type Type, under } from './type.ts';
import { convertUntyped, representation } from './untyped.ts';
import { BYTE, TYP } from './universe.ts';

/** A length that is not known when compiling. */
const UNKNOWN_LENGTH = -1;

const stringLength = (x: Operand): number => (x.isConstant && x.value!.kind === ConstantKind.String ? x.value!.value.length : UNKNOWN_LENGTH);

/** `x[i]` */
export function checkIndex(c: Checker, x: Operand, e: IndexExpr): void {
  c.exprOrType(x, e.x);
  if (!x.isValid) {
    c.use(e.index);
    return;
  }
  if (x.mode === Mode.Type) {
    x.invalidate();
    x.type = c.varType(e);
    if (!isInvalid(x.type)) x.mode = Mode.Type;
    return;
  }
  const u = under(x.type);
  if (u.kind === 'Map') {
    const index = singleIndex(c, e);
    const key = new Operand();
    c.expr(key, index);
    assignment(c, key, u.key, 'map index');
    x.mode = Mode.MapIndex;
    x.type = u.elem;
    x.expr = e;
    return;
  }
  const element = indexed(x);
  if (element === null) {
    c.error(e.pos, `invalid operation: cannot index ${c.describe(x)}`);
    x.invalidate();
    return;
  }
  const index = singleIndex(c, e);
  x.mode = element.mode;
  x.type = element.type;
  constantIndex(c, index, element.length);
}

/** What indexing `x` (no map) gives, and how many elements there are. */
function indexed(x: Operand): { mode: Mode; type: Type; length: number } | null {
  const u = under(x.type);
  switch (u.kind) {
    case 'Basic':
      return isString(u) ? { mode: Mode.Value, type: BYTE, length: stringLength(x) } : null;
    case 'Array':
      return { mode: x.mode === Mode.Variable ? Mode.Variable : Mode.Value, type: u.elem, length: u.length };
    case 'Pointer': {
      const array = under(u.base);
      return array.kind === 'Array' ? { mode: Mode.Variable, type: array.elem, length: array.length } : null;
    }
    case 'Slice':
      return { mode: Mode.Variable, type: u.elem, length: UNKNOWN_LENGTH };
    default:
      return null;
  }
}

function singleIndex(c: Checker, e: IndexExpr): Expr {
  if (e.index.kind !== 'ListExpr') return e.index;
  c.error(e.index.elemList[1]!, 'invalid operation: more than one index');
  return e.index.elemList[0]!;
}

/** `x[low:high:max]` */
export function checkSlice(c: Checker, x: Operand, e: SliceExpr): void {
  c.expr(x, e.x);
  if (!x.isValid) {
    c.use(...e.index);
    return;
  }
  const length = slicedLength(c, x, e);
  if (length === null) {
    x.invalidate();
    return;
  }
  x.mode = Mode.Value;
  const bounds = e.index.map((index, i) => {
    if (index !== null) return constantIndex(c, index, length >= 0 ? length + 1 : UNKNOWN_LENGTH).value;
    return i === 0 ? 0 : length;
  });
  checkBoundsOrder(c, e, bounds);
}

/** The length of the sliced value if it is known; null after an error. Gives `x` the type of the result. */
function slicedLength(c: Checker, x: Operand, e: SliceExpr): number | null {
  const u = under(x.type);
  switch (u.kind) {
    case 'Basic': {
      if (!isString(u)) break;
      if (e.full) {
        c.error(e.index[2] ?? e, 'invalid operation: 3-index slice of string');
        return null;
      }
      const length = stringLength(x);
      if (isUntyped(x.type)) x.type = TYP[BasicKind.String];
      return length;
    }
    case 'Array':
      if (x.mode !== Mode.Variable) {
        c.error(x, `invalid operation: ${c.describe(x)} (slice of unaddressable value)`);
        return null;
      }
      x.type = new Slice(u.elem);
      return u.length;
    case 'Pointer': {
      const array = under(u.base);
      if (array.kind !== 'Array') break;
      x.type = new Slice(array.elem);
      return array.length;
    }
    case 'Slice':
      return UNKNOWN_LENGTH;
    default:
  }
  c.error(x, `invalid operation: cannot slice ${c.describe(x)}`);
  return null;
}

function checkBoundsOrder(c: Checker, e: SliceExpr, bounds: readonly number[]): void {
  for (const [i, low] of bounds.entries()) {
    if (low <= 0) continue;
    for (let j = i + 1; j < bounds.length; j++) {
      const high = bounds[j]!;
      if (high < 0 || high >= low) continue;
      c.error(e.index[j] ?? e, `invalid slice indices: ${high} < ${low}`);
      return;
    }
  }
}

/** Checks an index below `limit` (none if negative). The value is -1 unless it is a constant within the limit. */
export function constantIndex(c: Checker, index: Expr, limit: number): { type: Type; value: number } {
  const x = new Operand();
  c.expr(x, index);
  if (!isValidIndex(c, x, 'index', Negative.Forbidden)) return { type: INVALID_TYPE, value: -1 };
  if (!x.isConstant) return { type: x.type, value: -1 };
  if (x.value!.kind !== ConstantKind.Int) return { type: INVALID_TYPE, value: -1 };
  const value = Number(x.value!.value);
  if (limit >= 0 && value >= limit) {
    c.error(x, `invalid argument: index ${constantText(x.value!)} out of bounds [0:${limit}]`);
    return { type: INVALID_TYPE, value: -1 };
  }
  return { type: x.type, value };
}

export const enum Negative { Forbidden, Allowed }

/** Whether `x` may be an index, length or offset (`what` in messages): an integer, and if constant, one that fits int. */
export function isValidIndex(c: Checker, x: Operand, what: string, negative: Negative): boolean {
  if (!x.isValid) return false;
  convertUntyped(c, x, TYP[BasicKind.Int]);
  if (!x.isValid) return false;
  const complain = (how: string): boolean => {
    c.error(x, `invalid argument: ${what} ${c.describe(x)} ${how}`);
    return false;
  };
  if (!isInteger(x.type)) return complain('must be integer');
  if (!x.isConstant) return true;
  if (negative === Negative.Forbidden && signOf(x.value!) < 0) return complain('must not be negative');
  const value = representation(x.value!, TYP[BasicKind.Int]);
  if (value === null) return complain('overflows int');
  x.value = value.kind === ConstantKind.Unknown ? value : toInt(value);
  return true;
}

/** Checks the elements of an array or slice literal; returns the largest index plus one. A negative `length` is unlimited. */
export function indexedElements(c: Checker, elements: readonly Expr[], type: Type, length: number): number {
  const visited = new Set<number>();
  let index = 0;
  let count = 0;
  for (const e of elements) {
    let isValid = false;
    let element = e;
    if (e.kind === 'KeyValueExpr') {
      const key = constantIndex(c, e.key, length);
      if (key.value >= 0) {
        index = key.value;
        isValid = true;
      } else if (!isInvalid(key.type)) {
        c.error(e, `index ${nodeString(e.key)} must be integer constant`);
      }
      element = e.value;
    } else if (length >= 0 && index >= length) {
      c.error(e, `index ${index} is out of bounds (>= ${length})`);
    } else {
      isValid = true;
    }
    if (isValid && visited.has(index)) c.error(e, `duplicate index ${index} in array or slice literal`);
    if (isValid) visited.add(index);
    index++;
    count = Math.max(count, index);
    const x = new Operand();
    c.exprWithHint(x, element, type);
    assignment(c, x, type, 'array or slice literal');
  }
  return count;
}
