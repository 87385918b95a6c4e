/**
 * Go strings in the compiler: sequences of bytes kept in JavaScript strings with one unit (0 to 255) per byte.
 *
 * Here are the conversions between these, ordinary text and Go's quoted notation.
 */

/** UTF-8 encodes `text`; a lone surrogate becomes U+FFFD, as in Go. */
export function textToBytes(text: string): string {
  let bytes = '';
  for (const character of text) bytes += runeToBytes(character.codePointAt(0)!);
  return bytes;
}

const REPLACEMENT = 0xfffd;
const MAX_RUNE = 0x10ffff;

/** UTF-8 of one code point; what is no valid code point becomes U+FFFD. */
export function runeToBytes(rune: number): string {
  if (rune < 0 || rune > MAX_RUNE || (rune >= 0xd800 && rune <= 0xdfff)) rune = REPLACEMENT;
  if (rune < 0x80) return String.fromCharCode(rune);
  const tail = (shift: number): number => 0x80 | ((rune >> shift) & 0x3f);
  if (rune < 0x800) return String.fromCharCode(0xc0 | (rune >> 6), tail(0));
  if (rune < 0x10000) return String.fromCharCode(0xe0 | (rune >> 12), tail(6), tail(0));
  return String.fromCharCode(0xf0 | (rune >> 18), tail(12), tail(6), tail(0));
}

/** Decodes the rune at `index` as Go's range does: an invalid sequence is U+FFFD of width 1. */
export function decodeRune(bytes: string, index: number): { rune: number; width: number } {
  const invalid = { rune: REPLACEMENT, width: 1 };
  const first = bytes.charCodeAt(index);
  if (first < 0x80) return { rune: first, width: 1 };
  const width = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || index + width > bytes.length) return invalid;
  let rune = first & (0x7f >> width);
  for (let i = 1; i < width; i++) {
    const next = bytes.charCodeAt(index + i);
    if (next >> 6 !== 2) return invalid;
    rune = (rune << 6) | (next & 0x3f);
  }
  const smallest = width === 2 ? 0x80 : width === 3 ? 0x800 : 0x10000;
  if (rune < smallest || rune > MAX_RUNE || (rune >= 0xd800 && rune <= 0xdfff)) return invalid;
  return { rune, width };
}

/** Decodes bytes for people; invalid ones become U+FFFD. */
export function bytesToText(bytes: string): string {
  let text = '';
  for (let i = 0; i < bytes.length; ) {
    const { rune, width } = decodeRune(bytes, i);
    text += String.fromCodePoint(rune);
    i += width;
  }
  return text;
}

const ESCAPES: Readonly<Record<string, string>> = { '\x07': '\\a', '\b': '\\b', '\f': '\\f', '\n': '\\n', '\r': '\\r', '\t': '\\t', '\v': '\\v', '\\': '\\\\', '"': '\\"' };
const PRINTABLE = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u;
const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0');

/** The string as a Go literal in double quotes, like strconv.Quote. */
export function quoteBytes(bytes: string): string {
  let quoted = '"';
  for (let i = 0; i < bytes.length; ) {
    const { rune, width } = decodeRune(bytes, i);
    const character = String.fromCodePoint(rune);
    if (rune === REPLACEMENT && width === 1) quoted += `\\x${hex(bytes.charCodeAt(i), 2)}`;
    else if (ESCAPES[character] !== undefined) quoted += ESCAPES[character];
    else if (PRINTABLE.test(character)) quoted += character;
    else if (rune < 0x80) quoted += `\\x${hex(rune, 2)}`;
    else quoted += rune < 0x10000 ? `\\u${hex(rune, 4)}` : `\\U${hex(rune, 8)}`;
    i += width;
  }
  return `${quoted}"`;
}
