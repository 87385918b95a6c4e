/**
 * Everything that is told of a Go program's heap at one instant, as plain data. What each figure means is in docs/HEAP.md. Bytes unless a
 * name says otherwise; addresses are numbers.
 */
import type { Mm } from '../../kernel/mm/mm.ts';
import type { RegisterFile } from '../../machine/register-file.ts';
import type { AllocationLog } from '../allocation-log.ts';
import type { GoProgram } from '../go-program.ts';
import type { Globals } from '../view.ts';
import { checkHeap } from './checks.ts';
import { readMcaches, type Mcache } from './mcache.ts';
import { readMcentrals, type Mcentral } from './mcentral.ts';
import { readCounters, type MemStats } from './mem-stats.ts';
import { type HeapPages, readPages } from './pages.ts';
import { findReachable, type ObjectCount } from './reachability.ts';
import { countTypes, type ObjectTypes } from './object-types.ts';
import { addResidence, countResidence, NO_PAGES, type PageResidence } from './residence.ts';
import { isMarked, readSpans, type Span } from './spans.ts';

/** What the collector is about. */
export interface CyclePhase {
  readonly phase: 'off' | 'mark' | 'mark termination';
  /** Collections that have ended. */
  readonly collections: number;
  readonly sweepgen: number;
  /** Spans of objects that are not swept since the last one. */
  readonly unsweptSpans: number;
}

/** All spans of one size class, with or without pointers. Class 0 is large objects. */
export interface ClassRecord {
  readonly sizeClass: number;
  readonly noscan: boolean;
  /** Of a slot; 0 for large objects, which differ. */
  readonly size: number;
  readonly spans: number;
  readonly bytes: number;
  /** Slots that are taken, by garbage that is not swept yet too. */
  readonly objects: number;
  readonly free: number;
  /** Objects that the program can reach for certain. */
  readonly reachable: number;
  /** Objects that the last or current collection has marked. */
  readonly marked: number;
  readonly objectBytes: number;
  readonly freeBytes: number;
  /** Behind the last slot of a span; bytes = objectBytes + freeBytes + tailWaste. */
  readonly tailWaste: number;
  /** Of objectBytes what nobody asked for, where the heap knows: of large objects. */
  readonly rounding: number | null;
  readonly pages: PageResidence;
}

export interface CachedSpan {
  readonly sizeClass: number;
  readonly noscan: boolean;
  readonly base: number;
  readonly objects: number;
  readonly free: number;
  readonly freeindex: number;
  /** Of slots freeindex on. */
  readonly allocCache: number;
}

export interface CacheRecord {
  readonly tiny: number;
  readonly tinyoffset: number;
  readonly tinyAllocs: number;
  readonly spans: readonly CachedSpan[];
}

/** Lists of one span class. */
export interface CentralRecord {
  readonly sizeClass: number;
  readonly noscan: boolean;
  readonly nonempty: { readonly swept: number; readonly unswept: number };
  readonly empty: { readonly swept: number; readonly unswept: number; readonly cached: number };
}

export interface PageHeapRecord {
  readonly arenas: number;
  /** Pages of the runtime, pageSize bytes each. */
  readonly pageSize: number;
  readonly inObjects: number;
  readonly inManual: number;
  readonly free: number;
  /** Of the free pages, those in the p's cache of pages. */
  readonly cached: number;
  readonly released: number;
  readonly freeRuns: number;
  readonly largestFreeRun: number;
}

export interface LargeObject {
  readonly va: number;
  /** What the slot takes. */
  readonly bytes: number;
  /** What was asked for, where the heap knows: of large objects. */
  readonly asked: number | null;
  readonly noscan: boolean;
  readonly pages: PageResidence;
}

/** What the program can reach, found independently of the collector. */
export interface ReachabilityRecord {
  readonly reachable: ObjectCount;
  /** Only from words that may be pointers or not. */
  readonly perhaps: ObjectCount;
  /** Taken slots that nothing leads to. */
  readonly garbage: ObjectCount;
}

/** Shares of HeapInuse, HeapIdle and so on; see docs/HEAP.md. */
export interface Fragmentation {
  /** Tail waste over the bytes of spans of objects. */
  readonly tail: number;
  /** Free slots over the bytes of spans of objects. */
  readonly slots: number;
  /** 1 - largest free run over all free pages; 0 if none is free. */
  readonly pages: number;
}

