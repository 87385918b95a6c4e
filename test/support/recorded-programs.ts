/** Go programs of test/golden/go-more with what real Go made of them: NAME.go, NAME.out, NAME.err, and perhaps NAME.in and NAME.args. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { inRepository } from './repository.ts';

export interface RecordedProgram {
  readonly name: string;
  readonly path: string;
  readonly input: string;
  readonly arguments: readonly string[];
  readonly stdout: string;
  /** As {@link comparableTrace} leaves it; the exit code follows in a last line. */
  readonly stderr: string;
}

const FOLDER = 'test/golden/go-more';

function textOf(name: string): string {
  const path = inRepository(FOLDER, name);
  return existsSync(path) ? readFileSync(path, 'latin1') : '';
}

export function recordedPrograms(): RecordedProgram[] {
  const names = readdirSync(inRepository(FOLDER)).filter((name) => name.endsWith('.go')).map((name) => name.slice(0, -'.go'.length));
  return names.map((name) => ({
    name,
    path: inRepository(FOLDER, `${name}.go`),
    input: textOf(`${name}.in`),
    arguments: textOf(`${name}.args`).split('\n').filter((line) => line !== ''),
    stdout: textOf(`${name}.out`),
    stderr: textOf(`${name}.err`),
  }));
}

/** Standard error and exit code as they are recorded. */
export const endOf = (trace: string, code: number | null): string => `${trace}exit status ${code}\n`;
