/**
 * Which frames are used, access by access: for replacement policies that want every reference (`--references exact`) and
 * for recordings. Costs much when on and nothing when off: the MMU tells only while somebody listens.
 */
import { Access } from '../../machine/exit.ts';
import { PAGE_SHIFT } from './mm.ts';
import type { MemorySystem } from './memory-system.ts';

/** One use: an access of a program, or of the kernel on its behalf. */
export interface PageUse {
  readonly pfn: number;
  /** The page of the address; NO_ADDRESS for a use through a file call. */
  readonly vpn: number;
  readonly access: Access;
  /** Frame of the page directory in use, which tells address spaces apart. */
  readonly directory: number;
}

export type PageUseListener = (use: PageUse) => void;

/** The page was used without being mapped. */
export const NO_ADDRESS = -1;

/** Makes the policy learn of every use if it wants to, and `listener` of every use if there is one. */
export function watchPageUses(system: MemorySystem, listener: PageUseListener | null): void {
  const { policy } = system.reclaim;
  if (!policy.wantsReferences && listener === null) return;
  system.useListener = (use) => {
    if (policy.wantsReferences && policy.has(use.pfn)) policy.referenced(use.pfn);
    listener?.(use);
  };
  for (const { mmu } of system.machine.cpus) {
    mmu.watchReferences({
      reference(vpn, access) {
        // -1 if the page of code has been taken away since it was used.
        const pfn = mmu.peek(vpn << PAGE_SHIFT) >> PAGE_SHIFT;
        if (pfn >= 0) system.useListener?.({ pfn, vpn, access, directory: mmu.pageDirectory });
      },
    });
  }
}

/** Tells of a use through a file call, if anybody listens. */
export function tellFileUse(system: MemorySystem, pfn: number): void {
  system.useListener?.({ pfn, vpn: NO_ADDRESS, access: Access.Load, directory: NO_ADDRESS });
}
