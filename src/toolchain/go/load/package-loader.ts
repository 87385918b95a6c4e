/**
 * From what the user names (files, or a folder) to all packages of the program, parsed, each after those it imports.
 *
 * Packages are found in the module around the folder (go.mod gives its path) or in the library. The loader's own complaints
 * (missing packages, import cycles, mixed packages in one folder) are those of `go build` before it compiles; with one of them
 * nothing is compiled. Syntax errors belong to their package and are reported like the compiler's other errors.
 */

import type { Diagnostic } from '../../diagnostics.ts';
import type { File, ImportDecl } from '../syntax/ast.ts';
import { parseFile } from '../syntax/parser.ts';
import { FileSet, type Pos } from '../syntax/position.ts';
import { toDiagnostic } from '../syntax/report.ts';
import { ConstantKind } from '../types/constant.ts';
import { bytesToText } from '../types/go-string.ts';
import { stringLiteral } from '../types/literal.ts';
import { BUILD_TAGS, matchesConstraints, matchesFileName } from './build-constraint.ts';
import { headError } from './file-head.ts';
import { pathComplaint } from './import-path.ts';
import { errorLines, type PackageError, type PackageNode, reuse, withError } from './package-errors.ts';
import { baseName, folderOf, joinPath, type LibraryMap, type SourceTree } from './source-tree.ts';

/** The path of a program given as files. */
const COMMAND_LINE_PACKAGE = 'command-line-arguments';
/** No packages of files: the checker knows them. */
const WITHOUT_FILES: readonly string[] = ['unsafe', 'C'];

export type LoadTarget =
  /** Exactly these files, whatever their constraints say; they must lie in one folder. */
  | { readonly kind: 'files'; readonly paths: readonly string[] }
  /** All files of the folder that the build constraints admit. */
  | { readonly kind: 'folder'; readonly path: string };

export interface LoadRequest {
  readonly target: LoadTarget;
  readonly tree: SourceTree;
  readonly library: LibraryMap;
  /** Packages that every program contains though it does not import them: the runtime. */
  readonly implicitImports: readonly string[];
  /** Parse bodies of the library's functions when they are read. */
  readonly defersBodies?: boolean;
}

export interface AssemblyFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface SourceFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

export interface LoadedPackage {
  /** The import path; {@link COMMAND_LINE_PACKAGE} for files. */
  readonly path: string;
  /** The name in its package clauses. */
  readonly name: string;
  readonly folder: string;
  readonly isLibrary: boolean;
  readonly files: readonly File[];
  readonly assembly: readonly AssemblyFile[];
  /** What `files` were parsed from, under absolute paths. */
  readonly sources: readonly SourceFile[];
  /** By the path as imported, `unsafe` and `C` left out. */
  readonly imports: ReadonlyMap<string, LoadedPackage>;
  /** Syntax errors, in the order in which they were found. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface LoadResult {
  readonly fileSet: FileSet;
  /** Each after the packages it imports; the last is the program. */
  readonly packages: readonly LoadedPackage[];
  /** Whole lines as go build prints them. If there are any, `packages` is not complete. */
  readonly errors: readonly string[];
}

export function loadProgram(request: LoadRequest): LoadResult {
  const loader = new PackageLoader(request);
  loader.load();
  return { fileSet: loader.fileSet, packages: loader.packages, errors: loader.errors };
}

/** A package being loaded; `imports` fills up. */
interface Draft {
  readonly path: string;
  readonly name: string;
  readonly folder: string;
  readonly isLibrary: boolean;
  readonly files: File[];
  readonly assembly: AssemblyFile[];
  readonly sources: SourceFile[];
  readonly imports: Map<string, LoadedPackage>;
  readonly diagnostics: Diagnostic[];
  /** What the go command says of its files; null if nothing. */
  error: PackageError | null;
  /** Its files belong to different packages. */
  readonly isMixed: boolean;
  /** Where files with sound heads import something: the first place for each path. */
  readonly importPlaces: Map<string, Pos>;
}

