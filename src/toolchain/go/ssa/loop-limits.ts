/**
 * Moves the bounds check that stands first in a loop's body into the loop's own test.
 *
 *   for i < n { check i < len; ... }      becomes      for i <u m { ... }; if i < n { check i < len }
 *
 * The new test must hold exactly while both the old test and the check do; when it fails, the old test tells whether the loop has ended or the
 * check has failed. Nothing has happened between the two, so the panic finds everything as it would have.
 *
 * There are two ways to the new test. Where the check implies the old test (`for ; j <= n; j += i` over n + 1 elements), it is the check itself: a step
 * that wraps around is caught as before. Otherwise, if n and len do not change in the loop, m is the smaller of the two, worked out before it; 0 for
 * a negative n, with which the old test holds of negative indices only. No comparison is left in the loop that was not there before.
 */
import { dominatorsOf, type Dominators } from './dominators.ts';
import { addEdge, isPure, NEGATED, Ty, type Block, type Cond, type Func, type Value } from './ir.ts';
import { naturalLoop } from './loops.ts';
import { factsOfCheck, type Fact } from './known-facts.ts';
import { Prover } from './prove.ts';

export function tightenLoops(func: Func): void {
  const candidates = candidatesOf(func);
  if (candidates.length === 0) return;
  const prover = new Prover(func);
  for (const loop of candidates) tighten(func, loop, prover);
}

interface CheckedLoop {
  readonly head: Block;
  /** The block that the test leads to, and its check. */
  readonly body: Block;
  readonly check: Value;
  /** The test, as it holds in the body. */
  readonly cond: Cond;
  /** The way into the loop: which predecessor of the head. */
  readonly entry: number;
  /** No call, and no loop inside. */
  readonly isTight: boolean;
  readonly dominators: Dominators;
}

function candidatesOf(func: Func): CheckedLoop[] {
  const loops: CheckedLoop[] = [];
  let dominators: Dominators | null = null;
  for (const head of func.blocks) {
    if (head.kind !== 'if' || head.loopDepth === 0 || head.preds.length < 2) continue;
    dominators ??= dominatorsOf(func);
    const loop = checkedLoop(head, dominators);
    if (loop !== null) loops.push(loop);
  }
  return loops;
}

function checkedLoop(head: Block, dominators: Dominators): CheckedLoop | null {
  const isBack = head.preds.map((pred) => dominators.dominates(head, pred));
  const entry = isBack.indexOf(false);
  if (!isBack.includes(true) || entry !== isBack.lastIndexOf(false)) return null;
  const latches = head.preds.filter((_, i) => isBack[i]);
  const inside = head.succs.findIndex((succ) => succ.preds.length === 1 && latches.every((latch) => dominators.dominates(succ, latch)));
  if (inside < 0) return null;
  const body = head.succs[inside]!;
  const check = body.values.find((value) => !isPure(value) && value.op !== 'probe');
  if (check?.op !== 'boundscheck' || check.bounds !== 'Index') return null;
  const cond = inside === 0 ? head.cond : NEGATED[head.cond];
  return { head, body, check, cond, entry, isTight: isTight(head, latches), dominators };
}

function isTight(head: Block, latches: readonly Block[]): boolean {
  for (const block of naturalLoop(head, latches)) if (block.loopDepth > head.loopDepth || block.values.some(({ op }) => op === 'call')) return false;
  return true;
}

function tighten(func: Func, loop: CheckedLoop, prover: Prover): void {
  const [index, limit] = loop.check.args as [Value, Value];
  if (impliesTest(loop, prover)) {
    for (const value of valuesBefore(loop)) moveToHead(loop, value);
    replaceTest(func, loop, index, limit);
    return;
  }
  if (!loop.isTight) return;
  const bound = testedLimit(loop);
  if (bound === null || ![bound.limit, limit].every((value) => standsBefore(loop, value))) return;
  replaceTest(func, loop, index, smallerLimit(func, loop, bound, limit, prover));
}

// --- The check implies the test --------------------------------------------------------------------------------------

function impliesTest({ head, check, cond }: CheckedLoop, prover: Prover): boolean {
  const place = { block: head, position: head.values.length };
  const given = factsOfCheck(check);
  const [a, b] = head.controls as [Value, Value];
  return goalsOf(cond, a, b).every(({ low, high, slack }) => prover.proves(low, high, slack, place, given));
}

/** What to prove for a comparison to hold. */
function goalsOf(cond: Cond, a: Value, b: Value): Omit<Fact, 'given'>[] {
  switch (cond) {
    case 'lt': return [{ low: a, high: b, slack: -1 }];
    case 'ge': return [{ low: b, high: a, slack: 0 }];
    case 'ltu': return [{ low: null, high: a, slack: 0 }, { low: a, high: b, slack: -1 }];
    case 'geu': return [{ low: null, high: b, slack: 0 }, { low: b, high: a, slack: 0 }];
    case 'eq': return [{ low: a, high: b, slack: 0 }, { low: b, high: a, slack: 0 }];
    case 'ne': return [{ low: null, high: null, slack: -1 }];
  }
}

