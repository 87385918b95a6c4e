/**
 * How Go types become machine words. A type's leaves are the words and smaller fields that its memory consists of, in order; a type
 * with few leaves and no indexable array inside lives in SSA values, one for each leaf, others live in memory.
 */
import { BasicKind, type Type, under } from '../types/type.ts';
import { fieldOffsets, sizeOf } from '../types/sizes.ts';
import { Ty, type Mem } from '../ssa/ir.ts';

export interface Leaf {
  /** Bytes from the start of the value. */
  readonly offset: number;
  readonly mem: Mem;
  readonly ty: Ty;
  /** A length or a capacity: never negative. */
  readonly isLength?: boolean;
  /** A pointer that never points into the heap, though the collector looks at it: the method table or type of an interface. */
  readonly isStatic?: boolean;
}

/** Values of more words than this live in memory; a slice has three, an interface in a struct with an int64 four. */
const MAX_SSA_LEAVES = 4;
/** Beyond it a type is not even listed: it is memory whatever happens. */
const MAX_LISTED_LEAVES = 64;

const WORD_LEAF: Leaf = { offset: 0, mem: 'i32', ty: Ty.I32 };
const POINTER_LEAF: Leaf = { offset: 0, mem: 'i32', ty: Ty.Ptr };
const LENGTH_LEAF: Leaf = { offset: 4, mem: 'i32', ty: Ty.I32, isLength: true };
const TABLE_LEAF: Leaf = { ...POINTER_LEAF, isStatic: true };

const outsideCache = new WeakMap<Type, boolean>();

/** Whether values of the type never lie in the heap: declared so, or made of such. */
export function isNotInHeap(type: Type): boolean {
  if (type.kind === 'Named' && type.isNotInHeap) return true;
  const u = under(type);
  if (u.kind === 'Array') return isNotInHeap(u.elem);
  if (u.kind !== 'Struct') return false;
  const outside = outsideCache.get(u) ?? (u.fields ?? []).some((field) => isNotInHeap(field.type!));
  outsideCache.set(u, outside);
  return outside;
}

function basicLeaves(kind: BasicKind): readonly Leaf[] {
  switch (kind) {
    case BasicKind.Bool:
    case BasicKind.UntypedBool:
    case BasicKind.Uint8: return [{ offset: 0, mem: 'u8', ty: Ty.I32 }];
    case BasicKind.Int8: return [{ offset: 0, mem: 'i8', ty: Ty.I32 }];
    case BasicKind.Int16: return [{ offset: 0, mem: 'i16', ty: Ty.I32 }];
    case BasicKind.Uint16: return [{ offset: 0, mem: 'u16', ty: Ty.I32 }];
    case BasicKind.Int64:
    case BasicKind.Uint64: return [WORD_LEAF, { ...WORD_LEAF, offset: 4 }];
    case BasicKind.Float32: return [{ offset: 0, mem: 'f32', ty: Ty.F32 }];
    case BasicKind.Float64:
    case BasicKind.UntypedFloat: return [{ offset: 0, mem: 'f64', ty: Ty.F64 }];
    case BasicKind.Complex64: return [{ offset: 0, mem: 'f32', ty: Ty.F32 }, { offset: 4, mem: 'f32', ty: Ty.F32 }];
    case BasicKind.Complex128: return [{ offset: 0, mem: 'f64', ty: Ty.F64 }, { offset: 8, mem: 'f64', ty: Ty.F64 }];
    case BasicKind.String:
    case BasicKind.UntypedString: return [POINTER_LEAF, LENGTH_LEAF];
    case BasicKind.UnsafePointer:
    case BasicKind.UntypedNil: return [POINTER_LEAF];
    default: return [WORD_LEAF];
  }
}

const cache = new WeakMap<Type, readonly Leaf[] | null>();

/** All leaves in order; null for types with arrays of more than one element, or of too many leaves. */
export function leavesOf(type: Type): readonly Leaf[] | null {
  let leaves = cache.get(type);
  if (leaves === undefined) {
    leaves = computeLeaves(type);
    if (leaves !== null && leaves.length > MAX_LISTED_LEAVES) leaves = null;
    cache.set(type, leaves);
  }
  return leaves;
}

