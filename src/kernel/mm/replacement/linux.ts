/**
 * Linux's classic reclaim: an inactive and an active list for anonymous and for file pages (mm/vmscan.c,
 * mm/workingset.c of 6.18, without MGLRU).
 *
 * Data. Four lists, oldest page at the old end (Linux's tail). Per page two flags: Referenced (found used once at the
 * old end of the inactive list, PG_referenced) and Workingset (was on the active list before, PG_workingset). A count of
 * the events that age pages not in memory, `nonresidentAge`. Two costs, which weigh anonymous against file scanning.
 *
 * The life of a page.
 * 1. It is loaded at the young end of the inactive list; if it comes back so soon that it would have stayed had the
 *    active list yielded to it (its refault distance is at most the size of the working set), at that of the active list.
 * 2. The scan takes the old end of an inactive list. A page used since the last look goes round once more, the second
 *    time to the active list (at once if two mappings used it, or if it is executable file text). An unused page is the
 *    victim.
 * 3. While the inactive list is shorter than it should be, or pages were activated on refault since the last reclaim,
 *    the scan also moves the old end of the active list to the inactive list, used or not; only used executable file text
 *    stays active.
 *
 * A reclaim aims at 32 pages. It scans list sizes shifted right by a priority that starts at 12 and falls to 0 while too
 * little is found, in batches of 32 from each list in turn. Linux isolates a batch and then evicts from it; here the
 * victims of a batch are handed out one by one, and a reclaim goes on where the previous victim was found. Not modelled:
 * the proportional trimming of the second list once the goal is reached, and throttling.
 */
import { PageLists } from './page-lists.ts';
import { restoreArray } from './policy-state.ts';
import { NO_PAGE, NO_SHADOW, type PageView, type PolicyActivity, type PolicyOptions, type PolicyState, type ReplacementPolicy } from './replacement-policy.ts';

/** The lists, in Linux's order: the scan visits them in it. */
const enum Lru {
  InactiveAnon,
  ActiveAnon,
  InactiveFile,
  ActiveFile,
  Count,
}

const LRU_NAMES: readonly string[] = ['inactive anon', 'active anon', 'inactive file', 'active file'];

/** Bits of a page's flags. */
const enum Flag {
  /** PG_referenced. */
  Referenced = 1,
  /** PG_workingset. */
  Workingset = 2,
}

/** What is to be done with a page at the old end of an inactive list. */
const enum Verdict {
  Reclaim,
  /** Once more round the inactive list. */
  Keep,
  Activate,
}

/** Numbers that change as pages come and go; one array, so that saving and restoring forget none. */
const enum Scalar {
  /** Evictions and activations so far, modulo 2^AGE_BITS. */
  NonresidentAge,
  AnonCost,
  FileCost,
  /** Priority of the reclaim in progress: lists are scanned by their size shifted right by it. */
  Priority,
  /** Victims handed out by the reclaim in progress. */
  Reclaimed,
  /** The list being scanned and how many pages of its batch are left. */
  Cursor,
  BatchLeft,
  /** Whether a reclaim is in progress. */
  IsReclaiming,
  /** Whether anonymous or file pages were activated on refault between the previous reclaim's start and this one's. */
  IsEstablishingAnon,
  IsEstablishingFile,
  /** Whether the active list of anonymous or file pages may be shortened in this pass. */
  MayDeactivateAnon,
  MayDeactivateFile,
  /** Pages left to scan in this pass, one word per list. */
  ToScan,
  /** Activations on refault when the last reclaim started, anonymous and file. */
  RefaultsSeen = ToScan + Lru.Count,
  Size = RefaultsSeen + 2,
}

/** Counters of {@link PolicyActivity}. */
const enum Activity {
  Scanned,
  Activated,
  Deactivated,
  /** Anonymous, then file. */
  Refaults,
  RefaultActivations = Refaults + 2,
  Size = RefaultActivations + 2,
}

