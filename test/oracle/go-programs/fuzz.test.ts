/** The compiler under fire: 10 000 random texts and 10 000 damaged programs give diagnostics or programs, never an exception of the host. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { damaged, fuzzCompiler, randomBytes } from '../../support/fuzz-go.ts';
import { randomGoProgram } from '../../support/random-go.ts';
import { inRepository } from '../../support/repository.ts';

const TEXTS = 10_000;
const FOLDERS = ['programs/go', 'test/golden/go-runtime', 'test/golden/oracle-go', 'test/golden/go-more'];

/** Programs to damage: those of the repository and random ones. */
function originals(): string[] {
  const files = FOLDERS.flatMap((folder) => readdirSync(inRepository(folder)).filter((name) => name.endsWith('.go')).map((name) => readFileSync(join(inRepository(folder), name), 'utf8')));
  return [...files, ...Array.from({ length: files.length }, (_, i) => randomGoProgram(i + 1))];
}

test('random texts', async () => {
  const { compiled, rejected, failures } = await fuzzCompiler(TEXTS, randomBytes);
  expect(failures).toEqual([]);
  expect(compiled + rejected).toBe(TEXTS);
});

test('damaged programs', async () => {
  const texts = originals();
  const { compiled, rejected, failures } = await fuzzCompiler(TEXTS, (i) => damaged(texts[i % texts.length]!, i));
  console.log(`${compiled} of ${TEXTS} damaged programs still compile`);
  expect(failures).toEqual([]);
  expect(compiled).toBeGreaterThan(TEXTS / 100);
  expect(compiled + rejected).toBe(TEXTS);
});
