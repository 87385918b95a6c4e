/**
 * Sizes, alignments and field offsets of GOARCH=386: pointers and int of 4 bytes, nothing aligned to more than 4.
 *
 * Two rules of the gc compiler beyond the specification: a struct's size is rounded up to its alignment, and a final field of size zero
 * takes one byte, so that its address stays inside the object.
 */
import { unreachable } from '../../../base/assert.ts';
import type { Var } from './object.ts';
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
      return isAlign64(type) ? 8 : layoutOf(u).align;
    case 'Basic': {
      const size = u.basic === BasicKind.String ? WORD_SIZE : sizeOf(u);
      return Math.min(size, MAX_ALIGN);
    }
    default:
      return WORD_SIZE;
  }
}

interface StructLayout {
  readonly offsets: readonly number[];
  readonly align: number;
  /** Behind the last field, before rounding up. */
  readonly end: number;
}

/** Structs laid out once: a struct of structs of structs has more fields than one could count. */
const LAYOUTS = new WeakMap<readonly Var[], StructLayout>();
const NO_FIELDS: StructLayout = { offsets: [], align: 1, end: 0 };

function layoutOf({ fields }: Struct): StructLayout {
  if (fields === null || fields.length === 0) return NO_FIELDS;
  const known = LAYOUTS.get(fields);
  if (known !== undefined) return known;
  let [end, align, size] = [0, 1, 0];
  const offsets = fields.map((field) => {
    const fieldAlign = alignOf(field.type!);
    const offset = roundUp(end, fieldAlign);
    size = sizeOf(field.type!);
    align = Math.max(align, fieldAlign);
    end = offset + size;
    return offset;
  });
  const layout = { offsets, align, end: size === 0 && end > 0 ? end + 1 : end };
  LAYOUTS.set(fields, layout);
  return layout;
}

/** Byte offsets of all fields. */
export const fieldOffsets = (struct: Struct): readonly number[] => layoutOf(struct).offsets;

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
      return roundUp(layoutOf(u).end, alignOf(type));
    case 'Tuple':
      return unreachable('sizeOf: tuples have no size');
    default:
      return WORD_SIZE;
  }
}
