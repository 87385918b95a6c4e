/** A disk that counts what passes to the disk under it, failures included: for tests and for `stat`. */
import { Block, type BlockDevice, type BlockDeviceState, DiskResult } from './block-device.ts';

/** Bytes moved and accesses refused. */
export interface DiskCounts {
  bytesRead: number;
  bytesWritten: number;
  errors: number;
}

export class CountingDisk implements BlockDevice {
  readonly counts: DiskCounts = { bytesRead: 0, bytesWritten: 0, errors: 0 };
  private readonly disk: BlockDevice;

  constructor(disk: BlockDevice) {
    this.disk = disk;
  }

  get blockCount(): number {
    return this.disk.blockCount;
  }

  readBlock(block: number, bytes: Uint8Array, offset: number): DiskResult {
    const result = this.disk.readBlock(block, bytes, offset);
    if (result === DiskResult.Ok) this.counts.bytesRead += Block.Size;
    else this.counts.errors++;
    return result;
  }

  writeBlock(block: number, bytes: Uint8Array, offset: number): DiskResult {
    const result = this.disk.writeBlock(block, bytes, offset);
    if (result === DiskResult.Ok) this.counts.bytesWritten += Block.Size;
    else this.counts.errors++;
    return result;
  }

  saveState(): BlockDeviceState {
    return this.disk.saveState();
  }

  restoreState(state: BlockDeviceState): void {
    this.disk.restoreState(state);
  }

  close(): void {
    this.disk.close();
  }
}
