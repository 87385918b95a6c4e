/**
 * A disk of 4 KiB blocks, synchronous and without time of its own: disk-queue.ts says how long a request takes.
 * An access may fail; the result is a value.
 */

/** Bytes of a block, the size of a page. */
export const enum Block {
  Size = 4096,
}

/** Result of one access. */
export const enum DiskResult {
  Ok,
  /** The medium failed, or the block does not exist. */
  Error,
}

/** Contents of a disk at an instant. Blocks that did not change between two states are shared by them. */
export interface BlockDeviceState {
  /** By block; null is zeros. */
  readonly blocks: readonly (Uint8Array | null)[];
}

export interface BlockDevice {
  /** Size in blocks. */
  readonly blockCount: number;
  /** Reads a block into `bytes` from `offset` on. On an error the bytes are unspecified. */
  readBlock(block: number, bytes: Uint8Array, offset: number): DiskResult;
  /** Writes a block from `bytes` at `offset`. On an error the block keeps what it held. */
  writeBlock(block: number, bytes: Uint8Array, offset: number): DiskResult;
  /** Copies what changed since the last state. */
  saveState(): BlockDeviceState;
  restoreState(state: BlockDeviceState): void;
  /** Gives up what the host holds for the disk. */
  close(): void;
}
