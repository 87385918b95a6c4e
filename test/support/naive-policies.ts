/**
 * Page replacement in its plainest form, for comparison with the real policies: one array of pages, searched anew for
 * every decision, written from the textbook's definition and sharing no code with src.
 */

/** Counts faults of `pages` with `frames` frames; `pickVictim` returns an index into the resident pages in load order. */
function countFaults(pages: readonly number[], frames: number, pickVictim: (resident: readonly number[], now: number) => number): number {
  const resident: number[] = [];
  let faults = 0;
  for (const [now, page] of pages.entries()) {
    if (resident.includes(page)) continue;
    faults++;
    if (resident.length === frames) resident.splice(pickVictim(resident, now), 1);
    resident.push(page);
  }
  return faults;
}

/** Index of the element with the greatest score; the first of equal ones. */
function indexOfMax(items: readonly number[], score: (item: number) => number): number {
  const scores = items.map(score);
  return scores.indexOf(Math.max(...scores));
}

const nextUse = (pages: readonly number[], page: number, now: number): number => {
  const at = pages.indexOf(page, now + 1);
  return at < 0 ? Infinity : at;
};
const lastUse = (pages: readonly number[], page: number, now: number): number => pages.lastIndexOf(page, now - 1);
const uses = (pages: readonly number[], page: number, now: number): number => pages.slice(0, now).filter((other) => other === page).length;

/** Clock with a fixed array of frames and a hand, as in Stallings. */
function clockFaults(pages: readonly number[], frames: number): number {
  const frame: { page: number; used: boolean }[] = [];
  let hand = 0;
  let faults = 0;
  for (const page of pages) {
    const hit = frame.find((entry) => entry.page === page);
    if (hit !== undefined) {
      hit.used = true;
      continue;
    }
    faults++;
    if (frame.length < frames) {
      frame.push({ page, used: true });
      continue;
    }
    while (frame[hand]!.used) {
      frame[hand]!.used = false;
      hand = (hand + 1) % frames;
    }
    frame[hand] = { page, used: true };
    hand = (hand + 1) % frames;
  }
  return faults;
}

/** ARC as printed in the paper: four lists of pages, oldest first. */
function arcFaults(pages: readonly number[], c: number): number {
  let [t1, t2, b1, b2]: number[][] = [[], [], [], []];
  let p = 0;
  let faults = 0;
  const without = (list: number[], page: number): number[] => list.filter((other) => other !== page);
  const replace = (page: number): void => {
    if (t1.length >= 1 && ((b2.includes(page) && t1.length === p) || t1.length > p)) b1.push(t1.shift()!);
    else b2.push(t2.shift()!);
  };
  for (const page of pages) {
    if (t1.includes(page) || t2.includes(page)) {
      t1 = without(t1, page);
      t2 = [...without(t2, page), page];
      continue;
    }
    faults++;
    if (b1.includes(page)) {
      p = Math.min(c, p + Math.max(1, b2.length / b1.length));
      replace(page);
      b1 = without(b1, page);
      t2.push(page);
    } else if (b2.includes(page)) {
      p = Math.max(0, p - Math.max(1, b1.length / b2.length));
      replace(page);
      b2 = without(b2, page);
      t2.push(page);
    } else {
      if (t1.length + b1.length === c) {
        if (t1.length < c) {
          b1.shift();
          replace(page);
        } else {
          t1.shift();
        }
      } else if (t1.length + t2.length + b1.length + b2.length >= c) {
        if (t1.length + t2.length + b1.length + b2.length === 2 * c) b2.shift();
        replace(page);
      }
      t1.push(page);
    }
  }
  return faults;
}

/** 2Q, full version, as printed in the paper; the ghost of a returning page is dropped before room is made for it. */
function twoQFaults(pages: readonly number[], c: number): number {
  let [am, a1in, a1out]: number[][] = [[], [], []];
  const kin = Math.max(1, Math.floor(c / 4));
  const kout = Math.max(1, Math.floor(c / 2));
  let faults = 0;
  const reclaimFor = (): void => {
    if (am.length + a1in.length < c) return;
    if (a1in.length > kin || am.length === 0) {
      a1out.push(a1in.shift()!);
      if (a1out.length > kout) a1out.shift();
    } else {
      am.shift();
    }
  };
  for (const page of pages) {
    if (am.includes(page)) {
      am = [...am.filter((other) => other !== page), page];
    } else if (!a1in.includes(page)) {
      faults++;
      const isRemembered = a1out.includes(page);
      a1out = a1out.filter((other) => other !== page);
      reclaimFor();
      (isRemembered ? am : a1in).push(page);
    }
  }
  return faults;
}

/** Fault counts by policy name. */
export const NAIVE_FAULTS: Readonly<Record<string, (pages: readonly number[], frames: number) => number>> = {
  fifo: (pages, frames) => countFaults(pages, frames, () => 0),
  lru: (pages, frames) => countFaults(pages, frames, (resident, now) => indexOfMax(resident, (page) => -lastUse(pages, page, now))),
  mru: (pages, frames) => countFaults(pages, frames, (resident, now) => indexOfMax(resident, (page) => lastUse(pages, page, now))),
  opt: (pages, frames) => countFaults(pages, frames, (resident, now) => indexOfMax(resident, (page) => nextUse(pages, page, now))),
  lfu: (pages, frames) =>
    countFaults(pages, frames, (resident, now) => indexOfMax(resident, (page) => -uses(pages, page, now) - lastUse(pages, page, now) / pages.length)),
  clock: clockFaults,
  'second-chance': clockFaults,
  '2q': twoQFaults,
  arc: arcFaults,
};
