/**
 * The types of a random Go program, and values of them: `random-go.ts` makes the statements. Types are records; equal types are the same record,
 * so that they can be compared with `===`.
 */
import type { RandomStream } from '../../src/base/random.ts';

export interface IntegerType { readonly kind: 'integer'; readonly name: string; readonly bits: number; readonly isSigned: boolean }
export interface FloatType { readonly kind: 'float'; readonly name: string }
export interface StringType { readonly kind: 'string'; readonly name: string }
export interface BoolType { readonly kind: 'bool'; readonly name: string }
export interface ArrayType { readonly kind: 'array'; readonly name: string; readonly elem: GoType; readonly length: number }
export interface SliceType { readonly kind: 'slice'; readonly name: string; readonly elem: GoType }
export interface MapType { readonly kind: 'map'; readonly name: string; readonly key: GoType; readonly elem: GoType }
export interface PointerType { readonly kind: 'pointer'; readonly name: string; readonly elem: StructType }
export interface Field { readonly name: string; readonly type: GoType; readonly isEmbedded: boolean }
export interface Method { readonly name: string; readonly onPointer: boolean }
export interface StructType { readonly kind: 'struct'; readonly name: string; readonly fields: readonly Field[]; readonly methods: Method[] }
/** `any` holds everything; the others have one method, `func(int) int`. */
export interface InterfaceType { readonly kind: 'interface'; readonly name: string; readonly method: string | null }
export type GoType = IntegerType | FloatType | StringType | BoolType | ArrayType | SliceType | MapType | PointerType | StructType | InterfaceType;

const integer = (name: string, bits: number, isSigned: boolean): IntegerType => ({ kind: 'integer', name, bits, isSigned });
export const INT = integer('int', 32, true);
export const INTEGERS: readonly IntegerType[] = [
  ...[8, 16, 32, 64].flatMap((bits) => [integer(`int${bits}`, bits, true), integer(`uint${bits}`, bits, false)]), INT, integer('uint', 32, false), integer('uintptr', 32, false),
];
export const FLOATS: readonly FloatType[] = [{ kind: 'float', name: 'float32' }, { kind: 'float', name: 'float64' }];
export const STRING: StringType = { kind: 'string', name: 'string' };
export const BOOL: BoolType = { kind: 'bool', name: 'bool' };
export const ANY: InterfaceType = { kind: 'interface', name: 'interface{}', method: null };
/** Methods that interfaces ask for. */
export const METHOD_NAMES = ['M', 'N'] as const;
export const INTERFACES: readonly InterfaceType[] = METHOD_NAMES.map((method) => ({ kind: 'interface', name: `Has${method}`, method }));

export const integerNamed = (name: string): IntegerType => INTEGERS.find((type) => type.name === name)!;
export const isNumeric = (type: GoType): type is IntegerType | FloatType => type.kind === 'integer' || type.kind === 'float';

/** Whether `==` works on values of the type without a panic. */
export function isComparable(type: GoType): boolean {
  switch (type.kind) {
    case 'slice':
    case 'map':
    case 'interface': return false;
    case 'array': return isComparable(type.elem);
    case 'struct': return type.fields.every((field) => isComparable(field.type));
    default: return true;
  }
}

/** The types of one program: some structs with methods, and what is made of them. */
export class TypeUniverse {
  readonly structs: StructType[] = [];
  private readonly composites = new Map<string, GoType>();

  constructor(private readonly random: RandomStream) {
    const count = 2 + random.below(3);
    for (let i = 0; i < count; i++) this.structs.push(this.makeStruct(`S${i}`));
  }

  pick<T>(list: readonly T[]): T {
    return list[this.random.below(list.length)]!;
  }

  numeric(): IntegerType | FloatType {
    return this.random.below(5) === 0 ? this.pick(FLOATS) : this.pick(INTEGERS);
  }

  basic(): GoType {
    switch (this.random.below(8)) {
      case 0: return STRING;
      case 1: return BOOL;
      default: return this.numeric();
    }
  }

