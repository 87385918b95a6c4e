import { describe, expect, test } from 'vitest';
import { loadProgram, type LoadResult, type LoadTarget } from '../../../../src/toolchain/go/load/package-loader.ts';
import type { LibraryMap, SourceTree } from '../../../../src/toolchain/go/load/source-tree.ts';

/** A tree of files under /w, with the library under /lib. */
function treeOf(files: Readonly<Record<string, string>>): SourceTree {
  const absolute = (path: string): string => (path.startsWith('/') ? path : path === '.' ? '/w' : `/w/${path.replace(/^\.\//, '')}`);
  const all = new Map(Object.entries(files).map(([path, text]) => [absolute(path), text]));
  return {
    absolute,
    readFile: (path) => {
      const text = all.get(absolute(path));
      return text === undefined ? null : new TextEncoder().encode(text);
    },
    listFiles: (folder) => {
      const prefix = `${absolute(folder)}/`;
      const names = [...all.keys()].filter((path) => path.startsWith(prefix)).map((path) => path.slice(prefix.length));
      return names.length === 0 ? null : names.filter((name) => !name.includes('/'));
    },
  };
}

function load(files: Readonly<Record<string, string>>, target: LoadTarget = { kind: 'folder', path: '.' }): LoadResult {
  const tree = treeOf(files);
  const library: LibraryMap = { root: '/lib', folderOf: (path) => (tree.listFiles(`/lib/${path}`) === null ? null : `/lib/${path}`) };
  return loadProgram({ target, tree, library, implicitImports: ['runtime'] });
}

const RUNTIME = { '/lib/runtime/r.go': 'package runtime' };
const MODULE = { ...RUNTIME, 'go.mod': 'module example.com/m // ours\n\ngo 1.19\n' };

describe('packages come after what they import', () => {
  test('a module with sub-packages and the library', () => {
    const result = load({
      ...MODULE,
      'main.go': 'package main\nimport ("example.com/m/b"; "fmt"; "unsafe")',
      'b/b.go': 'package b\nimport "example.com/m/a"',
      'b/b_test.go': 'package b\nimport "nosuch"',
      'a/a.go': 'package a\nimport f "fmt"',
      '/lib/fmt/fmt.go': 'package fmt',
    });
    expect(result.errors).toEqual([]);
    expect(result.packages.map(({ path }) => path)).toEqual(['runtime', 'fmt', 'example.com/m/a', 'example.com/m/b', 'example.com/m']);
    const main = result.packages.at(-1)!;
    expect([...main.imports.keys()]).toEqual(['example.com/m/b', 'fmt']);
    expect(main.imports.get('fmt')!.isLibrary).toBe(true);
  });

  test('files are taken whatever their constraints', () => {
    const result = load({ ...RUNTIME, 'x.go': '//go:build ignore\n\npackage main', 'y.go': 'package main' }, { kind: 'files', paths: ['x.go', 'y.go'] });
    expect(result.errors).toEqual([]);
    expect(result.packages.at(-1)).toMatchObject({ path: 'command-line-arguments', name: 'main' });
    expect(result.packages.at(-1)!.files).toHaveLength(2);
  });

  test('a folder gives its Go and assembly files that belong to the build', () => {
    const result = load({ ...MODULE, 'm.go': 'package main', 'm_windows.go': 'package main', 'a_386.s': '', 'a_arm.s': '', 'notes.txt': '' });
    expect(result.packages.at(-1)!.files).toHaveLength(1);
    expect(result.packages.at(-1)!.assembly.map(({ name }) => name)).toEqual(['a_386.s']);
  });

  test('syntax errors stay with their package, named as go build names files', () => {
    const result = load({ ...MODULE, 'main.go': 'package main\nimport "example.com/m/b"\nx', 'b/b.go': 'package b\ny' });
    expect(result.errors).toEqual([]);
    expect(result.packages.slice(1).map(({ path, diagnostics }) => [path, diagnostics[0]!.file])).toEqual([['example.com/m/b', 'b/b.go'], ['example.com/m', './main.go']]);
  });
});

