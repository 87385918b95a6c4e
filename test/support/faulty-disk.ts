/** A disk whose n-th access fails. */
import { type BlockDevice, type BlockDeviceState, DiskResult } from '../../src/machine/block-device.ts';

export class FaultyDisk implements BlockDevice {
  /** Accesses of the kind so far. */
  accesses = 0;
  /** Number of the access that fails, from 1 on; 0 for none. */
  failing = 0;

  constructor(
    private readonly disk: BlockDevice,
    /** Which kind fails. */
    private readonly kind: 'read' | 'write',
  ) {}

  get blockCount(): number {
    return this.disk.blockCount;
  }

  readBlock(block: number, bytes: Uint8Array, offset: number): DiskResult {
    if (this.kind === 'read' && ++this.accesses === this.failing) return DiskResult.Error;
    return this.disk.readBlock(block, bytes, offset);
  }

  writeBlock(block: number, bytes: Uint8Array, offset: number): DiskResult {
    if (this.kind === 'write' && ++this.accesses === this.failing) return DiskResult.Error;
    return this.disk.writeBlock(block, bytes, offset);
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
