/**
 * The type checker of one package, with the rules, words and positions of Go 1.19's compiler.
 *
 * The class holds the state and is the switchboard between the files that check parts of the language: they are plain functions that take the
 * checker, and where they need one another in circles (an expression contains a function literal contains statements contain expressions) they go
 * through its methods. So it has many members, each of one line.
 *
 * The order of work, which also decides the order of messages:
 *
 * 1. `collectObjects`: all package-level names enter the package's scope with their declarations, unchecked.
 * 2. `packageObjects`: each is checked when first needed: a declaration that is in progress when it is needed again is a cycle.
 * 3. Function bodies and other work that needs complete types are delayed (`later`) and run when the outermost declaration is done.
 * 4. Initialisation order, unused imports, the types of expressions that stayed untyped.
 *
 * A mistake is reported once: what is wrong gets mode Invalid or INVALID_TYPE, and whoever meets these stays silent.
 */
import { assert } from '../../../base/assert.ts';
import type { Diagnostic } from '../../diagnostics.ts';
import type { CallExpr, Decl, Expr, File, FuncDecl, Name, Node, SelectorExpr, Stmt } from '../syntax/ast.ts';
import { startPos } from '../syntax/node-positions.ts';
import { type FileSet, isKnown, NO_POS, type Pos } from '../syntax/position.ts';
import { toDiagnostic } from '../syntax/report.ts';
import { checkArguments } from './calls.ts';
import type { Constant } from './constant.ts';
import { declareStatement, objectDeclaration } from './declarations.ts';
import type { InlinedNames } from './export-data.ts';
import type { ExprKind } from './expression-kind.ts';
import { checkExpression, expressionList, useExpressions } from './expressions.ts';
import { type Environment, newEnvironment } from './environment.ts';
import { checkStatement, functionBody } from './statements.ts';
import { initializationOrder } from './init-order.ts';
import { type DeclaredFunc, Info, Mode, type SelectionKind, type TypeAndValue } from './info.ts';
import { checkLate, checkPrinted } from './late-checks.ts';
import type { MethodResolver } from './lookup.ts';
import { type Const, type Declarer, type Func, type GoObject, Package, type PkgName, type TypeName, type Var } from './object.ts';
import { Operand } from './operand.ts';
import { isUntyped } from './predicates.ts';
import { checkPackageObjects, collectObjects, unusedImports } from './resolver.ts';
import type { DeclInfo } from './declaration-info.ts';
import { Scope } from './scope.ts';
import { checkSelector } from './selector.ts';
import { type Basic, EMPTY_TUPLE, INVALID_TYPE, type Named, type Signature, type Type } from './type.ts';
import { definedType, identifier, validVarType } from './type-expressions.ts';
import type { SizedType } from './type-sizes.ts';
import { type Qualifier, typeString } from './type-string.ts';
import { UNIVERSE } from './universe.ts';

/** Where imported packages come from. They are checked before those that import them. */
export interface Importer {
  /** The checked package, or why there is none. */
  importPackage(path: string): Package | { readonly error: string };
}

export interface CheckerOptions {
  readonly fileSet: FileSet;
  readonly importer: Importer;
  /** A function without a body is written in assembly or linked by name, not forgotten. */
  readonly allowMissingBodies?: boolean;
  /** The files have errors already: what Go says only about sound packages is left out. */
  readonly isBroken?: boolean;
  /** What comes to importers with inlined bodies: for the words about names that a package does not export. */
  readonly inlinedNames?: InlinedNames;
  /** Check declarations only: for packages of which only the interface matters. */
  readonly ignoreBodies?: boolean;
  /** Check declarations and bodies when somebody needs them: for packages known to be sound. */
  readonly onDemand?: boolean;
}

export interface CheckedPackage {
  readonly pkg: Package;
  readonly files: readonly File[];
  readonly info: Info;
  /** In the order in which they were found, which decides what `too many errors` hides. */
  readonly diagnostics: readonly Diagnostic[];
}

