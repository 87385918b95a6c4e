/** Removes what cannot be reached and what nobody uses; splits critical edges, so that every edge has a block for its moves. */
import { applyReplacements, countUses, hasEffect, replaceWith, resolve, type Block, type Func, type Value } from './ir.ts';

/** Drops unreachable blocks, and their operands from phis. */
export function removeUnreachable(func: Func): void {
  const reachable = new Set<Block>([func.entry]);
  const pending = [func.entry];
  for (let block = pending.pop(); block !== undefined; block = pending.pop()) {
    for (const succ of block.succs) {
      if (reachable.has(succ)) continue;
      reachable.add(succ);
      pending.push(succ);
    }
  }
  if (reachable.size === func.blocks.length) return;
  for (const block of reachable) {
    for (let i = block.preds.length - 1; i >= 0; i--) {
      if (reachable.has(block.preds[i]!)) continue;
      block.preds.splice(i, 1);
      for (const value of block.values) if (value.op === 'phi') value.args.splice(i, 1);
    }
  }
  const kept = func.blocks.filter((block) => reachable.has(block));
  func.blocks.length = 0;
  for (const block of kept) func.blocks.push(block);
}

/** Replaces phis whose operands are all one value. */
export function removeTrivialPhis(func: Func): void {
  for (let changed = true; changed; ) {
    changed = false;
    for (const block of func.blocks) {
      for (const phi of block.values) {
        if (phi.op !== 'phi') break;
        if (phi.replacedBy !== null) continue;
        const same = soleOperand(phi);
        if (same === null) continue;
        replaceWith(phi, same);
        changed = true;
      }
    }
    if (changed) applyReplacements(func);
  }
}

function soleOperand(phi: Value): Value | null {
  let same: Value | null = null;
  for (const arg of phi.args) {
    const operand = resolve(arg);
    if (operand === phi || operand === same) continue;
    if (same !== null) return null;
    same = operand;
  }
  return same;
}

/** Merges a block into the one before it where each has only the other. */
export function mergeBlocks(func: Func): void {
  const gone = new Set<Block>();
  for (const block of func.blocks) {
    if (gone.has(block)) continue;
    for (;;) {
      const next = block.succs[0];
      if (block.kind !== 'plain' || next === undefined || next === block || next.preds.length !== 1 || next === func.entry) break;
      for (const value of next.values) {
        if (value.op === 'phi') replaceWith(value, value.args[0]!);
        else value.block = block;
        block.values.push(value);
      }
      block.kind = next.kind;
      block.cond = next.cond;
      block.controls = next.controls;
      block.retRegs = next.retRegs;
      block.likely = next.likely;
      block.pos = next.pos;
      block.inline = next.inline;
      block.succs.length = 0;
      for (const succ of next.succs) {
        block.succs.push(succ);
        succ.preds[succ.preds.indexOf(next)] = block;
      }
      gone.add(next);
    }
  }
  if (gone.size === 0) return;
  const kept = func.blocks.filter((block) => !gone.has(block));
  func.blocks.length = 0;
  for (const block of kept) func.blocks.push(block);
  applyReplacements(func);
}

/** Drops values without effect and without use. */
export function removeDeadValues(func: Func): void {
  countUses(func);
  const dead: Value[] = [];
  const isDead = (value: Value): boolean => value.useCount === 0 && !hasEffect(value) && value.op !== 'param';
  for (const block of func.blocks) for (const value of block.values) if (isDead(value)) dead.push(value);
  const removed = new Set<Value>(dead);
  for (let value = dead.pop(); value !== undefined; value = dead.pop()) {
    for (const arg of value.args) {
      arg.useCount--;
      if (isDead(arg) && !removed.has(arg)) {
        removed.add(arg);
        dead.push(arg);
      }
    }
  }
  // Phis that only use each other.
  for (const block of func.blocks) {
    const kept = block.values.filter((value) => !removed.has(value));
    if (kept.length === block.values.length) continue;
    block.values.length = 0;
    for (const value of kept) block.values.push(value);
  }
}

/** Puts a block on every edge from a block with several successors to one with several predecessors. */
export function splitCriticalEdges(func: Func): void {
  for (const block of [...func.blocks]) {
    if (block.succs.length < 2) continue;
    block.succs.forEach((succ, i) => {
      if (succ.preds.length < 2) return;
      const middle = func.newBlock(block.pos);
      middle.kind = 'plain';
      // Both edges may lead to one block: take the predecessor entry that belongs to this one.
      const entry = succ.preds.indexOf(block);
      block.succs[i] = middle;
      middle.preds.push(block);
      middle.succs.push(succ);
      succ.preds[entry] = middle;
    });
  }
}

