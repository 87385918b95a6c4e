import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { inRepository, repositoryRoot } from './support/repository.ts';

const readme = readFileSync(inRepository('README.md'), 'utf8');

/** The `console` blocks: a command behind `$ `, and what it prints. */
const runs = [...readme.matchAll(/```console\n\$ (.+)\n([\s\S]*?)```/g)].map((match) => ({ command: match[1]!, output: match[2]! }));

test('the README shows at least four runs', () => {
  expect(runs.length).toBeGreaterThanOrEqual(4);
});

test.each(runs)('the README is right about: $command', ({ command, output }) => {
  const local = command.replaceAll('npx pagewalk', `"${process.execPath}" bin/pagewalk.js`);
  const printed = execFileSync('bash', ['-c', `${local}; true`], { cwd: repositoryRoot, encoding: 'utf8' });
  expect(printed).toBe(output);
});

test('every page that the README links to is there', () => {
  const missing = [...readme.matchAll(/\]\((docs\/[^)]+)\)/g)].map((match) => match[1]!).filter((path) => !existsSync(inRepository(path)));
  expect(missing).toEqual([]);
});
