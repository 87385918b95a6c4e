/**
 * One array of the architectural TLB (there are three: fetch, load, store). It maps virtual page numbers to frames of its
 * own: what it holds is used until it is invalidated, whatever the page tables say meanwhile.
 *
 * An entry lies in the set that {@link hashPage} names; within a set the ways form a ring that is filled in order (FIFO), so
 * a hit changes no state and replacement depends on misses alone. Ways emptied by an invalidation wait for their turn.
 */
import { assert } from '../base/assert.ts';

export interface TlbGeometry {
  /** Entries of each array, in all its ways. */
  readonly entries: number;
  readonly ways: number;
}

export const DEFAULT_TLB: TlbGeometry = { entries: 1024, ways: 1 };

/** Entries of one array at most. */
const MAX_ENTRIES = 65536;

/** Reads `ENTRIES` or `ENTRIESxWAYS`; null unless the number of sets is a power of two. */
export function parseTlbGeometry(text: string): TlbGeometry | null {
  const match = /^(\d{1,5})(?:x(\d{1,5}))?$/.exec(text);
  if (match === null) return null;
  const geometry = { entries: Number(match[1]), ways: Number(match[2] ?? 1) };
  return isTlbGeometry(geometry) ? geometry : null;
}

function isTlbGeometry({ entries, ways }: TlbGeometry): boolean {
  const sets = entries / ways;
  return entries >= 1 && entries <= MAX_ENTRIES && ways >= 1 && Number.isInteger(sets) && (sets & (sets - 1)) === 0;
}

/** Spreads page numbers: under plain low bits the top of the stack and the first mapping below it would share a set. */
export const hashPage = (vpn: number): number => vpn ^ (vpn >>> 10);

/** Contents of a {@link TlbArray} at an instant. */
export interface TlbArrayState {
  readonly vpns: Int32Array;
  readonly pfns: Int32Array;
  readonly victims: Int32Array;
}

/** No page number: they have 20 bits. */
const EMPTY = -1;

export class TlbArray {
  private readonly ways: number;
  private readonly setMask: number;
  /** Page number of each entry, or EMPTY; the ways of a set are neighbours. */
  private readonly vpns: Int32Array;
  private readonly pfns: Int32Array;
  /** By set: the way that the next miss fills. */
  private readonly victims: Int32Array;

  constructor({ entries, ways }: TlbGeometry) {
    assert(isTlbGeometry({ entries, ways }), `TlbArray: ${entries} entries in ${ways} ways do not make a power of two of sets`);
    this.ways = ways;
    this.setMask = entries / ways - 1;
    this.vpns = new Int32Array(entries).fill(EMPTY);
    this.pfns = new Int32Array(entries);
    this.victims = new Int32Array(entries / ways);
  }

  /** The frame held for a page, or -1. */
  lookup(vpn: number): number {
    const index = this.find(vpn);
    return index < 0 ? -1 : this.pfns[index];
  }

  /** Adds an entry for a page that has none. Returns the page whose entry it displaced, or -1. */
  insert(vpn: number, pfn: number): number {
    const set = hashPage(vpn) & this.setMask;
    const way = this.victims[set];
    this.victims[set] = way + 1 === this.ways ? 0 : way + 1;
    const index = set * this.ways + way;
    const displaced = this.vpns[index];
    this.vpns[index] = vpn;
    this.pfns[index] = pfn;
    return displaced;
  }

  invalidate(vpn: number): void {
    const index = this.find(vpn);
    if (index >= 0) this.vpns[index] = EMPTY;
  }

  /** Empties the array and starts every ring at way 0. */
  flush(): void {
    this.vpns.fill(EMPTY);
    this.victims.fill(0);
  }

  /** The entries held, in order of their place: for tools and invariant checks. */
  *entries(): Generator<{ readonly vpn: number; readonly pfn: number }> {
    for (let index = 0; index < this.vpns.length; index++) {
      if (this.vpns[index] !== EMPTY) yield { vpn: this.vpns[index], pfn: this.pfns[index] };
    }
  }

  saveState(): TlbArrayState {
    return { vpns: this.vpns.slice(), pfns: this.pfns.slice(), victims: this.victims.slice() };
  }

  restoreState(state: TlbArrayState): void {
    this.vpns.set(state.vpns);
    this.pfns.set(state.pfns);
    this.victims.set(state.victims);
  }

  private find(vpn: number): number {
    const start = (hashPage(vpn) & this.setMask) * this.ways;
    const end = start + this.ways;
    for (let index = start; index < end; index++) {
      if (this.vpns[index] === vpn) return index;
    }
    return -1;
  }
}
