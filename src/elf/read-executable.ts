/**
 * What a loader needs of an executable: its entry and its segments, ascending and disjoint by pages. Sections and symbols
 * are not looked at, so a stripped file loads; tables that end behind the file's end mean a truncated file and are refused.
 */
import { Ehdr, ElfType, SegmentFlag, SegmentType } from '../abi/elf32.ts';
import { ElfFormatError } from './elf-format-error.ts';
import { ElfView } from './elf-view.ts';
import { readHeader, readProgramHeaders, type ProgramHeader } from './read-header.ts';

/** Segments are mapped by pages of this many bytes. */
const PAGE_SIZE = 4096;
const ADDRESS_SPACE = 2 ** 32;
const INSTRUCTION_LENGTH = 4;

export interface ElfExecutable {
  readonly bytes: Uint8Array;
  readonly entry: number;
  /** Segments to load, ascending by address; file offset and address are equal modulo the page size. */
  readonly segments: readonly ProgramHeader[];
  /** Where the program headers lie in memory, if a segment holds them, else 0: AT_PHDR. */
  readonly programHeaderVa: number;
  readonly programHeaderCount: number;
  /** Bits of SegmentFlag that PT_GNU_STACK asks for, or null if the file has none. */
  readonly stackFlags: number | null;
}

const hex = (value: number): string => `0x${value.toString(16)}`;
const pageStart = (va: number): number => Math.floor(va / PAGE_SIZE) * PAGE_SIZE;
const pageEnd = (va: number): number => Math.ceil(va / PAGE_SIZE) * PAGE_SIZE;

function checkSegment(view: ElfView, segment: ProgramHeader): void {
  const { headerOffset, offset, va, fileLength, memoryLength, alignment } = segment;
  if (fileLength > memoryLength) throw new ElfFormatError(headerOffset, `a segment whose file size is at most its memory size ${hex(memoryLength)}`, hex(fileLength));
  if (alignment > 1 && (alignment & (alignment - 1)) !== 0) throw new ElfFormatError(headerOffset, 'a segment alignment that is a power of two', hex(alignment));
  if (va % PAGE_SIZE !== offset % PAGE_SIZE) throw new ElfFormatError(headerOffset, 'a segment whose offset and address are equal modulo 4096', `${hex(offset)} and ${hex(va)}`);
  if (va + memoryLength > ADDRESS_SPACE) throw new ElfFormatError(headerOffset, 'a segment inside the address space', `${hex(va)} with ${hex(memoryLength)} bytes`);
  view.checkRange(offset, fileLength, `a segment's content`);
}

function checkDisjoint(segments: readonly ProgramHeader[]): void {
  for (let index = 1; index < segments.length; index++) {
    const below = segments[index - 1]!;
    const above = segments[index]!;
    const end = pageEnd(below.va + below.memoryLength);
    if (pageStart(above.va) >= end) continue;
    throw new ElfFormatError(above.headerOffset, `a segment that starts above the one before it, which ends at ${hex(end)}`, `one at ${hex(above.va)}`);
  }
}

function checkEntry(entry: number, segments: readonly ProgramHeader[], entryOffset: number): void {
  const holder = segments.find(({ va, fileLength }) => entry >= va && entry + INSTRUCTION_LENGTH <= va + fileLength);
  if (holder === undefined || (holder.flags & SegmentFlag.X) === 0) throw new ElfFormatError(entryOffset, 'an entry point inside an executable segment', hex(entry));
  if (entry % INSTRUCTION_LENGTH !== 0) throw new ElfFormatError(entryOffset, 'an entry point that is a multiple of 4', hex(entry));
}

/** Reads an executable, of which the first page will do (`bytes`; `fileLength` then tells the rest). Throws {@link ElfFormatError}, and nothing else, if the file cannot be loaded. */
export function readExecutable(bytes: Uint8Array, fileLength = bytes.length): ElfExecutable {
  const view = new ElfView(bytes, fileLength);
  const header = readHeader(view, ElfType.Exec, 'an executable');
  const all = readProgramHeaders(view, header);
  const foreign = all.find(({ type }) => type === SegmentType.Interp || type === SegmentType.Dynamic);
  if (foreign !== undefined) throw new ElfFormatError(foreign.headerOffset, 'a static executable', 'a request for a dynamic loader');
  const segments = all.filter(({ type, memoryLength }) => type === SegmentType.Load && memoryLength > 0);
  if (segments.length === 0) throw new ElfFormatError(header.programHeaderOffset, 'a segment to load', 'none');
  for (const segment of segments) checkSegment(view, segment);
  checkDisjoint(segments);
  checkEntry(header.entry, segments, Ehdr.Entry);
  const headers = segments.find(({ offset, fileLength }) => header.programHeaderOffset >= offset && header.programHeaderOffset < offset + fileLength);
  return {
    bytes,
    entry: header.entry,
    segments,
    programHeaderVa: headers === undefined ? 0 : headers.va + header.programHeaderOffset - headers.offset,
    programHeaderCount: header.programHeaderCount,
    stackFlags: all.find(({ type }) => type === SegmentType.GnuStack)?.flags ?? null,
  };
}
