/** Which functions are cheap enough to be inlined: the node counts of Go 1.19's compiler. */
import { ConstantKind } from '../types/constant.ts';
import type { Func } from '../types/object.ts';
import { anyChild, visitAll, type TreeFunc, type TreeName, type TreeNode } from './tree.ts';

/** A body of more nodes than this is not inlined. */
export const INLINE_BUDGET = 80;
/** For the runtime's functions marked `//go:inline`: the ways that nearly every allocation takes. */
export const MARKED_INLINE_BUDGET = 250;
/** A call that stays a call costs this beyond its nodes. */
const CALL_COST = 57;
const THROW_COST = INLINE_BUDGET;
const CLOSURE_COST = 15;

/** Functions that the compiler replaces by instructions; on 386 there are few. */
const INTRINSICS: ReadonlySet<string> = new Set([
  'math.Sqrt', 'math.sqrt', 'math/bits.TrailingZeros16', 'runtime.KeepAlive', 'runtime.getcallerpc', 'runtime.getcallersp', 'runtime.getclosureptr',
  'runtime.slicebytetostringtmp', 'runtime/internal/math.MulUintptr', 'runtime.mulUintptr',
]);

export function isIntrinsic(call: TreeNode): boolean {
  const callee = call.x?.op === 'name' ? call.x.name!.callee : null;
  return callee !== null && INTRINSICS.has(`${callee.pkg!.path}.${callee.name}`);
}

const MERGED_LOADS = /^(Put)?Uint(16|32|64)$/;

/** encoding/binary's conversions become single loads and stores. */
function isMergedLoad(call: TreeNode): boolean {
  const method = call.x?.op === 'methexpr' ? call.x.method : null;
  return method?.pkg?.path === 'encoding/binary' && MERGED_LOADS.test(method.name);
}

/** What the cost of a body depends on. */
export interface CostEnvironment {
  /** The function that a callee expression is known to be, itself already judged. */
  callee(fun: TreeNode): TreeFunc | null;
}

export interface Measured {
  readonly cost: number;
  readonly usedLocals: ReadonlySet<TreeName>;
}

/** The cost of a body, or null if it exceeds the budget or holds something that is never inlined. */
export function measure(body: readonly TreeNode[], environment: CostEnvironment, budget = INLINE_BUDGET): Measured | null {
  const meter = new Meter(environment, budget);
  return meter.list(body) || meter.budget < 0 ? null : { cost: budget - meter.budget, usedLocals: meter.usedLocals };
}

const isRuntime = (func: Func): boolean => func.pkg?.path === 'runtime';

class Meter {
  readonly usedLocals = new Set<TreeName>();

  constructor(
    private readonly environment: CostEnvironment,
    public budget: number,
  ) {}

  list(list: readonly TreeNode[]): boolean {
    return list.some((n) => this.isTooMuch(n));
  }

  /** Subtracts what `n` costs; true ends the count. */
  private isTooMuch(n: TreeNode): boolean {
    switch (n.op) {
      case 'callfunc':
        if (this.isForbiddenCall(n)) return true;
        break;
      case 'callinter':
        this.budget -= CALL_COST;
        break;
      case 'panic':
        // The conversion of its argument is free, panics are not punished.
        if (n.x!.op === 'conviface' && n.x!.isImplicit) this.budget++;
        this.budget--;
        break;
      case 'recover':
      case 'go':
      case 'defer':
      case 'dcltype':
        return true;
      case 'closure':
        this.budget -= CLOSURE_COST;
        if (this.list(n.func!.body)) return true;
        break;
      case 'deref': {
        let pointer = n.x!;
        while (pointer.op === 'convnop') pointer = pointer.x!;
        if (pointer.op === 'addr') this.budget++;
        break;
      }
      case 'convnop':
      case 'block':
        this.budget++;
        break;
      case 'dclconst':
      case 'fall':
        return false;
      case 'if':
        if (n.x!.op === 'literal' && n.x!.value?.kind === ConstantKind.Bool) {
          return this.list(n.init) || this.list(n.x!.value.value ? n.body : n.orelse);
        }
        break;
      case 'name':
        if (n.name!.class === 'auto') this.usedLocals.add(n.name!);
        break;
      case 'methvalue':
      case 'slicelit':
        this.budget--;
        break;
      case 'methexpr':
        // Its operand is a type, which counts in its place.
        break;
      default:
    }
    this.budget--;
    if (this.budget < 0) return true;
    return anyChild(n, (child) => this.isTooMuch(child));
  }

  private isForbiddenCall(n: TreeNode): boolean {
    const named = n.x!.op === 'name' ? n.x!.name!.callee : null;
    if (named !== null && isRuntime(named)) {
      if (named.name === 'getcallerpc' || named.name === 'getcallersp') return true;
      if (named.name === 'throw') {
        this.budget -= THROW_COST;
        return false;
      }
    }
    if (isIntrinsic(n) || isMergedLoad(n)) return false;
    const callee = this.environment.callee(n.x!);
    this.budget -= callee?.inline?.cost ?? CALL_COST;
    return false;
  }
}

/** Exactly one return, with values, and no named results: then results need no variables before it. */
export function canDelayResults(func: TreeFunc): boolean {
  let returns = 0;
  visitAll(func.body, (n) => {
    if (n.op === 'return') returns += n.list.length === 0 ? 2 : 1;
  });
  return returns === 1 && func.results.every((name) => name === null || name.sym.startsWith('~'));
}

/** Bodies of this many nodes are big; only the cheapest functions are inlined into them. */
const BIG_FUNCTION = 5000;
const BIG_FUNCTION_COST = 20;

/** The highest cost of what may be inlined into a function. */
export function largestCost(func: TreeFunc): number {
  let left = BIG_FUNCTION;
  visitAll(func.body, () => {
    left--;
  });
  return left <= 0 ? BIG_FUNCTION_COST : INLINE_BUDGET;
}
