/** Statements other than loops over ranges and switches. */
import { assert, unreachable } from '../../../base/assert.ts';
import type { AssignStmt, BranchStmt, Decl, Expr, ForStmt, IfStmt, LabeledStmt, ReturnStmt, Stmt } from '../syntax/ast.ts';
import { unpackList, unparen } from '../syntax/ast.ts';
import type { BinaryOp } from '../syntax/ast.ts';
import { makeInt } from '../types/constant.ts';
import type { Block } from '../ssa/ir.ts';
import { Mode } from '../types/info.ts';
import { sizeOf } from '../types/sizes.ts';
import { BasicKind, type Type, under } from '../types/type.ts';
import { Ty } from '../ssa/ir.ts';
import { arithmetic, shift, shiftCount } from './arithmetic.ts';
import { typeAssertionOk } from './assertions.ts';
import { compositeOver, isOfConstants } from './composite.ts';
import { deferCall, goCall } from './deferred.ts';
import { evaluateCalls, hasCall, sequence } from './evaluation-order.ts';
import { mapLookup, receive } from './expressions.ts';
import type { Lowerer } from './lowerer.ts';
import { basicKind } from './number-kinds.ts';
import { lowerProbe } from './probes.ts';
import { lowerRange } from './ranges.ts';
import { orderOfRightSides } from './right-sides.ts';
import { assignTo, lowerBlock } from './statements-shared.ts';
import { lowerSelect } from './selects.ts';
import { lowerSwitch } from './switches.ts';
import { ofWords, type GoValue, type Place } from './value.ts';

export function lowerStmt(f: Lowerer, s: Stmt): void {
  if (f.b.block === null && s.kind !== 'LabeledStmt') {
    // Not reachable, but labels inside may be.
    const dead = f.b.newBlock();
    f.b.seal(dead);
    f.b.start(dead);
  }
  f.evaluated.clear();
  switch (s.kind) {
    case 'EmptyStmt': return lowerProbe(f, s);
    case 'ExprStmt': return lowerExprStmt(f, s.x);
    case 'AssignStmt': return lowerAssign(f, s);
    case 'DeclStmt':
      for (const decl of s.declList) lowerDecl(f, decl);
      return;
    case 'BlockStmt': return lowerBlock(f, s);
    case 'IfStmt': return lowerIf(f, s);
    case 'ForStmt': return s.init?.kind === 'RangeClause' ? lowerRange(f, s, s.init) : lowerFor(f, s);
    case 'SwitchStmt': return lowerSwitch(f, s);
    case 'SelectStmt': return lowerSelect(f, s);
    case 'ReturnStmt': return lowerReturn(f, s);
    case 'BranchStmt': return lowerBranch(f, s);
    case 'LabeledStmt': return lowerLabeled(f, s);
    case 'CallStmt': return s.tok === 'defer' ? deferCall(f, s) : goCall(f, s);
    case 'SendStmt': {
      const u = under(f.typeOf(s.chan));
      assert(u.kind === 'Chan', 'lowerStmt: no channel');
      sequence(f, [s.chan, s.value]);
      const channel = f.word(s.chan);
      f.runtime('chansend1', [channel, f.addressOf(f.exprAs(s.value, u.elem))], []);
      return;
    }
    case 'RangeClause': return unreachable('lowerStmt: a range clause is part of its loop');
  }
}

function lowerExprStmt(f: Lowerer, x: Expr): void {
  const inner = unparen(x);
  if (inner.kind === 'CallExpr') f.call(inner);
  else if (inner.kind === 'Operation' && inner.op === '<-') receive(f, inner.x, 1);
  else f.expr(inner);
}

function lowerDecl(f: Lowerer, decl: Decl): void {
  if (decl.kind !== 'VarDecl') return;
  const values = unpackList(decl.values);
  const variables = decl.nameList.map((name) => f.info.defs.get(name) ?? null);
  if (values.length === 0) {
    for (const variable of variables) if (variable?.kind === 'Var') f.initialise(variable, null);
    return;
  }
  const types = variables.map((variable) => variable?.type ?? null);
  const results = evaluateRight(f, values, types);
  variables.forEach((variable, i) => {
    if (variable?.kind === 'Var') f.initialise(variable, results[i]!);
  });
}

