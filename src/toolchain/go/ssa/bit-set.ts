/** Sets of small numbers, for data-flow analyses. */
export class BitSet {
  private readonly words: Uint32Array;

  constructor(readonly size: number) {
    this.words = new Uint32Array((size + 31) >> 5);
  }

  has(i: number): boolean {
    return (this.words[i >> 5]! & (1 << (i & 31))) !== 0;
  }

  add(i: number): void {
    this.words[i >> 5]! |= 1 << (i & 31);
  }

  remove(i: number): void {
    this.words[i >> 5]! &= ~(1 << (i & 31));
  }

  addRange(start: number, end: number): void {
    for (let i = start; i < end; i++) this.add(i);
  }

  removeRange(start: number, end: number): void {
    for (let i = start; i < end; i++) this.remove(i);
  }

  /** The least member. */
  first(): number | undefined {
    const k = this.words.findIndex((word) => word !== 0);
    return k < 0 ? undefined : k * 32 + 31 - Math.clz32(this.words[k]! & -this.words[k]!);
  }

  /** Adds the members of `other`; true if that changed anything. */
  addAll(other: BitSet): boolean {
    let changed = false;
    for (let k = 0; k < this.words.length; k++) {
      const merged = (this.words[k]! | other.words[k]!) >>> 0;
      if (merged !== this.words[k]!) changed = true;
      this.words[k] = merged;
    }
    return changed;
  }

  /** Drops what is not in `other`; true if that changed anything. */
  keepOnly(other: BitSet): boolean {
    let changed = false;
    for (let k = 0; k < this.words.length; k++) {
      const common = (this.words[k]! & other.words[k]!) >>> 0;
      if (common !== this.words[k]!) changed = true;
      this.words[k] = common;
    }
    return changed;
  }

  removeAll(other: BitSet): void {
    for (let k = 0; k < this.words.length; k++) this.words[k]! &= ~other.words[k]!;
  }

  copy(): BitSet {
    const result = new BitSet(this.size);
    result.words.set(this.words);
    return result;
  }

  equals(other: BitSet): boolean {
    for (let k = 0; k < this.words.length; k++) if (this.words[k] !== other.words[k]) return false;
    return true;
  }

  /** The members, ascending. */
  toArray(): number[] {
    const members: number[] = [];
    for (let k = 0; k < this.words.length; k++) {
      for (let rest = this.words[k]!; rest !== 0; rest &= rest - 1) members.push(k * 32 + (31 - Math.clz32(rest & -rest)));
    }
    return members;
  }
}
