/**
 * Sizes, alignments and field offsets of GOARCH=386: pointers and int of 4 bytes, nothing aligned to more than 4.
 *
 * Two rules of the gc compiler beyond the specification: a struct's size is rounded up to its alignment, and a final field of size zero
 * takes one byte, so that its address stays inside the object.
 */
import { unreachable } from '../../../base/assert.ts';
import { BasicKind, type Struct, type Type, under } from './type.ts';

export const WORD_SIZE = 4;
const MAX_ALIGN = 4;

const BASIC_SIZES: Partial<Record<BasicKind, number>> = {
  [BasicKind.Bool]: 1,
  [BasicKind.Int8]: 1,
  [BasicKind.Uint8]: 1,
  [BasicKind.Int16]: 2,
  [BasicKind.Uint16]: 2,
  [BasicKind.Int64]: 8,
  [BasicKind.Uint64]: 8,
  [BasicKind.Float64]: 8,
  [BasicKind.Complex64]: 8,
  [BasicKind.Complex128]: 16,
  [BasicKind.String]: 2 * WORD_SIZE,
};

const roundUp = (x: number, align: number): number => Math.ceil(x / align) * align;

/** Marks 64-bit atomics: an empty struct of this name in these packages is aligned to 8. */
function isAlign64(type: Type): boolean {
  if (type.kind !== 'Named' || type.obj.name !== 'align64') return false;
  const path = type.obj.pkg?.path;
  return path === 'sync/atomic' || path === 'runtime/internal/atomic';
}

export function alignOf(type: Type): number {
  const u = under(type);
  switch (u.kind) {
    case 'Array':
      return alignOf(u.elem);
    case 'Struct':
      if (isAlign64(type)) return 8;
      return (u.fields ?? []).reduce((most, field) => Math.max(most, alignOf(field.type!)), 1);
    case 'Basic': {
      const size = u.basic === BasicKind.String ? WORD_SIZE : sizeOf(u);
      return Math.min(size, MAX_ALIGN);
    }
    default:
      return WORD_SIZE;
  }
}

/** Byte offsets of all fields. */
export function fieldOffsets(struct: Struct): number[] {
  let end = 0;
  return (struct.fields ?? []).map((field) => {
    const offset = roundUp(end, alignOf(field.type!));
    end = offset + sizeOf(field.type!);
    return offset;
  });
}

/** Offset of the field reached from a struct by a path of field indices without pointers. */
export function offsetOf(type: Type, path: readonly number[]): number {
  let offset = 0;
  for (const index of path) {
    const struct = under(type);
    if (struct.kind !== 'Struct') return unreachable('offsetOf: a path leads through structs only');
    offset += fieldOffsets(struct)[index]!;
    type = struct.fields![index]!.type!;
  }
  return offset;
}

/** Size in bytes of a variable of the (typed, complete) type. */
export function sizeOf(type: Type): number {
  const u = under(type);
  switch (u.kind) {
    case 'Basic':
      return BASIC_SIZES[u.basic] ?? WORD_SIZE;
    case 'Array':
      return u.length <= 0 ? 0 : sizeOf(u.elem) * u.length;
    case 'Slice':
      return 3 * WORD_SIZE;
    case 'Interface':
      return 2 * WORD_SIZE;
    case 'Struct':
      return structSize(type, u);
    case 'Tuple':
      return unreachable('sizeOf: tuples have no size');
    default:
      return WORD_SIZE;
  }
}

function structSize(type: Type, struct: Struct): number {
  const fields = struct.fields ?? [];
  if (fields.length === 0) return 0;
  const offset = fieldOffsets(struct).at(-1)!;
  const last = sizeOf(fields.at(-1)!.type!);
  const size = last === 0 && offset > 0 ? 1 : last;
  return roundUp(offset + size, alignOf(type));
}
