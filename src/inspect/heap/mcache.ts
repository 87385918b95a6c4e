/** The caches that small objects are allocated from: for each span class one span. */
import type { Globals } from '../view.ts';
import type { Span } from './spans.ts';

export interface Mcache {
  readonly va: number;
  /** The block for tiny objects that is being filled, 0 for none, and how much of it is. */
  readonly tiny: number;
  readonly tinyoffset: number;
  /** Tiny objects that are not counted elsewhere yet. */
  readonly tinyAllocs: number;
  readonly flushGen: number;
  /** The spans it holds. */
  readonly spans: readonly Span[];
}

export function readMcaches(globals: Globals, spans: readonly Span[]): Mcache[] {
  const byVa = new Map(spans.map((span) => [span.va, span]));
  const cache = globals.get('runtime.m0').field('mcache').deref();
  if (cache === null) return [];
  const number = (name: string): number => cache.field(name).number();
  const held = [...cache.field('alloc').elements()].flatMap((each) => byVa.get(each.address()) ?? []);
  return [{ va: cache.va, tiny: number('tiny'), tinyoffset: number('tinyoffset'), tinyAllocs: number('tinyAllocs'), flushGen: number('flushGen'), spans: held }];
}
