/** fork's half of the pages: share what is anonymous copy-on-write, leave what can be found again to later faults. */
import { unreachable } from '../../base/assert.ts';
import type { Mm } from './mm.ts';
import type { Vma } from './vma.ts';

/** Copies the entries of `srcVma` to the equal range of `dstVma`; 0 or -ENOMEM (the caller then tears `dst` down). */
export function copyPageRange(dst: Mm, src: Mm, srcVma: Vma, dstVma: Vma): number {
  return unreachable(`copyPageRange ${dst.id} ${src.id} ${srcVma.start} ${dstVma.start}`);
}
