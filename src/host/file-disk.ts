/**
 * A disk that is a file of the host, written with pread and pwrite. By default the file is temporary: it is unlinked as soon
 * as it is open, so nothing stays behind however the process ends. It is sparse: blocks never written take no space.
 *
 * For states the disk keeps a copy of the blocks written since the last one; without states it keeps nothing but the file.
 */
import { randomUUID } from 'node:crypto';
import { closeSync, ftruncateSync, openSync, readSync, unlinkSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assert } from '../base/assert.ts';
import { Block, type BlockDevice, type BlockDeviceState, DiskResult } from '../machine/block-device.ts';

/** The host refuses to make the file. */
export class FileDiskError extends Error {
  override name = 'FileDiskError';
}

export interface FileDiskOptions {
  readonly blockCount: number;
  /** Where the file is kept; without it the file is temporary. What it held before is lost. */
  readonly path?: string;
}

const ZEROS = new Uint8Array(Block.Size);

export class FileDisk implements BlockDevice {
  readonly blockCount: number;
  private readonly descriptor: number;
  /** Contents at the last state; null before the first, when all was zeros. */
  private base: readonly (Uint8Array | null)[] | null = null;
  /** By block: 1 if written since the last state. */
  private readonly isDirty: Uint8Array;

  /** Makes the file. Throws {@link FileDiskError} if the host refuses. */
  constructor({ blockCount, path }: FileDiskOptions) {
    this.blockCount = blockCount;
    this.isDirty = new Uint8Array(blockCount);
    this.descriptor = path === undefined ? openTemporary() : openKept(path);
    try {
      ftruncateSync(this.descriptor, blockCount * Block.Size);
    } catch (error) {
      this.close();
      throw new FileDiskError(`cannot make a disk of ${blockCount * Block.Size} bytes: ${(error as Error).message}`);
    }
  }

  readBlock(block: number, bytes: Uint8Array, offset: number): DiskResult {
    if (!this.exists(block)) return DiskResult.Error;
    try {
      return readSync(this.descriptor, bytes, offset, Block.Size, block * Block.Size) === Block.Size ? DiskResult.Ok : DiskResult.Error;
    } catch {
      return DiskResult.Error;
    }
  }

  writeBlock(block: number, bytes: Uint8Array, offset: number): DiskResult {
    if (!this.exists(block)) return DiskResult.Error;
    this.isDirty[block] = 1;
    try {
      return writeSync(this.descriptor, bytes, offset, Block.Size, block * Block.Size) === Block.Size ? DiskResult.Ok : DiskResult.Error;
    } catch {
      return DiskResult.Error;
    }
  }

  saveState(): BlockDeviceState {
    const blocks = this.base === null ? new Array<Uint8Array | null>(this.blockCount).fill(null) : this.base.slice();
    for (let block = 0; block < this.blockCount; block++) {
      if (this.isDirty[block] === 0) continue;
      const copy = new Uint8Array(Block.Size);
      const result = this.readBlock(block, copy, 0);
      assert(result === DiskResult.Ok, `FileDisk.saveState: block ${block} cannot be read back`);
      blocks[block] = copy;
    }
    this.rebase(blocks);
    return { blocks };
  }

  restoreState({ blocks }: BlockDeviceState): void {
    assert(blocks.length === this.blockCount, `FileDisk.restoreState: ${blocks.length} blocks into ${this.blockCount}`);
    for (let block = 0; block < this.blockCount; block++) {
      if (this.isDirty[block] === 0 && (this.base?.[block] ?? null) === blocks[block]) continue;
      const result = this.writeBlock(block, blocks[block] ?? ZEROS, 0);
      assert(result === DiskResult.Ok, `FileDisk.restoreState: block ${block} cannot be written`);
    }
    this.rebase(blocks);
  }

  close(): void {
    closeSync(this.descriptor);
  }

  private rebase(blocks: readonly (Uint8Array | null)[]): void {
    this.base = blocks;
    this.isDirty.fill(0);
  }

  private exists(block: number): boolean {
    return block >= 0 && block < this.blockCount;
  }
}

function openKept(path: string): number {
  try {
    return openSync(path, 'w+');
  } catch (error) {
    throw new FileDiskError(`cannot open ${path}: ${(error as Error).message}`);
  }
}

/** Every process and every thread may make disks at the same moment: the name is no other's. */
function openTemporary(): number {
  const path = join(tmpdir(), `pagewalk-${randomUUID()}.swap`);
  try {
    const descriptor = openSync(path, 'wx+', 0o600);
    unlinkSync(path);
    return descriptor;
  } catch (error) {
    throw new FileDiskError(`cannot make a temporary file in ${tmpdir()}: ${(error as Error).message}`);
  }
}
