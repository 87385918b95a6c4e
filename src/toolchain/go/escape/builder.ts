/**
 * From the syntax tree of a checked package to trees of its functions.
 *
 * The builder follows the Go compiler in what it makes explicit and, since messages and decisions are placed by it, in the positions it gives to
 * conversions: an implicit conversion stands where the expression visited last before it stands (`basePos`).
 */
import { symbolPath } from '../layout/type-key.ts';
import { assert } from '../../../base/assert.ts';
import type { Expr, Field, FuncDecl, FuncLit, FuncType, Name, Node, Stmt } from '../syntax/ast.ts';
import { NO_POS, type Pos } from '../syntax/position.ts';
import type { CheckedPackage } from '../types/checker.ts';
import type { Info } from '../types/info.ts';
import { type Func, type GoObject, type Package, type Var, VarRole } from '../types/object.ts';
import { identical } from '../types/predicates.ts';
import { EMPTY_TUPLE, INVALID_TYPE, Signature, type Type } from '../types/type.ts';
import { buildExpression } from './build-expressions.ts';
import { buildStatement } from './build-statements.ts';
import { assignOperator } from './conversion-operators.ts';
import { removeDeadCode } from './dead-code.ts';
import { InlineContext, type SiteKind } from './decisions.ts';
import { dynamicParts, hasEffects } from './static-init.ts';
import { type NameClass, type Op, Progress, type TreeFunc, type TreeName, TreeNode } from './tree.ts';
import { methodSym } from './tree-text.ts';

/** What is known of all packages: functions by their objects, global variables. */
export interface ProgramTrees {
  readonly funcs: Map<Func, TreeFunc>;
  readonly globals: Map<Var, TreeName>;
}

export class TreeBuilder {
  readonly info: Info;
  readonly pkg: Package;
  /** The function being built; null while package variables are. */
  func: TreeFunc | null = null;
  /** The function that initialises package variables, while it is being built. */
  private init: TreeFunc | null = null;
  /** Position of the expression visited last. */
  basePos: Pos = NO_POS;
  context = new InlineContext(null, NO_POS);
  private readonly locals = new Map<Var, TreeName>();
  private readonly declarations: ReadonlyMap<Func, FuncDecl>;
  /** Functions whose bodies are still to be built. */
  private readonly pending = new Map<TreeFunc, FuncDecl>();
  /** Function literals outside of functions. */
  private readonly packageLiterals: TreeFunc[] = [];

  constructor(checked: CheckedPackage, private readonly program: ProgramTrees) {
    this.info = checked.info;
    this.pkg = checked.pkg;
    this.declarations = new Map(this.info.funcs.map(({ obj, decl }) => [obj, decl]));
  }

  // --- Functions

  /** The function of an object, its body not yet built; undefined if this package does not declare it. */
  declare(obj: Func): TreeFunc | undefined {
    const decl = this.declarations.get(obj);
    if (decl === undefined) return undefined;
    const known = this.program.funcs.get(obj);
    if (known !== undefined) return known;
    const pragmas = new Set(decl.pragmas.map(({ verb }) => verb));
    const func = this.newFunc({ pos: decl.pos, sym: this.symbolOf(obj, decl), obj, signature: obj.type!, pragmas, hasBody: decl.body !== null, outer: null, isLiteral: false });
    this.program.funcs.set(obj, func);
    this.defineParameters(func, decl.recv, decl.type);
    this.pending.set(func, decl);
    return func;
  }

  /** There may be many functions called init; they are numbered. */
  private symbolOf(obj: Func, decl: FuncDecl): string {
    if (obj.name !== 'init' || decl.recv !== null) return methodSym(obj);
    const inits = [...this.declarations].filter(([other, { recv }]) => other.name === 'init' && recv === null);
    return `init.${inits.findIndex(([other]) => other === obj)}`;
  }

  /** Builds the body of a declared function, once. */
  ensureBody(func: TreeFunc): void {
    const decl = this.pending.get(func);
    if (decl === undefined) return;
    this.pending.delete(func);
    this.info.needBody(decl);
    this.fillBody(func, decl.body);
  }

