/** A disk that refuses one access: the `failing`-th of reads and writes together, counted from 1. */
import { type BlockDevice, type BlockDeviceState, DiskResult } from '../../src/machine/block-device.ts';

/** What the refused access was. */
export type Refused = 'read' | 'write' | null;

export class FailingDisk implements BlockDevice {
  refused: Refused = null;

  constructor(
    private readonly disk: BlockDevice,
    /** Shared by disks that count together. */
    private readonly counter: { accesses: number; readonly failing: number },
  ) {}

  get blockCount(): number {
    return this.disk.blockCount;
  }

  readBlock(block: number, bytes: Uint8Array, offset: number): DiskResult {
    return this.isRefused('read') ? DiskResult.Error : this.disk.readBlock(block, bytes, offset);
  }

  writeBlock(block: number, bytes: Uint8Array, offset: number): DiskResult {
    return this.isRefused('write') ? DiskResult.Error : this.disk.writeBlock(block, bytes, offset);
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

  private isRefused(kind: 'read' | 'write'): boolean {
    if (++this.counter.accesses !== this.counter.failing) return false;
    this.refused = kind;
    return true;
  }
}
