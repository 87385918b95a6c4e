/** Bodies of the library's functions, and literals, are parsed and checked when they are needed: the same comes of them as at once, and all of them are sound. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkGo } from '../../../src/toolchain/go/compile.ts';
import type { File } from '../../../src/toolchain/go/syntax/ast.ts';
import { DeferredBlock, DeferredLiteral } from '../../../src/toolchain/go/syntax/deferred-parts.ts';
import { parseFile } from '../../../src/toolchain/go/syntax/parser.ts';
import { FileSet } from '../../../src/toolchain/go/syntax/position.ts';
import { LIBRARY, treeWith } from '../../support/go-program.ts';

const SOURCES = readdirSync(LIBRARY.root, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.go'))
  .map((entry) => join(entry.parentPath, entry.name));

function parse(bytes: Uint8Array, defersBodies: boolean): File {
  const fileSet = new FileSet();
  const { file, errors } = parseFile(fileSet.add('x.go', bytes, '/x.go'), fileSet, { isLibrary: true, defersBodies });
  expect(errors).toEqual([]);
  return file!;
}

const deferredIn = (file: File): number => file.declList.filter((decl) => decl.kind === 'FuncDecl' && decl.body instanceof DeferredBlock).length;

const deferredLiteralsIn = (file: File): number =>
  file.declList.filter((decl) => decl.kind === 'VarDecl' && [decl.values].some((value) => value instanceof DeferredLiteral || (value?.kind === 'Operation' && value.x instanceof DeferredLiteral))).length;

/** The whole tree; bodies are read. Branches name the places of their targets. */
const text = (file: File): string =>
  JSON.stringify(file, (key, value: unknown) => {
    if (key === 'target') return (value as { pos?: number } | null)?.pos ?? null;
    if (value instanceof DeferredBlock) return { kind: value.kind, pos: value.pos, list: value.list, rbrace: value.rbrace };
    if (value instanceof DeferredLiteral) return { kind: value.kind, pos: value.pos, type: value.type, elemList: value.elemList, keyCount: value.keyCount, rbrace: value.rbrace };
    return value;
  });

const expectSame = (bytes: Uint8Array): void => expect(text(parse(bytes, true))).toBe(text(parse(bytes, false)));

describe('a body that is passed over', () => {
  test('is parsed to the same tree, in every file of the library', () => {
    expect(SOURCES.length).toBeGreaterThan(100);
    for (const source of SOURCES) expectSame(readFileSync(source));
  });

  test.each([
    ['strings', 'a := "}{\\"}"; b := ""; use(a, b, "\\\\")'],
    ['characters', "use('{', '}', '\\'', '\"', '`', '\\\\')"],
    ['raw strings', 'use(`}\n"}\'\n\\`, ``)\n\tuse(`{`)'],
    ['comments', '// }} "\n\tuse(1) /* } */ /**/ /*\n } */ /*/ } */\n\tuse(2) // it\'s {'],
    ['blocks', 'for { if x := (T{1}); x == (T{}) { func() {}() } }'],
    ['division', 'use(6 / 2, a /b)'],
    ['letters of several bytes', 'é := "ü}"; use(é, \'世\')'],
    ['probes', '//go:probe here(a)\n\tuse(a)'],
    ['nothing', ''],
  ])('may contain %s', (_, body) => {
    const source = new TextEncoder().encode(`package p\n\nfunc f() { }\n\nfunc (t T) g() int {\n\t${body}\n}\n\nvar after = 1\n`);
    expect(deferredIn(parse(source, true))).toBe(2);
    expectSame(source);
  });
});

describe('a literal that is passed over', () => {
  test.each([
    ['elements of all kinds', '1, "}": {2, {3}}, `}`: \'}\', // }\n\tf: func() T { return T{1} },'],
    ['lines', '\n\t1,\n\t2: 3,\n'],
    ['nothing', ''],
  ])('may contain %s', (_, elements) => {
    const source = new TextEncoder().encode(`package p\n\nvar a = T{${elements}}\n\nvar b = &[...]T{${elements}}\n\nvar c, d = x, T{${elements}}\n\nvar f = func() any { return T{${elements}} }\n`);
    expect(deferredLiteralsIn(parse(source, true))).toBe(2);
    expectSame(source);
  });
});

test('All of the library is sound', () => {
  const folders = [...new Set(SOURCES.map((source) => relative(LIBRARY.root, join(source, '..'))))].filter((path) => LIBRARY.folderOf(path) !== null);
  const open = folders.filter((path) => !/(^|\/)internal(\/|$)/.test(path));
  const program = `package main\n\nimport (\n${open.map((path) => `\t_ "${path}"\n`).join('')})\n\nfunc main() {}\n`;
  const result = checkGo({ target: { kind: 'files', paths: ['/m/main.go'] }, tree: treeWith({ '/m/main.go': program }), library: LIBRARY }, { all: false });
  expect(result).toEqual({ elf: null, errors: [], packages: [] });
});
