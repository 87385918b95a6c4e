/** The passes between lowering and code, in their order. */
import { orderBlocks } from './block-order.ts';
import { eliminateChecks } from './checks.ts';
import { hoistConstants } from './hoist-constants.ts';
import { mergeBlocks, removeDeadValues, removeTrivialPhis, removeUnreachable, splitCriticalEdges } from './cleanup.ts';
import { shareCommonValues } from './common-values.ts';
import type { Func } from './ir.ts';
import { tightenLoops } from './loop-limits.ts';
import { selectInstructions } from './select.ts';
import { placeWriteBarriers } from './write-barriers.ts';
import { verify } from './verify.ts';

export interface PipelineOptions {
  /** Check the form after every pass. */
  readonly verify: boolean;
}

/** Optimises `func` and brings it into the form that register allocation wants. */
export function runPasses(func: Func, options: PipelineOptions): void {
  const passes: [string, (func: Func) => void][] = [
    ['unreachable', removeUnreachable],
    ['phis', removeTrivialPhis],
    ['merge', mergeBlocks],
    ['order', orderBlocks],
    ['common', shareCommonValues],
    ['checks', eliminateChecks],
    ['limits', tightenLoops],
    ['dead', removeDeadValues],
    ['barriers', placeWriteBarriers],
    ['select', selectInstructions],
    ['dead', removeDeadValues],
    ['edges', splitCriticalEdges],
    ['order', orderBlocks],
    ['constants', hoistConstants],
  ];
  for (const [name, pass] of passes) {
    pass(func);
    if (options.verify) verify(func, name);
  }
}
