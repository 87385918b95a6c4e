/**
 * The invariants of the heap, checked from outside. They hold whenever the allocator is not in the middle of something, during marking and
 * sweeping too. Each complaint is a sentence; none means that the heap is sound.
 *
 *  - A span of objects is in exactly one list of the mcentral of its class, or is just being swept; lists are linked both ways.
 *  - A cached span is in one mcache alone, and says so in its sweepgen.
 *  - sweepgen is one of its five legal values, and agrees with the part of the list that the span is in.
 *  - allocCount is the number of slots that are taken; allocCache is the complement of allocBits where it is looked at.
 *  - Every page of the heap is free or in exactly one span; the page bitmap, the table of spans and the bits of first pages agree.
 *  - The counters of MemStats are what counting the spans gives.
 */
import type { Globals } from '../view.ts';
import type { Counters } from './mem-stats.ts';
import type { Mcache } from './mcache.ts';
import type { Mcentral, SpanQueue } from './mcentral.ts';
import type { HeapPages } from './pages.ts';
import { countTaken, isTaken, type Span } from './spans.ts';

/** What is checked. */
export interface HeapParts {
  readonly globals: Globals;
  readonly spans: readonly Span[];
  readonly caches: readonly Mcache[];
  readonly centrals: readonly Mcentral[];
  readonly pages: HeapPages;
  readonly counters: Counters;
}

type Complain = (text: string) => void;

const BITS_PER_WORD = 32;
const hex = (va: number): string => `0x${va.toString(16)}`;
const describe = ({ base, sizeClass, noscan }: Span): string => `span ${hex(base)} (class ${sizeClass}${noscan ? ' noscan' : ''})`;

/** Everything that is wrong with the heap. */
export function checkHeap(parts: HeapParts): string[] {
  const complaints: string[] = [];
  const complain = (text: string): void => void complaints.push(text);
  checkPlaces(parts, complain);
  checkSweepGenerations(parts, complain);
  checkSlots(parts, complain);
  checkPages(parts, complain);
  checkCounters(parts, complain);
  return complaints;
}

// --- Where spans are --------------------------------------------------------------------------------------------------------

function checkPlaces({ globals, spans, centrals, caches }: HeapParts, complain: Complain): void {
  const sweepgen = globals.get('runtime.mheap_').field('sweepgen').number();
  const lists = new Map<number, SpanQueue[]>();
  for (const { spanClass, nonempty, empty } of centrals) {
    for (const [name, queue] of [['nonempty', nonempty], ['empty', empty]] as const) {
      if (queue.damage !== null) complain(`the list ${name} of span class ${spanClass} ${queue.damage}`);
      for (const span of queue.spans) {
        lists.set(span.va, [...(lists.get(span.va) ?? []), queue]);
        if (span.state !== 'objects') complain(`${describe(span)} is in a list of its mcentral but ${span.state === 'dead' ? 'freed' : 'not for objects'}`);
        if (span.sizeClass * 2 + (span.noscan ? 1 : 0) !== spanClass) complain(`${describe(span)} is in a list of span class ${spanClass}`);
        if (span.list !== queue.va) complain(`${describe(span)} is in the list ${hex(queue.va)} but names ${hex(span.list)}`);
      }
    }
  }
  const cached = new Map<number, number>();
  for (const cache of caches) for (const { va } of cache.spans) cached.set(va, (cached.get(va) ?? 0) + 1);
  for (const span of spans) {
    const places = lists.get(span.va)?.length ?? 0;
    const holders = cached.get(span.va) ?? 0;
    if (holders > 1) complain(`${describe(span)} is cached ${holders} times`);
    if (holders > 0 && span.state !== 'objects') complain(`${describe(span)} is cached but has no objects`);
    if (span.state !== 'objects') continue;
    const isBeingSwept = span.sweepgen === wrapped(sweepgen - 1);
    if (places !== 1 && !(places === 0 && isBeingSwept)) complain(`${describe(span)} is in ${places} lists`);
  }
}

const wrapped = (generation: number): number => generation >>> 0;

function checkSweepGenerations({ globals, spans, centrals, caches }: HeapParts, complain: Complain): void {
  const heap = globals.get('runtime.mheap_');
  const now = heap.field('sweepgen').number();
  const [unswept, sweeping, swept, staleCached, cached] = [-2, -1, 0, 1, 3].map((step) => wrapped(now + step));
  const held = new Set(caches.flatMap((cache) => cache.spans.map(({ va }) => va)));
  for (const span of spans) {
    if (span.state !== 'objects') continue;
    const { sweepgen } = span;
    if (![unswept, sweeping, swept, staleCached, cached].includes(sweepgen)) complain(`${describe(span)} has sweepgen ${sweepgen}; the heap's is ${now}`);
    const saysCached = sweepgen === staleCached || sweepgen === cached;
    if (saysCached !== held.has(span.va)) complain(`${describe(span)} ${saysCached ? 'counts as cached, but is not' : 'is cached, but does not count as such'} (sweepgen ${sweepgen} of ${now})`);
  }
  for (const { nonempty, empty } of centrals) {
    for (const queue of [nonempty, empty]) {
      queue.spans.forEach((span, i) => {
        const isUnswept = span.sweepgen === unswept || span.sweepgen === staleCached;
        if (isUnswept && i >= queue.unswept) complain(`${describe(span)} is to be swept, but stands among the swept ones`);
        if (!isUnswept && i < queue.unswept) complain(`${describe(span)} is swept, but stands among those to be swept`);
      });
    }
  }
}

