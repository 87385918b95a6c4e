/**
 * Types as plain records, and back. Defined types are named by package and found again among the packages of the program; those declared
 * inside functions cannot be named, so nothing that needs one goes into an archive.
 */
import { assert } from '../../../base/assert.ts';
import { NO_POS } from '../syntax/position.ts';
import { Func, type Package, Var, VarRole } from '../types/object.ts';
import { typeSetOf } from '../types/type-set.ts';
import { ArrayType, BasicKind, Chan, type ChanDirection, Interface, MapType, Pointer, Signature, Slice, Struct, Tuple, type Type } from '../types/type.ts';
import { TYP, UNIVERSE } from '../types/universe.ts';

/** A type; numbers are places in the list that it lies in. */
export type TypeRecord =
  | { readonly kind: 'Basic'; readonly basic: BasicKind }
  | { readonly kind: 'Named'; readonly pkg: string | null; readonly name: string }
  | { readonly kind: 'Pointer' | 'Slice'; readonly elem: number }
  | { readonly kind: 'Array'; readonly elem: number; readonly length: number }
  | { readonly kind: 'Map'; readonly key: number; readonly elem: number }
  | { readonly kind: 'Chan'; readonly elem: number; readonly dir: ChanDirection }
  | { readonly kind: 'Struct'; readonly fields: readonly FieldRecord[]; readonly tags: readonly string[] }
  | { readonly kind: 'Signature'; readonly params: readonly number[]; readonly results: readonly number[]; readonly variadic: boolean }
  | { readonly kind: 'Interface'; readonly methods: readonly FieldRecord[] };

/** A field, or a method of an interface. */
interface FieldRecord {
  readonly name: string;
  readonly pkg: string | null;
  readonly type: number;
  readonly isEmbedded: boolean;
}

/** Writes types into a list, identical ones (by `keyOf`) once. */
export class TypeWriter {
  readonly records: TypeRecord[] = [];
  private readonly numbers = new Map<string, number>();

  constructor(private readonly keyOf: (type: Type) => string) {}

  /** The number of a type; null if it, or something in it, has no name. */
  write(type: Type): number | null {
    const key = this.keyOf(type);
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    const record = this.record(type);
    if (record === null) return null;
    const number = this.records.push(record) - 1;
    this.numbers.set(key, number);
    return number;
  }

  private record(type: Type): TypeRecord | null {
    switch (type.kind) {
      case 'Basic': return { kind: 'Basic', basic: type.basic };
      case 'Named': {
        const { pkg, parent, name } = type.obj;
        const isLocal = pkg !== null && parent !== pkg.scope;
        return isLocal ? null : { kind: 'Named', pkg: pkg?.path ?? null, name };
      }
      case 'Pointer': return this.with([type.base], ([elem]) => ({ kind: 'Pointer', elem: elem! }));
      case 'Slice': return this.with([type.elem], ([elem]) => ({ kind: 'Slice', elem: elem! }));
      case 'Array': return this.with([type.elem], ([elem]) => ({ kind: 'Array', elem: elem!, length: type.length }));
      case 'Map': return this.with([type.key, type.elem], ([key, elem]) => ({ kind: 'Map', key: key!, elem: elem! }));
      case 'Chan': return this.with([type.elem], ([elem]) => ({ kind: 'Chan', elem: elem!, dir: type.dir }));
      case 'Struct': return this.fields(type.fields ?? [], (fields) => ({ kind: 'Struct', fields, tags: type.tags }));
      case 'Interface': return this.fields(typeSetOf(type).methods, (methods) => ({ kind: 'Interface', methods }));
      case 'Signature': {
        const { params, results, variadic } = type;
        return this.with([...params.vars, ...results.vars].map((each) => each.type!), (numbers) => {
          const count = params.vars.length;
          return { kind: 'Signature', params: numbers.slice(0, count), results: numbers.slice(count), variadic };
        });
      }
      case 'Tuple': return null;
    }
  }

  private with(parts: readonly Type[], make: (numbers: number[]) => TypeRecord): TypeRecord | null {
    const numbers = parts.map((part) => this.write(part));
    return numbers.includes(null) ? null : make(numbers as number[]);
  }

  private fields(list: readonly (Var | Func)[], make: (records: FieldRecord[]) => TypeRecord): TypeRecord | null {
    return this.with(list.map((each) => each.type!), (numbers) =>
      make(list.map((each, i) => ({ name: each.name, pkg: each.pkg?.path ?? null, type: numbers[i]!, isEmbedded: each.kind === 'Var' && each.isEmbedded }))));
  }
}

/** Reads types from such a list, each once. */
export class TypeReader {
  private readonly types: (Type | undefined)[] = [];

  constructor(
    private readonly records: readonly TypeRecord[],
    private readonly packageOf: (path: string) => Package,
  ) {}

  read(number: number): Type {
    return (this.types[number] ??= this.make(this.records[number]!));
  }

  private make(record: TypeRecord): Type {
    switch (record.kind) {
      case 'Basic': return TYP[record.basic];
      case 'Named': return this.named(record.pkg, record.name);
      case 'Pointer': return new Pointer(this.read(record.elem));
      case 'Slice': return new Slice(this.read(record.elem));
      case 'Array': return new ArrayType(this.read(record.elem), record.length);
      case 'Map': return new MapType(this.read(record.key), this.read(record.elem));
      case 'Chan': return new Chan(record.dir, this.read(record.elem));
      case 'Struct': {
        const struct = new Struct();
        struct.fields = record.fields.map((field) => {
          const variable = new Var(NO_POS, this.packageOrNull(field.pkg), field.name, this.read(field.type), VarRole.Field);
          variable.isEmbedded = field.isEmbedded;
          return variable;
        });
        struct.tags = record.tags;
        return struct;
      }
      case 'Signature': {
        const tuple = (numbers: readonly number[], role: VarRole): Tuple => new Tuple(numbers.map((each) => new Var(NO_POS, null, '', this.read(each), role)));
        const signature = new Signature();
        signature.params = tuple(record.params, VarRole.Parameter);
        signature.results = tuple(record.results, VarRole.Result);
        signature.variadic = record.variadic;
        return signature;
      }
      case 'Interface': return this.interface(record.methods);
    }
  }

  private interface(methods: readonly FieldRecord[]): Interface {
    const type = new Interface();
    type.methods = methods.map(({ name, pkg, type: number }) => {
      const signature = this.read(number) as Signature;
      const own = Object.assign(new Signature(), signature, { recv: new Var(NO_POS, null, '', type, VarRole.Receiver) });
      return new Func(NO_POS, this.packageOrNull(pkg), name, own);
    });
    return type;
  }

  private named(path: string | null, name: string): Type {
    const scope = path === null ? UNIVERSE : this.packageOf(path).scope;
    const obj = scope.lookup(name);
    assert(obj?.kind === 'TypeName', `TypeReader: no type ${path}.${name}`);
    return obj.type!;
  }

  private packageOrNull(path: string | null): Package | null {
    return path === null ? null : this.packageOf(path);
  }
}
