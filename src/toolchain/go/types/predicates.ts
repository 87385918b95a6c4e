/** Questions about types: what kind they are, whether two are identical, whether values can be compared or be nil. */
import { Basic, BasicInfo, BasicKind, type Interface, type Tuple, type Type, under } from './type.ts';
import { typeSetOf } from './type-set.ts';
import { RUNE, TYP } from './universe.ts';

function hasInfo(type: Type, info: BasicInfo): boolean {
  const basic = under(type);
  return basic.kind === 'Basic' && (basic.info & info) !== 0;
}
export const isBoolean = (type: Type): boolean => hasInfo(type, BasicInfo.Boolean);
export const isInteger = (type: Type): boolean => hasInfo(type, BasicInfo.Integer);
export const isUnsigned = (type: Type): boolean => hasInfo(type, BasicInfo.Unsigned);
export const isFloat = (type: Type): boolean => hasInfo(type, BasicInfo.Float);
export const isComplex = (type: Type): boolean => hasInfo(type, BasicInfo.Complex);
export const isNumeric = (type: Type): boolean => hasInfo(type, BasicInfo.Numeric);
export const isString = (type: Type): boolean => hasInfo(type, BasicInfo.String);
export const isIntegerOrFloat = (type: Type): boolean => hasInfo(type, BasicInfo.Integer | BasicInfo.Float);
export const isNumericOrString = (type: Type): boolean => hasInfo(type, BasicInfo.Numeric | BasicInfo.String);
export const isOrdered = (type: Type): boolean => hasInfo(type, BasicInfo.Ordered);
export const isConstType = (type: Type): boolean => hasInfo(type, BasicInfo.ConstType);

export const isInvalid = (type: Type): boolean => type.kind === 'Basic' && type.basic === BasicKind.Invalid;
export const isUntyped = (type: Type): type is Basic => type.kind === 'Basic' && (type.info & BasicInfo.Untyped) !== 0;
export const isUntypedNil = (type: Type): boolean => type.kind === 'Basic' && type.basic === BasicKind.UntypedNil;

const isBasicKind = (type: Type, kind: BasicKind): boolean => {
  const basic = under(type);
  return basic.kind === 'Basic' && basic.basic === kind;
};
export const isUintptr = (type: Type): boolean => isBasicKind(type, BasicKind.Uintptr);
export const isUnsafePointer = (type: Type): boolean => isBasicKind(type, BasicKind.UnsafePointer);
export const isPointer = (type: Type): boolean => under(type).kind === 'Pointer';
export const isInterface = (type: Type): boolean => under(type).kind === 'Interface';

export function isInterfacePointer(type: Type): boolean {
  const pointer = under(type);
  return pointer.kind === 'Pointer' && isInterface(pointer.base);
}

export function isBytesOrRunes(type: Type): boolean {
  const slice = under(type);
  return slice.kind === 'Slice' && (isBasicKind(slice.elem, BasicKind.Uint8) || isBasicKind(slice.elem, BasicKind.Int32));
}

/** A type with a name: basic or defined. */
export const hasName = (type: Type): boolean => type.kind === 'Basic' || type.kind === 'Named';

/** The base of a pointer type (not of a named one), and whether it was one. */
export function dereference(type: Type): { type: Type; isPointer: boolean } {
  return type.kind === 'Pointer' ? { type: type.base, isPointer: true } : { type, isPointer: false };
}

/** An array for a pointer to it, everything else as it is. `type` is an underlying type. */
export function arrayBehindPointer(type: Type): Type {
  if (type.kind !== 'Pointer') return type;
  const base = under(type.base);
  return base.kind === 'Array' ? base : type;
}

export function hasNil(type: Type): boolean {
  const u = under(type);
  if (u.kind === 'Basic') return u.basic === BasicKind.UnsafePointer;
  return u.kind === 'Slice' || u.kind === 'Pointer' || u.kind === 'Signature' || u.kind === 'Map' || u.kind === 'Chan' || u.kind === 'Interface';
}

/** Whether == is defined for values of the type (for interfaces it may still panic). */
export function isComparable(type: Type): boolean {
  return incomparablePart(type, new Set()) === null;
}

/**
 * Null if values can be compared, otherwise what cannot: a field's type for a struct, the type itself for an array and everything else.
 * `seen` breaks cycles of invalid types.
 */
