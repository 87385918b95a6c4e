/**
 * The knee of a fault curve: the memory below which faults rise steeply. It is the point farthest below the straight
 * line from the curve's first to its last point, both axes scaled to 1 (the "kneedle" of Satopaa and others 2011); a
 * curve that is nowhere below that line, such as a straight one, has no knee.
 */

/** A point of a fault curve. */
export interface FaultPoint {
  /** Frames or bytes. */
  readonly memory: number;
  readonly faults: number;
}

/** A point must lie at least this far below the line, as a share of the axes. */
const LEAST_DISTANCE = 0.05;

/** The knee of a curve, or null. Points may come in any order. */
export function findKnee(points: readonly FaultPoint[]): FaultPoint | null {
  const sorted = [...points].sort((a, b) => a.memory - b.memory);
  const first = sorted[0];
  const last = sorted.at(-1);
  if (first === undefined || last === undefined || last.memory === first.memory || first.faults <= last.faults) return null;
  let knee: FaultPoint | null = null;
  let farthest = LEAST_DISTANCE;
  for (const point of sorted) {
    const x = (point.memory - first.memory) / (last.memory - first.memory);
    const y = (point.faults - last.faults) / (first.faults - last.faults);
    const distance = 1 - x - y;
    if (distance <= farthest) continue;
    farthest = distance;
    knee = point;
  }
  return knee;
}