/** What the body computes before its check. */
function valuesBefore({ body, check }: CheckedLoop): Value[] {
  return body.values.slice(0, body.values.indexOf(check)).filter(({ op }) => op !== 'probe');
}

function moveToHead({ head, body }: CheckedLoop, value: Value): void {
  body.values.splice(body.values.indexOf(value), 1);
  head.values.push(value);
  value.block = head;
}

// --- The smaller of two limits ---------------------------------------------------------------------------------------

/** A test `index < limit`, or <=. */
interface Bound {
  readonly limit: Value;
  readonly isInclusive: boolean;
  readonly isUnsigned: boolean;
}

function testedLimit({ head, check, cond }: CheckedLoop): Bound | null {
  const index = check.args[0]!;
  const [a, b] = head.controls as [Value, Value];
  switch (cond) {
    case 'lt':
    case 'ltu': return a === index ? { limit: b, isInclusive: false, isUnsigned: cond === 'ltu' } : null;
    case 'ge': return b === index ? { limit: a, isInclusive: true, isUnsigned: false } : null;
    default: return null;
  }
}

/** Whether a value is computed before the loop, where it is put if nothing in the loop is needed for it. */
function standsBefore({ head, entry, dominators }: CheckedLoop, value: Value): boolean {
  const isAbove = (block: Block): boolean => block !== head && dominators.dominates(block, head);
  if (isAbove(value.block)) return true;
  if (value.block !== head || !isPure(value) || !value.args.every((arg) => isAbove(arg.block))) return false;
  head.values.splice(head.values.indexOf(value), 1);
  value.block = head.preds[entry]!;
  value.block.values.push(value);
  return true;
}

/** Computes, on the way into the loop, the number below which an index passes both test and check. */
function smallerLimit(func: Func, { head, entry, check }: CheckedLoop, bound: Bound, limit: Value, prover: Prover): Value {
  const from = head.preds[entry]!;
  const place = { block: from, position: from.values.length };
  const isKnownPositive = bound.isUnsigned || prover.proves(null, bound.limit, 0, place);
  if (!bound.isUnsigned && isKnownPositive && !bound.isInclusive && prover.proves(bound.limit, limit, 0, place)) return bound.limit;
  const made = (): Block => {
    const block = func.newBlock(head.pos);
    block.inline = head.inline;
    return block;
  };
  const join = made();
  const smaller = func.newValue(join, 'phi', Ty.I32, [], 0, check.pos);
  join.values.push(smaller);
  join.kind = 'plain';
  const compare = made();
  let first = compare;
  const constant = (imm: number): Value => {
    const value = func.newValue(func.entry, 'const', Ty.I32, [], imm, func.pos);
    func.entry.values.unshift(value);
    return value;
  };
  if (!isKnownPositive) {
    first = made();
    endWith(first, 'lt', bound.limit, constant(0), join, compare);
    smaller.args.push(constant(0));
  }
  let own = bound.limit;
  if (bound.isInclusive) {
    // As an unsigned number, this is right for the greatest int too.
    own = func.newValue(compare, 'add', Ty.I32, [bound.limit, constant(1)], 0, check.pos);
    compare.values.push(own);
  }
  endWith(compare, 'ltu', own, limit, join, join);
  smaller.args.push(own, limit);
  from.succs[from.succs.indexOf(head)] = first;
  first.preds.push(from);
  head.preds[entry] = join;
  join.succs.push(head);
  return smaller;
}

function endWith(block: Block, cond: Cond, a: Value, b: Value, yes: Block, no: Block): void {
  block.kind = 'if';
  block.cond = cond;
  block.controls = [a, b];
  addEdge(block, yes);
  addEdge(block, no);
}

// --- The new test ----------------------------------------------------------------------------------------------------

/** Has the loop run while index <u limit; behind it, the old test finds out why it ended. */
function replaceTest(func: Func, { head, body, check, cond }: CheckedLoop, index: Value, limit: Value): void {
  const end = head.succs[0] === body ? head.succs[1]! : head.succs[0]!;
  const behind = func.newBlock(head.pos);
  const failed = func.newBlock(check.pos);
  behind.inline = head.inline;
  failed.inline = check.inline;
  behind.kind = 'if';
  behind.cond = cond;
  behind.controls = head.controls;
  behind.likely = 1;
  addEdge(behind, failed);
  behind.succs.push(end);
  end.preds[end.preds.indexOf(head)] = behind;
  body.values.splice(body.values.indexOf(check), 1);
  check.block = failed;
  failed.values.push(check);
  failed.kind = 'exit';
  head.cond = 'ltu';
  head.controls = [index, limit];
  head.succs.length = 0;
  head.succs.push(body, behind);
  head.likely = 0;
  behind.preds.push(head);
}
