/** Where the pages of a part of the heap are: the kernel's pages, two to each of the runtime's. */
import { PAGE_SIZE, type Mm } from '../../kernel/mm/mm.ts';
import { Residence, residenceOf } from '../../kernel/mm/peek.ts';

/** Pages of 4 KiB. */
export interface PageResidence {
  readonly resident: number;
  readonly swapped: number;
  /** No memory behind them: never touched, or given back. */
  readonly untouched: number;
}

export const NO_PAGES: PageResidence = { resident: 0, swapped: 0, untouched: 0 };

/** Counts the pages of [start, end). */
export function countResidence(mm: Mm, start: number, end: number): PageResidence {
  let [resident, swapped, untouched] = [0, 0, 0];
  for (let va = start; va < end; va += PAGE_SIZE) {
    const residence = residenceOf(mm, va);
    if (residence === Residence.Resident) resident++;
    else if (residence === Residence.Swapped) swapped++;
    else untouched++;
  }
  return { resident, swapped, untouched };
}

export const addResidence = (a: PageResidence, b: PageResidence): PageResidence => ({
  resident: a.resident + b.resident,
  swapped: a.swapped + b.swapped,
  untouched: a.untouched + b.untouched,
});
