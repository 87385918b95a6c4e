/** The table of docs/REPLACEMENT.md says what the policies do now. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { play } from '../../src/experiments/trace-player.ts';
import { generate, WORKLOADS } from '../../src/experiments/workloads.ts';
import { findPolicy, POLICY_NAMES } from '../../src/kernel/mm/replacement/policy-table.ts';
import { inRepository } from '../support/repository.ts';

const REFERENCES = 10_000;
const FRAMES = 30;

const lines = readFileSync(inRepository('docs/REPLACEMENT.md'), 'utf8').split('\n');
const head = lines.findIndex((line) => line.startsWith('| policy | no-locality'));
const cells = (line: string): string[] => line.split('|').slice(1, -1).map((cell) => cell.trim());
const workloads = cells(lines[head]!).slice(1);
const rows = lines.slice(head + 2, head + 2 + POLICY_NAMES.length).map(cells);

const traces = workloads.map((name) => {
  const workload = WORKLOADS.find((row) => row.name === name)!;
  return generate(workload, { pages: name === 'looping' ? 50 : 100, references: REFERENCES, writes: 0, seed: 1 });
});

test('every policy has its row', () => expect(rows.map(([name]) => name)).toEqual(POLICY_NAMES));

test.each(rows)('%s', (name, ...ratios) => {
  const policy = findPolicy(name!)!.name;
  const played = traces.map((trace) => ((100 * play(trace, { policy, frames: FRAMES, seed: 1 }).faults) / REFERENCES).toFixed(1));
  expect(ratios).toEqual(played);
});
