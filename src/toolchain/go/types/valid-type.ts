/** Finds types that contain a value of themselves, which would have infinite size. */
import type { Checker } from './checker.ts';
import { isInvalid } from './predicates.ts';
import { INVALID_TYPE, type Named, type Type } from './type.ts';

/** Reports a cycle through arrays, structs, embedded interfaces and names that starts at `type`. */
export function validType(c: Checker, type: Named): void {
  visit(c, type, []);
}

/** `path` holds the names on the way; false stops the search after a finding. */
function visit(c: Checker, type: Type, path: readonly Named[]): boolean {
  switch (type.kind) {
    case 'Array':
      return visit(c, type.elem, path);
    case 'Struct':
      return (type.fields ?? []).every((field) => visit(c, field.type!, path));
    case 'Interface':
      return type.embeddeds.every((embedded) => visit(c, embedded, path));
    case 'Named':
      return visitNamed(c, type, path);
    default:
      return true;
  }
}

function visitNamed(c: Checker, type: Named, path: readonly Named[]): boolean {
  if (c.validTypes.has(type) || type.obj.pkg !== c.pkg) return true;
  if (type.underlying !== null && isInvalid(type.underlying)) return false;
  const start = path.indexOf(type);
  if (start >= 0) {
    type.underlying = INVALID_TYPE;
    type.reportCycle?.(path.slice(start).map((named) => named.obj));
    return false;
  }
  if (type.fromRHS !== null && !visit(c, type.fromRHS, [...path, type])) return false;
  c.validTypes.add(type);
  return true;
}
