/** What calls do with their arguments. */
import type { Pos } from '../syntax/position.ts';
import { sizeOf } from '../types/sizes.ts';
import type { Type } from '../types/type.ts';
import { under } from '../types/type.ts';
import { isString } from '../types/predicates.ts';
import { dereferenced, type Hole, holeOf } from './flow-graph.ts';
import type { FlowWalker } from './flow.ts';
import { makeVariadicSlice } from './variadic.ts';
import { heapLeak, resultLeak, TAGGED_RESULTS } from './leaks.ts';
import { hasPointers } from './pointers.ts';
import { staticValue } from './static-value.ts';
import { Progress, type TreeFunc, type TreeName, TreeNode } from './tree.ts';

/** Hands arguments on: usually straight to the hole, for go and defer through variables of the wrapper. */
type PassArgument = (k: Hole, n: TreeNode) => void;

/** Walks a call whose results go to `results` (null: nowhere). */
export function flowCall(e: FlowWalker, results: readonly Hole[] | null, call: TreeNode): void {
  callWith(e, results, call, (k, n) => e.expr(k, n));
}

const isInBatch = (func: TreeFunc): boolean => func.progress !== Progress.Tagged && func.progress !== Progress.None;

export function flowParameter(e: FlowWalker, results: readonly Hole[] | null, callee: TreeFunc | null, index: number): Hole {
  if (callee === null) return e.heapHole;
  if (isInBatch(callee)) {
    const parameters = callee.signature.recv === null ? callee.params : [callee.recv, ...callee.params];
    const name = parameters[index] ?? null;
    return name === null || name.sym === '_' ? e.discardHole : holeOf(e.graph.locationOf(name));
  }
  const tag = callee.tags[index];
  if (tag === undefined) return e.heapHole;
  const holes: Hole[] = [];
  if (heapLeak(tag) >= 0) holes.push(dereferenced(e.heapHole, heapLeak(tag)));
  if (results !== null) {
    for (let i = 0; i < TAGGED_RESULTS; i++) {
      const leak = resultLeak(tag, i);
      if (leak >= 0) holes.push(dereferenced(results[i]!, leak));
    }
  }
  return e.tee(holes);
}

/** The function that is certainly called. */
function knownCallee(e: FlowWalker, call: TreeNode): TreeFunc | null {
  const value = staticValue(call.x!);
  if (value.op === 'closure') return value.func;
  if (value.op === 'name' && value.name!.callee !== null) return e.batch.find(value.name!.callee) ?? null;
  return value.op === 'methexpr' && value.method !== null ? (e.batch.find(value.method) ?? null) : null;
}

function callWith(e: FlowWalker, results: readonly Hole[] | null, call: TreeNode, pass: PassArgument): void {
  switch (call.op) {
    case 'callfunc':
    case 'callinter':
      functionCall(e, results, call, pass);
      return;
    case 'inlcall':
      e.stmts(call.body);
      call.list.forEach((result, i) => e.expr(results?.[i] ?? e.discardHole, result));
      return;
    case 'append':
      appendCall(e, results?.[0] ?? e.discardHole, call, pass);
      return;
    case 'copy': {
      pass(e.discardHole, call.x!);
      const source = elementType(call.y!.type!);
      pass(source !== null && hasPointers(source) ? dereferenced(e.heapHole) : e.discardHole, call.y!);
      return;
    }
    case 'panic':
      pass(e.heapHole, call.x!);
      return;
    case 'complex':
      pass(e.discardHole, call.x!);
      pass(e.discardHole, call.y!);
      return;
    case 'delete':
    case 'print':
    case 'recover':
      for (const argument of call.list) pass(e.discardHole, argument);
      return;
    case 'unsafeadd':
    case 'unsafeslice':
      pass(results?.[0] ?? e.discardHole, call.x!);
      pass(e.discardHole, call.y!);
      return;
    default:
      pass(e.discardHole, call.x!);
  }
}

/** The element type of a slice; null for strings. */
function elementType(type: Type): Type | null {
  const u = under(type);
  return u.kind === 'Slice' ? u.elem : null;
}

function functionCall(e: FlowWalker, results: readonly Hole[] | null, call: TreeNode, pass: PassArgument): void {
  makeVariadicSlice(call);
  let callee: TreeFunc | null = null;
  if (call.op === 'callfunc') {
    if (call.x!.op === 'closure') call.x!.func!.isCalledDirectly = true;
    callee = knownCallee(e, call);
  }
  if (results !== null && callee !== null && isInBatch(callee)) {
    callee.results.forEach((name, i) => {
      if (name !== null) e.graph.flow(results[i]!, e.graph.locationOf(name));
    });
  }
  if (call.op === 'callfunc') pass(e.discardHole, call.x!);
  else pass(e.heapHole, call.x!.x!);
  call.list.forEach((argument, i) => pass(flowParameter(e, results, callee, i), argument));
}

