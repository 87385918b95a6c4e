/**
 * Probes in an executable, as SystemTap's <sys/sdt.h> leaves them (USDT), so that readelf -n and gdb show ours too: one note of
 * owner `stapsdt` for each place, in a section that is not loaded.
 *
 *   word pc | word base, 0 | word semaphore, 0 | provider NUL | name NUL | arguments NUL
 *
 * An argument is its length in bytes, negative if signed, and where it is found at pc: `4@a0`, `-4@24(sp)`, `4@16`.
 */
import { SectionType } from '../abi/elf32.ts';
import { ByteBuffer } from '../base/byte-buffer.ts';
import { ElfView } from './elf-view.ts';
import { ElfFormatError } from './elf-format-error.ts';
import { appendNote, decodeTexts, encodeTexts, readNotes } from './notes.ts';
import { type ElfSection, readExecutableSections } from './read-sections.ts';

export const PROBE_SECTION = '.note.stapsdt';

/** What a probe is called, and its arguments as above. */
export interface ProbeName {
  /** The package. */
  readonly provider: string;
  readonly name: string;
  readonly args: string;
}

/** A place of a probe; one name may have several. */
export interface ProbeSite extends ProbeName {
  readonly pc: number;
  /** The instruction there. */
  readonly word: number;
}

const OWNER = 'stapsdt';
const TYPE = 3;
const WORD = 4;
const TEXTS_AT = 3 * WORD;

/** Appends a probe's note whose pc is yet to be put in, and returns where. */
export function appendProbe(buffer: ByteBuffer, { provider, name, args }: ProbeName): number {
  const content = new ByteBuffer();
  content.fill(TEXTS_AT);
  content.append(encodeTexts(provider, name, args));
  return appendNote(buffer, { owner: OWNER, type: TYPE, content: content.toBytes() });
}

/** The probes of an executable, in the order of the file. Throws ElfFormatError if their notes are damaged. */
export function readProbes(bytes: Uint8Array): ProbeSite[] {
  const { sections } = readExecutableSections(bytes);
  return readNotes(bytes, PROBE_SECTION).filter(({ owner, type }) => owner === OWNER && type === TYPE).map(({ content }) => {
    const pc = new ElfView(content).word(0, 'probe');
    const [provider, name, args] = decodeTexts(content, TEXTS_AT, 3) as [string, string, string];
    return { pc, word: wordAt(bytes, sections, pc), provider, name, args };
  });
}

function wordAt(bytes: Uint8Array, sections: readonly ElfSection[], pc: number): number {
  const section = sections.find(({ type, va, length }) => type === SectionType.Progbits && va <= pc && pc + WORD <= va + length);
  if (section === undefined) throw new ElfFormatError(0, 'probes in the code', `one at 0x${pc.toString(16)}`);
  return new ElfView(bytes).signedWord(section.offset + pc - section.va, 'instruction');
}