// --- Slots ------------------------------------------------------------------------------------------------------------------

function checkSlots({ spans, caches }: HeapParts, complain: Complain): void {
  for (const span of spans) {
    if (span.state !== 'objects') continue;
    const { allocCount, freeindex, nelems, elemsize, length, sizeClass, limit, base } = span;
    const taken = countTaken(span);
    if (taken !== allocCount) complain(`${describe(span)} counts ${allocCount} objects, but has ${taken}`);
    if (freeindex > nelems) complain(`${describe(span)} has freeindex ${freeindex} of ${nelems} slots`);
    if (nelems * elemsize > length || (sizeClass > 0 && limit !== base + nelems * elemsize)) {
      complain(`${describe(span)} has ${nelems} slots of ${elemsize} bytes up to ${hex(limit)} in ${length} bytes`);
    }
  }
  for (const { spans: held } of caches) for (const span of held) checkAllocCache(span, complain);
}

/** Bits of allocCache tell of the slots from freeindex up to the next multiple of 32. */
function checkAllocCache(span: Span, complain: Complain): void {
  const { freeindex, nelems, allocCache } = span;
  const end = Math.min(nelems, (Math.floor(freeindex / BITS_PER_WORD) + 1) * BITS_PER_WORD);
  for (let index = freeindex; index < end; index++) {
    const isFree = ((allocCache >>> (index - freeindex)) & 1) !== 0;
    if (isFree === isTaken(span, index)) return complain(`${describe(span)} has slot ${index} ${isFree ? 'free' : 'taken'} in allocCache only`);
  }
}

// --- Pages ------------------------------------------------------------------------------------------------------------------

function checkPages({ globals, spans, pages }: HeapParts, complain: Complain): void {
  const { pageSize, pagesPerArena, arenas } = pages;
  const owners = new Map<number, Span>();
  for (const span of spans) {
    if (span.state === 'dead') continue;
    for (let page = span.base / pageSize, end = page + span.npages; page < end; page++) {
      const other = owners.get(page);
      if (other !== undefined) complain(`page ${hex(page * pageSize)} is in ${describe(span)} and in ${describe(other)}`);
      if (!pages.isOurs(page)) complain(`${describe(span)} has page ${hex(page * pageSize)}, which is not the heap's`);
      owners.set(page, span);
    }
  }
  const table = globals.get('runtime.mheap_').field('meta').field('spans');
  const inUse = globals.get('runtime.mheap_').field('meta').field('pageInUse');
  for (const arena of arenas) {
    const inUseWords = inUse.index(arena);
    for (let page = arena * pagesPerArena; page < (arena + 1) * pagesPerArena; page++) {
      if (!pages.isOurs(page)) continue;
      const va = hex(page * pageSize);
      const owner = owners.get(page);
      if (pages.isTaken(page) !== (owner !== undefined)) complain(`page ${va} is ${owner === undefined ? 'taken in the bitmap, but in no span' : `free in the bitmap, but in ${describe(owner)}`}`);
      if (pages.isTaken(page) && pages.isReleased(page)) complain(`page ${va} is taken and given back`);
      if (owner !== undefined && table.index(page).address() !== owner.va) complain(`the table of spans does not lead from page ${va} to ${describe(owner)}`);
      const at = page % pagesPerArena;
      const isMarkedInUse = ((inUseWords.index(Math.floor(at / BITS_PER_WORD)).number() >>> (at % BITS_PER_WORD)) & 1) !== 0;
      const begins = owner !== undefined && owner.state === 'objects' && owner.base === page * pageSize;
      if (isMarkedInUse !== begins) complain(`the bit of page ${va} says that ${isMarkedInUse ? 'a span of objects begins there, but none does' : 'no span of objects begins there, but one does'}`);
    }
  }
}

// --- Counters ---------------------------------------------------------------------------------------------------------------

function checkCounters({ globals, spans, pages, counters }: HeapParts, complain: Complain): void {
  const same = (what: string, counter: number, counted: number): void => {
    if (counter !== counted) complain(`${what} is ${counter}, but counting gives ${counted}`);
  };
  const { stats, classes } = counters;
  const objects = spans.filter(({ state }) => state === 'objects');
  const bytes = (some: readonly Span[]): number => some.reduce((sum, { length }) => sum + length, 0);
  same('HeapInuse', stats.HeapInuse, bytes(objects));
  same('HeapReleased', stats.HeapReleased, pages.released * pages.pageSize);
  same('HeapIdle', stats.HeapIdle, pages.free * pages.pageSize);
  same('HeapAlloc', stats.HeapAlloc, objects.reduce((sum, { allocCount, elemsize }) => sum + allocCount * elemsize, 0));
  same('HeapObjects', stats.HeapObjects, objects.reduce((sum, { allocCount }) => sum + allocCount, 0));
  same('pagesInUse', globals.get('runtime.mheap_').field('pagesInUse').number(), bytes(objects) / pages.pageSize);
  classes.forEach(({ mallocs, frees }, sizeClass) => {
    const counted = objects.filter((span) => span.sizeClass === sizeClass).reduce((sum, { allocCount }) => sum + allocCount, 0);
    same(`the number of objects of class ${sizeClass}`, mallocs - frees, counted);
  });
  const { type } = globals.get('runtime.mheap_').field('allspans').index(0);
  const live = spans.filter(({ state }) => state !== 'dead').length;
  same('MSpanInuse', stats.MSpanInuse, live * Math.ceil(type.target!.size / 4) * 4);
}
