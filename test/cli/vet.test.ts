/** `pagewalk vet`: Go's messages on standard error, exit codes, and with -m what the compiler decides. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inRepository } from '../support/repository.ts';

const ERRORS = Array.from({ length: 12 }, (_, i) => `\tvar x${i} int = "a"\n`).join('');
const FILES: Readonly<Record<string, string>> = {
  'good.go': 'package main\n\nfunc point() *int {\n\tx := 1\n\treturn &x\n}\n\nfunc main() {\n\tprintln(*point())\n}\n',
  'unused.go': 'package main\n\nimport "os"\n\nfunc main() {\n\tx := 1\n}\n',
  'syntax.go': 'package main\n\nfunc main() {\n\tx := := 1\n}\n',
  'many.go': `package main\n\nfunc main() {\n${ERRORS}}\n`,
  'missing.go': 'package main\n\nimport "no/such"\n\nfunc main() { such.F(); y := 1 }\n',
  'dot.go': 'package main\n\nimport . "no/such"\n\nvar a T = F()\n\nfunc main() { return 1 }\n',
  'path.go': 'package main\n\nimport "a\\x00b"\n\nfunc main() {}\n',
  'file.go': 'package main\n\nimport "fmt/print.go"\n\nfunc main() {}\n',
  'escape.go': 'package main\n\nimport m "m\\x61th"\n\nfunc main() { println(m.Pi) }\n',
  'generic.go': 'package main\n\nfunc id[T any](x T) T { return x }\n\nfunc main() {}\n',
  'cgo.go': 'package main\n\nimport "C"\n\nfunc main() {}\n',
  'module/go.mod': 'module example.com/m\n',
  'module/main.go': 'package main\n\nimport "example.com/m/shapes"\n\nvar a = shapes.inlined()\nvar b = shapes.large()\nvar c = shapes.hidden()\n\nfunc main() {}\n',
  'module/shapes/shapes.go': `package shapes
type shape struct{}
func New() *shape { return inlined() }
func inlined() *shape { return nil }
func Big() int { defer hidden(); return large() }
func large() int { return 1 }
func (*shape) grow() { hidden() }
func hidden() {}
`,
  'pair/a.go': 'package main\n\nfunc main() { f() }\n',
  'pair/b.go': 'package main\n\nfunc f() int { return 1 + "x" }\n',
};
const REMARKS = [
  '# command-line-arguments', './good.go:3:6: can inline point', './good.go:8:6: can inline main', './good.go:9:16: inlining call to point', './good.go:4:2: moved to heap: x', '',
].join('\n');

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pagewalk-vet-'));
  for (const name of ['pair', 'module/shapes']) mkdirSync(join(folder, name), { recursive: true });
  for (const [name, text] of Object.entries(FILES)) writeFileSync(join(folder, name), text);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const vet = (...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [inRepository('bin/pagewalk.js'), 'vet', ...args], { cwd: folder, encoding: 'utf8', input: '' });
  return { status, stdout, stderr };
};

test('says nothing about good programs', () => {
  expect(vet('good.go')).toEqual({ status: 0, stdout: '', stderr: '' });
});

test('reads escapes in import paths', () => {
  expect(vet('escape.go')).toEqual({ status: 0, stdout: '', stderr: '' });
});

test('explains what is inlined and what escapes', () => {
  expect(vet('-m', 'good.go')).toEqual({ status: 0, stdout: '', stderr: REMARKS });
});

test.each<[string, string[], RegExp]>([
  ['errors sorted by line', ['unused.go'], /^# command-line-arguments\n\.\/unused\.go:3:8: imported and not used: "os"\n\.\/unused\.go:6:2: x declared but not used\n$/],
  ['errors, no explanations', ['-m', 'unused.go'], /^# command-line-arguments\n\.\/unused\.go:3:8: .*\n\.\/unused\.go:6:2: .*\n$/],
  ['a syntax error', ['syntax.go'], /^# command-line-arguments\n\.\/syntax\.go:4:7: syntax error: unexpected :=, expecting expression\n$/],
  ['names that importers know with inlined bodies', ['module'], /^# example\.com\/m\nmodule\/main\.go:5:16: inlined not exported by package shapes\nmodule\/main\.go:6:16: undefined: shapes\.large\nmodule\/main\.go:7:16: undefined: shapes\.hidden\n$/],
  ['ten errors', ['many.go'], /^#.*\n(\.\/many\.go:\d+:\d+: .*\n){10}\.\/many\.go:\d+:\d+: too many errors\n$/],
  ['all errors', ['-e', 'many.go'], /^#.*\n(\.\/many\.go:\d+:\d+: (?!too many).*\n){12,}$/],
  ['a file of the library as a package', ['file.go'], /^file\.go:3:8: package fmt\/print\.go is not in .*\n$/],
  ['a package that is missing', ['missing.go'], /^missing\.go:3:8: package no\/such is not in .*\n$/],
  ['a package that is missing, and other errors', ['-e', 'missing.go'], /^missing\.go:3:8: package no\/such is not in .*\n#.*\n\.\/missing\.go:5:25: y declared but not used\n$/],
  ['names that may be of a missing package', ['-e', 'dot.go'], /^dot\.go:3:8: .*\n#.*\n\.\/dot\.go:7:22: too many return values\n\thave \(number\)\n\twant \(\)\n$/],
  ['an import path with a character that none may have', ['path.go'], /^path\.go:3:8: invalid import path: "a\\x00b"\n$/],
  ['generics', ['generic.go'], /^#.*\n\.\/generic\.go:3:9: type parameters are not supported \(generic function id\)\n$/],
  ['cgo', ['cgo.go'], /cgo is not supported \(import "C"\)\n$/],
  ['several files', ['pair/a.go', 'pair/b.go'], /^#.*\npair\/b\.go:3:23: invalid operation: 1 \+ "x" \(mismatched types untyped int and untyped string\)\n/],
  ['a folder', ['pair'], /pair\/b\.go:3:23: invalid operation/],
])('%s', (_, args, message) => {
  const { status, stdout, stderr } = vet(...args);
  expect(stderr).toMatch(message);
  expect([status, stdout]).toEqual([1, '']);
});
