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
import { DEFAULT_TAGS, matchesConstraints, matchesFileName } from './build-constraint.ts';
import { headError } from './file-head.ts';
import { pathComplaint } from './import-path.ts';
import { baseName, folderOf, joinPath, type LibraryMap, type SourceTree } from './source-tree.ts';

/** The path of a program given as files. */
export const COMMAND_LINE_PACKAGE = 'command-line-arguments';
/** Has no source: the checker knows it. */
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
  readonly extraTags?: readonly string[];
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
  /** The go command stops at the head of one of its files. */
  hasBadHead: boolean;
}

interface Module {
  readonly path: string;
  readonly root: string;
}

class PackageLoader {
  readonly fileSet = new FileSet();
  readonly packages: LoadedPackage[] = [];
  readonly errors: string[] = [];
  private readonly request: LoadRequest;
  private readonly tags: ReadonlySet<string>;
  private readonly loaded = new Map<string, LoadedPackage>();
  private readonly failed = new Set<string>();
  /** The paths of the packages that import each other down to the one being loaded. */
  private readonly chain: string[] = [];
  private module: Module | null = null;

  constructor(request: LoadRequest) {
    this.request = request;
    this.tags = new Set([...DEFAULT_TAGS, ...(request.extraTags ?? [])]);
  }

