/**
 * Which names of a package its importers know of: those that it exports and those that the types of these mention. Of the others Go's compiler does
 * not even know that they exist, so it calls them undefined. (It also knows what the bodies of small exported functions mention, since these are
 * inlined; that is not found out here.)
 */
import type { GoObject, Package } from './object.ts';
import { type Type, under } from './type.ts';
import { partsOf } from './type-parts.ts';

const known = new WeakMap<Package, ReadonlySet<GoObject>>();

export function isInExportData(pkg: Package, obj: GoObject): boolean {
  let objects = known.get(pkg);
  if (objects === undefined) known.set(pkg, (objects = reachable(pkg)));
  return objects.has(obj);
}

function reachable(pkg: Package): ReadonlySet<GoObject> {
  const objects = new Set([...pkg.scope.elems.values()].filter((obj) => obj.isExported));
  const visit = (type: Type | null): void => {
    if (type === null) return;
    if (type.kind !== 'Named') partsOf(type).forEach(visit);
    else if (type.obj.pkg === pkg) objects.add(type.obj);
  };
  // The set grows while it is gone through.
  for (const obj of objects) {
    const { type } = obj;
    if (type?.kind === 'Named' && type.obj === obj) {
      visit(under(type));
      for (const method of type.methods) visit(method.type);
    } else visit(type);
  }
  return objects;
}
