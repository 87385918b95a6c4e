import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { runJobs } from '../../src/host/worker-pool.ts';
import { inRepository } from '../support/repository.ts';

const squaring = pathToFileURL(inRepository('dist/test/support/squaring-worker.js'));

test('results come in the order of the jobs, whatever the order in which they finish', async () => {
  const progress: number[] = [];
  const jobs = [0, 9, 1, 8, 2, 7];
  const results = await runJobs<number, number>(squaring, jobs, { size: 3, onProgress: (done) => progress.push(done) });
  expect(results).toEqual([0, 81, 1, 64, 4, 49]);
  expect(progress).toEqual([1, 2, 3, 4, 5, 6]);
});

test('nobody need watch', async () => {
  expect(await runJobs<number, number>(squaring, [3, 4], { size: 1 })).toEqual([9, 16]);
});

test('a job that throws ends the run with its error', async () => {
  await expect(runJobs<number, number>(squaring, [1, -1, 2], { size: 2 })).rejects.toThrow('-1 is negative');
});

test('a worker that dies ends the run', async () => {
  await expect(runJobs<number, number>(squaring, [1, 13, 2], { size: 2 })).rejects.toThrow('ended with 3');
});

test('no jobs need no workers', async () => {
  expect(await runJobs<number, number>(squaring, [], { size: 2 })).toEqual([]);
});
