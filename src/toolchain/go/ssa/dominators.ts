/** The dominator tree, by Cooper, Harvey and Kennedy's simple iteration over reverse postorder. */
import type { Block, Func } from './ir.ts';

export interface Dominators {
  /** The block that every way to `block` passes last; null for the entry. */
  immediate(block: Block): Block | null;
  dominates(a: Block, b: Block): boolean;
  /** The blocks directly below, in reverse postorder. */
  children(block: Block): readonly Block[];
  /** All blocks, each after its dominator. */
  readonly order: readonly Block[];
}

export function dominatorsOf(func: Func): Dominators {
  const order = reversePostorder(func);
  const number = new Map<Block, number>();
  order.forEach((block, i) => number.set(block, i));
  const idom = new Int32Array(order.length).fill(-1);
  idom[0] = 0;
  const intersect = (a: number, b: number): number => {
    while (a !== b) {
      while (a > b) a = idom[a]!;
      while (b > a) b = idom[b]!;
    }
    return a;
  };
  for (let changed = true; changed; ) {
    changed = false;
    for (let i = 1; i < order.length; i++) {
      let best = -1;
      for (const pred of order[i]!.preds) {
        const p = number.get(pred);
        if (p === undefined || idom[p] === -1) continue;
        best = best === -1 ? p : intersect(p, best);
      }
      if (idom[i] === best) continue;
      idom[i] = best;
      changed = true;
    }
  }
  const children: Block[][] = order.map(() => []);
  for (let i = 1; i < order.length; i++) children[idom[i]!]!.push(order[i]!);
  // Preorder numbers make the question "above?" a comparison.
  const enter = new Int32Array(order.length);
  const leave = new Int32Array(order.length);
  let clock = 0;
  const stack: [number, number][] = [[0, 0]];
  enter[0] = clock++;
  while (stack.length > 0) {
    const top = stack.at(-1)!;
    const kids = children[top[0]]!;
    if (top[1] < kids.length) {
      const kid = number.get(kids[top[1]++]!)!;
      enter[kid] = clock++;
      stack.push([kid, 0]);
    } else {
      leave[top[0]] = clock++;
      stack.pop();
    }
  }
  return {
    order,
    immediate: (block) => (block === func.entry ? null : order[idom[number.get(block)!]!]!),
    children: (block) => children[number.get(block)!]!,
    dominates: (a, b) => {
      const [x, y] = [number.get(a), number.get(b)];
      return x !== undefined && y !== undefined && enter[x]! <= enter[y]! && leave[y]! <= leave[x]!;
    },
  };
}

function reversePostorder(func: Func): Block[] {
  const postorder: Block[] = [];
  const seen = new Set<Block>([func.entry]);
  const stack: [Block, number][] = [[func.entry, 0]];
  while (stack.length > 0) {
    const top = stack.at(-1)!;
    const succ = top[0].succs[top[1]++];
    if (succ === undefined) {
      postorder.push(top[0]);
      stack.pop();
    } else if (!seen.has(succ)) {
      seen.add(succ);
      stack.push([succ, 0]);
    }
  }
  return postorder.reverse();
}
