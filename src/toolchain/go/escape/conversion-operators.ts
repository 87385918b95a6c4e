/** Which operators conversions are, written and implied. */
import { identical, isInteger, isNumeric, isString } from '../types/predicates.ts';
import { BasicKind, type Type, under } from '../types/type.ts';
import { typeSetOf } from '../types/type-set.ts';
import type { TreeBuilder } from './builder.ts';
import type { TreeNode } from './tree.ts';

/** Conversion operators of assignment. */
export type AssignOp = 'convnop' | 'conviface';

/** The operator that makes a value of one type assignable to another. */
export function assignOperator(from: Type, to: Type): AssignOp {
  if (identical(from, to)) return 'convnop';
  const [source, target] = [under(from), under(to)];
  if (identical(source, target)) {
    if (source.kind === 'Interface' && typeSetOf(source).methods.length === 0) return 'convnop';
    const oneIsUnnamed = from.kind !== 'Named' || to.kind !== 'Named';
    if (oneIsUnnamed && source.kind !== 'Interface') return 'convnop';
  }
  return target.kind === 'Interface' ? 'conviface' : 'convnop';
}

/** The operator of an explicit conversion. */
export function conversionOperator(from: Type, to: Type): 'conv' | 'convstring' | 'slice2arrptr' | 'convnop' {
  const [source, target] = [under(from), under(to)];
  const isNumber = (t: Type): boolean => isNumeric(t);
  if (isNumber(source) && isNumber(target)) {
    const [x, y] = [simpleKind(source), simpleKind(target)];
    // Conversions of floats round even if the type stays the same.
    return x === y && isInteger(target) ? 'convnop' : 'conv';
  }
  if (isString(target) && !isString(source)) return 'convstring';
  if (isString(source) && target.kind === 'Slice') return 'convstring';
  if (source.kind === 'Slice' && target.kind === 'Pointer') return 'slice2arrptr';
  return 'convnop';
}

/** int is int32 here, and so on. */
function simpleKind(type: Type): BasicKind {
  const u = under(type);
  if (u.kind !== 'Basic') return BasicKind.Invalid;
  if (u.basic === BasicKind.Int) return BasicKind.Int32;
  if (u.basic === BasicKind.Uint || u.basic === BasicKind.Uintptr) return BasicKind.Uint32;
  return u.basic;
}

/** Like dereference, but looks through the names of pointer types too. */
export function dereferenced(type: Type): { type: Type; isPointer: boolean } {
  const pointer = under(type);
  return pointer.kind === 'Pointer' ? { type: pointer.base, isPointer: true } : { type, isPointer: false };
}

/** A dereference of a pointer to an array. */
export function implicitStar(b: TreeBuilder, x: TreeNode): TreeNode {
  const { type, isPointer } = dereferenced(x.type!);
  if (!isPointer || under(type).kind !== 'Array') return x;
  const star = b.node('deref', b.basePos, type, x);
  star.isImplicit = true;
  return star;
}
