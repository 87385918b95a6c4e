/**
 * Denning's working set: the pages used within the last `window` references. Its mean size follows from the distances
 * between uses alone: a use keeps its page in the set for as many references as pass until the next use, at most
 * `window`.
 */
import { EventField, ReferenceKind, type ReferenceTrace } from '../observe/reference-trace.ts';

/** Mean number of pages in the working set over the whole trace. */
export function meanWorkingSet(trace: ReferenceTrace, window: number): number {
  const lastUse = new Int32Array(trace.pageNames.length).fill(-1);
  let time = 0;
  let sum = 0;
  for (const event of trace.events) {
    const kind = event & EventField.KindMask;
    if (kind === ReferenceKind.Load || kind === ReferenceKind.Pin) continue;
    const page = event >>> EventField.PageShift;
    const last = lastUse[page]!;
    if (last >= 0) sum += Math.min(time - last, window);
    if (kind === ReferenceKind.Free) {
      lastUse[page] = -1;
    } else {
      lastUse[page] = time++;
    }
  }
  for (const last of lastUse) if (last >= 0) sum += Math.min(time - last, window);
  return time === 0 ? 0 : sum / time;
}
