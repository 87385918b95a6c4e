/** Natural loops of a function whose blocks are in order: what reaches a way back to the head without passing the head. */
import type { Block, Func } from './ir.ts';

export interface Loop {
  readonly header: Block;
  readonly blocks: ReadonlySet<Block>;
}

/** Outer loops before those inside them. */
export function loopsOf(func: Func): Loop[] {
  const position = new Map<Block, number>();
  func.blocks.forEach((block, i) => position.set(block, i));
  const loops: Loop[] = [];
  for (const header of func.blocks) {
    if (header.loopDepth === 0) continue;
    const latches = header.preds.filter((pred) => position.get(pred)! >= position.get(header)!);
    if (latches.length === 0) continue;
    const blocks = new Set<Block>([header]);
    const pending = [...latches];
    for (let block = pending.pop(); block !== undefined; block = pending.pop()) {
      if (blocks.has(block)) continue;
      blocks.add(block);
      pending.push(...block.preds);
    }
    loops.push({ header, blocks });
  }
  return loops.sort((a, b) => b.blocks.size - a.blocks.size);
}
