/** What statements do with values. */
import { under } from '../types/type.ts';
import { flowCall } from './flow-calls.ts';
import { asserted, dereferenced, type Hole, holeOf, LabelState } from './flow-graph.ts';
import type { FlowWalker } from './flow.ts';
import { hasPointers } from './pointers.ts';
import type { TreeNode } from './tree.ts';

export function flowStatement(e: FlowWalker, n: TreeNode): void {
  e.stmts(n.init);
  switch (n.op) {
    case 'dclconst':
    case 'dcltype':
    case 'fall':
    case 'inlmark':
    case 'break':
    case 'continue':
    case 'goto':
      return;
    case 'block':
      e.stmts(n.body);
      return;
    case 'dcl':
      if (n.x!.name!.class !== 'blank') e.declare(n.x!.name!);
      return;
    case 'label':
      if (e.labels.get(n.text) === LabelState.Looping) e.loopDepth++;
      e.labels.delete(n.text);
      return;
    case 'if':
      e.discard(n.x);
      e.block(n.body);
      e.block(n.orelse);
      return;
    case 'for':
      e.loopDepth++;
      e.discard(n.x);
      e.stmt(n.y);
      e.block(n.body);
      e.loopDepth--;
      return;
    case 'range':
      rangeStatement(e, n);
      return;
    case 'switch':
      switchStatement(e, n);
      return;
    case 'select':
      for (const clause of n.list) {
        e.stmt(clause.x);
        e.block(clause.body);
      }
      return;
    case 'recv':
      e.exprAfterInit(e.discardHole, n);
      return;
    case 'send':
      e.discard(n.x);
      e.assignHeap(n.y!);
      return;
    case 'as':
    case 'asop':
      e.assignList([n.x], [n.y], n);
      return;
    case 'as2':
    case 'as2dottype':
    case 'as2mapr':
    case 'as2recv':
    case 'selrecv2':
      e.assignList(n.list, n.body, n);
      return;
    case 'as2func': {
      const call = n.body[0]!;
      e.stmts(call.init);
      const holes = n.list.map((target) => e.addressOf(target));
      flowCall(e, holes, call);
      e.noteReassigned(holes, n);
      return;
    }
    case 'return':
      e.assignList(resultTargets(e, n), n.list, n);
      return;
    case 'go':
    case 'defer':
      e.suspendedCall(n);
      return;
    default:
      flowCall(e, null, n);
  }
}

/** Results as targets of a return. */
function resultTargets(e: FlowWalker, n: TreeNode): (TreeNode | null)[] {
  return e.func.results.map((name) => (name === null ? null : Object.assign(Object.create(n) as TreeNode, { op: 'name', name, type: name.type, init: [] })));
}

function rangeStatement(e: FlowWalker, n: TreeNode): void {
  const ranged = e.newLocation(null);
  e.expr(holeOf(ranged), n.x!);
  e.loopDepth++;
  const holes: [Hole, Hole] = [e.addressOf(n.y), e.addressOf(n.z)];
  e.graph.flow(under(n.x!.type!).kind === 'Array' ? holes[1] : dereferenced(holes[1]), ranged);
  e.noteReassigned(holes, n);
  e.block(n.body);
  e.loopDepth--;
}

function switchStatement(e: FlowWalker, n: TreeNode): void {
  if (n.x?.op === 'typesw') {
    const holes: Hole[] = [];
    for (const { x } of n.list) {
      if (x === null) continue;
      const hole = e.declare(x.name!);
      if (hasPointers(x.type!)) holes.push(asserted(hole, x.type!));
    }
    e.expr(e.tee(holes), n.x.x!);
  } else {
    e.discard(n.x);
  }
  for (const clause of n.list) {
    for (const value of clause.list) e.discard(value);
    e.block(clause.body);
  }
}
