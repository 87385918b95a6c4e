/** Passes over blocks without parsing them, in text known to be sound: only strings, characters, comments and braces are told apart. */

/** A place in a file, and where its line begins. */
export interface ScannerPlace {
  readonly offset: number;
  readonly line: number;
  readonly lineStart: number;
}

const code = (character: string): number => character.charCodeAt(0);
const NEWLINE = code('\n');
const SLASH = code('/');
const STAR = code('*');
const BACKSLASH = code('\\');
const QUOTE = code('"');
const APOSTROPHE = code("'");
const BACKQUOTE = code('`');
const OPEN_BRACE = code('{');
const CLOSE_BRACE = code('}');

/** The place of the brace that closes the block whose opening brace lies before `from`; the end of the text if none does. */
export function endOfBlock(bytes: Uint8Array, { offset, line, lineStart }: ScannerPlace): ScannerPlace {
  let depth = 1;
  /** Nothing in the text before this is a token of its own: it is in a comment or raw string, whose lines still count. */
  let opaqueUntil = 0;
  let at = offset;
  for (; at < bytes.length; at++) {
    const byte = bytes[at]!;
    if (byte === NEWLINE) [line, lineStart] = [line + 1, at + 1];
    else if (at < opaqueUntil) continue;
    else if (byte === OPEN_BRACE) depth++;
    else if (byte === CLOSE_BRACE) {
      if (--depth === 0) break;
    } else if (byte === QUOTE || byte === APOSTROPHE) at = endOfQuoted(bytes, at);
    else if (byte === BACKQUOTE) opaqueUntil = behind(bytes.indexOf(BACKQUOTE, at + 1), bytes);
    else if (byte === SLASH && bytes[at + 1] === SLASH) opaqueUntil = behind(bytes.indexOf(NEWLINE, at), bytes);
    else if (byte === SLASH && bytes[at + 1] === STAR) opaqueUntil = endOfComment(bytes, at);
  }
  return { offset: at, line, lineStart };
}

const behind = (index: number, bytes: Uint8Array): number => (index < 0 ? bytes.length : index + 1);

/** Where the string or character ends that begins at `start`. */
function endOfQuoted(bytes: Uint8Array, start: number): number {
  let at = start + 1;
  while (at < bytes.length && bytes[at] !== bytes[start]) at += bytes[at] === BACKSLASH ? 2 : 1;
  return at;
}

/** Behind the comment with asterisks that begins at `start`. */
function endOfComment(bytes: Uint8Array, start: number): number {
  let star = bytes.indexOf(STAR, start + 2);
  while (star >= 0 && bytes[star + 1] !== SLASH) star = bytes.indexOf(STAR, star + 1);
  return star < 0 ? bytes.length : star + 2;
}
