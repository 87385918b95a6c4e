/**
 * Addresses of an overlaid program. One segment of memory, readable, writable and executable, as a machine without paging
 * has it: headers, the root, then the regions. A segment of the tree starts where its parent ends, a child of the root where
 * its region starts; so a region is as long as its longest path. In the file, segments start on blocks of the disk, so
 * that loading one is one sequential read.
 */
import { SectionFlag, SectionType, SegmentFlag, SegmentType } from '../../abi/elf32.ts';
import type { ObjectSection } from '../../elf/object-file.ts';
import { headersLength, type SegmentToWrite } from '../../elf/write-elf.ts';
import { isNobits, madeSection, type InputSection, type OutputSection } from './input.ts';
import { joinSections } from './layout.ts';
import { ROOT, type OverlayPart, type SectionAssignment } from './overlay-sections.ts';
import type { OverlayTree } from './overlay-tree.ts';

/** Our own kind of program header: the file's part of an overlay segment. Loaders skip it. */
const PT_PAGEWALK_OVERLAY = 0x6f766c79;

const PAGE_SIZE = 4096;
/** Segments start at multiples of this in memory. */
const SEGMENT_ALIGNMENT = 16;
/** And of this in the file: a block of the disk. */
const BLOCK_SIZE = 4096;
const WORD = 4;
const STACK_ALIGNMENT = 16;

export interface PlacedSegment {
  readonly name: string;
  /** Index in the tree. */
  readonly index: number;
  readonly parent: number;
  readonly region: number;
  /** Null for the root, whose sections are ordinary ones. */
  readonly output: OutputSection | null;
  va: number;
  /** Bytes in memory. */
  length: number;
  /** Bytes in the file. */
  fileLength: number;
  fileOffset: number;
  /** The part that is written back before the segment leaves: [start, end), empty if there is none. */
  writebackStart: number;
  writebackEnd: number;
}

export interface PlacedRegion {
  readonly name: string;
  va: number;
  length: number;
  readonly limit: number | null;
}

export interface OverlayLayout {
  readonly segments: readonly PlacedSegment[];
  readonly regions: readonly PlacedRegion[];
  /** The root's sections, the regions' memory among them. */
  readonly rootSections: readonly OutputSection[];
  /** All sections in order: the root's, then one for each overlay segment. */
  readonly sections: readonly OutputSection[];
  readonly headers: readonly SegmentToWrite[];
  /** End of the root in memory, before the regions. */
  readonly rootEnd: number;
  /** End of everything. */
  readonly end: number;
}

const alignUp = (value: number, alignment: number): number => Math.ceil(value / alignment) * alignment;

/** Data that is written back must have its place in the file, also what starts as zeros. */
function withFileSpace(section: ObjectSection): ObjectSection {
  return isNobits(section) ? { ...section, type: SectionType.Progbits, data: new Uint8Array(section.length) } : section;
}

interface PackedSegment {
  readonly output: OutputSection;
  readonly memoryLength: number;
  readonly fileLength: number;
  /** Start and end of what is written back, in the segment. */
  readonly writeback: readonly [number, number];
}

/** Packs the parts of a segment, whose address is still unknown, into one output section. */
function packSegment(name: string, parts: readonly OverlayPart[]): PackedSegment {
  const output: OutputSection = { name: `.${name}`, type: SectionType.Progbits, flags: SectionFlag.Alloc | SectionFlag.Write | SectionFlag.Execinstr, entrySize: 0, alignment: SEGMENT_ALIGNMENT, inputs: [], length: 0, va: 0, fileOffset: 0 };
  let offset = 0;
  let fileLength = 0;
  let writeback: readonly [number, number] | null = null;
  for (const { section, policy } of parts) {
    if (policy === 'writeback') section.section = withFileSpace(section.section);
    offset = alignUp(offset, section.section.alignment);
    section.offset = offset;
    section.output = output;
    output.alignment = Math.max(output.alignment, section.section.alignment);
    output.inputs.push(section);
    const start = offset;
    offset += section.section.length;
    if (!isNobits(section.section)) fileLength = alignUp(offset, WORD);
    if (policy === 'writeback') writeback = [writeback?.[0] ?? start, fileLength];
  }
  // The section in the file ends where content ends; what is only memory has no header of its own.
  output.length = fileLength;
  return { output, memoryLength: Math.max(offset, fileLength), fileLength, writeback: writeback ?? [0, 0] };
}

function placeSegments(tree: OverlayTree, assignment: SectionAssignment): PlacedSegment[] {
  return tree.segments.map(({ name, parent, region }, index) => {
    if (index === ROOT) return { name, index, parent, region, output: null, va: 0, length: 0, fileLength: 0, fileOffset: 0, writebackStart: 0, writebackEnd: 0 };
    const { output, memoryLength, fileLength, writeback } = packSegment(name, assignment.partsOf(index));
    return { name, index, parent, region, output, va: 0, length: memoryLength, fileLength, fileOffset: 0, writebackStart: writeback[0], writebackEnd: writeback[1] };
  });
}

export class OverlayPlan {
  readonly segments: PlacedSegment[];
  readonly regions: PlacedRegion[];
  /** Memory of the regions, one section each, behind the root's bss. */
  private readonly regionSections: InputSection[];
  private readonly rootSections: OutputSection[];

