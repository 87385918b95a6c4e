/** The lines of /proc/PID/maps, with the column widths of a 32-bit kernel. */
import type { Mm } from './mm.ts';
import type { Vma } from './vma.ts';
import { VmFlag } from './vma.ts';

/** Characters before the name: 25 + 6 * sizeof(void *) - 1, and a blank. */
const NAME_COLUMN = 49;

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0');

/** What stands behind the inode: a path, [heap], [stack], [vdso], or nothing. */
export function vmaName(mm: Mm, vma: Vma): string {
  if (vma.file !== null) return vma.file.path;
  if (vma.specialName !== null) return vma.specialName;
  if (vma.start < mm.brk && vma.end > mm.startBrk) return '[heap]';
  if (vma.start <= mm.startStack && vma.end >= mm.startStack) return '[stack]';
  return '';
}

/** `rwxp`, or `s` at the end where stores are shared. */
export function permissionText(flags: number): string {
  const letter = (bit: number, name: string): string => (flags & bit ? name : '-');
  return letter(VmFlag.Read, 'r') + letter(VmFlag.Write, 'w') + letter(VmFlag.Exec, 'x') + (flags & VmFlag.MayShare ? 's' : 'p');
}

/** One line, without its newline. */
export function mapsLine(mm: Mm, vma: Vma): string {
  const inode = vma.file?.inode;
  const offset = vma.file === null ? 0 : vma.pgoff * 4096;
  const device = `${hex(inode?.major ?? 0, 2)}:${hex(inode?.minor ?? 0, 2)}`;
  const head = `${hex(vma.start, 8)}-${hex(vma.end, 8)} ${permissionText(vma.flags)} ${hex(offset, 8)} ${device} ${inode?.ino ?? 0} `;
  const name = vmaName(mm, vma);
  return name === '' ? head : head.padEnd(NAME_COLUMN) + name;
}

export function mapsText(mm: Mm): string {
  return mm.vmas.map((vma) => `${mapsLine(mm, vma)}\n`).join('');
}
