/** Bytes of the guest as strace quotes them. */

const ESCAPES: Readonly<Record<number, string>> = { 7: '\\a', 8: '\\b', 9: '\\t', 10: '\\n', 11: '\\v', 12: '\\f', 13: '\\r', 34: '\\"', 92: '\\\\' };
const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x30 && byte <= 0x39;

/** Quoted, at most `limit` bytes, with `...` behind if that is not all. Octal escapes are as short as the next byte allows. */
export function quoteBytes(bytes: Uint8Array, limit: number, isCut = bytes.length > limit): string {
  let text = '"';
  const shown = bytes.subarray(0, limit);
  shown.forEach((byte, index) => {
    if (ESCAPES[byte] !== undefined && byte >= 9) text += ESCAPES[byte]!;
    else if (byte >= 0x20 && byte < 0x7f) text += String.fromCharCode(byte);
    else text += `\\${byte.toString(8).padStart(isDigit(shown[index + 1]) ? 3 : 1, '0')}`;
  });
  return `${text}"${isCut ? '...' : ''}`;
}