/** What an import leads to: for the go command's complaints, and for the checker, null if there is no such package. */
interface Imported {
  readonly node: PackageNode;
  readonly loaded: LoadedPackage | null;
}

interface Module {
  readonly path: string;
  readonly root: string;
}

class PackageLoader {
  readonly fileSet = new FileSet();
  readonly packages: LoadedPackage[] = [];
  readonly errors: string[] = [];
  /** By import path: packages that are loaded, being loaded or missing. */
  private readonly nodes = new Map<string, PackageNode>();
  private readonly loaded = new Map<string, LoadedPackage>();
  /** Complaints of the build itself, told if all packages could be loaded. */
  private readonly late: string[] = [];
  /** The paths of the packages that import each other down to the one being loaded. */
  private readonly chain: string[] = [];
  private module: Module | null = null;

  constructor(private readonly request: LoadRequest) {}

  load(): void {
    const { target, implicitImports } = this.request;
    const folder = target.kind === 'files' ? folderOf(target.paths[0] ?? '.') : target.path;
    this.module = this.findModule(folder);
    const implicit = implicitImports.map((path) => this.loadNew(path, null).node);
    const path = target.kind === 'files' ? COMMAND_LINE_PACKAGE : this.folderPath(folder);
    const main = target.kind === 'files' ? this.readFiles(target.paths) : this.readFolder(path, folder, false);
    if (this.errors.length > 0) return;
    const node = this.newNode(path);
    this.finish(main, node);
    node.imports = [...implicit, ...(node.imports ?? [])];
    this.errors.push(...errorLines(node));
    if (this.errors.length === 0) this.errors.push(...this.late);
  }

  private folderPath(folder: string): string {
    if (this.module === null) return COMMAND_LINE_PACKAGE;
    const inner = this.request.tree.absolute(folder).slice(this.request.tree.absolute(this.module.root).length).replace(/^\/+|\/+$/g, '');
    return inner === '' ? this.module.path : `${this.module.path}/${inner}`;
  }

  /** The module around `folder`: the nearest go.mod at or above it. */
  private findModule(folder: string): Module | null {
    const { tree } = this.request;
    const absolute = tree.absolute(folder);
    for (let at = absolute; ; at = folderOf(at)) {
      const bytes = tree.readFile(joinPath(at, 'go.mod'));
      const path = bytes === null ? null : modulePath(new TextDecoder().decode(bytes));
      if (path !== null) return { path, root: at === absolute ? folder : at };
      if (at === '/' || at === '.') return null;
    }
  }

  // --- Reading -----------------------------------------------------------------------------------------------------

  private readFiles(paths: readonly string[]): Draft {
    const draft = newDraft(COMMAND_LINE_PACKAGE, '', folderOf(paths[0] ?? '.'), false);
    for (const path of paths) {
      const bytes = this.request.tree.readFile(path);
      if (bytes === null) {
        this.errors.push(`no required module provides package ${path}; go.mod file not found in current directory or any parent directory; see 'go help modules'`);
        continue;
      }
      this.addFile(draft, path, bytes);
    }
    return this.named(draft, null);
  }

  /** Reads a package; `place` is that of its import, null for the program. */
  private readFolder(path: string, folder: string, isLibrary: boolean, place: string | null = null): Draft {
    const { tree } = this.request;
    const draft = newDraft(path, '', folder, isLibrary);
    const names = (tree.listFiles(folder) ?? []).filter((name) => /\.(go|s)$/.test(name)).toSorted();
    for (const name of names) {
      const bytes = matchesFileName(name, BUILD_TAGS) ? tree.readFile(joinPath(folder, name)) : null;
      if (bytes === null || !matchesConstraints(new TextDecoder().decode(bytes), BUILD_TAGS)) continue;
      if (name.endsWith('.go')) this.addFile(draft, joinPath(folder, name), bytes);
      else draft.assembly.push({ name: joinPath(folder, name), bytes });
    }
    if (draft.sources.length > 0) return this.named(draft, place);
    const goFiles = names.filter((name) => name.endsWith('.go'));
    const where = tree.absolute(folder);
    if (goFiles.length > 0 && goFiles.every((name) => name.endsWith('_test.go'))) this.late.push(`go build ${path}: no non-test Go files in ${where}`);
    else if (goFiles.length > 0) draft.error = { message: `build constraints exclude all Go files in ${where}`, place: null, chain: [...this.chain, path] };
    else this.errors.push(`no Go files in ${where}`);
    return draft;
  }

