/**
 * Programs compiled to test the compiler against itself: overwriting what the pointer maps call dead, and watching every store of a pointer for its
 * write barrier. Programs of the repository must print what they print otherwise, those of the Go distribution what real Go prints.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
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
/** These run long, or tell of memory. */
const SIZES: Readonly<Record<string, string>> = { a_collection_phase_by_phase: '300', binary_trees: '3', gcbench: '3', gogc: '6', gomemlimit: '4', mark_under_memory_pressure: '300' };
const FOUND = /stored without write barrier/;

async function runFile(path: string, { compiled, flags }: Mode, args: readonly string[] = []): Promise<GuestResult | string> {
  const result = compileFile(path, compiled);
  return result.elf === null ? complaintsOf(result)[0]! : runGuest(result.elf, { flags: `--max-steps ${STEP_LIMIT} ${flags}`, arguments: args });
}

const programs = ['go', 'runtime'].flatMap((folder) => readdirSync(inRepository('programs', folder)).filter((name) => name.endsWith('.go')).map((name) => `${folder}/${name}`));

describe.each(MODES)('under $name', (mode) => {
  test.each(programs)('%s', async (program) => {
    const path = inRepository('programs', program);
    const size = SIZES[program.replace(/^.*\/|\.go$/g, '')];
    const args = size === undefined ? [] : [size];
    const plain = (await runFile(path, { name: '', compiled: {}, flags: '' }, args)) as GuestResult;
    const stressed = (await runFile(path, mode, args)) as GuestResult;
    expect(stressed.stderr).not.toMatch(FOUND);
    expect([stressed.code, program.startsWith('go/') ? stressed.stdout : '']).toEqual([plain.code, program.startsWith('go/') ? plain.stdout : '']);
  });

  test.runIf(hasRealGo())('programs of the Go distribution', async () => {
    const real = new RealGo();
    const differences: string[] = [];
    for (const path of readFileSync(inRepository('test/oracle/go-programs/programs-by-step.tsv'), 'utf8').split('\n').filter((line) => /^[0-8]\t/.test(line)).map((line) => line.split('\t')[1]!)) {
      const wanted = real.run(join(GO_TESTS, path));
      if (wanted === null) continue;
      const ours = await runFile(join(GO_TESTS, path), mode);
      if (typeof ours === 'string') continue;
      // A program that was stopped has shown nothing.
      if (ours.code === wanted.code && ours.stdout === wanted.stdout || ours.message.includes('CPU time limit')) continue;
      differences.push(`${path}: exit code ${ours.code}, not ${wanted.code}: ${ours.stderr.split('\n')[0]}`);
    }
    real.close();
    expect(differences).toEqual([]);
  });
});
