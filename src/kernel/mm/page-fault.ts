/**
 * The path of a page fault.
 *
 * Data. A fault is an address, an access, and the VMA that allows it; the entry found in the page table says what is missing.
 *
 *     none, private anonymous VMA     a read maps the shared zero page, a write a new page of zeros
 *     none, file or shared VMA        file-fault.ts: the page comes from the page cache or the disk
 *     swap entry                      swap-fault.ts
 *     present, write not allowed      copy on write, here
 *     anything else                   nothing: another thread was faster, or the TLB was stale
 *
 * The path of a fault of the CPU:
 * 1. The MMU refuses an access; the CPU stops with the address and the error code. The instruction has changed nothing.
 * 2. `handlePageFault` finds the VMA, growing a stack if need be, and compares its protection with the access. What fails
 *    here becomes SIGSEGV: MAPERR without VMA, ACCERR with one.
 * 3. `handleMmFault` makes the table of the address, reads the entry, and goes one of the ways above.
 * 4. A frame is allocated, which may mean reclaim, and may put the task to sleep (Blocked): nothing has changed then.
 * 5. A page that must be read is requested from the disk and entered in its cache at once, locked until the disk is done. The
 *    task sleeps (Blocked) and the fault happens again; then the page is found and mapped.
 * 6. Entry, reverse map and the counter of resident pages are set together; entries that named another frame are flushed from
 *    the TLBs.
 * 7. The fault is counted: major if the page had to be read or waited for, else minor. Faults that end in a signal are not.
 * 8. The instruction is executed again.
 */
import { FaultCode } from '../../machine/exit.ts';
import { hasFrame, packPte, Paging, pfnOf, Pte } from '../../machine/pte.ts';
import type { Task } from '../task.ts';
import { TimeCause } from '../time-cause.ts';
import { allocatePage, allocateZeroed } from './allocate-page.ts';
import { anonVmaPrepare } from './anon-vma-prepare.ts';
import { makeEntry } from './create-mm.ts';
import { FaultFlag, FaultResult, outcomeOf, resultOf } from './fault-result.ts';
import { faultFilePage, makeSharedWritable } from './file-fault.ts';
import { PageFlag } from './frames.ts';
import { FaultOutcome, type MemorySystem } from './memory-system.ts';
import { type Mm, TASK_SIZE } from './mm.ts';
import { copyFrame, mapAnonymous, replaceWithAnonymous, zeroPage } from './map-page.ts';
import { findEntry, flushPage, NO_ENTRY, protectionBits, readEntry, writeEntry } from './page-table.ts';
import { pinFrame, freeSwapOf, unpinFrame } from './release-frame.ts';
import { stressEvict } from './reclaim.ts';
import { expandStack } from './stack.ts';
import { faultSwapEntry } from './swap-fault.ts';
import { findVma } from './vma-list.ts';
import { type Vma, VmFlag } from './vma.ts';

/** The whole decision on a fault of the CPU: `errorCode` as i386 pushes it. */
export function handlePageFault(task: Task, va: number, errorCode: number): FaultOutcome {
  const mm = task.mm!;
  if (va >= TASK_SIZE) return FaultOutcome.SegvMapErr;
  const vma = findVma(mm, va);
  if (vma === null) return FaultOutcome.SegvMapErr;
  if (vma.start > va && !expandStack(task, mm, vma, va)) return FaultOutcome.SegvMapErr;
  if (!permits(vma, errorCode)) return FaultOutcome.SegvAccErr;
  return handleMmFault(task, mm, vma, va, (errorCode & FaultCode.Write) !== 0 ? FaultFlag.Write : FaultFlag.None);
}

/**
 * x86's access_error: a write needs Write; any other access to a page that is present was refused for good (NX); to an absent
 * page it needs any permission, since whatever is accessible is readable.
 */
function permits(vma: Vma, errorCode: number): boolean {
  if ((errorCode & FaultCode.Write) !== 0) return (vma.flags & VmFlag.Write) !== 0;
  if ((errorCode & FaultCode.Protection) !== 0) return false;
  return (vma.flags & (VmFlag.Read | VmFlag.Write | VmFlag.Exec)) !== 0;
}

/** Makes the page at `va` accessible as `flags` ask; the VMA is found and permits it. Counts the fault for `task`. */
export function handleMmFault(task: Task, mm: Mm, vma: Vma, va: number, flags: FaultFlag): FaultOutcome {
  const { system } = mm;
  if (system.options.stressEvict) stressEvict(system);
  system.waiting.charge(TimeCause.MinorFault);
  const page = (va & Paging.PageMask) >>> 0;
  const result = resolve(task, mm, vma, page, flags);
  if (result === FaultResult.Done || result === FaultResult.DoneWithRead) count(system, task, page, result);
  return outcomeOf(result);
}

