/** The types of one program: named ones of every kind, declared with the methods they have, and what is made of them. */
import type { RandomStream } from '../../../src/base/random.ts';
import { hasMethod, implementsInterface } from './selectors.ts';
import {
  ANY, BOOL, FLOATS, INT, INTEGERS, INTERFACES, isComparable, METHOD_NAMES, sizeOf, STRING,
  type ArrayType, type Field, type FloatType, type FuncType, type GoType, type IntegerType, type InterfaceType, type MapType, type Method, type PointerType, type SliceType, type StructType,
} from './types.ts';

/** Names of fields, few: embedded structs have some of the same name, and the shallower one counts. */
const FIELD_NAMES = ['A', 'B', 'C', 'd', 'e', 'f'];
const LARGEST = 96;
const STRUCTS = 4;
const OTHERS = 4;

export class TypeUniverse {
  readonly named: GoType[] = [];
  readonly declarations: string[] = [];
  private readonly composites = new Map<string, GoType>();

  constructor(private readonly random: RandomStream) {
    const kinds = [...Array.from({ length: STRUCTS }, () => true), ...Array.from({ length: OTHERS }, () => false)];
    while (kinds.length > 0) {
      const isStruct = kinds.splice(random.below(kinds.length), 1)[0]!;
      if (isStruct) this.declareStruct(`S${this.named.length}`);
      else this.declareOther(`N${this.named.length}`);
    }
  }

  private pick<T>(list: readonly T[]): T {
    return list[this.random.below(list.length)]!;
  }

  private chance(one: number): boolean {
    return this.random.below(one) === 0;
  }

  get structs(): StructType[] {
    return this.named.filter((type) => type.kind === 'struct');
  }

  // --- Choices --------------------------------------------------------------------------------------------------------

  numeric(): IntegerType | FloatType {
    return this.chance(4) ? this.pick(FLOATS) : this.pick(INTEGERS);
  }

  basic(): GoType {
    switch (this.random.below(7)) {
      case 0: return STRING;
      case 1: return BOOL;
      case 2: return this.pick([STRING, ...this.named.filter((type) => type.kind === 'integer' || type.kind === 'string' || type.kind === 'float')]);
      default: return this.numeric();
    }
  }

  any(depth = 2): GoType {
    if (depth === 0) return this.basic();
    switch (this.random.below(16)) {
      case 0: return this.array(this.any(depth - 1));
      case 1:
      case 2: return this.slice(this.any(depth - 1));
      case 3: return this.map(this.key(), this.any(depth - 1));
      case 4:
      case 5:
      case 6: return this.named.length > 0 ? this.pick(this.named) : this.basic();
      case 7: return this.pointer(this.any(depth - 1));
      case 8:
      case 9: return this.pick([ANY, ANY, ...INTERFACES]);
      case 10: return this.chance(2) ? this.func(this.basic(), this.any(depth - 1)) : this.basic();
      default: return this.basic();
    }
  }

  /** A type that can be compared. */
  comparable(): GoType {
    for (let tries = 0; tries < 10; tries++) {
      const type = this.any();
      if (isComparable(type)) return type;
    }
    return this.pick([STRING, INT, ANY]);
  }

  /** A type for keys: no pointers, whose order in print is that of addresses, and no floats, which may be NaN. */
  key(): GoType {
    const simple = (type: GoType): boolean => type.kind === 'integer' || type.kind === 'string' || ((type.kind === 'array' || type.kind === 'struct') && isComparable(type) && partsOf(type).every(simple));
    switch (this.random.below(8)) {
      case 0:
      case 1: return this.pick([STRING, INT, ...this.named.filter(simple)]);
      case 2: return this.array(this.pick(INTEGERS));
      case 3: return ANY;
      case 4: return BOOL;
      case 5: return STRING;
      default: return this.pick(INTEGERS);
    }
  }

  // --- Types made of others -------------------------------------------------------------------------------------------

  private composite<T extends GoType>(type: T): T {
    const known = this.composites.get(type.name);
    if (known !== undefined) return known as T;
    this.composites.set(type.name, type);
    return type;
  }

