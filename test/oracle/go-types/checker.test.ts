/**
 * Our type checker against the one of the Go compiler installed here: its test programs and thousands of mutants of them must give the same
 * messages at the same places; and where there are none, the same types, values, selections and order of initialisation.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RandomStream } from '../../../src/base/random.ts';
import { selectDiagnostics } from '../../../src/toolchain/diagnostics.ts';
import { nodeString } from '../../../src/toolchain/go/syntax/node-string.ts';
import { colOf, lineOf, type Pos } from '../../../src/toolchain/go/syntax/position.ts';
import type { CheckedPackage } from '../../../src/toolchain/go/types/checker.ts';
import { constantText } from '../../../src/toolchain/go/types/constant.ts';
import { Mode } from '../../../src/toolchain/go/types/info.ts';
import { isFloat, isUntyped } from '../../../src/toolchain/go/types/predicates.ts';
import { typeString } from '../../../src/toolchain/go/types/type-string.ts';
import { compareErrors, expectedErrors } from '../../support/expected-errors.ts';
import { checkFiles, GO_ROOT, hasGoSources, StandardLibrary } from '../../support/go-distribution.ts';
import { inRepository } from '../../support/repository.ts';

const TESTS = join(GO_ROOT, 'test');
const FOLDERS = ['', 'abi', 'chan', 'dwarf', 'fixedbugs', 'interface', 'ken', 'syntax'];
const MUTANTS = 6000;

interface Answer {
  readonly Errors: readonly string[] | null;
  readonly Types: readonly string[] | null;
  readonly Selections: readonly string[] | null;
  readonly InitOrder: readonly string[] | null;
}

/** What is not to be compared, with the reason. */
const DIFFERENT: readonly { readonly pattern: RegExp; readonly reason: string }[] = [
  { pattern: /not supported/, reason: 'generics, complex numbers and cgo' },
  { pattern: /only allowed in|missing function body|misplaced compiler directive|go:linkname|go:embed|larger than address space|type .*too large/, reason: 'the type checker of Go leaves directives and sizes to others' },
  { pattern: /:255: /, reason: 'we show no larger column, as the Go command does' },
  { pattern: /initialization loop|invalid recursive type/, reason: 'Go chooses one of several cycles at random' },
  { pattern: /not exported by package|unknown position/, reason: 'Go sees the sources of imported packages here' },
  { pattern: /panic: /, reason: 'the oracle itself fails' },
  { pattern: /label \w+ defined and not used/, reason: 'Go reports labels in random order' },
];

const MODE_NAMES: Partial<Record<Mode, string>> = { [Mode.NoValue]: 'novalue', [Mode.Builtin]: 'builtin', [Mode.Type]: 'type', [Mode.Constant]: 'constant', [Mode.Variable]: 'variable' };

const place = (pos: Pos): string => `${lineOf(pos)}:${colOf(pos)}`;

/** Everything recorded, as the oracle prints it. */
function recorded({ info, pkg }: CheckedPackage): { types: string[]; selections: string[]; init: string[] } {
  const types = new Set<string>();
  for (const [e, { mode, type, value }] of info.types) {
    const shown = value === null || (isFloat(type) && !isUntyped(type)) ? '' : ` ${constantText(value)}`;
    const text = mode === Mode.NoValue ? '()' : typeString(type, (p) => (p === pkg ? '' : p.path));
    types.add(`${place(e.pos)} ${nodeString(e)} | ${MODE_NAMES[mode] ?? 'value'} ${text}${shown}`);
  }
  const selections = [...info.selections].map(([e, s]) => `${place(e.pos)} ${nodeString(e)} | ${s.kind} [${s.path.join(' ')}] ${s.indirect}`);
  const init = info.initOrder.map(({ lhs, rhs }) => `${lhs.map((v) => v.name).join(', ')} = ${nodeString(rhs)}`);
  return { types: [...types], selections, init };
}

/** Untyped values without constant value are operands of shift counts: Go gives them their type later than we. */
const isLate = (line: string): boolean => /\| (value|constant) (untyped int|uint)\b/.test(line);