function appendCall(e: FlowWalker, result: Hole, call: TreeNode, pass: PassArgument): void {
  const [slice, ...added] = call.list as [TreeNode, ...TreeNode[]];
  const element = elementType(slice.type!);
  const isTraced = element !== null && hasPointers(element);
  // The old contents move to the new slice, which may be on the heap.
  pass(isTraced ? e.tee([result, dereferenced(e.heapHole)]) : result, slice);
  if (!call.isDots) {
    for (const argument of added) pass(e.heapHole, argument);
    return;
  }
  const source = isString(added[0]!.type!) ? null : elementType(added[0]!.type!);
  pass(source !== null && hasPointers(source) ? dereferenced(e.heapHole) : e.discardHole, added[0]!);
}

// --- go and defer

/**
 * The arguments of a suspended call are evaluated now and kept by a closure; without arguments and results the callee itself is that closure.
 * The closure of a defer outside of loops lives in the frame, and so does the record of it.
 */
export function flowSuspendedCall(e: FlowWalker, n: TreeNode): void {
  const isOnce = n.op === 'defer' && e.loopDepth === 1;
  const k = isOnce ? e.later(e.discardHole) : e.heapHole;
  if (isOnce && n.site !== null) n.context.noteSite(n.site.node, 'defer', false);
  const call = n.x!;
  e.stmts(call.init);
  const signature = call.op === 'callfunc' ? under(call.x!.type!) : null;
  if (signature?.kind === 'Signature' && signature.params.vars.length + signature.results.vars.length === 0) {
    e.expr(k, call.x!);
    return;
  }
  const kept: TreeName[] = [];
  callWith(e, null, call, (hole, argument) => keepArgument({ walker: e, kept, pos: call.pos }, hole, argument));
  const closure = new TreeNode('closure', n.pos, n.context);
  closure.func = wrapper(e.func, n);
  closure.site = n.site;
  e.batch.closures.push({ hole: e.allocate(k, closure), func: closure.func, captured: kept, node: closure });
}

function wrapper(outer: TreeFunc, n: TreeNode): TreeFunc {
  return { ...outer, pos: n.pos, outer, isLiteral: true, isWrapper: true, captured: [], names: [], body: [] };
}

interface Keeping {
  readonly walker: FlowWalker;
  /** The variables made so far. */
  readonly kept: TreeName[];
  /** Where variables are declared that hold a copy of another. */
  readonly pos: Pos;
}

function keepArgument(k: Keeping, hole: Hole, n: TreeNode): void {
  if (n.op === 'slicelit') {
    // Slice literals, such as that of extra arguments, are made by the wrapper from its variables.
    const inList: Keeping = { ...k, pos: n.pos };
    for (const element of n.list) if (element.op === 'key') element.y = keep(inList, element.y!);
    n.list = n.list.map((element) => (element.op === 'key' ? element : keep(inList, element)));
    k.walker.expr(hole, n);
    return;
  }
  k.walker.expr(hole, keep(k, n));
}

/** Evaluates an argument into a variable that the wrapper captures; constants and functions stay. */
function keep({ walker: e, kept, pos }: Keeping, n: TreeNode): TreeNode {
  if (n.op === 'literal' || n.op === 'nil' || n.op === 'methexpr' || n.name?.class === 'func') return n;
  const name: TreeName = {
    sym: `.autotmp_${e.func.names.length}`, class: 'auto', type: n.type!, pos: n.op === 'name' ? pos : n.pos, func: e.func, variable: null, callee: null, pkg: null, defn: null, context: n.context,
  };
  e.func.names.push(name);
  const location = e.graph.newLocation(name, null, e.func, e.loopDepth);
  e.expr(holeOf(location), n);
  location.captured = true;
  kept.push(name);
  const copy = new TreeNode('name', n.pos, n.context);
  copy.name = name;
  copy.type = n.type;
  return copy;
}

/** Captured variables of at most this size are copied into the closure, unless they change. */
const LARGEST_COPIED = 128;
export const isSmallEnoughToCopy = (type: Type): boolean => sizeOf(type) <= LARGEST_COPIED;