/** An expression without final type. */
export interface UntypedExpr {
  /** It is the left operand of a shift whose type the context decides. */
  isShiftOperand: boolean;
  readonly mode: Mode;
  type: Basic;
  value: Constant | null;
}

/** Places in the source: a position, a node, an operand, an object. */
export type At = Pos | Node | Operand | GoObject;

/** Expressions that complaints about the sizes of types within them name. */
const PLACES_OF_SIZES: ReadonlySet<Expr['kind']> = new Set(['AssertExpr', 'CallExpr', 'CompositeLit', 'FuncLit']);

interface MessagePart {
  readonly at: At | null;
  readonly text: string;
}

export class Checker implements MethodResolver, Declarer {
  readonly info = new Info();
  readonly diagnostics: Diagnostic[] = [];
  /** Package-level objects and methods, with their declarations, in source order. */
  readonly declarations = new Map<GoObject, DeclInfo>();
  /** A package about which nothing is known was imported with a dot: names not found may be its. */
  hasUnknownNames = false;
  readonly importedNames: PkgName[] = [];
  /** By file scope: names that a dot import brought, and the import that did. */
  readonly dotImports = new Map<Scope, Map<string, PkgName>>();
  /** Methods waiting for their receiver type's declaration. */
  readonly pendingMethods = new Map<TypeName, Func[]>();
  readonly untyped = new Map<Expr, UntypedExpr>();
  /** Objects being declared, for cycles. */
  readonly objectPath: GoObject[] = [];
  /** Aliases whose right side is not known yet. */
  readonly brokenAliases = new Set<TypeName>();
  /** Types that contain no value of themselves. */
  readonly validTypes = new Set<Named>();
  /** Declarations that use something unsupported: their names are silently unusable. */
  readonly rejected = new Set<GoObject>();
  /** Arrays, slices and maps whose length and elements are being found out. */
  readonly incomplete = new Set<Type>();
  /** Types whose sizes are checked when all else is well. */
  readonly sized: SizedType[] = [];
  /** Where complaints about the sizes of the types met now are placed. */
  sizesAt: Pos = NO_POS;
  /** Arguments of print that the back end refuses. */
  readonly unprintable: { readonly at: Pos; readonly type: Type }[] = [];
  /** Functions without bodies where there should be some; told only if all else is well. */
  readonly missingBodies: { readonly name: string; readonly at: Pos }[] = [];
  /** The first use of a feature that parses and type-checks, but that we cannot compile. */
  unsupported: { readonly at: Pos; readonly message: string } | null = null;
  environment: Environment;
  /** Something is being checked on demand. */
  private isBusy = false;
  private readonly delayed: (() => void)[] = [];
  private packageNames: Map<string, Set<string>> | null = null;

  readonly qualifier: Qualifier = (pkg) => this.qualify(pkg);

  constructor(readonly pkg: Package, readonly files: readonly File[], readonly options: CheckerOptions) {
    this.environment = newEnvironment(pkg.scope, null, null, null);
  }

  /** Checks the package; everything found is in `info` and `diagnostics`. */
  run(): CheckedPackage {
    collectObjects(this);
    this.info.deferOrder(() => initializationOrder(this));
    if (this.options.onDemand === true) this.leaveToReaders();
    else this.checkAll();
    this.pkg.isComplete = true;
    return { pkg: this.pkg, files: this.files, info: this.info, diagnostics: this.diagnostics };
  }

  private checkAll(): void {
    checkPackageObjects(this);
    this.runDelayed(0);
    void this.info.initOrder;
    unusedImports(this);
    this.settleUntyped();
    if (this.options.isBroken === true || this.diagnostics.length > 0) return;
    checkLate(this);
    if (this.diagnostics.length === 0) checkPrinted(this);
    if (this.diagnostics.length === 0 && this.unsupported !== null) this.error(this.unsupported.at, this.unsupported.message);
  }