describe('what go build says before it compiles', () => {
  const main = (imports: string) => ({ ...MODULE, 'main.go': `package main\n\nimport ${imports}\n` });
  test.each([
    ['a package that is nowhere', main('"nosuch/x"'), 'main.go:3:8: package nosuch/x is not in GOROOT (/lib/nosuch/x)'],
    ['another module', main('"x.com/y"'), 'main.go:3:8: no required module provides package x.com/y; to add it:\n\tgo get x.com/y'],
    ['a missing sub-package', main('"example.com/m/no"'), 'main.go:3:8: no required module provides package example.com/m/no; to add it:\n\tgo get example.com/m/no'],
    ['an empty path', main('""'), 'main.go:3:8: invalid import path: ""'],
    ['an absolute path', main('"/etc/passwd"'), `main.go:3:8: "/etc/passwd" is not a package path; see 'go help packages'`],
    ['a relative path', main('"../x"'), 'main.go:3:8: local import "../x" in non-local package'],
    ['the folder above', main('".."'), 'main.go:3:8: local import ".." in non-local package'],
    ['the folder itself', main('"."'), 'main.go:3:8: .: cannot import current directory'],
    ['a name before the path', main('x "nosuch"'), 'main.go:3:8: package nosuch is not in GOROOT (/lib/nosuch)'],
    ['a missing package below internal', main('"x.com/internal/y"'), 'main.go:3:8: no required module provides package x.com/internal/y; to add it:\n\tgo get x.com/internal/y'],
    ['a package below internal', main('"internal/abi"'), 'package example.com/m\n\tmain.go:3:8: use of internal package internal/abi not allowed'],
    [
      'a package below internal, deeper',
      { ...main('"example.com/m/a"'), 'a/a.go': 'package a\nimport "internal/abi"' },
      'package example.com/m\n\timports example.com/m/a\n\ta/a.go:2:8: use of internal package internal/abi not allowed',
    ],
    [
      'an imported folder with two packages',
      { ...main('"example.com/m/p"'), 'p/a.go': 'package a', 'p/b.go': 'package b' },
      'main.go:3:8: found packages a (a.go) and b (b.go) in /w/p',
    ],
    ['an imported file whose head is wrong', { ...main('"example.com/m/p"'), 'p/p.go': 'packag p' }, "p/p.go:1:1: expected 'package', found packag"],
    ['a head that is wrong hides what is imported', { ...main('"example.com/m/p"\nimport 5'), 'p/p.go': 'packag p' }, "main.go:4:8: expected 'STRING', found 5"],
    ['a slash at the end', main('"fmt/"'), 'main.go:3:8: malformed import path "fmt/": trailing slash'],
    ['two slashes', main('"a//b"'), 'main.go:3:8: malformed import path "a//b": double slash'],
    ['a dash at the beginning', main('"-x"'), 'main.go:3:8: malformed import path "-x": leading dash'],
    ['a step up', main('"fmt/../os"'), 'main.go:3:8: malformed import path "fmt/../os": invalid path element ".."'],
    ['a dot at the end', main('"x.com/y."'), 'main.go:3:8: malformed import path "x.com/y.": trailing dot in path element'],
    ['a letter that is none of ASCII', main('"é"'), `main.go:3:8: malformed import path "é": invalid char 'é'`],
    ['a device of Windows', main('"a/con.x"'), 'main.go:3:8: malformed import path "a/con.x": "con" disallowed as path element component on Windows'],
    ['a short name of Windows', main('"a/b~1"'), 'main.go:3:8: malformed import path "a/b~1": trailing tilde and digits in path element'],
    ['a vendored package', main('"vendor/x"'), 'main.go:3:8: vendor/x must be imported as x'],
    ['a version', main('"x@v1"'), `package example.com/m\n\timports x@v1: can only use path@version syntax with 'go get' and 'go install' in module-aware mode`],
    ['a program', { ...main('"example.com/m/p"'), 'p/p.go': 'package main' }, 'main.go:3:8: import "example.com/m/p" is a program, not an importable package'],
    [
      'a cycle',
      { ...main('"example.com/m/a"'), 'a/a.go': 'package a\nimport "example.com/m/b"', 'b/b.go': 'package b\nimport "example.com/m/a"' },
      'package example.com/m\n\timports example.com/m/a\n\timports example.com/m/b\n\timports example.com/m/a: import cycle not allowed',
    ],
    ['two packages in a folder', { ...MODULE, 'a.go': 'package a', 'b.go': 'package b' }, 'found packages a (a.go) and b (b.go) in /w'],
    ['no files', { ...MODULE, 'x.txt': '' }, 'no Go files in /w'],
    [
      'all files excluded',
      { ...main('"example.com/m/b"'), 'b/b.go': '//go:build ignore\n\npackage b' },
      'package example.com/m\n\timports example.com/m/b: build constraints exclude all Go files in /w/b',
    ],
  ])('%s', (_situation, files, error) => expect(load(files).errors).toEqual([error]));

  test('of files, relative paths are refused in other words', () => {
    const { errors } = load({ ...RUNTIME, 'x.go': 'package main\nimport "./y"\n' }, { kind: 'files', paths: ['x.go'] });
    expect(errors).toEqual(['x.go:2:8: "./y" is relative, but relative import paths are not supported in module mode']);
  });

  test.each([
    [
      "the program's own error comes first, then the others by import path",
      {
        ...MODULE, 'a.go': 'package main\nimport "example.com/m/x"', 'b.go': 'package other\nimport "example.com/m/y"',
        'x/x.go': 'package x\nimport "nosuch"', 'y/y.go': 'package y\nimport 5',
      },
      ['found packages main (a.go) and other (b.go) in /w', "y/y.go:2:8: expected 'STRING', found 5", 'x/x.go:2:8: package nosuch is not in GOROOT (/lib/nosuch)'],
    ],
    [
      'a program imported twice, which imports what is missing',
      { ...main('("example.com/m/x"; "example.com/m/p")'), 'x/x.go': 'package x\nimport "example.com/m/p"', 'p/p.go': 'package main\nimport "nosuch"' },
      ['main.go:3:28: import "example.com/m/p" is a program, not an importable package', 'p/p.go:2:8: package nosuch is not in GOROOT (/lib/nosuch)'],
    ],
    [
      'what two packages miss is told once',
      { ...main('("example.com/m/x"; "nosuch")'), 'x/x.go': 'package x\nimport "nosuch"' },
      ['x/x.go:2:8: package nosuch is not in GOROOT (/lib/nosuch)'],
    ],
    [
      'a cycle through the program',
      { ...main('"example.com/m/p"'), 'p/p.go': 'package p\nimport "example.com/m"' },
      [
        'package example.com/m\n\timports example.com/m/p\n\timports example.com/m: import cycle not allowed',
        'p/p.go:2:8: import "example.com/m" is a program, not an importable package',
      ],
    ],
  ])('%s', (_situation, files, errors) => expect(load(files).errors).toEqual(errors));
});

