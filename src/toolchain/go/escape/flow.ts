/**
 * Builds the flow graph of one batch of functions: a walk over their trees in which every expression is given the hole that its value goes to.
 */
import { isPointerShaped } from '../layout/leaves.ts';
import type { Type } from '../types/type.ts';
import { under } from '../types/type.ts';
import { isUintptr, isUnsafePointer, isUntyped } from '../types/predicates.ts';
import type { Func } from '../types/object.ts';
import { addressed, asserted, dereferenced, FlowGraph, type Hole, holeOf, LabelState, type Location } from './flow-graph.ts';
import { flowCall, flowParameter, flowSuspendedCall } from './flow-calls.ts';
import { flowStatement } from './flow-statements.ts';
import { hasPointers } from './pointers.ts';
import { isSelfAssignment } from './self-assignment.ts';
import { Progress, type TreeFunc, type TreeName, type TreeNode, visitAll } from './tree.ts';

/** A literal, and the location that it is stored in. */
interface PendingClosure {
  readonly hole: Hole;
  readonly func: TreeFunc;
  readonly captured: readonly TreeName[];
  readonly node: TreeNode;
}

/** What is the same for all functions of a batch. */
export class Batch {
  readonly graph = new FlowGraph();
  readonly closures: PendingClosure[] = [];
  readonly selfAssignments: { readonly node: TreeNode; readonly func: TreeFunc }[] = [];

  constructor(readonly find: (func: Func) => TreeFunc | undefined) {}

  declareNames(func: TreeFunc): void {
    func.progress = Progress.Planned;
    for (const name of func.names) if (!this.graph.hasLocation(name)) this.graph.newLocation(name, null, func, 1);
    func.results.forEach((name, i) => {
      if (name !== null) this.graph.locationOf(name).resultIndex = 1 + i;
    });
  }
}

export class FlowWalker {
  loopDepth = 1;
  readonly labels = new Map<string, LabelState>();

  constructor(readonly batch: Batch, readonly func: TreeFunc) {}

  get graph(): FlowGraph {
    return this.batch.graph;
  }
  get heapHole(): Hole {
    return holeOf(this.graph.heap);
  }
  get discardHole(): Hole {
    return holeOf(this.graph.nowhere);
  }

  /** Walks the body. A label that is jumped back to begins a loop. */
  walk(): void {
    const { func } = this;
    func.progress = Progress.Started;
    visitAll(func.body, (n) => {
      if (n.op === 'label') this.labels.set(n.text, LabelState.NotLooping);
      else if (n.op === 'goto' && this.labels.get(n.text) === LabelState.NotLooping) this.labels.set(n.text, LabelState.Looping);
    });
    this.block(func.body);
  }

  // --- Statements

  stmt(n: TreeNode | null): void {
    if (n !== null) flowStatement(this, n);
  }

  stmts(list: readonly TreeNode[]): void {
    for (const n of list) flowStatement(this, n);
  }

  block(list: readonly TreeNode[]): void {
    const { loopDepth } = this;
    this.stmts(list);
    this.loopDepth = loopDepth;
  }

  /** A declaration: the variable is as deep in loops as this place. */
  declare(name: TreeName): Hole {
    const location = this.graph.locationOf(name);
    location.loopDepth = this.loopDepth;
    return holeOf(location);
  }

  // --- Assignments

  /** The hole that an assignment to `n` fills. */
  addressOf(n: TreeNode | null): Hole {
    if (n === null || n.name?.class === 'blank') return this.discardHole;
    switch (n.op) {
      case 'name': return n.name!.class === 'global' ? this.heapHole : holeOf(this.graph.locationOf(n.name!));
      case 'dot': return this.addressOf(n.x);
      case 'index':
        this.discard(n.y);
        if (under(n.x!.type!).kind === 'Array') return this.addressOf(n.x);
        this.discard(n.x);
        return this.heapHole;
      case 'indexmap':
        this.discard(n.x);
        this.assignHeap(n.y!);
        return this.heapHole;
      default:
        this.discard(n);
        return this.heapHole;
    }
  }

  assignHeap(n: TreeNode): void {
    this.expr(this.heapHole, n);
  }

