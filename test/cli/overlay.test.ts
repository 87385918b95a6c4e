import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { inRepository } from '../support/repository.ts';

interface SideDocument {
  readonly fails?: string;
  readonly loads: number;
  readonly distinct: number;
  readonly again: number;
  readonly timeNs: number;
  readonly reads: number;
  readonly instructions: number;
  readonly peakBytes: number;
  readonly meanBytes: number;
}

interface PointDocument {
  readonly memory: number;
  readonly winner: string;
  readonly why: string;
  readonly thrashing: readonly string[];
  readonly overlaid: SideDocument;
  readonly 'all-in-memory': SideDocument;
  readonly 'paged-cold': SideDocument;
  readonly 'paged-warm': SideDocument;
}

function overlay(name: string, args: readonly string[] = [], input = ''): { stdout: string; stderr: string; status: number | null } {
  const file = `programs/overlays/${name}`;
  return spawnSync(process.execPath, ['bin/pagewalk.js', 'overlay', `${file}.s`, '--tree', `${file}.tree`, ...args], { cwd: inRepository(), encoding: 'utf8', input });
}

const points = (name: string, args: readonly string[] = [], input = ''): PointDocument[] =>
  (JSON.parse(overlay(name, ['--json', ...args], input).stdout) as { points: PointDocument[] }).points;

const primes = readFileSync(inRepository('programs/overlays/primes.min'), 'utf8');
const compiler = (args: readonly string[] = []): PointDocument[] => points('three_pass_compiler', ['--input', '-', ...args], primes);

describe('the three-pass compiler', () => {
  test('overlaid wins where it just fits and the whole does not: each pass is read once, paging evicts and writes', () => {
    for (const disk of ['ssd', 'hdd']) {
      const [point] = compiler(['--memory', '36K', '--disk', disk]);
      expect(point).toMatchObject({ winner: 'overlays', thrashing: [], overlaid: { again: 0, distinct: 5 } });
      expect(point!['all-in-memory'].fails).toContain('needs');
      expect(point!['paged-cold'].again).toBeGreaterThan(0);
      expect(point!.overlaid.timeNs).toBeLessThan(point!['paged-cold'].timeNs);
      expect(point!.overlaid.instructions).toBeGreaterThan(point!['paged-cold'].instructions);
    }
  });

  test('with less memory only paging runs, and thrashes; with more it needs neither', () => {
    const [little, much] = compiler(['--memory', '32K,48K']);
    expect(little).toMatchObject({ winner: 'paging', thrashing: ['paging'], overlaid: { fails: expect.stringContaining('needs') } });
    expect(much).toMatchObject({ winner: 'all in memory' });
  });

  test('a warm start reads less than a cold one where the page cache could keep something', () => {
    const [point] = compiler(['--memory', '64K']);
    expect(point!['paged-warm'].reads).toBe(0);
    expect(point!['paged-warm'].timeNs).toBeLessThan(point!['paged-cold'].timeNs);
  });

  test('mean memory is at most the peak, and the peak at most all there is', () => {
    for (const { memory, overlaid, 'paged-cold': paged } of compiler()) {
      for (const run of [overlaid, paged]) {
        if (run.fails !== undefined) continue;
        expect(run.meanBytes).toBeLessThanOrEqual(run.peakBytes);
        expect(run.peakBytes).toBeLessThanOrEqual(memory);
      }
    }
  });
});

describe('ping-pong', () => {
  test('overlays thrash, one load for every call; paged there is none again', () => {
    const all = points('ping_pong_between_siblings');
    const ran = all.filter(({ overlaid }) => overlaid.fails === undefined);
    expect(ran.length).toBeGreaterThan(2);
    for (const { overlaid, thrashing } of ran) {
      expect(overlaid).toMatchObject({ loads: 101, distinct: 3 });
      expect(thrashing).toContain('overlays');
    }
    const last = all.at(-1)!;
    expect(last['paged-cold'].again).toBe(0);
    expect(last.winner).not.toBe('overlays');
  });

  test('overlays win where page tables alone are too much, the smallest memory that they fit in', () => {
    const win = points('ping_pong_between_siblings').find(({ winner }) => winner === 'overlays')!;
    expect(win.memory).toBeLessThan(12 * 1024);
    expect(win['paged-cold'].fails).toContain('frames');
  });
});

test('lost writes make the overlaid program wrong, whatever its time', () => {
  for (const { winner, why, memory } of points('lost_writes', ['--memory', '8K,64K'])) {
    expect(winner).not.toBe('overlays');
    if (memory === 65536) expect(`${winner} ${why}`).toMatch(/computes something else|the program fits/);
  }
});

test('data that outgrows memory is nothing that overlays can help', () => {
  expect(points('data_outgrows_memory', ['--memory', '64K'])).toMatchObject([{ winner: 'paging', overlaid: { fails: expect.stringContaining('needs') } }]);
});

test('a sibling call is rejected when the program is linked', () => {
  expect(overlay('sibling_call_is_rejected')).toMatchObject({ status: 1, stdout: '', stderr: expect.stringContaining('prohibited cross reference from') });
});

test('the report names the tree, the verdicts and the measures', async () => {
  await expect(overlay('three_pass_compiler', ['--input', '-', '--memory', '32K-44K'], primes).stdout).toMatchFileSnapshot('../golden/overlay-report.txt');
});

test.each([
  [['--memory', '1K'], 'Expected sizes from 8K to 16M'],
  [['--memory', '64K-8K'], 'Expected sizes such as'],
  [['--memory', 'much'], 'Not a size'],
  [['--policy', 'opt'], 'Expected one of fifo'],
  [['--disk', 'tape'], 'Allowed choices'],
])('refuses %j', (args, message) => {
  const { stderr, status } = overlay('lost_writes', args);
  expect(stderr).toContain(message);
  expect(status).toBe(2);
});
