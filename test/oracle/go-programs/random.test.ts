/**
 * Random programs print under our compiler what they print under real Go, and end as they end there: plain ones (`random-go.ts`), and wide ones that
 * reach into every corner of the language (`wide-go/`). `-t wide` runs one kind alone, RANDOM_GO_SEEDS=17 or 1-5000 chooses other seeds than the
 * usual; a disagreement is shrunk to fewer statements. Wide programs also print the same under hard conditions.
 */
import { describe, expect, test } from 'vitest';
import { comparableTrace } from '../../support/comparable-trace.ts';
import { type CompileOptions, compileTexts, executableOf } from '../../support/go-program.ts';
import { type GuestResult, runGuest } from '../../support/guest.ts';
import { randomGoProgram } from '../../support/random-go.ts';
import { hasRealGo, RealGo, type RealResult } from '../../support/real-go.ts';
import { shrinkGo } from '../../support/shrink-go.ts';
import { wideGoProgram } from '../../support/wide-go/wide-go.ts';

const KINDS = [
  { kind: 'plain', make: randomGoProgram, usual: '1-2000' },
  { kind: 'wide', make: wideGoProgram, usual: '1-1000' },
] as const;
/** Programs that real Go builds in one go. */
const BATCH = 25;
const STEP_LIMIT = 200_000_000;
/** Programs that are built and run to shrink one that differs. */
const SHRINK_TRIES = 100;

/** Conditions that must not change what a program does, and every how many seeds they are tried. */
const CONDITIONS: readonly { readonly flags: string; readonly options?: CompileOptions }[] = [
  { flags: '--stress clobber-dead', options: { clobberDead: true } },
  { flags: '--stress wb', options: { checkBarriers: true } },
  { flags: '--env GOGC=1' },
  { flags: '--ram 128K' },
  { flags: '--stress move-stack' },
];
const STRESS_EVERY = 10;
const STRESS_STEP_LIMIT = 2_000_000_000;

function seedsOf(usual: string): number[] {
  const [first = 1, last = first] = (process.env['RANDOM_GO_SEEDS'] ?? usual).split('-').map(Number);
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

/** What must be equal. Which word of something nil is accessed first is the code generator's choice: docs/DIFFERENCES.md. */
function linesOf({ stdout, stderr, code }: RealResult | GuestResult): string[] {
  const trace = comparableTrace(stderr).replace(/(?<=SIGSEGV.* addr=)0x[0-9a-f]{1,3}(?= )/g, 'NIL');
  return [...stdout.replace(/0x[0-9a-f]{6,}/g, 'ADDRESS').split('\n'), ...trace.split('\n'), `exit code ${code}`];
}

function firstDifference(ours: readonly string[], theirs: readonly string[]): string | null {
  const line = ours.findIndex((each, i) => each !== theirs[i]);
  return line < 0 && ours.length === theirs.length ? null : `line ${line + 1}: ${ours[line]}, not ${theirs[line]}`;
}

const runText = (text: string, flags = `--max-steps ${STEP_LIMIT}`, options: CompileOptions = {}): Promise<GuestResult> => runGuest(executableOf(compileTexts({ 'main.go': text }, options)), { flags });

/** Where our run differs from the real one; null if it does not. */
const difference = async (text: string, wanted: RealResult): Promise<string | null> => firstDifference(linesOf(await runText(text)), linesOf(wanted));

/** The smallest program found that still differs. */
function shrunk(text: string, real: RealGo): Promise<string> {
  return shrinkGo(text, SHRINK_TRIES, async (candidate) => {
    try {
      return (await difference(candidate, real.runAll([candidate])[0]!)) !== null;
    } catch {
      return false;
    }
  });
}

describe.runIf(hasRealGo())('random programs', () => {
  test.each(KINDS)('$kind ones print what real Go prints', async ({ make, usual }) => {
    const real = new RealGo();
    const differences: string[] = [];
    for (let left = seedsOf(usual); left.length > 0; left = left.slice(BATCH)) {
      const seeds = left.slice(0, BATCH);
      const texts = seeds.map(make);
      const results = real.runAll(texts);
      for (const [i, text] of texts.entries()) {
        const found = await difference(text, results[i]!);
        if (found !== null) differences.push(`seed ${seeds[i]}, ${found}\n${await shrunk(text, real)}`);
      }
    }
    real.close();
    expect(differences).toEqual([]);
  });
});

describe('wide programs under hard conditions', () => {
  test.each(CONDITIONS)('print the same with $flags', async ({ flags, options }) => {
    const differences: string[] = [];
    for (const seed of seedsOf('1-1000').filter((each) => each % STRESS_EVERY === 0)) {
      const text = wideGoProgram(seed);
      const found = firstDifference(linesOf(await runText(text, `${flags} --max-steps ${STRESS_STEP_LIMIT}`, options)), linesOf(await runText(text)));
      if (found !== null) differences.push(`seed ${seed}, ${found}`);
    }
    expect(differences).toEqual([]);
  });
});
