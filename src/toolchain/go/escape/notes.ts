/**
 * What callers need of a function that is never inlined and not recursive: where its parameters leak to. Kept with a package's compiled functions,
 * it spares later compilations the function's body and all that it reaches.
 *
 * A note is as good as the analysis: components of functions that call each other are analysed together, so a function that no cycle of
 * calls goes through can be left out of a walk over its callers.
 */
import { TAGGED_RESULTS } from './leaks.ts';
import { Progress, type TreeFunc } from './tree.ts';

/** The tags of receiver and parameters, one after the other. */
export type FunctionNote = Uint8Array;

/** Notes kept before, by the path of a package and the name of a function in it. */
export type KnownNotes = (path: string, sym: string) => FunctionNote | null;

export const NO_NOTES: KnownNotes = () => null;

const TAG_SIZE = 1 + TAGGED_RESULTS;

export function noteOf({ tags }: TreeFunc): FunctionNote {
  const note = new Uint8Array(tags.length * TAG_SIZE);
  tags.forEach((tag, i) => note.set(tag, i * TAG_SIZE));
  return note;
}

/** Makes a function look analysed to its callers. */
export function applyNote(func: TreeFunc, note: FunctionNote): void {
  func.tags = Array.from({ length: note.length / TAG_SIZE }, (_, i) => note.subarray(i * TAG_SIZE, (i + 1) * TAG_SIZE));
  func.isInlineChecked = true;
  func.progress = Progress.Tagged;
}

/** Makes it what it was before, so that it can be analysed. */
export function withdrawNote(func: TreeFunc): void {
  func.tags = [];
  func.isInlineChecked = false;
  func.progress = Progress.None;
}