export interface HeapRecord {
  readonly cycle: CyclePhase;
  /** Null before the heap is set up. */
  readonly reachability: ReachabilityRecord | null;
  readonly memStats: MemStats;
  readonly classes: readonly ClassRecord[];
  readonly manualSpans: { readonly spans: number; readonly bytes: number; readonly pages: PageResidence };
  readonly tiny: { readonly allocs: number; readonly blocks: number };
  readonly caches: readonly CacheRecord[];
  readonly centrals: readonly CentralRecord[];
  readonly pageHeap: PageHeapRecord;
  readonly largest: readonly LargeObject[];
  /** Null if there is no log of allocations. */
  readonly objectTypes: ObjectTypes | null;
  readonly fragmentation: Fragmentation;
  /** Of all pages of the heap by what they are in. */
  readonly residence: { readonly objects: PageResidence; readonly manual: PageResidence; readonly free: PageResidence };
  /** Invariants that do not hold. */
  readonly problems: readonly string[];
}

const LARGEST = 10;

/** A program at an instant. */
export interface ProgramState {
  readonly program: GoProgram;
  readonly globals: Globals;
  readonly mm: Mm;
  /** Of the task that runs it. */
  readonly registers: RegisterFile;
  /** What was allocated, if somebody has written it down. */
  readonly log?: AllocationLog | null;
}

/** Reads the heap of a program. Changes nothing. */
export function readHeap({ program, globals, mm, registers, log = null }: ProgramState): HeapRecord {
  const spans = readSpans(globals);
  const caches = readMcaches(globals, spans);
  const centrals = readMcentrals(globals, spans);
  const pages = readPages(globals);
  const counters = readCounters(globals, caches);
  const objects = spans.filter(({ state }) => state === 'objects');
  const manual = spans.filter(({ state }) => state === 'manual');
  const residenceOfSpans = (some: readonly Span[]): PageResidence =>
    some.reduce((sum, { base, length }) => addResidence(sum, countResidence(mm, base, base + length)), NO_PAGES);
  const isSetUp = globals.get('runtime.mheap_').field('meta').address() !== 0;
  const reached = isSetUp ? findReachable(program, globals, spans, registers) : null;
  const classes = classRecords(globals, objects, residenceOfSpans, reached?.bySpanClass ?? new Map());
  const manualResidence = residenceOfSpans(manual);
  const tinyClass = globals.info.constant('runtime.tinySizeClass');
  return {
    cycle: cyclePhase(globals, objects),
    reachability: reached === null ? null : { reachable: reached.reachable, perhaps: reached.perhaps, garbage: reached.garbage },
    memStats: counters.stats,
    classes,
    manualSpans: { spans: manual.length, bytes: bytesOf(manual), pages: manualResidence },
    tiny: { allocs: counters.tinyAllocs, blocks: classes.find(({ sizeClass, noscan }) => sizeClass === tinyClass && noscan)?.objects ?? 0 },
    caches: caches.map(cacheRecord),
    centrals: centrals.flatMap((central) => centralRecord(central, caches)),
    pageHeap: pageHeapRecord(pages, objects, manual),
    largest: largestObjects(objects, mm),
    objectTypes: log === null ? null : countTypes(program.info, log, spans, reached?.isReachable ?? (() => false)),
    fragmentation: fragmentationOf(classes, pages),
    residence: {
      objects: classes.reduce((sum, each) => addResidence(sum, each.pages), NO_PAGES),
      manual: manualResidence,
      free: pages.freeRuns.reduce((sum, run) => addResidence(sum, countResidence(mm, run.va, run.va + run.pages * pages.pageSize)), NO_PAGES),
    },
    problems: [...checkHeap({ globals, spans, caches, centrals, pages, counters }), ...(reached?.problems ?? [])],
  };
}

const bytesOf = (spans: readonly Span[]): number => spans.reduce((sum, { length }) => sum + length, 0);

function cyclePhase(globals: Globals, objects: readonly Span[]): CyclePhase {
  const phase = globals.get('runtime.gcphase').number();
  const { info } = globals;
  const sweepgen = globals.get('runtime.mheap_').field('sweepgen').number();
  const before = (sweepgen - 2) >>> 0;
  return {
    phase: phase === info.constant('runtime.gcMark') ? 'mark' : phase === info.constant('runtime.gcMarkTermination') ? 'mark termination' : 'off',
    collections: globals.get('runtime.memstats').field('numgc').number(),
    sweepgen,
    unsweptSpans: objects.filter((span) => span.sweepgen === before).length,
  };
}

