/** Assignments like `x.buf = x.buf[i:j]`, which make nothing point to x that did not before. */
import { compareConstants } from '../types/constant.ts';
import { identical } from '../types/predicates.ts';
import { under } from '../types/type.ts';
import type { TreeNode } from './tree.ts';

export function isSelfAssignment(dst: TreeNode, src: TreeNode): boolean {
  if (isSliceSelfAssignment(dst, src)) return true;
  if (dst.op !== src.op) return false;
  if (dst.op === 'dot' || dst.op === 'dotptr') return isSameSafe(dst.x!, src.x!);
  if (dst.op !== 'index' || mayAffectMemory(dst.y!) || mayAffectMemory(src.y!)) return false;
  return isSameSafe(dst.x!, src.x!);
}

function isSliceSelfAssignment(dst: TreeNode, src: TreeNode): boolean {
  const target = dst.op === 'deref' || dst.op === 'dotptr' ? dst.x! : null;
  if (target?.op !== 'name' || src.op !== 'slice') return false;
  const sliced = src.x!;
  // Slicing an array takes its address, which is new.
  if (sliced.op === 'addr' || (sliced.op !== 'deref' && sliced.op !== 'dotptr')) return false;
  return sliced.x!.op === 'name' && sliced.x!.name === target.name;
}

function mayAffectMemory(n: TreeNode): boolean {
  switch (n.op) {
    case 'name':
    case 'literal':
    case 'nil': return false;
    case 'binary': return mayAffectMemory(n.x!) || mayAffectMemory(n.y!);
    case 'index': return mayAffectMemory(n.x!) || mayAffectMemory(n.y!);
    case 'conv':
    case 'convnop':
    case 'len':
    case 'cap':
    case 'unary':
    case 'dot':
    case 'dotptr':
    case 'deref': return mayAffectMemory(n.x!);
    default: return true;
  }
}

/** Two expressions without effects that denote the same. */
function isSameSafe(left: TreeNode, right: TreeNode): boolean {
  let [l, r] = [left, right];
  while (l.op === 'convnop') l = l.x!;
  while (r.op === 'convnop') r = r.x!;
  if (l.op !== r.op || l.text !== r.text || !identical(l.type!, r.type!)) return l.op === 'name' && r.op === 'name' && l.name === r.name;
  switch (l.op) {
    case 'name': return l.name === r.name;
    case 'literal': return l.value !== null && r.value !== null && compareConstants(l.value, '==', r.value);
    case 'nil': return true;
    case 'dot':
    case 'dotptr':
    case 'deref':
    case 'unary': return isSameSafe(l.x!, r.x!);
    case 'conv': return under(l.type!).kind === 'Basic' && isSameSafe(l.x!, r.x!);
    case 'index':
    case 'indexmap':
    case 'binary': return isSameSafe(l.x!, r.x!) && isSameSafe(l.y!, r.y!);
    default: return false;
  }
}