export function incomparablePart(type: Type, seen: Set<Type>): { part: Type } | null {
  if (seen.has(type)) return null;
  seen.add(type);
  const u = under(type);
  switch (u.kind) {
    case 'Basic':
      return u.basic === BasicKind.UntypedNil ? { part: type } : null;
    case 'Pointer':
    case 'Chan':
    case 'Interface':
      return null;
    case 'Struct': {
      const field = u.fields?.find((f) => incomparablePart(f.type!, seen) !== null);
      return field === undefined ? null : { part: field.type! };
    }
    case 'Array':
      return incomparablePart(u.elem, seen) === null ? null : { part: u };
    default:
      return { part: type };
  }
}

/** Whether struct tags count when types are compared. */
export const enum Tags { Compare, Ignore }

interface InterfacePair {
  readonly x: Interface;
  readonly y: Interface;
  readonly previous: InterfacePair | null;
}

/** Type identity of the specification. */
export function identical(x: Type, y: Type, tags: Tags = Tags.Compare): boolean {
  return x === y || identicalTypes(x, y, tags, null);
}

function identicalTypes(x: Type, y: Type, tags: Tags, pair: InterfacePair | null): boolean {
  if (x === y) return true;
  switch (x.kind) {
    case 'Basic':
      return y.kind === 'Basic' && x.basic === y.basic;
    case 'Array':
      return y.kind === 'Array' && (x.length < 0 || y.length < 0 || x.length === y.length) && identicalTypes(x.elem, y.elem, tags, pair);
    case 'Slice':
      return y.kind === 'Slice' && identicalTypes(x.elem, y.elem, tags, pair);
    case 'Pointer':
      return y.kind === 'Pointer' && identicalTypes(x.base, y.base, tags, pair);
    case 'Map':
      return y.kind === 'Map' && identicalTypes(x.key, y.key, tags, pair) && identicalTypes(x.elem, y.elem, tags, pair);
    case 'Chan':
      return y.kind === 'Chan' && x.dir === y.dir && identicalTypes(x.elem, y.elem, tags, pair);
    case 'Tuple':
      return y.kind === 'Tuple' && identicalTuples(x, y, tags, pair);
    case 'Signature':
      return y.kind === 'Signature' && x.variadic === y.variadic && identicalTuples(x.params, y.params, tags, pair) && identicalTuples(x.results, y.results, tags, pair);
    case 'Struct': {
      if (y.kind !== 'Struct' || x.fields === null || y.fields === null || x.fields.length !== y.fields.length) return false;
      const others = y.fields;
      return x.fields.every((f, i) => {
        const g = others[i]!;
        if (f.isEmbedded !== g.isEmbedded || !f.isNamed(g.pkg, g.name)) return false;
        if (tags === Tags.Compare && x.tags[i] !== y.tags[i]) return false;
        return identicalTypes(f.type!, g.type!, tags, pair);
      });
    }
    case 'Interface':
      return y.kind === 'Interface' && identicalInterfaces(x, y, tags, pair);
    case 'Named':
      return y.kind === 'Named' && x.obj === y.obj;
  }
}

function identicalTuples(x: Tuple, y: Tuple, tags: Tags, pair: InterfacePair | null): boolean {
  return x.vars.length === y.vars.length && x.vars.every((v, i) => identicalTypes(v.type!, y.vars[i]!.type!, tags, pair));
}

/** Interfaces may contain themselves through their methods: a pair that is being compared already counts as identical. */
function identicalInterfaces(x: Interface, y: Interface, tags: Tags, previous: InterfacePair | null): boolean {
  const xs = typeSetOf(x);
  const ys = typeSetOf(y);
  if (xs.comparable !== ys.comparable || xs.methods.length !== ys.methods.length) return false;
  for (let pair = previous; pair !== null; pair = pair.previous) {
    if ((pair.x === x && pair.y === y) || (pair.x === y && pair.y === x)) return true;
  }
  const pair = { x, y, previous };
  return xs.methods.every((m, i) => {
    const other = ys.methods[i]!;
    return m.id === other.id && identicalTypes(m.type!, other.type!, tags, pair);
  });
}

/** The type an untyped value takes where nothing else decides; typed ones stay. */
export function defaultType(type: Type): Type {
  if (type.kind !== 'Basic') return type;
  switch (type.basic) {
    case BasicKind.UntypedBool: return TYP[BasicKind.Bool];
    case BasicKind.UntypedInt: return TYP[BasicKind.Int];
    case BasicKind.UntypedRune: return RUNE;
    case BasicKind.UntypedFloat: return TYP[BasicKind.Float64];
    case BasicKind.UntypedComplex: return TYP[BasicKind.Complex128];
    case BasicKind.UntypedString: return TYP[BasicKind.String];
    default: return type;
  }
}
