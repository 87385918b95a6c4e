/**
 * Methods that may be called through interfaces. A type's descriptor lists its methods, but a record gets its code only if values of the type may be
 * in interfaces and a method of that name and signature is called through some interface: what nobody can call is not in the program. Both become
 * known while the program is lowered, in any order.
 */
import type { TypeKeys } from '../layout/type-key.ts';
import type { Func } from '../types/object.ts';
import { Pointer, type Type, under } from '../types/type.ts';
import type { Datum } from './data.ts';

/** The method list of a type's descriptor. */
interface MethodTable {
  readonly type: Type;
  readonly datum: Datum;
  readonly start: number;
  readonly methods: readonly Func[];
  readonly filled: Set<number>;
}

/** Name, type, and twice the code. */
const METHOD_RECORD = 16;
const METHOD_CODE: readonly number[] = [8, 12];

/** The program that the methods are in. */
export interface MethodSurroundings {
  readonly keys: TypeKeys;
  /** By reflection, a variable's address comes into an interface too. */
  readonly reflects: boolean;
  /** Has the type described. */
  describe(type: Type): void;
  /** The symbol of the code that interfaces call, for some later time. */
  later(task: () => void): void;
  tableEntry(type: Type, method: Func): string;
}

export class InterfaceMethods {
  private readonly called = new Set<string>();
  private readonly inInterfaces = new Set<string>();
  private readonly tables = new Map<string, MethodTable>();

  constructor(private readonly program: MethodSurroundings) {}

  /** What tells a method from others: its name and its signature. */
  keyOf(method: Func): string {
    return `${method.id} ${this.program.keys.signatureKey(method.type!)}`;
  }

  /** A method of this key is called through an interface. */
  noteCalled(key: string): void {
    if (this.called.has(key)) return;
    this.called.add(key);
    for (const [typeKey, table] of this.tables) if (this.inInterfaces.has(typeKey)) this.fill(table);
  }

  /** Values of the type, and so of its parts, may be in interfaces. */
  noteInInterface(type: Type): void {
    const { keys, reflects } = this.program;
    const key = keys.of(type);
    if (this.inInterfaces.has(key)) return;
    this.inInterfaces.add(key);
    const table = this.tables.get(key);
    if (table !== undefined) this.fill(table);
    this.program.describe(type);
    for (const part of partsOf(type)) this.noteInInterface(part);
    if (reflects && type.kind === 'Named' && under(type).kind !== 'Interface') this.noteInInterface(new Pointer(type));
  }

  /** The descriptor of the type has records of its methods from `start` on. */
  noteTable(type: Type, datum: Datum, start: number, methods: readonly Func[]): void {
    const table: MethodTable = { type, datum, start, methods, filled: new Set() };
    const key = this.program.keys.of(type);
    this.tables.set(key, table);
    if (this.inInterfaces.has(key)) this.fill(table);
  }

  private fill(table: MethodTable): void {
    table.methods.forEach((method, i) => {
      if (table.filled.has(i) || !this.called.has(this.keyOf(method))) return;
      table.filled.add(i);
      this.program.later(() => {
        const symbol = this.program.tableEntry(table.type, method);
        const at = table.start + i * METHOD_RECORD;
        for (const offset of METHOD_CODE) table.datum.references.push({ offset: at + offset, symbol, addend: 0, isTextOffset: true });
      });
    });
  }
}

/** Types of which a value of `type` consists or to which it leads, as fmt may walk them. */
function partsOf(type: Type): readonly Type[] {
  const u = under(type);
  switch (u.kind) {
    case 'Pointer': return [u.base];
    case 'Slice':
    case 'Array':
    case 'Chan': return [u.elem];
    case 'Map': return [u.key, u.elem];
    case 'Struct': return (u.fields ?? []).map((field) => field.type!);
    default: return [];
  }
}
