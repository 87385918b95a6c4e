/**
 * The escape analysis of functions that call each other: a flow graph (flow.ts), its solution (solve.ts), and the results: decisions for code
 * generation (decisions.ts), tags on parameters for callers (leaks.ts), and remarks.
 */
import { ConstantKind } from '../types/constant.ts';
import type { Func, Package, Var } from '../types/object.ts';
import { isUintptr } from '../types/predicates.ts';
import { alignOf, sizeOf, WORD_SIZE } from '../types/sizes.ts';
import { type Type, under } from '../types/type.ts';
import { isSmallEnoughToCopy } from './flow-calls.ts';
import { addressed, type Location } from './flow-graph.ts';
import { Batch, FlowWalker } from './flow.ts';
import type { SayRemark } from './inline.ts';
import { heapLeak, isEmpty, leaksAll, noLeaks, resultLeak, simplify, TAGGED_RESULTS } from './leaks.ts';
import { hasPointers } from './pointers.ts';
import { solve } from './solve.ts';
import { type ParameterTag, Progress, type TreeFunc, type TreeName, type TreeNode } from './tree.ts';
import { nameText, nodeText } from './tree-text.ts';

/** Explicit variables larger than this are on the heap. */
const LARGEST_STACK_VARIABLE = 10 * 1024 * 1024;
/** So are values that no variable names. */
const LARGEST_IMPLICIT = 64 * 1024;

/** The analysis of functions that call each other. */
export class BatchAnalysis {
  private readonly batch: Batch;

  constructor(
    private readonly funcs: readonly TreeFunc[],
    private readonly pkg: Package,
    find: (func: Func) => TreeFunc | undefined,
    private readonly say: SayRemark,
  ) {
    this.batch = new Batch(find);
  }

  run(): void {
    const { batch, funcs } = this;
    for (const func of funcs) batch.declareNames(func);
    for (const func of funcs) if (func.outer === null) new FlowWalker(batch, func).walk();
    this.flowClosures();
    for (const location of batch.graph.locations) {
      if (needsHeap(location)) batch.graph.flow(addressed({ dst: batch.graph.heap, derefs: 0, addressTaken: false }), location);
    }
    for (const { node, func } of batch.selfAssignments) this.say(node.pos, node.context, () => `${func.sym} ignoring self-assignment in ${statementText(node, this.pkg)}`);
    solve(batch.graph);
    for (const func of funcs) this.tagParameters(func);
    for (const location of batch.graph.locations) this.conclude(location);
    // Trees are large; what callers need is in tags and inline bodies.
    for (const func of funcs) {
      func.body = [];
      func.names.length = 0;
    }
  }

  /** What closures capture flows into them: small variables that never change by value, others by reference. */
  private flowClosures(): void {
    const { graph, closures } = this.batch;
    for (const { hole, captured, node } of closures) {
      for (const name of captured) {
        const location = graph.locationOf(name);
        const byValue = !location.addressTaken && !location.reassigned && isSmallEnoughToCopy(name.type);
        if (byValue && name.variable !== null) node.context.noteCopied(name.variable);
        graph.flow(byValue ? hole : addressed(hole), location);
      }
    }
  }

  private tagParameters(func: TreeFunc): void {
    func.progress = Progress.Tagged;
    const { recv, params } = func.signature;
    const variables = recv === null ? params.vars : [recv, ...params.vars];
    const names = recv === null ? func.params : [func.recv, ...func.params];
    func.tags = variables.map((variable, i) => this.tag(func, variable, names[i] ?? null));
  }

  private tag(func: TreeFunc, variable: Var, name: TreeName | null): ParameterTag {
    const say = (text: string): void => this.say(variable.pos, func.context, () => text);
    const isNamed = variable.name !== '';
    if (!func.hasBody) {
      if (isUintptr(variable.type!)) {
        if (isNamed) say(`assuming ${variable.name} is unsafe uintptr`);
        return leaksAll();
      }
      if (!hasPointers(variable.type!)) return leaksAll();
      const isSafe = func.pragmas.has('go:noescape');
      if (isNamed) say(isSafe ? `${variable.name} does not escape` : `leaking param: ${variable.name}`);
      return isSafe ? noLeaks() : leaksAll();
    }
    // Values without pointers leak nothing; what a mismatched caller passes in their place might.
    if (!hasPointers(variable.type!)) return leaksAll();
    if (name === null || variable.name === '_') return noLeaks();
    const location = this.batch.graph.locationOf(name);
    simplify(location.tag);
    if (!location.escapes) this.explainTag(func, variable, location.tag, say);
    return location.tag;
  }

