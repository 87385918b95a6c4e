/**
 * Types that are too large for a 32-bit program. Go's compiler computes sizes when it turns the checked package into its own form: a type is
 * complained about where it is met first, and that is the declaration of a variable or type, or the call or literal, around it.
 */
import type { Pos } from '../syntax/position.ts';
import type { Checker } from './checker.ts';
import { sizeOf } from './sizes.ts';
import type { Type } from './type.ts';
import { partsOf } from './type-parts.ts';
import { typeText } from './type-text.ts';

/** The last address of a 32-bit program. */
const ADDRESS_SPACE = 2 ** 32 - 1;
/** No variable is larger: sizes are signed. */
const LARGEST_SIZE = 2 ** 31 - 1;
/** No element of a channel is larger. */
const LARGEST_MESSAGE = 2 ** 16 - 1;

/** A type, and the place that a complaint about it or its parts names. */
export interface SizedType {
  readonly at: Pos;
  readonly type: Type;
}

export function checkTypeSizes(c: Checker): void {
  const seen = new Set<Type>();
  for (const { at, type } of c.sized) checkSize(c, type, at, seen);
}

function checkSize(c: Checker, type: Type, at: Pos, seen: Set<Type>): void {
  // Defined types are looked at where they are defined.
  if (type.kind === 'Basic' || type.kind === 'Named' || seen.has(type)) return;
  seen.add(type);
  for (const part of partsOf(type)) checkSize(c, part, at, seen);
  for (const problem of sizeProblems(c, type)) c.error(at, problem);
}

function sizeProblems(c: Checker, type: Type): string[] {
  switch (type.kind) {
    case 'Chan': return sizeOf(type.elem) > LARGEST_MESSAGE ? ['channel element type too large (>64kB)'] : [];
    case 'Array': {
      const isBeyondAddresses = type.length > 0 && sizeOf(type.elem) > (ADDRESS_SPACE - 1) / type.length;
      return [...(isBeyondAddresses ? [`type ${typeText(type, c.pkg)} larger than address space`] : []), ...(sizeOf(type) > LARGEST_SIZE ? [`type ${typeText(type, c.pkg)} too large`] : [])];
    }
    case 'Struct':
      // Once is enough: a struct of what is too large is too large as well.
      return sizeOf(type) > LARGEST_SIZE && (type.fields ?? []).every((field) => sizeOf(field.type!) <= LARGEST_SIZE) ? [`type ${typeText(type, c.pkg)} too large`] : [];
    default: return [];
  }
}