  private addFile(draft: Draft, path: string, bytes: Uint8Array): void {
    const shown = path.includes('/') ? path : `./${path}`;
    const absolute = this.request.tree.absolute(path);
    const source = this.fileSet.add(shown, bytes, absolute);
    // The compiler stops behind a file whose package clause it does not understand.
    const isBehindEnd = draft.files.length < draft.sources.length;
    draft.sources.push({ path: absolute, bytes });
    const { file, errors } = parseFile(source, this.fileSet, { isLibrary: draft.isLibrary, defersBodies: draft.isLibrary && this.request.defersBodies === true });
    if (!isBehindEnd) draft.diagnostics.push(...errors.map((error) => toDiagnostic(this.fileSet, error)));
    if (file !== null) draft.files.push(file);
    const head = draft.isLibrary ? null : headError(bytes);
    if (head === null) notePlaces(draft, file);
    // The go command tells of one such file.
    else draft.error ??= { message: head.message, place: `${path}:${head.line}:${head.col}`, chain: [...this.chain, draft.path] };
  }

  /** The draft with its package's name; its files may disagree about it. */
  private named(draft: Draft, place: string | null): Draft {
    const name = draft.files[0]?.pkgName.value ?? '';
    const other = draft.files.findIndex((file) => file.pkgName.value !== name);
    if (other < 0 || draft.error !== null) return { ...draft, name };
    const nameOf = (at: number): string => `${draft.files[at]!.pkgName.value} (${baseName(draft.sources[at]!.path)})`;
    const message = `found packages ${nameOf(0)} and ${nameOf(other)} in ${this.request.tree.absolute(draft.folder)}`;
    return { ...draft, name, isMixed: true, error: { message, place, chain: [...this.chain] } };
  }

  // --- Imports -----------------------------------------------------------------------------------------------------

