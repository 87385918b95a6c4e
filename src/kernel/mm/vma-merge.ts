/**
 * When neighbouring VMAs become one: the rules of Linux 6.18's mm/vma.c.
 *
 * Two VMAs (or a VMA and a new range) merge if they touch, have the same flags, the same open file with continuous page
 * offsets, and compatible families of anonymous pages (anon-vma.ts): the same, or one has none and the other never was
 * shared by a fork. With both neighbours compatible with the middle they must also be compatible with each other;
 * otherwise only the lower one merges.
 *
 *   new range       prev ******* next   ->  prev extended over the range, and over next if that fits too
 *   changed range   prev **vma** next   ->  the same, the middle VMA shrinks or disappears
 *
 * The lower VMA's record survives where it takes part; records that disappear hand on families and drop their file.
 */
import { adoptAnonVma, isForkChild } from './anon-vma.ts';
import { PAGE_SHIFT, type Mm } from './mm.ts';
import { indexOfVma } from './vma-list.ts';
import { removeVma, splitVma } from './vma-split.ts';
import { VmFlag, type AnonVma, type Vma } from './vma.ts';
import type { OpenFile } from '../fs/file.ts';

/** A range as it is to become, before it is known whether a neighbour takes it over. */
export interface MergeRange {
  readonly start: number;
  readonly end: number;
  readonly pgoff: number;
  readonly flags: number;
  readonly file: OpenFile | null;
  readonly anonVma: AnonVma | null;
  /** The VMA whose range changes, or the one that mremap copies; null for a range that is new. */
  readonly source: Vma | null;
}

/**
 * Lets a neighbour take over the new range, which must be free. Gives the VMA that now covers it, or null. With
 * `heapFloor` (brk) only the lower neighbour takes part, and only if it reaches above that address.
 */
export function mergeNewRange(mm: Mm, range: MergeRange, heapFloor?: number): Vma | null {
  if ((range.flags & VmFlag.Special) !== 0) return null;
  const index = indexOfVma(mm, range.start);
  const previous = mm.vmas[index - 1];
  const next = mm.vmas[index];
  const left = previous !== undefined && previous.end > (heapFloor ?? 0) && canMergeAfter(range, previous);
  const right = heapFloor === undefined && next !== undefined && canMergeBefore(range, next)
    && (!left || areCompatible(previous, next));
  if (left) {
    const end = right ? next.end : range.end;
    if (right) {
      adoptAnonVma(previous, next);
      removeVma(mm, next);
    }
    if (range.source !== null) adoptAnonVma(previous, range.source);
    previous.end = end;
    return previous;
  }
  if (!right) return null;
  if (range.source !== null) adoptAnonVma(next, range.source);
  next.start = range.start;
  next.pgoff = range.pgoff;
  return next;
}

/**
 * Gives [start, end) of `vma` the new flags by merging the range into a neighbour or by splitting `vma`. Gives the VMA that
 * covers the range, whose flags the caller sets (a merged one has them already), or -ENOMEM at the limit of VMAs; then a
 * first split may remain, as in Linux.
 */
export function modifyVma(mm: Mm, vma: Vma, start: number, end: number, flags: number): Vma | number {
  const merged = mergeExistingRange(mm, vma, { start, end, flags });
  if (merged !== null) return merged;
  if (vma.start < start) {
    const error = splitVma(mm, vma, start, 'high');
    if (error !== 0) return error;
  }
  if (vma.end > end) {
    const error = splitVma(mm, vma, end, 'low');
    if (error !== 0) return error;
  }
  return vma;
}

function mergeExistingRange(mm: Mm, middle: Vma, change: { start: number; end: number; flags: number }): Vma | null {
  const { start, end, flags } = change;
  const atLeft = start === middle.start;
  const atRight = end === middle.end;
  if ((flags & VmFlag.Special) !== 0 || (!atLeft && !atRight)) return null;
  const range: MergeRange = {
    start, end, flags, file: middle.file, anonVma: middle.anonVma, source: middle,
    pgoff: middle.pgoff + ((start - middle.start) >>> PAGE_SHIFT),
  };
  const index = indexOfVma(mm, middle.start);
  const previous = mm.vmas[index - 1];
  const next = mm.vmas[index + 1];
  const left = atLeft && previous !== undefined && canMergeAfter(range, previous);
  const right = atRight && next !== undefined && canMergeBefore(range, next) && (!left || areCompatible(previous, next));
  const wholeMiddle = atLeft && atRight;
  if (left) {
    adoptAnonVma(previous, right && next.anonVma !== null ? next : middle);
    const newEnd = right ? next.end : end;
    if (right) removeVma(mm, next);
    if (wholeMiddle) removeVma(mm, middle);
    else advanceStart(middle, end);
    previous.end = newEnd;
    return previous;
  }
  if (!right) return null;
  adoptAnonVma(next, middle);
  if (wholeMiddle) removeVma(mm, middle);
  else middle.end = start;
  next.start = start;
  next.pgoff = range.pgoff;
  return next;
}

function advanceStart(vma: Vma, start: number): void {
  vma.pgoff += (start - vma.start) >>> PAGE_SHIFT;
  vma.start = start;
}

function canMergeAfter(range: MergeRange, previous: Vma): boolean {
  return previous.end === range.start && isAlike(range, previous)
    && previous.pgoff + ((previous.end - previous.start) >>> PAGE_SHIFT) === range.pgoff;
}

function canMergeBefore(range: MergeRange, next: Vma): boolean {
  return range.end === next.start && isAlike(range, next)
    && next.pgoff === range.pgoff + ((range.end - range.start) >>> PAGE_SHIFT);
}

function isAlike(range: MergeRange, neighbour: Vma): boolean {
  return neighbour.flags === range.flags && neighbour.file === range.file && neighbour.specialName === null
    && mayJoinFamily(range, neighbour);
}

function mayJoinFamily(range: MergeRange, neighbour: Vma): boolean {
  if (neighbour.anonVma === null && range.anonVma !== null) return range.source === null || !isForkChild(range.source);
  if (neighbour.anonVma !== null && range.anonVma === null) return !isForkChild(neighbour);
  return neighbour.anonVma === range.anonVma;
}

const areCompatible = (low: Vma, high: Vma): boolean =>
  low.anonVma === null || high.anonVma === null || low.anonVma === high.anonVma;

