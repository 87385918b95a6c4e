/**
 * Removes checks that cannot fail: a pointer checked before on every way here, an index below a limit that an earlier check or branch has
 * established.
 *
 * Facts are pairs "index is below limit, unsigned" (or "at most"), kept while walking the dominator tree. They come from checks passed, from the
 * branches of `if` on the edge into a block with one predecessor, and from loop counters: a counter that starts at a constant of at least
 * zero, only grows, and is below a limit on entering the body, is not negative there, so signed `<` counts as unsigned.
 */
import { dominatorsOf, type Dominators } from './dominators.ts';
import type { Block, Func, Value } from './ir.ts';

export function eliminateChecks(func: Func): void {
  const dominators = dominatorsOf(func);
  const facts = new Facts(dominators);
  const stack: { block: Block; next: number; mark: number }[] = [];
  const enter = (block: Block): void => {
    const mark = facts.mark();
    const [pred] = block.preds;
    if (block.preds.length === 1 && pred!.kind === 'if') learnFromBranch(facts, pred!, pred!.succs[0] === block);
    visit(block, facts);
    stack.push({ block, next: 0, mark });
  };
  enter(func.entry);
  while (stack.length > 0) {
    const top = stack.at(-1)!;
    const child = dominators.children(top.block)[top.next++];
    if (child !== undefined) enter(child);
    else {
      facts.undo(top.mark);
      stack.pop();
    }
  }
}

class Facts {
  private readonly known = new Set<string>();
  private readonly log: string[] = [];

  constructor(readonly dominators: Dominators) {}

  add(fact: string): void {
    if (this.known.has(fact)) return;
    this.known.add(fact);
    this.log.push(fact);
  }

  has(fact: string): boolean {
    return this.known.has(fact);
  }

  mark(): number {
    return this.log.length;
  }

  undo(mark: number): void {
    while (this.log.length > mark) this.known.delete(this.log.pop()!);
  }
}

const below = (a: Value, b: Value): string => `${name(a)}<${name(b)}`;
const atMost = (a: Value, b: Value): string => `${name(a)}<=${name(b)}`;
const notNil = (p: Value): string => `nil${p.id}`;
const name = (v: Value): string => (v.op === 'const' ? `#${v.imm}` : String(v.id));

function learnFromBranch(facts: Facts, block: Block, taken: boolean): void {
  const [a, b] = block.controls as [Value, Value];
  const cond = taken ? block.cond : ({ eq: 'ne', ne: 'eq', lt: 'ge', ge: 'lt', ltu: 'geu', geu: 'ltu' } as const)[block.cond];
  switch (cond) {
    case 'ltu':
      facts.add(below(a, b));
      return;
    case 'geu':
      facts.add(atMost(b, a));
      return;
    case 'lt':
      if (isNotNegative(a, facts.dominators)) facts.add(below(a, b));
      return;
    case 'ge':
      if (isNotNegative(b, facts.dominators)) facts.add(atMost(b, a));
      return;
    case 'ne':
      if (b.op === 'const' && b.imm === 0) facts.add(notNil(a));
      return;
    case 'eq':
      return;
  }
}

/** Lengths, constants, and counters that only grow from there. */
function isNotNegative(value: Value, dominators: Dominators, seen: Set<Value> = new Set()): boolean {
  switch (value.op) {
    case 'const': return value.imm >= 0;
    case 'zext8':
    case 'zext16': return true;
    case 'and': return value.args.some((arg) => isNotNegative(arg, dominators, seen));
    case 'srl': return value.args[1]!.op === 'const' && value.args[1]!.imm > 0;
    case 'phi': return isGrowingCounter(value, dominators, seen);
    case 'load': return value.mem === 'u8' || value.mem === 'u16';
    default: return false;
  }
}

/**
 * A phi that starts at something not negative and goes on with itself plus a positive constant, where the loop is left by a signed comparison
 * with the counter on the smaller side: then it cannot wrap around.
 */
function isGrowingCounter(phi: Value, dominators: Dominators, seen: Set<Value>): boolean {
  if (seen.has(phi)) return true;
  seen.add(phi);
  return phi.args.every((arg, i) => {
    if (arg === phi) return true;
    const isStep = arg.op === 'add' && arg.args[0] === phi && arg.args[1]!.op === 'const' && arg.args[1]!.imm > 0 && arg.args[1]!.imm < MAX_STEP;
    if (isStep) return isGuarded(phi, phi.block.preds[i]!, dominators);
    return isNotNegative(arg, dominators, seen);
  });
}

/** Larger steps could jump from below a limit over the largest integer. */
const MAX_STEP = 2;

/** Whether the loop goes round only where its head found the counter below a limit. */
function isGuarded(phi: Value, latch: Block, dominators: Dominators): boolean {
  const { block } = phi;
  if (block.kind !== 'if' || block.controls[0] !== phi || (block.cond !== 'lt' && block.cond !== 'ltu')) return false;
  const inside = block.succs[0]!;
  return inside.preds.length === 1 && dominators.dominates(inside, latch);
}

function visit(block: Block, facts: Facts): void {
  let removed = false;
  const kept: Value[] = [];
  for (const value of block.values) {
    if (value.op === 'nilcheck' && isChecked(value, facts)) removed = true;
    else if (value.op === 'boundscheck' && holds(value, facts)) removed = true;
    else kept.push(value);
  }
  if (!removed) return;
  block.values.length = 0;
  for (const value of kept) block.values.push(value);
}

function isChecked(check: Value, facts: Facts): boolean {
  const pointer = check.args[0]!;
  if (facts.has(notNil(pointer))) return true;
  facts.add(notNil(pointer));
  return false;
}

function holds(check: Value, facts: Facts): boolean {
  const [index, limit] = check.args as [Value, Value];
  const isStrict = check.bounds === 'Index';
  if (facts.has(below(index, limit))) return true;
  if (!isStrict && (index === limit || facts.has(atMost(index, limit)))) return true;
  if (!isStrict && index.op === 'const' && index.imm === 0 && check.bounds !== 'SliceConvert') return true;
  facts.add(isStrict ? below(index, limit) : atMost(index, limit));
  return false;
}
