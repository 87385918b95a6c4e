/**
 * What runtime.ReadMemStats would tell at this instant, from the runtime's own counters. They are kept up to date only when an mcache gives its
 * spans back, which ReadMemStats makes it do; here what was allocated since is added instead, and nothing is changed.
 */
import type { Globals, View } from '../view.ts';
import type { Mcache } from './mcache.ts';

/** The fields of runtime.MemStats that are about the heap, by Go's names. */
export interface MemStats {
  readonly Alloc: number;
  readonly TotalAlloc: number;
  readonly Sys: number;
  readonly Mallocs: number;
  readonly Frees: number;
  readonly HeapAlloc: number;
  readonly HeapSys: number;
  readonly HeapIdle: number;
  readonly HeapInuse: number;
  readonly HeapReleased: number;
  readonly HeapObjects: number;
  readonly StackInuse: number;
  readonly StackSys: number;
  readonly MSpanInuse: number;
  readonly MSpanSys: number;
  readonly MCacheInuse: number;
  readonly MCacheSys: number;
  readonly GCSys: number;
  readonly OtherSys: number;
  readonly NumGC: number;
  readonly NumForcedGC: number;
}

/** Allocations and frees of a size class; of class 0, large objects. */
export interface ClassCounts {
  readonly mallocs: number;
  readonly frees: number;
}

export interface Counters {
  readonly stats: MemStats;
  /** By size class. */
  readonly classes: readonly ClassCounts[];
  /** Objects that were put into a block with others, ever. */
  readonly tinyAllocs: number;
}

export function readCounters(globals: Globals, caches: readonly Mcache[]): Counters {
  const memstats = globals.get('runtime.memstats');
  const controller = globals.get('runtime.gcController');
  const heap = globals.get('runtime.mheap_');
  const stat = (name: string): number => memstats.field(name).number();
  const paced = (name: string): number => controller.field(name).number();
  const sizes = globals.get('runtime.class_to_size');

  const classes = classCounts(memstats, caches);
  const largeAlloc = stat('largeAlloc');
  const largeFree = stat('largeFree');
  const bytes = (counts: 'mallocs' | 'frees', large: number): number =>
    classes.reduce((sum, each, sizeClass) => sum + (sizeClass === 0 ? large : each[counts] * sizes.index(sizeClass).number()), 0);
  const tinyAllocs = caches.reduce((sum, cache) => sum + cache.tinyAllocs, stat('tinyAllocCount'));
  const Mallocs = classes.reduce((sum, { mallocs }) => sum + mallocs, tinyAllocs);
  const Frees = classes.reduce((sum, { frees }) => sum + frees, tinyAllocs);
  const TotalAlloc = bytes('mallocs', largeAlloc);
  const HeapAlloc = TotalAlloc - bytes('frees', largeFree);
  const HeapIdle = paced('heapFree') + paced('heapReleased');
  const HeapSys = paced('heapInUse') + HeapIdle;
  const StackSys = stat('inStacks') + stat('stacks_sys');
  const GCSys = stat('gcMiscSys') + globals.get('runtime.work').field('inWorkBuf').number();
  const stats: MemStats = {
    Alloc: HeapAlloc,
    TotalAlloc,
    Sys: HeapSys + StackSys + stat('mspan_sys') + stat('mcache_sys') + GCSys + stat('other_sys'),
    Mallocs,
    Frees,
    HeapAlloc,
    HeapSys,
    HeapIdle,
    HeapInuse: paced('heapInUse'),
    HeapReleased: paced('heapReleased'),
    HeapObjects: Mallocs - Frees,
    StackInuse: stat('inStacks'),
    StackSys,
    MSpanInuse: heap.field('spanalloc').field('inuse').number(),
    MSpanSys: stat('mspan_sys'),
    MCacheInuse: heap.field('cachealloc').field('inuse').number(),
    MCacheSys: stat('mcache_sys'),
    GCSys,
    OtherSys: stat('other_sys'),
    NumGC: stat('numgc'),
    NumForcedGC: stat('numforcedgc'),
  };
  return { stats, classes, tinyAllocs };
}

/** The counters of each class with what the mcaches have not reported yet. */
function classCounts(memstats: View, caches: readonly Mcache[]): ClassCounts[] {
  const allocs = memstats.field('smallAllocCount');
  const frees = memstats.field('smallFreeCount');
  const counts = Array.from({ length: allocs.length }, (_, i) => ({ mallocs: allocs.index(i).number(), frees: frees.index(i).number() }));
  counts[0] = { mallocs: memstats.field('largeAllocCount').number(), frees: memstats.field('largeFreeCount').number() };
  for (const { spans } of caches) {
    for (const { sizeClass, allocCount, allocCountBeforeCache } of spans) counts[sizeClass]!.mallocs += allocCount - allocCountBeforeCache;
  }
  return counts;
}