  private leaveToReaders(): void {
    for (const obj of this.declarations.keys()) obj.declarer = this;
  }

  declareOnDemand(obj: GoObject): void {
    this.onDemand(obj.name, () => this.declareObject(obj));
  }

  /** Checks something of a package known to be sound. Delayed work is done when the outermost of such checks is complete. */
  private onDemand(what: string, check: () => void): void {
    const isOutermost = !this.isBusy;
    this.isBusy = true;
    check();
    if (!isOutermost) return;
    this.runDelayed(0);
    this.settleUntyped();
    this.isBusy = false;
    assert(this.diagnostics.length === 0, `onDemand: ${what} is not sound: ${this.diagnostics[0]?.message}`);
  }

  /** What no context has given a type keeps the one it has. */
  private settleUntyped(): void {
    for (const [expr, { mode, type, value }] of this.untyped) this.recordType(expr, mode, type, value);
    this.untyped.clear();
  }

  /** Has a body checked: with the other delayed work, or when somebody needs it. */
  delayBody(decl: FuncDecl, check: () => void): void {
    if (this.options.onDemand === true) this.info.deferBody(decl, () => this.onDemand(decl.name.value, check));
    else this.later(check);
  }

  // --- Messages

  error(at: At, message: string): void {
    this.report([{ at, text: message }]);
  }

  /** A message of several lines; parts after the first name other places or have none. */
  report(parts: readonly MessagePart[]): void {
    const lines = parts.map(({ at, text }, i) => {
      if (i === 0) return text;
      const pos = at === null ? NO_POS : positionOf(at);
      return `\n\t${isKnown(pos) ? `${this.describePosition(pos)}: ` : ''}${text}`;
    });
    const message = lines.join('');
    // Messages about invalid operands follow from earlier ones.
    if (this.diagnostics.length > 0 && (message.indexOf('invalid operand') > 0 || message.indexOf('invalid type') > 0)) return;
    const pos = isKnown(this.environment.errorPos) ? this.environment.errorPos : positionOf(parts[0]!.at!);
    this.diagnostics.push(toDiagnostic(this.options.fileSet, { pos, message }));
  }

  /** `./file.go:line:col`. */
  describePosition(pos: Pos): string {
    return this.options.fileSet.describe(pos);
  }

  show(type: Type): string {
    return typeString(type, this.qualifier);
  }

  describe(x: Operand): string {
    return x.describe(this.qualifier);
  }

  /** Remembers that the program uses something that we cannot compile; reported only if there are no real errors. */
  noteUnsupported(at: Pos, message: string): void {
    this.unsupported ??= { at, message };
  }

  /** The package's name; its path in quotes where two imported packages have the same name. */
  private qualify(pkg: Package): string {
    if (pkg === this.pkg) return '';
    if (this.packageNames === null) {
      this.packageNames = new Map();
      collectPackageNames(this.pkg, this.packageNames, new Set());
    }
    return (this.packageNames.get(pkg.name)?.size ?? 0) > 1 ? `"${pkg.path}"` : pkg.name;
  }

  // --- Delayed work

  /** Runs `action` when the current statement or package-level declaration is complete. */
  later(action: () => void): void {
    this.delayed.push(action);
  }

  get delayedCount(): number {
    return this.delayed.length;
  }

  /** Runs what was delayed since there were `from` actions, what these delay included. */
  runDelayed(from: number): void {
    for (let i = from; i < this.delayed.length; i++) this.delayed[i]!();
    this.delayed.length = from;
  }

  // --- Records

  recordType(expr: Expr, mode: Mode, type: Type, value: Constant | null = null): void {
    if (mode !== Mode.Invalid) this.info.types.set(expr, { mode, type, value: mode === Mode.Constant ? value : null });
  }