  private explainTag(func: TreeFunc, { name }: Var, tag: ParameterTag, say: (text: string) => void): void {
    if (isEmpty(tag)) say(`${name} does not escape`);
    const heap = heapLeak(tag);
    if (heap === 0) say(`leaking param: ${name}`);
    else if (heap > 0) say(`leaking param content: ${name}`);
    for (let i = 0; i < TAGGED_RESULTS; i++) {
      const leak = resultLeak(tag, i);
      if (leak >= 0) say(`leaking param: ${name} to result ${func.results[i]?.sym ?? `~r${i}`} level=${leak}`);
    }
  }

  /** Records the verdict on a variable or allocation. */
  private conclude({ name, node, escapes, func }: Location): void {
    if (name !== null) {
      if (!escapes) return;
      if (name.variable !== null) name.context.noteHeapVariable(name.variable);
      this.say(name.pos, name.context, () => `moved to heap: ${nameText(name, this.pkg)}`);
      return;
    }
    if (node === null || func === null) return;
    if (node.site !== null) node.context.noteSite(node.site.node, node.site.kind, escapes);
    if (node.op === 'closure' && node.func!.isWrapper) return;
    this.say(node.pos, node.context, () => `${nodeText(node, this.pkg)} ${escapes ? 'escapes to heap' : 'does not escape'}`);
  }
}

/** Too large for the stack, of a size not known, or aligned more than the stack is. */
function needsHeap({ name, node }: Location): boolean {
  const type = name?.type ?? node?.type ?? null;
  if (type === null || type.kind === 'Tuple' || name?.class === 'param' || name?.class === 'result') return false;
  const isTooLarge = (t: Type, limit: number): boolean => sizeOf(t) > limit || alignOf(t) > WORD_SIZE;
  if (isTooLarge(type, LARGEST_STACK_VARIABLE)) return true;
  if (node === null) return false;
  if (node.op === 'new' || node.op === 'ptrlit') {
    const pointer = under(type);
    return pointer.kind === 'Pointer' && isTooLarge(pointer.base, LARGEST_IMPLICIT);
  }
  if (node.op === 'methvalue') return WORD_SIZE + sizeOf(node.x!.type!) > LARGEST_IMPLICIT;
  if (node.op === 'closure') return closureSize(node.func!) > LARGEST_IMPLICIT;
  return node.op === 'makeslice' && !isSmallSlice(node, type);
}

function closureSize(func: TreeFunc): number {
  return func.captured.reduce((size, name) => size + (isSmallEnoughToCopy(name.type) ? sizeOf(name.type) : WORD_SIZE), WORD_SIZE);
}

function isSmallSlice(node: TreeNode, type: Type): boolean {
  const size = node.y ?? node.x!;
  const slice = under(type);
  if (size.op !== 'literal' || size.value?.kind !== ConstantKind.Int || slice.kind !== 'Slice') return false;
  const element = sizeOf(slice.elem);
  return element === 0 || Number(size.value.value) <= Math.floor(LARGEST_IMPLICIT / element);
}

function statementText(n: TreeNode, pkg: Package): string {
  if (n.op === 'asop') return `${nodeText(n.x!, pkg)} ${n.text}= ${nodeText(n.y!, pkg)}`;
  const list = (nodes: readonly TreeNode[]): string => nodes.map((each) => nodeText(each, pkg)).join(', ');
  const defines = n.init.some(({ op }) => op === 'dcl');
  const [targets, values] = n.op === 'as' ? [[n.x!], [n.y!]] : [n.list, n.body];
  return `${list(targets)} ${defines ? ':=' : '='} ${list(values)}`;
}

