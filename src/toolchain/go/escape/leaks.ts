/**
 * A parameter's tag: where the memory it points to may end up, for callers that do not see the body.
 *
 * Byte 0 stands for the heap, byte i + 1 for result i: 0 = nothing flows there, n + 1 = the value does after n dereferences (0 the pointer
 * itself). What flows to results beyond the seventh counts as flowing to the heap.
 */
import type { ParameterTag } from './tree.ts';

export const TAGGED_RESULTS = 7;
const LARGEST = 255;

export const noLeaks = (): ParameterTag => new Uint8Array(1 + TAGGED_RESULTS);

/** The tag of parameters about which nothing is known. */
export function leaksAll(): ParameterTag {
  const tag = noLeaks();
  addHeapLeak(tag, 0);
  return tag;
}

/** Dereferences on the way to the heap; -1 if nothing gets there. */
export const heapLeak = (tag: ParameterTag): number => tag[0]! - 1;
export const resultLeak = (tag: ParameterTag, result: number): number => tag[1 + result]! - 1;
export const isEmpty = (tag: ParameterTag): boolean => tag.every((byte) => byte === 0);

export const addHeapLeak = (tag: ParameterTag, derefs: number): void => add(tag, 0, derefs);
export const addResultLeak = (tag: ParameterTag, result: number, derefs: number): void => add(tag, 1 + result, derefs);

function add(tag: ParameterTag, index: number, derefs: number): void {
  const old = tag[index]! - 1;
  if (old < 0 || derefs < old) tag[index] = Math.min(derefs + 1, LARGEST);
}

/** Drops leaks to results that are no worse than the one to the heap. */
export function simplify(tag: ParameterTag): void {
  const heap = heapLeak(tag);
  if (heap < 0) return;
  for (let i = 0; i < TAGGED_RESULTS; i++) if (resultLeak(tag, i) >= heap) tag[1 + i] = 0;
}
