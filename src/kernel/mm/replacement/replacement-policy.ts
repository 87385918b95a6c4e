/**
 * The one interface between page replacement policies and whoever owns the frames: the kernel's reclaim, where pages
 * come from page faults, and the trace player, where they come from a recorded reference string. A policy never learns
 * which of the two it serves.
 *
 * A page is named by the small integer that its owner gives it (the kernel: the frame number, the player: its frame
 * index), so that a policy keeps its state in typed arrays. No decision may depend on the value of that number, only on
 * the order of events: the kernel and the player number frames differently and still agree.
 *
 * The owner tells what happens:
 *
 *     loaded(page, shadow)    the page came into memory (page fault, read-ahead). This is not a reference: the access
 *                             that caused it follows, as the restarted instruction or the player's reference.
 *     referenced(page)        one access; told only to a policy with `wantsReferences`.
 *     tick()                  a clock tick; told only to a policy with `wantsTicks`.
 *     selectVictim(incoming)  asks for a page to evict; `incoming` is the shadow of the page that needs the room, if
 *                             that is known: arc and 2q decide by it. The page stays with the policy until `evicted`.
 *                             If the owner does not evict it (the write to swap failed) it makes it not evictable for
 *                             a while, or asks again and may be offered it again.
 *     evicted(page): shadow   the page left memory, its contents may come back.
 *     freed(page)             the page left memory for good (unmapped, truncated, locked in memory).
 *
 * A shadow is a non-negative 31-bit number in which a policy remembers an evicted page. The owner keeps it where the
 * page's contents went (beside the swap slot, in the page cache's empty entry) and hands it back when they are loaded
 * again; 0 is "no memory of it". Only the policy that made it understands it.
 *
 * What a policy may know of a page beyond these events is in {@link PageView}.
 */

/** No page: nothing may be evicted, or the end of a list. */
export const NO_PAGE = -1;

/** "No memory of it": the shadow of a page that was never evicted. */
export const NO_SHADOW = 0;

/** What a policy may see of the pages in memory. Given at construction, asked at any time. */
export interface PageView {
  /**
   * How many mappings have the page's accessed bit set; clears them, and the TLB's copies with them. A software
   * reference (a kernel copy to a page that nobody maps) counts as one mapping. The player answers 0 or 1.
   */
  testAndClearReferenced(page: number): number;
  /** Whether any accessed bit of the page is set; clears nothing. */
  isReferenced(page: number): boolean;
  /** Whether evicting the page needs a write: any dirty bit is set, or the contents exist nowhere else. */
  isDirty(page: number): boolean;
  /** Whether the page can be evicted now: not locked, not under write-back, not pinned by a call in progress. */
  isEvictable(page: number): boolean;
  /** Whether the page belongs to a file (its clean contents need no swap space). The player answers false. */
  isFile(page: number): boolean;
  /** Whether the page is a file's and mapped executable somewhere. */
  isExecutable(page: number): boolean;
  /** Time in the owner's unit, the unit of {@link PolicyOptions.tickInterval}: references played, or virtual nanoseconds. */
  now(): number;
  /** Starts writing a dirty page back so that it can be evicted later. Absent where writes take no time (the player). */
  startWriteback?(page: number): void;
  /** Whether there is swap space left for an anonymous page. Absent: always. */
  hasSwapSpace?(): boolean;
  /** Time of the next reference to the page, Infinity if none. Only the player knows the future. */
  nextUse?(page: number): number;
}

/** How a policy learns of references. */
export type ReferenceMode =
  /** Every access is told by `referenced` (trace player; the kernel under `--references exact`). */
  | 'exact'
  /** Only accessed bits are seen, when the policy looks: at ticks and at a candidate for eviction. */
  | 'bits';

/** What a policy is built from. Numbers that are left out take the default named in docs/REPLACEMENT.md. */
export interface PolicyOptions {
  readonly view: PageView;
  /** Pages are numbered from 0 to `pageLimit` - 1. */
  readonly pageLimit: number;
  /** How many pages can be in memory at once (the frames that hold pages): the `c` of 2q and arc. */
  readonly capacity: number;
  readonly references: ReferenceMode;
  /** Seed of the random policy's stream. */
  readonly seed: number;
  /** Time between two calls of `tick`, in the unit of {@link PageView.now}. The owner does the calling. */
  readonly tickInterval: number;
  /** Working-set window of ws and wsclock, in the same unit. Default: two tick intervals. */
  readonly window?: number;
  /** Bits of an aging counter, 1 to 31. Default 8. */
  readonly agingBits?: number;
  /** Weight of anonymous against file pages in the linux policy, 0 to 200. Default 60. */
  readonly swappiness?: number;
}

/** A policy's whole state as plain data: numbers and copies of its arrays (policy-state.ts reads it). */
export type PolicyState = Readonly<Record<string, number | Int32Array | Float64Array>>;

/** What a policy with active and inactive lists counts, by the names of /proc/vmstat. */
export interface PolicyActivity {
  pgscan: number;
  pgactivate: number;
  pgdeactivate: number;
  workingset_refault_anon: number;
  workingset_refault_file: number;
  workingset_activate_anon: number;
  workingset_activate_file: number;
  nr_inactive_anon: number;
  nr_active_anon: number;
  nr_inactive_file: number;
  nr_active_file: number;
}

/** A page replacement policy: see the head of this file for the protocol. */
export interface ReplacementPolicy {
  /** Whether the owner must report every access by `referenced`. */
  readonly wantsReferences: boolean;
  /** Whether the owner must call `tick` every `tickInterval`. */
  readonly wantsTicks: boolean;
  loaded(page: number, shadow: number): void;
  referenced(page: number): void;
  /**
   * An access through the file calls (read, write), which leaves no accessed bit. Policies without a use for it leave
   * it out; the owner then reports a software reference through {@link PageView.testAndClearReferenced}.
   */
  markAccessed?(page: number): void;
  /** Whether such an access has left its mark on the page: smaps counts it as referenced. Goes with {@link markAccessed}. */
  isMarked?(page: number): boolean;
  /** Takes the mark away: the program says that the page is of no use. Goes with {@link markAccessed}. */
  clearMark?(page: number): void;
  tick(): void;
  /** The page to evict, or {@link NO_PAGE} when none of the policy's pages is evictable. */
  selectVictim(incoming?: number): number;
  evicted(page: number): number;
  freed(page: number): void;
  /** Whether the page is among those that the policy chooses from. */
  has(page: number): boolean;
  /** Counters and list lengths since the start, from policies that have such lists. */
  activity?(): PolicyActivity;
  /** State for people: one line per list or table, pages written by `label`. */
  describe(label: (page: number) => string): string[];
  saveState(): PolicyState;
  /** Takes back what `saveState` of the same policy with the same options gave. */
  restoreState(state: PolicyState): void;
}
