/**
 * Finding fields and methods: selectors through embedded structs, and what a type lacks to implement an interface.
 *
 * The rule of the specification: the shallowest depth at which the name occurs decides; if it occurs there twice, the selector is ambiguous.
 */
import { type Func, type Package, type Var } from './object.ts';
import { dereference, identical, isInterface, isInterfacePointer, isInvalid } from './predicates.ts';
import { Interface, type Named, Pointer, type Type, under } from './type.ts';
import { typeSetOf } from './type-set.ts';
import { type Qualifier, signatureString, typeString } from './type-string.ts';

export interface Lookup {
  /** Null if nothing was found, or too much. */
  readonly obj: Var | Func | null;
  /** Indices of fields on the way; with obj null and a path, the selector is ambiguous. */
  readonly path: readonly number[] | null;
  /** With obj: a pointer was followed. With obj null and no path: a method was found, but its receiver must be a pointer. */
  readonly indirect: boolean;
}
const NOTHING: Lookup = { obj: null, path: null, indirect: false };
const NEEDS_POINTER: Lookup = { obj: null, path: null, indirect: true };

export const enum Case { Exact, Fold }

/** Finds field or method `name` of `type` as seen from package `pkg`. `addressable`: methods with pointer receivers count too. */
export function lookupFieldOrMethod(type: Type, addressable: boolean, pkg: Package | null, name: string): Lookup {
  if (type.kind === 'Named') {
    const pointer = under(type);
    if (pointer.kind === 'Pointer') {
      // A defined pointer type has the fields of its base, but no methods.
      const found = search(pointer, false, pkg, name, Case.Exact);
      return found.obj?.kind === 'Func' ? NOTHING : found;
    }
  }
  return search(type, addressable, pkg, name, Case.Exact);
}

interface Embedded {
  readonly type: Type;
  readonly path: readonly number[];
  readonly indirect: boolean;
  /** The type occurs several times at this depth. */
  isMultiple: boolean;
}

function search(type: Type, addressable: boolean, pkg: Package | null, name: string, letters: Case): Lookup {
  if (name === '_') return NOTHING;
  const { type: base, isPointer } = dereference(type);
  if (isPointer && isInterface(base)) return NOTHING;
  let level: Embedded[] = [{ type: base, path: [], indirect: isPointer, isMultiple: false }];
  const seen = new Set<Named>();
  while (level.length > 0) {
    const next: Embedded[] = [];
    let found: { obj: Var | Func; path: readonly number[]; indirect: boolean } | null = null;
    for (const entry of level) {
      if (entry.type.kind === 'Named') {
        if (seen.has(entry.type)) continue;
        seen.add(entry.type);
      }
      for (const { obj, index } of membersNamed(entry.type, pkg, name, letters)) {
        const path = [...entry.path, index];
        if (found !== null || entry.isMultiple) return { obj: null, path, indirect: false };
        found = { obj, path, indirect: entry.indirect };
      }
      if (found === null) collectEmbedded(entry, next);
    }
    if (found !== null) {
      if (found.obj.kind === 'Func' && found.obj.hasPointerReceiver && !found.indirect && !addressable) return NEEDS_POINTER;
      return found;
    }
    level = mergeEqual(next);
  }
  return NOTHING;
}

/** Methods and fields of this very type (not of embedded ones); a type declares at most one of a name unless it is wrong. */
function membersNamed(type: Type, pkg: Package | null, name: string, letters: Case): { obj: Var | Func; index: number }[] {
  if (type.kind === 'Named') {
    const index = methodIndex(type.methods, pkg, name, letters);
    if (index >= 0) return [{ obj: type.methods[index]!, index }];
  }
  const u = under(type);
  if (u.kind === 'Struct') {
    const index = (u.fields ?? []).findIndex((field) => field.isNamed(pkg, name));
    return index < 0 ? [] : [{ obj: u.fields![index]!, index }];
  }
  if (u.kind === 'Interface') {
    const { methods } = typeSetOf(u);
    const index = methodIndex(methods, pkg, name, letters);
    return index < 0 ? [] : [{ obj: methods[index]!, index }];
  }
  return [];
}

function methodIndex(methods: readonly Func[], pkg: Package | null, name: string, letters: Case): number {
  return methods.findIndex((m) => {
    if (m.name !== name && (letters === Case.Exact || m.name.toLowerCase() !== name.toLowerCase())) return false;
    return m.isNamed(pkg, m.name);
  });
}

