/**
 * What the bodies of functions mention that are inlined into other packages. Importers know these names though they may not use them; the
 * type checker asks for them when it words a complaint.
 */
import type { InlinedNames } from '../types/export-data.ts';
import type { CheckedPackage } from '../types/checker.ts';
import { EscapeAnalysis } from './analyse.ts';

/** Decides about functions of `packages`, which grow while the program is checked. */
export function inlinedNames(packages: () => Iterable<CheckedPackage>): InlinedNames {
  return (func) => {
    const all = [...packages()];
    const checked = all.find(({ pkg }) => pkg === func.pkg);
    const body = checked?.info.funcs.find(({ obj }) => obj === func)?.decl.body;
    if (checked === undefined || body === undefined || body === null) return [];
    const escape = new EscapeAnalysis();
    for (const each of all) escape.add(each);
    if (!escape.isInlined(func)) return [];
    return [...checked.info.uses].flatMap(([name, obj]) => (name.pos > body.pos && name.pos < body.rbrace ? obj : []));
  };
}
