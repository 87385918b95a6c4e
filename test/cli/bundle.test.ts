/** What V8 made of a bundle is kept beside it, and used only as long as it is whole and of that bundle. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inRepository } from '../support/repository.ts';

const RUNNER = inRepository('bin/run-bundle.js');
const WARMER = inRepository('bin/warm-bundle.js');
const BUNDLE = 'const double = (n) => n * 2; console.log(double(21), require("node:path").basename(__filename));';
let folder = '';
let bundle = '';
let kept = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pagewalk-bundle-'));
  bundle = join(folder, 'main.cjs');
  kept = `${bundle}.v8`;
  writeFileSync(bundle, BUNDLE);
  expect(spawnSync(process.execPath, [WARMER, bundle], { encoding: 'utf8' }).stdout).toBe('42 main.cjs\n');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Output of the bundle, and whether V8 was given something that it took. */
function run(): { readonly stdout: string; readonly isUsed: boolean } {
  const program = `import { runBundle } from ${JSON.stringify(pathToFileURL(RUNNER).href)}; console.error(runBundle(${JSON.stringify(bundle)}).cachedDataRejected === false);`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' });
  return { stdout, isUsed: stderr === 'true\n' };
}

test('what was kept is used', () => expect(run()).toEqual({ stdout: '42 main.cjs\n', isUsed: true }));

test('what is damaged, cut off or missing is not', () => {
  const whole = readFileSync(kept);
  const flipped = (at: number): Buffer => Buffer.from(whole.map((byte, i) => (i === at ? byte ^ 1 : byte)));
  for (const damaged of [flipped(0), flipped(40), flipped(whole.length >> 1), flipped(whole.length - 1), whole.subarray(0, whole.length - 1), whole.subarray(0, 9)]) {
    writeFileSync(kept, damaged);
    expect(run()).toEqual({ stdout: '42 main.cjs\n', isUsed: false });
  }
  rmSync(kept);
  expect(run()).toEqual({ stdout: '42 main.cjs\n', isUsed: false });
  writeFileSync(kept, whole);
  expect(run().isUsed).toBe(true);
});

test('nor is what was made of another bundle of the same length', () => {
  writeFileSync(bundle, BUNDLE.replace('n * 2', 'n * 3'));
  expect(run()).toEqual({ stdout: '63 main.cjs\n', isUsed: false });
});
