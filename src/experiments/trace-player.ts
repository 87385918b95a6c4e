/**
 * Plays a reference trace through one replacement policy with a fixed number of frames, on demand: a page comes in when
 * it is referenced and leaves when its frame is needed or its contents are given up.
 *
 * The player is to a policy what the kernel's reclaim is: it owns the frames, keeps accessed and dirty bits as a page
 * table would, keeps the shadows of evicted pages, and calls ticks (every `tickInterval` references). For opt it also
 * knows the next use of every reference.
 *
 * One step: a referenced page that has no frame is a fault; it takes a free frame, or the frame of the policy's victim,
 * whose contents cost a write-back if they are dirty. Then the reference sets the bits and is told to policies that want
 * references. A page's contents are clean when they come in.
 *
 * Recordings of programs tell fetches from other uses. There an instruction whose data faults is executed again, as on the
 * machine: after the fault its page of code is used once more, and may have to come in again itself.
 */
import { assert } from '../base/assert.ts';
import { createPolicy, findPolicy, type PolicyName } from '../kernel/mm/replacement/policy-table.ts';
import { NO_PAGE, NO_SHADOW, type PageView, type ReplacementPolicy } from '../kernel/mm/replacement/replacement-policy.ts';
import { EventField, ReferenceKind, type ReferenceTrace } from '../observe/reference-trace.ts';
import { NEVER, nextUses } from './next-use.ts';

/** Parameters of policies; those left out take the defaults of docs/REPLACEMENT.md. */
export interface PolicyParameters {
  readonly seed: number;
  /** References between ticks; default: as many as there are frames. */
  readonly tickInterval?: number;
  /** Working-set window in references. */
  readonly window?: number;
  readonly agingBits?: number;
  readonly swappiness?: number;
}

/** Times that an instruction is executed again at most because its code or its data has just been evicted for the other. */
const MAX_RESTARTS = 16;

/** What a run of the player is decided by, besides the trace. */
export interface PlayOptions extends PolicyParameters {
  readonly policy: PolicyName;
  readonly frames: number;
}

/** What a run came to. */
export interface PlayResult {
  readonly policy: PolicyName;
  readonly frames: number;
  readonly references: number;
  /** References to pages that had no frame, first uses included. */
  readonly faults: number;
  /** Faults that were first uses. */
  readonly cold: number;
  /** Evictions of dirty pages; what is dirty at the end is not counted. */
  readonly writeBacks: number;
}

/** What one event of the trace did. */
export interface Step {
  readonly page: number;
  readonly kind: ReferenceKind;
  readonly isFault: boolean;
  /** The page that made room, or NO_PAGE. */
  readonly victim: number;
  readonly isWriteBack: boolean;
}

/** One run over a trace. */
export class TracePlayer {
  readonly policy: ReplacementPolicy;
  readonly #trace: ReferenceTrace;
  readonly #options: PlayOptions;
  readonly #tickInterval: number;
  /** Frame of each page, or NO_PAGE; page in each frame, or NO_PAGE. */
  readonly #frameOf: Int32Array;
  readonly #pageIn: Int32Array;
  /** Frames without a page; the last is used next. */
  readonly #freeFrames: number[];
  /** Accessed and dirty bit of each frame. */
  readonly #accessed: Uint8Array;
  readonly #dirty: Uint8Array;
  readonly #shadows: Int32Array;
  /** Whether a page's next fault is not its first. */
  readonly #isKnown: Uint8Array;
  /** For opt: the next use after each event, and the last event of each page. */
  readonly #nextUses: Int32Array | null;
  readonly #lastEvent: Int32Array;
  #position = 0;
  #references = 0;
  #nextTick: number;
  #faults = 0;
  #cold = 0;
  #writeBacks = 0;
  /** The page of code in use, or NO_PAGE; known from fetches. */
  #codePage = NO_PAGE;
  /** The page evicted last, for {@link step}. */
  #victim = NO_PAGE;

