/**
 * What the files of a program's runtime are for, as they say it themselves (`//go:cause sweep`): a page fault is put down to the innermost
 * call in such a file. One note of owner `pagewalk` for each file, in a section that is not loaded: cause NUL | file NUL.
 */
import type { ByteBuffer } from '../base/byte-buffer.ts';
import { appendNote, decodeTexts, encodeTexts, readNotes } from './notes.ts';

export const CAUSE_SECTION = '.note.pagewalk';

export interface FileCause {
  /** As the table of functions names it. */
  readonly file: string;
  readonly cause: string;
}

const OWNER = 'pagewalk';
/** Owners number their types themselves. */
const TYPE = 16;

export function addFileCauses(buffer: ByteBuffer, causes: readonly FileCause[]): void {
  for (const { cause, file } of causes) appendNote(buffer, { owner: OWNER, type: TYPE, content: encodeTexts(cause, file) });
}

/** The causes by file. Throws ElfFormatError if the notes are damaged. */
export function readFileCauses(bytes: Uint8Array): ReadonlyMap<string, string> {
  const notes = readNotes(bytes, CAUSE_SECTION).filter(({ owner, type }) => owner === OWNER && type === TYPE);
  return new Map(notes.map(({ content }) => {
    const [cause, file] = decodeTexts(content, 0, 2) as [string, string];
    return [file, cause];
  }));
}
