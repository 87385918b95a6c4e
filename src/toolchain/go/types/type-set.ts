/** The methods of an interface: its own and those of the interfaces it embeds, in one sorted list without repetitions. */
import type { Pos } from '../syntax/position.ts';
import { compareMethods, type Func } from './object.ts';
import { type Interface, type TypeSet, under } from './type.ts';

/** The type set of an interface, computed at the first call. */
export function typeSetOf(type: Interface): TypeSet {
  if (type.typeSet !== null) return type.typeSet;
  // Asked for by one of its own methods: what there is so far must not be kept.
  if (type.isIncomplete) return { methods: [], comparable: false };
  const { listener } = type;
  // An interface that embeds itself is an error reported elsewhere; here it must only not recurse for ever.
  type.typeSet = { methods: [], comparable: false };
  const found = new Map<string, { method: Func; pos: Pos }>();
  let comparable = false;
  const add = (method: Func, pos: Pos, isExplicit: boolean): void => {
    const other = found.get(method.id);
    if (other === undefined) found.set(method.id, { method, pos });
    else listener?.duplicate(pos, method, other.pos, other.method, isExplicit);
  };
  for (const method of type.methods) add(method, method.pos, true);
  type.embeddeds.forEach((embedded, i) => {
    const u = under(embedded);
    if (u.kind !== 'Interface') return;
    const inner = typeSetOf(u);
    comparable ||= inner.comparable;
    for (const method of inner.methods) add(method, type.embedPos[i]!, false);
  });
  const methods = [...found.values()].map(({ method }) => method).sort(compareMethods);
  type.typeSet = { methods, comparable };
  return type.typeSet;
}
