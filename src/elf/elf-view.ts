/**
 * Bounds-checked little-endian reading of a file that may be anything. Every method throws ElfFormatError rather than
 * read outside; sums are exact since doubles hold them.
 */
import { ElfFormatError } from './elf-format-error.ts';

export class ElfView {
  private readonly view: DataView;

  /** `length` is the file's, of which `bytes` may be only the head: a loader reads no more. */
  constructor(
    readonly bytes: Uint8Array,
    readonly length: number = bytes.length,
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Throws unless `[offset, offset + length)` lies in the file. */
  checkRange(offset: number, length: number, what: string): void {
    if (offset + length <= this.length) return;
    throw new ElfFormatError(offset, `${what} of ${length} bytes`, `end of file at 0x${this.length.toString(16)}`);
  }

  /** Throws unless the range is in the file and in what is held of it. */
  private checkHeld(offset: number, length: number, what: string): void {
    this.checkRange(offset, length, what);
    if (offset + length <= this.bytes.length) return;
    throw new ElfFormatError(offset, `${what} within the first ${this.bytes.length} bytes`, `one that ends at ${offset + length}`);
  }

  byte(offset: number, what: string): number {
    this.checkHeld(offset, 1, what);
    return this.view.getUint8(offset);
  }

  half(offset: number, what: string): number {
    this.checkHeld(offset, 2, what);
    return this.view.getUint16(offset, true);
  }

  word(offset: number, what: string): number {
    this.checkHeld(offset, 4, what);
    return this.view.getUint32(offset, true);
  }

  signedWord(offset: number, what: string): number {
    return this.word(offset, what) | 0;
  }

  /** The bytes of a range, sharing the file's memory. */
  slice(offset: number, length: number, what: string): Uint8Array {
    this.checkHeld(offset, length, what);
    return this.bytes.subarray(offset, offset + length);
  }
}