  newFunc(parts: Pick<TreeFunc, 'pos' | 'sym' | 'obj' | 'signature' | 'pragmas' | 'hasBody' | 'outer' | 'isLiteral'>): TreeFunc {
    return {
      ...parts, pkg: this.pkg, recv: null, params: [], results: [], names: [], body: [], captured: [], isWrapper: false, inline: null, isInlineChecked: false,
      isCalledDirectly: false, isDead: false, progress: Progress.None, tags: [], literalCount: 0, context: parts.isLiteral ? this.context : new InlineContext(null, NO_POS),
    };
  }

  private defineParameters(func: TreeFunc, recv: Field | null, type: FuncType): void {
    const define = (field: Field, kind: NameClass, fallback: string): TreeName | null => {
      const obj = field.name === null ? this.info.implicits.get(field) : this.info.defs.get(field.name);
      if (obj?.kind !== 'Var') return null;
      if (field.name === null && kind === 'param') return null;
      const sym = field.name === null ? fallback : obj.name === '_' ? (kind === 'result' ? fallback.replace('~r', '~b') : '_') : obj.name;
      return this.defineName(obj, kind, func, sym);
    };
    Object.assign(func, {
      recv: recv === null ? null : define(recv, 'param', ''),
      params: type.paramList.map((field) => define(field, 'param', '')),
      results: type.resultList.map((field, i) => define(field, 'result', `~r${i}`)),
    });
  }

  private fillBody(func: TreeFunc, body: { readonly list: readonly Stmt[] } | null): void {
    if (body === null) return;
    const { func: outer, context } = this;
    this.func = func;
    this.context = func.context;
    func.body = this.stmts(body.list);
    if (func.body.length === 0) func.body = [this.node('block', NO_POS)];
    removeDeadCode(func);
    this.func = outer;
    this.context = context;
  }

  /** A function literal, named after the function around it. */
  literal(e: FuncLit): TreeNode {
    const { func: outer } = this;
    const signature = this.info.literals.get(e)!;
    const sym = outer === null ? `glob..func${this.packageLiterals.length + 1}` : `${outer.sym}.${outer.isLiteral ? '' : 'func'}${++outer.literalCount}`;
    const func = this.newFunc({ pos: e.pos, sym, obj: null, signature, pragmas: NO_PRAGMAS, hasBody: true, outer, isLiteral: true });
    this.context.noteName(e, `${symbolPath(func.pkg)}.${sym}`);
    if (outer === null) this.packageLiterals.push(func);
    this.defineParameters(func, null, e.type);
    this.fillBody(func, e.body);
    const n = this.node('closure', e.pos, signature);
    n.func = func;
    return this.at(n, e, 'closure');
  }

  /** The function that assigns the package variables in order, after the function literals in their values; for packages without any, nothing. */
  buildInitialization(): TreeFunc[] {
    const { initOrder } = this.info;
    if (initOrder.length === 0) return [];
    const signature = new Signature();
    signature.params = EMPTY_TUPLE;
    const func = this.newFunc({ pos: initOrder[0]!.rhs.pos, sym: 'init', obj: null, signature, pragmas: NO_PRAGMAS, hasBody: true, outer: null, isLiteral: false });
    const body: TreeNode[] = [];
    // It is only called by the runtime.
    func.isInlineChecked = true;
    const { context } = this;
    this.context = func.context;
    this.init = func;
    // Function literals belong to the package here, not to a function; they are numbered in the order of the source.
    const values = new Map(initOrder.toSorted((a, b) => a.rhs.pos - b.rhs.pos).map(({ rhs }) => [rhs, this.expr(rhs)]));
    for (const { lhs, rhs } of initOrder) {
      const value = values.get(rhs)!;
      if (lhs.every(({ name }) => name === '_') && !hasEffects(value)) continue;
      const targets = lhs.map((v) => this.nameNode(this.nameOf(v), v.pos));
      const n = this.node(lhs.length > 1 ? 'as2' : 'as', lhs[0]?.pos ?? rhs.pos);
      if (lhs.length > 1) {
        n.list = targets;
        n.body = [value];
        this.transformAssignList(n);
      } else {
        n.x = targets[0] ?? this.blank();
        n.y = targets.length > 0 ? this.assignConv(value, lhs[0]!.type!) : value;
      }
      if (n.op !== 'as') body.push(n);
      else for (const part of dynamicParts(n.y!)) body.push(this.node('as', n.pos, null, n.x, part));
    }
    this.context = context;
    func.body = body;
    removeDeadCode(func);
    return [...this.packageLiterals, func];
  }

