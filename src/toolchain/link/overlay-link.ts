/**
 * The overlay linker: objects and a tree in, one executable out that holds the root, the overlay segments and a manager
 * that loads them. It runs without paging, on memory as large as the root and the longest path; see overlay-manager.ts for
 * what happens at run time and overlay-references.ts for what may refer to what.
 */
import { writeExecutable } from '../../elf/write-elf.ts';
import type { ObjectFile } from '../../elf/object-file.ts';
import { assert } from '../../base/assert.ts';
import { assemble } from '../asm/assemble.ts';
import { hasErrors, renderSourceDiagnostics, type SourceDiagnostic } from '../source-diagnostic.ts';
import { Relocator, symbolAddress } from './image.ts';
import { inputObject, isAllocated, type InputSection, type OutputSection } from './input.ts';
import { defineAbsolute, provideSymbols } from './made-symbols.ts';
import { OverlayPlan, type OverlayLayout, type PlacedRegion, type PlacedSegment } from './overlay-layout.ts';
import { overlayManagerSource, segmentSymbol, stubSymbol, stubTargetSymbol } from './overlay-manager.ts';
import { overlayMapText } from './overlay-map.ts';
import { OverlayReferences, type FunctionPointer, type SegmentCall, type StubTarget } from './overlay-references.ts';
import { ROOT, SectionAssignment } from './overlay-sections.ts';
import type { OverlayTree } from './overlay-tree.ts';
import { SymbolTable, linkError } from './resolve.ts';
import { SymbolOutput } from './symbol-output.ts';
import { Veneers } from './veneers.ts';

/** Page 0 is the resident monitor's. */
export const OVERLAY_IMAGE_BASE = 0x1000;

export interface OverlayLinkOptions {
  readonly tree: OverlayTree;
  /** Default `_start`. */
  readonly entry?: string;
  /** Address of the first byte. Default {@link OVERLAY_IMAGE_BASE}. */
  readonly imageBase?: number;
  /** Most bytes that the program may take, from `imageBase` on; null is no limit. */
  readonly memoryLimit?: number | null;
  /** Check segments against their checksums after each load. */
  readonly verify?: boolean;
}

/** What the linker knows about an overlaid program. */
export interface OverlayReport {
  readonly segments: readonly (PlacedSegment & { readonly checksum: number })[];
  readonly regions: readonly PlacedRegion[];
  readonly stubs: readonly StubTarget[];
  readonly pointers: readonly FunctionPointer[];
  readonly calls: readonly SegmentCall[];
  /** Bytes of the root with manager, tables and stubs. */
  readonly rootLength: number;
  /** Bytes of manager, tables and stubs alone. */
  readonly overhead: number;
  /** Names of the segments on the longest path of each region. */
  readonly longestPaths: readonly (readonly string[])[];
  /** Bytes in memory at once: root and regions. */
  readonly resident: number;
  /** Bytes that the same code and data would take all at once, without manager. */
  readonly whole: number;
}

export interface OverlayLinkResult {
  readonly bytes: Uint8Array | null;
  readonly diagnostics: readonly SourceDiagnostic[];
  readonly map: string;
  /** Null if there were errors before the layout. */
  readonly report: OverlayReport | null;
}

const WORD = 4;
const MANAGER_FILE = 'overlay-manager';

/** The sum of the words of a segment's part of the file, as the manager computes it. */
export function segmentChecksum(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let sum = 0;
  for (let at = 0; at < bytes.length; at += WORD) sum = (sum + view.getInt32(at, true)) | 0;
  return sum >>> 0;
}

class OverlayLinker {
  private readonly diagnostics: SourceDiagnostic[] = [];
  private readonly tree: OverlayTree;

  constructor(
    private readonly objects: readonly ObjectFile[],
    private readonly options: OverlayLinkOptions,
  ) {
    this.tree = options.tree;
  }

  link(): OverlayLinkResult {
    const first = new SymbolTable(this.objects.map(inputObject), []);
    const stubCount = this.classify(first, []).stubs;
    // The manager's tables have an entry for each stub, so it is made when they are known, and resolved with all others.
    const manager = this.managerObject(stubCount);
    const table = new SymbolTable([...this.objects, manager].map(inputObject), this.diagnostics);
    const inputs = [...table.objects.flatMap((object) => object.sections), ...table.made];
    const assignment = new SectionAssignment(this.tree, inputs, this.diagnostics);
    const references = new OverlayReferences(this.tree, assignment, table, this.diagnostics);
    references.classify(inputs);
    if (hasErrors(this.diagnostics)) return this.failure(null);

    const rootInputs = inputs.filter((section) => !isAllocated(section.section) || assignment.segmentOf(section) === ROOT);
    const plan = new OverlayPlan(this.tree, assignment, rootInputs);
    const imageBase = this.options.imageBase ?? OVERLAY_IMAGE_BASE;
    const layout = plan.layOut(imageBase);
    this.checkSizes(layout, imageBase);
    provideSymbols(table, layout.rootSections, imageBase);
    this.defineSegmentSymbols(table, layout, references.stubs);
    return this.write(table, layout, references, inputs);
  }

  /** References between segments, without the manager. */
  private classify(table: SymbolTable, diagnostics: SourceDiagnostic[]): OverlayReferences {
    const inputs = [...table.objects.flatMap((object) => object.sections), ...table.made];
    const references = new OverlayReferences(this.tree, new SectionAssignment(this.tree, inputs, diagnostics), table, diagnostics);
    references.classify(inputs);
    return references;
  }

