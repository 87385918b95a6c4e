/**
 * Debugging information entries: the tree that `.debug_info` holds, in memory, and how it is written. Entries of one shape share an
 * abbreviation, which `.debug_abbrev` lists.
 */
import { Reloc } from '../../abi/elf-relocation.ts';
import { assert } from '../../base/assert.ts';
import { ByteBuffer } from '../../base/byte-buffer.ts';
import type { Relocation } from '../../elf/object-file.ts';
import { Attribute, Form, Operation, type Tag } from './constants.ts';
import { appendSigned, appendSigned64, appendString, appendUnsigned } from './leb128.ts';
import type { DebugContent } from './line-program.ts';

const VERSION = 4;
const ADDRESS_LENGTH = 4;

/** The value of an attribute. */
export type DieValue =
  | { readonly kind: 'text'; readonly text: string }
  /** Not negative, below 2^31. */
  | { readonly kind: 'count'; readonly value: number }
  /** Any integer of 64 bits. */
  | { readonly kind: 'integer'; readonly value: bigint }
  | { readonly kind: 'half'; readonly value: number }
  | { readonly kind: 'flag' }
  /** 0 if there is no symbol. */
  | { readonly kind: 'address'; readonly symbol: number | null; readonly addend: number }
  /** Where something begins in another section of debugging information, whose symbol this is. */
  | { readonly kind: 'section'; readonly symbol: number }
  /** A location: memory at a symbol. */
  | { readonly kind: 'memory'; readonly symbol: number }
  /** A location: memory at an operation's base plus an offset. */
  | { readonly kind: 'based'; readonly operation: number; readonly offset: number }
  | { readonly kind: 'entry'; readonly target: Die };

const FORMS: Readonly<Record<DieValue['kind'], Form>> = {
  text: Form.String,
  count: Form.Udata,
  integer: Form.Sdata,
  half: Form.Data2,
  flag: Form.FlagPresent,
  address: Form.Addr,
  section: Form.SecOffset,
  memory: Form.Exprloc,
  based: Form.Exprloc,
  entry: Form.Ref4,
};

/** An entry. Attributes may be added until it is written. */
export class Die {
  readonly attributes: (readonly [Attribute, DieValue])[] = [];
  readonly children: Die[] = [];
  constructor(readonly tag: Tag) {}

  private with(attribute: Attribute, value: DieValue): this {
    this.attributes.push([attribute, value]);
    return this;
  }

  name(text: string): this {
    return this.with(Attribute.Name, { kind: 'text', text });
  }

  text(attribute: Attribute, text: string): this {
    return this.with(attribute, { kind: 'text', text });
  }

  count(attribute: Attribute, value: number): this {
    return this.with(attribute, { kind: 'count', value });
  }

  integer(attribute: Attribute, value: bigint): this {
    return this.with(attribute, { kind: 'integer', value });
  }

  half(attribute: Attribute, value: number): this {
    return this.with(attribute, { kind: 'half', value });
  }

  flag(attribute: Attribute): this {
    return this.with(attribute, { kind: 'flag' });
  }

  address(attribute: Attribute, symbol: number | null, addend = 0): this {
    return this.with(attribute, { kind: 'address', symbol, addend });
  }

  section(attribute: Attribute, symbol: number): this {
    return this.with(attribute, { kind: 'section', symbol });
  }

  memory(attribute: Attribute, symbol: number): this {
    return this.with(attribute, { kind: 'memory', symbol });
  }

  /** Memory in the frame, from its base. */
  inFrame(attribute: Attribute, offset: number): this {
    return this.with(attribute, { kind: 'based', operation: Operation.Fbreg, offset });
  }

  /** What a register holds. */
  register(attribute: Attribute, register: number): this {
    return this.with(attribute, { kind: 'based', operation: Operation.Breg0 + register, offset: 0 });
  }

  entry(attribute: Attribute, target: Die): this {
    return this.with(attribute, { kind: 'entry', target });
  }

  add(...children: Die[]): this {
    this.children.push(...children);
    return this;
  }
}

/** The contents of `.debug_abbrev` and of `.debug_info`, which refers to it. */
export interface WrittenUnit {
  readonly abbreviations: DebugContent;
  /** Given the symbol of the start of `.debug_abbrev`. */
  info(abbreviationSymbol: number): DebugContent;
}

