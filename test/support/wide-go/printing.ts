/** Statements that print a value: by fmt with all kinds of verbs, by println, or by the prelude's `dump`, which follows pointers. */
import type { Maker } from './maker.ts';
import { isBasic, isFlat, type GoType } from './types.ts';

const VERBS = ['%v', '%v', '%+v', '%#v', '%T'];
const FLAT_VERBS = [...VERBS, '%d', '%x', '%X', '%q', '%s', '%8v', '%-6v|', '%06d', '%+d', '%t', '%e', '%.2f', '%g', '%c', '%U', '% x', '%#x', '%o', '%b', '%+q', '%.1v', '%#q', '%6.2f', '%O'];

export function print(m: Maker, type: GoType, value: string): string {
  if (isBasic(type) && m.chance(3)) return `println(${value})`;
  if (m.chance(6)) return `fmt.Println(${value})`;
  if (!isFlat(type)) return m.chance(4) ? printf(m, VERBS, value) : `dump(${value})`;
  return m.chance(4) ? `dump(${value})` : printf(m, FLAT_VERBS, value);
}

function printf(m: Maker, verbs: readonly string[], value: string): string {
  const list = m.several(1 + m.random.below(3), () => m.pick(verbs));
  // Evaluated once, since a map's element or a call may be long.
  return `printf(${JSON.stringify(`${list.join(' ')}\n`)}, ${value})`;
}
