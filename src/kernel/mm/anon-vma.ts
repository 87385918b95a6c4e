/**
 * Families of anonymous pages: Linux's anon_vma and anon_vma_chain, as far as they decide which VMAs may merge.
 *
 * A VMA gets a family with its first anonymous page. Splitting, moving and forking a VMA hand its chain on; fork adds a
 * family of the child's own. Two VMAs merge only within one family, or when one of them has none and the other has never
 * been through a fork. So the history of faults and forks decides the shape of the address space for ever after.
 *
 * Invariants: `anonVma` is null or a member of `anonChain`; `chains`, `activeVmas` and `children` of every AnonVma equal what
 * a count over all VMAs gives.
 */
import type { AnonVma, Vma } from './vma.ts';

/** Hands the chain of `source` on to `target`, whose `anonVma` is already the same (after a split, a move or a merge). */
export function cloneAnonVma(target: Vma, source: Vma): void {
  for (const family of source.anonChain) {
    linkAnonVma(target, family);
    // A family whose own VMAs are all gone and that has one child left may serve the new VMA instead of a new family.
    if (target.anonVma === null && source.anonVma !== null && family.children < 2 && family.activeVmas === 0) target.anonVma = family;
  }
  if (target.anonVma !== null) target.anonVma.activeVmas++;
}

/** fork: the child's VMA joins all families of the parent's, and gets one of its own for the pages it will copy. */
export function forkAnonVma(child: Vma, parent: Vma): void {
  child.anonVma = null;
  if (parent.anonVma === null) return;
  cloneAnonVma(child, parent);
  if (child.anonVma !== null) return;
  const own = createAnonVma(parent.anonVma);
  linkAnonVma(child, own);
  child.anonVma = own;
  own.activeVmas++;
}

/** When a merge makes `target` cover pages of `source`, it must belong to their families. */
export function adoptAnonVma(target: Vma, source: Vma): void {
  if (source.anonVma === null || target.anonVma !== null) return;
  target.anonVma = source.anonVma;
  cloneAnonVma(target, source);
}

/** The VMA goes away, or its pages have moved elsewhere. */
export function unlinkAnonVmas(vma: Vma): void {
  for (const family of vma.anonChain) {
    family.chains--;
    if (family.chains === 0) family.parent !== null ? family.parent.children-- : family.children--;
  }
  vma.anonChain = [];
  if (vma.anonVma !== null) vma.anonVma.activeVmas--;
  vma.anonVma = null;
}

/** Whether fork has given the VMA families of its parents. */
export const isForkChild = (vma: Vma): boolean => vma.anonVma !== null && vma.anonChain.length > 1;

/** A new family, forked from `parent`'s or the first of its line. */
export function createAnonVma(parent: AnonVma | null): AnonVma {
  if (parent !== null) parent.children++;
  return { parent, chains: 0, activeVmas: 0, children: parent === null ? 1 : 0 };
}

/** Enters `family` into the chain of `vma`. */
export function linkAnonVma(vma: Vma, family: AnonVma): void {
  vma.anonChain.push(family);
  family.chains++;
}
