/**
 * The reverse map: which page-table entries map a frame. Linux finds them through anon_vma trees and the file's VMAs; here
 * each frame has the list itself, since reclaim asks for it at every eviction.
 *
 * The first entry lies in arrays beside the frame (most pages are mapped once), further ones in a pool of nodes chained from
 * it. Order within a list: the first, then the pool from newest to oldest; it never depends on addresses.
 */
import { unreachable } from '../../base/assert.ts';
import type { Frames } from './frames.ts';

const NONE = -1;
const FIRST_POOL_SIZE = 64;

export class ReverseMap {
  private readonly frames: Frames;
  /** First entry by frame: id of the address space (-1: none) and virtual address. */
  private readonly firstMm: Int32Array;
  private readonly firstVa: Uint32Array;
  /** First pool node by frame, or -1. */
  private readonly chain: Int32Array;
  private poolMm = new Int32Array(FIRST_POOL_SIZE);
  private poolVa = new Uint32Array(FIRST_POOL_SIZE);
  private poolNext = new Int32Array(FIRST_POOL_SIZE);
  private poolUsed = 0;
  /** Head of the list of free nodes below `poolUsed`. */
  private poolFree = NONE;

  constructor(frames: Frames) {
    this.frames = frames;
    this.firstMm = new Int32Array(frames.count).fill(NONE);
    this.firstVa = new Uint32Array(frames.count);
    this.chain = new Int32Array(frames.count).fill(NONE);
  }

  add(pfn: number, mmId: number, va: number): void {
    this.frames.mapcount[pfn]!++;
    if (this.firstMm[pfn] === NONE) {
      this.firstMm[pfn] = mmId;
      this.firstVa[pfn] = va;
      return;
    }
    const node = this.newNode();
    this.poolMm[node] = mmId;
    this.poolVa[node] = va;
    this.poolNext[node] = this.chain[pfn]!;
    this.chain[pfn] = node;
  }

  remove(pfn: number, mmId: number, va: number): void {
    this.frames.mapcount[pfn]!--;
    const chain = this.chain[pfn]!;
    if (this.firstMm[pfn] === mmId && this.firstVa[pfn] === va) {
      if (chain === NONE) {
        this.firstMm[pfn] = NONE;
        return;
      }
      this.firstMm[pfn] = this.poolMm[chain]!;
      this.firstVa[pfn] = this.poolVa[chain]!;
      this.chain[pfn] = this.poolNext[chain]!;
      this.freeNode(chain);
      return;
    }
    let before = NONE;
    for (let node = chain; node !== NONE; before = node, node = this.poolNext[node]!) {
      if (this.poolMm[node] !== mmId || this.poolVa[node] !== va) continue;
      if (before === NONE) this.chain[pfn] = this.poolNext[node]!;
      else this.poolNext[before] = this.poolNext[node]!;
      this.freeNode(node);
      return;
    }
    unreachable(`ReverseMap.remove: frame ${pfn} is not mapped at ${mmId}:${va.toString(16)}`);
  }

  /** Address space of the only or first mapping, -1 if there is none. */
  firstMmOf(pfn: number): number {
    return this.firstMm[pfn]!;
  }

  firstVaOf(pfn: number): number {
    return this.firstVa[pfn]!;
  }

  /** The nodes after the first: `for (let n = chainOf(pfn); n >= 0; n = nextOf(n))`. */
  chainOf(pfn: number): number {
    return this.chain[pfn]!;
  }

  nextOf(node: number): number {
    return this.poolNext[node]!;
  }

  mmOf(node: number): number {
    return this.poolMm[node]!;
  }

  vaOf(node: number): number {
    return this.poolVa[node]!;
  }

  private newNode(): number {
    const free = this.poolFree;
    if (free !== NONE) {
      this.poolFree = this.poolNext[free]!;
      return free;
    }
    if (this.poolUsed === this.poolMm.length) this.grow();
    return this.poolUsed++;
  }

  private freeNode(node: number): void {
    this.poolNext[node] = this.poolFree;
    this.poolFree = node;
  }

  private grow(): void {
    const size = this.poolMm.length * 2;
    const grow = <Words extends Int32Array | Uint32Array>(old: Words, larger: Words): Words => {
      larger.set(old);
      return larger;
    };
    this.poolMm = grow(this.poolMm, new Int32Array(size));
    this.poolVa = grow(this.poolVa, new Uint32Array(size));
    this.poolNext = grow(this.poolNext, new Int32Array(size));
  }
}
