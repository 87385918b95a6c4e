/**
 * The tests that Go's source has for its packages, run on our library by our machine and on Go's by real Go: each must say the same, line by line.
 * `own-tests/generate.go` makes programs of them, as far as they use what both have.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildGo } from '../../../src/cli/go-sources.ts';
import { runGuest } from '../../support/guest.ts';
import { BUILD_ENVIRONMENT, hasRealGo } from '../../support/real-go.ts';
import { inRepository } from '../../support/repository.ts';
import { OWN_TESTS } from './own-tests-table.ts';

const GO_SOURCE = '/usr/share/go-1.19/src';
const TIME_LIMIT_MS = 60_000;
const STEP_LIMIT = 12_000_000_000;
const ENVIRONMENT = { ...process.env, ...BUILD_ENVIRONMENT, GOMAXPROCS: '1' };

/** What each test printed, and how it ended. */
type Results = Map<string, string[]>;
/** One run of a program: from which test on, what it printed. */
type Run = (from: number) => Promise<string>;

/** Reads what a run printed; the index of the last test, or null if the run came to its end. */
function collect(text: string, results: Results): number | null {
  let last = -1;
  let lines: string[] = [];
  for (const line of text.split('\n')) {
    const head = /^=== (\d+) (.*)$/.exec(line);
    if (line === '=== END') return null;
    if (head === null) lines.push(line);
    else {
      last = Number(head[1]);
      results.set(head[2]!, (lines = []));
    }
  }
  lines.push('--- did not come back');
  return last;
}

/** Runs a program again behind each test that ends it. */
async function runTests(run: Run): Promise<Results> {
  const results: Results = new Map();
  for (let from = 0; ; ) {
    const last = collect(await run(from), results);
    if (last === null) return results;
    if (last < from) throw new Error('the program ends before its first test');
    from = last + 1;
  }
}

/** The lines that count; those of examples without order are sorted. */
const comparable = (name: string, lines: readonly string[] | undefined): readonly string[] => (lines === undefined || !name.endsWith(' unordered') ? lines ?? [] : [...lines].sort());

describe.runIf(hasRealGo() && existsSync(GO_SOURCE))('tests of Go’s own packages', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pagewalk-own-tests-'));
  const generator = join(folder, 'generate');
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  beforeAll(() => {
    expect(spawnSync('go', ['build', '-o', generator, 'generate.go'], { cwd: inRepository('test/oracle/golib/own-tests'), encoding: 'utf8' }).stderr).toBe('');
  });

  test.each(OWN_TESTS)('$name', async ({ name, equal, leftOut = [], different = [] }) => {
    const module = join(folder, name.replaceAll('/', '-'));
    mkdirSync(module);
    const made = spawnSync(generator, [name, module, inRepository('src/runtime'), inRepository('test/oracle/golib/own-tests/testing'), process.execPath, inRepository('dist/src/cli/main.js'), 'vet', '-e'],
      { env: ENVIRONMENT, encoding: 'utf8' });
    expect({ status: made.status, stderr: made.stderr }).toEqual({ status: 0, stderr: '' });
    expect(spawnSync('go', ['build', '-o', 'program', '.'], { cwd: module, env: ENVIRONMENT, encoding: 'utf8' }).stderr).toBe('');
    const ours = buildGo([module]);

    const wanted = await runTests(async (from) => spawnSync(join(module, 'program'), [String(from), ...leftOut], { cwd: module, env: ENVIRONMENT, encoding: 'latin1', timeout: TIME_LIMIT_MS }).stdout);
    const found = await runTests(async (from) => (await runGuest(ours, { flags: `--ram 256M --max-steps ${STEP_LIMIT}`, arguments: [String(from), ...leftOut] })).stdout);
    const agree = (each: string): boolean => comparable(each, wanted.get(each)).join('\n') === comparable(each, found.get(each)).join('\n');
    const names = [...wanted.keys()].filter((each) => !different.includes(each));
    expect(names.filter((each) => !agree(each)).map((each) => ({ each, wanted: wanted.get(each), found: found.get(each) }))).toEqual([]);
    expect(names.length).toBeGreaterThanOrEqual(equal);
  });
});
