/**
 * A variable of a guest, or a part of one, seen through its type: `heap.field('allspans').index(3).field('nelems').number()`. Fields are reached
 * through pointers, and elements through slices, as in Go.
 */
import { type DebugInfo, DebugInfoError, type DebugType } from '../toolchain/dwarf/debug-info.ts';
import type { GuestMemory } from './guest-memory.ts';

const POINTER_SIZE = 4;

export class View {
  constructor(
    readonly memory: GuestMemory,
    readonly type: DebugType,
    readonly va: number,
  ) {}

  /** A field of a struct, or of the struct that a pointer leads to. */
  field(name: string): View {
    const { memory, type, va } = this.aggregate();
    const { offset, type: fieldType } = type.field(name);
    return new View(memory, fieldType, va + offset);
  }

  /** An element of an array or slice, or of the array that a pointer leads to. It is not checked whether there are so many. */
  index(i: number): View {
    const { memory, type, va } = this.aggregate();
    if (type.kind === 'array') return new View(memory, type.target!, va + i * type.target!.size);
    const array = this.sliceField('array');
    const element = array.type.target!;
    return new View(memory, element, array.address() + i * element.size);
  }

  /** Elements of an array or slice, bytes of a string. */
  get length(): number {
    const { type } = this.aggregate();
    return type.kind === 'array' ? type.count : this.sliceField('len').number();
  }

  *elements(): Generator<View> {
    for (let i = 0, { length } = this; i < length; i++) yield this.index(i);
  }

  /** What a pointer leads to, null for nil. */
  deref(): View | null {
    const va = this.address();
    return va === 0 ? null : new View(this.memory, this.pointed(), va);
  }

  /** The value of a pointer. */
  address(): number {
    if (this.type.size !== POINTER_SIZE) throw new DebugInfoError(`${this.type.name} is no pointer`);
    return this.memory.word(this.va);
  }

  /** The value of a number. One of 64 bits must be below 2^53. */
  number(): number {
    const { memory, va, type } = this;
    const isSigned = type.kind === 'signed';
    switch (type.size) {
      case 1: return isSigned ? (memory.byte(va) << 24) >> 24 : memory.byte(va);
      case 2: {
        const value = memory.byte(va) | (memory.byte(va + 1) << 8);
        return isSigned ? (value << 16) >> 16 : value;
      }
      case 4: return isSigned ? memory.word(va) | 0 : memory.word(va);
      case 8:
        if (type.kind === 'float') return new DataView(memory.bytes(va, 8).buffer).getFloat64(0, true);
        return memory.word(va) + (isSigned ? memory.word(va + 4) | 0 : memory.word(va + 4)) * 2 ** 32;
      default:
        throw new DebugInfoError(`${type.name} is no number`);
    }
  }

  bool(): boolean {
    return this.number() !== 0;
  }

  /** The content of a string. */
  text(): string {
    return new TextDecoder().decode(this.memory.bytes(this.field('str').address(), this.length));
  }

  /** The struct, array or slice itself, if this is a pointer to one. */
  private aggregate(): View {
    if (this.type.kind !== 'pointer') return this;
    return new View(this.memory, this.pointed(), this.address());
  }

  private pointed(): DebugType {
    const { target } = this.type;
    if (target === null) throw new DebugInfoError(`${this.type.name} leads to nothing known`);
    return target;
  }

  private sliceField(name: string): View {
    const slice = this.aggregate();
    if (!slice.type.hasField('len')) throw new DebugInfoError(`${slice.type.name} has no elements`);
    return slice.field(name);
  }
}

/** A program's variables at one instant. */
export class Globals {
  constructor(
    readonly info: DebugInfo,
    readonly memory: GuestMemory,
  ) {}

  /** Throws DebugInfoError if there is no such variable. */
  get(name: string): View {
    const { va, type } = this.info.variable(name);
    return new View(this.memory, type, va);
  }

  has(name: string): boolean {
    return this.info.hasVariable(name);
  }

  /** What lies at `va`, taken for a value of the named type. */
  at(va: number, typeName: string): View {
    return new View(this.memory, this.info.type(typeName), va);
  }
}
