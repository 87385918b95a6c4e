/** mremap's half of the pages: entries move, contents and swap slots stay where they are. */
import { unreachable } from '../../base/assert.ts';
import type { Mm } from './mm.ts';
import type { Vma } from './vma.ts';

/** Moves the entries of [from, from+length) of `fromVma` to `to`; 0 or -ENOMEM (nothing moved). */
export function movePageTables(mm: Mm, fromVma: Vma, from: number, toVma: Vma, to: number, length: number): number {
  return unreachable(`movePageTables ${mm.id} ${fromVma.start} ${from} ${toVma.start} ${to} ${length}`);
}
