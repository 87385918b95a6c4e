/**
 * The order in which blocks become code, and how deep each lies in loops. Reverse postorder, so that a block comes after at least one of its
 * predecessors; the usual successor of a branch follows it. Code that ends in a panic, or follows a recovered one, goes to the end.
 */
import type { Block, Func } from './ir.ts';
import { loopsInOrder } from './loops.ts';

export function orderBlocks(func: Func): void {
  const postorder: Block[] = [];
  const state = new Map<Block, number>();
  // Iterative, since functions may be deep: each entry is a block and its next successor.
  const stack: [Block, number, Block[]][] = [[func.entry, 0, visitOrder(func.entry)]];
  state.set(func.entry, 1);
  while (stack.length > 0) {
    const top = stack.at(-1)!;
    const [block, index, succs] = top;
    if (index < succs.length) {
      top[1]++;
      const succ = succs[index]!;
      if (!state.has(succ)) {
        state.set(succ, 1);
        stack.push([succ, 0, visitOrder(succ)]);
      }
    } else {
      postorder.push(block);
      stack.pop();
    }
  }
  const order = postorder.reverse();
  const cold = coldBlocks(order);
  func.blocks.length = 0;
  for (const block of order) if (!cold.has(block)) func.blocks.push(block);
  for (const block of order) if (cold.has(block)) func.blocks.push(block);
  markLoops(func);
}

/** The successor visited last comes first in reverse postorder, so directly after its predecessor. */
function visitOrder(block: Block): Block[] {
  if (block.succs.length < 2) return block.succs;
  return block.likely === 1 ? [block.succs[0]!, block.succs[1]!] : [block.succs[1]!, block.succs[0]!];
}

/** Blocks from which every way ends in `exit`, and the one that goes on after a recovered panic. */
function coldBlocks(order: readonly Block[]): Set<Block> {
  const cold = new Set<Block>();
  for (let i = order.length - 1; i > 0; i--) {
    const block = order[i]!;
    if (block.kind === 'exit' || isRecoveryAlone(block) || (block.succs.length > 0 && block.succs.every((succ) => cold.has(succ)))) cold.add(block);
  }
  return cold;
}

/** Whether recovered panics alone lead to a block: it is not also the end of the body. */
const isRecoveryAlone = (block: Block): boolean =>
  block.values.some((value) => value.call?.isRecovery === true) && block.preds.every((pred) => pred.succs.length === 2);

/** Notes how many loops each block is in. */
function markLoops(func: Func): void {
  for (const block of func.blocks) block.loopDepth = 0;
  for (const { blocks } of loopsInOrder(func)) for (const block of blocks) block.loopDepth++;
}
