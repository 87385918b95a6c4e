/**
 * Reclaim: getting frames back when they run out.
 *
 * Data. The replacement policy (`policy`) orders all pages that may be evicted and names a victim when asked. Before it, the
 * list `cold` holds pages that a program has called useless (madvise). kswapd is a kernel task of two words: when it runs
 * next, and how often it has.
 *
 * The path of a frame that is missing:
 * 1. allocate-page.ts finds free frames at or under the min mark (under the low mark it only wakes kswapd).
 * 2. `shrink` settles finished disk requests; that alone may free frames whose writes are done.
 * 3. It takes a victim: the oldest cold page that was not used since, else the policy's choice.
 * 4. evict.ts writes the page if it must, removes its mappings through the reverse map, and frees it, or leaves it under
 *    write-back, to be freed in step 2 of a later round.
 * 5. This goes on until a batch is freed or being written. Nothing freed but something under way: the task sleeps until the
 *    disk is done. Nothing of either: the OOM killer (oom.ts).
 *
 * Background reclaim runs the same rounds from the low up to the high mark, when a CPU has time for it.
 */
import { AfterWrite, evictFrame, Evicted } from './evict.ts';
import { NO_FRAME, PageFlag } from './frames.ts';
import { forgetCold } from './lru.ts';
import type { MemorySystem } from './memory-system.ts';
import { completeIo, lastCompletion } from './page-io.ts';
import type { PageLists } from './replacement/page-lists.ts';
import type { PageView, ReplacementPolicy } from './replacement/replacement-policy.ts';

/** Who reclaims, for the counters. */
export const enum Reclaimer {
  Direct,
  Kswapd,
}

/** Pages that must be resident before `--stress evict` takes one: an instruction and its page tables need a few at once. */
const STRESS_LEAST_RESIDENT = 8;
const NEVER = Infinity;

/** The state of reclaim. */
export interface Reclaim {
  /** Replaced by a watched one, before the run, if somebody watches. */
  policy: ReplacementPolicy;
  readonly view: PageView;
  /** Pages that the policy has, most that it ever had, and how often one came: kept by lru.ts. */
  resident: number;
  residentPeak: number;
  loads: number;
  /** List 0: pages to take first. */
  readonly cold: PageLists;
  /** Frames that will be free when their writes are done (PageFlag.Reclaim). */
  inFlight: number;
  /** Virtual time at which kswapd wants a CPU, Infinity while it sleeps. */
  kswapdWakeTime: number;
  /** Next tick of a policy that wants them, Infinity for others. */
  nextTick: number;
  readonly tickInterval: number;
}

/**
 * Evicts pages until `goal` frames have been freed or will be by writes under way; gives how many were freed. Writes of
 * earlier rounds count too: what is coming anyway need not be asked for again.
 */
export function shrink(system: MemorySystem, goal: number, who: Reclaimer): number {
  const { allocator, frames, reclaim, counters } = system;
  const freeBefore = allocator.freeCount;
  let refused = 0;
  let scanned = 0;
  completeIo(system);
  tickPolicy(system);
  while (allocator.freeCount - freeBefore + reclaim.inFlight < goal && refused <= frames.count) {
    const victim = selectVictim(system);
    if (victim === NO_FRAME) break;
    scanned++;
    if (evictFrame(system, victim, AfterWrite.Free) === Evicted.Kept) refused++;
  }
  if (who === Reclaimer.Kswapd) {
    counters.pgscan_kswapd += scanned;
    counters.pgsteal_kswapd += scanned - refused;
  } else {
    counters.pgscan_direct += scanned;
    counters.pgsteal_direct += scanned - refused;
  }
  return allocator.freeCount - freeBefore;
}

function selectVictim(system: MemorySystem): number {
  const { reclaim, frames } = system;
  for (let pfn = reclaim.cold.oldest(0); pfn >= 0; pfn = reclaim.cold.oldest(0)) {
    forgetCold(system, pfn);
    const isUsedAgain = frames.mapcount[pfn]! > 0 && reclaim.view.isReferenced(pfn);
    if (!isUsedAgain && reclaim.view.isEvictable(pfn)) return pfn;
  }
  return reclaim.policy.selectVictim();
}

/** Tells a policy that wants ticks of them; to be called now and then. */
function tickPolicy(system: MemorySystem): void {
  const { reclaim } = system;
  const now = system.waiting.now();
  if (reclaim.nextTick > now) return;
  reclaim.policy.tick();
  // Ticks that nobody asked for in time are one tick: the bits say no more than that.
  reclaim.nextTick = now + reclaim.tickInterval;
}

/** Calls kswapd if frames are getting scarce. */
export function wakeKswapd(system: MemorySystem): void {
  const { allocator, reclaim } = system;
  if (allocator.freeCount >= allocator.watermarks.low || reclaim.kswapdWakeTime !== NEVER) return;
  reclaim.kswapdWakeTime = system.waiting.now();
}

/**
 * kswapd's turn on a CPU: one round. Sets `kswapdWakeTime` to when it wants the next; it sleeps once the high mark is
 * reached or nothing can be done.
 */
export function runKswapd(system: MemorySystem): void {
  const { allocator, reclaim } = system;
  const { high, batch } = allocator.watermarks;
  const missing = high - allocator.freeCount;
  if (missing <= 0) {
    reclaim.kswapdWakeTime = NEVER;
    return;
  }
  // A full batch even for less, as in Linux: waking up costs more than a few frames too many.
  const freed = shrink(system, Math.max(missing, batch), Reclaimer.Kswapd);
  if (allocator.freeCount >= high) reclaim.kswapdWakeTime = NEVER;
  else if (freed > 0) reclaim.kswapdWakeTime = system.waiting.now();
  else reclaim.kswapdWakeTime = lastCompletion(system) || NEVER;
}

/**
 * `--stress evict`: a fault costs some page its place. With swap full only pages of files could go, perhaps the very one that
 * the faulting instruction lies in, again and again; then it is left alone.
 */
export function stressEvict(system: MemorySystem): void {
  let resident = 0;
  const { frames } = system;
  if (system.swap.freeCount === 0) return;
  for (let pfn = 0; pfn < frames.count && resident < STRESS_LEAST_RESIDENT; pfn++) if (frames.has(pfn, PageFlag.Lru)) resident++;
  if (resident === STRESS_LEAST_RESIDENT) shrink(system, 1, Reclaimer.Direct);
}