  constructor(trace: ReferenceTrace, options: PlayOptions) {
    const { frames } = options;
    assert(Number.isInteger(frames) && frames > trace.pinned, `TracePlayer: ${frames} frames, of which ${trace.pinned} are pinned`);
    const pageCount = trace.pageNames.length;
    this.#trace = trace;
    this.#options = options;
    this.#tickInterval = options.tickInterval ?? frames;
    this.#nextTick = this.#tickInterval;
    this.#frameOf = new Int32Array(pageCount).fill(NO_PAGE);
    this.#pageIn = new Int32Array(frames).fill(NO_PAGE);
    this.#freeFrames = Array.from({ length: frames }, (_, i) => frames - 1 - i);
    this.#accessed = new Uint8Array(frames);
    this.#dirty = new Uint8Array(frames);
    this.#shadows = new Int32Array(pageCount).fill(NO_SHADOW);
    this.#isKnown = new Uint8Array(pageCount);
    this.#nextUses = findPolicy(options.policy)!.needsFuture ? nextUses(trace) : null;
    this.#lastEvent = new Int32Array(pageCount);
    this.policy = createPolicy(options.policy, {
      view: this.#createView(),
      pageLimit: frames,
      capacity: frames - trace.pinned,
      references: 'exact',
      seed: options.seed,
      tickInterval: this.#tickInterval,
      window: options.window,
      agingBits: options.agingBits,
      swappiness: options.swappiness,
    });
  }

  /** Plays the rest of the trace. */
  run(): PlayResult {
    this.#playUntil(this.#trace.events.length);
    return this.result();
  }

  /** Plays one event; null at the end of the trace. */
  step(): Step | null {
    const event = this.#trace.events[this.#position];
    if (event === undefined) return null;
    const { faults, writeBacks } = this.result();
    this.#victim = NO_PAGE;
    this.#playUntil(this.#position + 1);
    return {
      page: event >>> EventField.PageShift,
      kind: event & EventField.KindMask,
      isFault: this.#faults > faults,
      victim: this.#victim,
      isWriteBack: this.#writeBacks > writeBacks,
    };
  }

  /** The counts so far. */
  result(): PlayResult {
    return {
      policy: this.#options.policy,
      frames: this.#options.frames,
      references: this.#references,
      faults: this.#faults,
      cold: this.#cold,
      writeBacks: this.#writeBacks,
    };
  }

  /** The page in each frame, NO_PAGE in empty ones. */
  frames(): readonly number[] {
    return [...this.#pageIn];
  }

  /** The policy's own account of its state, with pages named as in the trace. */
  describePolicy(): string[] {
    return this.policy.describe((frame) => this.#trace.pageNames[this.#pageIn[frame]!]!);
  }

  /** The hot loop: a hit costs a few array accesses, and one call for policies that want references. */
  #playUntil(end: number): void {
    const { events } = this.#trace;
    const { policy } = this;
    const { wantsReferences, wantsTicks } = policy;
    const frameOf = this.#frameOf;
    const accessed = this.#accessed;
    const dirty = this.#dirty;
    const lastEvent = this.#lastEvent;
    for (let position = this.#position; position < end; position++) {
      const event = events[position]!;
      const page = event >>> EventField.PageShift;
      const kind = event & EventField.KindMask;
      if (kind >= ReferenceKind.Load) {
        this.#moveOnly(page, kind, position);
        continue;
      }
      lastEvent[page] = position;
      if (kind === ReferenceKind.Fetch) this.#codePage = page;
      let frame = frameOf[page]!;
      if (frame === NO_PAGE) frame = this.#faultAndRestart(page);
      accessed[frame] = 1;
      if (kind === ReferenceKind.Write) dirty[frame] = 1;
      this.#references++;
      if (wantsReferences) policy.referenced(frame);
      if (wantsTicks && this.#references === this.#nextTick) this.#tick();
    }
    this.#position = end;
  }

  /** An event that is no reference: contents come in or are given up, a frame is taken. */
  #moveOnly(page: number, kind: ReferenceKind, position: number): void {
    const frame = this.#frameOf[page]!;
    if (kind === ReferenceKind.Pin) {
      if (frame === NO_PAGE) this.#pin(page);
      return;
    }
    if (kind === ReferenceKind.Load) {
      this.#lastEvent[page] = position;
      if (frame === NO_PAGE) this.#faultAndRestart(page);
      return;
    }
    if (frame !== NO_PAGE) this.#giveUp(page, frame);
    this.#isKnown[page] = 0;
    this.#shadows[page] = NO_SHADOW;
  }

  /** A frame for a page table: no fault of its own, and nothing that the policy learns of. */
  #pin(page: number): void {
    this.#waitForFrame(page, NO_SHADOW);
    const frame = this.#freeFrames.pop()!;
    this.#frameOf[page] = frame;
    this.#pageIn[frame] = page;
  }