describe('heads of files are refused in the words of the go command', () => {
  test.each([
    ['', "1:1: expected 'package', found 'EOF'"],
    ['// nothing\n', "1:12: expected 'package', found 'EOF'"],
    ['func main() {}', "1:1: expected 'package', found 'func'"],
    ['packag main', "1:1: expected 'package', found packag"],
    ['package 1', "1:9: expected 'IDENT', found 1"],
    ['package main; import fmt\n', "1:25: expected 'STRING', found newline"],
    ['package main /* a\n */ import\n', "2:12: expected 'STRING', found 'EOF'"],
    ['package main import "fmt"', "1:14: expected ';', found 'import'"],
    ["package main\nimport 'fmt'", '2:8: illegal rune literal'],
    ["package main\nimport 'f'", "2:8: expected 'STRING', found 'f'"],
    ["package main\nimport 'f", '2:8: rune literal not terminated'],
    ['package main\nimport "fmt', '2:8: string literal not terminated'],
    ['package main\nimport `fmt', '2:8: raw string literal not terminated'],
    ['package main\nimport ("fmt" "os")', '2:15: expected \';\', found "os"'],
    ['package main\nimport ("fmt", "os")', "2:14: expected ';', found ','"],
    ['package main\nimport é.x "fmt"', "2:10: expected 'STRING', found '.'"],
    ['package main\nimport @ "fmt"', "2:8: illegal character U+0040 '@'"],
    ['package main\nimport "a\\qb"', '2:11: unknown escape sequence'],
    ['package main\nimport "\\x"', `2:11: illegal character U+0022 '"' in escape sequence`],
    ['package main\nimport "\\400"', '2:10: escape sequence is invalid Unicode code point'],
    ['package main\nimport "a\\b"', '2:8: invalid import path: "a\\b"'],
    ['package main\nimport ""', '2:8: invalid import path: ""'],
    ['package main\n/* open\nimport "fmt"', '2:1: comment not terminated'],
    ['package main\nimport 1.5e+3', "2:8: expected 'STRING', found 1.5e+3"],
  ])('%j', (text, message) => {
    const { errors } = load({ ...RUNTIME, 'x.go': text, 'y.go': 'func' }, { kind: 'files', paths: ['x.go', 'y.go'] });
    expect(errors).toEqual([`x.go:${message}`]);
  });

  test('the compiler stops behind a package clause that it does not understand', () => {
    const { packages } = load({ ...RUNTIME, 'x.go': 'package main\nx', 'y.go': 'package main main', 'z.go': 'package main\nz' }, { kind: 'files', paths: ['x.go', 'y.go', 'z.go'] });
    expect(packages.at(-1)!.diagnostics.map(({ file }) => file)).toEqual(['./x.go', './y.go']);
  });

  test.each([
    'package main\nimport (\n"runtime"; . "runtime"\n_ "runtime"\n)\nimport `runtime`\nfunc {',
    'package main main',
    'package main.x',
    'package main {',
    'package main\nimport "runtime" x',
    'package main\nimport "runtime", "os"',
    'package main /* a */ // b\nimport "runtime" "os"',
  ])('what is wrong behind them is left to the compiler: %j', (text) => {
    const result = load({ ...RUNTIME, 'x.go': text }, { kind: 'files', paths: ['x.go'] });
    expect(result.errors).toEqual([]);
    expect(result.packages.at(-1)!.diagnostics[0]!.message).toMatch(/^syntax error/);
  });
});
