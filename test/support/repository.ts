/** Where things lie in the checkout, whether a test runs from source or from `dist`. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

function findRoot(): string {
  let directory = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(directory, 'package.json'))) directory = dirname(directory);
  return directory;
}

/** The absolute path of the checkout. */
export const repositoryRoot = findRoot();

/** The absolute path of a file of the checkout. */
export function inRepository(...parts: string[]): string {
  return join(repositoryRoot, ...parts);
}
