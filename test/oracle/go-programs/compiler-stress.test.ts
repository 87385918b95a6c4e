/**
 * Programs compiled to test the compiler against itself: overwriting what the pointer maps call dead, and watching every store of a pointer for its
 * write barrier. Programs of the repository must print what they print otherwise, those of the Go distribution what real Go prints.
 * STRESS_PART=K/N takes the K-th of N parts of all programs.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { compileFile, type CompileOptions, complaintsOf } from '../../support/go-program.ts';
import { type GuestResult, runGuest } from '../../support/guest.ts';
import { GO_TESTS, hasRealGo, RealGo } from '../../support/real-go.ts';
import { inRepository } from '../../support/repository.ts';

interface Mode {
  readonly name: string;
  readonly compiled: CompileOptions;
  readonly flags: string;
}

const MODES: readonly Mode[] = [
  { name: 'clobber-dead', compiled: { clobberDead: true }, flags: '' },
  { name: 'wb', compiled: { checkBarriers: true }, flags: '--env GODEBUG=wbshadow=1' },
];
/** Watching makes programs with many pointers fifty times slower. */
const STEP_LIMIT = 5_000_000_000;
/** What a program of the Go distribution may take without stress: a test of its own has those that take longer. */
const PLAIN_LIMIT = 200_000_000;
/** Exit code of a program that reached the limit of instructions. */
const OUT_OF_STEPS = 128 + 24;
const LAST_STEP = 13;
/** These run long, or tell of memory. */
const SIZES: Readonly<Record<string, string>> = { a_collection_phase_by_phase: '300', binary_trees: '3', gcbench: '3', gogc: '6', gomemlimit: '4', mark_under_memory_pressure: '300' };
const FOUND = /stored without write barrier/;

const [part = 1, parts = 1] = (process.env['STRESS_PART'] ?? '1/1').split('/').map(Number);
const inPart = <T>(list: readonly T[]): T[] => list.filter((_each, index) => index % parts === part - 1);

async function runFile(path: string, { compiled, flags }: Mode, args: readonly string[] = []): Promise<GuestResult | string> {
  const result = compileFile(path, compiled);
  return result.elf === null ? complaintsOf(result)[0]! : runGuest(result.elf, { flags: `--ram 256M ${flags}`, arguments: args });
}

const plain = (limit: number): Mode => ({ name: 'plain', compiled: {}, flags: `--max-steps ${limit}` });
const stressed = (mode: Mode): Mode => ({ ...mode, flags: `--max-steps ${STEP_LIMIT} ${mode.flags}` });

const programs = ['go', 'runtime'].flatMap((folder) => readdirSync(inRepository('programs', folder)).filter((name) => name.endsWith('.go')).map((name) => `${folder}/${name}`));
const corpus = readFileSync(inRepository('test/oracle/go-programs/programs-by-step.tsv'), 'utf8')
  .split('\n')
  .filter((line) => /^\d/.test(line))
  .map((line) => line.split('\t'))
  .filter(([step]) => Number(step) <= LAST_STEP)
  .map(([, path]) => path!);

describe.each(MODES)('under $name', (mode) => {
  test.each(inPart(programs))('%s', async (program) => {
    const path = inRepository('programs', program);
    const size = SIZES[program.replace(/^.*\/|\.go$/g, '')];
    const args = size === undefined ? [] : [size];
    const expected = (await runFile(path, plain(STEP_LIMIT), args)) as GuestResult;
    const found = (await runFile(path, stressed(mode), args)) as GuestResult;
    expect(found.stderr).not.toMatch(FOUND);
    expect([found.code, program.startsWith('go/') ? found.stdout : '']).toEqual([expected.code, program.startsWith('go/') ? expected.stdout : '']);
  });

  describe.runIf(hasRealGo())('of the Go distribution', () => {
    const real = new RealGo();
    afterAll(() => real.close());

    test.for(inPart(corpus))('%s', async (path, { skip }) => {
      const expected = await runFile(join(GO_TESTS, path), plain(PLAIN_LIMIT));
      if (typeof expected === 'string') return skip(expected);
      if (expected.code === OUT_OF_STEPS) return skip('takes too long');
      const wanted = real.run(join(GO_TESTS, path));
      // What differs without stress is the business of other tests.
      if (wanted === null || wanted.code !== expected.code) return skip('differs from real Go');
      const found = (await runFile(join(GO_TESTS, path), stressed(mode))) as GuestResult;
      if (found.code === OUT_OF_STEPS) return skip('takes too long under stress');
      expect(found.code, found.stderr + found.message).toBe(wanted.code);
      expect(found.stdout).toBe(wanted.stdout);
    });
  });
});
