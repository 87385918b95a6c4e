/**
 * Compiled functions of a package, as a record that can be kept between compilations. An archive belongs to its package's sources and to those of
 * all that it imports: {@link archiveKeys} makes a key of them. It holds the functions and variables that some program needed, and what the
 * analyses of programs that call them need to know, and grows. How the package's variables begin is in it as well.
 */
import { assert } from '../../../base/assert.ts';
import type { CompiledFunction, LocalVariable } from '../emit/compiled-function.ts';
import type { FunctionNote } from '../escape/notes.ts';
import type { DatumRecord } from '../lower/data.ts';
import type { Beginning } from '../lower/program.ts';
import type { Package } from '../types/object.ts';
import type { Type } from '../types/type.ts';
import { EntryReader, type PackedEntries, packEntries, type Packer } from './packed-entries.ts';
import type { Request } from './request.ts';
import { TypeReader, type TypeRecord, TypeWriter } from './type-codec.ts';

/** A request whose types and variables are names. */
export type RequestRecord =
  | Exclude<Request, { readonly kind: 'variable' | 'descriptor' | 'in interface' | 'method table' }>
  | { readonly kind: 'variable'; readonly pkg: string; readonly name: string }
  | { readonly kind: 'descriptor' | 'in interface'; readonly type: number }
  | { readonly kind: 'method table'; readonly type: number; readonly target: number };

interface LocalRecord extends Omit<LocalVariable, 'type'> {
  readonly type: number;
}

interface CodeRecord extends Omit<CompiledFunction, 'locals'> {
  readonly locals: readonly LocalRecord[];
}

export interface FunctionEntry {
  readonly code: CodeRecord;
  readonly requests: readonly RequestRecord[];
}

interface VariableEntry {
  readonly data: readonly DatumRecord<number>[];
  readonly requests: readonly RequestRecord[];
}

/** An archive as it is kept. */
export interface ArchiveRecord {
  readonly types: readonly TypeRecord[];
  /** Of {@link FunctionEntry}. */
  readonly functions: PackedEntries;
  /** Of {@link VariableEntry}. */
  readonly variables: PackedEntries;
  /** Functions and variables that cannot be in an archive. */
  readonly without: readonly string[];
  /** Names of functions, and what is known about these. */
  readonly notes: ReadonlyMap<string, FunctionNote>;
  readonly beginning: Beginning;
}

/** A function with what it asks for. */
export interface ProducedFunction {
  readonly code: CompiledFunction;
  readonly requests: readonly Request[];
}

/** A package variable: what it and its initial value consist of, its own record first, and what these ask for. */
export interface ProducedVariable {
  readonly data: readonly DatumRecord[];
  readonly requests: readonly Request[];
}

/** Where archives are kept; given by whoever has a place for them. */
export interface ArchiveStore extends Packer {
  /** The archive with this key, or null. */
  load(key: string): ArchiveRecord | null;
  save(key: string, archive: ArchiveRecord): void;
  /** A key that is another for every other list of parts. */
  keyOf(parts: readonly (string | Uint8Array)[]): string;
}

/** What is known of a package before it is checked. */
export interface KeyedPackage {
  readonly path: string;
  readonly sources: readonly { readonly path: string; readonly bytes: Uint8Array }[];
  readonly imports: readonly string[];
}

/** The key of every package: of its sources, their places, and the keys of its imports. `common` are imported by all. Packages come after their imports. */
export function archiveKeys(packages: readonly KeyedPackage[], common: readonly string[], store: ArchiveStore, flags: string): Map<string, string> {
  const partsOf = ({ path, sources }: KeyedPackage): (string | Uint8Array)[] => [path, ...sources.flatMap((source) => [source.path, source.bytes])];
  const ofCommon = store.keyOf(packages.filter(({ path }) => common.includes(path)).flatMap(partsOf));
  const keys = new Map<string, string>();
  for (const each of packages) keys.set(each.path, store.keyOf([flags, ofCommon, ...partsOf(each), ...each.imports.flatMap((path) => keys.get(path) ?? [])]));
  return keys;
}

/** An archive whose functions are looked up. */
export class PackageArchive {
  private readonly functions: EntryReader<FunctionEntry>;
  private readonly variables: EntryReader<VariableEntry>;
  private readonly without: ReadonlySet<string>;
  private readonly types: TypeReader;
  readonly notes: ReadonlyMap<string, FunctionNote>;
  readonly beginning: Beginning;

  constructor(record: ArchiveRecord, packer: Packer, private readonly packageOf: (path: string) => Package) {
    this.functions = new EntryReader(record.functions, packer);
    this.variables = new EntryReader(record.variables, packer);
    this.without = new Set(record.without);
    this.notes = record.notes;
    this.beginning = record.beginning;
    this.types = new TypeReader(record.types, packageOf);
  }

  /** Whether the function or variable is here, or cannot be. */
  knows(symbol: string): boolean {
    return this.functions.has(symbol) || this.variables.has(symbol) || this.without.has(symbol);
  }

  find(symbol: string): ProducedFunction | null {
    const entry = this.functions.get(symbol);
    if (entry === undefined) return null;
    const locals = entry.code.locals.map((each) => ({ ...each, type: this.types.read(each.type) }));
    return { code: { ...entry.code, locals }, requests: entry.requests.map((each) => this.request(each)) };
  }

  findVariable(symbol: string): ProducedVariable | null {
    const entry = this.variables.get(symbol);
    if (entry === undefined) return null;
    const data = entry.data.map((each) => ({ ...each, variable: each.variable === null ? null : this.types.read(each.variable) }));
    return { data, requests: entry.requests.map((each) => this.request(each)) };
  }

