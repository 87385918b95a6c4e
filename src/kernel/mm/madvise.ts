/**
 * Advice. Most of it changes flags of the VMAs, the rest acts on pages at once. Holes are passed over and reported at the
 * end; any other error stops the walk. What acts on pages is idempotent, so a call that had to wait for the disk is simply
 * made again.
 */
import { Errno } from '../../abi/errno.ts';
import { Madvise } from '../../abi/mman.ts';
import { assertNever } from '../../base/assert.ts';
import type { Task } from '../task.ts';
import { PAGE_SHIFT, PAGE_SIZE, isPageAligned, pageCeil, type Mm } from './mm.ts';
import { wraps } from './mlock.ts';
import { punchHole } from './page-cache.ts';
import { PopulateMode, populate } from './populate.ts';
import { deactivate, lazyFree, pageOut, willNeed } from './reclaim-advice.ts';
import { findVma, isAnonymous } from './vma-list.ts';
import { modifyVma } from './vma-merge.ts';
import { VmFlag, type Vma } from './vma.ts';
import { unmapPageRange } from './zap.ts';

/** Advice that only changes flags: what it clears, what it sets, which flags of the VMA forbid it. */
interface FlagAdvice {
  readonly clear?: number;
  readonly set?: number;
  readonly forbidden?: number;
  /** Private anonymous memory only. */
  readonly anonymousOnly?: true;
}

const FLAG_ADVICE: Readonly<Partial<Record<Madvise, FlagAdvice>>> = {
  [Madvise.Normal]: { clear: VmFlag.RandRead | VmFlag.SeqRead },
  [Madvise.Sequential]: { clear: VmFlag.RandRead, set: VmFlag.SeqRead },
  [Madvise.Random]: { clear: VmFlag.SeqRead, set: VmFlag.RandRead },
  [Madvise.DontFork]: { set: VmFlag.DontCopy },
  [Madvise.DoFork]: { clear: VmFlag.DontCopy, forbidden: VmFlag.Special },
  [Madvise.WipeOnFork]: { set: VmFlag.WipeOnFork, forbidden: VmFlag.Shared, anonymousOnly: true },
  [Madvise.KeepOnFork]: { clear: VmFlag.WipeOnFork },
  [Madvise.DontDump]: { set: VmFlag.DontDump },
  [Madvise.DoDump]: { clear: VmFlag.DontDump, forbidden: VmFlag.Special },
  [Madvise.HugePage]: { clear: VmFlag.NoHugePage, set: VmFlag.HugePage },
  [Madvise.NoHugePage]: { clear: VmFlag.HugePage, set: VmFlag.NoHugePage },
  [Madvise.Unmergeable]: { clear: VmFlag.Mergeable },
};

/** Advice that acts on pages. */
type PageAdvice = Madvise.WillNeed | Madvise.DontNeed | Madvise.DontNeedLocked | Madvise.Free | Madvise.Remove | Madvise.Cold
  | Madvise.PageOut;

const PAGE_ADVICE: readonly Madvise[] = [
  Madvise.WillNeed, Madvise.DontNeed, Madvise.DontNeedLocked, Madvise.Free, Madvise.Remove, Madvise.Cold, Madvise.PageOut,
];

/** madvise: 0, negative errno, or BLOCKED (make the call again). */
export function doMadvise(task: Task, mm: Mm, start: number, length: number, advice: number): number {
  const populates = advice === Madvise.PopulateRead || advice === Madvise.PopulateWrite;
  const isKnown = populates || advice === Madvise.Mergeable || FLAG_ADVICE[advice as Madvise] !== undefined
    || PAGE_ADVICE.includes(advice as Madvise);
  if (!isKnown || !isPageAligned(start)) return -Errno.EINVAL;
  const rounded = pageCeil(length);
  const end = start + rounded;
  if ((length !== 0 && rounded === 0) || wraps({ start, end })) return -Errno.EINVAL;
  if (rounded === 0) return 0;
  if (populates) return populate(task, mm, start, end, advice === Madvise.PopulateWrite ? PopulateMode.Write : PopulateMode.Read);
  return walk(mm, { start, end }, advice as Madvise);
}

