/**
 * Inserting into and removing from short arrays in order. `splice` does the same, but allocates an array of what it removed
 * and leaves compiled code: per task switch that is more than the rest of the scheduler's work (benchmark: swap faults).
 */

/** Puts `item` before the item at `index`; `index` may be the length. */
export function insertAt<T>(list: T[], index: number, item: T): void {
  list.push(item);
  for (let place = list.length - 1; place > index; place--) list[place] = list[place - 1]!;
  list[index] = item;
}

/** Takes out the item at `index`, which must exist. */
export function removeAt<T>(list: T[], index: number): T {
  const item = list[index]!;
  for (let place = index + 1; place < list.length; place++) list[place - 1] = list[place]!;
  list.pop();
  return item;
}