function count(system: MemorySystem, task: Task, page: number, result: FaultResult): void {
  const { counters } = system;
  counters.pgfault++;
  if (result === FaultResult.DoneWithRead || task.faultRetry === page) {
    counters.pgmajfault++;
    task.majFlt++;
  } else {
    task.minFlt++;
  }
  task.faultRetry = -1;
}

function resolve(task: Task, mm: Mm, vma: Vma, page: number, flags: FaultFlag): FaultResult {
  const { system } = mm;
  const tableFlag = findEntry(mm, page) === NO_ENTRY ? FaultFlag.NewTable : FaultFlag.None;
  const entry = makeEntry(mm, task, page);
  if (entry < 0) return resultOf(entry);
  const pte = readEntry(system, entry);
  if (pte === Pte.None) {
    return vma.file === null ? faultAnonymous(task, mm, vma, page, entry, flags) : faultFilePage(task, mm, vma, page, entry, flags | tableFlag);
  }
  if (!hasFrame(pte)) {
    const result = faultSwapEntry(task, mm, vma, page, entry, flags);
    const isStillReadOnly = (readEntry(system, entry) & (Pte.Present | Pte.Writable)) === Pte.Present;
    if (flags !== FaultFlag.Write || !isStillReadOnly || result > FaultResult.DoneWithRead) return result;
    const copied = copyOnWrite(task, mm, vma, page, entry);
    return copied === FaultResult.Done ? result : copied;
  }
  if (flags === FaultFlag.Write && (pte & Pte.Writable) === 0) return copyOnWrite(task, mm, vma, page, entry);
  flushPage(mm, page);
  return FaultResult.Done;
}

/** do_anonymous_page. */
function faultAnonymous(task: Task, mm: Mm, vma: Vma, page: number, entry: number, flags: FaultFlag): FaultResult {
  const { system } = mm;
  if (flags !== FaultFlag.Write) {
    const zero = zeroPage(system, task);
    if (zero < 0) return resultOf(zero);
    writeEntry(system, entry, packPte(zero, protectionBits(vma) | Pte.Special));
    return FaultResult.Done;
  }
  anonVmaPrepare(mm, vma);
  const pfn = allocateZeroed(system, task);
  if (pfn < 0) return resultOf(pfn);
  system.waiting.charge(TimeCause.PageCopy);
  mapAnonymous(mm, vma, page, entry, pfn, Pte.Writable | Pte.Dirty);
  return FaultResult.Done;
}

/**
 * do_wp_page: a write to a page that is present and read-only. Shared file pages become writable; an anonymous page that
 * nobody else can see is taken over as it is; everything else is copied.
 */
function copyOnWrite(task: Task, mm: Mm, vma: Vma, page: number, entry: number): FaultResult {
  const { system } = mm;
  const { frames } = system;
  const pte = readEntry(system, entry);
  const pfn = pfnOf(pte);
  if ((vma.flags & VmFlag.Shared) !== 0) return makeSharedWritable(task, mm, vma, page, entry);
  const isZeroPage = (pte & Pte.Special) !== 0;
  if (!isZeroPage && frames.has(pfn, PageFlag.Anon) && canTakeOver(system, pfn)) {
    writeEntry(system, entry, pte | Pte.Writable | Pte.Dirty | Pte.Accessed);
    return FaultResult.Done;
  }
  anonVmaPrepare(mm, vma);
  if (!isZeroPage) pinFrame(system, pfn);
  const copy = isZeroPage ? allocateZeroed(system, task) : allocatePage(system, task);
  if (copy >= 0) {
    if (!isZeroPage) copyFrame(system, copy, pfn);
    system.waiting.charge(TimeCause.PageCopy);
    replaceWithAnonymous(mm, vma, page, entry, copy);
  }
  if (!isZeroPage) unpinFrame(system, pfn);
  return copy >= 0 ? FaultResult.Done : resultOf(copy);
}

/** wp_can_reuse_anon_folio: the mapping that faulted is the page's only holder. It then stays exclusive. */
function canTakeOver(system: MemorySystem, pfn: number): boolean {
  const { frames } = system;
  if (frames.has(pfn, PageFlag.AnonExclusive)) return true;
  if (frames.mapcount[pfn] !== 1 || frames.pins[pfn] !== 0 || !freeSwapOf(system, pfn)) return false;
  frames.set(pfn, PageFlag.AnonExclusive);
  return true;
}