  array(elem: GoType, length = 1 + this.random.below(3)): ArrayType {
    const small = sizeOf(elem) * length > LARGEST ? INT : elem;
    return this.composite({ kind: 'array', name: `[${length}]${small.name}`, elem: small, length, methods: [] });
  }

  slice(elem: GoType): SliceType {
    return this.composite({ kind: 'slice', name: `[]${elem.name}`, elem, methods: [] });
  }

  map(key: GoType, elem: GoType): MapType {
    return this.composite({ kind: 'map', name: `map[${key.name}]${elem.name}`, key, elem, methods: [] });
  }

  pointer(elem: GoType): PointerType {
    return this.composite({ kind: 'pointer', name: `*${elem.name}`, elem, methods: [] });
  }

  func(param: GoType, result: GoType): FuncType {
    return this.composite({ kind: 'func', name: `func(${param.name}) ${result.name}`, param, result, methods: [] });
  }

  // --- Declarations ---------------------------------------------------------------------------------------------------

  private methods(unlikely: number): Method[] {
    return METHOD_NAMES.filter((name) => this.chance(name === 'GoString' ? 3 * unlikely : unlikely)).map((name) => ({ name, onPointer: this.chance(2) }));
  }

  private declareOther(name: string): void {
    const under = this.pick<() => GoType>([
      () => this.pick(INTEGERS), () => this.pick(INTEGERS), () => this.pick(FLOATS), () => STRING, () => this.slice(this.any(1)), () => this.map(this.key(), this.any(1)),
      () => this.array(this.any(1)), () => this.func(INT, INT),
    ])();
    this.declarations.push(`type ${name} ${under.name}\n`);
    this.named.push({ ...under, name, methods: this.methods(2) });
  }

  private declareStruct(name: string): void {
    const fields = [...this.embedded(), ...this.ownFields()];
    const methods = this.methods(fields.some(({ isEmbedded }) => isEmbedded) ? 4 : 2);
    this.declarations.push(`type ${name} struct {\n${fields.map((field) => `\t${field.isEmbedded ? '' : `${field.name} `}${field.type.name}\n`).join('')}}\n`);
    this.named.push({ kind: 'struct', name, fields, methods });
  }

  private embedded(): Field[] {
    const candidates = [...this.named.filter((type) => sizeOf(type) <= LARGEST), ...INTERFACES.filter(({ name }) => !name.includes('.'))];
    const chosen = new Set<GoType>();
    for (let i = this.random.below(3); i > 0; i--) chosen.add(this.pick(candidates));
    return [...chosen].map((type) => ({ name: type.name, type: type.kind !== 'interface' && this.chance(3) ? this.pointer(type) : type, isEmbedded: true }));
  }

  private ownFields(): Field[] {
    const fields: Field[] = [];
    const names = [...FIELD_NAMES];
    for (let i = 1 + this.random.below(3); i > 0; i--) {
      const type = this.any(1);
      const isBlank = this.chance(16);
      const name = isBlank ? '_' : names.splice(this.random.below(names.length), 1)[0]!;
      if (sizeOf(type) <= LARGEST) fields.push({ name, type, isEmbedded: false });
    }
    return fields;
  }

  /** Types whose values an interface may hold. */
  implementations(wanted: InterfaceType): GoType[] {
    const pointers = this.named.map((type) => this.pointer(type));
    if (wanted.wants.length > 0) return [...this.named, ...pointers].filter((type) => implementsInterface(type, wanted));
    return [INT, STRING, BOOL, ...INTEGERS, ...FLOATS, ...this.named, ...this.named, ...pointers, this.slice(INT), this.array(ANY, 2), this.map(STRING, INT)];
  }

  /** Types that have a method. */
  having(name: Method['name']): GoType[] {
    return [...this.named, ...this.named.map((type) => this.pointer(type))].filter((type) => hasMethod(type, name));
  }
}

const partsOf = (type: GoType): GoType[] => (type.kind === 'array' ? [type.elem] : type.kind === 'struct' ? type.fields.map((field) => field.type) : []);