/** The values of right sides, converted to `types` (null: as they are), and safe from the assignments that follow. */
function evaluateRight(f: Lowerer, values: readonly Expr[], types: readonly (Type | null)[]): GoValue[] {
  if (values.length === 1 && types.length > 1) {
    return lowerMultiple(f, values[0]!, types.length).map((value, i) => (types[i] === null ? value : f.convert(value, types[i]!, values[0]!.pos)));
  }
  sequence(f, values, types);
  return values.map((value, i) => {
    const type = types[i] ?? null;
    const result = type === null ? f.expr(value) : f.exprAs(value, type);
    return values.length > 1 ? f.stable(result) : result;
  });
}

/** A right side with several values: a call, or one of the forms with `ok`. */
export function lowerMultiple(f: Lowerer, e: Expr, count: number): GoValue[] {
  const inner = unparen(e);
  const { pos } = f.b;
  f.b.pos = inner.pos;
  const values = commaOk(f, inner, count) ?? f.call(inner as Expr & { kind: 'CallExpr' });
  f.b.pos = pos;
  return values;
}

function commaOk(f: Lowerer, e: Expr, count: number): GoValue[] | null {
  if (count !== 2) return null;
  switch (e.kind) {
    case 'IndexExpr':
      sequence(f, [e.x, e.index]);
      return mapLookup(f, f.expr(e.x), e.index, 2);
    case 'AssertExpr': return typeAssertionOk(f, f.stable(f.expr(e.x)), f.typeOf(e.type));
    case 'Operation': return e.op === '<-' ? receive(f, e.x, 2) : null;
    default: return null;
  }
}

// --- Assignments ----------------------------------------------------------------------------------------------------

function lowerAssign(f: Lowerer, s: AssignStmt): void {
  if (s.op === ':=') return lowerDefine(f, s);
  if (s.op !== '=') return lowerOpAssign(f, s, s.op);
  const left = unpackList(s.lhs);
  const right = unpackList(s.rhs);
  if (left.length === 1) return lowerSingleAssign(f, left[0]!, right[0]!);
  if (right.length === 1) {
    for (const lhs of left) prepareOperands(f, lhs);
    const values = lowerMultiple(f, right[0]!, left.length).map((value) => f.stable(value));
    // Operands of the left sides before the first assignment, which may change them.
    const places = left.map((lhs) => f.place(lhs));
    places.forEach((place, i) => {
      if (place.kind !== 'blank') f.storePlace(place, f.convert(values[i]!, place.type, left[i]!.pos));
    });
    return;
  }
  // Operands of the left sides and values of the right sides first, then the assignments.
  sequence(f, [...left.map((lhs) => (lhs.kind === 'Name' ? null : lhs)), ...right], [...left.map(() => null), ...left.map((lhs) => (isBlank(lhs) ? null : typeOfLeft(f, unparen(lhs))))]);
  const places = left.map((lhs) => f.place(lhs));
  const values = new Map(orderOfRightSides(f, left, right).map((i) => [i, f.stable(isBlank(left[i]!) ? f.expr(right[i]!) : f.exprAs(right[i]!, places[i]!.type))]));
  places.forEach((place, i) => f.storePlace(place, values.get(i)!));
}

const isBlank = (e: Expr): boolean => e.kind === 'Name' && e.value === '_';

/** Makes the calls in a left side happen before the right side is evaluated. */
function prepareOperands(f: Lowerer, lhs: Expr): void {
  if (lhs.kind === 'IndexExpr') {
    evaluateCalls(f, lhs.x);
    evaluateCalls(f, lhs.index);
  } else if (lhs.kind === 'SelectorExpr' || (lhs.kind === 'Operation' && lhs.y === null)) evaluateCalls(f, lhs.x);
}

