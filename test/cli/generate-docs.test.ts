import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { GENERATED_DOCUMENTS } from '../../src/cli/generate-docs.ts';
import { inRepository } from '../support/repository.ts';

test.each(GENERATED_DOCUMENTS)('$path is what `npm run docs` writes', ({ path, text }) => {
  const file = inRepository(path);
  expect(existsSync(file)).toBe(true);
  expect(readFileSync(file, 'utf8')).toBe(text());
});
