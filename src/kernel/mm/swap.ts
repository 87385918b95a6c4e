/**
 * The swap area: slots of one page each on the swap disk, and the swap cache, which says for a slot in which frame its
 * contents lie at the moment.
 *
 * A slot is used while anything names it: `count` page-table entries and shmem mappings, or the swap cache. Linux packs the
 * two into a byte of swap_map (0x40 is the cache). Slot 0 holds the area's header on a real disk and cannot be named by a
 * page-table entry, so it is never given out.
 *
 * Slots are given out upwards from the last one, so that pages evicted together lie together and read-ahead pays. Counts of
 * free slots by cluster let the search skip what is full.
 */
import { unreachable } from '../../base/assert.ts';
import { SwapLimit } from '../../machine/pte.ts';
import { NO_FRAME, NO_SLOT } from './frames.ts';

/** Slots that share one count of free ones. */
const CLUSTER = 256;
/** Slots that are never given out: the header. */
const RESERVED_SLOTS = 1;

/** State of swap read-ahead: see read-ahead.ts. */
export interface SwapReadAhead {
  previousSlot: number;
  previousWindow: number;
  hits: number;
}

export class Swap {
  /** Slots of the area, the reserved one included; 0 without swap. */
  readonly slotCount: number;
  /** Page-table entries and shmem mappings that name the slot. */
  readonly count: Int32Array;
  /** Frame in the swap cache, or {@link NO_FRAME}. */
  readonly frame: Int32Array;
  /** What the replacement policy remembers of the page in the slot. */
  readonly shadow: Int32Array;
  /** 1 if the page is all zeros: noted here instead of written (Linux's zeromap). */
  readonly isZero: Uint8Array;
  /** Slots that can be given out. */
  freeCount: number;
  readonly readAhead: SwapReadAhead = { previousSlot: 0, previousWindow: 0, hits: 0 };
  private readonly clusterFree: Int32Array;
  private readonly isUsed: Uint8Array;
  private last = 0;

  constructor(bytes: number, pageSize: number) {
    const slots = Math.min(Math.floor(bytes / pageSize), SwapLimit.Offsets);
    this.slotCount = slots > RESERVED_SLOTS ? slots : 0;
    this.count = new Int32Array(this.slotCount);
    this.frame = new Int32Array(this.slotCount).fill(NO_FRAME);
    this.shadow = new Int32Array(this.slotCount);
    this.isZero = new Uint8Array(this.slotCount);
    this.isUsed = new Uint8Array(this.slotCount);
    this.clusterFree = new Int32Array(Math.ceil(this.slotCount / CLUSTER));
    for (let slot = RESERVED_SLOTS; slot < this.slotCount; slot++) this.clusterFree[Math.floor(slot / CLUSTER)]!++;
    this.isUsed.fill(1, 0, Math.min(RESERVED_SLOTS, this.slotCount));
    this.freeCount = Math.max(0, this.slotCount - RESERVED_SLOTS);
  }

  /** Slots that can ever be given out. */
  get usableCount(): number {
    return Math.max(0, this.slotCount - RESERVED_SLOTS);
  }

  /** More than half of the area is used: swapped-in pages then give their slot back at once. Linux's vm_swap_full. */
  get isHalfFull(): boolean {
    return this.freeCount * 2 < this.usableCount;
  }

  isInUse(slot: number): boolean {
    return slot < this.slotCount && this.isUsed[slot] === 1;
  }

  /** A free slot, nobody naming it yet, or {@link NO_SLOT}. */
  allocate(): number {
    if (this.freeCount === 0) return NO_SLOT;
    let slot = this.last + 1;
    for (;;) {
      if (slot >= this.slotCount) slot = RESERVED_SLOTS;
      const cluster = Math.floor(slot / CLUSTER);
      if (this.clusterFree[cluster] === 0) slot = (cluster + 1) * CLUSTER;
      else if (this.isUsed[slot] === 1) slot++;
      else return this.claim(slot, cluster);
    }
  }

  /** Gives back a slot that nothing names. */
  release(slot: number): void {
    if (this.isUsed[slot] !== 1 || this.count[slot] !== 0 || this.frame[slot] !== NO_FRAME) {
      unreachable(`Swap.release: slot ${slot} has ${this.count[slot]} users and frame ${this.frame[slot]}`);
    }
    this.isUsed[slot] = 0;
    this.isZero[slot] = 0;
    this.shadow[slot] = 0;
    this.clusterFree[Math.floor(slot / CLUSTER)]!++;
    this.freeCount++;
  }

  private claim(slot: number, cluster: number): number {
    this.isUsed[slot] = 1;
    this.clusterFree[cluster]!--;
    this.freeCount--;
    this.last = slot;
    return slot;
  }
}
