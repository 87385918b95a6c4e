/** Reads the numbers and strings of a section of debugging information. Throws ElfFormatError rather than read beyond its end. */
import { ElfFormatError } from '../../elf/elf-format-error.ts';

export class SectionReader {
  at = 0;
  private readonly view: DataView;

  constructor(
    private readonly data: Uint8Array,
    private readonly section: string,
  ) {
    this.view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  }

  private need(count: number): number {
    const { at } = this;
    if (at + count > this.data.length) throw new ElfFormatError(at, `${count} bytes of ${this.section}`, 'its end');
    this.at += count;
    return at;
  }

  byte(): number {
    return this.view.getUint8(this.need(1));
  }
  signedByte(): number {
    return this.view.getInt8(this.need(1));
  }
  half(): number {
    return this.view.getUint16(this.need(2), true);
  }
  word(): number {
    return this.view.getUint32(this.need(4), true);
  }

  quad(): bigint {
    return this.view.getBigUint64(this.need(8), true);
  }

  /** The next `count` bytes, sharing the section's memory. */
  bytes(count: number): Uint8Array {
    const at = this.need(count);
    return this.data.subarray(at, at + count);
  }

  unsigned(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte();
      if (shift < 32) value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value >>> 0;
    }
  }

  signed(): number {
    let value = 0;
    for (let shift = 0; ; ) {
      const byte = this.byte();
      if (shift < 32) value |= (byte & 0x7f) << shift;
      shift += 7;
      if (byte < 0x80) return shift < 32 && (byte & 0x40) !== 0 ? value | (-1 << shift) : value;
    }
  }

  /** A signed number of up to 64 bits. */
  signed64(): bigint {
    let value = 0n;
    for (let shift = 0n; ; ) {
      const byte = this.byte();
      value |= BigInt(byte & 0x7f) << shift;
      shift += 7n;
      if (byte < 0x80) return BigInt.asIntN(64, (byte & 0x40) !== 0 ? value | (-1n << shift) : value);
    }
  }

  text(): string {
    const start = this.at;
    while (this.byte() !== 0);
    return new TextDecoder().decode(this.data.subarray(start, this.at - 1));
  }
}
