/** The programs of programs/go at their usual size: what they print is what real Go printed, under easy and hard conditions. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { buildGo } from '../src/cli/go-sources.ts';
import { run } from '../src/kernel/run-loop.ts';
import { assembleProgram, bootGuest, runGuest } from './support/guest.ts';
import { inRepository } from './support/repository.ts';

const names = readdirSync(inRepository('programs/go')).filter((name) => name.endsWith('.go')).map((name) => name.slice(0, -'.go'.length)).sort();
const LAUNCHER = assembleProgram(readFileSync(inRepository('test/support/two-copies.s'), 'utf8'), 'two-copies.s');
const MOST_INSTRUCTIONS = 5_000_000;

describe.each(names)('%s', (name) => {
  const expected = readFileSync(inRepository(`test/golden/go/${name}.out`), 'latin1');
  const program = buildGo([inRepository(`programs/go/${name}.go`)]);

  test('prints what real Go prints', async () => {
    const { stdout, stderr, code, kernel } = await runGuest(program);
    expect({ stdout, stderr, code }).toEqual({ stdout: expected, stderr: '', code: 0 });
    expect(kernel.instructions()).toBeLessThan(MOST_INSTRUCTIONS);
  });

  test.each(['--ram 128K', '--stress tlb-flush'])('prints the same with %s', async (flags) => {
    const { stdout, stderr, code } = await runGuest(program, { flags });
    expect({ stdout, stderr, code }).toEqual({ stdout: expected, stderr: '', code: 0 });
  });

  test('prints the same in turns of one instruction with a second copy of itself', async () => {
    const { kernel, streams, close } = await bootGuest(LAUNCHER, { flags: '--stress slice=1' });
    try {
      kernel.files.install('/bin/program', program, 0o755);
      const stop = run(kernel);
      expect(stop).toEqual({ reason: 'exit', status: 0 });
      expect(streams.output.slice(1)).toEqual([expected, '']);
    } finally {
      close();
    }
  });
});
