/** The loop that executes instructions. */
import type { Cpu } from './cpu.ts';
import { Exit } from './exit.ts';

/** Executes at most `budget` instructions on `cpu`. */
export function interpret(_cpu: Cpu, _budget: number): Exit {
  return Exit.Budget;
}