  // --- Names

  private defineName(v: Var, kind: NameClass, func: TreeFunc, sym: string, pos: Pos = v.pos): TreeName {
    const name: TreeName = { sym, class: kind, type: v.type!, pos, func, variable: v, callee: null, pkg: this.pkg, defn: null, context: func.context };
    this.locals.set(v, name);
    func.names.push(name);
    return name;
  }

  /** The name of a variable; local ones come to be at their declaration. */
  nameOf(v: Var, pos: Pos = v.pos): TreeName {
    if (v.role === VarRole.Package) {
      const known = this.program.globals.get(v);
      if (known !== undefined) return known;
      const name: TreeName = { sym: v.name, class: v.name === '_' ? 'blank' : 'global', type: v.type!, pos: v.pos, func: null, variable: v, callee: null, pkg: v.pkg, defn: null, context: this.context };
      this.program.globals.set(v, name);
      return name;
    }
    const known = this.locals.get(v);
    if (known === undefined) return this.defineName(v, 'auto', this.func!, v.name, pos);
    this.capture(known);
    return known;
  }

  /** Notes that the current function uses a variable of an outer one. */
  private capture(name: TreeName): void {
    for (let func = this.func; func !== null && func !== name.func; func = func.outer) {
      if (!func.captured.includes(name)) func.captured.push(name);
    }
  }

  /** A variable that the compiler makes. */
  temporary(type: Type): TreeName {
    const func = this.func ?? this.init;
    const name: TreeName = { sym: `.autotmp_${func?.names.length ?? 0}`, class: 'auto', type, pos: this.basePos, func, variable: null, callee: null, pkg: null, defn: null, context: this.context };
    func?.names.push(name);
    return name;
  }

  // --- Nodes

  node(op: Op, pos: Pos, type: Type | null = null, x: TreeNode | null = null, y: TreeNode | null = null): TreeNode {
    const n = new TreeNode(op, pos, this.context);
    n.type = type;
    n.x = x;
    n.y = y;
    return n;
  }

  /** Marks a node as an allocation site. */
  at(n: TreeNode, node: Node, kind: SiteKind): TreeNode {
    n.site = { node, kind };
    return n;
  }

  nameNode(name: TreeName, pos: Pos): TreeNode {
    const n = this.node('name', pos, name.type);
    n.name = name;
    n.isCaptured = name.func !== null && name.func !== (this.func ?? this.init);
    return n;
  }

  /** The blank identifier; declared with `var` it has a type. */
  blank(type: Type | null = null): TreeNode {
    return this.nameNode(type === null ? BLANK : { ...BLANK, type }, NO_POS);
  }

  funcNode(obj: Func, pos: Pos): TreeNode {
    const name: TreeName = { sym: obj.name, class: 'func', type: obj.type!, pos: obj.pos, func: null, variable: null, callee: obj, pkg: obj.pkg, defn: null, context: this.context };
    return this.nameNode(name, pos);
  }

  declaration(name: TreeName): TreeNode {
    return this.node('dcl', name.pos, null, this.nameNode(name, name.pos));
  }

  expr(e: Expr): TreeNode {
    return buildExpression(this, e);
  }

  exprs(list: readonly Expr[]): TreeNode[] {
    return list.map((e) => buildExpression(this, e));
  }

  stmt(s: Stmt): TreeNode | null {
    return buildStatement(this, s);
  }