  /** Records an operand, for good or as an untyped expression. */
  record(x: Operand): void {
    const type = x.mode === Mode.Invalid ? INVALID_TYPE : x.mode === Mode.NoValue ? EMPTY_TUPLE : x.type;
    if (isUntyped(type)) this.untyped.set(x.expr!, { isShiftOperand: false, mode: x.mode, type, value: x.isConstant ? x.value : null });
    else this.recordType(x.expr!, x.mode, type, x.value);
  }

  /** The callee of a built-in call, parentheses included. */
  recordBuiltin(fun: Expr, signature: Signature): void {
    for (let e = fun; ; e = e.x) {
      this.recordType(e, Mode.Builtin, signature);
      if (e.kind !== 'ParenExpr') return;
    }
  }

  /** Gives a comma-ok expression its two-valued type. */
  recordCommaOk(expr: Expr, type: Type): void {
    for (let e = expr; ; e = e.x) {
      const old: TypeAndValue | undefined = this.info.types.get(e);
      assert(old !== undefined, 'recordCommaOk: the expression has been checked');
      this.info.types.set(e, { ...old, type });
      if (e.kind !== 'ParenExpr') return;
    }
  }

  recordDef(name: Name, obj: GoObject | null): void {
    this.info.defs.set(name, obj);
  }

  recordUse(name: Name, obj: GoObject): void {
    this.info.uses.set(name, obj);
  }

  recordSelection(x: SelectorExpr, kind: SelectionKind, recv: Type, obj: Var | Func, path: readonly number[], indirect: boolean): void {
    this.recordUse(x.sel, obj);
    this.info.selections.set(x, { kind, recv, obj, path, indirect });
  }

  recordFunc(func: DeclaredFunc): void {
    this.info.funcs.push(func);
  }

  /** The current package-level declaration refers to `obj`, which orders initialisation. */
  addDependency(obj: Const | Var | Func): void {
    if (this.environment.decl !== null && this.declarations.has(obj)) this.environment.decl.dependencies.add(obj);
  }

  // --- Names

  lookup(name: string): GoObject | undefined {
    return this.environment.scope.find(name);
  }

  /** Declares `obj` and records it, or reports the earlier object of that name. */
  declare(scope: Scope, name: Name | null, obj: GoObject): void {
    if (obj.name !== '_') {
      const other = scope.insert(obj);
      if (other !== null) {
        this.reportRedeclared(obj, other);
        return;
      }
    }
    if (name !== null) this.recordDef(name, obj);
  }

  reportRedeclared(obj: GoObject, other: GoObject): void {
    this.report([{ at: obj, text: `${obj.name} redeclared in this block` }, ...this.otherDeclaration(other)]);
  }

  otherDeclaration(other: GoObject): MessagePart[] {
    return isKnown(other.pos) ? [{ at: other.pos, text: `other declaration of ${other.name}` }] : [];
  }

  /** Makes sure that the object has its type. */
  declareObject(obj: GoObject, def: Named | null = null): void {
    objectDeclaration(this, obj, def);
  }

  resolveMethod(method: Func): void {
    if (this.declarations.has(method)) this.declareObject(method);
  }

  // --- The switchboard

  /** Checks an expression that yields one value. */
  expr(x: Operand, e: Expr): void {
    this.rawExpr(x, e, null);
    this.excludeNonValues(x);
    this.singleValue(x);
  }

  /** Checks an expression that may be a call with several results. */
  multiExpr(x: Operand, e: Expr): void {
    this.rawExpr(x, e, null);
    this.excludeNonValues(x);
  }

  /** An element of a composite literal: `hint` is its type where the source leaves it out. */
  exprWithHint(x: Operand, e: Expr, hint: Type): void {
    this.rawExpr(x, e, hint);
    this.excludeNonValues(x);
    this.singleValue(x);
  }

  exprOrType(x: Operand, e: Expr): void {
    this.rawExpr(x, e, null);
    if (x.mode === Mode.NoValue) {
      this.error(x, `${this.describe(x)} used as value or type`);
      x.invalidate();
    }
    this.singleValue(x);
  }