  private managerObject(stubs: readonly StubTarget[]): ObjectFile {
    const parents = this.tree.segments.slice(ROOT + 1).map(({ parent }) => parent - 1);
    const source = overlayManagerSource({ parents, stubs: stubs.map(({ segment }) => segment - 1), verify: this.options.verify === true });
    const { object, diagnostics } = assemble(source, MANAGER_FILE);
    assert(object !== null, `overlay manager does not assemble: ${renderSourceDiagnostics(diagnostics)}`);
    return object;
  }

  private failure(report: OverlayReport | null, map = ''): OverlayLinkResult {
    return { bytes: null, diagnostics: this.diagnostics, map, report };
  }

  private checkSizes(layout: OverlayLayout, imageBase: number): void {
    for (const { name, length, limit } of layout.regions) {
      if (limit !== null && length > limit) this.diagnostics.push(linkError('', `region \`${name}' overflowed by ${length - limit} bytes`));
    }
    const { memoryLimit = null } = this.options;
    const used = layout.end - imageBase;
    if (memoryLimit !== null && used > memoryLimit) this.diagnostics.push(linkError('', `memory overflowed by ${used - memoryLimit} bytes: root ${layout.rootEnd - imageBase}, regions ${layout.end - layout.rootEnd}`));
  }

  /** Values for the words of the manager's tables; checksums follow when the contents are known. */
  private defineSegmentSymbols(table: SymbolTable, layout: OverlayLayout, stubs: readonly StubTarget[]): void {
    for (const segment of layout.segments.slice(ROOT + 1)) {
      const define = (what: Parameters<typeof segmentSymbol>[1], value: number): void => defineAbsolute(table, segmentSymbol(segment.index - 1, what), value);
      define('vma', segment.va);
      define('size', segment.length);
      define('lma', segment.fileOffset);
      define('filesz', segment.fileLength);
      define('wbstart', segment.va + segment.writebackStart);
      define('wbsize', segment.writebackEnd - segment.writebackStart);
      define('checksum', 0);
    }
    for (const { index, symbol } of stubs) defineAbsolute(table, stubTargetSymbol(index), symbolAddress(symbol));
  }

  private write(table: SymbolTable, layout: OverlayLayout, references: OverlayReferences, inputs: readonly InputSection[]): OverlayLinkResult {
    const { entry = '_start' } = this.options;
    const redirect = (relocation: Parameters<OverlayReferences['stubFor']>[0]): ReturnType<typeof table.globals.get> | null => {
      const stub = references.stubFor(relocation);
      return stub === null ? null : table.globals.get(stubSymbol(stub.index))!;
    };
    const relocator = new Relocator(table, new Veneers(), this.diagnostics, (relocation) => redirect(relocation) ?? null);
    const contents = new Map<OutputSection, Uint8Array>();
    const checksums: number[] = [];
    // Segments first: their checksums go into the root's tables.
    for (const { index, output } of layout.segments.slice(ROOT + 1)) {
      const bytes = relocator.contentOf(output!);
      contents.set(output!, bytes);
      checksums[index] = segmentChecksum(bytes);
      defineAbsolute(table, segmentSymbol(index - 1, 'checksum'), checksums[index]!);
    }
    const sections = layout.sections.map((section) => ({ ...section, data: contents.get(section) ?? relocator.contentOf(section) }));
    const start = table.globals.get(entry);
    if (start === undefined) this.diagnostics.push(linkError('', `cannot find entry symbol ${entry}`));
    const report = this.report(layout, references, checksums, inputs);
    const map = overlayMapText(report);
    if (start === undefined || hasErrors(this.diagnostics)) return this.failure(report, map);
    const symbols = new SymbolOutput(table, layout.sections).all();
    return { bytes: writeExecutable({ entry: symbolAddress(start), segments: layout.headers, sections, symbols }), diagnostics: this.diagnostics, map, report };
  }

  private report(layout: OverlayLayout, references: OverlayReferences, checksums: readonly number[], inputs: readonly InputSection[]): OverlayReport {
    const { stubs, pointers, calls } = references;
    const imageBase = this.options.imageBase ?? OVERLAY_IMAGE_BASE;
    const segments = layout.segments.map((segment) => ({ ...segment, checksum: checksums[segment.index] ?? 0 }));
    const overhead = inputs.filter(({ object, section }) => object?.file.fileName === MANAGER_FILE && isAllocated(section)).reduce((sum, { section }) => sum + section.length, 0);
    const rootLength = layout.rootEnd - imageBase;
    const overlaid = segments.slice(ROOT + 1).reduce((sum, { length }) => sum + length, 0);
    return {
      segments,
      regions: layout.regions,
      stubs,
      pointers,
      calls,
      rootLength,
      overhead,
      longestPaths: layout.regions.map((region) => longestPath(layout.segments, layout.regions.indexOf(region))),
      resident: layout.end - imageBase,
      whole: rootLength - overhead + overlaid,
    };
  }
}

/** Names on the path whose last segment ends highest in a region. */
function longestPath(segments: readonly PlacedSegment[], region: number): string[] {
  const inRegion = segments.filter((segment) => segment.region === region);
  if (inRegion.length === 0) return [];
  let at = inRegion.reduce((best, segment) => (segment.va + segment.length > best.va + best.length ? segment : best));
  const names: string[] = [];
  for (; at.index !== ROOT; at = segments[at.parent]!) names.unshift(at.name);
  return names;
}

/** Links objects as an overlaid program. Problems with them are diagnostics; nothing is thrown. */
export const linkOverlays = (objects: readonly ObjectFile[], options: OverlayLinkOptions): OverlayLinkResult => new OverlayLinker(objects, options).link();