function lowerSingleAssign(f: Lowerer, lhs: Expr, rhs: Expr): void {
  if (isBlank(lhs)) {
    const type = f.info.types.get(rhs)?.type;
    if (type !== undefined && !(type.kind === 'Basic' && type.basic === BasicKind.UntypedNil)) f.expr(rhs);
    return;
  }
  if (hasCall(f, rhs)) {
    prepareOperands(f, lhs);
    evaluateCalls(f, rhs);
  }
  const inner = unparen(lhs);
  if (inner.kind === 'IndexExpr' && under(f.typeOf(inner.x)).kind === 'Map') {
    const place = f.place(inner);
    f.storePlace(place, f.stable(f.exprAs(rhs, place.type)));
    return;
  }
  const type = typeOfLeft(f, inner);
  const literal = unparen(rhs);
  if (literal.kind === 'CompositeLit' && sizeOf(type) >= LARGE && under(type).kind !== 'Interface' && isOfConstants(f, literal)) {
    const place = f.place(lhs);
    if (place.kind === 'memory') {
      if (place.check !== undefined) f.b.nilCheck(place.check);
      compositeOver(f, literal, type, place.address, place.offset);
      return;
    }
  }
  const value = f.exprAs(rhs, type);
  f.storePlace(f.place(lhs), value);
}

/** From this size on, a literal is worth building in its place. */
const LARGE = 1024;

/** A variable that is only assigned has no recorded type. */
function typeOfLeft(f: Lowerer, lhs: Expr): Type {
  const recorded = f.info.types.get(lhs)?.type;
  if (recorded !== undefined) return recorded;
  const obj = lhs.kind === 'Name' ? f.info.objectOf(lhs) : null;
  return obj?.type ?? f.place(lhs).type;
}

function lowerDefine(f: Lowerer, s: AssignStmt): void {
  const left = unpackList(s.lhs) as (Expr & { kind: 'Name' })[];
  const defined = left.map((name) => {
    const obj = f.info.defs.get(name);
    return obj?.kind === 'Var' ? obj : null;
  });
  const types = left.map((name, i) => defined[i]?.type ?? (isBlank(name) ? null : typeOfLeft(f, name)));
  const values = evaluateRight(f, unpackList(s.rhs), types);
  left.forEach((name, i) => {
    const variable = defined[i];
    if (variable !== null && variable !== undefined) f.initialise(variable, values[i]!);
    else if (!isBlank(name)) assignTo(f, name, values[i]!);
  });
}

/** `x op= y`, and `x++` as `x += 1`. */
function lowerOpAssign(f: Lowerer, s: AssignStmt, op: BinaryOp): void {
  const type = typeOfLeft(f, unparen(s.lhs));
  if (s.rhs !== null && hasCall(f, s.rhs)) {
    prepareOperands(f, s.lhs);
    evaluateCalls(f, s.rhs);
  }
  const place = f.place(s.lhs);
  if (place.kind === 'map') {
    const isConstant = s.rhs === null || f.info.types.get(s.rhs)?.mode === Mode.Constant;
    // What panics does so before the map gets a new element.
    if (!isConstant && (op === '/' || op === '%')) {
      const [old] = f.runtime('mapaccess1', [f.typeWord(place.mapType), place.map, f.addressOf(place.key)], [Ty.Ptr]);
      f.storePlace(place, applyOp(f, op, f.loadFrom(old!, 0, type), s, type));
      return;
    }
    if (!isConstant && !f.evaluated.has(s.rhs!)) f.evaluated.set(s.rhs!, f.stable(f.expr(s.rhs!)));
    const slot = f.mapAssign(place.mapType, place.map, place.key);
    const old = f.loadFrom(slot, 0, type);
    const value = applyOp(f, op, old, s, type);
    // The right side may have changed the map.
    f.storePlace(s.rhs !== null && hasCall(f, s.rhs) ? place : { kind: 'memory', type, address: slot, offset: 0 }, value);
    return;
  }
  const fixed: Place = place.kind === 'element' ? { kind: 'memory', type, address: f.elementAddress(place), offset: 0 } : place;
  f.storePlace(fixed, applyOp(f, op, f.loadPlace(fixed), s, type));
}

function applyOp(f: Lowerer, op: BinaryOp, old: GoValue, s: AssignStmt, type: Type): GoValue {
  if (s.rhs === null) return arithmetic(f, op, old, oneOf(f, type), type);
  if (op === '<<' || op === '>>') return shift(f, op, old, shiftCount(f, s.rhs), type);
  const value = f.exprAs(s.rhs, type);
  if (basicKind(type) === BasicKind.String) return ofWords(type, f.runtime('concatstring2', [f.b.const(0, Ty.Ptr), ...old.words!, ...value.words!], [Ty.Ptr, Ty.I32]));
  return arithmetic(f, op, old, value, type);
}

