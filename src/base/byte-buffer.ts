/**
 * A little-endian byte array that grows at its end and can be patched before it. Doubles its storage, so that appending
 * costs constant time on average.
 */
export class ByteBuffer {
  private storage = new Uint8Array(64);
  private view = new DataView(this.storage.buffer);
  private used = 0;

  get length(): number {
    return this.used;
  }

  /** A copy of the content. */
  toBytes(): Uint8Array {
    return this.storage.slice(0, this.used);
  }

  append(bytes: Uint8Array): void {
    const at = this.grow(bytes.length);
    this.storage.set(bytes, at);
  }

  appendByte(value: number): void {
    const at = this.grow(1);
    this.storage[at] = value;
  }

  appendHalf(value: number): void {
    const at = this.grow(2);
    this.view.setUint16(at, value, true);
  }

  appendWord(value: number): void {
    const at = this.grow(4);
    this.view.setUint32(at, value, true);
  }

  appendDouble(value: number): void {
    const at = this.grow(8);
    this.view.setFloat64(at, value, true);
  }

  /** Appends `count` bytes of `value`. */
  fill(count: number, value = 0): void {
    const at = this.grow(count);
    this.storage.fill(value, at, at + count);
  }

  /** Appends zeros up to a multiple of `alignment`, a power of two. */
  align(alignment: number): void {
    this.fill(-this.used & (alignment - 1));
  }

  readWord(offset: number): number {
    return this.view.getUint32(offset, true);
  }

  patchByte(offset: number, value: number): void {
    this.storage[offset] = value;
  }

  patchHalf(offset: number, value: number): void {
    this.view.setUint16(offset, value, true);
  }

  patchWord(offset: number, value: number): void {
    this.view.setUint32(offset, value, true);
  }

  /** Makes room for `count` bytes and returns where they start. */
  private grow(count: number): number {
    const at = this.used;
    const needed = at + count;
    if (needed > this.storage.length) {
      const larger = new Uint8Array(Math.max(needed, this.storage.length * 2));
      larger.set(this.storage.subarray(0, at));
      this.storage = larger;
      this.view = new DataView(larger.buffer);
    }
    this.used = needed;
    return at;
  }
}
