/** The lists of spans of each span class: those with a free slot, and those without one or held by an mcache. */
import type { Globals, View } from '../view.ts';
import type { Span } from './spans.ts';

export interface SpanQueue {
  /** Address of the list, which its spans name. */
  readonly va: number;
  /** From first to last. */
  readonly spans: readonly Span[];
  /** Number of those at the front that came before this collection: to be swept. */
  readonly unswept: number;
  /** What is wrong with the links, null if nothing is. */
  readonly damage: string | null;
}

export interface Mcentral {
  readonly spanClass: number;
  readonly nonempty: SpanQueue;
  readonly empty: SpanQueue;
}

export function readMcentrals(globals: Globals, spans: readonly Span[]): Mcentral[] {
  const byVa = new Map(spans.map((span) => [span.va, span]));
  const heap = globals.get('runtime.mheap_');
  const sweepgen = heap.field('sweepgen').number();
  return [...heap.field('central').elements()].map((central, spanClass) => ({
    spanClass,
    nonempty: readQueue(central.field('nonempty'), byVa, sweepgen),
    empty: readQueue(central.field('empty'), byVa, sweepgen),
  }));
}

function readQueue(queue: View, byVa: ReadonlyMap<number, Span>, sweepgen: number): SpanQueue {
  const list = queue.field('list');
  const found: Span[] = [];
  let damage: string | null = null;
  let previous = 0;
  for (let view = list.field('first').deref(); view !== null; view = view.field('next').deref()) {
    const span = byVa.get(view.va);
    if (span === undefined) damage = `leads to 0x${view.va.toString(16)}, which is no span`;
    else if (view.field('prev').address() !== previous) damage = `span 0x${span.base.toString(16)} does not lead back to the one before it`;
    else if (found.length >= byVa.size) damage = 'has no end';
    if (span === undefined || damage !== null) break;
    found.push(span);
    previous = view.va;
  }
  if (damage === null && list.field('last').address() !== previous) damage = 'does not end with its last span';
  // The marker of an earlier collection is out of date: everything is to be swept.
  const isCurrent = queue.field('sweepgen').number() === sweepgen;
  const marker = isCurrent ? queue.field('swept').address() : 0;
  const at = found.findIndex(({ va }) => va === marker);
  return { va: list.va, spans: found, unswept: at < 0 ? found.length : at, damage };
}
