/**
 * What a Go program says of itself: its variables, constants, functions and types, by name. Read from the executable's debugging information;
 * nothing about the program's records is known besides.
 */
import { ElfView } from '../../elf/elf-view.ts';
import { readExecutableSections, sectionData } from '../../elf/read-sections.ts';
import { Attribute, Encoding, Operation, Tag } from './constants.ts';
import { type AttributeValue, type Entry, readInfo } from './read-info.ts';
import { SectionReader } from './section-reader.ts';

/** The program does not have what was looked for. */
export class DebugInfoError extends Error {
  override readonly name = 'DebugInfoError';
}

export type TypeKind = 'boolean' | 'signed' | 'unsigned' | 'float' | 'pointer' | 'struct' | 'array' | 'function' | 'unknown';

export interface DebugField {
  readonly name: string;
  readonly offset: number;
  readonly type: DebugType;
}

/** A type. Typedefs (interfaces, maps, channels) have the kind, size and parts of what they stand for. */
export class DebugType {
  constructor(
    readonly name: string,
    readonly kind: TypeKind,
    /** In bytes. */
    readonly size: number,
    private readonly parts: { readonly target: () => DebugType | null; readonly fields: () => readonly DebugField[] },
    /** Elements of an array. */
    readonly count: number,
  ) {}

  private fieldsByName: ReadonlyMap<string, DebugField> | null = null;

  /** What a pointer leads to, or of what an array consists; null for unsafe.Pointer. */
  get target(): DebugType | null {
    return this.parts.target();
  }

  get fields(): readonly DebugField[] {
    return this.parts.fields();
  }

  hasField(name: string): boolean {
    return this.byName().has(name);
  }

  /** Throws {@link DebugInfoError} if there is no such field. */
  field(name: string): DebugField {
    const field = this.byName().get(name);
    if (field === undefined) throw new DebugInfoError(`${this.name} has no field ${name}`);
    return field;
  }

  private byName(): ReadonlyMap<string, DebugField> {
    this.fieldsByName ??= new Map(this.fields.map((field) => [field.name, field]));
    return this.fieldsByName;
  }
}

export interface DebugVariable {
  readonly name: string;
  readonly va: number;
  readonly type: DebugType;
}

export interface DebugFunction {
  readonly name: string;
  /** [start, end). */
  readonly start: number;
  readonly end: number;
}

/** A parameter, result or variable of a function. */
export interface DebugLocal {
  readonly name: string;
  readonly type: DebugType;
  readonly role: 'parameter' | 'result' | 'variable';
  /** Where it lies in the frame, from the stack pointer up; null if it is kept in registers, or nowhere. */
  readonly offset: number | null;
}

const KINDS: Readonly<Partial<Record<Encoding, TypeKind>>> = {
  [Encoding.Boolean]: 'boolean',
  [Encoding.Signed]: 'signed',
  [Encoding.Unsigned]: 'unsigned',
  [Encoding.Float]: 'float',
};
const POINTER_SIZE = 4;
const LOCATION_LENGTH = 5;

export class DebugInfo {
  private readonly entries = new Map<number, Entry>();
  private readonly types = new Map<number, DebugType>();
  private readonly typesByName = new Map<string, Entry>();
  private readonly typesByDescriptor = new Map<number, Entry>();
  private readonly variables = new Map<string, Entry>();
  private readonly constants = new Map<string, number>();
  private readonly functionsByName = new Map<string, DebugFunction>();
  private readonly functionEntries = new Map<string, Entry>();
  /** By start. */
  readonly functions: readonly DebugFunction[];

  private constructor(units: readonly Entry[]) {
    for (const unit of units) for (const entry of unit.children) this.enter(entry);
    this.functions = [...this.functionsByName.values()].sort((a, b) => a.start - b.start);
  }

  /** Reads an executable. One without debugging information knows no names. Throws ElfFormatError if the file is damaged. */
  static of(executable: Uint8Array): DebugInfo {
    const { sections } = readExecutableSections(executable);
    const view = new ElfView(executable);
    const data = (name: string): Uint8Array => {
      const section = sections.find((each) => each.name === name);
      return section === undefined ? new Uint8Array(0) : sectionData(view, section);
    };
    return new DebugInfo(readInfo({ info: data('.debug_info'), abbreviations: data('.debug_abbrev'), strings: data('.debug_str') }));
  }

  hasVariable(name: string): boolean {
    return this.variables.has(name);
  }

  /** A global variable by its full name (`runtime.mheap_`). Throws {@link DebugInfoError} if there is none. */
  variable(name: string): DebugVariable {
    const entry = this.variables.get(name);
    if (entry === undefined) throw new DebugInfoError(`the program has no variable ${name}`);
    return { name, va: addressOf(entry)!, type: this.typeOf(entry)! };
  }

  /** The global variable that `va` lies in. */
  variableAt(va: number): DebugVariable | null {
    for (const name of this.variables.keys()) {
      const variable = this.variable(name);
      if (va >= variable.va && va < variable.va + Math.max(1, variable.type.size)) return variable;
    }
    return null;
  }

  type(name: string): DebugType {
    const entry = this.typesByName.get(name);
    if (entry === undefined) throw new DebugInfoError(`the program has no type ${name}`);
    return this.resolve(entry);
  }

