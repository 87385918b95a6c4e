import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { play } from '../../src/experiments/trace-player.ts';
import { parseRecordedReferences } from '../../src/observe/recorded-references.ts';
import type { PolicyName } from '../../src/kernel/mm/replacement/policy-table.ts';
import { randomPageProgram } from '../support/random-page-program.ts';
import { inRepository } from '../support/repository.ts';

const EXACT = ['--watermarks', '0', '--page-cluster', '0'];
let folder: string;
let program: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pagewalk-'));
  program = join(folder, 'pages.s');
  writeFileSync(program, randomPageProgram(11, 40));
});
afterAll(() => rmSync(folder, { recursive: true }));

function pagewalk(...args: string[]): { stdout: string; stderr: string; status: number | null } {
  return spawnSync(process.execPath, [inRepository('bin/pagewalk.js'), ...args], { encoding: 'utf8' });
}

describe('pagewalk stat over a grid', () => {
  test('prints a row for every policy and size, the knee and the working set, and plots the curve', () => {
    const plot = join(folder, 'curve.svg');
    const { stderr, status } = pagewalk('stat', ...EXACT, '--policy', 'fifo,lru', '--ram', '64K,128K,1M', '--svg', plot, program);
    expect(status).toBe(0);
    const rows = stderr.split('\n').filter((line) => /^(fifo|lru) +[0-9]/.test(line));
    expect(rows.map((line) => line.split(/ +/).slice(0, 2).join(' '))).toEqual(['fifo 64K', 'fifo 128K', 'fifo 1M', 'lru 64K', 'lru 128K', 'lru 1M']);
    expect(rows[2]).toMatch(/ 1\.000$/);
    expect(stderr).toMatch(/fifo: thrashes below \d+K|fifo: no knee/);
    expect(stderr).toContain('working set over 1000 references');
    expect(readFileSync(plot, 'utf8')).toContain('>opt</text>');
  });

  test('prints one stat document a line, the same as a single run prints', () => {
    const { stderr } = pagewalk('stat', '--json', '--policy', 'fifo,clock', '--ram', '128K', program);
    const documents = stderr.trimEnd().split('\n').map((line) => JSON.parse(line) as { schema: string; machine: { policy: string } });
    expect(documents.map(({ schema, machine }) => `${schema} ${machine.policy}`)).toEqual(['pagewalk.stat/1 fifo', 'pagewalk.stat/1 clock']);
    expect(JSON.parse(pagewalk('stat', '--json', '--policy', 'clock', '--ram', '128K', program).stderr)).toEqual(documents[1]);
  });

  test('a recording played with as many frames as there is RAM has the loads that stat counts', () => {
    const recording = join(folder, 'pages.references');
    expect(pagewalk('trace', '--references', '-o', recording, program).status).toBe(0);
    const trace = parseRecordedReferences(readFileSync(recording));
    const pageFaults = (json: string): number => (JSON.parse(json) as { counters: Record<string, number> }).counters['page-faults']!;
    const unlimited = pageFaults(pagewalk('stat', '--json', program).stderr);
    for (const policy of ['fifo', 'clock', 'random'] as PolicyName[]) {
      const { stderr } = pagewalk('stat', ...EXACT, '--json', '--policy', policy, '--ram', '128K', program);
      const { faults, cold } = play(trace, { policy, frames: 32, seed: 1 });
      expect(faults).toBe((JSON.parse(stderr) as Record<string, number>)['page-loads']);
      // A page that exec loads and the program has not used yet may be evicted in between: a load without a further fault.
      expect(Math.abs(faults - cold - (pageFaults(stderr) - unlimited))).toBeLessThanOrEqual(1);
    }
  });

  test.each([
    [['--policy', 'fifo,nope', '--ram', '64K,1M'], 'expected one of fifo'],
    [['--ram', '64K,big'], 'Not a size'],
    [['--ram', '64K,1'], 'Expected a size from'],
  ])('refuses %j', (args, message) => {
    const { stderr, status } = pagewalk('stat', ...args, program);
    expect(stderr).toContain(message);
    expect(status).toBe(2);
  });

  test('trace without --references says what it expects', () => {
    expect(pagewalk('trace', program)).toMatchObject({ status: 2, stderr: 'pagewalk: trace: expected what to trace: --references or --probe\n' });
  });
});
