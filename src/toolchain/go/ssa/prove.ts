/**
 * Proves inequalities between words: `low <= high + slack`, of words taken as signed numbers, without wrapping around.
 *
 * A proof goes backwards from what is asked: by the facts that hold at the place (`known-facts.ts`), by what the words are computed from, and,
 * for phis, by induction. `phi <= high + slack` holds if it holds for every operand where its way comes in; for the operand of a loop's way
 * back it may be assumed of the phi itself, as it was in the round before. `high` must be the same in all rounds (computed before the loop), or
 * another phi of the same block, whose operands then are taken in step: that a loop's second counter never overtakes its first.
 *
 * Why the assumption is sound: every step of a proof stays at its place or goes back in time, and an assumption is used only behind a way
 * back, so about an earlier round than the one it serves to prove, and not outside the loop. Words computed in a loop have another value in each
 * round; a proof may speak of them only at places that they dominate, where all of them are of the same round. What was known at a place that a
 * proof has left still holds of words computed before all the joins that it went back through: they have not changed since.
 *
 * Two phis that go in step are also found without being asked for: that a counter without a limit of its own is at most one that has one.
 *
 * Depth and number of steps are limited, and so is how many facts are looked at: what is not proved soon is not proved. In a function with thousands of
 * checks of the same slice each of them is a fact about its length, so for all questions together there is a limit too.
 */
import { dominatorsOf, type Dominators } from './dominators.ts';
import { resolve, type Block, type Func, type Value } from './ir.ts';
import { edgeFacts, KnownFacts, splitConstant, type Fact, type Place } from './known-facts.ts';

const LEAST = -(2 ** 31);
const GREATEST = 2 ** 31 - 1;

/** Short proofs are looked for first. */
const DEPTHS = [7, 12, 17];
const MAX_STEPS = 1500;
/** Facts looked at for one question. */
const MAX_LOOKS = 100_000;
/** For all questions about a function; when these are spent, a question gets only a few. */
const MAX_LOOKS_ALTOGETHER = 3_000_000;
const FEW_LOOKS = 200;
/** For the question whether a sum wraps around, asked on the way. */
const OVERFLOW_DEPTH = 5;

interface Assumption extends Fact {
  readonly join: Block;
}

export class Prover {
  private readonly dominators: Dominators;
  private readonly facts: KnownFacts;
  /** What is assumed of a join's phis in earlier rounds. */
  private assumed: readonly Assumption[] = [];
  /** Places that the proof went back from, and through which joins. */
  private left: readonly { readonly place: Place; readonly join: Block }[] = [];
  /** What is given at the place asked about, or what the edge tells that led from the present place. */
  private edge: readonly Fact[] = [];
  private place!: Place;
  /** Goals of the present place that are being tried or were not proved: the slack by the words' numbers. */
  private tried = new Map<string, number>();
  private steps = 0;
  private looksLeft = MAX_LOOKS_ALTOGETHER;

  constructor(func: Func) {
    this.dominators = dominatorsOf(func);
    this.facts = new KnownFacts(func, this.dominators);
  }

  /** Whether low <= high + slack whenever control is at `place`, and `given` holds there; null is zero. */
  proves(low: Value | null, high: Value | null, slack: number, place: Place, given: readonly Fact[] = []): boolean {
    this.place = place;
    this.edge = given;
    return DEPTHS.some((depth) => {
      this.tried = new Map();
      this.steps = MAX_STEPS;
      const looks = this.looksLeft > 0 ? MAX_LOOKS : FEW_LOOKS;
      this.facts.looks = looks;
      const holds = this.atMost(low, high, slack, depth);
      this.looksLeft -= looks - Math.max(0, this.facts.looks);
      return holds;
    });
  }

  private atMost(low: Value | null, high: Value | null, slack: number, depth: number): boolean {
    const [a, x] = splitConstant(low);
    const [b, y] = splitConstant(high);
    const c = slack + y - x;
    if (a === b) return c >= 0;
    if (greatest(a) <= least(b) + c) return true;
    if (depth === 0 || this.steps-- <= 0) return false;
    const key = `${a?.id ?? ''}:${b?.id ?? ''}`;
    const tried = this.tried.get(key);
    if (tried !== undefined && tried >= c) return false;
    this.tried.set(key, c);
    const holds =
      this.byFacts(a, b, c, depth - 1) ||
      (a !== null && this.byDefinitionOfLow(a, b, c, depth - 1)) ||
      (b !== null && this.byDefinitionOfHigh(a, b, c, depth - 1)) ||
      this.byInduction(a, b, c, depth - 1);
    if (holds) this.tried.delete(key);
    return holds;
  }

