/** The archives of a program's packages during one compilation: looked into as functions are needed, written anew when they have grown. */
import type { FunctionNote, KnownNotes } from '../escape/notes.ts';
import type { TypeKeys } from '../layout/type-key.ts';
import type { Beginning } from '../lower/program.ts';
import type { Package } from '../types/object.ts';
import type { Type } from '../types/type.ts';
import { type ArchiveStore, archiveKeys, type KeyedPackage, type LookUp, PackageArchive, type ProducedFunction, type ProducedVariable, recordArchive } from './package-archive.ts';

export interface ArchivedPackage extends KeyedPackage {
  readonly pkg: Package;
}

/** What a compilation has produced. */
export interface Production {
  readonly produced: ReadonlyMap<string, ProducedFunction>;
  readonly producedVariables: ReadonlyMap<string, ProducedVariable>;
  /** The paths of the packages that functions and variables belong to, by their symbols. */
  readonly declaredIn: ReadonlyMap<string, string>;
  readonly keys: TypeKeys;
  /** How the variables of each package begin, by its path. */
  readonly beginnings: ReadonlyMap<string, Beginning>;
  /** What the analysis of a package's functions has found out. */
  notesOf(pkg: Package): ReadonlyMap<string, FunctionNote>;
}

export interface ArchiveOptions {
  readonly store: ArchiveStore;
  /** Options of the compiler that change code. */
  readonly flags: string;
  /** Packages that all others import without saying so. */
  readonly common: readonly string[];
}

export class Archives {
  private readonly store: ArchiveStore;
  private readonly keys: ReadonlyMap<string, string>;
  private readonly packages: ReadonlyMap<string, Package>;
  private readonly loaded = new Map<string, PackageArchive | null>();

  constructor(packages: readonly ArchivedPackage[], { store, flags, common }: ArchiveOptions) {
    this.store = store;
    this.keys = archiveKeys(packages, common, store, flags);
    this.packages = new Map(packages.map(({ pkg }) => [pkg.path, pkg]));
  }

  /** A function compiled before; arrow functions, since they are handed over. */
  readonly functionOf = (path: string, symbol: string): ProducedFunction | null => this.archiveOf(path)?.find(symbol) ?? null;

  readonly variableOf = (path: string, symbol: string): ProducedVariable | null => this.archiveOf(path)?.findVariable(symbol) ?? null;

  readonly beginningOf = (path: string): Beginning | null => (this.isKept(path) ? (this.archiveOf(path)?.beginning ?? null) : null);

  /** What was found out about a function. */
  readonly noteOf: KnownNotes = (path, name) => (this.isKept(path) ? (this.archiveOf(path)?.noteOf(name) ?? null) : null);

  /** Writes the archives that lack something. */
  keep({ produced, producedVariables, declaredIn, keys, beginnings, notesOf }: Production): void {
    const declared = new Map<string, string[]>();
    for (const [symbol, path] of declaredIn) {
      const symbols = declared.get(path);
      if (symbols === undefined) declared.set(path, [symbol]);
      else symbols.push(symbol);
    }
    for (const [path, pkg] of this.packages) {
      if (!this.isKept(path)) continue;
      const symbols = declared.get(path) ?? [];
      const notes = notesOf(pkg);
      const archive = this.archiveOf(path);
      if (archive !== null && symbols.every((symbol) => archive.knows(symbol)) && [...notes.keys()].every((name) => archive.noteOf(name) !== null)) continue;
      const lookUp: LookUp = {
        functionOf: (symbol) => produced.get(symbol) ?? archive?.find(symbol) ?? null,
        variableOf: (symbol) => producedVariables.get(symbol) ?? archive?.findVariable(symbol) ?? null,
      };
      const all = new Set([...symbols, ...(archive?.symbols() ?? [])]);
      const content = { symbols: all, notes: new Map([...(archive?.notes ?? []), ...notes]), beginning: beginnings.get(path)!, keyOf: (type: Type): string => keys.of(type) };
      this.store.save(this.keys.get(path)!, recordArchive(content, lookUp, this.store));
    }
  }

  /** The program itself changes each time. */
  private isKept(path: string): boolean {
    return this.packages.get(path)!.name !== 'main';
  }

  private archiveOf(path: string): PackageArchive | null {
    let archive = this.loaded.get(path);
    if (archive === undefined) {
      const record = this.store.load(this.keys.get(path)!);
      archive = record === null ? null : new PackageArchive(record, this.store, (each) => this.packages.get(each)!);
      this.loaded.set(path, archive);
    }
    return archive;
  }
}
