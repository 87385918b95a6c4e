/** How the numbers of a type are computed with. */
import { BasicKind, type Type, under } from '../types/type.ts';

export type NumberClass = 'word' | 'int64' | 'f32' | 'f64' | 'other';

/** The kind of a basic type, or Invalid. Untyped kinds are given as the types they default to. */
export function basicKind(type: Type): BasicKind {
  const u = under(type);
  if (u.kind !== 'Basic') return BasicKind.Invalid;
  switch (u.basic) {
    case BasicKind.UntypedBool: return BasicKind.Bool;
    case BasicKind.UntypedInt: return BasicKind.Int;
    case BasicKind.UntypedRune: return BasicKind.Int32;
    case BasicKind.UntypedFloat: return BasicKind.Float64;
    case BasicKind.UntypedString: return BasicKind.String;
    default: return u.basic;
  }
}

export function numberClass(type: Type): NumberClass {
  switch (basicKind(type)) {
    case BasicKind.Int:
    case BasicKind.Int8:
    case BasicKind.Int16:
    case BasicKind.Int32:
    case BasicKind.Uint:
    case BasicKind.Uint8:
    case BasicKind.Uint16:
    case BasicKind.Uint32:
    case BasicKind.Uintptr: return 'word';
    case BasicKind.Int64:
    case BasicKind.Uint64: return 'int64';
    case BasicKind.Float32: return 'f32';
    case BasicKind.Float64: return 'f64';
    default: return 'other';
  }
}

export function isUnsignedKind(type: Type): boolean {
  switch (basicKind(type)) {
    case BasicKind.Uint:
    case BasicKind.Uint8:
    case BasicKind.Uint16:
    case BasicKind.Uint32:
    case BasicKind.Uint64:
    case BasicKind.Uintptr: return true;
    default: return false;
  }
}

/** Bits of an integer type. */
export function integerBits(type: Type): number {
  switch (basicKind(type)) {
    case BasicKind.Int8:
    case BasicKind.Uint8: return 8;
    case BasicKind.Int16:
    case BasicKind.Uint16: return 16;
    case BasicKind.Int64:
    case BasicKind.Uint64: return 64;
    default: return 32;
  }
}
