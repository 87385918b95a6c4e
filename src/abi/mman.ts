/**
 * Numbers of the memory calls, as i386 programs pass them (asm-generic/mman.h of Linux 6.18). What the kernel makes of
 * them is in kernel/mm; how strace prints them follows from the tables at the end.
 */

/** Access bits of mmap and mprotect. */
export const enum Prot {
  None = 0,
  Read = 1,
  Write = 2,
  Exec = 4,
  /** Accepted and ignored. */
  Sem = 8,
  /** mprotect: extend the change down to the start of a VMA that grows down. */
  GrowsDown = 0x01000000,
  GrowsUp = 0x02000000,
}

/** Flags of mmap. The low four bits are a type, of which exactly one must be given. */
export const enum MapFlag {
  Shared = 1,
  Private = 2,
  /** Shared, and unknown flags are an error instead of ignored. */
  SharedValidate = 3,
  /** Known, but 64-bit kernels only. */
  Droppable = 8,
  TypeMask = 0xf,
  Fixed = 0x10,
  Anonymous = 0x20,
  Map32Bit = 0x40,
  Above4G = 0x80,
  GrowsDown = 0x100,
  DenyWrite = 0x800,
  Executable = 0x1000,
  Locked = 0x2000,
  NoReserve = 0x4000,
  Populate = 0x8000,
  NonBlock = 0x10000,
  Stack = 0x20000,
  HugeTlb = 0x40000,
  FixedNoReplace = 0x100000,
  HugeSizes = 0x7c000000,
}

/** Flags that MAP_SHARED_VALIDATE accepts (Linux's LEGACY_MAP_MASK on x86, with the sizes of huge pages in bits 26 to 30). */
export const LEGACY_MAP_MASK = MapFlag.Shared | MapFlag.Private | MapFlag.Fixed | MapFlag.Anonymous | MapFlag.Map32Bit | MapFlag.Above4G
  | MapFlag.GrowsDown | MapFlag.DenyWrite | MapFlag.Executable | MapFlag.Locked | MapFlag.NoReserve | MapFlag.Populate
  | MapFlag.NonBlock | MapFlag.Stack | MapFlag.HugeTlb | MapFlag.HugeSizes;

export const enum MremapFlag {
  MayMove = 1,
  Fixed = 2,
  DontUnmap = 4,
  All = 7,
}

export const enum Madvise {
  Normal = 0,
  Random = 1,
  Sequential = 2,
  WillNeed = 3,
  DontNeed = 4,
  Free = 8,
  Remove = 9,
  DontFork = 10,
  DoFork = 11,
  Mergeable = 12,
  Unmergeable = 13,
  HugePage = 14,
  NoHugePage = 15,
  DontDump = 16,
  DoDump = 17,
  WipeOnFork = 18,
  KeepOnFork = 19,
  Cold = 20,
  PageOut = 21,
  PopulateRead = 22,
  PopulateWrite = 23,
  DontNeedLocked = 24,
}

export const enum MsyncFlag {
  Async = 1,
  Invalidate = 2,
  Sync = 4,
  All = 7,
}

/** mlock2. */
export const enum MlockFlag {
  OnFault = 1,
}

export const enum MlockallFlag {
  Current = 1,
  Future = 2,
  OnFault = 4,
  All = 7,
}

/** One name of a flag word for strace: printed when all bits of `value` are set. */
export interface FlagName {
  readonly value: number;
  readonly name: string;
}

const names = (prefix: string, pairs: Readonly<Record<string, number>>): readonly FlagName[] =>
  Object.entries(pairs).map(([name, value]) => ({ value, name: prefix + name }));

export const PROT_NAMES = names('PROT_', { READ: 1, WRITE: 2, EXEC: 4, SEM: 8, GROWSDOWN: 0x01000000, GROWSUP: 0x02000000 });

/** The type names (low four bits) come first. */
export const MAP_TYPE_NAMES = names('MAP_', { SHARED: 1, PRIVATE: 2, SHARED_VALIDATE: 3 });
export const MAP_FLAG_NAMES = names('MAP_', {
  FIXED: 0x10, ANONYMOUS: 0x20, '32BIT': 0x40, GROWSDOWN: 0x100, DENYWRITE: 0x800, EXECUTABLE: 0x1000, LOCKED: 0x2000,
  NORESERVE: 0x4000, POPULATE: 0x8000, NONBLOCK: 0x10000, STACK: 0x20000, HUGETLB: 0x40000, SYNC: 0x80000,
  FIXED_NOREPLACE: 0x100000,
});
export const MREMAP_NAMES = names('MREMAP_', { MAYMOVE: 1, FIXED: 2, DONTUNMAP: 4 });
export const MADVISE_NAMES = names('MADV_', {
  NORMAL: 0, RANDOM: 1, SEQUENTIAL: 2, WILLNEED: 3, DONTNEED: 4, FREE: 8, REMOVE: 9, DONTFORK: 10, DOFORK: 11, MERGEABLE: 12,
  UNMERGEABLE: 13, HUGEPAGE: 14, NOHUGEPAGE: 15, DONTDUMP: 16, DODUMP: 17, WIPEONFORK: 18, KEEPONFORK: 19, COLD: 20,
  PAGEOUT: 21, POPULATE_READ: 22, POPULATE_WRITE: 23, DONTNEED_LOCKED: 24, COLLAPSE: 25, GUARD_INSTALL: 102, GUARD_REMOVE: 103,
});
export const MSYNC_NAMES = names('MS_', { ASYNC: 1, INVALIDATE: 2, SYNC: 4 });
export const MLOCK_NAMES = names('MLOCK_', { ONFAULT: 1 });
export const MLOCKALL_NAMES = names('MCL_', { CURRENT: 1, FUTURE: 2, ONFAULT: 4 });