  /** `targets = values`, as part of the statement `where`; missing values leave their targets alone. */
  assignList(targets: readonly (TreeNode | null)[], values: readonly (TreeNode | null)[], where: TreeNode): void {
    const holes = targets.map((target) => this.addressOf(target));
    holes.forEach((hole, i) => {
      const target = targets[i] ?? null;
      const value = values[i] ?? null;
      if (target?.op === 'dotptr' && value !== null && isHeaderData(target)) {
        this.unsafeValue(this.heapHole, value);
        return;
      }
      if (target !== null && value !== null && isSelfAssignment(target, value)) {
        this.batch.selfAssignments.push({ node: where, func: this.func });
        this.expr(this.discardHole, value);
        return;
      }
      if (value !== null) this.expr(hole, value);
    });
    this.noteReassigned(holes, where);
  }

  /** Variables assigned other than by their definition cannot be captured by value. */
  noteReassigned(holes: readonly Hole[], where: TreeNode): void {
    // `var x T` assigns nothing.
    if (where.op === 'as' && where.y === null && where.x!.name?.defn === null) return;
    for (const { dst } of holes) if (dst.name === null || dst.name.defn !== where || where.op === 'range') dst.reassigned = true;
  }

  // --- Holes

  /** A hole for several purposes. */
  tee(holes: readonly Hole[]): Hole {
    if (holes.length === 0) return this.discardHole;
    if (holes.length === 1) return holes[0]!;
    const location = this.newLocation(null);
    for (const hole of holes) this.graph.flow(hole, location);
    return holeOf(location);
  }

  /** A hole whose own flow is as if from here on. */
  later(k: Hole): Hole {
    const location = this.newLocation(null);
    this.graph.flow(k, location);
    return holeOf(location);
  }

  newLocation(node: TreeNode | null): Location {
    return this.graph.newLocation(null, node, this.func, this.loopDepth);
  }

  /** The contents of what `n` allocates, whose address goes to `k`. */
  allocate(k: Hole, n: TreeNode): Hole {
    const location = this.newLocation(n);
    this.graph.flow(addressed(k), location);
    return holeOf(location);
  }

  // --- Expressions

  discard(n: TreeNode | null): void {
    if (n !== null) this.expr(this.discardHole, n);
  }

  expr(k: Hole, n: TreeNode): void {
    this.stmts(n.init);
    this.exprAfterInit(k, n);
  }

  exprAfterInit(hole: Hole, n: TreeNode): void {
    // Values without pointers flow nowhere of interest.
    const isScalar = hole.derefs >= 0 && n.type !== null && !isUntyped(n.type) && !hasPointers(n.type);
    const k = isScalar ? { ...hole, dst: this.graph.nowhere } : hole;
    switch (n.op) {
      case 'name':
        if (n.name!.class !== 'func' && n.name!.class !== 'global' && n.name!.class !== 'blank') this.graph.flow(k, this.graph.locationOf(n.name!));
        return;
      case 'unary':
      case 'recv':
        this.discard(n.x);
        return;
      case 'binary':
      case 'logical':
        this.discard(n.x);
        this.discard(n.y);
        return;
      case 'addr':
        this.expr(addressed(k), n.x!);
        return;
      case 'deref':
      case 'dotptr':
        this.expr(dereferenced(k), n.x!);
        return;
      case 'dot':
      case 'dotmeth':
      case 'dotinter':
      case 'slice2arrptr':
        this.expr(k, n.x!);
        return;
      case 'dottype':
        this.expr(asserted(k, n.type!), n.x!);
        return;
      case 'index':
        this.expr(under(n.x!.type!).kind === 'Array' ? k : dereferenced(k), n.x!);
        this.discard(n.y);
        return;
      case 'indexmap':
        this.discard(n.x);
        this.discard(n.y);
        return;
      case 'slice':
        this.expr(k, n.x!);
        this.discard(n.y);
        this.discard(n.z);
        this.discard(n.w);
        return;
      case 'conv':
      case 'convnop':
        if (isUnsafePointer(n.type!) && isUintptr(n.x!.type!)) this.unsafeValue(k, n.x!);
        else this.expr(k, n.x!);
        return;
      case 'conviface':
        this.expr(this.isCopied(n.x!.type!) ? this.allocate(k, n) : k, n.x!);
        return;
      case 'new':
        this.allocate(k, n);
        return;
      case 'makeslice':
      case 'makemap':
        this.allocate(k, n);
        this.discard(n.x);
        this.discard(n.y);
        return;
      case 'makechan':
        this.discard(n.x);
        return;
      case 'methvalue':
        this.methodValue(k, n);
        return;
      case 'ptrlit':
        this.expr(this.allocate(k, n), n.x!);
        return;
      case 'arraylit':
      case 'structlit':
        for (const element of n.list) this.expr(k, elementValue(element));
        return;
      case 'slicelit': {
        const contents = this.allocate(k, n);
        for (const element of n.list) this.expr(contents, elementValue(element));
        return;
      }
      case 'maplit':
        this.allocate(k, n);
        for (const { x, y } of n.list) {
          this.assignHeap(x!);
          this.assignHeap(y!);
        }
        return;
      case 'closure':
        this.closure(k, n);
        return;
      case 'convstring':
        this.allocate(k, n);
        this.discard(n.x);
        return;
      case 'addstr':
        this.allocate(k, n);
        for (const part of n.list) this.discard(part);
        return;
      case 'literal':
      case 'nil':
      case 'type':
      case 'methexpr':
      case 'ident':
        return;
      default:
        flowCall(this, [k], n);
    }
  }

