/**
 * One side of the comparison of overlays with paging: what a run took, in terms that both sides have. A unit is what is
 * loaded at a time: a segment (the root is one) or a page.
 */

/** Why a program did not run to its end with the memory that it had. */
export interface Failure {
  readonly reason: string;
}

/** A run that came to its end. */
export interface SideRun {
  /** The program's exit code. */
  readonly code: number;
  readonly output: Uint8Array;
  readonly instructions: number;
  /** Virtual time, and what of it was spent waiting for the disk. */
  readonly timeNs: number;
  readonly diskNs: number;
  /** Units that came into memory, different ones among them; the rest came again. */
  readonly loads: number;
  readonly distinct: number;
  /** Requests that moved bytes, and the bytes. */
  readonly reads: number;
  readonly bytesRead: number;
  readonly bytesWritten: number;
  /** Bytes of memory in use, at most and on the average over time. */
  readonly peakBytes: number;
  readonly meanBytes: number;
  readonly tlbMisses: number;
  readonly pageFaults: number;
  /** Bytes of page tables, or of overlay manager, tables and stubs. */
  readonly tableBytes: number;
}

export type Side = SideRun | Failure;

export const isFailure = (side: Side): side is Failure => 'reason' in side;

/** Averages a quantity over time, told whenever it changes. */
export class TimeAverage {
  private value = 0;
  private since: number;
  private readonly start: number;
  private sum = 0;
  private most = 0;

  constructor(start: number) {
    this.start = start;
    this.since = start;
  }

  /** The quantity is `value` from `now` on. */
  set(value: number, now: number): void {
    this.sum += this.value * (now - this.since);
    this.since = now;
    this.value = value;
    this.most = Math.max(this.most, value);
  }

  get peak(): number {
    return this.most;
  }

  /** The mean up to `now`. */
  mean(now: number): number {
    this.set(this.value, now);
    return now > this.start ? this.sum / (now - this.start) : this.value;
  }
}