/** Pages of a batch, and the goal of a reclaim. */
const SWAP_CLUSTER_MAX = 32;
const DEF_PRIORITY = 12;
/** Fruitless reclaims before nothing is evictable (MAX_RECLAIM_RETRIES). */
const MAX_RECLAIM_RETRIES = 16;
const DEFAULT_SWAPPINESS = 60;
const MAX_SWAPPINESS = 200;
/** Pages of 4 KiB in a GiB, as a power of two. */
const GIB_PAGE_SHIFT = 18;
/** Bits of an eviction's age inside a shadow, which is age, workingset bit, and plus one so as not to be NO_SHADOW. */
const AGE_BITS = 29;
const AGE_MASK = (1 << AGE_BITS) - 1;

const isActive = (list: number): boolean => (list & 1) === 1;
const isFileList = (list: number): boolean => list >= Lru.InactiveFile;
/** 0 for the anonymous lists, 1 for the file lists: index into pairs. */
const typeOf = (list: number): number => list >> 1;

/** Active and inactive lists with refault detection. */
export class LinuxPolicy implements ReplacementPolicy {
  readonly wantsReferences = false;
  readonly wantsTicks = false;
  readonly #view: PageView;
  readonly #swappiness: number;
  readonly #lists: PageLists;
  readonly #flags: Int32Array;
  readonly #scalars = new Int32Array(Scalar.Size);
  readonly #activity = new Float64Array(Activity.Size);

  constructor(options: PolicyOptions) {
    this.#view = options.view;
    this.#swappiness = options.swappiness ?? DEFAULT_SWAPPINESS;
    this.#lists = new PageLists(options.pageLimit, Lru.Count);
    this.#flags = new Int32Array(options.pageLimit);
  }

  loaded(page: number, shadow: number): void {
    const type = this.#view.isFile(page) ? 1 : 0;
    this.#flags[page] = 0;
    const isRecent = shadow !== NO_SHADOW && this.#refault(page, type, shadow);
    this.#lists.addNewest(2 * type + (isRecent ? 1 : 0), page);
  }

  referenced(_page: number): void {}

  tick(): void {}

