/**
 * Records which pages a program uses, as they are to the replacement policy: contents that come into memory, are used, and
 * go. A page that several mappings or processes share is one page; a copy made on a write is another.
 *
 * A page is named by the page number and the address space under which it is first used; if that name is another page's
 * already, by the next address space's number that is free. Contents that come in without being used (read-ahead, file
 * pages read by calls) and have no address yet are numbered from UNMAPPED_BASE on, above all page numbers.
 *
 * Frames that hold no page of the policy's (page tables, the page of zeros, pages locked in memory) are recorded as pinned,
 * numbered from PINNED_BASE on, so that a player with as many frames as the machine has RAM has the same room for pages.
 */
import { Access } from '../machine/exit.ts';
import { NO_ADDRESS, type PageUse } from '../kernel/mm/page-uses.ts';
import type { MemorySystem } from '../kernel/mm/memory-system.ts';
import type { ResidencyObserver } from '../kernel/mm/replacement/observed-policy.ts';
import { ReferenceKind } from '../observe/reference-trace.ts';

/** Page numbers of pages that no program has used yet. */
const UNMAPPED_BASE = 0x100000;
const PINNED_BASE = 0x200000;
const NONE = -1;

/** Where the events go: a TraceBuilder, or a writer of text. */
export type ReferenceConsumer = (page: number, kind: ReferenceKind, space: number) => void;

interface PageName {
  readonly page: number;
  readonly space: number;
}

const KIND_OF_ACCESS: Readonly<Record<Access, ReferenceKind>> = {
  [Access.Fetch]: ReferenceKind.Fetch,
  [Access.Load]: ReferenceKind.Read,
  [Access.Store]: ReferenceKind.Write,
  [Access.Count]: ReferenceKind.Read,
};

const unmappedName = (contents: number): PageName => ({ page: UNMAPPED_BASE + contents, space: 0 });

/** A recording in progress. */
class ReferenceRecording implements ResidencyObserver {
  private readonly memory: MemorySystem;
  private readonly consume: ReferenceConsumer;
  /** By frame: the number of its contents, or NONE. */
  private readonly contentsIn: Int32Array;
  /** By contents. */
  private readonly names: (PageName | undefined)[] = [];
  /** Names in use, as `space:page`. */
  private readonly taken = new Set<string>();
  /** Address spaces in the order of their first use, by page directory. */
  private readonly spaces = new Map<number, number>();
  /** Contents that have just come in for the first time and whose use, if any, is the next thing to happen. */
  private arrived = NONE;
  /** Contents that instructions were last fetched from. */
  private code = NONE;
  /** Frames recorded as pinned. */
  private pinned = 0;

  constructor(memory: MemorySystem, consume: ReferenceConsumer) {
    this.memory = memory;
    this.consume = consume;
    this.contentsIn = new Int32Array(memory.frames.count).fill(NONE);
  }

  /** A use of a page; an arrow function, since it is handed over. */
  readonly used = ({ pfn, vpn, access, directory }: PageUse): void => {
    const contents = this.contentsIn[pfn]!;
    if (contents === NONE) return;
    // The second try of the instruction whose data has just come in: players know of it by themselves.
    if (access === Access.Fetch && contents === this.code && this.arrived !== NONE) return;
    if (vpn !== NO_ADDRESS) this.tellPins();
    if (contents === this.arrived) this.arrived = NONE;
    else this.tellArrival();
    if (access === Access.Fetch) this.code = contents;
    const name = (this.names[contents] ??= vpn === NO_ADDRESS ? unmappedName(contents) : this.chooseName(vpn, this.spaceOf(directory)));
    this.consume(name.page, KIND_OF_ACCESS[access], name.space);
  };

  loaded(pfn: number, contents: number): void {
    this.contentsIn[pfn] = contents;
    if (contents < this.names.length) return;
    this.tellArrival();
    this.names.length = contents + 1;
    this.arrived = contents;
  }

  evicted(pfn: number): void {
    if (this.contentsIn[pfn] === this.arrived) this.tellArrival();
    this.contentsIn[pfn] = NONE;
  }

  freed(pfn: number): void {
    const contents = this.contentsIn[pfn]!;
    this.tellArrival();
    const name = this.names[contents];
    if (name !== undefined) this.consume(name.page, ReferenceKind.Free, name.space);
    this.contentsIn[pfn] = NONE;
  }

  /** Frames that have been taken for something else, or given back, since the last use of a page. */
  private tellPins(): void {
    const { frames, allocator, reclaim } = this.memory;
    const pinned = frames.count - allocator.freeCount - reclaim.resident;
    for (; this.pinned < pinned; this.pinned++) this.consume(PINNED_BASE + this.pinned, ReferenceKind.Pin, 0);
    for (; this.pinned > pinned; this.pinned--) this.consume(PINNED_BASE + this.pinned - 1, ReferenceKind.Free, 0);
  }

  /** Contents that nobody used on arrival are told as loaded. */
  private tellArrival(): void {
    const contents = this.arrived;
    this.arrived = NONE;
    if (contents === NONE) return;
    const name = (this.names[contents] ??= unmappedName(contents));
    this.consume(name.page, ReferenceKind.Load, name.space);
  }

  private chooseName(page: number, preferredSpace: number): PageName {
    let space = preferredSpace;
    while (this.taken.has(`${space}:${page}`)) space++;
    this.taken.add(`${space}:${page}`);
    return { page, space };
  }

  private spaceOf(directory: number): number {
    let space = this.spaces.get(directory);
    if (space === undefined) this.spaces.set(directory, (space = this.spaces.size));
    return space;
  }
}

/** Records the page references of a kernel that has not run yet. */
export function recordReferences(memory: MemorySystem, consume: ReferenceConsumer): void {
  const recording = new ReferenceRecording(memory, consume);
  memory.watchPages(recording, recording.used);
}
