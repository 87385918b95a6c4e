/** Go's own test programs under conditions that must not change what they do. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileFile } from './go-program.ts';
import { runGuest } from './guest.ts';
import { GO_TESTS, hasRealGo, RealGo } from './real-go.ts';
import { inRepository } from './repository.ts';

const STEPS_DONE = 13;
const LIMIT = 300_000_000;
/** Exit code of a program that reached the limit of instructions. */
const OUT_OF_STEPS = 128 + 24;
/** These compute for long even without stress. */
const SLOW: ReadonlySet<string> = new Set(['divmod.go', 'abi/uglyfib.go', 'abi/fibish.go', 'abi/fibish_closure.go', 'copy.go', 'ken/chan.go', 'chan/sieve1.go', 'chan/sieve2.go', 'peano.go', 'nilptr.go']);

export interface StressReport {
  readonly programs: number;
  /** Ran out of instructions under stress. */
  readonly unfinished: readonly string[];
  readonly differences: readonly string[];
}

/** Every `parts`-th program from `part` on. */
export async function runCorpus(conditions: readonly string[], part: number, parts: number): Promise<StressReport> {
  const real = hasRealGo() ? new RealGo() : null;
  const paths = readFileSync(inRepository('test/oracle/go-programs/programs-by-step.tsv'), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split('\t'))
    .filter(([step, path]) => Number(step) <= STEPS_DONE && !SLOW.has(path!))
    .map(([, path]) => path!)
    .filter((_path, index) => index % parts === part);
  const unfinished: string[] = [];
  const differences: string[] = [];
  let programs = 0;
  for (const path of paths) {
    const { elf } = compileFile(join(GO_TESTS, path));
    // What is not compiled, and what does not end by itself, is the business of other tests.
    const plain = elf === null ? null : await runGuest(elf, { flags: `--ram 256M --max-steps ${LIMIT / 10}` });
    if (elf === null || plain === null || plain.code === OUT_OF_STEPS) continue;
    const wanted = real?.run(join(GO_TESTS, path)) ?? { stdout: null, stderr: '', code: 0 };
    if (wanted.code !== plain.code) continue;
    programs++;
    for (const condition of conditions) {
      const { stdout, stderr, code } = await runGuest(elf, { flags: `--ram 256M --max-steps ${LIMIT} ${condition}` });
      if (code === OUT_OF_STEPS) unfinished.push(`${path} ${condition}`);
      else if (code !== wanted.code || (wanted.stdout !== null && stdout !== wanted.stdout)) {
        differences.push(`${path} ${condition}: exit code ${code}, not ${wanted.code}: ${/fatal error:.*|panic:.*/.exec(stderr)?.[0] ?? stdout.slice(0, 80)}`);
      }
    }
  }
  real?.close();
  return { programs, unfinished, differences };
}
