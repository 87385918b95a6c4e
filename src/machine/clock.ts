/**
 * Virtual time: each CPU counts cycles at a nominal 1 GHz, so a cycle is a nanosecond. The cost model says how many cycles
 * each thing takes; docs/TIME.md gives sources and reasoning. Nothing here reads the host's clock.
 */

/** Cycles per event. The machine charges the first group itself, the kernel the second. */
export interface CostModel {
  readonly instruction: number;
  readonly multiply: number;
  readonly divide: number;
  /** One memory read of a page-table walk; a walk takes two. */
  readonly walkRead: number;
  /** Interrupting one other CPU to make it drop TLB entries. */
  readonly shootDown: number;

  readonly kernelEntry: number;
  readonly minorFault: number;
  /** Copying or zeroing one page. */
  readonly pageCopy: number;
  readonly contextSwitch: number;
  readonly futexWake: number;
}

export const DEFAULT_COSTS: CostModel = {
  instruction: 1,
  multiply: 3,
  divide: 20,
  walkRead: 20,
  shootDown: 1000,
  kernelEntry: 150,
  minorFault: 500,
  pageCopy: 400,
  contextSwitch: 2000,
  futexWake: 1000,
};

/** The time of one CPU, in cycles since the machine started. A whole number below 2^53. */
export interface Clock {
  cycles: number;
}
