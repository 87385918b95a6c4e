/**
 * The page-table word: i386 without PAE. This file owns its layout; no shift or mask of a page-table word stands elsewhere.
 *
 *   bit  31..............12 | 11 | 10 |  9  | 8 |    7   | 6 | 5 |  4  |  3  |  2  |  1  | 0
 *   P=1    frame (pfn)      | SD | NX | SPC | G | PS/PAT | D | A | PCD | PWT | US  | RW  | 1
 *   P=0    frame (pfn)      | SD | NX | SPC | 1 |    .   | D | A |  .  |  .  | US  | RW  | 0   PROT_NONE page that keeps its frame
 *   P=0    offset (31..9)               | 0 |   E    | 0 |   type (5..1)             | 0   swap entry
 *   0                                                                                        none
 *
 * A directory entry (PDE) has the same form; PS is ignored (no 4 MiB pages). NX is a software bit that the walker obeys
 * unless the machine runs with `nx: false`: the real format has none. Bit 8 means G in a present entry and PROTNONE in an
 * absent one, as in Linux; a swap entry keeps it 0, so the three absent forms never look alike.
 */

/** Bits of a page-table or directory entry. */
export const enum Pte {
  None = 0,
  /** The walker may use the entry. */
  Present = 0x001,
  Writable = 0x002,
  User = 0x004,
  WriteThrough = 0x008,
  CacheDisable = 0x010,
  /** Set by the walker when it uses the entry. */
  Accessed = 0x020,
  /** Set by the walker on the first write. */
  Dirty = 0x040,
  /** PS in a directory entry, PAT in a page-table entry; without effect here. */
  PageSize = 0x080,
  Global = 0x100,
  /** In an absent entry: a PROT_NONE page that keeps its frame. */
  ProtNone = 0x100,
  /** Software: a frame without reference count, such as the shared zero page. */
  Special = 0x200,
  /** Software, obeyed by the walker: instructions may not be fetched. */
  NoExecute = 0x400,
  /** Software: written since the last clearing (soft-dirty). */
  SoftDirty = 0x800,
  FlagsMask = 0xfff,
  FrameMask = 0xfffff000 | 0,
}

/** Where the number fields of an entry lie. */
const enum Layout {
  FrameShift = 12,
  SwapTypeShift = 1,
  SwapTypeMask = 0x1f,
  SwapOffsetShift = 9,
  SwapExclusive = 0x80,
}

/** How a virtual address splits: 10 bits directory index, 10 bits table index, 12 bits offset. */
export const enum Paging {
  PageShift = 12,
  PageSize = 4096,
  OffsetMask = 0xfff,
  /** Clears the offset of an address held as an int32. */
  PageMask = 0xfffff000 | 0,
  DirectoryShift = 22,
  IndexMask = 0x3ff,
  /** Entries in a directory or a table. */
  EntryCount = 1024,
}

/** Limits of the fields of a swap entry. */
export const enum SwapLimit {
  Types = 32,
  Offsets = 0x800000,
}

/** Makes a present or PROT_NONE entry; `bits` is a set of {@link Pte} flags. Returns an int32. */
export const packPte = (pfn: number, bits: number): number => (pfn << Layout.FrameShift) | bits;

/** The frame number of a present or PROT_NONE entry. */
export const pfnOf = (pte: number): number => pte >>> Layout.FrameShift;

/** The flag bits of an entry. */
export const flagsOf = (pte: number): number => pte & Pte.FlagsMask;

export const isNone = (pte: number): boolean => pte === Pte.None;

/** Whether the walker can use the entry. */
export const isPresent = (pte: number): boolean => (pte & Pte.Present) !== 0;

/** Whether the entry keeps a frame that the walker must not use. */
export const isProtNone = (pte: number): boolean => (pte & (Pte.Present | Pte.ProtNone)) === Pte.ProtNone;

/** Whether the entry holds a frame, usable or not (Linux's pte_present). */
export const hasFrame = (pte: number): boolean => (pte & (Pte.Present | Pte.ProtNone)) !== 0;

export const isSwap = (pte: number): boolean => pte !== Pte.None && !hasFrame(pte);

/** Makes an absent entry that names a slot of a swap area. `exclusive`: no other process shares the slot. */
export function packSwap({ type, offset, isExclusive }: SwapEntry): number {
  return (type << Layout.SwapTypeShift) | (offset << Layout.SwapOffsetShift) | (isExclusive ? Layout.SwapExclusive : 0);
}

/** The parts of a swap entry. Slot 0 of area 0 cannot be named: its entry would be none. */
export interface SwapEntry {
  /** Swap area, 0 to 31. */
  readonly type: number;
  /** Slot in the area, in pages. */
  readonly offset: number;
  readonly isExclusive: boolean;
}

export const swapTypeOf = (pte: number): number => (pte >>> Layout.SwapTypeShift) & Layout.SwapTypeMask;
export const swapOffsetOf = (pte: number): number => pte >>> Layout.SwapOffsetShift;
export const isSwapExclusive = (pte: number): boolean => (pte & Layout.SwapExclusive) !== 0;

/** Index of the directory entry for `va`. */
export const directoryIndexOf = (va: number): number => va >>> Paging.DirectoryShift;
/** Index of the entry for `va` in its page table. */
export const tableIndexOf = (va: number): number => (va >>> Paging.PageShift) & Paging.IndexMask;

const FLAG_NAMES: readonly (readonly [number, string])[] = [
  [Pte.Present, 'P'], [Pte.Writable, 'RW'], [Pte.User, 'US'], [Pte.WriteThrough, 'PWT'], [Pte.CacheDisable, 'PCD'],
  [Pte.Accessed, 'A'], [Pte.Dirty, 'D'], [Pte.PageSize, 'PS'], [Pte.Global, 'G'], [Pte.Special, 'SPC'],
  [Pte.NoExecute, 'NX'], [Pte.SoftDirty, 'SD'],
];

/** The entry in words: `none`, `swap 0:17 exclusive`, `frame 1a3 P RW US A D`, `frame 1a3 PROTNONE RW US`. */
export function describePte(pte: number): string {
  if (isNone(pte)) return 'none';
  if (isSwap(pte)) return `swap ${swapTypeOf(pte)}:${swapOffsetOf(pte)}${isSwapExclusive(pte) ? ' exclusive' : ''}`;
  const hidden = isProtNone(pte) ? Pte.ProtNone : Pte.None;
  const names = FLAG_NAMES.filter(([bit]) => (pte & bit & ~hidden) !== 0).map(([, name]) => name);
  if (hidden !== Pte.None) names.unshift('PROTNONE');
  return [`frame ${pfnOf(pte).toString(16)}`, ...names].join(' ');
}
