/** DWARF's numbers of variable length. */
import type { ByteBuffer } from '../../base/byte-buffer.ts';

const PAYLOAD_BITS = 7;
const PAYLOAD_MASK = 0x7f;
const MORE = 0x80;
const SIGN = 0x40;

/** Appends a non-negative number below 2^31. */
export function appendUnsigned(bytes: ByteBuffer, value: number): void {
  while (value > PAYLOAD_MASK) {
    bytes.appendByte((value & PAYLOAD_MASK) | MORE);
    value >>>= PAYLOAD_BITS;
  }
  bytes.appendByte(value);
}

/** Appends an int32. */
export function appendSigned(bytes: ByteBuffer, value: number): void {
  for (;;) {
    const low = value & PAYLOAD_MASK;
    value >>= PAYLOAD_BITS;
    const isLast = (value === 0 && (low & SIGN) === 0) || (value === -1 && (low & SIGN) !== 0);
    bytes.appendByte(isLast ? low : low | MORE);
    if (isLast) return;
  }
}

/** Appends an integer of at most 64 bits. */
export function appendSigned64(bytes: ByteBuffer, value: bigint): void {
  let rest = value;
  for (; rest < -BigInt(SIGN) || rest >= BigInt(SIGN); rest >>= BigInt(PAYLOAD_BITS)) bytes.appendByte(Number(rest & BigInt(PAYLOAD_MASK)) | MORE);
  bytes.appendByte(Number(rest & BigInt(PAYLOAD_MASK)));
}

/** Appends a string with its final NUL. */
export function appendString(bytes: ByteBuffer, text: string): void {
  bytes.append(new TextEncoder().encode(text));
  bytes.appendByte(0);
}