  /** Whether converting a value of the type to an interface copies it. */
  private isCopied(type: Type): boolean {
    return under(type).kind !== 'Interface' && !isPointerShaped(type);
  }

  /** `x.m` binds x; the method may let it leak. */
  private methodValue(k: Hole, n: TreeNode): void {
    const closure = this.allocate(k, n);
    const results = n.method!.type!.results.vars.map(() => this.heapHole);
    const receiver = this.parameterHole(results, this.batch.find(n.method!) ?? null, 0);
    this.expr(this.tee([receiver, closure]), n.x!);
  }

  private closure(k: Hole, n: TreeNode): void {
    const func = n.func!;
    this.batch.closures.push({ hole: this.allocate(k, n), func, captured: func.captured, node: n });
    if (func.outer === null) return;
    for (const name of func.captured) {
      const location = this.graph.locationOf(name);
      if (location.captured) continue;
      location.captured = true;
      // Assignments before the first capture do not matter, unless a loop repeats it.
      if (location.loopDepth === this.loopDepth) location.reassigned = false;
    }
    if (func.progress === Progress.None) this.batch.declareNames(func);
    if (func.progress === Progress.Planned) new FlowWalker(this.batch, func).walk();
  }

  /** An integer that was a pointer: `unsafe.Pointer(uintptr(p) + n)` is p still. */
  private unsafeValue(k: Hole, n: TreeNode): void {
    this.stmts(n.init);
    switch (n.op) {
      case 'conv':
      case 'convnop':
        if (isUnsafePointer(n.x!.type!)) this.expr(k, n.x!);
        else this.discard(n.x);
        return;
      case 'dotptr':
        if (isHeaderData(n)) this.expr(dereferenced(k), n.x!);
        else this.discard(n.x);
        return;
      case 'unary':
        this.unsafeValue(k, n.x!);
        return;
      case 'binary':
        this.unsafeValue(k, n.x!);
        if (n.text === '<<' || n.text === '>>') this.discard(n.y);
        else this.unsafeValue(k, n.y!);
        return;
      default:
        this.exprAfterInit(this.discardHole, n);
    }
  }

  /** The hole of an argument: parameter `index` (the receiver counts as first) of a known function, or anywhere. */
  parameterHole(results: readonly Hole[] | null, callee: TreeFunc | null, index: number): Hole {
    return flowParameter(this, results, callee, index);
  }

  suspendedCall(n: TreeNode): void {
    flowSuspendedCall(this, n);
  }
}

/** The Data field of reflect.SliceHeader and StringHeader: an integer that is a pointer. */
function isHeaderData(n: TreeNode): boolean {
  const pointer = under(n.x!.type!);
  const header = pointer.kind === 'Pointer' && pointer.base.kind === 'Named' ? pointer.base.obj : null;
  return n.text === 'Data' && header?.pkg?.path === 'reflect' && (header.name === 'SliceHeader' || header.name === 'StringHeader');
}

const elementValue = (n: TreeNode): TreeNode => (n.op === 'key' ? n.y! : n.op === 'structkey' ? n.x! : n);
