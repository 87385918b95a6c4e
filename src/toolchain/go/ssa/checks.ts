/**
 * Removes checks that cannot fail: a pointer checked before on every way here; an index of which `prove.ts` shows that it is in range. On the way, it
 * finds the divisions of what is not negative, which are cheaper (`divisions.ts`).
 */
import { expandDivisions, isExpanded } from './divisions.ts';
import { dominatorsOf } from './dominators.ts';
import type { Block, Func, Value } from './ir.ts';
import { Prover } from './prove.ts';

export function eliminateChecks(func: Func): void {
  removeNilChecks(func);
  if (!func.blocks.some(({ values }) => values.some((value) => value.op === 'boundscheck' || isExpanded(value)))) return;
  const prover = new Prover(func);
  const removed = new Set<Value>();
  const notNegative = new Set<Value>();
  for (const block of func.blocks) {
    block.values.forEach((value, position) => {
      if (value.op === 'boundscheck' && cannotFail(prover, value, block, position)) removed.add(value);
      else if (isExpanded(value) && prover.proves(null, value.args[0]!, 0, { block, position })) notNegative.add(value);
    });
  }
  if (removed.size > 0) for (const block of func.blocks) dropFrom(block, removed);
  expandDivisions(func, notNegative);
}

function dropFrom(block: Block, removed: ReadonlySet<Value>): void {
  const kept = block.values.filter((value) => !removed.has(value));
  if (kept.length === block.values.length) return;
  block.values.length = 0;
  for (const value of kept) block.values.push(value);
}

/** 0 <= index < limit, or <= where the limit itself is allowed. */
function cannotFail(prover: Prover, check: Value, block: Block, position: number): boolean {
  const [index, limit] = check.args as [Value, Value];
  const place = { block, position };
  const slack = check.bounds === 'Index' ? -1 : 0;
  return prover.proves(index, limit, slack, place) && prover.proves(null, index, 0, place);
}

// --- Nil checks ------------------------------------------------------------------------------------------------------

/** A walk of the dominator tree with the pointers known not to be nil, forgotten on the way back. */
function removeNilChecks(func: Func): void {
  const dominators = dominatorsOf(func);
  const known = new Set<Value>();
  const stack: { block: Block; next: number; learned: Value[] }[] = [];
  const enter = (block: Block): void => {
    const learned: Value[] = [];
    const learn = (pointer: Value): boolean => {
      if (known.has(pointer)) return false;
      known.add(pointer);
      learned.push(pointer);
      return true;
    };
    const tested = testedOnTheWay(block);
    if (tested !== null) learn(tested);
    dropFrom(block, new Set(block.values.filter((value) => value.op === 'nilcheck' && !learn(value.args[0]!))));
    stack.push({ block, next: 0, learned });
  };
  enter(func.entry);
  while (stack.length > 0) {
    const top = stack.at(-1)!;
    const child = dominators.children(top.block)[top.next++];
    if (child !== undefined) enter(child);
    else for (const pointer of stack.pop()!.learned) known.delete(pointer);
  }
}

/** The pointer that the only way to a block has found not to be nil. */
function testedOnTheWay(block: Block): Value | null {
  const [pred] = block.preds;
  if (block.preds.length !== 1 || pred!.kind !== 'if' || pred!.succs[0] === pred!.succs[1]) return null;
  const [pointer, zero] = pred!.controls as [Value, Value];
  const differs = (pred!.succs[0] === block) === (pred!.cond === 'ne');
  return (pred!.cond === 'ne' || pred!.cond === 'eq') && differs && zero.op === 'const' && zero.imm === 0 ? pointer : null;
}