  constructor(
    tree: OverlayTree,
    assignment: SectionAssignment,
    rootInputs: readonly InputSection[],
  ) {
    this.segments = placeSegments(tree, assignment);
    this.regions = tree.regions.map(({ name, limit }) => ({ name, limit, va: 0, length: 0 }));
    this.measureRegions();
    this.regionSections = this.regions.filter(({ length }) => length > 0).map(({ name, length }) => madeSection(regionSection(name, length)));
    this.rootSections = joinSections([...rootInputs, ...this.regionSections]);
  }

  /** Addresses relative to the region's start, and with them the regions' lengths. */
  private measureRegions(): void {
    for (const segment of this.overlays()) {
      const parent = this.segments[segment.parent]!;
      const alignment = Math.max(SEGMENT_ALIGNMENT, segment.output!.alignment);
      segment.va = segment.parent === ROOT ? 0 : alignUp(parent.va + parent.length, alignment);
      const region = this.regions[segment.region]!;
      region.length = Math.max(region.length, segment.va + segment.length);
    }
  }

  /** All segments but the root, parents before children. */
  overlays(): PlacedSegment[] {
    return this.segments.slice(ROOT + 1);
  }

  /** Gives everything its address, from `imageBase` on. */
  layOut(imageBase: number): OverlayLayout {
    const overlays = this.overlays();
    const headerCount = overlays.length + 2;
    let va = imageBase + headersLength(headerCount);
    let fileEnd = headersLength(headerCount);
    for (const section of this.rootSections) {
      va = this.placeRootSection(section, va, imageBase);
      if (!isNobits(section)) fileEnd = va - imageBase;
    }
    const rootEnd = Math.min(va, ...this.regionSections.map((input) => input.output!.va));
    this.placeRegions();
    let fileOffset = alignUp(fileEnd, BLOCK_SIZE);
    for (const segment of overlays) {
      segment.fileOffset = fileOffset;
      segment.output!.fileOffset = fileOffset;
      fileOffset = alignUp(fileOffset + segment.fileLength, BLOCK_SIZE);
    }
    const load: SegmentToWrite = { type: SegmentType.Load, flags: SegmentFlag.R | SegmentFlag.W | SegmentFlag.X, fileOffset: 0, va: imageBase, fileLength: fileEnd, memoryLength: va - imageBase, alignment: PAGE_SIZE };
    const stack: SegmentToWrite = { type: SegmentType.GnuStack, flags: SegmentFlag.R | SegmentFlag.W, fileOffset: 0, va: 0, fileLength: 0, memoryLength: 0, alignment: STACK_ALIGNMENT };
    const headers = [load, stack, ...overlays.map(headerOf)];
    const sections = [...this.rootSections, ...overlays.filter(({ fileLength }) => fileLength > 0).map(({ output }) => output!)];
    return { segments: this.segments, regions: this.regions, rootSections: this.rootSections, sections, headers, rootEnd, end: va };
  }

  private placeRootSection(section: OutputSection, va: number, imageBase: number): number {
    let offset = 0;
    for (const input of section.inputs) {
      section.alignment = Math.max(section.alignment, input.section.alignment);
      offset = alignUp(offset, input.section.alignment);
      input.offset = offset;
      offset += input.section.length;
    }
    section.length = offset;
    section.va = alignUp(va, section.alignment);
    section.fileOffset = section.va - imageBase;
    return section.va + offset;
  }

  /** Moves the segments from region-relative to final addresses. */
  private placeRegions(): void {
    const used = this.regions.filter(({ length }) => length > 0);
    used.forEach((region, index) => {
      const va = this.regionSections[index]!.output!.va + this.regionSections[index]!.offset;
      for (const segment of this.overlays()) if (this.regions[segment.region] === region) this.moveSegment(segment, va - region.va);
      region.va = va;
    });
    const root = this.segments[ROOT]!;
    root.length = this.rootSections.reduce((sum, { length }) => sum + length, 0) - used.reduce((sum, { length }) => sum + length, 0);
  }

  private moveSegment(segment: PlacedSegment, by: number): void {
    segment.va += by;
    segment.output!.va = segment.va;
  }

  /** Segments on the way from the root to one, without the root. */
  pathOf(segment: PlacedSegment): PlacedSegment[] {
    const path: PlacedSegment[] = [];
    for (let at: PlacedSegment = segment; at.index !== ROOT; at = this.segments[at.parent]!) path.unshift(at);
    return path;
  }
}

function regionSection(name: string, length: number): ObjectSection {
  return { name: `.region.${name}`, type: SectionType.Nobits, flags: SectionFlag.Alloc | SectionFlag.Write, alignment: SEGMENT_ALIGNMENT, entrySize: 0, length, data: new Uint8Array(0), relocations: [] };
}

function headerOf({ fileOffset, va, fileLength, length }: PlacedSegment): SegmentToWrite {
  return { type: PT_PAGEWALK_OVERLAY, flags: SegmentFlag.R | SegmentFlag.W | SegmentFlag.X, fileOffset, va, fileLength, memoryLength: length, alignment: BLOCK_SIZE };
}
