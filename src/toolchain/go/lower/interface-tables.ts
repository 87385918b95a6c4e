/**
 * Method tables (itabs) for conversions whose types the compiler knows, laid out as the runtime's own:
 *
 *   0 interface type   4 dynamic type   8 hash   12 unused   16 functions, in the order of the interface's methods
 */
import { assert } from '../../../base/assert.ts';
import { typeSetOf } from '../types/type-set.ts';
import { type Type, under } from '../types/type.ts';
import { tableEntry } from './methods.ts';
import type { Program } from './program.ts';
import { typeHash } from './type-hash.ts';

/** How the symbols of method tables begin. */
export const ITAB_PREFIX = 'go.itab.';

export function itabSymbol(program: Program, type: Type, target: Type): string {
  const u = under(target);
  assert(u.kind === 'Interface', 'itabSymbol: no interface');
  const symbol = `${ITAB_PREFIX}${program.keys.of(type)},${program.keys.of(target)}`;
  return program.request(symbol, () => {
    const datum = program.data.define(symbol, 'rodata');
    datum.address(program.typeSymbol(target)).address(program.typeSymbol(type)).word(typeHash(program.keys.of(type))).word(0);
    for (const method of typeSetOf(u).methods) datum.address(tableEntry(program, type, method));
  });
}
