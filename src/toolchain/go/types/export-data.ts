/**
 * Which names of a package its importers know of: those that it exports and those that come with them, because their types or the bodies that are
 * inlined elsewhere mention them. Of the others Go's compiler does not even know that they exist, so it calls them undefined.
 */
import type { Func, GoObject, Package } from './object.ts';
import { type Type, under } from './type.ts';
import { partsOf } from './type-parts.ts';

/** What the body of a function mentions; nothing if it is not inlined. */
export type InlinedNames = (func: Func) => readonly GoObject[];

const NOTHING_INLINED: InlinedNames = () => [];
const known = new WeakMap<Package, ReadonlySet<GoObject>>();

export function isInExportData(pkg: Package, obj: GoObject, inlined: InlinedNames = NOTHING_INLINED): boolean {
  let objects = known.get(pkg);
  if (objects === undefined) known.set(pkg, (objects = reachable(pkg, inlined)));
  return objects.has(obj);
}

function reachable(pkg: Package, inlined: InlinedNames): ReadonlySet<GoObject> {
  const objects = new Set([...pkg.scope.elems.values()].filter((obj) => obj.isExported));
  const visitType = (type: Type | null): void => {
    if (type === null) return;
    if (type.kind !== 'Named') partsOf(type).forEach(visitType);
    else if (type.obj.pkg === pkg) objects.add(type.obj);
  };
  const visitBody = (func: Func): void => {
    for (const obj of inlined(func)) if (obj.kind !== 'Const' && pkg.scope.lookup(obj.name) === obj) objects.add(obj);
  };
  // The set grows while it is gone through.
  for (const obj of objects) {
    const { type } = obj;
    if (type?.kind === 'Named' && type.obj === obj) {
      visitType(under(type));
      for (const method of type.methods) {
        visitType(method.type);
        // Who can name the type can embed it, and call its other methods through that.
        if (method.isExported || obj.isExported) visitBody(method);
      }
    } else visitType(type);
    if (obj.kind === 'Func') visitBody(obj);
  }
  return objects;
}
