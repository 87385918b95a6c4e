/** Removes branches whose conditions are constant, before functions are measured for inlining. */
import { compareConstants, type Constant, ConstantKind, TRUE } from '../types/constant.ts';
import { type TreeFunc, TreeNode, visitAll } from './tree.ts';

const isBool = (n: TreeNode | null, value: boolean): boolean => n?.op === 'literal' && n.value?.kind === ConstantKind.Bool && n.value.value === value;
const isConstantBool = (n: TreeNode | null): boolean => isBool(n, true) || isBool(n, false);

export function removeDeadCode(func: TreeFunc): void {
  func.body = cleaned(func.body);
  if (func.body.length === 0 || !func.body.every(doesNothing)) return;
  visitAll(func.body, markDead);
  func.body = [new TreeNode('block', func.pos, func.context)];
}

function doesNothing(n: TreeNode): boolean {
  if (n.init.length > 0) return false;
  if (n.op === 'if') return isConstantBool(n.x) && n.body.length === 0 && n.orelse.length === 0;
  return n.op === 'for' && isBool(n.x, false);
}

/** Function literals in dead code are not analysed. */
function markDead(n: TreeNode): void {
  if (n.op !== 'closure') return;
  n.func!.isDead = true;
  visitAll(n.func!.body, markDead);
}

function drop(list: readonly TreeNode[]): TreeNode[] {
  visitAll(list, markDead);
  return [];
}

/** The statements that can be reached, themselves cleaned. */
function cleaned(list: readonly TreeNode[]): readonly TreeNode[] {
  const lastLabel = list.findLastIndex((n) => n.op === 'label');
  for (const [i, n] of list.entries()) {
    let endsHere = false;
    if (n.op === 'if') {
      n.x = simplified(n.x!);
      if (isConstantBool(n.x)) {
        if (isBool(n.x, true)) n.orelse = drop(n.orelse);
        else n.body = drop(n.body);
        const last = [...n.body, ...n.orelse].at(-1);
        endsHere = (last?.op === 'return' || last?.op === 'panic') && i > lastLabel;
      }
    }
    if (n.op === 'switch') cleanSwitch(n);
    n.init = cleaned(n.init);
    cleanBodies(n);
    if (!endsHere) continue;
    drop(list.slice(i + 1));
    return list.slice(0, i + 1);
  }
  return list;
}

function cleanBodies(n: TreeNode): void {
  if (n.op === 'block' || n.op === 'for' || n.op === 'range') n.body = cleaned(n.body);
  else if (n.op === 'if') {
    n.body = cleaned(n.body);
    n.orelse = cleaned(n.orelse);
  } else if (n.op === 'switch' || n.op === 'select') {
    for (const clause of n.list) clause.body = cleaned(clause.body);
  }
}

function simplified(n: TreeNode): TreeNode {
  if (n.op !== 'logical') return n;
  n.x = simplified(n.x!);
  n.y = simplified(n.y!);
  if (!isConstantBool(n.x)) return n;
  return isBool(n.x, n.text === '&&') ? n.y : n.x;
}

/** Keeps only the case that a constant switch takes. */
function cleanSwitch(n: TreeNode): void {
  if (n.x?.op === 'typesw') return;
  const tag: Constant | null = n.x === null ? TRUE : n.x.op === 'literal' ? n.x.value : null;
  if (tag === null) return;
  const fallsThrough = (clause: TreeNode): boolean => clause.body.some(({ op }) => op === 'fall');
  for (const clause of n.list) {
    for (const value of clause.list) {
      if (value.op !== 'literal' || value.value === null) return;
      if (!compareConstants(tag, '==', value.value)) continue;
      if (fallsThrough(clause)) return;
      for (const other of n.list) if (other !== clause) drop([...other.list, ...other.body]);
      clause.list = [value];
      n.list = [clause];
      return;
    }
  }
  const standard = n.list.find((clause) => clause.list.length === 0);
  if (standard !== undefined && fallsThrough(standard)) return;
  for (const clause of n.list) if (clause !== standard) drop([...clause.list, ...clause.body]);
  n.list = standard === undefined ? [] : [standard];
}
