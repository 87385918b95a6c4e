/**
 * The compiler under fire: 10 000 random texts and 10 000 damaged programs give diagnostics or programs, never an exception of the host.
 * FUZZ_GO_SEEDS=17 or 10001-12000 chooses others than the usual.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { damaged, fuzzCompiler, randomBytes } from '../../support/fuzz-go.ts';
import { randomGoProgram } from '../../support/random-go.ts';
import { inRepository } from '../../support/repository.ts';

const [FIRST = 1, LAST = FIRST] = (process.env['FUZZ_GO_SEEDS'] ?? '1-10000').split('-').map(Number);
const TEXTS = LAST - FIRST + 1;
const FOLDERS = ['programs/go', 'test/golden/go-runtime', 'test/golden/oracle-go', 'test/golden/go-more'];

/** Programs to damage: those of the repository and random ones. */
function originals(): string[] {
  const files = FOLDERS.flatMap((folder) => readdirSync(inRepository(folder)).filter((name) => name.endsWith('.go')).map((name) => readFileSync(join(inRepository(folder), name), 'utf8')));
  return [...files, ...Array.from({ length: files.length }, (_, i) => randomGoProgram(i + 1))];
}

test('random texts', async () => {
  const { compiled, rejected, failures } = await fuzzCompiler(FIRST, LAST, randomBytes);
  expect(failures).toEqual([]);
  expect(compiled + rejected).toBe(TEXTS);
});

test('damaged programs', async () => {
  const texts = originals();
  const { compiled, rejected, failures } = await fuzzCompiler(FIRST, LAST, (i) => damaged(texts[i % texts.length]!, i));
  console.log(`${compiled} of ${TEXTS} damaged programs still compile`);
  expect(failures).toEqual([]);
  expect(compiled).toBeGreaterThan(Math.floor(TEXTS / 20));
  expect(compiled + rejected).toBe(TEXTS);
});