  /** Statements, with the contents of blocks among them. */
  stmts(list: readonly Stmt[]): TreeNode[] {
    return list.flatMap((s) => {
      const n = this.stmt(s);
      return n === null ? [] : n.op === 'block' ? n.body : [n];
    });
  }

  typeOf(e: Expr): Type {
    return this.info.types.get(e)?.type ?? INVALID_TYPE;
  }

  objectOf(name: Name): GoObject | null {
    return this.info.objectOf(name);
  }

  // --- Conversions

  /** Converts `n` for its assignment to a `type`, implicitly. */
  assignConv(n: TreeNode, type: Type): TreeNode {
    const from = n.type!;
    if (identical(from, type)) return n;
    const conversion = this.node(assignOperator(from, type), this.basePos, type, n);
    conversion.isImplicit = true;
    return this.interfaceSite(conversion, n);
  }

  /** A conversion to an interface may copy the value to the heap. */
  interfaceSite(conversion: TreeNode, operand: TreeNode): TreeNode {
    const node = operand.source;
    if (conversion.op === 'conviface' && node !== null) this.at(conversion, node, 'interface');
    return conversion;
  }

  /** Moves `basePos` to a node unless nodes of its kind are shared between places. */
  setPos(n: TreeNode): void {
    if (n.op !== 'name' && n.op !== 'type') this.basePos = n.pos;
  }

  /** Turns `a, b = f()` and its comma-ok forms into what they are; converts values to the types of what they are assigned to. */
  transformAssignList(n: TreeNode): void {
    const [targets, values] = [n.list, n.body];
    const first = values[0]!;
    if (targets.length === 2 && values.length === 1 && first.type?.kind !== 'Tuple') {
      const op = first.op === 'indexmap' ? 'as2mapr' : first.op === 'recv' ? 'as2recv' : first.op === 'dottype' ? 'as2dottype' : null;
      if (op !== null) {
        Object.assign(n, { op });
        return;
      }
    }
    if (targets.length > values.length) {
      this.transformCallAssign(n, first);
      return;
    }
    n.body = values.map((value, i) => (isBlankTarget(targets[i]!) ? value : this.assignConv(value, targets[i]!.type!)));
  }

  private transformCallAssign(n: TreeNode, call: TreeNode): void {
    const tuple = call.type;
    assert(tuple?.kind === 'Tuple', 'transformCallAssign: several variables take the results of one call');
    Object.assign(n, { op: 'as2func' });
    const differs = n.list.some((target, i) => !isBlankTarget(target) && !identical(target.type!, tuple.vars[i]!.type!));
    if (!differs) return;
    const temporaries = this.spread(n, call);
    Object.assign(n, { op: 'as2' });
    n.body = temporaries.map((value, i) => (isBlankTarget(n.list[i]!) ? value : this.assignConv(value, n.list[i]!.type!)));
  }

  /** Assigns the results of a call to temporaries ahead of `n`. */
  spread(n: TreeNode, call: TreeNode): TreeNode[] {
    assert(call.type?.kind === 'Tuple', 'spread: a call with several results');
    const names = call.type.vars.map((v) => this.temporary(v.type!));
    const assign = this.node('as2func', this.basePos);
    assign.init = names.map((name) => this.declaration(name));
    assign.list = names.map((name) => this.nameNode(name, this.basePos));
    assign.body = [call];
    for (const name of names) name.defn = assign;
    n.init = [...n.init, assign];
    return names.map((name) => this.nameNode(name, this.basePos));
  }
}

const NO_PRAGMAS: ReadonlySet<string> = new Set();
const BLANK: TreeName = {
  sym: '_', class: 'blank', type: INVALID_TYPE, pos: NO_POS, func: null, variable: null, callee: null, pkg: null, defn: null, context: new InlineContext(null, NO_POS),
};
/** A blank identifier that takes the type of its value. */
const isBlankTarget = (n: TreeNode): boolean => n.name?.class === 'blank' && n.type === INVALID_TYPE;
