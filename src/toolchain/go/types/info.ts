/**
 * What the checker found out about a package: the side tables that later stages read beside the syntax tree.
 *
 * How a back end reads them, given a package without errors:
 *
 * - `typeOf(expr)` / `types.get(expr)`: mode, type and constant value of every expression and type expression. Untyped constants have their
 *   final type here (`var x float64 = 1` records the literal as float64); an expression whose value is a constant is to be replaced by
 *   it whatever its operands are. Three refinements: a call in a two-valued context (`v, ok := m[k]`, `<-c`, `x.(T)`) has the Tuple (T, bool)
 *   as its type; a call of a function with no or several results has a Tuple; nil has mode Nil and the type it stands for.
 *   What no context gives a type stays untyped: constants inside constant expressions and shift counts, comparisons used as conditions.
 * - The `fun` of a call: mode Type means conversion to that type, mode Builtin a predeclared function (`builtinOf(call)` gives which;
 *   its recorded type is the Signature of this use), otherwise the callee is a value of Signature type.
 * - `defs`: the object a Name declares. The left side of `:=` has an entry exactly for the new variables; null for package clauses, for
 *   the symbolic variable of a type switch (its per-clause variables are in `implicits` under the CaseClause), and for blank left sides of `=`.
 * - `uses`: the object a Name refers to; for `pkg.Name` both parts, for composite literal keys the field.
 * - `selections`: for every selector that is no qualified identifier: field, method value or method expression, the object, the path of
 *   field indices through embedded structs (the last index is the field itself, or the method's index in its type's method list), and whether a
 *   pointer is followed on the way. Automatic address-taking and dereferencing of receivers follow from `recv`, `indirect` and the method's receiver.
 * - `implicits`: the PkgName of an import without a name (under the ImportDecl), the variable of a type switch clause (CaseClause), unnamed
 *   parameters and results (Field).
 * - `initOrder`: package variables with initial values, in the order of initialisation.
 * - `initialValues`: the initial value of each package variable that has one for itself, once its type is known.
 * - `funcs`: every function and method declaration with its object, in source order.
 */
import type { CallExpr, EmptyStmt, Expr, FuncDecl, FuncLit, Name, Node, SelectorExpr } from '../syntax/ast.ts';
import type { Constant } from './constant.ts';
import type { BuiltinId, Const, Func, GoObject, Var } from './object.ts';
import type { Signature, Type } from './type.ts';

/** What an expression denotes. */
export const enum Mode {
  Invalid,
  /** A call without results. */
  NoValue,
  Builtin,
  Type,
  Constant,
  /** Addressable. */
  Variable,
  /** An element of a map: assignable, not addressable; comma-ok on the right. */
  MapIndex,
  Value,
  Nil,
  /** A value that may be asked for with `, ok`. */
  CommaOk,
}

export interface TypeAndValue {
  readonly mode: Mode;
  readonly type: Type;
  /** Only in mode Constant; of a kind that fits the type, already rounded to it. */
  readonly value: Constant | null;
}

export type SelectionKind = 'field' | 'methodValue' | 'methodExpr';

export interface Selection {
  readonly kind: SelectionKind;
  /** Type of the operand before the dot. */
  readonly recv: Type;
  readonly obj: Var | Func;
  /** Field indices from `recv` to the object. */
  readonly path: readonly number[];
  /** A pointer is followed on the path, that of `recv` itself included. */
  readonly indirect: boolean;
}

/** One initial value of package variables; several variables only for `var a, b = f()`. Blank variables are listed too. */
export interface Initializer {
  readonly lhs: readonly Var[];
  readonly rhs: Expr;
}

/** A function with a body or without, as declared. */
export interface DeclaredFunc {
  readonly obj: Func;
  readonly decl: FuncDecl;
}

export class Info {
  readonly types = new Map<Expr, TypeAndValue>();
  readonly defs = new Map<Name, GoObject | null>();
  readonly uses = new Map<Name, GoObject>();
  readonly selections = new Map<SelectorExpr, Selection>();
  readonly implicits = new Map<Node, GoObject>();
  readonly funcs: DeclaredFunc[] = [];
  /** Signatures of function literals, with their parameter objects. */
  readonly literals = new Map<FuncLit, Signature>();

  /** What the arguments of a probe name. */
  readonly probes = new Map<EmptyStmt, readonly (Var | Const)[]>();

  readonly initialValues = new Map<Var, Expr>();

  private order: readonly Initializer[] | null = null;
  private makeOrder: () => readonly Initializer[] = () => [];
  private readonly deferred = new Map<FuncDecl, () => void>();

  /** Says how the order of initialisation is found out; that is done when somebody needs it. */
  deferOrder(makeOrder: () => readonly Initializer[]): void {
    this.makeOrder = makeOrder;
  }

  get initOrder(): readonly Initializer[] {
    return (this.order ??= this.makeOrder());
  }

  /** Leaves the body of a function unchecked until it is needed. */
  deferBody(decl: FuncDecl, check: () => void): void {
    this.deferred.set(decl, check);
  }

  /** To be called before anything is read about the body of a function. */
  needBody(decl: FuncDecl): void {
    const check = this.deferred.get(decl);
    if (check === undefined) return;
    this.deferred.delete(decl);
    check();
  }

  /** The type of a checked expression. */
  typeOf(expr: Expr): Type {
    return this.types.get(expr)!.type;
  }

  /** The object that a name declares or uses, if any. */
  objectOf(name: Name): GoObject | null {
    return this.defs.get(name) ?? this.uses.get(name) ?? null;
  }

  /** Which predeclared function a call calls; null if none. */
  builtinOf(call: CallExpr): BuiltinId | null {
    let fun = call.fun;
    while (fun.kind === 'ParenExpr') fun = fun.x;
    const name = fun.kind === 'SelectorExpr' ? fun.sel : fun;
    const obj = name.kind === 'Name' ? this.uses.get(name) : undefined;
    return obj?.kind === 'Builtin' ? obj.builtin : null;
  }
}