function compareLists(what: string, go: readonly string[], ours: readonly string[]): string[] {
  const [a, b] = [new Set(go), new Set(ours)];
  return [...go.filter((x) => !b.has(x) && !isLate(x)).map((x) => `${what}: go has ${x}`), ...ours.filter((x) => !a.has(x) && !isLate(x)).map((x) => `${what}: we have ${x}`)];
}

describe.runIf(hasGoSources)('the type checker of Go 1.19', () => {
  const library = new StandardLibrary();
  let folder = '';

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'pagewalk-types-'));
    for (const name of ['syntax', 'types2']) {
      mkdirSync(join(folder, name));
      const source = join(GO_ROOT, 'src/cmd/compile/internal', name);
      for (const file of readdirSync(source)) {
        if (!/(?<!_test)\.go$/.test(file) || file === 'testing.go') continue;
        writeFileSync(join(folder, name, file), readFileSync(join(source, file), 'utf8').replaceAll('cmd/compile/internal/', 'typesoracle/'));
      }
    }
    cpSync(inRepository('test/oracle/go-types/oracle.go.txt'), join(folder, 'main.go'));
    writeFileSync(join(folder, 'go.mod'), 'module typesoracle\n\ngo 1.19\n');
    execFileSync('go', ['build', '-o', 'oracle', '.'], { cwd: folder });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const ask = (files: readonly string[]): Answer[] => {
    const output = execFileSync(join(folder, 'oracle'), { input: `${files.join('\n')}\n`, maxBuffer: 1 << 30, encoding: 'utf8' });
    return output.trimEnd().split('\n').map((line) => JSON.parse(line) as Answer);
  };

  /** Where the two disagree; and how many files were compared in full. */
  const disagreements = (files: readonly string[]): { lines: string[]; valid: number } => {
    const answers = ask(files);
    const lines: string[] = [];
    let valid = 0;
    files.forEach((file, i) => {
      const { diagnostics, checked } = checkFiles([file], library);
      const ours = diagnostics.map((d) => `${d.file}:${d.line}:${d.col}: ${d.message}`);
      const go = answers[i]!.Errors ?? [];
      if ([...ours, ...go].some((line) => DIFFERENT.some(({ pattern }) => pattern.test(line)))) return;
      if (JSON.stringify(go) !== JSON.stringify(ours)) {
        lines.push(`${file}\n  go:   ${go.join('\n        ')}\n  ours: ${ours.join('\n        ')}`);
        return;
      }
      if (checked === null || go.length > 0) return;
      valid++;
      const { types, selections, init } = recorded(checked);
      const { Types, Selections, InitOrder } = answers[i]!;
      const found = [...compareLists('types', Types ?? [], types), ...compareLists('selections', Selections ?? [], selections)];
      if (JSON.stringify(InitOrder ?? []) !== JSON.stringify(init)) found.push(`init: go ${InitOrder?.join('; ')}, ours ${init.join('; ')}`);
      if (found.length > 0) lines.push(`${file}\n  ${found.slice(0, 6).join('\n  ')}`);
    });
    return { lines, valid };
  };

  const testFiles = (): string[] => FOLDERS.flatMap((name) => readdirSync(join(TESTS, name)).filter((file) => file.endsWith('.go')).map((file) => join(TESTS, name, file)));

  test('reports what the errorcheck files expect', () => {
    let [expected, reported, matched] = [0, 0, 0];
    const extra: string[] = [];
    for (const name of readdirSync(TESTS)) {
      const path = join(TESTS, name);
      if (!name.endsWith('.go') || !readFileSync(path, 'utf8').startsWith('// errorcheck\n')) continue;
      const { shown } = selectDiagnostics(checkFiles([path], library).diagnostics, { all: true });
      const messages = shown.map(({ line, col, message }) => ({ line, text: `${name}:${line}:${col}: ${message}`.replaceAll(`${TESTS}/`, '') }));
      const result = compareErrors(expectedErrors(readFileSync(path, 'utf8'), name), messages);
      expected += result.expected;
      reported += result.reported;
      matched += result.matched;
      extra.push(...result.extra.map((line) => `${name}: ${line}`));
    }
    console.log(`${expected} errors expected, ${reported} reported, ${matched} in Go's words, ${extra.length} more`);
    expect(reported / expected).toBeGreaterThan(0.99);
    expect(matched / expected).toBeGreaterThan(0.99);
    expect(extra.length).toBeLessThan(5);
  });

  test('agrees on all test programs', () => {
    const { lines, valid } = disagreements(testFiles());
    console.log(`${valid} valid programs with equal records`);
    expect(lines).toEqual([]);
    expect(valid).toBeGreaterThan(1100);
  });

  test('agrees on mutants', () => {
    const random = new RandomStream(1, 'type-mutants');
    const originals = testFiles().map((file) => readFileSync(file, 'utf8')).filter((text) => text.length < 9000 && /^\/\/ (run|errorcheck|compile|build)/.test(text) && !/go:(linkname|embed)/.test(text));
    const files: string[] = [];
    for (let i = 0; i < MUTANTS; i++) {
      const path = join(folder, `m${i}.go`);
      writeFileSync(path, mutant(originals[random.below(originals.length)]!, random));
      files.push(path);
    }
    expect(disagreements(files).lines).toEqual([]);
  });

  test('gave the recorded messages', () => {
    const rows = JSON.parse(readFileSync(inRepository('test/toolchain/go-types/recorded-diagnostics.json'), 'utf8')) as { program: string; errors: string[] }[];
    const files = rows.map(({ program }, i) => {
      const path = join(folder, `r${i}.go`);
      writeFileSync(path, program);
      return path;
    });
    const isRandom = (errors: readonly string[]): boolean => errors.some((line) => line.includes('initialization loop'));
    ask(files).forEach(({ Errors }, i) => {
      const errors = (Errors ?? []).map((line) => line.replaceAll(files[i]!, 'f.go'));
      if (!isRandom(errors)) expect(errors).toEqual(rows[i]!.errors);
    });
  });
});

