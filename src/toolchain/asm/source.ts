/**
 * The text of an assembly file as statements. Comments (`#`, `//`, block comments) become blanks, so that columns stay
 * true; `;` ends a statement as the end of a line does. Strings and character constants hide all of these.
 */

/** One statement with its place. Statements made by a macro or `.rept` have the expanded text and a `caller`. */
export interface SourceStatement {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** Column of the first character of `text`, from 0. */
  readonly column: number;
  /** Without comments. */
  readonly text: string;
  /** The whole line, for messages. */
  readonly lineText: string;
  /** What expanded to this statement, if anything did. */
  readonly caller?: Expansion;
}

export interface Expansion {
  /** For messages: "macro `push'". */
  readonly what: string;
  readonly at: SourceStatement;
}

export interface SplitSource {
  readonly statements: readonly SourceStatement[];
  /** The line on which a block comment starts that never ends, if there is one. */
  readonly openComment: SourceStatement | null;
}

/** The number of characters of the string or character constant at `start`, which stays on its line. */
function quotedLength(line: string, start: number): number {
  if (line[start] === "'") {
    const length = line[start + 1] === '\\' ? 3 : 2;
    return line[start + length] === "'" ? length + 1 : length;
  }
  for (let at = start + 1; at < line.length; at++) {
    if (line[at] === '\\') at++;
    else if (line[at] === '"') return at + 1 - start;
  }
  return line.length - start;
}

/** Replaces comments of one line by blanks. `isOpen` says whether a block comment is open before and after. */
function blankComments(line: string, isOpen: boolean): { readonly text: string; readonly isOpen: boolean } {
  let text = '';
  let at = 0;
  while (at < line.length) {
    if (isOpen) {
      const end = line.indexOf('*/', at);
      if (end < 0) return { text: text.padEnd(line.length), isOpen: true };
      text = text.padEnd(end + 2);
      at = end + 2;
      isOpen = false;
    } else if (line.startsWith('/*', at)) {
      isOpen = true;
      text += '  ';
      at += 2;
    } else if (line[at] === '#' || line.startsWith('//', at)) {
      return { text, isOpen: false };
    } else {
      const length = line[at] === '"' || line[at] === "'" ? quotedLength(line, at) : 1;
      text += line.slice(at, at + length);
      at += length;
    }
  }
  return { text, isOpen };
}

/** Cuts a line without comments at its semicolons. */
function cutStatements(text: string): { readonly text: string; readonly column: number }[] {
  const pieces: { text: string; column: number }[] = [];
  let start = 0;
  let at = 0;
  while (at < text.length) {
    const character = text[at]!;
    if (character === ';') {
      pieces.push({ text: text.slice(start, at), column: start });
      start = at + 1;
    }
    at += character === '"' || character === "'" ? quotedLength(text, at) : 1;
  }
  pieces.push({ text: text.slice(start), column: start });
  return pieces.filter((piece) => piece.text.trim() !== '');
}

/** Cuts a source text into statements; empty ones are left out. */
export function splitSource(source: string, file: string): SplitSource {
  const statements: SourceStatement[] = [];
  let isOpen = false;
  let opened: SourceStatement | null = null;
  source.split(/\r\n|\n|\r/).forEach((lineText, index) => {
    const before = isOpen;
    const blanked = blankComments(lineText, isOpen);
    isOpen = blanked.isOpen;
    const line = index + 1;
    if (isOpen && !before) opened = { file, line, column: 0, text: lineText, lineText };
    for (const { text, column } of cutStatements(blanked.text)) statements.push({ file, line, column, text, lineText });
  });
  return { statements, openComment: isOpen ? opened : null };
}
