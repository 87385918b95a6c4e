/**
 * A number for the whole state of a machine: two machines with the same digest are taken to be equal in RAM, TLBs, registers,
 * clocks, disks, kernel records and counters. Objects are numbered as the walk meets them, so that sharing counts too.
 */
import type { Kernel } from './kernel.ts';
import { HOST_FIELDS } from './kernel.ts';

const PRIME_A = 0x01000193;
const PRIME_B = 0x85ebca6b;

/** Two running 32-bit hashes. */
class Hash {
  private a = 0x811c9dc5 | 0;
  private b = 0x9747b28c | 0;
  private readonly double = new Float64Array(1);
  private readonly halves = new Int32Array(this.double.buffer);

  word(value: number): void {
    this.a = Math.imul(this.a ^ value, PRIME_A);
    this.b = Math.imul(this.b ^ value ^ (this.b >>> 15), PRIME_B);
    this.b ^= this.b >>> 13;
  }

  number(value: number): void {
    this.double[0] = value;
    this.word(this.halves[0]!);
    this.word(this.halves[1]!);
  }

  text(value: string): void {
    this.word(value.length);
    for (let index = 0; index < value.length; index++) this.word(value.charCodeAt(index));
  }

  /** The bytes of a typed array, by words where it is aligned. */
  bytes(view: ArrayBufferView): void {
    const { buffer, byteOffset, byteLength } = view;
    this.word(byteLength);
    const words = byteOffset % 4 === 0 ? byteLength >>> 2 : 0;
    if (words > 0) for (const word of new Int32Array(buffer as ArrayBuffer, byteOffset, words)) this.word(word);
    for (const byte of new Uint8Array(buffer as ArrayBuffer, byteOffset + words * 4, byteLength - words * 4)) this.word(byte);
  }

  toString(): string {
    return ((this.a >>> 0).toString(16).padStart(8, '0') + (this.b >>> 0).toString(16).padStart(8, '0'));
  }
}

/** Marks that tell values of different kinds apart. */
const enum Mark {
  Null = 1,
  Undefined,
  Number,
  Text,
  Boolean,
  Function,
  Seen,
  Bytes,
  Array,
  Map,
  Set,
  Record,
  Self,
}

class Walk {
  readonly hash = new Hash();
  private readonly numbers = new Map<object, number>();

  value(value: unknown): void {
    const { hash } = this;
    switch (typeof value) {
      case 'number':
        hash.word(Mark.Number);
        return hash.number(value);
      case 'string':
        hash.word(Mark.Text);
        return hash.text(value);
      case 'boolean':
        hash.word(Mark.Boolean);
        return hash.word(value ? 1 : 0);
      case 'undefined':
        return hash.word(Mark.Undefined);
      case 'object':
        return value === null ? hash.word(Mark.Null) : this.object(value);
      default:
        return hash.word(Mark.Function);
    }
  }

  private object(value: object): void {
    const { hash, numbers } = this;
    const known = numbers.get(value);
    if (known !== undefined) {
      hash.word(Mark.Seen);
      return hash.word(known);
    }
    numbers.set(value, numbers.size);
    if ('saveState' in value && typeof value.saveState === 'function') {
      hash.word(Mark.Self);
      return this.value((value.saveState as () => unknown)());
    }
    if (ArrayBuffer.isView(value)) {
      hash.word(Mark.Bytes);
      return hash.bytes(value);
    }
    if (Array.isArray(value)) {
      hash.word(Mark.Array);
      hash.word(value.length);
      for (const item of value) this.value(item);
    } else if (value instanceof Map) {
      hash.word(Mark.Map);
      for (const [key, item] of value) {
        this.value(key);
        this.value(item);
      }
    } else if (value instanceof Set) {
      hash.word(Mark.Set);
      for (const item of value) this.value(item);
    } else {
      hash.word(Mark.Record);
      const isKernel = 'scheduler' in value && 'machine' in value;
      for (const [name, item] of Object.entries(value)) {
        if (isKernel && HOST_FIELDS.has(name)) continue;
        hash.text(name);
        this.value(item);
      }
    }
  }
}

/** The digest of a machine, 16 hexadecimal digits. */
export function digest(kernel: Kernel): string {
  const walk = new Walk();
  walk.value(kernel);
  return walk.hash.toString();
}
