/** Where a method stands in the sorted method list of an interface, and so in its method tables. */
import { assert } from '../../../base/assert.ts';
import type { Func } from '../types/object.ts';
import { typeSetOf } from '../types/type-set.ts';
import type { Interface } from '../types/type.ts';

export function methodIndex(type: Interface, method: Func): number {
  const index = typeSetOf(type).methods.findIndex((each) => each.id === method.id);
  assert(index >= 0, `methodIndex: no ${method.name}`);
  return index;
}