  rawExpr(x: Operand, e: Expr, hint: Type | null): ExprKind {
    if (PLACES_OF_SIZES.has(e.kind)) this.sizesAt = e.pos;
    const kind = checkExpression(this, x, e, hint);
    if (e.kind === 'Name' && x.mode === Mode.Variable) this.sizesAt = e.pos;
    this.record(x);
    return kind;
  }

  private excludeNonValues(x: Operand): void {
    const why = x.mode === Mode.NoValue ? 'used as value' : x.mode === Mode.Builtin ? 'must be called' : x.mode === Mode.Type ? 'is not an expression' : null;
    if (why === null) return;
    this.error(x, `${this.describe(x)} ${why}`);
    x.invalidate();
  }

  singleValue(x: Operand): void {
    if (x.mode !== Mode.Value || x.type.kind !== 'Tuple') return;
    this.error(x, `multiple-value ${this.describe(x)} in single-value context`);
    x.invalidate();
  }

  exprList(list: readonly Expr[], allowCommaOk: boolean): { operands: Operand[]; commaOk: boolean } {
    return expressionList(this, list, allowCommaOk);
  }

  /** Assigns arguments to the parameters of a signature. */
  arguments(call: CallExpr, signature: Signature, args: readonly Operand[]): void {
    checkArguments(this, call, signature, args);
  }

  /** Checks expressions only so that the names in them count as used. */
  use(...list: readonly (Expr | null)[]): void {
    useExpressions(this, list);
  }

  typ(e: Expr): Type {
    return definedType(this, e, null);
  }

  /** A type of which there may be variables: not a constraint. */
  varType(e: Expr): Type {
    const type = definedType(this, e, null);
    validVarType(this, e, type);
    return type;
  }

  definedType(e: Expr, def: Named | null): Type {
    return definedType(this, e, def);
  }

  ident(x: Operand, e: Name, def: Named | null, wantType: boolean): void {
    identifier(this, x, e, def, wantType);
  }

  selector(x: Operand, e: SelectorExpr, def: Named | null): void {
    checkSelector(this, x, e, def);
  }

  functionBody(...args: FunctionBodyArguments): void {
    functionBody(this, ...args);
  }

  stmt(s: Stmt): void {
    checkStatement(this, s);
  }

  stmtList(list: readonly Stmt[]): void {
    for (const s of list) checkStatement(this, s);
  }

  declStmt(list: readonly Decl[]): void {
    declareStatement(this, list);
  }

  // --- Scopes

  openScope(): Scope {
    return (this.environment.scope = new Scope(this.environment.scope));
  }

  closeScope(): void {
    this.environment.scope = this.environment.scope.parent!;
  }
}

type FunctionBodyArguments = Parameters<typeof functionBody> extends [unknown, ...infer Rest] ? Rest : never;

function positionOf(at: At): Pos {
  if (typeof at === 'number') return at;
  if (at instanceof Operand) return at.pos;
  return isNode(at) ? startPos(at) : at.pos;
}

const OBJECT_KINDS: ReadonlySet<string> = new Set(['PkgName', 'Const', 'TypeName', 'Var', 'Func', 'Builtin', 'Nil']);
const isNode = (at: Node | GoObject): at is Node => !OBJECT_KINDS.has(at.kind);

function collectPackageNames(pkg: Package, names: Map<string, Set<string>>, seen: Set<Package>): void {
  if (seen.has(pkg)) return;
  seen.add(pkg);
  const paths = names.get(pkg.name) ?? new Set();
  names.set(pkg.name, paths.add(pkg.path));
  for (const imported of pkg.imports) collectPackageNames(imported, names, seen);
}

/** Checks the files of one package. */
export function checkPackage(path: string, files: readonly File[], options: CheckerOptions): CheckedPackage {
  const pkg = new Package(path, files[0]?.pkgName.value ?? '', UNIVERSE);
  return new Checker(pkg, files, options).run();
}
