/** Making an address space. */
import { unreachable } from '../../base/assert.ts';
import type { MemorySystem } from './memory-system.ts';
import type { Mm } from './mm.ts';

/** An empty address space with its directory, or -ENOMEM. Freed by destroyPages (zap.ts) when its VMAs are gone. */
export function createMm(system: MemorySystem): Mm | number {
  return unreachable(`createMm ${system.committed}`);
}
