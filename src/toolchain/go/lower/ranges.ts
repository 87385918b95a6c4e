/** `for range` over arrays, slices, strings, maps and channels. The variables are shared by all rounds, as in Go 1.19. */
import { assert } from '../../../base/assert.ts';
import { Ty, type Block, type Value } from '../ssa/ir.ts';
import type { Expr, ForStmt, RangeClause } from '../syntax/ast.ts';
import { unpackList, unparen } from '../syntax/ast.ts';
import { Var } from '../types/object.ts';
import { sizeOf } from '../types/sizes.ts';
import { BasicKind, type Type, under } from '../types/type.ts';
import { TYP } from '../types/universe.ts';
import { borrowedBytes } from './conversions.ts';
import { hasCall } from './evaluation-order.ts';
import { lowerOperand, takeReceived } from './expressions.ts';
import type { Lowerer } from './lowerer.ts';
import { lowerBlock } from './statements-shared.ts';
import { ofWords, type GoValue } from './value.ts';

const INT = TYP[BasicKind.Int];

/** The two variables on the left; null where there is none or a blank. */
type Targets = readonly [Expr | null, Expr | null];

export function lowerRange(f: Lowerer, s: ForStmt, clause: RangeClause): void {
  const list = unpackList(clause.lhs);
  const target = (i: number): Expr | null => {
    const e = list[i];
    return e === undefined || (e.kind === 'Name' && e.value === '_') ? null : e;
  };
  const targets: Targets = [target(0), target(1)];
  f.evaluated.clear();
  const bytes = borrowedBytes(f, clause.x);
  if (bytes !== null) f.evaluated.set(unparen(clause.x), bytes);
  const u = under(f.typeOf(clause.x));
  switch (u.kind) {
    case 'Basic': return rangeString(f, s, clause, targets);
    case 'Map': return rangeMap(f, s, clause, targets);
    case 'Chan': return rangeChannel(f, s, clause, targets);
    default: return rangeElements(f, s, clause, targets);
  }
}

/** Makes the variables of `:=` before the loop. */
function declareTargets(f: Lowerer, clause: RangeClause, targets: Targets): void {
  if (!clause.define) return;
  for (const target of targets) {
    const variable = target?.kind === 'Name' ? f.info.defs.get(target) : null;
    if (variable instanceof Var) f.initialise(variable, null);
  }
}

/** Assigns to both variables at once: where the values go is known before the first is assigned. */
function assign(f: Lowerer, targets: Targets, values: readonly (GoValue | null)[]): void {
  f.evaluated.clear();
  const places = targets.map((target) => (target === null ? null : f.place(target)));
  places.forEach((place, i) => {
    if (place !== null) f.storePlace(place, f.convert(values[i]!, place.type, targets[i]!.pos));
  });
}

/** The blocks of a loop whose head has been started. */
interface Loop {
  readonly head: Block;
  readonly body: Block;
  readonly post: Block;
  readonly done: Block;
}

function openLoop(f: Lowerer, s: ForStmt): Loop {
  const { b } = f;
  const loop: Loop = { head: b.newBlock(), body: b.newBlock(), post: b.newBlock(), done: b.newBlock() };
  f.jumps.set(s, { breakTo: loop.done, continueTo: loop.post });
  b.jump(loop.head);
  b.start(loop.head);
  return loop;
}

/** The body, after the variables have been assigned; then what `advance` does, and round again. */
function closeLoop(f: Lowerer, s: ForStmt, loop: Loop, advance: () => void): void {
  const { b } = f;
  lowerBlock(f, s.body);
  b.jump(loop.post);
  b.seal(loop.post);
  b.start(loop.post);
  advance();
  b.jump(loop.head);
  b.seal(loop.head);
  b.seal(loop.done);
  b.start(loop.done);
}

function enterBody(f: Lowerer, loop: Loop): void {
  f.b.seal(loop.body);
  if (f.b.block === null) f.b.start(loop.body);
}

/** What a loop over elements needs of its container. */
interface Elements {
  readonly count: Value;
  readonly elem: Type;
  readonly base: Value | null;
}

function elementsOf(f: Lowerer, x: Expr, needsValues: boolean): Elements {
  const u = under(f.typeOf(x));
  if (u.kind === 'Slice') {
    const [base, count] = f.expr(x).words! as [Value, Value];
    return { count, elem: u.elem, base };
  }
  if (u.kind === 'Pointer') {
    const array = under(u.base);
    assert(array.kind === 'Array', 'elementsOf: no array');
    const base = f.word(x);
    if (needsValues) f.b.nilCheck(base);
    return { count: f.b.const(array.length), elem: array.elem, base };
  }
  assert(u.kind === 'Array', `elementsOf: ${u.kind}`);
  // The loop is over a copy; nothing is copied if only indices are wanted.
  const base = needsValues ? f.addressOf(f.stable(operandCopy(f, x))) : null;
  if (!needsValues && hasCall(f, x)) f.expr(x);
  return { count: f.b.const(u.length), elem: u.elem, base };
}

