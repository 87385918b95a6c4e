/**
 * Making maps. A map that does not outlive the function has its header in the frame, and its first bucket too unless it is known to need more: a
 * later, larger table is the runtime's, in the heap.
 */
import { Ty, type Value } from '../ssa/ir.ts';
import type { CallExpr, CompositeLit } from '../syntax/ast.ts';
import type { MapType } from '../types/type.ts';
import type { SiteKind } from '../escape/decisions.ts';
import type { Lowerer } from './lowerer.ts';
import { BUCKET_SLOTS, bucketType } from './type-descriptors.ts';

/** The runtime's hmap, with which its map.go must agree: size, pointers, places of the seed and the buckets. */
const HEADER_SIZE = 28;
const HEADER_POINTERS: readonly number[] = [12, 16, 24];
const HEADER_SEED = 8;
const HEADER_BUCKETS = 12;

/** A map with room for `hint` entries. */
export function makeMap(f: Lowerer, type: MapType, hint: Value, node: CallExpr | CompositeLit, kind: SiteKind): Value {
  if (f.context.escapes(node, kind)) return f.runtime('makemap', [f.typeWord(type), hint, f.b.const(0, Ty.Ptr)], [Ty.Ptr])[0]!;
  const header = f.rawSlot('map', HEADER_SIZE, HEADER_POINTERS);
  f.clearBytes(header, HEADER_SIZE);
  const isKnown = hint.op === 'const';
  if (isKnown && hint.imm >>> 0 <= BUCKET_SLOTS) {
    putBucket(f, type, header);
    f.b.store('i32', header, f.runtime('fastrand', [], [Ty.I32])[0]!, HEADER_SEED);
    return header;
  }
  if (!isKnown) putBucketIfFew(f, type, header, hint);
  f.runtime('makemap', [f.typeWord(type), hint, header], [Ty.Ptr]);
  return header;
}

function putBucket(f: Lowerer, type: MapType, header: Value): void {
  const struct = bucketType(type);
  const bucket = f.temporary(struct, 'bucket');
  f.zeroMemory(bucket, 0, struct);
  f.b.storePointer(header, bucket, HEADER_BUCKETS);
}

function putBucketIfFew(f: Lowerer, type: MapType, header: Value, hint: Value): void {
  const { b } = f;
  const [few, done] = [b.newBlock(), b.newBlock()];
  b.branch('ltu', hint, b.const(BUCKET_SLOTS + 1), few, done);
  b.seal(few);
  if (b.block === null) b.start(few);
  putBucket(f, type, header);
  b.jump(done);
  b.seal(done);
  b.start(done);
}
