/**
 * What most policies share: one list of pages from the oldest to the newest, which loading appends to and leaving
 * removes from. A policy states only its choice.
 */
import { PageLists } from './page-lists.ts';
import { NO_PAGE, NO_SHADOW, type PageView, type PolicyOptions, type PolicyState, type ReplacementPolicy } from './replacement-policy.ts';

/** The index of the only list. */
export const ONLY_LIST = 0;

/** A policy over one list of pages. */
export abstract class ListPolicy implements ReplacementPolicy {
  readonly wantsReferences: boolean = false;
  readonly wantsTicks: boolean = false;
  protected readonly view: PageView;
  protected readonly lists: PageLists;

  constructor(options: PolicyOptions) {
    this.view = options.view;
    this.lists = new PageLists(options.pageLimit);
  }

  abstract selectVictim(): number;

  loaded(page: number, _shadow: number): void {
    this.lists.addNewest(ONLY_LIST, page);
  }

  referenced(_page: number): void {}

  tick(): void {}

  evicted(page: number): number {
    this.freed(page);
    return NO_SHADOW;
  }

  freed(page: number): void {
    this.lists.remove(page);
  }

  has(page: number): boolean {
    return this.lists.listOf(page) !== NO_PAGE;
  }

  describe(label: (page: number) => string): string[] {
    return [`oldest first: ${this.lists.describe(ONLY_LIST, label)}`];
  }

  saveState(): PolicyState {
    return this.lists.saveState();
  }

  restoreState(state: PolicyState): void {
    this.lists.restoreState(state);
  }
}
