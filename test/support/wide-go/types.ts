/**
 * The types of a wide random Go program, as records. Equal types are the same record, so that they can be compared with `===`. A named type is
 * the record of what lies under it with a name and methods of its own.
 */
interface Described {
  /** As it stands in the text: `N3`, `map[string]*S1`. */
  readonly name: string;
  /** Methods declared on it: only named types have some. */
  readonly methods: readonly Method[];
}
export interface IntegerType extends Described { readonly kind: 'integer'; readonly bits: number; readonly isSigned: boolean }
export interface FloatType extends Described { readonly kind: 'float'; readonly bits: number }
export interface StringType extends Described { readonly kind: 'string' }
export interface BoolType extends Described { readonly kind: 'bool' }
export interface ArrayType extends Described { readonly kind: 'array'; readonly elem: GoType; readonly length: number }
export interface SliceType extends Described { readonly kind: 'slice'; readonly elem: GoType }
export interface MapType extends Described { readonly kind: 'map'; readonly key: GoType; readonly elem: GoType }
export interface PointerType extends Described { readonly kind: 'pointer'; readonly elem: GoType }
export interface FuncType extends Described { readonly kind: 'func'; readonly param: GoType; readonly result: GoType }
export interface StructType extends Described { readonly kind: 'struct'; readonly fields: readonly Field[] }
/** Asks for the methods `wants`, in the program's prelude. */
export interface InterfaceType extends Described { readonly kind: 'interface'; readonly wants: readonly MethodName[] }
export type GoType = IntegerType | FloatType | StringType | BoolType | ArrayType | SliceType | MapType | PointerType | FuncType | StructType | InterfaceType;

export interface Field { readonly name: string; readonly type: GoType; readonly isEmbedded: boolean }

/** Every method of one name has one signature. `Sum() int` reads, `Add(int)` writes, the others give texts. */
export const METHOD_NAMES = ['Sum', 'Add', 'String', 'Error', 'GoString'] as const;
export type MethodName = (typeof METHOD_NAMES)[number];
export interface Method { readonly name: MethodName; readonly onPointer: boolean }

const NO_METHODS: readonly Method[] = [];
const integer = (name: string, bits: number, isSigned: boolean): IntegerType => ({ kind: 'integer', name, bits, isSigned, methods: NO_METHODS });
export const INT = integer('int', 32, true);
export const UINT8 = integer('uint8', 8, false);
export const RUNE = integer('int32', 32, true);
export const INT64 = integer('int64', 64, true);
export const UINT64 = integer('uint64', 64, false);
export const INTEGERS: readonly IntegerType[] = [
  INT, UINT8, RUNE, INT64, UINT64, integer('int8', 8, true), integer('int16', 16, true), integer('uint16', 16, false), integer('uint32', 32, false), integer('uint', 32, false), integer('uintptr', 32, false),
];
export const FLOATS: readonly FloatType[] = [{ kind: 'float', name: 'float32', bits: 32, methods: NO_METHODS }, { kind: 'float', name: 'float64', bits: 64, methods: NO_METHODS }];
export const FLOAT64 = FLOATS[1]!;
export const STRING: StringType = { kind: 'string', name: 'string', methods: NO_METHODS };
export const BOOL: BoolType = { kind: 'bool', name: 'bool', methods: NO_METHODS };

const asking = (name: string, ...wants: MethodName[]): InterfaceType => ({ kind: 'interface', name, wants, methods: NO_METHODS });
export const ANY = asking('interface{}');
/** `Both` and `Named` embed others; `Wide` embeds two that share methods. */
export const INTERFACES: readonly InterfaceType[] = [
  asking('Summer', 'Sum'), asking('Adder', 'Add'), asking('Both', 'Sum', 'Add'), asking('fmt.Stringer', 'String'), asking('error', 'Error'),
  asking('Named', 'Sum', 'String'), asking('Wide', 'Sum', 'Add', 'String'),
];

export const isNumeric = (type: GoType): type is IntegerType | FloatType => type.kind === 'integer' || type.kind === 'float';
export const isBasic = (type: GoType): boolean => isNumeric(type) || type.kind === 'string' || type.kind === 'bool';

/** Whether some part of the type, the type itself included, is as asked; what pointers, maps and functions lead to is no part. */
export function hasPart(type: GoType, asked: (part: GoType) => boolean): boolean {
  if (asked(type)) return true;
  switch (type.kind) {
    case 'array': return hasPart(type.elem, asked);
    case 'struct': return type.fields.some((field) => hasPart(field.type, asked));
    default: return false;
  }
}

/** Whether `==` compiles. It may still panic: an interface may hold a slice. */
export const isComparable = (type: GoType): boolean => !hasPart(type, ({ kind }) => kind === 'slice' || kind === 'map' || kind === 'func');

/** Whether values of the type may have a NaN within: then several keys of a map may be equal in print. */
export const mayBeNaN = (type: GoType): boolean => hasPart(type, ({ kind }) => kind === 'float' || kind === 'interface');

/** Whether values lead to no other variable and hold no interface: they can be put anywhere without making a cycle. */
export function isFlat(type: GoType): boolean {
  switch (type.kind) {
    case 'pointer':
    case 'interface':
    case 'func': return false;
    case 'slice':
    case 'array': return isFlat(type.elem);
    case 'map': return isFlat(type.key) && isFlat(type.elem);
    case 'struct': return type.fields.every((field) => isFlat(field.type));
    default: return true;
  }
}

/** About the size of a value in bytes: arrays of arrays of structs shall stay small. */
export function sizeOf(type: GoType): number {
  switch (type.kind) {
    case 'integer':
    case 'float': return type.bits / 8;
    case 'array': return type.length * sizeOf(type.elem);
    case 'struct': return type.fields.reduce((sum, field) => sum + sizeOf(field.type), 0);
    case 'slice': return 12;
    case 'string':
    case 'interface': return 8;
    default: return 4;
  }
}
