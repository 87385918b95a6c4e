/** mprotect's half of the pages. */
import { unreachable } from '../../base/assert.ts';
import type { Mm } from './mm.ts';
import type { Vma } from './vma.ts';

/** Gives the present entries of [start, end) the protection of `vma.flags`, which are already the new ones. */
export function changeProtection(mm: Mm, vma: Vma, start: number, end: number): void {
  unreachable(`changeProtection ${mm.id} ${vma.flags} ${start} ${end}`);
}
