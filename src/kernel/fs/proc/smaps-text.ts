/** /proc/PID/smaps: the line of maps for each VMA, then what its pages amount to. */
import { mapsLine } from '../../mm/maps-text.ts';
import { PAGE_SIZE, type Mm } from '../../mm/mm.ts';
import { smapsSums, type SmapsSums } from '../../mm/page-state.ts';
import { VmFlag, type Vma } from '../../mm/vma.ts';

/** Column at which the numbers start; they take eight more. */
const NAME_WIDTH = 16;
const NUMBER_WIDTH = 8;

/** Two-letter names of VmFlags, in order of their bits. */
const FLAG_NAMES: readonly (readonly [number, string])[] = [
  [VmFlag.Read, 'rd'], [VmFlag.Write, 'wr'], [VmFlag.Exec, 'ex'], [VmFlag.Shared, 'sh'],
  [VmFlag.MayRead, 'mr'], [VmFlag.MayWrite, 'mw'], [VmFlag.MayExec, 'me'], [VmFlag.MayShare, 'ms'],
  [VmFlag.GrowsDown, 'gd'], [VmFlag.Locked, 'lo'], [VmFlag.SeqRead, 'sr'], [VmFlag.RandRead, 'rr'],
  [VmFlag.DontCopy, 'dc'], [VmFlag.DontExpand, 'de'], [VmFlag.LockOnFault, 'lf'], [VmFlag.Account, 'ac'],
  [VmFlag.NoReserve, 'nr'], [VmFlag.WipeOnFork, 'wf'], [VmFlag.DontDump, 'dd'],
  [VmFlag.HugePage, 'hg'], [VmFlag.NoHugePage, 'nh'], [VmFlag.Mergeable, 'mg'],
];

const line = (name: string, bytes: number): string =>
  `${`${name}:`.padEnd(NAME_WIDTH)}${String(Math.floor(bytes / 1024)).padStart(NUMBER_WIDTH)} kB\n`;

const FIELDS: readonly (readonly [string, (sums: SmapsSums) => number])[] = [
  ['Rss', (sums) => sums.rss], ['Pss', (sums) => sums.pss], ['Pss_Dirty', (sums) => sums.pssDirty],
  ['Shared_Clean', (sums) => sums.sharedClean], ['Shared_Dirty', (sums) => sums.sharedDirty],
  ['Private_Clean', (sums) => sums.privateClean], ['Private_Dirty', (sums) => sums.privateDirty],
  ['Referenced', (sums) => sums.referenced], ['Anonymous', (sums) => sums.anonymous], ['KSM', () => 0], ['LazyFree', (sums) => sums.lazyFree],
  ['AnonHugePages', () => 0], ['ShmemPmdMapped', () => 0], ['FilePmdMapped', () => 0], ['Shared_Hugetlb', () => 0], ['Private_Hugetlb', () => 0],
  ['Swap', (sums) => sums.swap], ['SwapPss', (sums) => sums.swapPss], ['Locked', (sums) => sums.locked],
];

function vmaText(mm: Mm, vma: Vma): string {
  const sums = smapsSums(mm, vma);
  const flags = FLAG_NAMES.filter(([bit]) => (vma.flags & bit) !== 0).map(([, name]) => `${name} `).join('');
  return [
    `${mapsLine(mm, vma)}\n`,
    line('Size', vma.end - vma.start), line('KernelPageSize', PAGE_SIZE), line('MMUPageSize', PAGE_SIZE),
    ...FIELDS.map(([name, of]) => line(name, of(sums))),
    `${'THPeligible:'.padEnd(NAME_WIDTH)}${'0'.padStart(NUMBER_WIDTH)}\n`,
    `VmFlags: ${flags}\n`,
  ].join('');
}

export function smapsText(mm: Mm): string {
  return mm.vmas.map((vma) => vmaText(mm, vma)).join('');
}
