/** Visits functions bottom-up: callees before callers, functions that call each other together (Tarjan's components). */
import type { Func } from '../types/object.ts';
import { type TreeFunc, type TreeNode, visitAll } from './tree.ts';

/** What happens to the functions on the way. */
export interface Visitor {
  /** A function of this package, its body ready; undefined for others. */
  find(func: Func): TreeFunc | undefined;
  /** A component, callees first, and whether its functions call themselves or each other. */
  analyse(funcs: readonly TreeFunc[], isRecursive: boolean): void;
}

const DONE = Infinity;

/** Remembers what it has visited, so that roots may come one by one. */
export class BottomUpWalk {
  private readonly ids = new Map<TreeFunc, number>();
  private readonly stack: TreeFunc[] = [];
  private generation = 0;

  constructor(private readonly visitor: Visitor) {}

  /** Function literals belong to the component of the function around them. */
  visit(func: TreeFunc): number {
    const known = this.ids.get(func);
    if (known !== undefined) return known;
    const id = ++this.generation;
    this.ids.set(func, id);
    let least = ++this.generation;
    this.stack.push(func);
    const reach = (callee: TreeFunc | undefined): void => {
      if (callee !== undefined) least = Math.min(least, this.visit(callee));
    };
    visitAll(func.body, (n) => {
      if (n.op === 'closure') reach(n.func!);
      else {
        const callee = calleeOf(n);
        if (callee !== null) reach(this.visitor.find(callee));
      }
    });
    const isHidden = func.outer !== null;
    if ((least === id || least === id + 1) && !isHidden) {
      const component = this.stack.splice(this.stack.lastIndexOf(func));
      for (const each of component) this.ids.set(each, DONE);
      this.visitor.analyse(component, least === id);
    }
    return least;
  }
}

/** The function that a node mentions. */
function calleeOf(n: TreeNode): Func | null {
  if (n.op === 'name') return n.name!.callee;
  return n.op === 'dotmeth' || n.op === 'methvalue' || n.op === 'methexpr' ? n.method : null;
}
