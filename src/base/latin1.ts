/**
 * Bytes as text with one character (U+0000 to U+00FF) for each, and back. Names and arguments of guests are such texts in the kernel: to it they
 * are bytes, whatever they spell. (A `TextDecoder` for Latin-1 is one for windows-1252, which differs.)
 */

/** A call takes no more arguments than fit the host's stack; bytes become characters in pieces. */
const PIECE = 4096;

export function latin1Text(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += PIECE) text += String.fromCharCode(...bytes.subarray(at, at + PIECE));
  return text;
}

export function latin1Bytes(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}