  // --- Facts -------------------------------------------------------------------------------------------------------

  private byFacts(a: Value | null, b: Value | null, c: number, depth: number): boolean {
    if (a !== null) {
      for (const { high, slack, given } of this.above(a)) if (this.atMost(high, b, c - slack, depth) && this.isGiven(given, depth)) return true;
    }
    if (b !== null) {
      for (const { low, slack, given } of this.below(b)) if (this.atMost(a, low, c - slack, depth) && this.isGiven(given, depth)) return true;
    }
    return false;
  }

  private isGiven(given: Value | null, depth: number): boolean {
    return given === null || this.isNotNegative(given, depth);
  }

  private *above(value: Value): Generator<Fact> {
    yield* this.facts.above(value, this.place);
    for (const fact of [...this.assumed, ...this.edge]) if (fact.low === value && this.isInReach(fact.high)) yield fact;
    for (const place of this.placesThatKnow(value)) {
      for (const fact of this.facts.above(value, place.place)) if (this.isSteadySince(fact.high, place.level) && this.isSteadySince(fact.given, place.level)) yield fact;
    }
  }

  private *below(value: Value): Generator<Fact> {
    yield* this.facts.below(value, this.place);
    for (const fact of [...this.assumed, ...this.edge]) if (fact.high === value && this.isInReach(fact.low)) yield fact;
    for (const place of this.placesThatKnow(value)) {
      for (const fact of this.facts.below(value, place.place)) if (this.isSteadySince(fact.low, place.level) && this.isSteadySince(fact.given, place.level)) yield fact;
    }
  }

  /** Whether the present place may speak of a word. */
  private isInReach(value: Value | null): boolean {
    return value === null || this.dominators.dominates(value.block, this.place.block);
  }

  /** The places left, nearest first, since which a word has not changed. */
  private *placesThatKnow(value: Value): Generator<{ readonly place: Place; readonly level: number }> {
    for (let level = this.left.length - 1; level >= 0 && this.facts.isAbove(value, this.left[level]!.join); level--) yield { place: this.left[level]!.place, level };
  }

  private isSteadySince(value: Value | null, level: number): boolean {
    if (value === null) return true;
    for (let i = level; i < this.left.length; i++) if (!this.facts.isAbove(value, this.left[i]!.join)) return false;
    return true;
  }

  // --- Definitions -------------------------------------------------------------------------------------------------

  /** By a word that `a` is at most. */
  private byDefinitionOfLow(a: Value, b: Value | null, c: number, depth: number): boolean {
    const [x, y] = a.args as [Value, Value];
    if (a.capacity !== null && this.atMost(resolve(a.capacity), b, c, depth)) return true;
    switch (a.op) {
      case 'copy': return this.atMost(x, b, c, depth);
      case 'add':
        return y.op === 'const' && this.staysInRange(a, x, y.imm) && this.atMost(x, b, c - y.imm, depth);
      case 'sub':
        if (y.op === 'const') return this.staysInRange(a, x, -y.imm) && this.atMost(x, b, c + y.imm, depth);
        // Then it does not wrap around: the greatest y still takes -1 to the least word.
        if (!this.isNotNegative(y, depth) || !this.atMost(null, x, 1, depth)) return false;
        if (b?.op === 'sub' && b.args[1] === y && this.atMost(null, b.args[0]!, 1, depth) && this.atMost(x, b.args[0]!, c, depth)) return true;
        return b === null ? this.atMost(x, y, c, depth) : this.atMost(x, b, c, depth);
      case 'and':
        return [x, y].some((part) => this.isNotNegative(part, depth) && this.atMost(part, b, c, depth));
      case 'srl':
      case 'sra':
        // Halved at least, so less than before unless it was zero.
        if (y.op !== 'const' || y.imm <= 0 || y.imm > 31) return false;
        if (b === null && c >= 0 && this.isNotNegative(x, depth) && this.atMost(x, null, (c + 1) * 2 ** y.imm - 1, depth)) return true;
        return this.isQuotientAtMost(x, b, c, depth);
      case 'div': return y.op === 'const' && y.imm > 1 && this.isQuotientAtMost(x, b, c, depth);
      case 'divu': return y.op === 'const' && y.imm > 1 && this.isQuotientAtMost(x, b, c, depth);
      case 'rem':
      case 'remu':
        if (this.atMost(y, b, c + 1, depth) && this.atMost(null, y, -1, depth)) return true;
        return this.isNotNegative(x, depth) && (a.op === 'rem' || this.isNotNegative(y, depth)) && this.atMost(x, b, c, depth);
      default: return false;
    }
  }

