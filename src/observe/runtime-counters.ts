/**
 * What a Go runtime did, counted from the probes that it passes (docs/PROBES.md): allocations by the path they took and by size class, collections
 * with the instructions and the virtual time of their phases, spans swept, memory given back, goroutines and stacks.
 *
 * An allocation begins as one of the mcache's and rises with what the runtime has to do for it: the mcache asks an mcentral, that takes
 * pages of the mheap, that asks the kernel. It counts once, for the farthest of them.
 */

/** An instant of a run, or a stretch of it. */
export interface Cost {
  readonly instructions: number;
  /** Virtual ns. */
  readonly time: number;
}

/** The ways of an allocation, the shortest first. */
export const ALLOCATION_PATHS = ['tiny', 'mcache', 'mcentral', 'mheap', 'kernel'] as const;
export type AllocationPath = (typeof ALLOCATION_PATHS)[number];

/** A collection's phases: sweeping what the last has left, marking, ending it; then what sweeping of its spans took, whenever that was. */
export const COLLECTION_PHASES = ['sweep-termination', 'mark', 'mark-termination', 'sweep'] as const;
export type CollectionPhase = (typeof COLLECTION_PHASES)[number];

export interface CollectionRecord {
  readonly forced: boolean;
  readonly start: Cost;
  readonly phases: Record<CollectionPhase, Cost>;
  spansSwept: number;
  slotsFreed: number;
  /** Nothing is left to be swept. */
  isSwept: boolean;
}

/** Allocations of a span class: twice the size class, plus one without pointers. */
export interface ClassRecord {
  objects: number;
  refills: number;
  /** Refills with a span of fresh pages. */
  freshSpans: number;
}

/** How often, and how much. */
export interface Amount {
  count: number;
  bytes: number;
}

/** The arguments of a probe. */
export interface ProbeArguments {
  argument(index: number): number;
}

const NO_COST: Cost = { instructions: 0, time: 0 };
const noAmount = (): Amount => ({ count: 0, bytes: 0 });

export class RuntimeCounters {
  readonly allocations: Record<AllocationPath, number> = { tiny: 0, mcache: 0, mcentral: 0, mheap: 0, kernel: 0 };
  /** Objects over 32 KiB, with their sizes as asked. */
  readonly large = noAmount();
  readonly classes = new Map<number, ClassRecord>();
  readonly collections: CollectionRecord[] = [];
  /** Memory that the runtime has asked the kernel for, its own records included. */
  readonly mapped = noAmount();
  readonly scavenged = noAmount();
  readonly stackCopies = noAmount();
  goroutines = 0;

  /** The path of the allocation that is being served, once it has left the mcache. */
  private path: AllocationPath | null = null;
  private phaseStart = NO_COST;
  /** Between the start of a collection and that of its marking: what is swept belongs to the one before. */
  private isStarting = false;
  private spanStart: Cost | null = null;

  /** Counts a probe; `now` tells when. What is not known is left alone: runtimes may have more of them. */
  count(name: string, args: ProbeArguments, now: () => Cost): void {
    switch (name) {
      case 'malloc_tiny':
        this.allocations.tiny++;
        return;
      case 'malloc_small':
        this.allocations.mcache++;
        this.classOf(args).objects++;
        return;
      case 'malloc_large':
        this.allocations.mheap++;
        this.path = 'mheap';
        add(this.large, args.argument(0));
        return;
      case 'mcache_refill':
        this.rise('mcache', 'mcentral');
        this.classOf(args).refills++;
        return;
      case 'mcentral_grow':
        this.rise('mcentral', 'mheap');
        this.classOf(args).freshSpans++;
        return;
      case 'malloc_large_done':
      case 'mcache_refilled':
        this.path = null;
        return;
      case 'sys_map': return this.map(args.argument(1));
      case 'sys_alloc': return this.map(args.argument(0));
      case 'scavenge': return add(this.scavenged, args.argument(0));
      case 'stack_copy': return add(this.stackCopies, args.argument(1));
      case 'goroutine_created':
        this.goroutines++;
        return;
      default: return this.countCollection(name, args, now);
    }
  }

  private countCollection(name: string, args: ProbeArguments, now: () => Cost): void {
    switch (name) {
      case 'gc_start': return this.startCollection(args.argument(0) !== 0, now());
      case 'gc_mark_begin':
        this.endPhase('sweep-termination', now());
        this.isStarting = false;
        return;
      case 'gc_mark_end': return this.endPhase('mark', now());
      case 'gc_end': return this.endPhase('mark-termination', now());
      case 'span_sweep':
        this.spanStart = now();
        return;
      case 'span_swept': return this.endSpan(args.argument(1), now());
      case 'gc_sweep_done': {
        const swept = this.sweptCollection();
        if (swept !== undefined) swept.isSwept = true;
      }
    }
  }

  private classOf(args: ProbeArguments): ClassRecord {
    const spanClass = args.argument(0);
    let record = this.classes.get(spanClass);
    if (record === undefined) this.classes.set(spanClass, (record = { objects: 0, refills: 0, freshSpans: 0 }));
    return record;
  }

  /** The allocation goes a longer way than it seemed. */
  private rise(from: AllocationPath, to: AllocationPath): void {
    this.allocations[from]--;
    this.allocations[to]++;
    this.path = to;
  }

  /** Memory is asked of the kernel, for an allocation or for something else. */
  private map(bytes: number): void {
    add(this.mapped, bytes);
    if (this.path !== null && this.path !== 'kernel') this.rise(this.path, 'kernel');
  }

  private startCollection(forced: boolean, start: Cost): void {
    const phases = { 'sweep-termination': NO_COST, mark: NO_COST, 'mark-termination': NO_COST, sweep: NO_COST };
    this.collections.push({ forced, start, phases, spansSwept: 0, slotsFreed: 0, isSwept: false });
    this.phaseStart = start;
    this.isStarting = true;
  }

  private endPhase(phase: CollectionPhase, now: Cost): void {
    const current = this.collections.at(-1);
    if (current !== undefined) lengthen(current, phase, this.phaseStart, now);
    this.phaseStart = now;
  }

  private endSpan(freed: number, now: Cost): void {
    const swept = this.sweptCollection();
    if (swept === undefined || this.spanStart === null) return;
    lengthen(swept, 'sweep', this.spanStart, now);
    swept.spansSwept++;
    swept.slotsFreed += freed;
    this.spanStart = null;
  }

  /** The collection whose marks are being swept. */
  private sweptCollection(): CollectionRecord | undefined {
    return this.collections.at(this.isStarting ? -2 : -1);
  }
}

function add(amount: Amount, bytes: number): void {
  amount.count++;
  amount.bytes += bytes;
}

function lengthen({ phases }: CollectionRecord, phase: CollectionPhase, from: Cost, to: Cost): void {
  const { instructions, time } = phases[phase];
  phases[phase] = { instructions: instructions + to.instructions - from.instructions, time: time + to.time - from.time };
}
