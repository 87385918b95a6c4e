/** Which types hold pointers. */
import { BasicKind, type Struct, type Type, under } from '../types/type.ts';

/** Answers about structs, which may be made of more structs than could be asked one by one. */
const KNOWN = new WeakMap<Struct, boolean>();

/** Whether values of the type contain pointers that the collector must see. */
export function hasPointers(type: Type): boolean {
  const u = under(type);
  switch (u.kind) {
    case 'Basic': return u.basic === BasicKind.String || u.basic === BasicKind.UnsafePointer || u.basic === BasicKind.UntypedNil || u.basic === BasicKind.UntypedString;
    case 'Array': return u.length !== 0 && hasPointers(u.elem);
    case 'Struct': {
      const has = KNOWN.get(u) ?? (u.fields ?? []).some((f) => hasPointers(f.type!));
      KNOWN.set(u, has);
      return has;
    }
    case 'Tuple': return u.vars.some((v) => hasPointers(v.type!));
    default: return true;
  }
}
