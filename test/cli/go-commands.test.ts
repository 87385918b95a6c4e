/** Go programs of several files and packages on the command line, and what go build says of those that are none. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { namedProgram } from '../../src/cli/program-files.ts';
import { inRepository } from '../support/repository.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pagewalk-go-commands-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Files = Readonly<Record<string, string | Uint8Array>>;

/** Writes files into a folder of its own, and calls pagewalk there. */
function inFolder(name: string, files: Files, ...args: string[]): { readonly code: number | null; readonly stdout: string; readonly stderr: string } {
  const place = join(folder, name);
  mkdirSync(place, { recursive: true });
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(place, path)), { recursive: true });
    writeFileSync(join(place, path), content);
  }
  const { status, stdout, stderr } = spawnSync(process.execPath, [inRepository('dist/src/cli/main.js'), ...args], { cwd: place, encoding: 'utf8', maxBuffer: 2 ** 26 });
  return { code: status, stdout, stderr: stderr.replaceAll(place, 'HERE') };
}

const MAIN = 'package main\n\nfunc main() {}\n';
const TWO_FILES: Files = {
  'a.go': 'package main\n\nimport "os"\n\nfunc main() {\n\tos.Stdout.WriteString(greet())\n\tfor _, arg := range os.Args[1:] {\n\t\tos.Stdout.WriteString(" " + arg)\n\t}\n}\n',
  'b.go': 'package main\n\n//go:noinline\nfunc greet() string {\n\treturn "hi"\n}\n',
};

test.each([
  ['a.go', ['b.go', 'c', 'd.go'], [], ['a.go', 'b.go'], ['c', 'd.go']],
  ['a.go', ['b.go', 'c.go'], ['--', 'c.go'], ['a.go', 'b.go'], ['c.go']],
  ['a.go', ['b.go'], ['--', 'b.go'], ['a.go'], ['b.go']],
  ['folder', ['b.go'], [], ['folder'], ['b.go']],
  ['a.s', ['b.go'], [], ['a.s'], ['b.go']],
])('%s %j: Go sources that follow the first belong to the program', (file, rest, end, files, guestArguments) => {
  expect(namedProgram(file, rest, ['node', 'pagewalk', 'run', ...end])).toEqual({ files, guestArguments });
});

test('several files are one program, for every command', () => {
  expect(inFolder('two', TWO_FILES, 'run', 'a.go', 'b.go', 'x', 'y')).toEqual({ code: 0, stdout: 'hi x y', stderr: '' });
  expect(inFolder('two', {}, 'vet', 'a.go', 'b.go')).toEqual({ code: 0, stdout: '', stderr: '' });
  expect(inFolder('two', {}, 'vet', 'a.go').stderr).toBe('# command-line-arguments\n./a.go:6:24: undefined: greet\n');
  expect(inFolder('two', {}, 'stat', '--json', 'a.go', 'b.go').stdout).toBe('hi');
  expect(inFolder('two', {}, 'strace', 'a.go', 'b.go', 'z').stderr).toContain('write(1, " z", 2)');
  expect(inFolder('two', {}, 'run', '-m', 'a.go', 'b.go').stderr).toContain('./a.go:8:29: " " + arg escapes to heap\n');
});

test('disasm shows source lines beside the instructions of a Go program', () => {
  const { stdout, code } = inFolder('two', TWO_FILES, 'disasm', 'a.go', 'b.go');
  expect(code).toBe(0);
  expect(stdout).toMatch(/<main\.greet>:\n(.*\n)*?; b\.go:5\treturn "hi"\n +[0-9a-f]+:\t/);
});

test('a folder is built with its packages, to a file, into a folder, or beside its sources', () => {
  const files = { 'go.mod': 'module m\n', 'main.go': 'package main\n\nimport "m/sub"\n\nfunc main() { println(sub.X) }\n', 'sub/s.go': 'package sub\n\nconst X = 3\n', 'out/x': '' };
  expect(inFolder('m', files, 'run', '.')).toEqual({ code: 0, stdout: '', stderr: '3\n' });
  expect(inFolder('m', {}, 'build', '.')).toEqual({ code: 0, stdout: '', stderr: '' });
  expect(inFolder('m', {}, 'build', '-o', 'out', '.').code).toBe(0);
  expect(existsSync(join(folder, 'm', 'm'))).toBe(true);
  expect(inFolder('m', {}, 'run', 'out/m').stderr).toBe('3\n');
  expect(inFolder('m', {}, 'build', '-o', 'no/such', '.')).toMatchObject({ code: 125, stderr: expect.stringContaining('pagewalk: no/such: ENOENT') });
});