function computeLeaves(type: Type): readonly Leaf[] | null {
  const u = under(type);
  switch (u.kind) {
    case 'Basic': return basicLeaves(u.basic);
    case 'Pointer': return [isNotInHeap(u.base) ? WORD_LEAF : POINTER_LEAF];
    case 'Map':
    case 'Chan':
    case 'Signature': return [POINTER_LEAF];
    case 'Slice': return [isNotInHeap(u.elem) ? WORD_LEAF : POINTER_LEAF, LENGTH_LEAF, { ...LENGTH_LEAF, offset: 8 }];
    case 'Interface': return [TABLE_LEAF, { ...POINTER_LEAF, offset: 4 }];
    case 'Array':
      if (u.length === 0) return [];
      return u.length === 1 ? leavesOf(u.elem) : null;
    case 'Struct': {
      const leaves: Leaf[] = [];
      const offsets = fieldOffsets(u);
      for (const [i, field] of (u.fields ?? []).entries()) {
        const inner = leavesOf(field.type!);
        if (inner === null || leaves.length + inner.length > MAX_LISTED_LEAVES) return null;
        for (const leaf of inner) leaves.push({ ...leaf, offset: leaf.offset + offsets[i]! });
      }
      return leaves;
    }
    default: return null;
  }
}

/** The leaves of a type whose values are SSA values; null for one that lives in memory. */
export function ssaLeaves(type: Type): readonly Leaf[] | null {
  const leaves = leavesOf(type);
  return leaves !== null && leaves.length <= MAX_SSA_LEAVES ? leaves : null;
}

/** Offsets of the words that may hold pointers. */
export function pointerOffsets(type: Type, base = 0, out: number[] = []): number[] {
  const u = under(type);
  if (u.kind === 'Array') {
    const size = sizeOf(u.elem);
    if (u.length > 0 && hasPointers(u.elem)) for (let i = 0; i < u.length; i++) pointerOffsets(u.elem, base + i * size, out);
  } else if (u.kind === 'Struct') {
    const offsets = fieldOffsets(u);
    for (const [i, field] of (u.fields ?? []).entries()) pointerOffsets(field.type!, base + offsets[i]!, out);
  } else {
    for (const leaf of computeLeaves(u) ?? []) if (leaf.ty === Ty.Ptr) out.push(base + leaf.offset);
  }
  return out;
}

/** Offsets of the words that may hold pointers into the heap. */
export function heapPointerOffsets(type: Type): readonly number[] {
  const leaves = leavesOf(type);
  if (leaves === null) return pointerOffsets(type);
  return leaves.filter(({ ty, isStatic }) => ty === Ty.Ptr && isStatic !== true).map(({ offset }) => offset);
}

const pointerCache = new WeakMap<Type, boolean>();

/** Whether values of the type can hold pointers. */
export function hasPointers(type: Type): boolean {
  let has = pointerCache.get(type);
  if (has !== undefined) return has;
  const u = under(type);
  if (u.kind === 'Array') has = u.length > 0 && hasPointers(u.elem);
  else if (u.kind === 'Struct') has = (u.fields ?? []).some((field) => hasPointers(field.type!));
  else has = (computeLeaves(u) ?? []).some((leaf) => leaf.ty === Ty.Ptr);
  pointerCache.set(type, has);
  return has;
}

/** Bytes from the start up to the end of the last pointer. */
export function pointerPrefix(type: Type): number {
  const u = under(type);
  if (!hasPointers(type)) return 0;
  if (u.kind === 'Array') return sizeOf(u.elem) * (u.length - 1) + pointerPrefix(u.elem);
  if (u.kind === 'Struct') {
    const offsets = fieldOffsets(u);
    const fields = u.fields ?? [];
    for (let i = fields.length - 1; i >= 0; i--) if (hasPointers(fields[i]!.type!)) return offsets[i]! + pointerPrefix(fields[i]!.type!);
  }
  const leaves = (computeLeaves(u) ?? []).filter((leaf) => leaf.ty === Ty.Ptr);
  return leaves.at(-1)!.offset + 4;
}

/** A pointer word itself: such values lie in an interface's data word directly. */
export function isPointerShaped(type: Type): boolean {
  const u = under(type);
  switch (u.kind) {
    case 'Pointer':
    case 'Map':
    case 'Chan':
    case 'Signature': return true;
    case 'Basic': return u.basic === BasicKind.UnsafePointer;
    case 'Array': return u.length === 1 && isPointerShaped(u.elem);
    case 'Struct': return u.fields?.length === 1 && isPointerShaped(u.fields[0]!.type!);
    default: return false;
  }
}
