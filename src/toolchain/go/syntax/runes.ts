/** Code points of Go sources: decoding UTF-8 as Go does, classes of characters, and the spellings of %q and %#U in messages. */

/** What a malformed sequence decodes to, one byte at a time. */
export const RUNE_ERROR = 0xfffd;
export const MAX_RUNE = 0x10ffff;
export const BYTE_ORDER_MARK = 0xfeff;
const RUNE_SELF = 0x80;

export interface DecodedRune {
  rune: number;
  /** Bytes taken; 1 with {@link RUNE_ERROR} means malformed. */
  width: number;
}

interface LeadByte {
  readonly length: number;
  readonly bits: number;
  /** The range of the second byte, which excludes overlong forms, surrogates and values beyond the last code point. */
  readonly low: number;
  readonly high: number;
}

function leadByte(b: number): LeadByte | null {
  if (b < 0xc2 || b > 0xf4) return null;
  if (b < 0xe0) return { length: 2, bits: b & 0x1f, low: 0x80, high: 0xbf };
  if (b < 0xf0) return { length: 3, bits: b & 0x0f, low: b === 0xe0 ? 0xa0 : 0x80, high: b === 0xed ? 0x9f : 0xbf };
  return { length: 4, bits: b & 0x07, low: b === 0xf0 ? 0x90 : 0x80, high: b === 0xf4 ? 0x8f : 0xbf };
}

/** Decodes the rune at `offset`, which must lie within `bytes`. */
export function decodeRune(bytes: Uint8Array, offset: number): DecodedRune {
  const first = bytes[offset]!;
  if (first < RUNE_SELF) return { rune: first, width: 1 };
  const lead = leadByte(first);
  if (lead === null || offset + lead.length > bytes.length) return { rune: RUNE_ERROR, width: 1 };
  let rune = lead.bits;
  for (let i = 1; i < lead.length; i++) {
    const next = bytes[offset + i]!;
    const low = i === 1 ? lead.low : 0x80;
    const high = i === 1 ? lead.high : 0xbf;
    if (next < low || next > high) return { rune: RUNE_ERROR, width: 1 };
    rune = (rune << 6) | (next & 0x3f);
  }
  return { rune, width: lead.length };
}

/** The UTF-8 encoding of `rune`; what is no code point becomes U+FFFD, as in Go's conversions. */
export function encodeRune(rune: number): number[] {
  const isValid = rune >= 0 && rune <= MAX_RUNE && (rune < 0xd800 || rune > 0xdfff);
  const r = isValid ? rune : RUNE_ERROR;
  if (r < 0x80) return [r];
  if (r < 0x800) return [0xc0 | (r >> 6), 0x80 | (r & 0x3f)];
  if (r < 0x10000) return [0xe0 | (r >> 12), 0x80 | ((r >> 6) & 0x3f), 0x80 | (r & 0x3f)];
  return [0xf0 | (r >> 18), 0x80 | ((r >> 12) & 0x3f), 0x80 | ((r >> 6) & 0x3f), 0x80 | (r & 0x3f)];
}

const LETTER = /^\p{L}$/u;
const DIGIT = /^\p{Nd}$/u;
const PRINTABLE = /^[\p{L}\p{M}\p{N}\p{P}\p{S}]$/u;

export function isUnicodeLetter(rune: number): boolean {
  return rune >= 0 && LETTER.test(String.fromCodePoint(rune));
}

export function isUnicodeDigit(rune: number): boolean {
  return rune >= 0 && DIGIT.test(String.fromCodePoint(rune));
}

function isPrintable(rune: number): boolean {
  return rune === 0x20 || PRINTABLE.test(String.fromCodePoint(rune));
}

const NAMED_ESCAPES: ReadonlyMap<number, string> = new Map([
  [0x07, '\\a'], [0x08, '\\b'], [0x09, '\\t'], [0x0a, '\\n'], [0x0b, '\\v'], [0x0c, '\\f'], [0x0d, '\\r'], [0x5c, '\\\\'],
]);

/** A rune as %q prints it: `'x'`, `'\n'`, `'\u200b'`. */
export function quoteRune(rune: number): string {
  if (rune === 0x27) return "'\\''";
  const named = NAMED_ESCAPES.get(rune);
  if (named !== undefined) return `'${named}'`;
  if (isPrintable(rune)) return `'${String.fromCodePoint(rune)}'`;
  if (rune < RUNE_SELF) return `'\\x${rune.toString(16).padStart(2, '0')}'`;
  if (rune < 0x10000) return `'\\u${rune.toString(16).padStart(4, '0')}'`;
  return `'\\U${rune.toString(16).padStart(8, '0')}'`;
}

/** A rune as %#U prints it: `U+0040 '@'`, without the character where it cannot be shown. */
export function describeRune(rune: number): string {
  const code = `U+${rune.toString(16).toUpperCase().padStart(4, '0')}`;
  return rune <= MAX_RUNE && isPrintable(rune) ? `${code} '${String.fromCodePoint(rune)}'` : code;
}
