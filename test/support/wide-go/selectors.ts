/** What `x.name` means: fields and methods by depth of embedding, and with them which types implement which interfaces. */
import type { Field, GoType, InterfaceType, MethodName, StructType } from './types.ts';

/** What a selector finds. */
export type Found =
  | { readonly kind: 'field'; readonly field: Field; readonly throughPointer: boolean }
  | { readonly kind: 'method'; readonly needsPointer: boolean; readonly throughPointer: boolean };

interface Level { readonly type: GoType; readonly throughPointer: boolean }

/** What one type has of the name itself; null if nothing. */
function own({ type, throughPointer }: Level, name: string): Found | null {
  const method = type.methods.find((each) => each.name === name);
  if (method !== undefined) return { kind: 'method', needsPointer: method.onPointer, throughPointer };
  if (type.kind === 'interface') return type.wants.includes(name as MethodName) ? { kind: 'method', needsPointer: false, throughPointer } : null;
  if (type.kind !== 'struct') return null;
  const field = type.fields.find((each) => each.name === name);
  return field === undefined ? null : { kind: 'field', field, throughPointer };
}

/** What is embedded in a type, pointers followed. */
function embeddedIn({ type, throughPointer }: Level): Level[] {
  if (type.kind !== 'struct') return [];
  return type.fields.filter(({ isEmbedded }) => isEmbedded).map((field) => (field.type.kind === 'pointer' ? { type: field.type.elem, throughPointer: true } : { type: field.type, throughPointer }));
}

/** What the name selects of a variable of the type, or of a pointer to one: null if nothing or several at one depth. */
export function select(type: GoType, name: string): Found | null {
  for (let level: Level[] = [{ type, throughPointer: false }]; level.length > 0; level = level.flatMap(embeddedIn)) {
    const found = level.map((each) => own(each, name)).filter((each) => each !== null);
    if (found.length > 0) return found.length === 1 ? found[0]! : null;
  }
  return null;
}

/** Fields that can be named, promoted ones included. */
export function fieldsOf(struct: StructType): Field[] {
  const names = new Set<string>();
  for (let level: Level[] = [{ type: struct, throughPointer: false }]; level.length > 0; level = level.flatMap(embeddedIn)) {
    for (const { type } of level) if (type.kind === 'struct') for (const { name } of type.fields) if (name !== '_') names.add(name);
  }
  return [...names].map((name) => select(struct, name)).filter((found) => found?.kind === 'field').map((found) => found.field);
}

/** Whether a value of the type has the method; of a pointer, methods of what it points to count. */
export function hasMethod(type: GoType, name: MethodName): boolean {
  if (type.kind === 'pointer') return type.elem.kind !== 'pointer' && type.elem.kind !== 'interface' && select(type.elem, name)?.kind === 'method';
  const found = select(type, name);
  return found?.kind === 'method' && (!found.needsPointer || found.throughPointer);
}

export const implementsInterface = (type: GoType, { wants }: InterfaceType): boolean => wants.every((name) => hasMethod(type, name));

/** Whether an addressable variable of the type has the method. */
export const variableHasMethod = (type: GoType, name: MethodName): boolean => hasMethod(type, name) || (type.kind !== 'pointer' && select(type, name)?.kind === 'method');
