/**
 * The graph of escape analysis. A location is a variable or an allocation; an edge says that a value flows from one location to another, after
 * so many dereferences: -1 = its address is taken (`p = &x`), 0 = it is copied, n = what n pointers lead to.
 *
 * A hole is where a value goes: a location and the dereferences on the way to it. While an expression is walked, the hole tells what becomes
 * of its value.
 */
import { isPointerShaped } from '../layout/leaves.ts';
import { assert } from '../../../base/assert.ts';
import type { Type } from '../types/type.ts';
import { under } from '../types/type.ts';
import { addHeapLeak, addResultLeak, noLeaks, TAGGED_RESULTS } from './leaks.ts';
import type { ParameterTag, TreeFunc, TreeName, TreeNode } from './tree.ts';

export interface Edge {
  readonly src: Location;
  readonly derefs: number;
}

export class Location {
  readonly edges: Edge[] = [];
  /** The result's number, from 1; 0 for everything else. */
  resultIndex = 0;
  escapes = false;
  /** A function literal uses the variable. */
  captured = false;
  reassigned = false;
  addressTaken = false;
  readonly tag: ParameterTag = noLeaks();
  // Of the walk in progress.
  derefs = 0;
  generation = 0;
  isQueued = false;

  constructor(
    readonly name: TreeName | null,
    readonly node: TreeNode | null,
    readonly func: TreeFunc | null,
    public loopDepth: number,
  ) {}

  /** A parameter's value reaches `sink`. */
  leakTo(sink: Location, derefs: number): void {
    const result = sink.resultIndex - 1;
    if (!sink.escapes && sink.resultIndex > 0 && sink.func === this.func && result < TAGGED_RESULTS) addResultLeak(this.tag, result, derefs);
    else addHeapLeak(this.tag, derefs);
  }
}

export interface Hole {
  readonly dst: Location;
  readonly derefs: number;
  readonly addressTaken: boolean;
}

export const holeOf = (dst: Location): Hole => ({ dst, derefs: 0, addressTaken: false });

function shift(k: Hole, delta: number): Hole {
  assert(k.derefs + delta >= -1, 'shift: an address of an address has no place');
  return { dst: k.dst, derefs: k.derefs + delta, addressTaken: delta < 0 };
}
/** The hole of `x` in `*x`. */
export const dereferenced = (k: Hole, times = 1): Hole => shift(k, times);
/** The hole of `x` in `&x`. */
export const addressed = (k: Hole): Hole => shift(k, -1);
/** The hole of an interface value whose dynamic value of a type goes to `k`. */
export const asserted = (k: Hole, type: Type): Hole => (under(type).kind !== 'Interface' && !isPointerShaped(type) ? shift(k, 1) : k);

/** Whether a label is jumped back to. */
export const enum LabelState { Looping, NotLooping }

/** The locations of one batch: functions that call each other, with their literals. */
export class FlowGraph {
  readonly heap = new Location(null, null, null, 0);
  readonly nowhere = new Location(null, null, null, 0);
  readonly locations: Location[] = [];
  private readonly byName = new Map<TreeName, Location>();

  constructor() {
    this.heap.escapes = true;
  }

  newLocation(name: TreeName | null, node: TreeNode | null, func: TreeFunc, loopDepth: number): Location {
    const location = new Location(name, node, func, loopDepth);
    this.locations.push(location);
    if (name !== null) {
      assert(!this.byName.has(name), `newLocation: ${name.sym} has one already`);
      this.byName.set(name, location);
    }
    return location;
  }

  hasLocation(name: TreeName): boolean {
    return this.byName.has(name);
  }

  locationOf(name: TreeName): Location {
    const location = this.byName.get(name);
    assert(location !== undefined, `locationOf: ${name.sym} was never declared`);
    return location;
  }

  /** Records that the value of `src` goes to `k`. */
  flow(k: Hole, src: Location): void {
    if (k.addressTaken) src.addressTaken = true;
    const { dst, derefs } = k;
    if (dst === this.nowhere || (dst === src && derefs >= 0)) return;
    if (dst.escapes && derefs < 0) src.escapes = true;
    else dst.edges.push({ src, derefs });
  }
}
