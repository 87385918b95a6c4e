/** Go programs on the command line: where their sources and the library lie, and how what the compiler says is printed. */
import { accessSync, constants, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ArchiveRecord, ArchiveStore } from '../toolchain/go/archive/package-archive.ts';
import { compileGo, checkGo, type CompileRequest, type CompileResult } from '../toolchain/go/compile.ts';
import { explainGo } from '../toolchain/go/explain.ts';
import type { LoadTarget } from '../toolchain/go/load/package-loader.ts';
import type { LibraryMap, SourceTree } from '../toolchain/go/load/source-tree.ts';
import { formatDiagnostic, renderDiagnostics } from '../toolchain/diagnostics.ts';
import { cacheFolder, CompileCache, hashBytes, hashNames, RecordStore } from '../host/compile-cache.ts';
import { CommandError, ExitCode } from './command-error.ts';

/** The guest's library. Sources are read from the checkout: the build compiles only what runs on the host. */
const LIBRARY_ROOT = fileURLToPath(new URL('../../../src/runtime', import.meta.url));

const hostTree: SourceTree = {
  listFiles(folder) {
    try {
      return readdirSync(folder === '' ? '.' : folder, { withFileTypes: true }).filter((entry) => !entry.isDirectory()).map((entry) => entry.name).sort();
    } catch {
      return null;
    }
  },
  readFile(path) {
    try {
      return readFileSync(path);
    } catch {
      return null;
    }
  },
  absolute: (path) => resolve(path),
};

const library: LibraryMap = {
  root: LIBRARY_ROOT,
  folderOf(importPath) {
    const folder = join(LIBRARY_ROOT, importPath);
    return hostTree.listFiles(folder)?.some((name) => name.endsWith('.go')) === true ? folder : null;
  },
};

const isFolder = (path: string): boolean => existsSync(path) && statSync(path).isDirectory();

function isReadable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}

function targetOf(paths: readonly string[]): LoadTarget {
  for (const path of paths) {
    if (!existsSync(path)) throw new CommandError(`${path}: No such file or directory`, ExitCode.NotFound);
    if (!isReadable(path)) throw new CommandError(`${path}: Permission denied`, ExitCode.NotExecutable);
    if (paths.length > 1 && isFolder(path)) throw new CommandError(`${path}: named with others must be a .go file`, ExitCode.Usage);
  }
  return paths.length === 1 && isFolder(paths[0]!) ? { kind: 'folder', path: paths[0]! } : { kind: 'files', paths };
}

export interface GoOptions {
  /** Report all errors, not just ten. */
  readonly all?: boolean;
  /** Say what is inlined and what escapes to the heap. */
  readonly explain?: boolean;
  /** Overwrite what the pointer maps call dead, at every call. */
  readonly clobberDead?: boolean;
  /** Have the runtime look at every store without write barrier. */
  readonly checkBarriers?: boolean;
}

/** Prints what is wrong as `go build` does, and ends the command. */
function failWith(result: CompileResult, all: boolean): never {
  for (const line of result.errors) process.stderr.write(`${line}\n`);
  for (const { path, diagnostics } of result.packages) {
    if (diagnostics.length === 0) continue;
    process.stderr.write(`# ${path}\n${renderDiagnostics(diagnostics, { all }).map((line) => `${line}\n`).join('')}`);
  }
  throw new CommandError('', ExitCode.BadInput);
}

/** Prints the compiler's decisions as `go build -gcflags=-m` does. */
function explain(paths: readonly string[]): void {
  const explained = explainGo(request(paths));
  if (explained === null || explained.diagnostics.length === 0) return;
  process.stderr.write(`# ${explained.path}\n${explained.diagnostics.map((each) => `${formatDiagnostic(each)}\n`).join('')}`);
}

const hasErrors = ({ errors, packages }: CompileResult): boolean => errors.length > 0 || packages.some(({ diagnostics }) => diagnostics.length > 0);

function request(paths: readonly string[]): CompileRequest {
  return { target: targetOf(paths), tree: hostTree, library };
}

/** The host's files, with a list of all that was looked at. */
class RecordingTree implements SourceTree {
  readonly files: Record<string, string | null> = {};
  readonly folders: Record<string, string | null> = {};

  readFile(path: string): Uint8Array | null {
    const bytes = hostTree.readFile(path);
    this.files[resolve(path)] = hashBytes(bytes);
    return bytes;
  }

  listFiles(folder: string): readonly string[] | null {
    const names = hostTree.listFiles(folder);
    this.folders[resolve(folder)] = hashNames(names);
    return names;
  }

  absolute(path: string): string {
    return hostTree.absolute(path);
  }
}

/** Written by every build; holds the hash of every source of the compiler. */
const BUILD_RECORD = fileURLToPath(new URL('../../.tsbuildinfo', import.meta.url));

/** Where the results of this compiler are kept; null if it was not built, so that nothing tells it from another, or the user wants no cache. */
function cachePlace(): { readonly folder: string; readonly compiler: string } | null {
  const folder = cacheFolder();
  const compiler = folder === null ? null : hashBytes(hostTree.readFile(BUILD_RECORD));
  return folder === null || compiler === null ? null : { folder, compiler };
}

/** The cache's entry for a program. */
function cacheFor({ tree: _tree, library: _library, ...options }: CompileRequest): CompileCache | null {
  const place = cachePlace();
  return place === null ? null : new CompileCache(place.folder, JSON.stringify([place.compiler, LIBRARY_ROOT, process.cwd(), options]));
}

/** The cache's archives of packages. */
function archives(): { readonly archives?: ArchiveStore } {
  const place = cachePlace();
  return place === null ? {} : { archives: new RecordStore<ArchiveRecord>(place.folder, place.compiler) };
}

/** Compiles, and keeps the executable. */
function compileAndKeep(wanted: CompileRequest, cache: CompileCache | null, all: boolean): Uint8Array {
  const tree = new RecordingTree();
  const result = compileGo({ ...wanted, tree, ...archives() });
  if (result.elf === null) failWith(result, all);
  cache?.keep(tree, result.elf);
  return result.elf;
}

/** Compiles files or a folder to an executable, unless that was done before. */
export function buildGo(paths: readonly string[], options: GoOptions = {}): Uint8Array {
  const wanted = { ...request(paths), clobberDead: options.clobberDead === true, checkBarriers: options.checkBarriers === true };
  const cache = cacheFor(wanted);
  const executable = cache?.find(hostTree) ?? compileAndKeep(wanted, cache, options.all === true);
  if (options.explain === true) explain(paths);
  return executable;
}

/** Checks without compiling. */
export function vetGo(paths: readonly string[], options: GoOptions = {}): void {
  const all = options.all === true;
  const result = checkGo(request(paths), { all });
  if (hasErrors(result)) failWith(result, all);
  if (options.explain === true) explain(paths);
}
