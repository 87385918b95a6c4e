/**
 * A replacement policy that somebody watches: it decides as the policy inside it, and tells an observer which contents come
 * and go. Contents are numbered from 0 in the order in which they first came into memory and keep their number when they
 * return from disk: the number travels in the shadow, in place of the inner policy's own, which is kept here.
 *
 * For recordings of a run from its start; the numbers are no part of the saved state.
 */
import { NO_SHADOW, type PolicyActivity, type PolicyState, type ReplacementPolicy } from './replacement-policy.ts';

/** Told of contents as they come and go. */
export interface ResidencyObserver {
  /** Contents came into the page, for the first time or again. */
  loaded(page: number, contents: number): void;
  /** They went to disk. */
  evicted(page: number): void;
  /** They are gone for good, or locked in memory. */
  freed(page: number): void;
}

/** A policy and its observer. */
export class ObservedPolicy implements ReplacementPolicy {
  readonly wantsReferences: boolean;
  readonly wantsTicks: boolean;
  readonly markAccessed?: (page: number) => void;
  readonly isMarked?: (page: number) => boolean;
  readonly clearMark?: (page: number) => void;
  readonly activity?: () => PolicyActivity;
  private readonly inner: ReplacementPolicy;
  private readonly observer: ResidencyObserver;
  /** By page: the number of its contents. */
  private readonly contentsOf: Int32Array;
  /** By contents: the inner policy's shadow of them. */
  private readonly innerShadows: number[] = [];

  constructor(inner: ReplacementPolicy, observer: ResidencyObserver, pageLimit: number) {
    this.inner = inner;
    this.observer = observer;
    this.wantsReferences = inner.wantsReferences;
    this.wantsTicks = inner.wantsTicks;
    this.contentsOf = new Int32Array(pageLimit);
    if (inner.markAccessed !== undefined) this.markAccessed = inner.markAccessed.bind(inner);
    if (inner.isMarked !== undefined) this.isMarked = inner.isMarked.bind(inner);
    if (inner.clearMark !== undefined) this.clearMark = inner.clearMark.bind(inner);
    if (inner.activity !== undefined) this.activity = inner.activity.bind(inner);
  }

  loaded(page: number, shadow: number): void {
    const isKnown = shadow !== NO_SHADOW;
    const contents = isKnown ? shadow - 1 : this.innerShadows.push(NO_SHADOW) - 1;
    this.contentsOf[page] = contents;
    this.inner.loaded(page, this.innerShadows[contents]!);
    this.observer.loaded(page, contents);
  }

  referenced(page: number): void {
    this.inner.referenced(page);
  }

  tick(): void {
    this.inner.tick();
  }

  selectVictim(incoming: number = NO_SHADOW): number {
    return this.inner.selectVictim(incoming === NO_SHADOW ? NO_SHADOW : this.innerShadows[incoming - 1]!);
  }

  evicted(page: number): number {
    const contents = this.contentsOf[page]!;
    this.innerShadows[contents] = this.inner.evicted(page);
    this.observer.evicted(page);
    return contents + 1;
  }

  freed(page: number): void {
    this.inner.freed(page);
    this.observer.freed(page);
  }

  has(page: number): boolean {
    return this.inner.has(page);
  }

  describe(label: (page: number) => string): string[] {
    return this.inner.describe(label);
  }

  saveState(): PolicyState {
    return this.inner.saveState();
  }

  restoreState(state: PolicyState): void {
    this.inner.restoreState(state);
  }
}