/** Writes one compilation unit. Entries may refer to each other in any order, to those of the same unit only. */
export function writeUnit(unit: Die): WrittenUnit {
  const writer = new UnitWriter(unit);
  return {
    abbreviations: writer.abbreviations(),
    info: (symbol) => writer.info(symbol),
  };
}

class UnitWriter {
  private readonly numbers = new Map<string, number>();
  private readonly shapes: Die[] = [];
  /** Of each entry, in the order in which they are written. */
  private readonly numbersInOrder: number[] = [];
  private written = 0;
  private readonly bytes = new ByteBuffer();
  private readonly relocations: Relocation[] = [];
  private readonly offsets = new Map<Die, number>();
  private readonly references: { readonly at: number; readonly target: Die }[] = [];

  constructor(private readonly unit: Die) {
    this.number(unit);
  }

  private number(die: Die): void {
    const key = this.shapeOf(die);
    let number = this.numbers.get(key);
    if (number === undefined) this.numbers.set(key, (number = this.shapes.push(die)));
    this.numbersInOrder.push(number);
    for (const child of die.children) this.number(child);
  }

  private shapeOf({ tag, attributes, children }: Die): string {
    return `${tag}${children.length > 0 ? '+' : '-'}${attributes.map(([attribute, { kind }]) => `${attribute}${kind}`).join()}`;
  }

  abbreviations(): DebugContent {
    const bytes = new ByteBuffer();
    this.shapes.forEach(({ tag, attributes, children }, index) => {
      appendUnsigned(bytes, index + 1);
      appendUnsigned(bytes, tag);
      bytes.appendByte(children.length > 0 ? 1 : 0);
      for (const [attribute, { kind }] of attributes) {
        appendUnsigned(bytes, attribute);
        appendUnsigned(bytes, FORMS[kind]);
      }
      bytes.appendHalf(0);
    });
    bytes.appendByte(0);
    return { data: bytes.toBytes(), relocations: [] };
  }

  info(abbreviationSymbol: number): DebugContent {
    const { bytes } = this;
    assert(bytes.length === 0, 'UnitWriter.info: written twice');
    bytes.appendWord(0); // unit length
    bytes.appendHalf(VERSION);
    this.relocated(abbreviationSymbol, 0);
    bytes.appendByte(ADDRESS_LENGTH);
    this.die(this.unit);
    for (const { at, target } of this.references) {
      const offset = this.offsets.get(target);
      assert(offset !== undefined, 'UnitWriter.info: a reference leads out of the unit');
      bytes.patchWord(at, offset);
    }
    bytes.patchWord(0, bytes.length - 4);
    return { data: bytes.toBytes(), relocations: this.relocations };
  }

  private die(die: Die): void {
    const { bytes } = this;
    this.offsets.set(die, bytes.length);
    appendUnsigned(bytes, this.numbersInOrder[this.written++]!);
    for (const [, value] of die.attributes) this.value(value);
    if (die.children.length === 0) return;
    for (const child of die.children) this.die(child);
    bytes.appendByte(0);
  }

  private value(value: DieValue): void {
    const { bytes } = this;
    switch (value.kind) {
      case 'text': return appendString(bytes, value.text);
      case 'count': return appendUnsigned(bytes, value.value);
      case 'integer': return appendSigned64(bytes, value.value);
      case 'half': return bytes.appendHalf(value.value);
      case 'flag': return;
      case 'address': return value.symbol === null ? bytes.appendWord(value.addend) : this.relocated(value.symbol, value.addend);
      case 'section': return this.relocated(value.symbol, 0);
      case 'memory':
        appendUnsigned(bytes, 1 + ADDRESS_LENGTH);
        bytes.appendByte(Operation.Addr);
        return this.relocated(value.symbol, 0);
      case 'based': {
        const expression = new ByteBuffer();
        expression.appendByte(value.operation);
        appendSigned(expression, value.offset);
        appendUnsigned(bytes, expression.length);
        return bytes.append(expression.toBytes());
      }
      case 'entry':
        this.references.push({ at: bytes.length, target: value.target });
        return bytes.appendWord(0);
    }
  }

  private relocated(symbol: number, addend: number): void {
    this.relocations.push({ offset: this.bytes.length, type: Reloc.Abs32, symbol, addend });
    this.bytes.appendWord(0);
  }
}