describe('a folder that is no program', () => {
  const module = 'module m\n';
  test.each<[string, Files, string]>([
    ['import-cycle', { 'm.go': 'package main\n\nimport "m/a"\n\nfunc main() { a.F() }\n', 'a/a.go': 'package a\n\nimport "m/b"\n\nfunc F() { b.F() }\n', 'b/b.go': 'package b\n\nimport "m/a"\n\nfunc F() { a.F() }\n' },
      'package m\n\timports m/a\n\timports m/b\n\timports m/a: import cycle not allowed\n'],
    ['two-packages', { 'a.go': MAIN, 'b.go': 'package other\n' }, 'found packages main (a.go) and other (b.go) in HERE\n'],
    ['two-mains', { 'a.go': MAIN, 'b.go': MAIN }, '# m\n./b.go:3:6: main redeclared in this block\n\t./a.go:3:6: other declaration of main\n'],
    ['no-main', { 'a.go': 'package main\n' }, '# m\nruntime.main_main·f: function main is undeclared in the main package\n'],
    ['library', { 'a.go': 'package lib\n' }, 'package m is not a main package\n'],
    ['imports-program', { 'a.go': 'package main\n\nimport "m/p"\n\nfunc main() { p.F() }\n', 'p/p.go': MAIN }, 'a.go:3:8: import "m/p" is a program, not an importable package\n'],
    ['internal', { 'a.go': 'package main\n\nimport "internal/rtype"\n\nfunc main() { _ = rtype.TypeOf }\n' }, 'package m\n\ta.go:3:8: use of internal package internal/rtype not allowed\n'],
    ['missing', { 'a.go': 'package main\n\nimport "example.com/x"\n\nfunc main() { x.F() }\n' }, 'a.go:3:8: no required module provides package example.com/x; to add it:\n\tgo get example.com/x\n'],
    ['empty', {}, 'no Go files in HERE\n'],
    ['only-tests', { 'a_test.go': 'package main\n' }, 'go build m: no non-test Go files in HERE\n'],
    ['other-system', { 'a_windows.go': MAIN }, 'package m: build constraints exclude all Go files in HERE\n'],
  ])('%s', (name, files, stderr) => {
    expect(inFolder(name, { 'go.mod': module, ...files }, 'run', '.')).toEqual({ code: 1, stdout: '', stderr });
  });

  test('one without go.mod can use the library and nothing else', () => {
    expect(inFolder('no-module', { 'a.go': MAIN }, 'vet', '.')).toEqual({ code: 0, stdout: '', stderr: '' });
    const source = 'package main\n\nimport "m.org/x"\n\nfunc main() { x.F() }\n';
    const stderr = "a.go:3:8: no required module provides package m.org/x: go.mod file not found in current directory or any parent directory; see 'go help modules'\n";
    expect(inFolder('no-module', { 'a.go': source }, 'vet', '.')).toEqual({ code: 1, stdout: '', stderr });
  });
});

test.each<[string, string | Uint8Array, number, string]>([
  ['a byte order mark at the start is passed over', '\ufeffpackage main\n\nfunc main() { println("x") }\n', 0, 'x\n'],
  ['one inside is not', 'package main\n\nfunc main() { println("\ufeff") }\n', 1, '# command-line-arguments\n./main.go:3:24: invalid BOM in the middle of the file\n'],
  ['NUL', 'package main\n\nfunc main() { println("\0") }\n', 1, '# command-line-arguments\n./main.go:3:24: invalid NUL character\n'],
  ['bytes that are not UTF-8', Buffer.from('package main\n\nfunc main() { println("\xff") }\n', 'latin1'), 1, '# command-line-arguments\n./main.go:3:24: invalid UTF-8 encoding\n'],
  ['an empty file', '', 1, "main.go:1:1: expected 'package', found 'EOF'\n"],
])('%s', (_situation, content, code, stderr) => {
  expect(inFolder('bytes', { 'main.go': content }, 'run', 'main.go')).toEqual({ code, stdout: '', stderr });
});

test('files that are not there, and folders among files, end with the codes of other commands', () => {
  expect(inFolder('none', { 'a.go': MAIN, 'd.go/x': '' }, 'run', 'b.go')).toEqual({ code: 127, stdout: '', stderr: 'pagewalk: b.go: No such file or directory\n' });
  expect(inFolder('none', {}, 'run', 'a.go', 'd.go')).toEqual({ code: 2, stdout: '', stderr: 'pagewalk: d.go: named with others must be a .go file\n' });
});

test('a function of 150 000 statements compiles', () => {
  const source = `package main\n\nfunc main() {\n\tx := 0\n${'\tx += 3\n'.repeat(150_000)}\tprintln(x)\n}\n`;
  expect(inFolder('long', { 'main.go': source }, 'run', 'main.go')).toEqual({ code: 0, stdout: '', stderr: '450000\n' });
});
