/** Entries by symbol, each packed by itself: an archive grows with all programs, and each of them needs a part of it. */

export interface PackedEntries {
  readonly symbols: readonly string[];
  /** Where each entry ends in `bytes`. */
  readonly ends: Uint32Array;
  readonly bytes: Uint8Array;
}

/** Turns plain records into bytes and back. */
export interface Packer {
  pack(entry: unknown): Uint8Array;
  unpack(bytes: Uint8Array): unknown;
}

export function packEntries(entries: ReadonlyMap<string, unknown>, packer: Packer): PackedEntries {
  const packed = [...entries.values()].map((each) => packer.pack(each));
  const ends = new Uint32Array(packed.length);
  const bytes = new Uint8Array(packed.reduce((sum, { length }) => sum + length, 0));
  let end = 0;
  packed.forEach((each, i) => {
    bytes.set(each, end);
    end += each.length;
    ends[i] = end;
  });
  return { symbols: [...entries.keys()], ends, bytes };
}

/** Packed entries that are looked up. */
export class EntryReader<T> {
  private readonly numbers: ReadonlyMap<string, number>;

  constructor(private readonly packed: PackedEntries, private readonly packer: Packer) {
    this.numbers = new Map(packed.symbols.map((symbol, i) => [symbol, i]));
  }

  get symbols(): readonly string[] {
    return this.packed.symbols;
  }

  has(symbol: string): boolean {
    return this.numbers.has(symbol);
  }

  get(symbol: string): T | undefined {
    const number = this.numbers.get(symbol);
    if (number === undefined) return undefined;
    const { bytes, ends } = this.packed;
    return this.packer.unpack(bytes.subarray(number === 0 ? 0 : ends[number - 1]!, ends[number]!)) as T;
  }
}
