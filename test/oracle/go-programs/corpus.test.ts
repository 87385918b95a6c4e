/**
 * Go's own test programs, and mutants of them, through our compiler and machine and through real Go: exit code, standard output and
 * standard error must be the same; of what mutants say on standard error, the first line.
 */
import { readFileSync, writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { RandomStream } from '../../../src/base/random.ts';
import { compileFile, complaintsOf } from '../../support/go-program.ts';
import { runGuest } from '../../support/guest.ts';
import { comparableTrace } from '../../support/comparable-trace.ts';
import { GO_TESTS, hasRealGo, RealGo } from '../../support/real-go.ts';
import { inRepository } from '../../support/repository.ts';

/** Steps of the language that are done; 9 and 10 are goroutines and the collector. */
const STEPS = new Set([0, 1, 2, 3, 4, 5, 6, 7, 8, 11, 12, 13]);
/** Groups of features that need goroutines or the collector's reports. */
const NEEDS_MORE = /goroutine|chan|select|MemStats|SetFinalizer|final/i;
const STEP_LIMIT = 200_000_000;
/** These compute for long; they have a test of their own. */
const SLOW = new Set(['divmod.go', 'abi/uglyfib.go', 'abi/fibish.go', 'abi/fibish_closure.go', 'copy.go']);
const REQUIRED_SHARE = 0.98;
const MUTANTS = 300;

const rows = readFileSync(inRepository('test/oracle/go-programs/programs-by-step.tsv'), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => line.split('\t'))
  .filter(([step, , groups = '']) => STEPS.has(Number(step)) && !NEEDS_MORE.test(groups))
  .map(([, path]) => path!);

/** Where things lie in memory is not to be compared. */
const firstLine = (text: string): string => text.split('\n')[0]!.replace(/0x[0-9a-f]{6,}/g, 'ADDRESS');

/** How our run differs from the real one, in what `compared` leaves of standard error; null if it does not. */
async function difference(file: string, real: RealGo, stepLimit: number, compared: (stderr: string) => string = comparableTrace): Promise<string | null> {
  const wanted = real.run(file);
  if (wanted === null) return null;
  try {
    const result = compileFile(file);
    if (result.elf === null) return `does not compile: ${complaintsOf(result)[0]}`;
    const { stdout, stderr, code } = await runGuest(result.elf, { flags: `--max-steps ${stepLimit}` });
    if (code !== wanted.code) return `exit code ${code}, not ${wanted.code}: ${stderr.split('\n')[0]}`;
    if (stdout !== wanted.stdout) return 'standard output differs';
    const [ours, theirs] = [compared(stderr), compared(wanted.stderr)];
    return ours === theirs ? null : `standard error is\n${ours}\nnot\n${theirs}`;
  } catch (error) {
    return `host exception: ${(error as Error).message}`;
  }
}

describe.runIf(hasRealGo())('programs of the Go distribution', () => {
  test('behave as under real Go', async () => {
    const real = new RealGo();
    const differences: string[] = [];
    const ordinary = rows.filter((path) => !SLOW.has(path));
    for (const path of ordinary) {
      const found = await difference(join(GO_TESTS, path), real, STEP_LIMIT);
      if (found !== null) differences.push(`${path}: ${found}`);
    }
    real.close();
    console.log(`${ordinary.length - differences.length} of ${ordinary.length} programs\n${differences.join('\n')}`);
    expect(ordinary.length).toBeGreaterThan(400);
    expect(1 - differences.length / ordinary.length, differences.join('\n')).toBeGreaterThanOrEqual(REQUIRED_SHARE);
  });

  test('that compute for long behave so too', async () => {
    const real = new RealGo();
    const differences: string[] = [];
    for (const path of SLOW) {
      const found = await difference(join(GO_TESTS, path), real, Number.MAX_SAFE_INTEGER);
      if (found !== null) differences.push(`${path}: ${found}`);
    }
    real.close();
    expect(differences).toEqual([]);
  });

  test('behave as under real Go when they are changed in one place', async () => {
    const real = new RealGo();
    const folder = mkdtempSync(join(tmpdir(), 'pagewalk-mutants-'));
    const random = new RandomStream(1, 'go-mutants');
    const differences: string[] = [];
    const candidates = rows.filter((path) => !SLOW.has(path));
    for (let i = 0; i < MUTANTS; i++) {
      const path = candidates[random.below(candidates.length)]!;
      const mutant = mutate(readFileSync(join(GO_TESTS, path), 'latin1'), random);
      if (mutant === null) continue;
      const file = join(folder, `m${i}.go`);
      writeFileSync(file, mutant, 'latin1');
      const found = await difference(file, real, STEP_LIMIT, firstLine);
      if (found !== null && !isEndless(found)) differences.push(`${path}: ${found}`);
    }
    rmSync(folder, { recursive: true, force: true });
    real.close();
    expect(differences).toEqual([]);
  });
});

/** A mutant may run for ever under both. */
const isEndless = (found: string): boolean => found.startsWith('exit code 152, not null');

const COMPARISONS = ['==', '!=', '<=', '>=', '<', '>'];

/** Changes one comparison or one number; null if there is none. */
function mutate(text: string, random: RandomStream): string | null {
  const places = [...text.matchAll(/(?<=[\w)\]] )(==|!=|<=|>=|<|>)(?= )|(?<![\w.'"])\d{1,4}(?![\w.'"])/g)];
  if (places.length === 0) return null;
  const place = places[random.below(places.length)]!;
  const old = place[0];
  const replacement = COMPARISONS.includes(old) ? COMPARISONS.filter((each) => each !== old)[random.below(COMPARISONS.length - 1)]! : String(Number(old) + 1);
  return text.slice(0, place.index) + replacement + text.slice(place.index + old.length);
}