function collectEmbedded(entry: Embedded, next: Embedded[]): void {
  const struct = under(entry.type);
  if (struct.kind !== 'Struct') return;
  (struct.fields ?? []).forEach((field, index) => {
    if (!field.isEmbedded) return;
    const { type, isPointer } = dereference(field.type!);
    next.push({ type, path: [...entry.path, index], indirect: entry.indirect || isPointer, isMultiple: entry.isMultiple });
  });
}

/** A defined type is identical to itself alone; there are few others that can be embedded. */
function mergeEqual(list: Embedded[]): Embedded[] {
  const defined = new Map<Named, Embedded>();
  const others: Embedded[] = [];
  const distinct: Embedded[] = [];
  for (const entry of list) {
    const { type } = entry;
    const other = type.kind === 'Named' ? defined.get(type) : others.find((each) => identical(each.type, type));
    if (other !== undefined) {
      other.isMultiple = true;
      continue;
    }
    if (type.kind === 'Named') defined.set(type, entry);
    else others.push(entry);
    distinct.push(entry);
  }
  return distinct;
}

/** A method that is missing, and what was found in its place: the same name with another type or receiver, or another spelling. */
export interface MissingMethod {
  readonly method: Func;
  readonly instead: Func | null;
}

/** Makes sure that a method's signature is known; the checker declares methods lazily. */
export interface MethodResolver {
  resolveMethod(method: Func): void;
}

/**
 * The first method of `target` that `type` lacks, or null. If `type` is an interface and not `isStatic`, only conflicting methods
 * count: the dynamic type may have the others.
 */
export function missingMethod(resolver: MethodResolver, type: Type, target: Interface, isStatic: boolean): MissingMethod | null {
  const source = under(type);
  const wanted = typeSetOf(target).methods;
  if (source.kind === 'Interface') {
    const { methods } = typeSetOf(source);
    for (const method of wanted) {
      const index = methodIndex(methods, method.pkg, method.name, Case.Exact);
      if (index < 0) {
        if (isStatic) return { method, instead: null };
      } else if (!identical(methods[index]!.type!, method.type!)) {
        return { method, instead: methods[index]! };
      }
    }
    return null;
  }
  for (const method of wanted) {
    const found = search(type, false, method.pkg, method.name, Case.Exact).obj;
    const obj = found ?? search(new Pointer(type), false, method.pkg, method.name, Case.Exact).obj ?? search(type, false, method.pkg, method.name, Case.Fold).obj;
    if (obj?.kind !== 'Func') return { method, instead: null };
    resolver.resolveMethod(obj);
    if (found === null || !identical(obj.type!, method.type!)) return { method, instead: obj };
  }
  return null;
}

/** The words in parentheses after `T does not implement I`. */
export function missingMethodReason(type: Type, target: Type, { method, instead }: MissingMethod, qualifier: Qualifier): string {
  const name = `${method.name} method`;
  const show = (func: Func): string => func.name + signatureString(func.type!, qualifier);
  if (instead !== null) {
    const have = `\n\t\thave ${show(instead)}\n\t\twant ${show(method)}`;
    if (method.name !== instead.name) return `(missing ${name})${have}`;
    return identical(method.type!, instead.type!) ? `(${name} has pointer receiver)` : `(wrong type for ${name})${have}`;
  }
  if (isInterfacePointer(type)) return `(${interfacePointerText(type, qualifier)})`;
  if (isInterfacePointer(target)) return `(${interfacePointerText(target, qualifier)})`;
  return `(missing ${name})`;
}

export const interfacePointerText = (type: Type, qualifier: Qualifier): string =>
  `type ${typeString(type, qualifier)} is pointer to interface, not interface`;

/** Null if `type` implements the interface type `target`; otherwise the whole reason. */
export function whyNotImplements(resolver: MethodResolver, type: Type, target: Type, qualifier: Qualifier): string | null {
  const source = under(type);
  const wanted = under(target);
  if (isInvalid(source) || isInvalid(wanted)) return null;
  if (source.kind === 'Pointer' && isInvalid(under(source.base))) return null;
  const show = (t: Type): string => typeString(t, qualifier);
  if (wanted.kind !== 'Interface') {
    const cause = isInterfacePointer(wanted) ? interfacePointerText(target, qualifier) : `${show(target)} is not an interface`;
    return `${show(type)} does not implement ${show(target)} (${cause})`;
  }
  const missing = missingMethod(resolver, type, wanted, true);
  if (missing === null) return null;
  return `${show(type)} does not implement ${show(target)} ${missingMethodReason(type, target, missing, qualifier)}`;
}
