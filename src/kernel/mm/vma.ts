/**
 * One mapped range of an address space: Linux's vm_area_struct. Pure data; mmap.ts and its neighbours split, merge and
 * move these records, memory.ts's family fills their pages.
 */
import type { OpenFile } from '../fs/file.ts';

/** vm_flags, with Linux's values where /proc or the facts show them. */
export const enum VmFlag {
  None = 0,
  Read = 0x1,
  Write = 0x2,
  Exec = 0x4,
  Shared = 0x8,
  MayRead = 0x10,
  MayWrite = 0x20,
  MayExec = 0x40,
  MayShare = 0x80,
  GrowsDown = 0x100,
  Locked = 0x2000,
  /** madvise(MADV_SEQUENTIAL). */
  SeqRead = 0x8000,
  /** madvise(MADV_RANDOM). */
  RandRead = 0x10000,
  DontCopy = 0x20000,
  DontExpand = 0x40000,
  LockOnFault = 0x80000,
  /** Charged to Committed_AS. */
  Account = 0x100000,
  NoReserve = 0x200000,
  WipeOnFork = 0x2000000,
  DontDump = 0x4000000,
  HugePage = 0x20000000,
  NoHugePage = 0x40000000,
  /** madvise(MADV_MERGEABLE); the top bit, as an int32. */
  Mergeable = -0x80000000,
  /** The accesses that the program may make. */
  AccessMask = Read | Write | Exec,
  LockedMask = Locked | LockOnFault,
  /** VMAs with one of these never merge. */
  Special = DontExpand,
}

/**
 * Identity of a family of anonymous pages that fork may share. Merging asks whether two VMAs have the same one; who maps a
 * page is answered by the reverse map of the frame (rmap.ts), not from here. Owned by anon-vma.ts.
 */
export interface AnonVma {
  /** The one it was forked from; itself for the first of a family. */
  readonly parent: AnonVma | null;
  /** Chains (`Vma.anonChain`), over all address spaces, that contain it. */
  chains: number;
  /** VMAs whose `anonVma` it is. */
  activeVmas: number;
  /** Those whose parent it is and whose chains are not empty; the first of a family counts itself. */
  children: number;
}

export interface Vma {
  /** First byte; a multiple of 4096. */
  start: number;
  /** First byte behind; a multiple of 4096, at most 0xC0000000. */
  end: number;
  flags: number;
  /** Set by the first anonymous page faulted in here (anon_vma_prepare). */
  anonVma: AnonVma | null;
  /** All families its pages may belong to. More than one entry after a fork: such VMAs share their anon_vma with no neighbour. */
  anonChain: AnonVma[];
  /** The mapped file; null for private anonymous memory. Shared anonymous memory has a shmem file '/dev/zero (deleted)'. */
  file: OpenFile | null;
  /** Offset into the file in pages; for anonymous memory start / 4096 at the time of mapping (follows mremap). */
  pgoff: number;
  /** Set for [vdso]-like mappings that /proc names without a file. */
  specialName: string | null;
}
