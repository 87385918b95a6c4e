/**
 * The same objects overlaid and paged, with the same memory and the same disk, over a range of memory sizes.
 *
 * Four runs for each size: overlaid under the resident monitor; linked without overlays under the monitor, which is what one
 * would do where it fits; paged from a cold start; and paged once more on the same machine (warm: the page cache holds what
 * it could keep). The monitor keeps nothing between runs, so an overlaid program has no warm start.
 */
import { readExecutable } from '../elf/read-executable.ts';
import type { ObjectFile } from '../elf/object-file.ts';
import { assert } from '../base/assert.ts';
import type { DiskModel } from '../machine/disk-queue.ts';
import { link } from '../toolchain/link/link.ts';
import { OVERLAY_IMAGE_BASE, type OverlayReport } from '../toolchain/link/overlay-link.ts';
import { memoryNeeded, runOverlaid } from './overlaid-run.ts';
import { isFailure, type Side, type SideRun } from './overlay-side.ts';
import { PagedMachine } from './paged-run.ts';

export interface ComparisonRequest {
  readonly objects: readonly ObjectFile[];
  /** The overlaid program. */
  readonly overlaid: { readonly bytes: Uint8Array; readonly report: OverlayReport };
  readonly input: Uint8Array;
  readonly disk: DiskModel;
  readonly policy: string;
  readonly pageCluster: number;
  readonly faultAround: number;
  readonly maxInstructions: number;
  /** Sizes to try, in bytes; null to choose them around what the program needs. */
  readonly memories: readonly number[] | null;
}

/** Who does better with one size of memory. */
export type Winner = 'overlays' | 'paging' | 'all in memory' | 'even' | 'neither';

/** The runs with one size of memory. */
export interface MemoryPoint {
  readonly memory: number;
  readonly overlaid: Side;
  readonly whole: Side;
  readonly cold: Side;
  readonly warm: Side;
  readonly winner: Winner;
  readonly why: string;
  /** Sides that load units again and again: 'overlays', 'paging'. */
  readonly thrashing: readonly string[];
}

export interface OverlayComparison {
  readonly report: OverlayReport;
  /** Bytes that the program needs under the monitor, overlaid and whole. */
  readonly needs: { readonly overlaid: number; readonly whole: number };
  /** Bytes of regions that the tree's leaves leave unused on the average, and of the last pages of segments when paged. */
  readonly slack: number;
  readonly pageTails: number;
  /** Sections that a directive in the source assigns to a segment. */
  readonly assignedSections: number;
  readonly points: readonly MemoryPoint[];
}

const PAGE_SIZE = 4096;
const KIB = 1024;
const MOST_POINTS = 12;
/** Frames beyond the whole program's pages at which paging has all it can use: tables, stack, and some room. */
const SPARE_FRAMES = 4;
/** Memory in which nothing is short: for the reference run. */
const PLENTY = 16 * 2 ** 20;
/** A side thrashes when its units come in more often than this, on the average. */
const THRASHING_LOADS = 3;
/** Times that differ by less are even. */
const EVEN = 0.01;
const OVERLAY_SECTION = '.overlay.';

const roundUp = (bytes: number): number => Math.ceil(bytes / PAGE_SIZE) * PAGE_SIZE;

/** Runs the comparison. Throws InternalError if the objects do not link without overlays: they linked with them. */
export function compareOverlays(request: ComparisonRequest): OverlayComparison {
  const { objects, overlaid } = request;
  const paged = linkPlainly(objects, undefined);
  const whole = linkPlainly(objects, OVERLAY_IMAGE_BASE);
  const wholeLength = Math.max(...readExecutable(whole).segments.map(({ va, memoryLength }) => va + memoryLength)) - OVERLAY_IMAGE_BASE;
  const needs = { overlaid: memoryNeeded(overlaid.report.resident), whole: memoryNeeded(wholeLength) };
  const reference = runPaged(request, paged, PLENTY).cold;
  const memories = request.memories ?? chooseSizes(needs);
  const points = memories.map((memory) => {
    const sides = {
      overlaid: runOverlaid({ ...request, program: overlaid.bytes, report: overlaid.report, resident: overlaid.report.resident, memory }),
      whole: runOverlaid({ ...request, program: whole, report: null, resident: wholeLength, memory }),
      ...runPaged(request, paged, memory),
    };
    return { memory, ...sides, ...judge(sides, reference), thrashing: findThrashing(sides.overlaid, sides.cold) };
  });
  return {
    report: overlaid.report,
    needs,
    slack: meanSlack(overlaid.report),
    pageTails: pageTails(paged),
    assignedSections: objects.flatMap(({ sections }) => sections).filter(({ name }) => name.startsWith(OVERLAY_SECTION)).length,
    points,
  };
}

function linkPlainly(objects: readonly ObjectFile[], imageBase: number | undefined): Uint8Array {
  const { bytes, diagnostics } = link(objects, imageBase === undefined ? {} : { imageBase });
  assert(bytes !== null, `compareOverlays: objects that link with overlays do not link without: ${diagnostics[0]?.message}`);
  return bytes;
}