function oneOf(f: Lowerer, type: Type): GoValue {
  return f.constant(type, makeInt(1));
}

// --- Control flow ---------------------------------------------------------------------------------------------------

function lowerIf(f: Lowerer, s: IfStmt): void {
  if (s.init !== null) f.stmt(s.init);
  const { b } = f;
  const [then, done] = [b.newBlock(), b.newBlock()];
  const otherwise = s.else === null ? done : b.newBlock();
  f.evaluated.clear();
  f.condition(s.cond, then, otherwise);
  b.seal(then);
  if (b.block === null) b.start(then);
  lowerBlock(f, s.then);
  b.jump(done);
  if (s.else !== null) {
    b.seal(otherwise);
    b.start(otherwise);
    f.stmt(s.else);
    b.jump(done);
  }
  b.seal(done);
  b.start(done);
}

function lowerFor(f: Lowerer, s: ForStmt): void {
  if (s.init !== null) f.stmt(s.init);
  const { b } = f;
  const [head, body, post, done] = [b.newBlock(), b.newBlock(), b.newBlock(), b.newBlock()];
  b.jump(head);
  b.start(head);
  f.evaluated.clear();
  b.pos = s.cond?.pos ?? s.pos;
  if (s.cond === null) b.jump(body);
  else f.condition(s.cond, body, done);
  b.seal(body);
  if (b.block === null) b.start(body);
  f.jumps.set(s, { breakTo: done, continueTo: post });
  lowerBlock(f, s.body);
  b.jump(post);
  b.seal(post);
  b.start(post);
  if (s.post !== null) f.stmt(s.post);
  b.jump(head);
  b.seal(head);
  b.seal(done);
  b.start(done);
}

function lowerBranch(f: Lowerer, s: BranchStmt): void {
  const { target } = s;
  switch (s.tok) {
    case 'fallthrough':
      assert(f.fallthroughTo !== null, 'lowerBranch: no clause to fall into');
      f.b.jump(f.fallthroughTo);
      return;
    case 'goto':
      f.b.jump(labelBlock(f, (target as LabeledStmt).label.value));
      return;
    case 'break':
      f.b.jump(f.jumps.get(target!)!.breakTo);
      return;
    case 'continue':
      f.b.jump(f.jumps.get(target!)!.continueTo!);
      return;
  }
}

/** Gotos may come from anywhere, so these blocks are sealed at the end. */
function labelBlock(f: Lowerer, name: string): Block {
  let block = f.labels.get(name);
  if (block === undefined) f.labels.set(name, (block = f.b.newBlock()));
  return block;
}

function lowerLabeled(f: Lowerer, s: LabeledStmt): void {
  if (s.label.value === '_') return f.stmt(s.stmt);
  const block = labelBlock(f, s.label.value);
  f.b.jump(block);
  f.b.start(block);
  f.stmt(s.stmt);
}

function lowerReturn(f: Lowerer, s: ReturnStmt): void {
  const types = f.resultTypes;
  const list = unpackList(s.results);
  let values: GoValue[] | null = null;
  if (list.length > 0) {
    values = evaluateRight(f, list, types);
    if (values.length > 1) values = values.map((value) => f.stable(value));
  }
  returnFrom(f, values);
}

/** Leaves the function with `values`, or with what its named results hold. */
function returnFrom(f: Lowerer, values: readonly GoValue[] | null): void {
  const homes = f.resultHomes;
  if (values !== null && f.deferExits === null && f.inlineExit === null) {
    f.returnValues(values);
    return;
  }
  values?.forEach((value, i) => {
    const home = homes[i];
    if (home !== null && home !== undefined) f.storePlace(f.homePlace(home, value.type), value);
  });
  if (f.inlineExit !== null) f.b.jump(f.inlineExit);
  else if (f.deferExits !== null) {
    // Traces show deferred calls as made by the return.
    f.runtime('deferreturn', [], []);
    f.b.jump(f.deferExits.done);
  }
  else f.returnValues(f.resultTypes.map((type, i) => f.loadPlace(f.homePlace(homes[i]!, type))));
}

