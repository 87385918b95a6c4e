/**
 * A scope: names and what they mean, inside an enclosing scope. Universe, package, file, function, block.
 *
 * Names enter a scope when their declaration has been checked, so a look-up needs no positions: what is not yet visible is not yet there.
 */
import type { GoObject } from './object.ts';

export class Scope {
  readonly elems = new Map<string, GoObject>();
  readonly children: Scope[] = [];
  /** A function's outermost scope: unused variables inside are that function's business. */
  isFunction = false;

  constructor(readonly parent: Scope | null) {
    // The universe does not hold on to the packages of all programs.
    if (parent !== null && parent.parent !== null) parent.children.push(this);
  }

  lookup(name: string): GoObject | undefined {
    return this.elems.get(name);
  }

  /** The innermost meaning of `name` from here outwards. */
  find(name: string): GoObject | undefined {
    return this.findScope(name)?.elems.get(name);
  }

  /** The innermost scope that declares `name`. */
  findScope(name: string): Scope | undefined {
    let scope: Scope | null = this;
    while (scope !== null) {
      if (scope.elems.has(name)) return scope;
      scope = scope.parent;
    }
    return undefined;
  }

  /** Adds `obj` unless its name is taken; then returns the earlier object. */
  insert(obj: GoObject): GoObject | null {
    const other = this.elems.get(obj.name);
    if (other !== undefined) return other;
    this.elems.set(obj.name, obj);
    if (obj.parent === null) obj.parent = this;
    return null;
  }
}