  any(depth = 2): GoType {
    if (depth === 0) return this.basic();
    switch (this.random.below(14)) {
      case 0: return this.array(this.any(depth - 1), 1 + this.random.below(4));
      case 1:
      case 2: return this.slice(this.any(depth - 1));
      case 3: return this.map(this.key(), this.any(depth - 1));
      case 4:
      case 5: return this.structs.length > 0 ? this.pick(this.structs) : this.basic();
      case 6: return this.structs.length > 0 ? this.pointer(this.pick(this.structs)) : this.basic();
      case 7: return this.pick([ANY, ...INTERFACES]);
      default: return this.basic();
    }
  }

  private key(): GoType {
    const structs = this.structs.filter(isComparable);
    switch (this.random.below(6)) {
      case 0: return structs.length > 0 ? this.pick(structs) : STRING;
      case 1: return this.array(this.pick(INTEGERS), 2);
      case 2:
      case 3: return STRING;
      default: return this.pick(INTEGERS);
    }
  }

  private composite<T extends GoType>(type: T): T {
    const known = this.composites.get(type.name);
    if (known !== undefined) return known as T;
    this.composites.set(type.name, type);
    return type;
  }

  array(elem: GoType, length: number): ArrayType {
    return this.composite({ kind: 'array', name: `[${length}]${elem.name}`, elem, length });
  }

  slice(elem: GoType): SliceType {
    return this.composite({ kind: 'slice', name: `[]${elem.name}`, elem });
  }

  map(key: GoType, elem: GoType): MapType {
    return this.composite({ kind: 'map', name: `map[${key.name}]${elem.name}`, key, elem });
  }

  pointer(elem: StructType): PointerType {
    return this.composite({ kind: 'pointer', name: `*${elem.name}`, elem });
  }

  private makeStruct(name: string): StructType {
    const fields: Field[] = [];
    const embedded = this.structs.length > 0 && this.random.below(2) === 0 ? this.pick(this.structs) : null;
    if (embedded !== null) fields.push({ name: embedded.name, type: this.random.below(4) === 0 ? this.pointer(embedded) : embedded, isEmbedded: true });
    const count = 1 + this.random.below(4);
    for (let i = 0; i < count; i++) fields.push({ name: `${name.toLowerCase()}f${i}`, type: this.any(1), isEmbedded: false });
    // Without an embedded struct the methods of the interfaces are its own; else some may be promoted.
    const methods = METHOD_NAMES.filter(() => embedded === null || this.random.below(2) === 0).map((method) => ({ name: method, onPointer: this.random.below(2) === 0 }));
    return { kind: 'struct', name, fields, methods };
  }

  /** Types that implement an interface: pointers always do, structs if the method they find takes a value. */
  implementations({ method }: InterfaceType): GoType[] {
    if (method === null) return [INT, STRING, ...INTEGERS, ...FLOATS, BOOL, ...this.structs, ...this.structs.map((each) => this.pointer(each))];
    const values = this.structs.filter((each) => hasOnValue(each, method));
    return [...values, ...this.structs.map((each) => this.pointer(each))];
  }
}

/** Whether a value (not only a pointer) of the struct has the method. */
function hasOnValue(struct: StructType, method: string): boolean {
  const own = struct.methods.find(({ name }) => name === method);
  if (own !== undefined) return !own.onPointer;
  const embedded = struct.fields.find(({ isEmbedded }) => isEmbedded)!;
  return embedded.type.kind === 'pointer' || (embedded.type.kind === 'struct' && hasOnValue(embedded.type, method));
}

/** The text of a constant of a basic type, chosen where mistakes are likely. */
export function constantText(type: GoType, random: RandomStream): string {
  const pick = <T>(list: readonly T[]): T => list[random.below(list.length)]!;
  switch (type.kind) {
    case 'integer': {
      const most = type.isSigned ? (1n << BigInt(type.bits - 1)) - 1n : (1n << BigInt(type.bits)) - 1n;
      const negative = type.isSigned ? [-1n, -most - 1n, -7n, -100n, -most] : [];
      return String(pick([0n, 1n, 2n, 3n, 7n, 10n, most, most - 1n, most / 3n, BigInt(random.below(100)), ...negative]));
    }
    case 'float': return pick(['0.5', '1', '-3.25', '1e10', '0.1', '7', '-2e-3', '1e30', '16777217']);
    case 'string': return pick(['""', '"a"', '"abc"', '"hé世"', '"\\xff\\x00z"', '"a longer string, of more than a word"', '"abd"']);
    case 'bool': return pick(['true', 'false']);
    default: throw new Error(`constantText: ${type.kind}`);
  }
}
