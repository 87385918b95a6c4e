/**
 * Random programs print under our compiler what they print under real Go. RANDOM_GO_SEEDS=17 or 1-5000 chooses others than the usual; a
 * disagreement is shrunk to fewer statements.
 */
import { describe, expect, test } from 'vitest';
import { comparableTrace } from '../../support/comparable-trace.ts';
import { compileTexts, executableOf } from '../../support/go-program.ts';
import { runGuest } from '../../support/guest.ts';
import { randomGoProgram } from '../../support/random-go.ts';
import { hasRealGo, RealGo, type RealResult } from '../../support/real-go.ts';
import { shrinkGo } from '../../support/shrink-go.ts';

const [FIRST = 1, LAST = FIRST] = (process.env['RANDOM_GO_SEEDS'] ?? '1-2000').split('-').map(Number);
/** Programs that real Go builds in one go. */
const BATCH = 25;
const STEP_LIMIT = 100_000_000;
/** Programs that are built and run to shrink one that differs. */
const SHRINK_TRIES = 100;

/** Which word of something nil is accessed first is the code generator's choice: docs/DIFFERENCES.md. */
const linesOf = (stderr: string): string[] => comparableTrace(stderr).replace(/(?<=SIGSEGV.* addr=)0x[0-9a-f]{1,3}(?= )/g, 'NIL').split('\n');

/** Where our run differs from the real one; null if it does not. */
async function difference(text: string, wanted: RealResult): Promise<string | null> {
  const { stderr, code } = await runGuest(executableOf(compileTexts({ 'main.go': text })), { flags: `--max-steps ${STEP_LIMIT}` });
  const [ours, theirs] = [linesOf(stderr), linesOf(wanted.stderr)];
  const line = ours.findIndex((each, i) => each !== theirs[i]);
  if (line < 0 && ours.length === theirs.length && code === wanted.code) return null;
  return `line ${line + 1}: ${ours[line]}, not ${theirs[line]}; exit code ${code}, not ${wanted.code}`;
}

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
  test('print what real Go prints', async () => {
    const real = new RealGo();
    const differences: string[] = [];
    for (let first = FIRST; first <= LAST; first += BATCH) {
      const seeds = Array.from({ length: Math.min(BATCH, LAST - first + 1) }, (_, i) => first + i);
      const texts = seeds.map(randomGoProgram);
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
