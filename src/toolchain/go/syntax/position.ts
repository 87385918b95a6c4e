/**
 * Source positions of Go files.
 *
 * A {@link Pos} is one number, so that every node can carry one: file index, line and column packed with the file on
 * top, hence positions of one file compare as they lie in the text. The owner of the layout is this file:
 *
 *     bits 40..52  file index in its FileSet (0 = no position)
 *     bits 20..39  line, from 1, saturating
 *     bits  0..19  column in bytes, from 1, saturating
 *
 * Positions are absolute. `//line` directives do not change them: the file remembers the directives, and
 * {@link FileSet.position} applies them when a position is shown, as Go shows them.
 */

declare const posBrand: unique symbol;
export type Pos = number & { readonly [posBrand]: true };

/** The position of what has none: predeclared objects, synthesised nodes. */
export const NO_POS = 0 as Pos;

const COLUMN_LIMIT = 0x100000;
const LINE_LIMIT = 0x100000;
const FILE_UNIT = COLUMN_LIMIT * LINE_LIMIT;

/** Go's largest line or column number in a `//line` directive. */
export const POS_MAX = 1 << 30;

export function makePos(fileIndex: number, line: number, col: number): Pos {
  const savedLine = Math.min(line, LINE_LIMIT - 1);
  const savedCol = Math.min(col, COLUMN_LIMIT - 1);
  return (fileIndex * FILE_UNIT + savedLine * COLUMN_LIMIT + savedCol) as Pos;
}

export function isKnown(pos: Pos): boolean {
  return pos !== NO_POS;
}

export function fileIndexOf(pos: Pos): number {
  return Math.floor(pos / FILE_UNIT);
}

export function lineOf(pos: Pos): number {
  return Math.floor(pos / COLUMN_LIMIT) % LINE_LIMIT;
}

export function colOf(pos: Pos): number {
  return pos % COLUMN_LIMIT;
}

/** The position `bytes` columns further on the same line. */
export function advanceCol(pos: Pos, bytes: number): Pos {
  return makePos(fileIndexOf(pos), lineOf(pos), colOf(pos) + bytes);
}

/** A position as people read it; line and col are 0 where a `//line` directive leaves them unknown. */
export interface Position {
  readonly file: string;
  readonly line: number;
  readonly col: number;
}

/** `//line file:line:col`: what the text from `start` on calls itself. col 0 = columns are not tracked. */
export interface LineDirective {
  readonly start: Pos;
  readonly file: string;
  readonly line: number;
  readonly col: number;
}

/** One file of a program, with the names that its `//line` directives give to its parts. */
export class SourceFile {
  readonly index: number;
  /** The name as diagnostics show it: `./f.go`. */
  readonly name: string;
  /** The name as tracebacks and line tables show it: absolute. */
  readonly path: string;
  readonly bytes: Uint8Array;
  /** In the order of the text, since the scanner meets them so. */
  readonly lineDirectives: LineDirective[] = [];

  constructor(index: number, name: string, path: string, bytes: Uint8Array) {
    this.index = index;
    this.name = name;
    this.path = path;
    this.bytes = bytes;
  }

  /** The file name in force after the directives seen so far. */
  currentName(): string {
    return this.lineDirectives.at(-1)?.file ?? this.name;
  }
}

/** All files of a compilation; the only thing that turns a {@link Pos} back into text. */
export class FileSet {
  private readonly files: SourceFile[] = [];

  /** Registers a file. The same text may be added twice; the two get distinct positions. */
  add(name: string, bytes: Uint8Array, path: string = name): SourceFile {
    const file = new SourceFile(this.files.length + 1, name, path, bytes);
    this.files.push(file);
    return file;
  }

  fileOf(pos: Pos): SourceFile | undefined {
    return this.files[fileIndexOf(pos) - 1];
  }

  /** Where `pos` is, `//line` directives applied. */
  position(pos: Pos): Position {
    const file = this.fileOf(pos);
    if (file === undefined) return { file: '', line: 0, col: 0 };
    const base = directiveBefore(file.lineDirectives, pos);
    if (base === undefined) return { file: file.name, line: lineOf(pos), col: colOf(pos) };
    const line = base.line + lineOf(pos) - lineOf(base.start);
    if (base.col === 0) return { file: base.file, line, col: 0 };
    const sameLine = lineOf(pos) === lineOf(base.start);
    return { file: base.file, line, col: sameLine ? base.col + colOf(pos) - colOf(base.start) : colOf(pos) };
  }

  /** Where `pos` is in the file itself, `//line` directives ignored. */
  absolute(pos: Pos): Position {
    const file = this.fileOf(pos);
    return file === undefined ? { file: '', line: 0, col: 0 } : { file: file.name, line: lineOf(pos), col: colOf(pos) };
  }

  /** `file:line:col`, the form in which messages mention other places; in brackets the absolute one where a directive hides it. */
  describe(pos: Pos): string {
    const shown = formatPosition(this.position(pos));
    const absolute = formatPosition(this.absolute(pos));
    return shown === absolute ? shown : `${shown}[${absolute}]`;
  }
}

function formatPosition({ file, line, col }: Position): string {
  if (line === 0) return file === '' ? '<unknown position>' : file;
  return col === 0 ? `${file}:${line}` : `${file}:${line}:${col}`;
}

function directiveBefore(directives: readonly LineDirective[], pos: Pos): LineDirective | undefined {
  let low = 0;
  let high = directives.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (directives[middle]!.start <= pos) low = middle + 1;
    else high = middle;
  }
  return directives[low - 1];
}