const TOKEN = /[A-Za-z_]\w*|\d[\w.]*|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)+'|`[^`]*`|\/\/[^\n]*|\/\*[\s\S]*?\*\/|[+\-*/%&|^<>=!:]+|\S/g;
const OPERATORS = ['+', '-', '*', '/', '%', '&', '|', '^', '<<', '>>', '&^', '==', '!=', '<', '<=', '>', '>=', '&&', '||', '=', ':=', '+=', '<<='];
const TYPES = ['int', 'string', 'float64', '[]byte', 'bool', 'uint8', 'error', 'interface{}', '*int', 'map[string]int', 'chan int', 'func()', 'struct{}', '[3]int', 'uint', 'rune'];
const LITERALS = ['1', '-1', '0', '"s"', "'a'", '1.5', '1e100', 'nil', 'true', '256', '1<<40'];

/** A program with up to four names, operators or literals exchanged for others: most parse, few type-check. */
function mutant(text: string, random: RandomStream): string {
  const pick = (list: readonly string[]): string => list[random.below(list.length)]!;
  for (let rounds = 1 + random.below(4); rounds > 0; rounds--) {
    const tokens = [...text.matchAll(TOKEN)].filter(([token]) => !token.startsWith('//') && !token.startsWith('/*'));
    const names = tokens.map(([token]) => token).filter((token) => /^[A-Za-z_]/.test(token));
    if (names.length === 0) break;
    const { 0: token, index } = tokens[random.below(tokens.length)]!;
    let replacement = token;
    if (/^[A-Za-z_]/.test(token)) replacement = [pick(names), pick(names), pick(TYPES), pick(LITERALS), `${token}x`][random.below(5)]!;
    else if (/^[\d"'`]/.test(token)) replacement = random.below(3) > 0 ? pick(LITERALS) : pick(names);
    else if (/^[+\-*/%&|^<>=!:]+$/.test(token)) replacement = pick(OPERATORS);
    text = text.slice(0, index) + replacement + text.slice(index + token.length);
  }
  return text;
}
