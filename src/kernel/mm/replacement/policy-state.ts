/** Reads the fields of a saved policy state back, checking that they are what the same policy saved. */
import { assert } from '../../../base/assert.ts';
import type { PolicyState } from './replacement-policy.ts';

/** The number saved under `name`. */
export function savedNumber(state: PolicyState, name: string): number {
  const value = state[name];
  assert(typeof value === 'number', `restoreState: ${name} should be a number, is ${typeof value}`);
  return value;
}

/** Copies the array saved under `name` into `target`, which has the length that was saved. */
export function restoreArray(state: PolicyState, name: string, target: Int32Array | Float64Array): void {
  const value = state[name];
  assert(typeof value === 'object' && value.length === target.length, `restoreState: ${name} should be an array of ${target.length} numbers`);
  target.set(value);
}
