/**
 * The plain MMU that the real one is compared with: no fast layer, no marks, sets as lists of entries, every rule of the
 * architecture written out once more from the documentation. It shares with the real one only the names of enums.
 */
import { Access, Exit } from '../../src/machine/exit.ts';

/** What both machines are made of. */
export interface ReferenceOptions {
  readonly frames: number;
  readonly entries: number;
  readonly ways: number;
  readonly nx: boolean;
  readonly strictAlign: boolean;
  /** RAM that another CPU has already; a new one otherwise. */
  readonly bytes?: Uint8Array;
}

interface Entry {
  readonly vpn: number;
  readonly pfn: number;
}

/** One set: a ring of entries. */
interface EntrySet {
  readonly ways: (Entry | null)[];
  next: number;
}

const PAGE = 4096;

export class ReferenceMmu {
  readonly ram: DataView;
  readonly bytes: Uint8Array;
  readonly misses = [0, 0, 0];
  /** Cycles of walks. */
  cycles = 0;
  directory = 0;
  paging = true;
  fault = { exit: Exit.PageFault, va: 0, access: Access.Load, errorCode: 0 };

  private readonly options: ReferenceOptions;
  private readonly arrays: EntrySet[][];

  constructor(options: ReferenceOptions) {
    this.options = options;
    this.bytes = options.bytes ?? new Uint8Array(options.frames * PAGE);
    this.ram = new DataView(this.bytes.buffer);
    this.arrays = [];
    for (let access = 0; access < 3; access++) this.arrays.push(this.emptyArray());
  }

  flush(): void {
    for (let access = 0; access < 3; access++) this.arrays[access] = this.emptyArray();
  }

  invalidate(va: number): void {
    for (const array of this.arrays) {
      for (const set of array) set.ways.forEach((entry, way) => { if (entry?.vpn === va >>> 12) set.ways[way] = null; });
    }
  }

  /** Physical address or -1. */
  translate(va: number, access: Access): number {
    const vpn = va >>> 12;
    const offset = va & 4095;
    if (!this.paging) {
      if (vpn >= this.options.frames) return this.refuse(Exit.PageFault, va, access, 0);
      return vpn * PAGE + offset;
    }
    const sets = this.arrays[access];
    const set = sets[(vpn ^ Math.floor(vpn / 1024)) % sets.length];
    const held = set.ways.find((entry) => entry?.vpn === vpn);
    if (held) return held.pfn * PAGE + offset;
    this.misses[access]++;
    this.cycles += 40;
    const pfn = this.walk(va, access);
    if (pfn < 0) return -1;
    set.ways[set.next] = { vpn, pfn };
    set.next = (set.next + 1) % set.ways.length;
    return pfn * PAGE + offset;
  }

  /** Physical addresses of each byte of an access, or null after a fault. */
  translateBytes(va: number, length: number, access: Access): number[] | null {
    if (this.options.strictAlign && va % Math.min(length, 4) !== 0) {
      this.refuse(Exit.Misaligned, va, access, 0);
      return null;
    }
    const pages = new Map<number, number>();
    const addresses: number[] = [];
    for (let index = 0; index < length; index++) {
      const byteVa = (va + index) % 2 ** 32;
      const page = Math.floor(byteVa / PAGE);
      if (!pages.has(page)) {
        const pa = this.translate(byteVa, access);
        if (pa < 0) return null;
        pages.set(page, pa - (byteVa % PAGE));
      }
      addresses.push(pages.get(page)! + (byteVa % PAGE));
    }
    return addresses;
  }

  refuse(exit: Exit, va: number, access: Access, code: number): -1 {
    let errorCode = 0;
    if (exit === Exit.PageFault) {
      errorCode = code + 4;
      if (access === Access.Store) errorCode += 2;
      if (access === Access.Fetch && this.options.nx) errorCode += 16;
    }
    this.fault = { exit, va, access, errorCode };
    return -1;
  }

  /** The pages and frames of one array, in the order of their places. */
  entries(access: Access): Entry[] {
    return this.arrays[access].flatMap(({ ways }) => ways.filter((entry) => entry !== null));
  }

  private walk(va: number, access: Access): number {
    const pdeAt = this.directory * PAGE + Math.floor(va / 2 ** 22) * 4;
    const pde = this.ram.getUint32(pdeAt, true);
    if (pde % 2 === 0) return this.refuse(Exit.PageFault, va, access, 0);
    if (Math.floor(pde / PAGE) >= this.options.frames) return this.refuse(Exit.PageFault, va, access, 9);
    const pteAt = Math.floor(pde / PAGE) * PAGE + (Math.floor(va / PAGE) % 1024) * 4;
    const pte = this.ram.getUint32(pteAt, true);
    if (pte % 2 === 0) return this.refuse(Exit.PageFault, va, access, 0);
    if (Math.floor(pte / PAGE) >= this.options.frames) return this.refuse(Exit.PageFault, va, access, 9);
    const isUser = (pde & pte & 4) !== 0;
    const isWritable = (pde & pte & 2) !== 0;
    const isExecutable = !this.options.nx || (pte & 0x400) === 0;
    const isGranted = isUser && (access !== Access.Store || isWritable) && (access !== Access.Fetch || isExecutable);
    if (!isGranted) return this.refuse(Exit.PageFault, va, access, 1);
    this.ram.setUint32(pdeAt, pde | 0x20, true);
    const again = this.ram.getUint32(pteAt, true);
    this.ram.setUint32(pteAt, again | 0x20 | (access === Access.Store ? 0x40 : 0), true);
    return Math.floor(pte / PAGE);
  }

  private emptyArray(): EntrySet[] {
    const { entries, ways } = this.options;
    return Array.from({ length: entries / ways }, () => ({ ways: new Array<Entry | null>(ways).fill(null), next: 0 }));
  }
}
