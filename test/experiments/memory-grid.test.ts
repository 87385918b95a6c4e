import { expect, test } from 'vitest';
import { analyseGrid, type MemoryCell } from '../../src/experiments/memory-grid.ts';
import { parseReferenceString } from '../../src/experiments/reference-string.ts';

const cell = (policy: string, pages: number, loads: number): MemoryCell => ({
  policy, ram: pages * 4096, exit: 0, frames: pages, loads, pageFaults: loads, majorFaults: 0, swapOut: 0, virtualTimeNs: 0,
});

test('runs are compared with the optimum for the frames that they had, and every policy has its knee', () => {
  const trace = parseReferenceString('1 2 3 4 1 2 5 1 2 3 4 5');
  const grid = analyseGrid([cell('fifo', 3, 9), cell('fifo', 4, 10), cell('fifo', 5, 5), cell('fifo', 9, 5), cell('lru', 3, 10), cell('lru', 4, 8), cell('lru', 5, 5)], trace);
  expect(grid.cells.map(({ optLoads }) => optLoads)).toEqual([7, 6, 5, 5, 7, 6, 5]);
  expect(grid.knees).toEqual([{ policy: 'fifo', ram: 5 * 4096 }, { policy: 'lru', ram: null }]);
  expect(grid.distinctPages).toBe(5);
});

test('without references there is no optimum and no working set', () => {
  expect(analyseGrid([cell('fifo', 3, 9)], null)).toMatchObject({ cells: [{ optLoads: null }], workingSets: [], distinctPages: null });
});
