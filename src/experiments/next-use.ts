/** When each page of a trace is used next: what opt knows and no real policy does. */
import { EventField, ReferenceKind, type ReferenceTrace } from '../observe/reference-trace.ts';

/** Stands for "never again": later than any event. */
export const NEVER = 0x7fffffff;

/**
 * For every event the index of the next reference to its page, NEVER if there is none or if the page's contents are
 * given up before it. One pass from the end.
 */
export function nextUses(trace: ReferenceTrace): Int32Array {
  const { events } = trace;
  const next = new Int32Array(events.length);
  const soonest = new Int32Array(trace.pageNames.length).fill(NEVER);
  for (let i = events.length - 1; i >= 0; i--) {
    const page = events[i]! >>> EventField.PageShift;
    const kind = events[i]! & EventField.KindMask;
    next[i] = soonest[page]!;
    if (kind === ReferenceKind.Free) soonest[page] = NEVER;
    else if (kind < ReferenceKind.Load) soonest[page] = i;
  }
  return next;
}
