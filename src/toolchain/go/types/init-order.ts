/**
 * The order in which package variables get their initial values: by declaration, but after everything they depend on, functions' bodies included.
 *
 * The graph of dependencies is reduced to variables and constants by connecting what refers to a function with what that function refers to.
 * Then always the node with the fewest open dependencies is taken, of equals the first declared; if it has any left, there is a cycle.
 */
import type { Checker } from './checker.ts';
import type { Initializer } from './info.ts';
import type { GoObject } from './object.ts';

interface GraphNode {
  readonly obj: GoObject;
  /** Depend on this node, and are what it depends on. */
  readonly predecessors: Set<GraphNode>;
  readonly successors: Set<GraphNode>;
  open: number;
}

export function initializationOrder(c: Checker): Initializer[] {
  if (c.options.onDemand === true) needReachable(c);
  const order: Initializer[] = [];
  const queue = dependencyGraph(c);
  const emitted = new Set<object>();
  while (queue.size > 0) {
    const node = nextNode(queue);
    queue.delete(node);
    if (node.open > 0) {
      const cycle = findPath(c, node.obj, node.obj, new Set());
      // Without a cycle of its own the node merely depends on one, which is reported elsewhere.
      if (cycle !== null) reportCycle(c, cycle);
    }
    for (const predecessor of node.predecessors) predecessor.open--;
    const info = node.obj.kind === 'Var' ? c.declarations.get(node.obj)! : null;
    if (info === null || info.init === null || emitted.has(info)) continue;
    emitted.add(info);
    order.push({ lhs: info.lhs ?? (node.obj.kind === 'Var' ? [node.obj] : []), rhs: info.init });
  }
  return order;
}

/** Has those declarations and bodies checked that initial values depend on. */
function needReachable(c: Checker): void {
  const reached = new Set<GoObject>([...c.declarations.keys()].filter(({ kind }) => kind === 'Var'));
  for (const obj of reached) {
    const info = c.declarations.get(obj)!;
    c.declareOnDemand(obj);
    if (info.funcDecl !== null) c.info.needBody(info.funcDecl);
    for (const dependency of info.dependencies) reached.add(dependency);
  }
}

function nextNode(queue: ReadonlySet<GraphNode>): GraphNode {
  let best: GraphNode | null = null;
  for (const node of queue) {
    if (best === null || node.open < best.open) best = node;
    // The set is in source order, so the first without open dependencies is the one.
    if (best.open === 0) break;
  }
  return best!;
}

function dependencyGraph(c: Checker): Set<GraphNode> {
  const nodes = new Map<GoObject, GraphNode>();
  for (const obj of c.declarations.keys()) {
    if (obj.kind !== 'TypeName') nodes.set(obj, { obj, predecessors: new Set(), successors: new Set(), open: 0 });
  }
  for (const [obj, node] of nodes) {
    for (const dependency of c.declarations.get(obj)!.dependencies) {
      const target = nodes.get(dependency);
      if (target === undefined) continue;
      node.successors.add(target);
      target.predecessors.add(node);
    }
  }
  const all = [...nodes.values()];
  const functions = all.filter((node) => node.obj.kind === 'Func');
  functions.sort((a, b) => a.predecessors.size * a.successors.size - b.predecessors.size * b.successors.size);
  for (const node of functions) bypass(node);
  const rest = new Set(all.filter((node) => node.obj.kind !== 'Func'));
  for (const node of rest) node.open = node.successors.size;
  return rest;
}

/** Takes a function out of the graph. */
function bypass(node: GraphNode): void {
  for (const before of node.predecessors) {
    if (before === node) continue;
    for (const after of node.successors) {
      if (after === node) continue;
      before.successors.add(after);
      after.predecessors.add(before);
    }
    before.successors.delete(node);
  }
  for (const after of node.successors) after.predecessors.delete(node);
}

/** A path of dependencies from `from` to `to`, last step first; null if there is none. */
function findPath(c: Checker, from: GoObject, to: GoObject, seen: Set<GoObject>): GoObject[] | null {
  if (seen.has(from)) return null;
  seen.add(from);
  const dependencies = [...(c.declarations.get(from)?.dependencies ?? [])].sort((a, b) => a.order - b.order);
  for (const dependency of dependencies) {
    if (dependency === to) return [dependency];
    const path = findPath(c, dependency, to, seen);
    if (path !== null) return [...path, dependency];
  }
  return null;
}

function reportCycle(c: Checker, cycle: readonly GoObject[]): void {
  const first = cycle[0]!;
  const ring = [first, ...cycle.slice(1).reverse()];
  c.report([
    { at: first, text: `initialization loop for ${first.name}` },
    ...ring.map((obj) => ({ at: obj, text: `${obj.name} refers to` })),
    { at: first, text: first.name },
  ]);
}
