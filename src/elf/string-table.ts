/** An ELF string table under construction: each string once, offset 0 is the empty one. */
import { ByteBuffer } from '../base/byte-buffer.ts';

export class StringTable {
  private readonly bytes = new ByteBuffer();
  private readonly offsets = new Map<string, number>();
  private readonly encoder = new TextEncoder();

  constructor() {
    this.offsetOf('');
  }

  /** The offset of a string, which is added if it is new. */
  offsetOf(text: string): number {
    const known = this.offsets.get(text);
    if (known !== undefined) return known;
    const offset = this.bytes.length;
    this.bytes.append(this.encoder.encode(text));
    this.bytes.appendByte(0);
    this.offsets.set(text, offset);
    return offset;
  }

  toBytes(): Uint8Array {
    return this.bytes.toBytes();
  }
}
