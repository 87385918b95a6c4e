/**
 * A text for each type that is the same exactly for identical types: the key under which descriptors, wrappers and generated functions are
 * found, and part of their symbols' names. Defined types declared inside functions share their printed name, so they carry a number.
 */
import type { Pos } from '../syntax/position.ts';
import { typeString } from '../types/type-string.ts';
import { type Func, isExported, type Package } from '../types/object.ts';
import { typeSetOf } from '../types/type-set.ts';
import type { Interface, Named, Signature, Struct, Tuple, Type } from '../types/type.ts';

export class TypeKeys {
  private readonly keys = new Map<Type, string>();
  private readonly localNumbers = new Map<Named, number>();

  /** `numberOf` gives types declared inside functions the numbers of their package; null for packages in which nobody counts. */
  constructor(private readonly numberOf: (pkg: Package, pos: Pos) => number | null = () => null) {}

  of(type: Type): string {
    let key = this.keys.get(type);
    if (key === undefined) {
      key = this.compute(type);
      this.keys.set(type, key);
    }
    return key;
  }

  private compute(type: Type): string {
    switch (type.kind) {
      case 'Basic': return basicKey(type);
      case 'Named': return this.namedKey(type);
      case 'Pointer': return `*${this.of(type.base)}`;
      case 'Slice': return `[]${this.of(type.elem)}`;
      case 'Array': return `[${type.length}]${this.of(type.elem)}`;
      case 'Map': return `map[${this.of(type.key)}]${this.of(type.elem)}`;
      case 'Chan': return `${type.dir === 'recv' ? '<-' : ''}chan${type.dir === 'send' ? '<-' : ''}(${this.of(type.elem)})`;
      case 'Struct': return this.structKey(type);
      case 'Tuple': return `(${this.tupleKey(type)})`;
      case 'Signature': return this.signatureKey(type);
      case 'Interface': return this.interfaceKey(type);
    }
  }

  private namedKey(type: Named): string {
    const { obj } = type;
    const path = obj.pkg === null ? '' : `${symbolPath(obj.pkg)}.`;
    const isLocal = obj.pkg !== null && obj.parent !== obj.pkg.scope;
    if (!isLocal) return path + obj.name;
    let number = this.numberOf(obj.pkg!, obj.pos) ?? this.localNumbers.get(type);
    if (number === undefined) this.localNumbers.set(type, (number = this.localNumbers.size + 1));
    return `${path}${obj.name}·${number}`;
  }

  /** As Go's symbols have it: what is embedded under its own name is only its type, under another (of an alias, or a basic type) `name = type`. */
  private structKey(type: Struct): string {
    const fields = (type.fields ?? []).map((field, i) => {
      const tag = type.tags[i] ? ` ${JSON.stringify(type.tags[i])}` : '';
      const name = isExported(field.name) ? field.name : `${field.pkg === null ? '' : symbolPath(field.pkg)}.${field.name}`;
      const key = this.of(field.type!);
      if (!field.isEmbedded) return `${name} ${key}${tag}`;
      const named = field.type!.kind === 'Pointer' ? field.type!.base : field.type!;
      const isOwnName = named.kind === 'Named' && named.obj.pkg !== null && named.obj.name === field.name;
      return `${isOwnName ? '' : `${name} = `}${key}${tag}`;
    });
    return fields.length === 0 ? 'struct {}' : `struct { ${fields.join('; ')} }`;
  }

  private tupleKey(tuple: Tuple): string {
    return tuple.vars.map((each) => this.of(each.type!)).join(', ');
  }

  signatureKey(type: Signature): string {
    return `func(${this.tupleKey(type.params)}${type.variadic ? '...' : ''}) (${this.tupleKey(type.results)})`;
  }

  private interfaceKey(type: Interface): string {
    const methods = typeSetOf(type).methods.map((method) => `${method.id}${this.signatureKey(method.type!)}`);
    return `interface {${methods.join('; ')}}`;
  }
}

/** The package part of symbols: `main` for the program whatever its path. */
export function symbolPath(pkg: Package): string {
  return pkg.name === 'main' ? 'main' : pkg.path;
}

/** A type as programs see it (`%T`, panics): packages by name, blanks where reflect has them, no aliases. */
export function displayName(type: Type): string {
  switch (type.kind) {
    case 'Basic': return basicKey(type);
    case 'Named': return typeString(type, (pkg) => pkg.name);
    case 'Pointer': return `*${displayName(type.base)}`;
    case 'Slice': return `[]${displayName(type.elem)}`;
    case 'Array': return `[${type.length}]${displayName(type.elem)}`;
    case 'Map': return `map[${displayName(type.key)}]${displayName(type.elem)}`;
    case 'Chan': {
      const elem = displayName(type.elem);
      if (type.dir === 'recv') return `<-chan ${elem}`;
      return type.dir === 'send' ? `chan<- ${elem}` : `chan ${elem.startsWith('<-') ? `(${elem})` : elem}`;
    }
    case 'Struct': {
      const fields = (type.fields ?? []).map((field, i) => {
        const tag = type.tags[i] ? ` ${JSON.stringify(type.tags[i])}` : '';
        return `${field.isEmbedded ? '' : `${field.name} `}${displayName(field.type!)}${tag}`;
      });
      return fields.length === 0 ? 'struct {}' : `struct { ${fields.join('; ')} }`;
    }
    case 'Signature': return `func${signatureName(type)}`;
    case 'Interface': {
      const methods = typeSetOf(type).methods.map((method) => {
        const pkg = method.isExported || method.pkg === null ? '' : `${method.pkg.name}.`;
        return `${pkg}${method.name}${signatureName(method.type!)}`;
      });
      return methods.length === 0 ? 'interface {}' : `interface { ${methods.join('; ')} }`;
    }
    case 'Tuple': return `(${type.vars.map((each) => displayName(each.type!)).join(', ')})`;
  }
}

function signatureName(type: Signature): string {
  const params = type.params.vars.map((each, i, all) => {
    const name = displayName(each.type!);
    return type.variadic && i === all.length - 1 ? `...${name.slice(2)}` : name;
  });
  const results = type.results.vars.map((each) => displayName(each.type!));
  const suffix = results.length === 0 ? '' : results.length === 1 ? ` ${results[0]}` : ` (${results.join(', ')})`;
  return `(${params.join(', ')})${suffix}`;
}

function basicKey(type: Type): string {
  const name = typeString(type);
  return name === 'byte' ? 'uint8' : name === 'rune' ? 'int32' : name;
}

/** Of a function or method as tracebacks show it: `main.f`, `main.T.m`, `main.(*T).m`. */
export function functionSymbol(func: Func, keys: TypeKeys): string {
  const receiver = func.receiverType;
  const pkg = func.pkg === null ? '' : symbolPath(func.pkg);
  if (receiver === null) return `${pkg}.${func.name}`;
  return methodSymbol(receiver, func.name, func.hasPointerReceiver, keys);
}

export function methodSymbol(receiver: Named, name: string, isPointer: boolean, keys: TypeKeys): string {
  const key = keys.of(receiver);
  const dot = key.lastIndexOf('.', key.length);
  const pkg = dot < 0 ? '' : key.slice(0, dot + 1);
  const type = key.slice(dot + 1);
  return isPointer ? `${pkg}(*${type}).${name}` : `${key}.${name}`;
}

