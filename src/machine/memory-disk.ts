/**
 * A disk in the host's memory: for browsers, tests and small file systems. Blocks that were never written take no memory.
 * A state shares its blocks with the disk until they are written again.
 */
import { assert } from '../base/assert.ts';
import { Block, type BlockDevice, type BlockDeviceState, DiskResult } from './block-device.ts';

export class MemoryDisk implements BlockDevice {
  readonly blockCount: number;
  /** null reads as zeros. */
  private blocks: (Uint8Array | null)[];
  /** By block: 1 while no state shares its array. */
  private readonly isOwned: Uint8Array;

  constructor(blockCount: number) {
    this.blockCount = blockCount;
    this.blocks = new Array<Uint8Array | null>(blockCount).fill(null);
    this.isOwned = new Uint8Array(blockCount);
  }

  readBlock(block: number, bytes: Uint8Array, offset: number): DiskResult {
    if (!this.exists(block)) return DiskResult.Error;
    const held = this.blocks[block];
    if (held === null) bytes.fill(0, offset, offset + Block.Size);
    else bytes.set(held, offset);
    return DiskResult.Ok;
  }

  writeBlock(block: number, bytes: Uint8Array, offset: number): DiskResult {
    if (!this.exists(block)) return DiskResult.Error;
    const source = bytes.subarray(offset, offset + Block.Size);
    if (this.isOwned[block] === 1) this.blocks[block]!.set(source);
    else this.blocks[block] = source.slice();
    this.isOwned[block] = 1;
    return DiskResult.Ok;
  }

  saveState(): BlockDeviceState {
    this.isOwned.fill(0);
    return { blocks: this.blocks.slice() };
  }

  restoreState({ blocks }: BlockDeviceState): void {
    assert(blocks.length === this.blockCount, `MemoryDisk.restoreState: ${blocks.length} blocks into ${this.blockCount}`);
    this.blocks = blocks.slice();
    this.isOwned.fill(0);
  }

  close(): void {}

  private exists(block: number): boolean {
    return block >= 0 && block < this.blockCount;
  }
}
