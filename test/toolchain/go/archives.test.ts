/** Compiled packages that are kept: what is made with them is the same to the byte, and only what has changed is compiled again. */
import { createHash } from 'node:crypto';
import { deserialize, serialize } from 'node:v8';
import { expect, test } from 'vitest';
import type { ArchiveRecord, ArchiveStore } from '../../../src/toolchain/go/archive/package-archive.ts';
import { compileGo } from '../../../src/toolchain/go/compile.ts';
import { executableOf, LIBRARY, treeWith } from '../../support/go-program.ts';
import type { SourceTree } from '../../../src/toolchain/go/load/source-tree.ts';
import { runGuest } from '../../support/guest.ts';

/** Keeps archives as bytes, and counts what is written. */
class TestStore implements ArchiveStore {
  readonly entries = new Map<string, Uint8Array>();
  saved: string[] = [];

  load(key: string): ArchiveRecord | null {
    const entry = this.entries.get(key);
    return entry === undefined ? null : (deserialize(entry) as ArchiveRecord);
  }

  save(key: string, archive: ArchiveRecord): void {
    this.saved.push(...archive.functions.symbols);
    this.entries.set(key, serialize(archive));
  }

  pack(entry: unknown): Uint8Array {
    return serialize(entry);
  }

  unpack(bytes: Uint8Array): unknown {
    return deserialize(bytes);
  }

  keyOf(parts: readonly (string | Uint8Array)[]): string {
    const hash = createHash('sha256');
    for (const part of parts) hash.update(`${Buffer.byteLength(part)}:`).update(part);
    return hash.digest('hex');
  }
}

const MODULE = {
  '/m/go.mod': 'module m\n',
  '/m/main.go': 'package main\n\nimport (\n\t"fmt"\n\t"m/q"\n\t"os"\n)\n\ntype T struct{ a int }\n\nfunc (t T) String() string { return "T" }\n\nfunc main() {\n\tfmt.Println(q.Sorted([]int{3, 1, 2}), T{1}, os.Args[1:])\n\tq.Show(T{2})\n}\n',
  '/m/q/q.go': `package q

import (
	"fmt"
	"sort"
)

var table = map[string]int{"a": 1}

type pair struct{ k string; v float64 }

func Sorted(list []int) []int {
	sort.Slice(list, func(i, j int) bool { return list[i] < list[j] })
	return list
}

func Show(s fmt.Stringer) {
	type local struct{ s fmt.Stringer }
	defer func() { fmt.Println(recover(), local{s}, [2]pair{{"x", 1.5}}, struct{ A []byte }{[]byte("q")}, table) }()
	var e interface{ Len() int }
	println(e.Len())
}
`,
};
const OTHER = { '/m/main.go': 'package main\n\nimport (\n\t"fmt"\n\t"os"\n)\n\nfunc main() { fmt.Fprintf(os.Stdout, "%5.2f|%x|%v\\n", 1.5, "hi", map[int]bool{1: true}) }\n' };

/** Folders of texts, and the host's files for the library. */
function treeOf(texts: Readonly<Record<string, string>>): SourceTree {
  const { listFiles, readFile } = treeWith({});
  const under = (folder: string): string[] => Object.keys(texts).filter((path) => path.slice(0, path.lastIndexOf('/')) === folder).map((path) => path.slice(folder.length + 1));
  return {
    absolute: (path) => path,
    readFile: (path) => (path in texts ? new TextEncoder().encode(texts[path]) : readFile(path)),
    listFiles: (folder) => (folder === '/m' || folder.startsWith('/m/') ? under(folder) : listFiles(folder)),
  };
}

function compile(texts: Readonly<Record<string, string>>, archives?: ArchiveStore): Uint8Array {
  const target = '/m/go.mod' in texts ? ({ kind: 'folder', path: '/m' } as const) : ({ kind: 'files', paths: Object.keys(texts) } as const);
  return executableOf(compileGo({ target, tree: treeOf(texts), library: LIBRARY, ...(archives === undefined ? {} : { archives }) }));
}

const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

test('a program made with kept packages is the one made without, whatever filled the archives', async () => {
  const store = new TestStore();
  const fresh = compile(MODULE);
  expect(digest(compile(OTHER, store))).toBe(digest(compile(OTHER)));
  for (const round of ['filling', 'filled']) expect(digest(compile(MODULE, store)), round).toBe(digest(fresh));
  const { stdout } = await runGuest(fresh);
  expect(stdout).toBe('[1 2 3] T []\nruntime error: invalid memory address or nil pointer dereference {{2}} [{x 1.5} { 0}] {[113]} map[a:1]\n');
});

test('functions that call each other are compiled alike, whichever of them is needed first', () => {
  const program = (...names: string[]): Readonly<Record<string, string>> => ({
    '/m/go.mod': 'module m\n',
    '/m/main.go': `package main\n\nimport "m/r"\n\nvar tests = []func(int) bool{${names.map((name) => `r.${name}`).join(', ')}}\n\nfunc main() {\n\tfor _, test := range tests {\n\t\tprintln(test(9))\n\t}\n}\n`,
    '/m/r/r.go': 'package r\n\nfunc Even(n int) bool {\n\tif n == 0 {\n\t\treturn true\n\t}\n\treturn Odd(n - 1)\n}\n\nfunc Odd(n int) bool {\n\tif n == 0 {\n\t\treturn false\n\t}\n\treturn Even(n - 1)\n}\n',
  });
  const store = new TestStore();
  compile(program('Even', 'Odd'), store);
  expect(digest(compile(program('Odd', 'Even'), store))).toBe(digest(compile(program('Odd', 'Even'))));
});

test('archives that are gone are made again, whichever they are', () => {
  const store = new TestStore();
  const fresh = digest(compile(MODULE, store));
  const all = [...store.entries];
  for (const isGone of [(i: number) => i % 2 === 0, (i: number) => i % 3 !== 0, (i: number) => i === 0]) {
    store.entries.clear();
    for (const [i, [key, entry]] of all.entries()) if (!isGone(i)) store.entries.set(key, entry);
    expect(digest(compile(MODULE, store))).toBe(fresh);
    expect([...store.entries.keys()].sort()).toEqual(all.map(([key]) => key).sort());
  }
});

test('only changed packages, and those that import them, are compiled again', () => {
  const store = new TestStore();
  compile(MODULE, store);
  expect(store.saved).toContain('m/q.Sorted');
  expect(store.saved).toContain('m/q.Sorted.func1');
  expect(store.saved).toContain('fmt.Fprintln');

  store.saved = [];
  compile(MODULE, store);
  expect(store.saved).toEqual([]);

  compile({ ...MODULE, '/m/main.go': MODULE['/m/main.go'].replace('T{1}', 'T{7}') }, store);
  expect(store.saved).toEqual([]);

  compile({ ...MODULE, '/m/q/q.go': MODULE['/m/q/q.go'].replace('1.5', '2.5') }, store);
  expect(store.saved).toContain('m/q.Sorted');
  expect(store.saved).not.toContain('fmt.Fprintln');
});

test('what is kept depends on the options that change code', () => {
  const store = new TestStore();
  compile(OTHER, store);
  const clobbering = { target: { kind: 'files', paths: ['/m/main.go'] }, tree: treeOf(OTHER), library: LIBRARY, clobberDead: true } as const;
  expect(digest(executableOf(compileGo({ ...clobbering, archives: store })))).toBe(digest(executableOf(compileGo(clobbering))));
});
