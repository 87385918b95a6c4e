/**
 * How good the code is: retired instructions of our programs over those of the same programs in C (gcc -O1 for 386 with SSE2, counted by
 * valgrind), bounds checks on.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compileFile, executableOf } from '../../support/go-program.ts';
import { bootGuest } from '../../support/guest.ts';
import { runToEnd } from '../../../src/cli/outcome.ts';
import { inRepository } from '../../support/repository.ts';

const MOST_ON_AVERAGE = 2;
const MOST_OF_ANY = 3;
const names = readdirSync(inRepository('test/bench/go')).map((file) => file.replace(/\.go$/, ''));

function instructionsOfC(name: string, folder: string): number {
  const program = join(folder, name);
  const source = inRepository('test/bench/c', `${name}.c`);
  const build = spawnSync('gcc', ['-O1', '-m32', '-msse2', '-mfpmath=sse', '-static', source, '-o', program, '-lm']);
  if (build.status !== 0) throw new Error(build.stderr.toString());
  const { stderr } = spawnSync('valgrind', ['--tool=lackey', '--basic-counts=yes', program], { encoding: 'utf8' });
  return Number(/guest instrs:\s+([\d,]+)/.exec(stderr)![1]!.replaceAll(',', ''));
}

async function instructionsOfOurs(name: string): Promise<number> {
  const booted = await bootGuest(executableOf(compileFile(inRepository('test/bench/go', `${name}.go`))));
  try {
    runToEnd(booted.kernel, undefined);
    return booted.kernel.instructions();
  } finally {
    booted.close();
  }
}

const hasTools = ['gcc', 'valgrind'].every((tool) => spawnSync(tool, ['--version']).status === 0);

describe.runIf(hasTools)('instructions of compiled Go over those of C', () => {
  test('are at most twice as many on average, and nowhere more than three times', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'pagewalk-c-'));
    const ratios: [string, number][] = [];
    for (const name of names) ratios.push([name, (await instructionsOfOurs(name)) / instructionsOfC(name, folder)]);
    rmSync(folder, { recursive: true, force: true });
    const mean = Math.exp(ratios.reduce((sum, [, ratio]) => sum + Math.log(ratio), 0) / ratios.length);
    const text = ratios.map(([name, ratio]) => `${name} ${ratio.toFixed(2)}`).join(', ');
    expect(mean, text).toBeLessThanOrEqual(MOST_ON_AVERAGE);
    for (const [name, ratio] of ratios) expect(ratio, name).toBeLessThanOrEqual(MOST_OF_ANY);
  });
});