  /** mark_page_accessed: the first access marks the page, the second activates it. */
  markAccessed(page: number): void {
    const list = this.#lists.listOf(page);
    if ((this.#flags[page]! & Flag.Referenced) === 0) {
      this.#flags[page]! |= Flag.Referenced;
    } else if (!isActive(list)) {
      this.#flags[page]! &= ~Flag.Referenced;
      this.#activate(page, list);
    }
  }

  clearMark(page: number): void {
    this.#flags[page]! &= ~Flag.Referenced;
  }

  isMarked(page: number): boolean {
    return (this.#flags[page]! & Flag.Referenced) !== 0;
  }

  selectVictim(): number {
    const scalars = this.#scalars;
    for (let fruitless = 0; fruitless <= MAX_RECLAIM_RETRIES; fruitless++) {
      if (scalars[Scalar.IsReclaiming] === 0) this.#startReclaim();
      do {
        const victim = this.#continuePass();
        if (victim !== NO_PAGE) {
          if (scalars[Scalar.Reclaimed]! >= SWAP_CLUSTER_MAX) this.#endReclaim();
          return victim;
        }
      } while (this.#startNextPass());
      this.#endReclaim();
    }
    return NO_PAGE;
  }

  /** workingset_eviction: the shadow says how old the memory's turnover was, and whether the page had been active. */
  evicted(page: number): number {
    const age = this.#scalars[Scalar.NonresidentAge]!;
    const wasWorkingset = this.#flags[page]! & Flag.Workingset ? 1 : 0;
    this.#ageNonresident();
    this.freed(page);
    return age * 2 + wasWorkingset + 1;
  }

  freed(page: number): void {
    this.#lists.remove(page);
    this.#flags[page] = 0;
  }

  has(page: number): boolean {
    return this.#lists.listOf(page) !== NO_PAGE;
  }

  activity(): PolicyActivity {
    const counters = this.#activity;
    return {
      pgscan: counters[Activity.Scanned]!,
      pgactivate: counters[Activity.Activated]!,
      pgdeactivate: counters[Activity.Deactivated]!,
      workingset_refault_anon: counters[Activity.Refaults]!,
      workingset_refault_file: counters[Activity.Refaults + 1]!,
      workingset_activate_anon: counters[Activity.RefaultActivations]!,
      workingset_activate_file: counters[Activity.RefaultActivations + 1]!,
      nr_inactive_anon: this.#lists.count(Lru.InactiveAnon),
      nr_active_anon: this.#lists.count(Lru.ActiveAnon),
      nr_inactive_file: this.#lists.count(Lru.InactiveFile),
      nr_active_file: this.#lists.count(Lru.ActiveFile),
    };
  }

  describe(label: (page: number) => string): string[] {
    const mark = (page: number): string => `${label(page)}${this.#view.isReferenced(page) ? '*' : ''}${this.#flags[page]! & Flag.Referenced ? "'" : ''}`;
    return LRU_NAMES.filter((_, list) => !isFileList(list) || this.#lists.count(Lru.InactiveFile) + this.#lists.count(Lru.ActiveFile) > 0).map(
      (name, list) => `${name}, oldest first: ${this.#lists.describe(list, mark)}`,
    );
  }

  saveState(): PolicyState {
    return { ...this.#lists.saveState(), flags: this.#flags.slice(), scalars: this.#scalars.slice(), activity: this.#activity.slice() };
  }

  restoreState(state: PolicyState): void {
    this.#lists.restoreState(state);
    restoreArray(state, 'flags', this.#flags);
    restoreArray(state, 'scalars', this.#scalars);
    restoreArray(state, 'activity', this.#activity);
  }

  /** Goes on with the pass in progress until it finds a victim or has scanned what it meant to. */
  #continuePass(): number {
    const scalars = this.#scalars;
    for (;;) {
      if (scalars[Scalar.BatchLeft] === 0 && !this.#startBatch()) return NO_PAGE;
      const list = scalars[Scalar.Cursor]!;
      const page = this.#lists.oldest(list);
      if (page === NO_PAGE) {
        scalars[Scalar.BatchLeft] = 0;
        continue;
      }
      scalars[Scalar.BatchLeft]!--;
      this.#activity[Activity.Scanned]!++;
      const verdict = this.#view.isEvictable(page) ? this.#judge(page, isFileList(list)) : Verdict.Keep;
      if (verdict === Verdict.Activate) {
        this.#noteCost(typeOf(list), 1);
        this.#activate(page, list);
        continue;
      }
      // A victim too goes to the young end: if its owner cannot evict it after all, it has been passed over.
      this.#lists.moveToNewest(list, page);
      if (verdict === Verdict.Reclaim) {
        scalars[Scalar.Reclaimed]!++;
        if (this.#view.isDirty(page)) this.#noteCost(typeOf(list), SWAP_CLUSTER_MAX);
        return page;
      }
      this.#noteCost(typeOf(list), 1);
    }
  }

  /** folio_check_references. Clears the accessed bits that it looks at. */
  #judge(page: number, isFile: boolean): Verdict {
    const mappings = this.#view.testAndClearReferenced(page);
    const wasReferenced = (this.#flags[page]! & Flag.Referenced) !== 0;
    this.#flags[page]! &= ~Flag.Referenced;
    if (mappings > 0) {
      // Every page starts with the reference of the fault that brought it in, so one look proves no reuse.
      this.#flags[page]! |= Flag.Referenced;
      return wasReferenced || mappings > 1 || this.#view.isExecutable(page) ? Verdict.Activate : Verdict.Keep;
    }
    return wasReferenced && isFile && this.#view.isDirty(page) ? Verdict.Keep : Verdict.Reclaim;
  }

  /** Takes the next batch of an inactive list; shortens active lists on the way. False when the pass is over. */
  #startBatch(): boolean {
    const scalars = this.#scalars;
    while (this.#passHasWork()) {
      const list = (scalars[Scalar.Cursor]! + 1) % Lru.Count;
      scalars[Scalar.Cursor] = list;
      const batch = Math.min(scalars[Scalar.ToScan + list]!, SWAP_CLUSTER_MAX);
      scalars[Scalar.ToScan + list]! -= batch;
      if (batch === 0) continue;
      if (!isActive(list)) {
        scalars[Scalar.BatchLeft] = batch;
        return true;
      }
      if (scalars[Scalar.MayDeactivateAnon + typeOf(list)] === 1) this.#shrinkActive(list, batch);
    }
    return false;
  }

  #passHasWork(): boolean {
    const scalars = this.#scalars;
    return scalars[Scalar.ToScan + Lru.InactiveAnon]! + scalars[Scalar.ToScan + Lru.InactiveFile]! + scalars[Scalar.ToScan + Lru.ActiveFile]! > 0;
  }

  /** shrink_active_list: the oldest active pages become inactive, used or not. */
  #shrinkActive(list: number, batch: number): void {
    let rotated = 0;
    for (let left = Math.min(batch, this.#lists.count(list)); left > 0; left--) {
      const page = this.#lists.oldest(list);
      const isUsed = this.#view.testAndClearReferenced(page) > 0;
      if (isUsed && this.#view.isExecutable(page)) {
        rotated++;
        this.#lists.moveToNewest(list, page);
        this.#ageNonresident();
        continue;
      }
      this.#flags[page]! |= Flag.Workingset;
      this.#lists.moveToNewest(list - 1, page);
      this.#activity[Activity.Deactivated]!++;
    }
    if (rotated > 0) this.#noteCost(typeOf(list), rotated);
  }

  /** Ends a pass that found too little; starts the next at a lower priority. False when the lowest has been tried. */
  #startNextPass(): boolean {
    this.#rebalanceAnon();
    if (this.#scalars[Scalar.Priority] === 0) return false;
    this.#scalars[Scalar.Priority]!--;
    this.#planPass();
    return true;
  }

  /** Anonymous pages age even while only file pages are evicted. */
  #rebalanceAnon(): void {
    if (this.#hasSwapSpace() && this.#isInactiveLow(Lru.InactiveAnon)) this.#shrinkActive(Lru.ActiveAnon, SWAP_CLUSTER_MAX);
  }

  #startReclaim(): void {
    const scalars = this.#scalars;
    for (let type = 0; type < 2; type++) {
      const activations = this.#activity[Activity.RefaultActivations + type]!;
      scalars[Scalar.IsEstablishingAnon + type] = activations === scalars[Scalar.RefaultsSeen + type] ? 0 : 1;
      scalars[Scalar.RefaultsSeen + type] = activations;
    }
    scalars[Scalar.IsReclaiming] = 1;
    scalars[Scalar.Priority] = DEF_PRIORITY;
    scalars[Scalar.Reclaimed] = 0;
    this.#planPass();
  }

  #endReclaim(): void {
    this.#rebalanceAnon();
    this.#scalars[Scalar.IsReclaiming] = 0;
  }

  /** prepare_scan_control and get_scan_count: what may be deactivated, and how much of each list is scanned. */
  #planPass(): void {
    const scalars = this.#scalars;
    for (let type = 0; type < 2; type++) {
      const isEstablishing = scalars[Scalar.IsEstablishingAnon + type] === 1;
      scalars[Scalar.MayDeactivateAnon + type] = isEstablishing || this.#isInactiveLow(2 * type) ? 1 : 0;
    }
    const priority = scalars[Scalar.Priority]!;
    const [anonWeight, fileWeight, total] = this.#scanWeights(priority);
    for (let list = 0; list < Lru.Count; list++) {
      const scan = this.#lists.count(list) >> priority;
      scalars[Scalar.ToScan + list] = Math.floor((scan * (isFileList(list) ? fileWeight : anonWeight)) / total);
    }
    scalars[Scalar.Cursor] = Lru.Count - 1;
    scalars[Scalar.BatchLeft] = 0;
  }

  /** Which share of anonymous and of file pages is scanned: two weights and what they are shares of. */
  #scanWeights(priority: number): [anon: number, file: number, total: number] {
    if (!this.#hasSwapSpace()) return [0, 1, 1];
    // Linux calls the file lists tiny below the high watermark; a policy knows no watermarks.
    const hasFilePages = this.#lists.count(Lru.InactiveFile) + this.#lists.count(Lru.ActiveFile) > 0;
    if (!hasFilePages) return [1, 0, 1];
    if (this.#swappiness === 0) return [0, 1, 1];
    if (priority === 0) return [1, 1, 1];
    const hasIdleCache = this.#lists.count(Lru.InactiveFile) >> priority > 0 && this.#scalars[Scalar.MayDeactivateFile] === 0;
    if (hasIdleCache) return [0, 1, 1];
    const anonCost = this.#scalars[Scalar.AnonCost]!;
    const fileCost = this.#scalars[Scalar.FileCost]!;
    // A cost may pull a side's share down to a third at most.
    const sum = anonCost + fileCost;
    const anon = (this.#swappiness * (2 * sum + 1)) / (sum + anonCost + 1);
    const file = ((MAX_SWAPPINESS - this.#swappiness) * (2 * sum + 1)) / (sum + fileCost + 1);
    return [anon, file, anon + file];
  }

  #hasSwapSpace(): boolean {
    return this.#view.hasSwapSpace?.() ?? true;
  }

  /** inactive_is_low: active pages may outnumber inactive ones by the square root of ten times the GiB of the pair. */
  #isInactiveLow(inactiveList: number): boolean {
    const inactive = this.#lists.count(inactiveList);
    const active = this.#lists.count(inactiveList + 1);
    const gib = (inactive + active) >> GIB_PAGE_SHIFT;
    const ratio = gib > 0 ? Math.floor(Math.sqrt(10 * gib)) : 1;
    return inactive * ratio < active;
  }

  #activate(page: number, list: number): void {
    this.#lists.moveToNewest(list | 1, page);
    this.#activity[Activity.Activated]!++;
    this.#ageNonresident();
  }

  #ageNonresident(): void {
    this.#scalars[Scalar.NonresidentAge] = (this.#scalars[Scalar.NonresidentAge]! + 1) & AGE_MASK;
  }

  /** workingset_refault: whether a page that comes back belongs on the active list. */
  #refault(page: number, type: number, shadow: number): boolean {
    const evictedAt = (shadow - 1) >> 1;
    const wasWorkingset = ((shadow - 1) & 1) === 1;
    this.#activity[Activity.Refaults + type]!++;
    const distance = (this.#scalars[Scalar.NonresidentAge]! - evictedAt) & AGE_MASK;
    if (distance > this.#workingSetSize(type)) return false;
    this.#ageNonresident();
    this.#activity[Activity.RefaultActivations + type]!++;
    if (wasWorkingset) {
      this.#flags[page]! |= Flag.Workingset;
      this.#noteCost(type, SWAP_CLUSTER_MAX);
    }
    return true;
  }

  /** Pages that would have to yield for the refaulting one to have stayed in memory. */
  #workingSetSize(type: number): number {
    let size = this.#lists.count(Lru.ActiveFile);
    if (type === 0) size += this.#lists.count(Lru.InactiveFile);
    if (!this.#hasSwapSpace()) return size;
    size += this.#lists.count(Lru.ActiveAnon);
    return type === 1 ? size + this.#lists.count(Lru.InactiveAnon) : size;
  }

  /** lru_note_cost: a type's cost grows with its I/O and its fruitless scans; both fade as they outgrow the lists. */
  #noteCost(type: number, cost: number): void {
    const scalars = this.#scalars;
    scalars[Scalar.AnonCost + type]! += cost;
    let pages = 0;
    for (let list = 0; list < Lru.Count; list++) pages += this.#lists.count(list);
    if (scalars[Scalar.AnonCost]! + scalars[Scalar.FileCost]! <= pages >> 2) return;
    scalars[Scalar.AnonCost]! >>= 1;
    scalars[Scalar.FileCost]! >>= 1;
  }
}