  /** The type whose descriptor lies at `va`, null if none does. */
  typeOfDescriptor(va: number): DebugType | null {
    const entry = this.typesByDescriptor.get(va);
    return entry === undefined ? null : this.resolve(entry);
  }

  constant(name: string): number {
    const value = this.constants.get(name);
    if (value === undefined) throw new DebugInfoError(`the program has no constant ${name}`);
    return value;
  }

  functionNamed(name: string): DebugFunction | null {
    return this.functionsByName.get(name) ?? null;
  }

  /** The function that `pc` is in. */
  functionAt(pc: number): DebugFunction | null {
    let [low, high] = [0, this.functions.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.functions[middle]!.end <= pc) low = middle + 1;
      else high = middle;
    }
    const found = this.functions[low];
    return found !== undefined && found.start <= pc ? found : null;
  }

  /** Parameters and results in their order, then the variables that live in the function's frame; none of an unknown function. */
  localsOf(name: string): DebugLocal[] {
    return (this.functionEntries.get(name)?.children ?? []).map((entry) => {
      const { tag, attributes } = entry;
      const role = tag === Tag.Variable ? 'variable' : attributes.has(Attribute.VariableParameter) ? 'result' : 'parameter';
      return { name: textOf(attributes.get(Attribute.Name)), type: this.typeOf(entry)!, role, offset: frameOffsetOf(entry) };
    });
  }

  private enter(entry: Entry): void {
    const { offset, tag, attributes } = entry;
    this.entries.set(offset, entry);
    const name = textOf(attributes.get(Attribute.Name));
    switch (tag) {
      case Tag.Variable:
        if (addressOf(entry) !== null) this.variables.set(name, entry);
        return;
      case Tag.Constant:
        this.constants.set(name, Number(attributes.get(Attribute.ConstValue) ?? 0));
        return;
      case Tag.Subprogram: {
        const start = numberOf(attributes.get(Attribute.LowPc));
        this.functionEntries.set(name, entry);
        this.functionsByName.set(name, { name, start, end: start + numberOf(attributes.get(Attribute.HighPc)) });
        return;
      }
      default: {
        // A structure comes before its typedef.
        if (!this.typesByName.has(name)) this.typesByName.set(name, entry);
        const descriptor = numberOf(attributes.get(Attribute.GoRuntimeType));
        if (descriptor !== 0) this.typesByDescriptor.set(descriptor, entry);
      }
    }
  }

  /** The type that an entry refers to; null if to none, or to void. */
  private typeOf({ attributes }: Entry): DebugType | null {
    const target = attributes.get(Attribute.Type);
    const entry = target === undefined ? undefined : this.entries.get(numberOf(target));
    return entry === undefined || entry.tag === Tag.UnspecifiedType ? null : this.resolve(entry);
  }

  private resolve(entry: Entry): DebugType {
    let type = this.types.get(entry.offset);
    if (type === undefined) {
      type = this.makeType(entry);
      this.types.set(entry.offset, type);
    }
    return type;
  }

  private makeType(entry: Entry): DebugType {
    const { tag, attributes } = entry;
    const name = textOf(attributes.get(Attribute.Name));
    const size = numberOf(attributes.get(Attribute.ByteSize));
    const make = (kind: TypeKind, bytes: number, count = 0): DebugType =>
      new DebugType(name, kind, bytes, { target: () => this.typeOf(entry), fields: () => this.fieldsOf(entry) }, count);
    switch (tag) {
      case Tag.BaseType: return make(KINDS[numberOf(attributes.get(Attribute.Encoding)) as Encoding] ?? 'unknown', size);
      case Tag.PointerType: return make('pointer', POINTER_SIZE);
      case Tag.StructureType: return make('struct', size);
      case Tag.ArrayType: return make('array', size, numberOf(entry.children[0]?.attributes.get(Attribute.Count)));
      case Tag.SubroutineType: return make('function', 0);
      case Tag.Typedef: {
        const meant = this.typeOf(entry);
        return meant === null ? make('unknown', 0) : new DebugType(name, meant.kind, meant.size, { target: () => meant.target, fields: () => meant.fields }, meant.count);
      }
      default: return make('unknown', 0);
    }
  }

  private fieldsOf(entry: Entry): readonly DebugField[] {
    return entry.children.filter(({ tag }) => tag === Tag.Member).map((member) => ({
      name: textOf(member.attributes.get(Attribute.Name)),
      offset: numberOf(member.attributes.get(Attribute.DataMemberLocation)),
      type: this.typeOf(member)!,
    }));
  }
}

const textOf = (value: AttributeValue | undefined): string => (typeof value === 'string' ? value : '');
const numberOf = (value: AttributeValue | undefined): number => (typeof value === 'number' || typeof value === 'bigint' ? Number(value) : 0);

/** The offset of what lies in a frame, else null. */
function frameOffsetOf({ attributes }: Entry): number | null {
  const location = attributes.get(Attribute.Location);
  if (!(location instanceof Uint8Array) || location[0] !== Operation.Fbreg) return null;
  return new SectionReader(location.subarray(1), '.debug_info').signed();
}

/** The address of what lies at a fixed place in memory, else null. */
function addressOf({ attributes }: Entry): number | null {
  const location = attributes.get(Attribute.Location);
  if (!(location instanceof Uint8Array) || location.length !== LOCATION_LENGTH || location[0] !== Operation.Addr) return null;
  return new DataView(location.buffer, location.byteOffset).getUint32(1, true);
}