  load(): void {
    const { target, implicitImports } = this.request;
    const folder = target.kind === 'files' ? folderOf(target.paths[0] ?? '.') : target.path;
    this.module = this.findModule(folder);
    for (const path of implicitImports) this.loadImport(path, null);
    const main = target.kind === 'files' ? this.readFiles(target.paths) : this.readFolder(this.folderPath(folder), folder, false);
    if (main !== null) this.finish(main);
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

  private readFiles(paths: readonly string[]): Draft | null {
    const draft = newDraft(COMMAND_LINE_PACKAGE, '', folderOf(paths[0] ?? '.'), false);
    for (const path of paths) {
      const bytes = this.request.tree.readFile(path);
      if (bytes === null) {
        this.errors.push(`no required module provides package ${path}; go.mod file not found in current directory or any parent directory; see 'go help modules'`);
        continue;
      }
      this.addFile(draft, path, bytes);
    }
    return this.errors.length > 0 ? null : this.named(draft, paths.map(baseName));
  }

  private readFolder(path: string, folder: string, isLibrary: boolean): Draft | null {
    const { tree } = this.request;
    const draft = newDraft(path, '', folder, isLibrary);
    const names = (tree.listFiles(folder) ?? []).filter((name) => /\.(go|s)$/.test(name)).toSorted();
    const taken: string[] = [];
    for (const name of names) {
      const bytes = matchesFileName(name, this.tags) ? tree.readFile(joinPath(folder, name)) : null;
      if (bytes === null || !matchesConstraints(new TextDecoder().decode(bytes), this.tags)) continue;
      if (name.endsWith('.go')) {
        this.addFile(draft, joinPath(folder, name), bytes);
        taken.push(name);
      } else draft.assembly.push({ name: joinPath(folder, name), bytes });
    }
    if (taken.length > 0) return this.named(draft, taken);
    const goFiles = names.filter((name) => name.endsWith('.go'));
    const where = tree.absolute(folder);
    if (goFiles.length > 0 && goFiles.every((name) => name.endsWith('_test.go'))) this.errors.push(`go build ${path}: no non-test Go files in ${where}`);
    else this.errors.push(goFiles.length > 0 ? `${this.importChain(path)}: build constraints exclude all Go files in ${where}` : `no Go files in ${where}`);
    return null;
  }

  private addFile(draft: Draft, path: string, bytes: Uint8Array): void {
    const shown = path.includes('/') ? path : `./${path}`;
    const absolute = this.request.tree.absolute(path);
    const source = this.fileSet.add(shown, bytes, absolute);
    draft.sources.push({ path: absolute, bytes });
    const { file, errors } = parseFile(source, this.fileSet, { isLibrary: draft.isLibrary, defersBodies: draft.isLibrary && this.request.defersBodies === true });
    const head = errors.length > 0 && !draft.isLibrary ? headError(bytes) : null;
    // The go command tells of one such file.
    if (head !== null && !draft.hasBadHead) this.errors.push(`${path}:${head.line}:${head.col}: ${head.message}`);
    draft.hasBadHead ||= head !== null;
    for (const error of errors) draft.diagnostics.push(toDiagnostic(this.fileSet, error));
    if (file !== null) draft.files.push(file);
  }

  /** The draft with its package's name; null if its files disagree about it. */
  private named(draft: Draft, fileNames: readonly string[]): Draft | null {
    const name = draft.files[0]?.pkgName.value ?? 'main';
    const other = draft.files.findIndex((file) => file.pkgName.value !== name);
    if (other < 0) return { ...draft, name };
    const description = `found packages ${name} (${fileNames[0]}) and ${draft.files[other]!.pkgName.value} (${fileNames[other]})`;
    this.errors.push(`${description} in ${this.request.tree.absolute(draft.folder)}`);
    return null;
  }

  // --- Imports -----------------------------------------------------------------------------------------------------

  /** Loads what `draft` imports, then lists it. */
  private finish(draft: Draft): LoadedPackage {
    this.chain.push(draft.path);
    for (const [path, pos] of importsOf(draft.files)) {
      const imported = this.isAllowed(draft, path) ? this.loadImport(path, pos) : this.refuseInternal(draft, path, pos);
      if (imported !== null) draft.imports.set(path, imported);
    }
    this.chain.pop();
    this.loaded.set(draft.path, draft);
    this.packages.push(draft);
    return draft;
  }

  /** What lies below a folder named internal is for the packages beside that. */
  private isAllowed({ path: importer, isLibrary }: Draft, path: string): boolean {
    const parent = /^(.*?)(?:^|\/)internal(?:\/|$)/.exec(path)?.[1];
    if (parent === undefined) return true;
    if (parent === '') return isLibrary || this.module?.path === 'internal';
    const from = importer === COMMAND_LINE_PACKAGE ? (this.module?.path ?? importer) : importer;
    return from === parent || from.startsWith(`${parent}/`);
  }

  private refuseInternal({ path: importer }: Draft, path: string, pos: Pos): null {
    this.errors.push(`package ${importer}\n\t${this.fileSet.describe(pos).replace(/^\.\//, '')}: use of internal package ${path} not allowed`);
    return null;
  }

  private loadImport(path: string, pos: Pos | null): LoadedPackage | null {
    if (WITHOUT_FILES.includes(path)) return null;
    const known = this.loaded.get(path);
    if (known !== undefined) return known;
    if (this.failed.has(path)) return null;
    const result = this.chain.includes(path) ? this.cycle(path) : this.loadNew(path, pos);
    if (result === null) this.failed.add(path);
    return result;
  }

  private cycle(path: string): null {
    this.errors.push(`${this.importChain(path)}: import cycle not allowed`);
    return null;
  }

  private loadNew(path: string, pos: Pos | null): LoadedPackage | null {
    if (path.includes('@')) {
      this.errors.push(`${this.importChain(path)}: can only use path@version syntax with 'go get' and 'go install' in module-aware mode`);
      return null;
    }
    const complaint = pathComplaint(path);
    if (complaint !== null) return this.complain(pos, complaint);
    const inModule = this.moduleFolder(path);
    const folder = inModule ?? this.request.library.folderOf(path);
    if (folder === null) return this.complain(pos, this.missing(path));
    const draft = this.readFolder(path, folder, inModule === null);
    if (draft === null) return null;
    if (draft.name === 'main') return this.complain(pos, `import "${path}" is a program, not an importable package`);
    return this.finish(draft);
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
    const looksLikeStandard = !path.split('/')[0]!.includes('.');
    if (looksLikeStandard) return `package ${path} is not in GOROOT (${joinPath(this.request.library.root, path)})`;
    if (this.module !== null) return `no required module provides package ${path}; to add it:\n\tgo get ${path}`;
    return `no required module provides package ${path}: go.mod file not found in current directory or any parent directory; see 'go help modules'`;
  }

  private complain(pos: Pos | null, message: string): null {
    const where = pos === null ? '' : `${this.fileSet.describe(pos).replace(/^\.\//, '')}: `;
    this.errors.push(where + message);
    return null;
  }

  private importChain(path: string): string {
    const [first = path, ...others] = [...this.chain, path];
    return [`package ${first}`, ...others.map((each) => `\timports ${each}`)].join('\n');
  }
}

function newDraft(path: string, name: string, folder: string, isLibrary: boolean): Draft {
  return { path, name, folder, isLibrary, files: [], assembly: [], sources: [], imports: new Map(), diagnostics: [], hasBadHead: false };
}

/** The paths that files import, in the order of the alphabet, each with its first place. */
function importsOf(files: readonly File[]): [string, Pos][] {
  const found = new Map<string, Pos>();
  for (const file of files) {
    for (const decl of file.declList) {
      if (decl.kind !== 'ImportDecl') continue;
      const path = importPath(decl);
      if (path !== null && !found.has(path)) found.set(path, decl.path!.pos);
    }
  }
  return [...found].toSorted(([a], [b]) => (a < b ? -1 : 1));
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
