/**
 * What names stand for: packages, constants, types, variables (fields and parameters too), functions (methods too), built-ins, nil.
 *
 * An object has identity: two uses of a name mean the same iff they lead to the same object. `type` is null until the checker has looked
 * at the declaration; `color` tells whether it is doing so right now, which is how cycles are found. Declarations of packages that are checked
 * on demand are looked at when somebody reads `type`; other properties that the checker fills are to be read after it.
 */
import { NO_POS, type Pos } from '../syntax/position.ts';
import type { Constant } from './constant.ts';
import { Scope } from './scope.ts';
import { INVALID_TYPE, type Named, type Signature, type Type } from './type.ts';

/** Not yet looked at; done; a value from Grey upwards is in progress, its index on the checker's stack being color - Grey. */
export const enum Color { White, Black, Grey }

export class Package {
  readonly scope: Scope;
  readonly imports: Package[] = [];
  /** The checker has finished with it. */
  isComplete = false;
  /** Could not be loaded: everything in it is silently unknown. */
  isFake = false;
  constructor(
    /** Import path. */
    readonly path: string,
    public name: string,
    universe: Scope | null,
  ) {
    this.scope = new Scope(universe);
  }
}

const UPPER = /^\p{Lu}/u;

/** Visible outside of its package. */
export function isExported(name: string): boolean {
  const first = name.charCodeAt(0);
  return first < 0x80 ? first >= 0x41 && first <= 0x5a : UPPER.test(name);
}

/** Looks at declarations when their objects are needed. */
export interface Declarer {
  declareOnDemand(obj: GoObject): void;
}

abstract class ObjectBase<T extends Type = Type> {
  abstract readonly kind: string;
  /** The declaring scope; null for fields and methods. */
  parent: Scope | null = null;
  color: number = Color.White;
  /** Position among the package's declarations, from 1; 0 for everything local. */
  order = 0;
  /** Who looks at the declaration when the type is first read; null if that is done, in progress, or not left to readers. */
  declarer: Declarer | null = null;
  private knownType: T | null;
  constructor(
    readonly pos: Pos,
    /** Null for predeclared objects. */
    readonly pkg: Package | null,
    readonly name: string,
    type: T | null,
  ) {
    this.knownType = type;
    if (type !== null) this.color = Color.Black;
  }

  get type(): T | null {
    if (this.declarer !== null && this.knownType === null) {
      const { declarer } = this;
      this.declarer = null;
      declarer.declareOnDemand(this as unknown as GoObject);
    }
    return this.knownType;
  }

  set type(type: T | null) {
    this.knownType = type;
  }

  /** The type as far as the checker has come; reading it has no effects. */
  get typeSoFar(): T | null {
    return this.knownType;
  }

  get isExported(): boolean {
    return isExported(this.name);
  }

  /** Whether a selector `name` written in package `pkg` means this field or method. */
  isNamed(pkg: Package | null, name: string): boolean {
    if (name !== this.name) return false;
    return this.isExported || pkg === this.pkg || (pkg !== null && this.pkg !== null && pkg.path === this.pkg.path);
  }

  /** Unique among the names of a struct or method set: unexported names are qualified by their package. */
  get id(): string {
    return this.isExported ? this.name : `${this.pkg?.path ?? '_'}.${this.name}`;
  }
}

/** An imported package within a file. */
export class PkgName extends ObjectBase {
  readonly kind = 'PkgName';
  isUsed = false;
  constructor(pos: Pos, pkg: Package, name: string, readonly imported: Package) {
    super(pos, pkg, name, INVALID_TYPE);
  }
}

export class Const extends ObjectBase {
  readonly kind = 'Const';
  /** Before its declaration is checked: the value of iota there. */
  constructor(pos: Pos, pkg: Package | null, name: string, type: Type | null, public value: Constant) {
    super(pos, pkg, name, type);
  }
}

export class TypeName extends ObjectBase {
  readonly kind = 'TypeName';
  /** Declared with `=`. */
  isAlias = false;
}

/** What a Var is. */
export const enum VarRole { Local, Parameter, Result, Receiver, Field, Package }

export class Var extends ObjectBase {
  readonly kind = 'Var';
  /** A use that counts against `declared but not used`. */
  isUsed = false;
  /** An embedded field; its name is that of its type. */
  isEmbedded = false;
  constructor(pos: Pos, pkg: Package | null, name: string, type: Type | null, readonly role: VarRole) {
    super(pos, pkg, name, type);
    if (role === VarRole.Parameter || role === VarRole.Result || role === VarRole.Receiver) this.isUsed = true;
  }
  get isField(): boolean {
    return this.role === VarRole.Field;
  }
}

export class Func extends ObjectBase<Signature> {
  readonly kind = 'Func';
  /** For methods whose signature is not yet known: the receiver was written with a star. */
  pointerReceiverSeen = false;
  get hasPointerReceiver(): boolean {
    const recv = this.typeSoFar?.recv;
    return recv != null ? recv.type?.kind === 'Pointer' : this.pointerReceiverSeen;
  }
  /** The defined type whose method this is; null for functions and methods of interface literals. */
  get receiverType(): Named | null {
    const type = this.type?.recv?.type ?? null;
    if (type === null) return null;
    const base = type.kind === 'Pointer' ? type.base : type;
    return base.kind === 'Named' ? base : null;
  }
}

export const enum BuiltinId {
  Append, Cap, Close, Complex, Copy, Delete, Imag, Len, Make, New, Panic, Print, Println, Real, Recover,
  /** From here on of package unsafe. */
  Add, Alignof, Offsetof, Sizeof, Slice,
}

export class Builtin extends ObjectBase {
  readonly kind = 'Builtin';
  constructor(pkg: Package | null, name: string, readonly builtin: BuiltinId) {
    super(NO_POS, pkg, name, INVALID_TYPE);
  }
}

export class Nil extends ObjectBase {
  readonly kind = 'Nil';
}

export type GoObject = PkgName | Const | TypeName | Var | Func | Builtin | Nil;

/** Orders methods as type sets list them: exported before unexported, then by name, then by package. */
export function compareMethods(a: Func, b: Func): number {
  if (a.isExported !== b.isExported) return a.isExported ? -1 : 1;
  if (a.name !== b.name) return a.name < b.name ? -1 : 1;
  const [x, y] = [a.pkg?.path ?? '', b.pkg?.path ?? ''];
  return x < y ? -1 : x > y ? 1 : 0;
}
