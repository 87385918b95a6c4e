/** Free blocks of the file disk: a bitmap searched onward from the last block given, so that files tend to lie in one piece. */
import { assert } from '../../base/assert.ts';

export class BlockAllocator {
  /** One byte a block: 1 if in use. */
  private readonly used: Uint8Array;
  private next = 0;
  private free: number;

  constructor(readonly blockCount: number) {
    this.used = new Uint8Array(blockCount);
    this.free = blockCount;
  }

  get freeCount(): number {
    return this.free;
  }

  /** A block number, or -1 when the disk is full. */
  allocate(): number {
    if (this.free === 0) return -1;
    while (this.used[this.next] === 1) this.next = (this.next + 1) % this.blockCount;
    const block = this.next;
    this.used[block] = 1;
    this.free--;
    this.next = (block + 1) % this.blockCount;
    return block;
  }

  release(block: number): void {
    assert(this.used[block] === 1, `BlockAllocator.release: block ${block} is free already`);
    this.used[block] = 0;
    this.free++;
  }
}
