/**
 * Natural loops of a function whose blocks are in order: what reaches a way back to the head without passing the head. Where ways also lead into the
 * middle (by `goto`), there is no loop: nothing can be put before it.
 */
import type { Block, Func } from './ir.ts';

export interface Loop {
  readonly header: Block;
  readonly blocks: ReadonlySet<Block>;
}

/** What the loops of a function may have together. When thousands of `goto` make loops around loops, the innermost are left out. */
const MAX_BLOCKS = 300_000;

/** Each after those around it. */
export function loopsInOrder(func: Func): Loop[] {
  const position = new Map<Block, number>();
  func.blocks.forEach((block, i) => position.set(block, i));
  const loops: Loop[] = [];
  let sum = 0;
  for (const header of func.blocks) {
    const latches = header.preds.filter((pred) => position.get(pred)! >= position.get(header)!);
    if (latches.length === 0) continue;
    const blocks = naturalLoop(header, latches);
    sum += blocks.size;
    if (sum > MAX_BLOCKS) break;
    if (header === func.entry || !blocks.has(func.entry)) loops.push({ header, blocks });
  }
  return loops;
}

/** The blocks of a loop: what reaches its latches without passing the header, and the header. */
export function naturalLoop(header: Block, latches: readonly Block[]): Set<Block> {
  const blocks = new Set<Block>([header]);
  const pending = [...latches];
  for (let block = pending.pop(); block !== undefined; block = pending.pop()) {
    if (blocks.has(block)) continue;
    blocks.add(block);
    for (const pred of block.preds) pending.push(pred);
  }
  return blocks;
}

/** Outer loops before those inside them, larger ones first. */
export function loopsOf(func: Func): Loop[] {
  return loopsInOrder(func).sort((a, b) => b.blocks.size - a.blocks.size);
}
