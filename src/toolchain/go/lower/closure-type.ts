/** The layout of closures: the code's address, then one field for each captured thing. */
import { NO_POS } from '../syntax/position.ts';
import { Var, VarRole } from '../types/object.ts';
import { BasicKind, Struct, type Type } from '../types/type.ts';
import { TYP } from '../types/universe.ts';

export function closureType(fields: readonly Type[]): Struct {
  const struct = new Struct();
  const make = (type: Type, i: number): Var => new Var(NO_POS, null, `f${i}`, type, VarRole.Field);
  struct.fields = [make(TYP[BasicKind.Uintptr], 0), ...fields.map((type, i) => make(type, i + 1))];
  return struct;
}
