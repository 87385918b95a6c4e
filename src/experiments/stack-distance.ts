/**
 * Faults of lru for every number of frames in one pass (Mattson's stack algorithm): a reference hits with f frames
 * exactly if fewer than f other pages were used since the page's last use. The number of pages used in between is read
 * from a Fenwick tree over time in which every page is marked at its last use, so n references take O(n log n).
 */
import { EventField, ReferenceKind, type ReferenceTrace } from '../observe/reference-trace.ts';

const NEVER = -1;

/** Marks at points in time, counted by ranges. */
class Timeline {
  readonly #tree: Int32Array;

  constructor(length: number) {
    this.#tree = new Int32Array(length + 1);
  }

  add(time: number, change: number): void {
    for (let i = time + 1; i < this.#tree.length; i += i & -i) this.#tree[i]! += change;
  }

  /** Marks at times before `time`. */
  before(time: number): number {
    let sum = 0;
    for (let i = time; i > 0; i -= i & -i) sum += this.#tree[i]!;
    return sum;
  }
}

/**
 * Faults of lru with f frames, at index f; index 0 is the number of references. The last index is the number of pages:
 * more frames change nothing. Loads, frees and pins are not looked at: a
 * frame left empty is no stack.
 */
export function lruFaultCurve(trace: ReferenceTrace): Float64Array {
  const { events } = trace;
  const pages = trace.pageNames.length;
  const lastUse = new Int32Array(pages).fill(NEVER);
  const timeline = new Timeline(events.length);
  const hitsAtDistance = new Float64Array(pages + 1);
  let marks = 0;
  for (let time = 0; time < events.length; time++) {
    if ((events[time]! & EventField.KindMask) >= ReferenceKind.Load) continue;
    const page = events[time]! >>> EventField.PageShift;
    const last = lastUse[page]!;
    if (last === NEVER) {
      marks++;
    } else {
      hitsAtDistance[marks - timeline.before(last)]!++;
      timeline.add(last, -1);
    }
    timeline.add(time, 1);
    lastUse[page] = time;
  }
  const faults = new Float64Array(pages + 1);
  faults[0] = trace.references;
  for (let frames = 1; frames <= pages; frames++) faults[frames] = faults[frames - 1]! - hitsAtDistance[frames]!;
  return faults;
}