function classRecords(globals: Globals, objects: readonly Span[], residence: (spans: readonly Span[]) => PageResidence, reachable: ReadonlyMap<number, number>): ClassRecord[] {
  const sizes = globals.get('runtime.class_to_size');
  const groups = new Map<number, Span[]>();
  for (const span of objects) {
    const key = span.sizeClass * 2 + (span.noscan ? 1 : 0);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [span]);
    else group.push(span);
  }
  return [...groups].sort(([a], [b]) => a - b).map(([key, spans]) => {
    const sizeClass = key >> 1;
    const sum = (of: (span: Span) => number): number => spans.reduce((total, span) => total + of(span), 0);
    const isLarge = sizeClass === 0;
    return {
      sizeClass,
      noscan: (key & 1) !== 0,
      size: sizes.index(sizeClass).number(),
      spans: spans.length,
      bytes: bytesOf(spans),
      objects: sum(({ allocCount }) => allocCount),
      free: sum(({ nelems, allocCount }) => nelems - allocCount),
      reachable: reachable.get(key) ?? 0,
      marked: sum(countMarked),
      objectBytes: sum(({ allocCount, elemsize }) => allocCount * elemsize),
      freeBytes: sum(({ nelems, allocCount, elemsize }) => (nelems - allocCount) * elemsize),
      tailWaste: sum(({ length, nelems, elemsize }) => length - nelems * elemsize),
      rounding: isLarge ? sum(({ base, length, limit }) => base + length - limit) : null,
      pages: residence(spans),
    };
  });
}

function countMarked(span: Span): number {
  let count = 0;
  for (let index = 0; index < span.nelems; index++) if (isMarked(span, index)) count++;
  return count;
}

const cacheRecord = ({ tiny, tinyoffset, tinyAllocs, spans }: Mcache): CacheRecord => ({
  tiny,
  tinyoffset,
  tinyAllocs,
  spans: spans.map(({ sizeClass, noscan, base, allocCount, nelems, freeindex, allocCache }) => ({
    sizeClass, noscan, base, objects: allocCount, free: nelems - allocCount, freeindex, allocCache,
  })),
});

function centralRecord({ spanClass, nonempty, empty }: Mcentral, caches: readonly Mcache[]): CentralRecord[] {
  if (nonempty.spans.length + empty.spans.length === 0) return [];
  const held = new Set(caches.flatMap(({ spans }) => spans));
  const cached = empty.spans.filter((span) => held.has(span)).length;
  return [{
    sizeClass: spanClass >> 1,
    noscan: (spanClass & 1) !== 0,
    nonempty: { swept: nonempty.spans.length - nonempty.unswept, unswept: nonempty.unswept },
    empty: { swept: empty.spans.length - empty.unswept - cached, unswept: empty.unswept, cached },
  }];
}

function pageHeapRecord(pages: HeapPages, objects: readonly Span[], manual: readonly Span[]): PageHeapRecord {
  const { arenas, pageSize, free, cached, released, freeRuns } = pages;
  return {
    arenas: arenas.length,
    pageSize,
    inObjects: bytesOf(objects) / pageSize,
    inManual: bytesOf(manual) / pageSize,
    free,
    cached,
    released,
    freeRuns: freeRuns.length,
    largestFreeRun: freeRuns.reduce((most, run) => Math.max(most, run.pages), 0),
  };
}

/** The largest objects, of any class; of equal ones those at the lowest addresses. */
function largestObjects(objects: readonly Span[], mm: Mm): LargeObject[] {
  const found: LargeObject[] = [];
  const bySize = objects.filter(({ allocCount }) => allocCount > 0).sort((a, b) => b.elemsize - a.elemsize || a.base - b.base);
  for (const span of bySize) {
    for (let index = 0; index < span.nelems && found.length < LARGEST; index++) {
      if (index >= span.freeindex && !span.allocBits.has(index)) continue;
      const va = span.base + index * span.elemsize;
      const asked = span.sizeClass === 0 ? span.limit - span.base : null;
      found.push({ va, bytes: span.elemsize, asked, noscan: span.noscan, pages: countResidence(mm, va & ~0xfff, va + span.elemsize) });
    }
    if (found.length === LARGEST) break;
  }
  return found;
}

function fragmentationOf(classes: readonly ClassRecord[], { free, freeRuns }: HeapPages): Fragmentation {
  const sum = (of: (record: ClassRecord) => number): number => classes.reduce((total, record) => total + of(record), 0);
  const bytes = sum((record) => record.bytes);
  const largest = freeRuns.reduce((most, run) => Math.max(most, run.pages), 0);
  return {
    tail: bytes === 0 ? 0 : sum(({ tailWaste }) => tailWaste) / bytes,
    slots: bytes === 0 ? 0 : sum(({ freeBytes }) => freeBytes) / bytes,
    pages: free === 0 ? 0 : 1 - largest / free,
  };
}
