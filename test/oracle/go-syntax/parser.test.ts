/**
 * Our parser against the one of the Go compiler installed here: every Go file of its distribution, and thousands of files damaged
 * at random, must give the same errors at the same places and, where there are none, the same nodes at the same places.
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RandomStream } from '../../../src/base/random.ts';
import { listNodes, parseBytes } from '../../support/go-syntax.ts';
import { inRepository } from '../../support/repository.ts';

const GO_ROOT = '/usr/share/go-1.19';
const SYNTAX_PACKAGE = join(GO_ROOT, 'src/cmd/compile/internal/syntax');
const BATCH = 500;
const MUTANTS = 6000;
const MUTANT_LENGTH = 6000;
/** A literal of three megabytes: its end lies beyond the largest column. */
const BEYOND_LAYOUT = /fixedbugs\/bug257\.go$/;
/** The Go scanner miscounts lines after `..` before a newline. */
const MISCOUNTED = /\.\.\n/;

interface OracleAnswer {
  readonly File: string;
  readonly Errors: readonly string[] | null;
  readonly Nodes: readonly string[] | null;
}

describe.runIf(existsSync(SYNTAX_PACKAGE))('the parser of Go 1.19', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'pagewalk-syntax-'));
    mkdirSync(join(folder, 'syntax'));
    for (const name of readdirSync(SYNTAX_PACKAGE)) {
      if (/(?<!_test)\.go$/.test(name) && name !== 'testing.go') copyFileSync(join(SYNTAX_PACKAGE, name), join(folder, 'syntax', name));
    }
    cpSync(inRepository('test/oracle/go-syntax/oracle.go.txt'), join(folder, 'main.go'));
    writeFileSync(join(folder, 'go.mod'), 'module syntaxoracle\n\ngo 1.19\n');
    execFileSync('go', ['build', '-o', 'oracle', '.'], { cwd: folder });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const ask = (files: readonly string[]): OracleAnswer[] => {
    const output = execFileSync(join(folder, 'oracle'), { input: `${files.join('\n')}\n`, maxBuffer: 1 << 30, encoding: 'utf8' });
    return output.trimEnd().split('\n').map((line) => JSON.parse(line) as OracleAnswer);
  };

  test('agrees on every file of the distribution', () => {
    const files = goFiles().filter((file) => !BEYOND_LAYOUT.test(file));
    expect(files.length).toBeGreaterThan(8000);
    for (let i = 0; i < files.length; i += BATCH) expect(disagreements(ask(files.slice(i, i + BATCH)))).toEqual([]);
  });

  test('agrees on damaged files', () => {
    const random = new RandomStream(1, 'syntax-mutants');
    const originals = goFiles().filter((file) => file.startsWith(join(GO_ROOT, 'test')) && !BEYOND_LAYOUT.test(file));
    const mutants: string[] = [];
    for (let i = 0; i < MUTANTS; i++) {
      const original = readFileSync(originals[random.below(originals.length)]!, 'latin1').slice(0, MUTANT_LENGTH);
      const mutant = damage(original, random);
      if (mutant.length === 0 || MISCOUNTED.test(mutant)) continue;
      const path = join(folder, `m${i}.go`);
      writeFileSync(path, mutant, 'latin1');
      mutants.push(path);
    }
    expect(disagreements(ask(mutants))).toEqual([]);
  });
});

function goFiles(): string[] {
  const files: string[] = [];
  for (const part of ['src', 'test']) {
    for (const name of readdirSync(join(GO_ROOT, part), { recursive: true, encoding: 'utf8' })) {
      const path = join(GO_ROOT, part, name);
      if (name.endsWith('.go') && statSync(path).isFile()) files.push(path);
    }
  }
  return files.sort();
}

function disagreements(answers: readonly OracleAnswer[]): string[] {
  return answers.flatMap((answer) => {
    const { file, errors } = parseBytes(new Uint8Array(readFileSync(answer.File)));
    const ours = errors.filter((error) => !isDirectiveError(error)).sort().join('\n');
    const theirs = [...(answer.Errors ?? [])].sort().join('\n');
    if (ours !== theirs) return [`${answer.File}\nours:\n${ours}\ntheirs:\n${theirs}`];
    if (answer.Nodes === null || file === null) return [];
    const expected = new Set(answer.Nodes);
    const found = listNodes(file);
    const extra = found.filter((node) => !expected.has(node));
    return extra.length === 0 && found.length === expected.size ? [] : [`${answer.File}: ${extra.slice(0, 3).join(' | ')}`];
  });
}

/** The oracle runs without the compiler's handler of directives. */
function isDirectiveError(error: string): boolean {
  return /^\d+:\d+: (misplaced |usage: \/\/go:|\/\/go:)/.test(error);
}

const SCRAPS = [
  '(', ')', '{', '}', '[', ']', ';', '\n', ',', ':', '=', ':=', '<-', '...', 'func', 'type', 'var', 'if', 'for', 'range', 'switch', 'case', 'default',
  'select', 'go', 'defer', 'return', 'chan', 'map', 'struct', 'interface', '*', '&', '~', '|', '"', '`', "'", '\\', '0x', '1e', '08', '0b12', '_1', 'i',
  '/*', '*/', 'else', 'goto L', 'L:', 'break', 'continue', 'fallthrough', 'package', 'import', 'const', '\xc3\xa9', '\0', '\xff', 'if x = 1 {', 'x.(type)',
  '[T any]', 'x++', '1_000', "'ab'", '"\\q"', '//line a.go:3\n',
];

function damage(original: string, random: RandomStream): string {
  let text = original;
  for (let edits = 1 + random.below(3); edits > 0; edits--) {
    const at = random.below(text.length + 1);
    const scrap = SCRAPS[random.below(SCRAPS.length)]!;
    const from = random.below(text.length + 1);
    const replacement = [`${scrap}`, '', text.slice(from, from + random.below(40))][random.below(3)]!;
    text = text.slice(0, at) + replacement + text.slice(at + random.below(12));
  }
  return text;
}