  /** x / 2 or less, x not negative: at most x, and less if x is positive. */
  private isQuotientAtMost(x: Value, b: Value | null, c: number, depth: number): boolean {
    if (!this.isNotNegative(x, depth)) return false;
    return this.atMost(x, b, c, depth) || (this.atMost(x, b, c + 1, depth) && this.atMost(null, x, -1, depth));
  }

  /** By a word that `b` is at least. */
  private byDefinitionOfHigh(a: Value | null, b: Value, c: number, depth: number): boolean {
    const [x, y] = b.args as [Value, Value];
    switch (b.op) {
      case 'copy': return this.atMost(a, x, c, depth);
      case 'add':
        if (y.op === 'const') return this.staysInRange(b, x, y.imm) && this.atMost(a, x, c + y.imm, depth);
        if (greatest(x) + greatest(y) > GREATEST) return false;
        return (this.isNotNegative(y, depth) && this.atMost(a, x, c, depth)) || (this.isNotNegative(x, depth) && this.atMost(a, y, c, depth));
      case 'sub':
        if (y.op === 'const') return this.staysInRange(b, x, -y.imm) && this.atMost(a, x, c - y.imm, depth);
        return a === null && this.atMost(y, x, c, depth) && this.atMost(null, x, 1, depth) && this.isNotNegative(y, depth);
      case 'and': return a === null && c >= 0 && (this.isNotNegative(x, depth) || this.isNotNegative(y, depth));
      case 'or': return a === null && c >= 0 && this.isNotNegative(x, depth) && this.isNotNegative(y, depth);
      case 'sra':
      case 'rem': return a === null && c >= 0 && this.isNotNegative(x, depth);
      case 'div': return a === null && c >= 0 && y.op === 'const' && y.imm > 0 && this.isNotNegative(x, depth);
      case 'remu': return a === null && c >= 0 && this.isNotNegative(y, depth);
      default: return false;
    }
  }

  private isNotNegative(value: Value, depth: number): boolean {
    return this.atMost(null, value, 0, depth);
  }

  /** Whether `sum`, which is x + k, is so without wrapping around. */
  private staysInRange(sum: Value, x: Value, k: number): boolean {
    if (k === LEAST) return false;
    const [low, high] = k > 0 ? [LEAST + k, GREATEST] : [LEAST, GREATEST + k];
    // A sum that has wrapped around is near the other end.
    if (least(sum) >= low && greatest(sum) <= high) return true;
    if (k > 0) {
      for (const fact of this.below(sum)) if (fact.low === null && fact.given === null && -fact.slack >= low) return true;
      return this.atMost(x, null, GREATEST - k, OVERFLOW_DEPTH);
    }
    for (const fact of this.above(sum)) if (fact.high === null && fact.given === null && fact.slack <= high) return true;
    return this.atMost(null, x, k - LEAST, OVERFLOW_DEPTH);
  }

  // --- Induction ---------------------------------------------------------------------------------------------------

  private byInduction(a: Value | null, b: Value | null, c: number, depth: number): boolean {
    if (a?.op === 'phi' && (this.holdsOnAllWays(a.block, a, b, c, depth) || this.byCompanion(a, b, c, depth))) return true;
    return b?.op === 'phi' && b.block !== a?.block && this.holdsOnAllWays(b.block, a, b, c, depth);
  }

  private holdsOnAllWays(join: Block, a: Value | null, b: Value | null, c: number, depth: number): boolean {
    if (depth <= 0 || !this.isSteady(a, join) || !this.isSteady(b, join)) return false;
    const { place, edge, tried, assumed, left } = this;
    this.left = [...left, { place, join }];
    const kept = assumed.filter((each) => this.dominators.dominates(each.join, join));
    const holds = join.preds.every((pred, i) => {
      this.place = { block: pred, position: pred.values.length };
      this.edge = edgeFacts(pred, join);
      this.tried = new Map();
      this.assumed = this.dominators.dominates(join, pred) ? [...kept, { low: a, high: b, slack: c, given: null, join }] : kept;
      return this.atMost(operand(a, join, i), operand(b, join, i), c, depth);
    });
    Object.assign(this, { place, edge, tried, assumed, left });
    return holds;
  }

