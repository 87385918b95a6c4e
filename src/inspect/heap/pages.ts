/** The pages of the heap: which are in spans, which are free, which of the free ones have been given back to the kernel. */
import type { Globals } from '../view.ts';
import { pageSizeOf } from './spans.ts';

/** A run of heap pages of the same kind. */
export interface PageRun {
  readonly va: number;
  readonly pages: number;
}

export interface HeapPages {
  readonly pageSize: number;
  readonly pagesPerArena: number;
  /** Numbers of the arenas, in the order in which they came. */
  readonly arenas: readonly number[];
  /** Pages that are free, given back ones included. */
  readonly free: number;
  readonly released: number;
  readonly taken: number;
  /** Of the free ones, those in the p's cache of pages. */
  readonly cached: number;
  /** Free runs by address. */
  readonly freeRuns: readonly PageRun[];
  isTaken(page: number): boolean;
  isReleased(page: number): boolean;
  /** Whether the page (va / pageSize) has been added to the heap. */
  isOurs(page: number): boolean;
}

const BITS_PER_WORD = 32;

export function readPages(globals: Globals): HeapPages {
  const heap = globals.get('runtime.mheap_');
  const pageSize = pageSizeOf(globals);
  const pagesPerArena = globals.info.constant('runtime.pagesPerArena');
  const chunks = globals.get('runtime.pallocChunks');
  const numbers = heap.field('arenas');
  const arenas = Array.from({ length: Math.min(heap.field('narenas').number(), numbers.length) }, (_, i) => numbers.index(i).number());
  const words = new Map(arenas.map((arena) => {
    const chunk = chunks.index(arena);
    const bitmap = (name: string): number[] => [...chunk.field(name).elements()].map((word) => word.number());
    return [arena, { taken: bitmap('taken'), scavenged: bitmap('scavenged') }] as const;
  }));
  const cached = addCache(globals, words, { pageSize, pagesPerArena });
  // Reserved in whole arenas, but not added yet.
  const [unusedStart, unusedEnd] = [heap.field('curBase').number() / pageSize, heap.field('curEnd').number() / pageSize];
  const bit = (page: number, kind: 'taken' | 'scavenged'): boolean => {
    const at = page % pagesPerArena;
    const word = words.get(Math.floor(page / pagesPerArena))?.[kind][Math.floor(at / BITS_PER_WORD)] ?? 0;
    return ((word >>> (at % BITS_PER_WORD)) & 1) !== 0;
  };
  const isOurs = (page: number): boolean => words.has(Math.floor(page / pagesPerArena)) && (page < unusedStart || page >= unusedEnd);
  const isTaken = (page: number): boolean => bit(page, 'taken');
  const isReleased = (page: number): boolean => bit(page, 'scavenged');

  let [free, released, taken] = [0, 0, 0];
  const freeRuns: { va: number; pages: number }[] = [];
  for (const arena of [...arenas].sort((a, b) => a - b)) {
    for (let page = arena * pagesPerArena; page < (arena + 1) * pagesPerArena; page++) {
      if (!isOurs(page)) continue;
      if (isTaken(page)) {
        taken++;
        continue;
      }
      free++;
      if (isReleased(page)) released++;
      const last = freeRuns.at(-1);
      if (last !== undefined && last.va + last.pages * pageSize === page * pageSize) last.pages++;
      else freeRuns.push({ va: page * pageSize, pages: 1 });
    }
  }
  return { pageSize, pagesPerArena, arenas, free, released, taken, cached, freeRuns, isTaken, isReleased, isOurs };
}

/** The bitmaps of an arena. */
interface ArenaWords {
  readonly taken: number[];
  readonly scavenged: number[];
}

/** Free pages in the p's cache are taken in the bitmap: makes them free, and counts them. */
function addCache(globals: Globals, arenas: ReadonlyMap<number, ArenaWords>, { pageSize, pagesPerArena }: { readonly pageSize: number; readonly pagesPerArena: number }): number {
  const cache = globals.get('runtime.p0').field('pcache');
  const start = cache.field('base').number() / pageSize;
  let count = 0;
  for (const [name, kind] of [['free', 'taken'], ['scavenged', 'scavenged']] as const) {
    [...cache.field(name).elements()].forEach((word, i) => {
      const page = start + i * BITS_PER_WORD;
      const bitmap = arenas.get(Math.floor(page / pagesPerArena))?.[kind];
      if (bitmap === undefined) return;
      const bits = word.number();
      bitmap[Math.floor((page % pagesPerArena) / BITS_PER_WORD)]! ^= bits;
      if (kind === 'taken') for (let bit = 0; bit < BITS_PER_WORD; bit++) count += (bits >>> bit) & 1;
    });
  }
  return count;
}
