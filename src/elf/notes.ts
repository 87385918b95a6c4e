/**
 * Note sections: records for tools, each with an owner, a type that the owner gives a meaning to, and a content.
 *
 *   word length of the owner's name with its NUL | word length of the content | word type | name | content, both padded to words
 */
import { ByteBuffer } from '../base/byte-buffer.ts';
import { ElfFormatError } from './elf-format-error.ts';
import { ElfView } from './elf-view.ts';
import { readExecutableSections, sectionData } from './read-sections.ts';

export interface Note {
  readonly owner: string;
  readonly type: number;
  readonly content: Uint8Array;
}

const HEADER_LENGTH = 12;
const WORD = 4;
const utf8 = new TextEncoder();
const aligned = (length: number): number => Math.ceil(length / WORD) * WORD;

/** Appends a note and returns where in the buffer its content begins. */
export function appendNote(buffer: ByteBuffer, { owner, type, content }: Note): number {
  const name = utf8.encode(`${owner}\0`);
  for (const word of [name.length, content.length, type]) buffer.appendWord(word);
  buffer.append(name);
  buffer.align(WORD);
  const start = buffer.length;
  buffer.append(content);
  buffer.align(WORD);
  return start;
}

/** The notes of a section of an executable; none if it has no such section. Throws {@link ElfFormatError} if they are damaged. */
export function readNotes(bytes: Uint8Array, sectionName: string): Note[] {
  const section = readExecutableSections(bytes).sections.find(({ name }) => name === sectionName);
  if (section === undefined) return [];
  const view = new ElfView(sectionData(new ElfView(bytes), section));
  const notes: Note[] = [];
  for (let at = 0; at < view.length; ) {
    const nameLength = view.word(at, 'note');
    const contentLength = view.word(at + WORD, 'note');
    const contentAt = at + HEADER_LENGTH + aligned(nameLength);
    const owner = textOf(view.slice(at + HEADER_LENGTH, nameLength, "a note's owner"));
    notes.push({ owner, type: view.word(at + 2 * WORD, 'note'), content: view.slice(contentAt, contentLength, "a note's content") });
    at = contentAt + aligned(contentLength);
  }
  return notes;
}

function textOf(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return new TextDecoder().decode(end < 0 ? bytes : bytes.subarray(0, end));
}

/** Texts as they stand in a content, each ended by a NUL. */
export const encodeTexts = (...texts: readonly string[]): Uint8Array => utf8.encode(texts.map((text) => `${text}\0`).join(''));

/** The first `count` texts of a content from `offset` on. */
export function decodeTexts(content: Uint8Array, offset: number, count: number): string[] {
  const texts = new TextDecoder().decode(content.subarray(offset)).split('\0');
  // What follows the last NUL is no text.
  if (texts.length <= count) throw new ElfFormatError(offset, `a note with ${count} texts`, `one with ${texts.length - 1}`);
  return texts.slice(0, count);
}