  /** `a` is never more than another counter of its loop, plus what they start with, and that one has a limit. */
  private byCompanion(a: Value, b: Value | null, c: number, depth: number): boolean {
    const join = a.block;
    const entry = join.preds.findIndex((pred) => !this.dominators.dominates(join, pred));
    if (entry < 0 || !join.preds.some((pred) => this.dominators.dominates(join, pred))) return false;
    const [from, start] = withoutConstant(a.args[entry]!);
    for (const other of join.values) {
      if (other.op !== 'phi') break;
      if (other === a || other === b || other.ty !== a.ty || this.above(other).next().done) continue;
      const [otherFrom, otherStart] = withoutConstant(other.args[entry]!);
      if (from !== otherFrom) continue;
      const ahead = start - otherStart;
      if (this.atMost(other, b, c - ahead, depth) && this.holdsOnAllWays(join, a, other, ahead, depth)) return true;
    }
    return false;
  }

  /** A phi of the join, taken by its operands, or something that is the same on all ways to it. */
  private isSteady(value: Value | null, join: Block): boolean {
    if (value === null) return true;
    return value.block === join ? value.op === 'phi' : this.dominators.dominates(value.block, join);
  }
}

/** x + k as x and k. */
function withoutConstant(value: Value): [Value | null, number] {
  if (value.op === 'add' && value.args[1]!.op === 'const') return [value.args[0]!, value.args[1]!.imm];
  if (value.op === 'sub' && value.args[1]!.op === 'const') return [value.args[0]!, -value.args[1]!.imm];
  return splitConstant(value);
}

const operand = (value: Value | null, join: Block, way: number): Value | null => (value?.op === 'phi' && value.block === join ? value.args[way]! : value);

// --- Ranges that the operation gives ---------------------------------------------------------------------------------

function greatest(value: Value | null): number {
  if (value === null) return 0;
  switch (value.op) {
    case 'const': return value.imm;
    case 'zext8': return 0xff;
    case 'zext16': return 0xffff;
    case 'sext8': return 0x7f;
    case 'sext16': return 0x7fff;
    case 'load': return ({ u8: 0xff, u16: 0xffff, i8: 0x7f, i16: 0x7fff } as Record<string, number>)[value.mem] ?? GREATEST;
    case 'slt':
    case 'sltu':
    case 'feq':
    case 'flt':
    case 'fle': return 1;
    case 'and': return Math.min(...value.args.map((arg) => (least(arg) >= 0 ? greatest(arg) : GREATEST)));
    case 'srl': {
      const shift = constantShift(value);
      if (shift === 0) return GREATEST;
      return least(value.args[0]!) >= 0 ? greatest(value.args[0]!) >> shift : 2 ** (32 - shift) - 1;
    }
    case 'rem': return constantDivisor(value) > 0 ? constantDivisor(value) - 1 : GREATEST;
    case 'remu': return constantDivisor(value) > 0 ? constantDivisor(value) - 1 : GREATEST;
    default: return GREATEST;
  }
}

function least(value: Value | null): number {
  if (value === null) return 0;
  switch (value.op) {
    case 'const': return value.imm;
    case 'zext8':
    case 'zext16':
    case 'slt':
    case 'sltu':
    case 'feq':
    case 'flt':
    case 'fle': return 0;
    case 'sext8': return -0x80;
    case 'sext16': return -0x8000;
    case 'load':
      if (value.isLength) return 0;
      return ({ u8: 0, u16: 0, i8: -0x80, i16: -0x8000 } as Record<string, number>)[value.mem] ?? LEAST;
    case 'and': return value.args.some((arg) => arg.op === 'const' && arg.imm >= 0) ? 0 : LEAST;
    case 'srl': return constantShift(value) > 0 ? 0 : LEAST;
    case 'rem': return constantDivisor(value) > 0 ? 1 - constantDivisor(value) : LEAST;
    case 'remu': return constantDivisor(value) > 0 ? 0 : LEAST;
    default: return value.isLength ? 0 : LEAST;
  }
}

const constantShift = ({ args }: Value): number => (args[1]!.op === 'const' && args[1]!.imm > 0 && args[1]!.imm < 32 ? args[1]!.imm : 0);
const constantDivisor = ({ args }: Value): number => (args[1]!.op === 'const' ? args[1]!.imm : 0);
