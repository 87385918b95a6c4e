/** The word at `offset` behind a pointer, or 0 for nil. */
import { Ty, type Value } from '../ssa/ir.ts';
import type { Lowerer } from './lowerer.ts';

export function loadUnlessNil(f: Lowerer, pointer: Value, offset: number, ty: Ty): Value {
  const { b } = f;
  const result = f.newVar('word', ty);
  const [some, done] = [b.newBlock(), b.newBlock()];
  b.write(result, b.const(0, ty));
  b.branch('ne', pointer, b.const(0), some, done);
  b.seal(some);
  if (b.block === null) b.start(some);
  b.write(result, b.load('i32', ty, pointer, offset));
  b.jump(done);
  b.seal(done);
  b.start(done);
  return b.read(result);
}
