/**
 * How long disk requests take in virtual time. The disk serves one request after another: a request ends at
 * max(now, time the disk is free) + latency, and blocks that follow on the last one pay no seek.
 */
import { Block } from './block-device.ts';

/** Times of one kind of disk, in cycles of the 1 GHz clock, which are nanoseconds. */
export interface DiskModel {
  /** Before the first byte of a request. */
  readonly access: number;
  /** Added to `access` unless the request follows on the last one. */
  readonly seek: number;
  /** Moving one block. */
  readonly block: number;
}

/** 80 µs and 1 GB/s; 8 ms and 150 MB/s; no time at all. */
export const DISK_MODELS: Readonly<Record<'ssd' | 'hdd' | 'none', DiskModel>> = {
  ssd: { access: 80_000, seek: 0, block: Block.Size },
  hdd: { access: 0, seek: 8_000_000, block: Math.round((Block.Size * 1000) / 150) },
  none: { access: 0, seek: 0, block: 0 },
};

/** State of a queue at an instant. */
export interface DiskQueueState {
  readonly freeAt: number;
  readonly nextBlock: number;
}

/** No block follows on a disk that has served nothing. */
const NOWHERE = -1;

export class DiskQueue {
  private readonly model: DiskModel;
  /** When the last request ends. */
  private freeAt = 0;
  /** The block after the last one served. */
  private nextBlock = NOWHERE;

  constructor(model: DiskModel) {
    this.model = model;
  }

  /** Queues a request for `count` consecutive blocks at time `now`. Returns the time at which it ends. */
  request(now: number, block: number, count = 1): number {
    const seek = block === this.nextBlock ? 0 : this.model.seek;
    this.freeAt = Math.max(now, this.freeAt) + this.model.access + seek + count * this.model.block;
    this.nextBlock = block + count;
    return this.freeAt;
  }

  saveState(): DiskQueueState {
    return { freeAt: this.freeAt, nextBlock: this.nextBlock };
  }

  restoreState({ freeAt, nextBlock }: DiskQueueState): void {
    this.freeAt = freeAt;
    this.nextBlock = nextBlock;
  }
}