function walk(mm: Mm, range: { start: number; end: number }, advice: Madvise): number {
  let result = 0;
  for (let at = range.start; at < range.end;) {
    const vma = findVma(mm, at);
    if (vma === null || vma.start > at) {
      result = -Errno.ENOMEM;
      if (vma === null || vma.start >= range.end) break;
      at = vma.start;
    }
    const end = Math.min(vma.end, range.end);
    const done = adviseVma(mm, { vma, start: at, end }, advice);
    if (typeof done === 'number') return done;
    at = Math.max(end, done.end);
  }
  return result;
}

interface Part {
  readonly vma: Vma;
  readonly start: number;
  readonly end: number;
}

/** Applies the advice to a part of one VMA: the VMA that covers it afterwards, or a negative errno. */
function adviseVma(mm: Mm, part: Part, advice: Madvise): Vma | number {
  if (PAGE_ADVICE.includes(advice)) {
    const error = advisePages(mm, part, advice as PageAdvice);
    return error !== 0 ? error : part.vma;
  }
  const { flags } = part.vma;
  if (advice === Madvise.Mergeable) {
    // Only private memory can be shared by contents; other VMAs ignore the advice.
    const isSuitable = (flags & (VmFlag.Shared | VmFlag.MayShare | VmFlag.Special)) === 0;
    return isSuitable ? setFlags(mm, part, flags | VmFlag.Mergeable) : part.vma;
  }
  const rule = FLAG_ADVICE[advice]!;
  if ((flags & (rule.forbidden ?? 0)) !== 0 || (rule.anonymousOnly === true && part.vma.file !== null)) return -Errno.EINVAL;
  return setFlags(mm, part, (flags & ~(rule.clear ?? 0)) | (rule.set ?? 0));
}

function setFlags(mm: Mm, part: Part, flags: number): Vma | number {
  if (flags === part.vma.flags) return part.vma;
  const vma = modifyVma(mm, part.vma, part.start, part.end, flags);
  // The only failure is the limit on VMAs, which madvise reports as a passing lack of kernel memory.
  if (typeof vma === 'number') return -Errno.EAGAIN;
  vma.flags = flags;
  return vma;
}

function advisePages(mm: Mm, part: Part, advice: PageAdvice): number {
  const { vma, start, end } = part;
  const isLocked = (vma.flags & VmFlag.Locked) !== 0;
  switch (advice) {
    case Madvise.DontNeed:
      if (isLocked) return -Errno.EINVAL;
      unmapPageRange(mm, vma, start, end);
      return 0;
    case Madvise.DontNeedLocked:
      unmapPageRange(mm, vma, start, end);
      return 0;
    case Madvise.Free:
      if (isLocked || !isAnonymous(vma)) return -Errno.EINVAL;
      lazyFree(mm, vma, start, end);
      return 0;
    case Madvise.Cold:
      if (isLocked) return -Errno.EINVAL;
      deactivate(mm, vma, start, end);
      return 0;
    case Madvise.PageOut:
      if (isLocked) return -Errno.EINVAL;
      pageOut(mm, vma, start, end);
      return 0;
    case Madvise.WillNeed:
      willNeed(mm, vma, start, end);
      return 0;
    case Madvise.Remove:
      return removePages(part, isLocked);
    default:
      return assertNever(advice);
  }
}

/** Punches a hole into the file behind a shared mapping that could be written. */
function removePages(part: Part, isLocked: boolean): number {
  const { vma } = part;
  const mapping = vma.file?.inode.mapping ?? null;
  if (isLocked || mapping === null) return -Errno.EINVAL;
  const needed = VmFlag.Shared | VmFlag.MayWrite;
  if ((vma.flags & needed) !== needed) return -Errno.EACCES;
  const offset = (vma.pgoff + ((part.start - vma.start) >>> PAGE_SHIFT)) * PAGE_SIZE;
  punchHole(mapping, offset, offset + (part.end - part.start));
  return 0;
}
