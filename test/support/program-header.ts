/** What the head of an example program says about itself: `# expect: line`, `# exit: 3`, `# flags: --ram 64K` and so on. */
import { readdirSync, readFileSync } from 'node:fs';
import { inRepository } from './repository.ts';

export interface ExampleProgram {
  /** Path below `programs/`. */
  readonly name: string;
  readonly path: string;
  readonly source: string;
  /** Standard output, line by line. */
  readonly expected: readonly string[];
  readonly exitCode: number;
  readonly flags: string;
  readonly arguments: readonly string[];
  readonly input: string;
}

const SIGNAL_BASE = 128;
const SIGNALS: Readonly<Record<string, number>> = { SIGILL: 4, SIGTRAP: 5, SIGBUS: 7, SIGKILL: 9, SIGSEGV: 11, SIGPIPE: 13 };

function headers(source: string, name: string): string[] {
  return [...source.matchAll(new RegExp(`^(?:#|//) ${name}:[ ]?(.*)$`, 'gm'))].map((match) => match[1]!);
}

export function readExample(name: string): ExampleProgram {
  const path = inRepository('programs', name);
  const source = readFileSync(path, 'utf8');
  const [signal] = headers(source, 'signal');
  const [exit] = headers(source, 'exit');
  return {
    name,
    path,
    source,
    expected: headers(source, 'expect'),
    exitCode: signal === undefined ? Number(exit ?? 0) : SIGNAL_BASE + SIGNALS[signal]!,
    flags: headers(source, 'flags').join(' '),
    arguments: headers(source, 'arguments').flatMap((line) => line.split(' ')),
    input: headers(source, 'input').map((line) => `${line}\n`).join(''),
  };
}

/** All example programs of a folder with a suffix, in order of their names. */
export function listExamples(folder: string, suffix: string): ExampleProgram[] {
  return readdirSync(inRepository('programs', folder)).filter((name) => name.endsWith(suffix)).sort().map((name) => readExample(`${folder}/${name}`));
}
