/** Checks that a function is in sound SSA form; what fails is a defect of the compiler. */
import { assert } from '../../../base/assert.ts';
import { dominatorsOf } from './dominators.ts';
import { Ty, type Block, type Func, type Value } from './ir.ts';

export function verify(func: Func, after: string): void {
  const where = `${func.name} after ${after}`;
  const blocks = new Set(func.blocks);
  const position = new Map<Value, number>();
  for (const block of func.blocks) block.values.forEach((value, i) => position.set(value, i));
  const dominators = dominatorsOf(func);
  for (const block of func.blocks) {
    checkEdges(block, blocks, where);
    let phisOver = false;
    for (const value of block.values) {
      assert(value.block === block, `verify: ${value} of ${where} believes it is in ${value.block}, not ${block}`);
      if (value.op === 'phi') {
        assert(!phisOver, `verify: ${value} of ${where} is a phi behind other values`);
        assert(value.args.length === block.preds.length, `verify: ${value} of ${where} has ${value.args.length} operands, ${block} ${block.preds.length} predecessors`);
      } else if (value.op !== 'const' && value.op !== 'fconst' && value.op !== 'sym') phisOver = true;
      value.args.forEach((arg, i) => {
        assert(arg.ty !== Ty.Void || value.op === 'callres', `verify: ${value} of ${where} uses ${arg}, which has no value`);
        const from = value.op === 'phi' ? block.preds[i]! : block;
        assert(position.has(arg), `verify: ${value} of ${where} uses ${arg} (${arg.op}), which is in no block`);
        const isBefore = arg.block === from && value.op !== 'phi' ? position.get(arg)! < position.get(value)! : dominators.dominates(arg.block, from);
        assert(isBefore, `verify: ${value} of ${where} uses ${arg} of ${arg.block}, which does not come before it`);
      });
    }
    for (const control of block.controls) {
      assert(position.has(control) && dominators.dominates(control.block, block), `verify: ${block} of ${where} ends with ${control}, which does not come before it`);
    }
  }
}

const SUCCESSORS: Readonly<Record<Block['kind'], number>> = { plain: 1, if: 2, ret: 0, exit: 0 };

function checkEdges(block: Block, blocks: ReadonlySet<Block>, where: string): void {
  assert(block.succs.length === SUCCESSORS[block.kind], `verify: ${block} of ${where} is ${block.kind} with ${block.succs.length} successors`);
  for (const succ of block.succs) {
    assert(blocks.has(succ) && succ.preds.includes(block), `verify: ${succ} of ${where} does not know its predecessor ${block}`);
  }
  for (const pred of block.preds) assert(blocks.has(pred) && pred.succs.includes(block), `verify: ${pred} of ${where} does not lead to ${block}`);
}