  /** Loads what `draft` imports, then lists it, unless its files make no package. */
  private finish(draft: Draft, node: PackageNode): LoadedPackage | null {
    node.name = draft.name;
    node.error = draft.error;
    this.chain.push(draft.path);
    const nodes: PackageNode[] = [];
    for (const [path, pos] of [...draft.importPlaces].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
      if (WITHOUT_FILES.includes(path)) continue;
      const imported = this.loadImport(draft, path, this.fileSet.describe(pos).replace(/^\.\//, ''));
      nodes.push(imported.node);
      if (imported.loaded !== null) draft.imports.set(path, imported.loaded);
    }
    this.chain.pop();
    node.imports = nodes;
    if (draft.sources.length === 0 || draft.isMixed) return null;
    this.loaded.set(draft.path, draft);
    this.packages.push(draft);
    return draft;
  }

  /** What one package gets by importing another, with the complaints that are about this import alone. */
  private loadImport(importer: Draft, path: string, place: string): Imported {
    const found = this.findPackage(path, place);
    const { node } = found;
    const chain = [...this.chain];
    const refuse = (message: string, tellsChain = false): Imported => ({ node: withError(node, { message, place, chain, tellsChain }), loaded: null });
    // Go's library has such packages that ours does without.
    if ((node.error === null || isStandard(path)) && !this.isAllowed(importer, path)) return refuse(`use of internal package ${path} not allowed`, true);
    if (node.name === 'main' && node.path !== importer.path) return refuse(`import "${path}" is a program, not an importable package`);
    if (isRelative(path) && importer.path !== COMMAND_LINE_PACKAGE) {
      return refuse(path === '.' ? '.: cannot import current directory' : `local import "${path}" in non-local package`);
    }
    return found;
  }

  private findPackage(path: string, place: string): Imported {
    const known = this.nodes.get(path);
    if (known === undefined) return this.loadNew(path, place);
    reuse(known, [...this.chain, path]);
    return { node: known, loaded: this.loaded.get(path) ?? null };
  }

  /** What lies below a folder named internal is for the packages beside that. */
  private isAllowed({ path: importer, isLibrary }: Draft, path: string): boolean {
    const parent = /^(.*?)(?:^|\/)internal(?:\/|$)/.exec(path)?.[1];
    if (parent === undefined) return true;
    if (parent === '') return isLibrary || this.module?.path === 'internal';
    const from = importer === COMMAND_LINE_PACKAGE ? (this.module?.path ?? importer) : importer;
    return from === parent || from.startsWith(`${parent}/`);
  }

  private loadNew(path: string, place: string | null): Imported {
    const node = this.newNode(path);
    const refuse = (error: PackageError): Imported => {
      node.error = error;
      node.imports = [];
      return { node, loaded: null };
    };
    if (path.includes('@')) {
      const message = "can only use path@version syntax with 'go get' and 'go install' in module-aware mode";
      return refuse({ message, place: null, chain: [...this.chain, path] });
    }
    const complaint = pathComplaint(path);
    if (complaint !== null) return refuse({ message: complaint, place, chain: [...this.chain] });
    const inModule = this.moduleFolder(path);
    const folder = inModule ?? this.request.library.folderOf(path);
    if (folder === null) return refuse({ message: this.missing(path), place, chain: [...this.chain] });
    return { node, loaded: this.finish(this.readFolder(path, folder, inModule === null, place), node) };
  }

  private newNode(path: string): PackageNode {
    const node: PackageNode = { path, name: '', error: null, imports: null };
    this.nodes.set(path, node);
    return node;
  }

  /** The folder of a package of the user's own module that has Go files. */
  private moduleFolder(path: string): string | null {
    const { module } = this;
    if (module === null || (path !== module.path && !path.startsWith(`${module.path}/`))) return null;
    const inner = path.slice(module.path.length + 1);
    const folder = inner === '' ? module.root : joinPath(module.root, inner);
    return this.request.tree.listFiles(folder)?.some((name) => name.endsWith('.go')) === true ? folder : null;
  }

  private missing(path: string): string {
    if (isStandard(path)) return `package ${path} is not in GOROOT (${joinPath(this.request.library.root, path)})`;
    if (this.module !== null) return `no required module provides package ${path}; to add it:\n\tgo get ${path}`;
    return `no required module provides package ${path}: go.mod file not found in current directory or any parent directory; see 'go help modules'`;
  }
}

function newDraft(path: string, name: string, folder: string, isLibrary: boolean): Draft {
  return {
    path, name, folder, isLibrary, files: [], assembly: [], sources: [], imports: new Map(), diagnostics: [], error: null, isMixed: false, importPlaces: new Map(),
  };
}

/** Whether Go looks for the package in its library: no other path begins so. */
const isStandard = (path: string): boolean => !path.split('/')[0]!.includes('.');
const isRelative = (path: string): boolean => /^\.\.?(\/|$)/.test(path);

function notePlaces({ importPlaces }: Draft, file: File | null): void {
  for (const decl of file?.declList ?? []) {
    if (decl.kind !== 'ImportDecl') continue;
    const path = importPath(decl);
    if (path !== null && !importPlaces.has(path)) importPlaces.set(path, decl.localPkgName?.pos ?? decl.path!.pos);
  }
}

/** The path of an import, null if it is not a sound literal. */
export function importPath(decl: ImportDecl): string | null {
  const { path } = decl;
  if (path === null || path.bad || path.litKind !== 'string') return null;
  const value = stringLiteral(path.value);
  return value.kind === ConstantKind.String ? bytesToText(value.value) : null;
}

function modulePath(goMod: string): string | null {
  const match = /^\s*module\s+"?([^\s"]+)"?/m.exec(goMod.replace(/\/\/.*$/gm, ''));
  return match?.[1] ?? null;
}
