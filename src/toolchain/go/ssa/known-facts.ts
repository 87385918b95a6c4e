/**
 * What branches and checks tell about words, taken as signed numbers: `low <= high + slack`, where null stands for zero. Facts hold from a place
 * on, wherever that place has been passed; the prover (`prove.ts`) asks for those that hold at another place.
 *
 * What holds of a counter in every round of a loop, where the round passes the fact's place, also holds of what the counter started with: its first
 * round passed there too.
 *
 * A comparison without signs tells something about signed numbers if its larger side is not negative; then the fact is `given` that.
 */
import { NEGATED, type Block, type Cond, type Func, type Value } from './ir.ts';
import type { Dominators } from './dominators.ts';

export interface Fact {
  readonly low: Value | null;
  readonly high: Value | null;
  readonly slack: number;
  /** Holds only if this is not negative; null if anyhow. */
  readonly given: Value | null;
}

/** A place in a function: before the value of that number in its block, all of them, or (its number) behind. */
export interface Place {
  readonly block: Block;
  readonly position: number;
}

interface PlacedFact extends Fact {
  readonly place: Place;
}

const START_OF_BLOCK = -1;

export class KnownFacts {
  private readonly lows = new Map<Value, PlacedFact[]>();
  private readonly highs = new Map<Value, PlacedFact[]>();
  /** How many more facts are looked at: behind that, none are known. */
  looks = 0;

  constructor(func: Func, private readonly dominators: Dominators) {
    for (const block of func.blocks) {
      const [pred] = block.preds;
      if (block.preds.length === 1) this.addAll(edgeFacts(pred!, block), { block, position: START_OF_BLOCK });
      block.values.forEach((value, position) => this.addAll(factsOfValue(value), { block, position }));
    }
  }

  private addAll(facts: readonly Fact[], place: Place): void {
    for (const fact of facts) {
      this.add({ ...fact, place });
      const first = this.inFirstRound(fact, place.block);
      if (first !== null) this.add({ ...first, place });
    }
  }

  private add(fact: PlacedFact): void {
    if (fact.low !== null) append(this.lows, fact.low, fact);
    if (fact.high !== null) append(this.highs, fact.high, fact);
  }

  /** The fact with a loop's phis replaced by what they start with, if every round passes `block`. */
  private inFirstRound({ low, high, slack, given }: Fact, block: Block): Fact | null {
    const head = [low, high].find((value) => value?.op === 'phi')?.block;
    if (head === undefined) return null;
    const isBack = head.preds.map((pred) => this.dominators.dominates(head, pred));
    const entry = isBack.indexOf(false);
    const passes = head.preds.every((pred, i) => (isBack[i] ? this.dominators.dominates(block, pred) : i === entry));
    if (!passes || !isBack.includes(true)) return null;
    const atFirst = (value: Value | null): Value | null => (value?.op === 'phi' && value.block === head ? value.args[entry]! : value);
    const isSteady = (value: Value | null): boolean => value === null || value.op === 'const' || this.isAbove(value, head);
    const [a, b] = [atFirst(low), atFirst(high)];
    if (![a, b, given].every(isSteady)) return null;
    return atMost(a, b, slack, given);
  }

  /** Whether a word is computed before control comes to `block`, and not again. */
  isAbove(value: Value, block: Block): boolean {
    return value.block !== block && this.dominators.dominates(value.block, block);
  }

  /** What bounds `value` from above at `place`. */
  *above(value: Value, place: Place): Generator<Fact> {
    for (const fact of this.lows.get(value) ?? []) {
      if (this.looks-- <= 0) return;
      if (this.holds(fact, place)) yield fact;
    }
  }

  /** What bounds `value` from below at `place`. */
  *below(value: Value, place: Place): Generator<Fact> {
    for (const fact of this.highs.get(value) ?? []) {
      if (this.looks-- <= 0) return;
      if (this.holds(fact, place)) yield fact;
    }
  }

  private holds({ place }: PlacedFact, at: Place): boolean {
    return place.block === at.block ? place.position < at.position : this.dominators.dominates(place.block, at.block);
  }
}

function append<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

/** The fact that `low <= high + slack`, with constants taken out of the words. */
function atMost(low: Value | null, high: Value | null, slack: number, given: Value | null = null): Fact {
  const [a, x] = splitConstant(low);
  const [b, y] = splitConstant(high);
  return { low: a, high: b, slack: slack + y - x, given: given?.op === 'const' && given.imm >= 0 ? null : given };
}

/** A word as another one (null for zero) and a constant. */
export function splitConstant(value: Value | null): [Value | null, number] {
  return value?.op === 'const' ? [null, value.imm] : [value, 0];
}

/** What holds where a branch has led from `pred` to `block`. */
export function edgeFacts(pred: Block, block: Block): Fact[] {
  if (pred.kind !== 'if' || pred.succs[0] === pred.succs[1]) return [];
  const cond = pred.succs[0] === block ? pred.cond : NEGATED[pred.cond];
  return factsOfComparison(cond, pred.controls[0]!, pred.controls[1]!);
}

function factsOfComparison(cond: Cond, a: Value, b: Value): Fact[] {
  switch (cond) {
    case 'lt': return [atMost(a, b, -1)];
    case 'ge': return [atMost(b, a, 0)];
    case 'ltu': return [atMost(a, b, -1, b), atMost(null, a, 0, b)];
    case 'geu': return [atMost(b, a, 0, a), atMost(null, b, 0, a)];
    case 'eq': return [atMost(a, b, 0), atMost(b, a, 0), ...factsOfTest(a, b, NEGATED)];
    case 'ne': return [...distinct(a, b), ...factsOfTest(a, b, null)];
  }
}

/** A comparison kept as a word and tested against zero; `negated` if it was false. */
function factsOfTest(a: Value, b: Value, negated: typeof NEGATED | null): Fact[] {
  if (b.op !== 'const' || b.imm !== 0 || (a.op !== 'slt' && a.op !== 'sltu')) return [];
  const cond = a.op === 'slt' ? 'lt' : 'ltu';
  return factsOfComparison(negated === null ? cond : negated[cond], a.args[0]!, a.args[1]!);
}

/** A length that is not zero is at least one. */
function distinct(a: Value, b: Value): Fact[] {
  return b.op === 'const' && b.imm === 0 && a.isLength ? [atMost(null, a, -1)] : [];
}

/** What holds once `value` has been executed. */
function factsOfValue(value: Value): Fact[] {
  if (value.op === 'boundscheck') return factsOfCheck(value);
  // It panics for what is negative or too much.
  if (value.op === 'call' && value.call!.target === 'runtime.makeslice') {
    const [, length, capacity] = value.args as [Value, Value, Value];
    return [atMost(null, length, 0), atMost(length, capacity, 0)];
  }
  return [];
}

/** What holds once a check has passed. */
export function factsOfCheck(check: Value): Fact[] {
  const [index, limit] = check.args as [Value, Value];
  switch (check.bounds) {
    // The limit is a length or a capacity.
    case 'Index': return [atMost(index, limit, -1), atMost(null, index, 0)];
    case 'SliceConvert': return [];
    default: return [atMost(index, limit, 0, limit), atMost(null, index, 0, limit)];
  }
}
