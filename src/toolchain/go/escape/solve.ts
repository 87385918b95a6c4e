/** Finds what outlives what: from every location back along the edges, keeping the least number of dereferences. */
import type { FlowGraph, Location } from './flow-graph.ts';
import type { TreeFunc } from './tree.ts';

/** Marks the locations that escape, and tags parameters with where they leak. */
export function solve(graph: FlowGraph): void {
  const queue: Location[] = [];
  const enqueue = (location: Location): void => {
    if (location.isQueued) return;
    location.isQueued = true;
    queue.push(location);
  };
  for (const location of graph.locations) enqueue(location);
  enqueue(graph.heap);
  let generation = 0;
  for (let root = queue.pop(); root !== undefined; root = queue.pop()) {
    root.isQueued = false;
    walkBack(root, ++generation, enqueue);
  }
}

function walkBack(root: Location, generation: number, enqueue: (location: Location) => void): void {
  root.generation = generation;
  root.derefs = 0;
  const stack = [root];
  for (let location = stack.pop(); location !== undefined; location = stack.pop()) {
    const isAddress = location.derefs < 0;
    const derefs = Math.max(location.derefs, 0);
    if (outlives(root, location)) {
      if (location.name?.class === 'param') location.leakTo(root, derefs);
      // The address of something outlives it: it must be on the heap, and so must what flows into it.
      if (isAddress && !location.escapes) {
        location.escapes = true;
        enqueue(location);
        continue;
      }
    }
    for (const { src, derefs: more } of location.edges) {
      if (src.escapes) continue;
      const total = derefs + more;
      if (src.generation === generation && src.derefs <= total) continue;
      src.generation = generation;
      src.derefs = total;
      stack.push(src);
    }
  }
}

/** Whether values stored in `location` may live longer than `other`. */
function outlives(location: Location, other: Location): boolean {
  if (location.escapes) return true;
  if (location.resultIndex > 0) {
    // Results of a literal called on the spot stay in the function around it.
    return !(contains(other.func, location.func) && location.func!.isCalledDirectly);
  }
  if (location.func === other.func && location.loopDepth < other.loopDepth) return true;
  return contains(location.func, other.func);
}

/** Whether `inner` is a literal within `outer`, as their names tell: literals copied by inlining are named after the function they are copied into. */
function contains(outer: TreeFunc | null, inner: TreeFunc | null): boolean {
  return outer !== null && inner !== null && inner.sym.startsWith(`${outer.sym}.`) && inner.pkg === outer.pkg;
}