function runPaged(request: ComparisonRequest, program: Uint8Array, memory: number): { cold: Side; warm: Side } {
  const machine = new PagedMachine({ ...request, program, memory });
  const cold = machine.run();
  const warm = isFailure(cold) ? cold : machine.run();
  machine.close();
  return { cold, warm };
}

/** Sizes from what the overlaid program just needs to what the paged one has no more use for, most of them whole pages. */
function chooseSizes({ overlaid, whole }: { readonly overlaid: number; readonly whole: number }): number[] {
  const least = Math.ceil(overlaid / KIB) * KIB;
  const first = Math.max(2 * PAGE_SIZE, roundUp(least) - PAGE_SIZE);
  const last = roundUp(Math.max(whole, overlaid)) + SPARE_FRAMES * PAGE_SIZE;
  const step = Math.max(PAGE_SIZE, roundUp((last - first) / (MOST_POINTS - 1)));
  const sizes = new Set([least]);
  for (let memory = first; memory < last + step; memory += step) sizes.add(memory);
  return [...sizes].sort((a, b) => a - b);
}

/** Who wins, and the reason that weighs most. */
function judge({ overlaid, whole, cold }: Pick<MemoryPoint, 'overlaid' | 'whole' | 'cold'>, reference: Side): { winner: Winner; why: string } {
  const trouble = troubleOf(overlaid, reference);
  if (!isFailure(whole) && (isFailure(cold) || whole.timeNs < cold.timeNs) && (trouble !== null || whole.timeNs < (overlaid as SideRun).timeNs)) {
    return { winner: 'all in memory', why: 'the program fits: it needs neither overlays nor paging' };
  }
  if (isFailure(overlaid) || trouble !== null) {
    if (isFailure(cold)) return { winner: 'neither', why: `overlaid it ${trouble}; paged it ${cold.reason}` };
    return { winner: 'paging', why: `overlaid it ${trouble}` };
  }
  if (isFailure(cold)) return { winner: 'overlays', why: `paged it ${cold.reason}` };
  const difference = overlaid.timeNs - cold.timeNs;
  if (Math.abs(difference) <= EVEN * cold.timeNs) return { winner: 'even', why: 'times differ by less than a hundredth' };
  return difference < 0 ? { winner: 'overlays', why: explain(overlaid, cold, 'paging') } : { winner: 'paging', why: explain(cold, overlaid, 'the overlay manager') };
}

/** Why the overlaid run is worth nothing, or null. */
function troubleOf(overlaid: Side, reference: Side): string | null {
  if (isFailure(overlaid)) return overlaid.reason;
  if (isFailure(reference) || isSameResult(overlaid, reference)) return null;
  return 'computes something else: its segments lose what is written to them';
}

const isSameResult = (run: SideRun, reference: SideRun): boolean => run.code === reference.code && hasSameBytes(run.output, reference.output);

function hasSameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}

/** What made the winner faster. */
function explain(winner: SideRun, loser: SideRun, loserName: string): string {
  const isDisk = loser.diskNs - winner.diskNs > (loser.timeNs - winner.timeNs) / 2;
  if (!isDisk) return `${loser.instructions - winner.instructions} instructions fewer, and less work for the kernel`;
  const again = loser.loads - loser.distinct;
  const reads = `${describeReads(winner)} instead of ${describeReads(loser)}`;
  if (again <= winner.loads - winner.distinct) return reads;
  return [
    `${loserName} loads again what was in memory before, ${again === 1 ? 'once' : `${again} times`}`,
    ...(loser.bytesWritten > winner.bytesWritten ? [`writes ${loser.bytesWritten - winner.bytesWritten} bytes more`] : []),
    reads,
  ].join('; ');
}

function describeReads({ reads, bytesRead }: SideRun): string {
  return reads === 0 ? 'no disk read' : `${reads} disk read${reads === 1 ? '' : 's'} of ${Math.round(bytesRead / reads)} bytes`;
}

function findThrashing(overlaid: Side, paged: Side): string[] {
  const thrashes = (side: Side): boolean => !isFailure(side) && side.loads > THRASHING_LOADS * side.distinct;
  return [...(thrashes(overlaid) ? ['overlays'] : []), ...(thrashes(paged) ? ['paging'] : [])];
}

/** Bytes at the end of the regions that a leaf of the tree does not use, averaged over the leaves. */
function meanSlack({ segments, regions }: OverlayReport): number {
  const leaves = segments.filter(({ index, region }) => region >= 0 && !segments.some(({ parent }) => parent === index));
  const slacks = leaves.map(({ va, length, region }) => regions[region]!.va + regions[region]!.length - (va + length));
  return leaves.length === 0 ? 0 : slacks.reduce((sum, slack) => sum + slack, 0) / leaves.length;
}

function pageTails(program: Uint8Array): number {
  return readExecutable(program).segments.reduce((sum, { va, memoryLength }) => sum + roundUp(va + memoryLength) - Math.floor(va / PAGE_SIZE) * PAGE_SIZE - memoryLength, 0);
}
