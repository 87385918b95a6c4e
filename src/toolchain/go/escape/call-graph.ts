/** Visits functions bottom-up: callees before callers, functions that call each other together (Tarjan's components). */
import type { Func } from '../types/object.ts';
import { type TreeFunc, type TreeNode, visitAll } from './tree.ts';

/** A component, and whether its functions call themselves or each other. */
export type VisitComponent = (funcs: readonly TreeFunc[], isRecursive: boolean) => void;

const DONE = Infinity;

/** Function literals belong to the component of the function around them. `find` gives functions of this package. */
export function visitBottomUp(roots: readonly TreeFunc[], find: (func: Func) => TreeFunc | undefined, analyse: VisitComponent): void {
  const ids = new Map<TreeFunc, number>();
  const stack: TreeFunc[] = [];
  let generation = 0;

  const visit = (func: TreeFunc): number => {
    const known = ids.get(func);
    if (known !== undefined) return known;
    const id = ++generation;
    ids.set(func, id);
    let least = ++generation;
    stack.push(func);
    const reach = (callee: TreeFunc | undefined): void => {
      if (callee !== undefined) least = Math.min(least, visit(callee));
    };
    visitAll(func.body, (n) => {
      if (n.op === 'closure') reach(n.func!);
      else {
        const callee = calleeOf(n);
        if (callee !== null) reach(find(callee));
      }
    });
    const isHidden = func.outer !== null;
    if ((least === id || least === id + 1) && !isHidden) {
      const start = stack.lastIndexOf(func);
      const component = stack.splice(start);
      for (const each of component) ids.set(each, DONE);
      analyse(component, least === id);
    }
    return least;
  };
  for (const func of roots) if (func.outer === null) visit(func);
}

/** The function that a node mentions. */
function calleeOf(n: TreeNode): Func | null {
  if (n.op === 'name') return n.name!.callee;
  return n.op === 'dotmeth' || n.op === 'methvalue' || n.op === 'methexpr' ? n.method : null;
}
