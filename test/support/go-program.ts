/** Compiles Go texts with the library of the checkout and runs them in this process. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { compileGo, type CompileRequest, type CompileResult } from '../../src/toolchain/go/compile.ts';
import { renderDiagnostics } from '../../src/toolchain/diagnostics.ts';
import type { LibraryMap, SourceTree } from '../../src/toolchain/go/load/source-tree.ts';
import { type GuestRequest, type GuestResult, runGuest } from './guest.ts';
import { KEPT_PACKAGES } from './kept-packages.ts';
import { inRepository } from './repository.ts';

const bytesOf = (text: string | Uint8Array): Uint8Array => (typeof text === 'string' ? new TextEncoder().encode(text) : text);

/** The files of the host, and texts over them. */
export function treeWith(texts: Readonly<Record<string, string | Uint8Array>>): SourceTree {
  return {
    absolute: (path) => (path in texts ? `/work/${path}` : resolve(path)),
    readFile: (path) => (path in texts ? bytesOf(texts[path]!) : existsSync(path) ? new Uint8Array(readFileSync(path)) : null),
    listFiles: (folder) => (existsSync(folder) ? readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile()).map(({ name }) => name) : null),
  };
}

export const LIBRARY: LibraryMap = {
  root: inRepository('src/runtime'),
  folderOf: (path) => (existsSync(inRepository('src/runtime', path)) ? inRepository('src/runtime', path) : null),
};

export type CompileOptions = Pick<CompileRequest, 'clobberDead' | 'checkBarriers'>;

/** The intermediate form is checked after every pass, of the library when it is first compiled. */
const CHECKED = { library: LIBRARY, archives: KEPT_PACKAGES, verify: true } as const;

/** Compiles files given as texts. */
export function compileTexts(texts: Readonly<Record<string, string | Uint8Array>>, options: CompileOptions = {}): CompileResult {
  return compileGo({ target: { kind: 'files', paths: Object.keys(texts) }, tree: treeWith(texts), ...CHECKED, ...options });
}

/** Compiles a program with files of the library changed. */
export function compileWithLibrary(text: string, changed: Readonly<Record<string, string>>): CompileResult {
  const inLibrary = Object.fromEntries(Object.entries(changed).map(([path, content]) => [inRepository('src/runtime', path), content]));
  const tree = treeWith({ 'main.go': text, ...inLibrary });
  const absolute = (path: string): string => (path in inLibrary ? path : tree.absolute(path));
  return compileGo({ target: { kind: 'files', paths: ['main.go'] }, tree: { ...tree, absolute }, library: LIBRARY });
}

/** Compiles a file of the host. */
export function compileFile(path: string, options: CompileOptions = {}): CompileResult {
  return compileGo({ target: { kind: 'files', paths: [path] }, tree: treeWith({}), ...CHECKED, ...options });
}

/** All that the compiler said, as lines. */
export function complaintsOf({ errors, packages }: CompileResult): string[] {
  return [...errors, ...packages.flatMap(({ diagnostics }) => renderDiagnostics(diagnostics, { all: true }))];
}

/** The executable; throws with the complaints if there is none. */
export function executableOf(result: CompileResult): Uint8Array {
  if (result.elf === null) throw new Error(complaintsOf(result).join('\n'));
  return result.elf;
}

/** Compiles and runs one text as a program. */
export async function runGoText(text: string, request: GuestRequest & CompileOptions = {}): Promise<GuestResult> {
  const { clobberDead = false, checkBarriers = false, ...guest } = request;
  return runGuest(executableOf(compileTexts({ 'main.go': text }, { clobberDead, checkBarriers })), guest);
}
