/** A whole address space at once: copied by fork, emptied by exec and exit. */
import { accountPages, chargeMemory, unchargeMemory } from './accounting.ts';
import { forkAnonVma } from './anon-vma.ts';
import { copyPageRange } from './copy-page-range.ts';
import { TASK_SIZE, type Mm } from './mm.ts';
import { countPages } from './munmap.ts';
import { insertVma, pagesOf } from './vma-list.ts';
import { holdFileReference, releaseVma } from './vma-split.ts';
import { VmFlag, type Vma } from './vma.ts';
import { freePageTables, unmapPageRange } from './zap.ts';

/**
 * fork: fills the empty `target` with copies of all VMAs that are not DONTFORK, their pages shared copy-on-write; locks are
 * not inherited, WIPEONFORK ones start empty. 0 or -ENOMEM; then what was copied is in `target`, for exitMmap to undo.
 */
export function dupMmap(target: Mm, source: Mm): number {
  copyLayout(target, source);
  for (const vma of source.vmas) {
    if ((vma.flags & VmFlag.DontCopy) !== 0) {
      accountPages(target, vma.flags, -pagesOf(vma));
      continue;
    }
    const isCharged = (vma.flags & VmFlag.Account) !== 0;
    const error = isCharged ? chargeMemory(target, pagesOf(vma)) : 0;
    if (error !== 0) return error;
    const copy: Vma = { ...vma, anonVma: null, anonChain: [], flags: vma.flags & ~VmFlag.LockedMask };
    const isWiped = (vma.flags & VmFlag.WipeOnFork) !== 0;
    if (!isWiped) forkAnonVma(copy, vma);
    if (copy.file !== null) holdFileReference(copy.file);
    insertVma(target, copy);
    if (isWiped) continue;
    const failed = copyPageRange(target, source, vma, copy);
    if (failed !== 0) return failed;
  }
  target.hiwaterVm = target.totalVm;
  return 0;
}

/** Unmaps everything and lets go of the program's file. The page directory remains (destroyPages). */
export function exitMmap(mm: Mm): void {
  const vmas = [...mm.vmas];
  for (const vma of vmas) unmapPageRange(mm, vma, vma.start, vma.end);
  mm.vmas.length = 0;
  freePageTables(mm, 0, TASK_SIZE);
  unchargeMemory(mm, countPages(vmas).charged);
  for (const vma of vmas) releaseVma(mm, vma);
  if (mm.exeFile !== null) mm.system.putFile(mm.exeFile);
  mm.exeFile = null;
  mm.totalVm = mm.dataVm = mm.execVm = mm.stackVm = mm.lockedVm = 0;
}

function copyLayout(target: Mm, source: Mm): void {
  const { mmapBase, legacyLayout, startCode, endCode, startData, endData, startBrk, brk, startStack } = source;
  const { argStart, argEnd, envStart, envEnd, totalVm, dataVm, execVm, stackVm, exeFile } = source;
  Object.assign(target, { mmapBase, legacyLayout, startCode, endCode, startData, endData, startBrk, brk, startStack });
  Object.assign(target, { argStart, argEnd, envStart, envEnd, totalVm, dataVm, execVm, stackVm, exeFile });
  target.lockedVm = 0;
  target.defFlags = 0;
  if (exeFile !== null) holdFileReference(exeFile);
}
