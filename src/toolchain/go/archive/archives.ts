/** The archives of a program's packages during one compilation: looked into as functions are needed, written anew when they have grown. */
import type { TypeKeys } from '../layout/type-key.ts';
import type { Package } from '../types/object.ts';
import { type ArchiveStore, archiveKeys, type KeyedPackage, PackageArchive, type ProducedFunction, recordArchive } from './package-archive.ts';

export interface ArchivedPackage extends KeyedPackage {
  readonly pkg: Package;
}

/** What a compilation has produced. */
export interface Production {
  readonly produced: ReadonlyMap<string, ProducedFunction>;
  /** The paths of the packages that declare functions, by their symbols. */
  readonly declaredIn: ReadonlyMap<string, string>;
  readonly keys: TypeKeys;
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

  /** A function compiled before; an arrow function, since it is handed over. */
  readonly find = (path: string, symbol: string): ProducedFunction | null => this.archiveOf(path)?.find(symbol) ?? null;

  /** Writes the archives that lack functions. */
  keep({ produced, declaredIn, keys }: Production): void {
    const byPackage = new Map<string, string[]>();
    for (const [symbol, path] of declaredIn) {
      const symbols = byPackage.get(path);
      if (symbols === undefined) byPackage.set(path, [symbol]);
      else symbols.push(symbol);
    }
    for (const [path, symbols] of byPackage) {
      const archive = this.archiveOf(path);
      if (symbols.every((symbol) => archive?.knows(symbol) === true)) continue;
      const lookUp = (symbol: string): ProducedFunction | null => produced.get(symbol) ?? archive?.find(symbol) ?? null;
      const all = new Set([...symbols, ...(archive?.symbols() ?? [])]);
      this.store.save(this.keys.get(path)!, recordArchive(all, lookUp, (type) => keys.of(type)));
    }
  }

  private archiveOf(path: string): PackageArchive | null {
    let archive = this.loaded.get(path);
    if (archive === undefined) {
      const record = this.store.load(this.keys.get(path)!);
      archive = record === null ? null : new PackageArchive(record, (each) => this.packages.get(each)!);
      this.loaded.set(path, archive);
    }
    return archive;
  }
}
