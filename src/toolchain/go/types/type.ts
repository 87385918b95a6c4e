/**
 * The types of Go programs, as data: one class per type constructor, told apart by `kind`.
 *
 * Types other than Named have no identity of their own: compare them with `identical` (predicates.ts), never with ===. A type may
 * refer to itself through Named types, so whoever walks types recursively must stop at Named or remember where it was. The fields are
 * filled by the checker and constant after it has finished; `under` is the way to the structure behind a name.
 */
import type { Pos } from '../syntax/position.ts';
import type { Func, TypeName, Var } from './object.ts';
import type { Scope } from './scope.ts';

/** Predeclared types in the order of Go's reflect.Kind where that has them; the untyped kinds come last. */
export const enum BasicKind {
  Invalid,
  Bool,
  Int, Int8, Int16, Int32, Int64,
  Uint, Uint8, Uint16, Uint32, Uint64, Uintptr,
  Float32, Float64,
  Complex64, Complex128,
  String,
  UnsafePointer,
  UntypedBool, UntypedInt, UntypedRune, UntypedFloat, UntypedComplex, UntypedString, UntypedNil,
}

/** Properties of basic types, a bit set. */
export const enum BasicInfo {
  None = 0,
  Boolean = 1 << 0,
  Integer = 1 << 1,
  Unsigned = 1 << 2,
  Float = 1 << 3,
  Complex = 1 << 4,
  String = 1 << 5,
  Untyped = 1 << 6,
  Ordered = Integer | Float | String,
  Numeric = Integer | Float | Complex,
  ConstType = Boolean | Numeric | String,
}

export class Basic {
  readonly kind = 'Basic';
  constructor(readonly basic: BasicKind, readonly info: BasicInfo, readonly name: string) {}
}

/** A defined type. */
export class Named {
  readonly kind = 'Named';
  /** The right side of the declaration as written, perhaps another Named; null until known. */
  fromRHS: Type | null = null;
  /** Use `under`: until the declaration is complete this may be null or another Named. */
  underlying: Type | null = null;
  /** Declared methods in source order; for interfaces empty. */
  readonly methods: Func[] = [];
  /** Declared `//go:notinheap`: its values lie in memory that the collector does not manage, so pointers to them are none to it. */
  isNotInHeap = false;
  constructor(
    readonly obj: TypeName,
    /** Reports a cycle of names found while looking for the underlying type. */
    readonly reportCycle: ((path: TypeName[]) => void) | null,
  ) {}
}

export class Pointer {
  readonly kind = 'Pointer';
  constructor(public base: Type) {}
}

export class Slice {
  readonly kind = 'Slice';
  constructor(public elem: Type) {}
}

export class ArrayType {
  readonly kind = 'Array';
  /** A negative length is unknown: `[...]T` before its elements were counted, or an error. */
  constructor(public elem: Type, public length: number) {}
}

export class Struct {
  readonly kind = 'Struct';
  /** Null while the declaration is being checked, which makes cycles visible. */
  fields: readonly Var[] | null = null;
  /** One tag per field, empty if it has none; as bytes. */
  tags: readonly string[] = [];
}

export class MapType {
  readonly kind = 'Map';
  constructor(public key: Type, public elem: Type) {}
}

export type ChanDirection = 'both' | 'send' | 'recv';
export class Chan {
  readonly kind = 'Chan';
  constructor(public dir: ChanDirection, public elem: Type) {}
}

/** A list of variables: parameters, results, or the type of a call with several (or no) results. */
export class Tuple {
  readonly kind = 'Tuple';
  constructor(readonly vars: readonly Var[]) {}
}
export const EMPTY_TUPLE = new Tuple([]);

export class Signature {
  readonly kind = 'Signature';
  /** The scope of parameters and body; null for function types made by the checker. */
  scope: Scope | null = null;
  /** The receiver of a method; null for functions and for method values. */
  recv: Var | null = null;
  params: Tuple = EMPTY_TUPLE;
  results: Tuple = EMPTY_TUPLE;
  /** The last parameter is `...T`; its type is then []T (for append of a string also string). */
  variadic = false;
}

/** All methods of an interface, embedded ones included, sorted: exported first, then by name. */
export interface TypeSet {
  readonly methods: readonly Func[];
  /** The predeclared constraint `comparable` or something that embeds it. */
  readonly comparable: boolean;
}

/** What the checker does about mistakes in an interface. */
export interface TypeSetListener {
  /** A method declared twice here, or (when embedded) twice with unlike signatures, which only a later look at the types can tell. */
  duplicate(pos: Pos, method: Func, otherPos: Pos, other: Func, isExplicit: boolean): void;
}

export class Interface {
  readonly kind = 'Interface';
  /** Hears of mistakes when the type set is computed; null for interfaces that the checker makes itself. */
  listener: TypeSetListener | null = null;
  /** Declared here. */
  methods: Func[] = [];
  embeddeds: Type[] = [];
  /** Positions of `embeddeds`, for messages. */
  embedPos: Pos[] = [];
  /** Computed on demand by `typeSetOf`. */
  typeSet: TypeSet | null = null;
  /** Its methods are being declared. */
  isIncomplete = false;
}

export type Type = Basic | Named | Pointer | Slice | ArrayType | Struct | MapType | Chan | Tuple | Signature | Interface;

/** Makes `underlying` known early, so that a type may refer to itself while it is being checked. */
export function setUnderlying(def: Named | null, underlying: Type): void {
  if (def !== null) def.underlying = underlying;
}

const INVALID_KIND = BasicKind.Invalid;
/** The type of what is wrong; silences further messages. */
export const INVALID_TYPE = new Basic(INVALID_KIND, BasicInfo.None, 'invalid type');

/** The type behind all names. Never Named; INVALID_TYPE for a broken declaration. */
export function under(type: Type): Exclude<Type, Named> {
  if (type.kind !== 'Named') return type;
  const direct = type.underlying;
  if (direct === null) return INVALID_TYPE;
  return direct.kind === 'Named' ? followNames(type, direct) : direct;
}

/** `type A B; type B struct{}`: finds the struct for the whole chain, or reports that the chain bites its tail. */
function followNames(start: Named, next: Named): Exclude<Type, Named> {
  const chain: Named[] = [start];
  let found: Exclude<Type, Named>;
  for (;;) {
    const again = chain.indexOf(next);
    if (again >= 0) {
      const cycle = chain.slice(again).map((named) => named.obj);
      chain[again]!.reportCycle?.(cycle);
      found = INVALID_TYPE;
      break;
    }
    chain.push(next);
    const beyond: Type | null = next.underlying;
    if (beyond === null) return INVALID_TYPE;
    if (beyond.kind !== 'Named') {
      found = beyond;
      break;
    }
    next = beyond;
  }
  for (const named of chain) named.underlying = found;
  return found;
}
