/**
 * Where everything goes. Input sections join output sections by name; these are grouped by permission into segments, each
 * on pages of its own; the file holds each segment at an offset that equals its address modulo the page size.
 *
 *   two segments (the i386 layout of old)         four segments (as ld does today)
 *     R X  headers .text .rodata                    R    headers, notes
 *     R W  .data | .bss                             R X  .text
 *                                                   R    .rodata
 *                                                   R W  .data | .bss
 */
import { SectionFlag, SegmentFlag, SegmentType } from '../../abi/elf32.ts';
import { headersLength, type SegmentToWrite } from '../../elf/write-elf.ts';
import { isAllocated, isExecutable, isNobits, isWritable, type InputSection, type OutputSection } from './input.ts';

export const PAGE_SIZE = 4096;

export interface LayoutOptions {
  /** Address of the first page, which holds the headers. */
  readonly imageBase: number;
  /** Address of the writable segment; null puts it on the page behind the others. */
  readonly dataAddress: number | null;
  readonly segments: 'two' | 'four';
}

export interface Layout {
  /** Loaded sections in order of address, then the others. */
  readonly sections: readonly OutputSection[];
  readonly segments: readonly SegmentToWrite[];
}

const alignUp = (value: number, alignment: number): number => Math.ceil(value / alignment) * alignment;

/** Families of sections that are joined: `.text.main` goes into `.text`. */
const FAMILY = /^(\.(?:text|rodata|data|bss|init_array|fini_array))\./;
/** Parts of overlay segments, where they are linked without overlays or stay in the root: `.overlay.scan.text`. */
const OVERLAY_PART = /^\.overlay\.[^.]+(\.[a-z]+)/;
const outputName = (name: string): string => (FAMILY.exec(name) ?? OVERLAY_PART.exec(name))?.[1] ?? name;

/** Place of a section within its segment; equal ranks stay in order of appearance. */
const enum Rank {
  Note,
  Code,
  ReadOnly,
  Data,
  Bss,
  NotLoaded,
}

function rankOf(section: OutputSection): Rank {
  if (!isAllocated(section)) return Rank.NotLoaded;
  if (isWritable(section)) return isNobits(section) ? Rank.Bss : Rank.Data;
  if (isExecutable(section)) return Rank.Code;
  return section.name.startsWith('.note') ? Rank.Note : Rank.ReadOnly;
}

/** `.text` before other code, `.rodata` before other constants; `.data` last, next to `.bss`. */
function preference({ name }: OutputSection): number {
  if (name === '.text' || name === '.rodata') return -1;
  return name === '.data' ? 1 : 0;
}

/** Only flags that matter to where a section goes distinguish output sections of one name. */
const GROUPING_FLAGS = SectionFlag.Alloc | SectionFlag.Write | SectionFlag.Execinstr;

/** Joins live input sections into output sections, in loading order. */
export function joinSections(inputs: readonly InputSection[]): OutputSection[] {
  const outputs = new Map<string, OutputSection>();
  for (const input of inputs) {
    if (!input.isLive) continue;
    const { type, flags, entrySize } = input.section;
    const name = outputName(input.section.name);
    const key = `${name} ${flags & GROUPING_FLAGS} ${isNobits(input.section)}`;
    let output = outputs.get(key);
    if (output === undefined) {
      const keptFlags = flags & ~SectionFlag.GnuRetain;
      outputs.set(key, (output = { name, type, flags: keptFlags, entrySize, alignment: 1, inputs: [], length: 0, va: 0, fileOffset: null }));
    }
    output.inputs.push(input);
    input.output = output;
  }
  return [...outputs.values()].sort((a, b) => rankOf(a) - rankOf(b) || preference(a) - preference(b));
}

/** Places the inputs of a section one behind the other and sets its length. */
function packInputs(output: OutputSection): void {
  let offset = 0;
  for (const input of output.inputs) {
    output.alignment = Math.max(output.alignment, input.section.alignment);
    offset = alignUp(offset, input.section.alignment);
    input.offset = offset;
    offset += input.section.length;
  }
  output.length = offset;
}

interface SegmentPlan {
  readonly flags: number;
  readonly sections: readonly OutputSection[];
  readonly hasHeaders: boolean;
}

function planSegments(sections: readonly OutputSection[], segments: LayoutOptions['segments']): SegmentPlan[] {
  const pick = (...ranks: Rank[]): OutputSection[] => sections.filter((section) => ranks.includes(rankOf(section)));
  const readExecute = SegmentFlag.R | SegmentFlag.X;
  const data: SegmentPlan = { flags: SegmentFlag.R | SegmentFlag.W, sections: pick(Rank.Data, Rank.Bss), hasHeaders: false };
  const plans: SegmentPlan[] =
    segments === 'two'
      ? [{ flags: readExecute, sections: pick(Rank.Note, Rank.Code, Rank.ReadOnly), hasHeaders: true }, data]
      : [
          { flags: SegmentFlag.R, sections: pick(Rank.Note), hasHeaders: true },
          { flags: readExecute, sections: pick(Rank.Code), hasHeaders: false },
          { flags: SegmentFlag.R, sections: pick(Rank.ReadOnly), hasHeaders: false },
          data,
        ];
  return plans.filter((plan) => plan.hasHeaders || plan.sections.length > 0);
}

/** Assigns addresses and file offsets. Can be repeated when sections have grown. */
export function layOutImage(sections: readonly OutputSection[], options: LayoutOptions): Layout {
  for (const section of sections) packInputs(section);
  const plans = planSegments(sections, options.segments);
  const segmentCount = plans.length + 1;
  const segments: SegmentToWrite[] = [];
  let va = options.imageBase;
  let fileOffset = 0;
  for (const plan of plans) {
    const isData = (plan.flags & SegmentFlag.W) !== 0;
    va = isData && options.dataAddress !== null ? options.dataAddress : alignUp(va, PAGE_SIZE);
    fileOffset = alignUp(fileOffset, PAGE_SIZE) + (va % PAGE_SIZE);
    const segment = placeSegment(plan, va, fileOffset, plan.hasHeaders ? headersLength(segmentCount) : 0);
    segments.push(segment);
    va = segment.va + segment.memoryLength;
    fileOffset = segment.fileOffset + segment.fileLength;
  }
  segments.push({ type: SegmentType.GnuStack, flags: SegmentFlag.R | SegmentFlag.W, fileOffset: 0, va: 0, fileLength: 0, memoryLength: 0, alignment: STACK_ALIGNMENT });
  return { sections, segments };
}

const STACK_ALIGNMENT = 16;

function placeSegment({ flags, sections }: SegmentPlan, va: number, fileOffset: number, headers: number): SegmentToWrite {
  let memoryLength = headers;
  let fileLength = headers;
  for (const section of sections) {
    memoryLength = alignUp(va + memoryLength, section.alignment) - va;
    section.va = va + memoryLength;
    section.fileOffset = fileOffset + memoryLength;
    memoryLength += section.length;
    if (!isNobits(section)) fileLength = memoryLength;
    else section.fileOffset = fileOffset + fileLength;
  }
  return { type: SegmentType.Load, flags, fileOffset, va, fileLength, memoryLength, alignment: PAGE_SIZE };
}