  /** A fault, and the instruction's second try: its page of code is used again before its data. */
  #faultAndRestart(page: number): number {
    this.#waitForFrame(page, this.#shadows[page]!);
    let frame = this.#fault(page);
    for (let restarts = 0; restarts < MAX_RESTARTS; restarts++) {
      this.#fetchAgain(page);
      if (this.#frameOf[page] === frame) return frame;
      frame = this.#fault(page);
    }
    return frame;
  }

  /** Makes a frame free for `page`. While a dirty victim is written the program waits; then it tries again from its code on. */
  #waitForFrame(page: number, incoming: number): void {
    while (this.#freeFrames.length === 0) {
      const writeBacks = this.#writeBacks;
      this.#freeFrames.push(this.#evict(incoming));
      if (this.#writeBacks > writeBacks) this.#fetchAgain(page);
    }
  }

  /** Uses the page of code once more, if there is one that is known and not itself what is wanted. */
  #fetchAgain(wanted: number): void {
    const code = this.#codePage;
    if (code === NO_PAGE || code === wanted) return;
    if (this.#frameOf[code] === NO_PAGE) this.#fault(code);
    const frame = this.#frameOf[code]!;
    this.#accessed[frame] = 1;
    if (this.policy.wantsReferences) this.policy.referenced(frame);
  }

  #fault(page: number): number {
    this.#faults++;
    if (this.#isKnown[page] === 0) this.#cold++;
    this.#isKnown[page] = 1;
    const frame = this.#freeFrames.pop() ?? this.#evict(this.#shadows[page]!);
    this.#frameOf[page] = frame;
    this.#pageIn[frame] = page;
    this.#accessed[frame] = 0;
    this.#dirty[frame] = 0;
    this.policy.loaded(frame, this.#shadows[page]!);
    return frame;
  }

  #evict(incoming: number): number {
    const frame = this.policy.selectVictim(incoming);
    assert(frame !== NO_PAGE, `TracePlayer: ${this.#options.policy} finds no victim among ${this.#options.frames} evictable pages`);
    const page = this.#pageIn[frame]!;
    if (this.#dirty[frame] === 1) this.#writeBacks++;
    this.#shadows[page] = this.policy.evicted(frame);
    this.#frameOf[page] = NO_PAGE;
    this.#pageIn[frame] = NO_PAGE;
    this.#victim = page;
    return frame;
  }

  #giveUp(page: number, frame: number): void {
    if (this.policy.has(frame)) this.policy.freed(frame);
    this.#frameOf[page] = NO_PAGE;
    this.#pageIn[frame] = NO_PAGE;
    this.#freeFrames.push(frame);
  }

  #tick(): void {
    this.#nextTick += this.#tickInterval;
    this.policy.tick();
  }

  #nextUseOf(next: Int32Array, page: number): number {
    const use = next[this.#lastEvent[page]!]!;
    return use === NEVER ? Infinity : use;
  }

  #createView(): PageView {
    const view: PageView = {
      testAndClearReferenced: (frame) => {
        const wasAccessed = this.#accessed[frame]!;
        this.#accessed[frame] = 0;
        return wasAccessed;
      },
      isReferenced: (frame) => this.#accessed[frame] === 1,
      isDirty: (frame) => this.#dirty[frame] === 1,
      isEvictable: () => true,
      isFile: () => false,
      isExecutable: () => false,
      now: () => this.#references,
    };
    const next = this.#nextUses;
    if (next === null) return view;
    return { ...view, nextUse: (frame) => this.#nextUseOf(next, this.#pageIn[frame]!) };
  }
}

/** Plays a whole trace. */
export function play(trace: ReferenceTrace, options: PlayOptions): PlayResult {
  return new TracePlayer(trace, options).run();
}