function operandCopy(f: Lowerer, x: Expr): GoValue {
  const operand = lowerOperand(f, x);
  return operand.place !== null ? f.loadPlace(operand.place) : operand.value;
}

function rangeElements(f: Lowerer, s: ForStmt, clause: RangeClause, targets: Targets): void {
  const { b } = f;
  const { count, elem, base } = elementsOf(f, clause.x, targets[1] !== null);
  declareTargets(f, clause, targets);
  const index = f.newVar('index', Ty.I32);
  b.write(index, b.const(0));
  const loop = openLoop(f, s);
  b.branch('lt', b.read(index), count, loop.body, loop.done);
  enterBody(f, loop);
  const value = targets[1] === null ? null : f.loadFrom(f.indexed(base!, b.read(index), sizeOf(elem)), 0, elem);
  // What the first assignment could change is copied before.
  const isPlain = targets[0] === null || targets[0].kind === 'Name';
  assign(f, targets, [ofWords(INT, [b.read(index)]), value === null || isPlain ? value : f.stable(value)]);
  closeLoop(f, s, loop, () => b.write(index, b.binary('add', b.read(index), b.const(1))));
}

/** Bytes below this are runes of their own. */
const RUNE_SELF = 0x80;

function rangeString(f: Lowerer, s: ForStmt, clause: RangeClause, targets: Targets): void {
  const { b } = f;
  const [base, count] = f.expr(clause.x).words! as [Value, Value];
  declareTargets(f, clause, targets);
  const [index, next, rune] = [f.newVar('index', Ty.I32), f.newVar('next', Ty.I32), f.newVar('rune', Ty.I32)];
  b.write(index, b.const(0));
  const loop = openLoop(f, s);
  b.branch('lt', b.read(index), count, loop.body, loop.done);
  enterBody(f, loop);
  const at = b.read(index);
  const first = b.load('u8', Ty.I32, f.indexed(base, at, 1));
  b.write(rune, first);
  b.write(next, b.binary('add', at, b.const(1)));
  const [wide, decoded] = [b.newBlock(), b.newBlock()];
  b.branch('ltu', first, b.const(RUNE_SELF), decoded, wide, 0);
  b.seal(wide);
  b.start(wide);
  const [r, after] = f.runtime('decoderune', [base, count, at], [Ty.I32, Ty.I32]);
  b.write(rune, r!);
  b.write(next, after!);
  b.jump(decoded);
  b.seal(decoded);
  b.start(decoded);
  assign(f, targets, [ofWords(INT, [b.read(index)]), ofWords(TYP[BasicKind.Int32], [b.read(rune)])]);
  closeLoop(f, s, loop, () => b.write(index, b.read(next)));
}

/** Size of the runtime's hiter, with which its map.go must agree; pointers come first, those to key and value before the others. */
const ITERATOR_SIZE = 48;
const ITERATOR_POINTERS = 8;

function rangeMap(f: Lowerer, s: ForStmt, clause: RangeClause, targets: Targets): void {
  const { b } = f;
  const type = f.typeOf(clause.x);
  const u = under(type);
  assert(u.kind === 'Map', 'rangeMap: no map');
  const map = f.word(clause.x);
  declareTargets(f, clause, targets);
  const iterator = f.rawSlot('iterator', ITERATOR_SIZE, Array.from({ length: ITERATOR_POINTERS }, (_, i) => i * 4));
  f.clearBytes(iterator, ITERATOR_SIZE);
  f.runtime('mapiterinit', [f.typeWord(u), map, iterator], []);
  const loop = openLoop(f, s);
  const key = b.load('i32', Ty.Ptr, iterator, 0);
  b.branch('ne', key, b.const(0), loop.body, loop.done);
  enterBody(f, loop);
  // Both are copied before either is assigned: the body may change the map.
  const keyValue = targets[0] === null ? null : f.stable(f.loadFrom(key, 0, u.key));
  const elemValue = targets[1] === null ? null : f.stable(f.loadFrom(b.load('i32', Ty.Ptr, iterator, 4), 0, u.elem));
  assign(f, targets, [keyValue, elemValue]);
  closeLoop(f, s, loop, () => f.runtime('mapiternext', [iterator], []));
}

function rangeChannel(f: Lowerer, s: ForStmt, clause: RangeClause, targets: Targets): void {
  const { b } = f;
  const u = under(f.typeOf(clause.x));
  assert(u.kind === 'Chan', 'rangeChannel: no channel');
  const channel = f.word(clause.x);
  declareTargets(f, clause, targets);
  const address = f.temporary(u.elem, 'received');
  const loop = openLoop(f, s);
  const [ok] = f.runtime('chanrecv2', [channel, address], [Ty.I32]);
  b.branch('ne', ok!, b.const(0), loop.body, loop.done);
  enterBody(f, loop);
  assign(f, targets, [takeReceived(f, address, u.elem), null]);
  closeLoop(f, s, loop, () => undefined);
}
