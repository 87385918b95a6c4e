/** Programs that end badly: `uncaught.go.txt` has a program with a hole, and below the line what goes into it, with a name. */
import { readFileSync } from 'node:fs';
import { inRepository } from './repository.ts';

const [frame, list] = readFileSync(inRepository('test/oracle/go-programs/uncaught.go.txt'), 'utf8').split('\n----\n') as [string, string];

export const UNCAUGHT_PROGRAMS: readonly { readonly name: string; readonly text: string }[] = list.trimEnd().split('\n').map((line) => {
  const name = line.slice(0, line.indexOf(':'));
  return { name, text: frame.replace('%s', () => line.slice(name.length + 2).split('; ').join('\n\t')) };
});