  noteOf(name: string): FunctionNote | null {
    return this.notes.get(name) ?? null;
  }

  symbols(): Iterable<string> {
    return [...this.functions.symbols, ...this.variables.symbols];
  }

  private request(record: RequestRecord): Request {
    switch (record.kind) {
      case 'variable': {
        const variable = this.packageOf(record.pkg).scope.lookup(record.name);
        assert(variable?.kind === 'Var', `PackageArchive: no variable ${record.pkg}.${record.name}`);
        return { kind: 'variable', variable };
      }
      case 'descriptor':
      case 'in interface': return { kind: record.kind, type: this.types.read(record.type) };
      case 'method table': return { kind: 'method table', type: this.types.read(record.type), target: this.types.read(record.target) };
      default: return record;
    }
  }
}

/** Makes an archive of functions, with those that they have the compiler make, and variables. What cannot be recorded is left out. */
export function recordArchive({ symbols, notes, beginning, keyOf }: ArchiveContent, lookUp: LookUp, packer: Packer): ArchiveRecord {
  const writer = new ArchiveWriter(lookUp, keyOf);
  for (const symbol of [...symbols].sort()) writer.add(symbol);
  return { ...writer.finish(packer), notes, beginning };
}

/** What an archive is to hold. */
export interface ArchiveContent {
  readonly symbols: Iterable<string>;
  readonly notes: ReadonlyMap<string, FunctionNote>;
  readonly beginning: Beginning;
  /** A text for each type that is the same for identical ones. */
  keyOf(type: Type): string;
}

/** What was compiled. */
export interface LookUp {
  functionOf(symbol: string): ProducedFunction | null;
  variableOf(symbol: string): ProducedVariable | null;
}

class ArchiveWriter {
  private readonly types: TypeWriter;
  private readonly entries = new Map<string, FunctionEntry | null>();
  private readonly variables = new Map<string, VariableEntry>();
  private readonly without: string[] = [];

  constructor(private readonly lookUp: LookUp, keyOf: (type: Type) => string) {
    this.types = new TypeWriter(keyOf);
  }

  /** Whether the function and all that it has made could be recorded. */
  add(symbol: string): boolean {
    const known = this.entries.get(symbol);
    if (known !== undefined) return known !== null;
    const item = this.lookUp.functionOf(symbol);
    if (item === null) {
      this.addVariable(symbol);
      return false;
    }
    const requests = item.requests.map((each) => this.request(each));
    const locals = item.code.locals.map((each) => this.local(each));
    const isComplete = !requests.includes(null) && !locals.includes(null);
    const entry = isComplete ? { code: { ...item.code, locals: locals as LocalRecord[] }, requests: requests as RequestRecord[] } : null;
    // Known before what it has made, which may ask for it.
    this.entries.set(symbol, entry);
    const made = item.requests.flatMap((each) => (each.kind === 'made' ? [each.symbol] : []));
    if (isComplete && made.every((each) => this.add(each))) return true;
    this.entries.set(symbol, null);
    return false;
  }

  private addVariable(symbol: string): void {
    const item = this.lookUp.variableOf(symbol);
    if (item === null) return;
    const requests = item.requests.map((each) => (each.kind === 'made' ? null : this.request(each)));
    const data = item.data.map((each) => this.datum(each));
    if (requests.includes(null) || data.includes(null)) this.without.push(symbol);
    else this.variables.set(symbol, { data: data as DatumRecord<number>[], requests: requests as RequestRecord[] });
  }

  private datum(datum: DatumRecord): DatumRecord<number> | null {
    if (datum.variable === null) return { ...datum, variable: null };
    const variable = this.types.write(datum.variable);
    return variable === null ? null : { ...datum, variable };
  }

  finish(packer: Packer): Omit<ArchiveRecord, 'notes' | 'beginning'> {
    // What was left out may have been asked for before that was known.
    const isMissing = (request: RequestRecord): boolean => request.kind === 'made' && (this.entries.get(request.symbol) ?? null) === null;
    for (let changed = true; changed; ) {
      changed = false;
      for (const [symbol, entry] of this.entries) {
        if (entry === null || !entry.requests.some(isMissing)) continue;
        this.entries.set(symbol, null);
        changed = true;
      }
    }
    const without = [...this.entries].flatMap(([symbol, entry]) => (entry === null ? [symbol] : []));
    const functions = new Map([...this.entries].filter(([, entry]) => entry !== null));
    return { types: this.types.records, functions: packEntries(functions, packer), variables: packEntries(this.variables, packer), without: [...without, ...this.without] };
  }

  private local(local: LocalVariable): LocalRecord | null {
    const type = this.types.write(local.type);
    return type === null ? null : { ...local, type };
  }

  private request(request: Request): RequestRecord | null {
    switch (request.kind) {
      case 'variable': {
        const { pkg, name, parent } = request.variable;
        return name === '_' || pkg === null || parent !== pkg.scope ? null : { kind: 'variable', pkg: pkg.path, name };
      }
      case 'descriptor':
      case 'in interface': {
        const type = this.types.write(request.type);
        return type === null ? null : { kind: request.kind, type };
      }
      case 'method table': {
        const [type, target] = [this.types.write(request.type), this.types.write(request.target)];
        return type === null || target === null ? null : { kind: 'method table', type, target };
      }
      default: return request;
    }
  }
}
