/**
 * The data of a program under construction: strings, type descriptors, tables, variables. A datum is a symbol with bytes and with
 * places that get the address of other symbols.
 */
import { assert } from '../../../base/assert.ts';
import { ByteBuffer } from '../../../base/byte-buffer.ts';
import type { Type } from '../types/type.ts';

export type DataSection = 'rodata' | 'data' | 'bss';

export interface DataReference {
  readonly offset: number;
  readonly symbol: string;
  readonly addend: number;
  /** The offset of the symbol from the start of the text, instead of its address. */
  readonly isTextOffset?: boolean;
}

/** A datum at rest. Types may be names of types. */
export interface DatumRecord<T = Type> {
  readonly symbol: string;
  readonly section: DataSection;
  readonly align: number;
  readonly bytes: Uint8Array;
  readonly references: readonly DataReference[];
  readonly reserved: number;
  readonly variable: T | null;
  readonly isDeclared: boolean;
}

export class Datum {
  readonly bytes = new ByteBuffer();
  readonly references: DataReference[] = [];
  /** For bss: the size. */
  reserved = 0;
  /** The type of a variable, whose pointers are roots of the collector; null for what leads nowhere. */
  variable: Type | null = null;
  /** The program declares it as a variable of this type, by the symbol's name. */
  isDeclared = false;
  constructor(
    readonly symbol: string,
    public section: DataSection,
    readonly align: number,
  ) {}

  toRecord(): DatumRecord {
    const { symbol, section, align, bytes, references, reserved, variable, isDeclared } = this;
    return { symbol, section, align, bytes: bytes.toBytes(), references: [...references], reserved, variable, isDeclared };
  }

  /** Becomes what these bytes say, with addresses put into them. */
  fill(bytes: Uint8Array, references: readonly DataReference[]): this {
    assert(this.bytes.length === 0, `Datum.fill: ${this.symbol} has bytes already`);
    this.bytes.append(bytes);
    for (const reference of references) this.references.push(reference);
    return this;
  }

  get size(): number {
    return this.section === 'bss' ? this.reserved : this.bytes.length;
  }

  byte(value: number): this {
    this.bytes.appendByte(value & 0xff);
    return this;
  }

  half(value: number): this {
    this.bytes.appendHalf(value & 0xffff);
    return this;
  }

  word(value: number): this {
    this.bytes.appendWord(value | 0);
    return this;
  }

  address(symbol: string, addend = 0): this {
    this.references.push({ offset: this.bytes.length, symbol, addend });
    return this.word(0);
  }

  /** The address of `symbol`, or zero. */
  addressOrNull(symbol: string | null): this {
    return symbol === null ? this.word(0) : this.address(symbol);
  }

  pad(align: number): this {
    this.bytes.align(align);
    return this;
  }
}

export class DataTable {
  private readonly data = new Map<string, Datum>();
  private readonly inOrder: Datum[] = [];

  /** Makes a datum. A symbol is defined once. */
  define(symbol: string, section: DataSection, align = 4): Datum {
    assert(!this.data.has(symbol), `DataTable.define: ${symbol} is defined twice`);
    const datum = new Datum(symbol, section, align);
    this.data.set(symbol, datum);
    this.inOrder.push(datum);
    return datum;
  }

  defineAgain({ symbol, section, align, bytes, references, reserved, variable, isDeclared }: DatumRecord): void {
    const datum = this.define(symbol, section, align).fill(bytes, references);
    Object.assign(datum, { reserved, variable, isDeclared });
  }

  /** How many there are. */
  get count(): number {
    return this.inOrder.length;
  }

  /** Those defined since there were so many. */
  since(count: number): readonly Datum[] {
    return this.inOrder.slice(count);
  }

  has(symbol: string): boolean {
    return this.data.has(symbol);
  }

  get(symbol: string): Datum | undefined {
    return this.data.get(symbol);
  }

  all(): Iterable<Datum> {
    return this.data.values();
  }
}
