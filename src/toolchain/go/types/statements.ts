/** Statements and function bodies. Branches and labels are the parser's business, which has checked them. */
import type { AssignStmt, BlockStmt, CallStmt, EmptyStmt, Expr, ForStmt, IfStmt, ProbeMark, RangeClause, ReturnStmt, SelectStmt, SendStmt, Stmt } from '../syntax/ast.ts';
import { unpackList, unparen } from '../syntax/ast.ts';
import { assertNever } from '../../../base/assert.ts';
import { assignment } from './assignability.ts';
import type { Checker } from './checker.ts';
import type { Constant } from './constant.ts';
import type { DeclInfo } from './declaration-info.ts';
import { newEnvironment } from './environment.ts';
import { ExprKind } from './expression-kind.ts';
import { nodeString } from '../syntax/node-string.ts';
import { Mode } from './info.ts';
import { Var, VarRole } from './object.ts';
import { Operand } from './operand.ts';
import { binary } from './operators.ts';
import { arrayBehindPointer, isBoolean, isNumeric, isString } from './predicates.ts';
import type { Scope } from './scope.ts';
import { switchStatement } from './switches.ts';
import { isTerminating } from './terminating.ts';
import { BasicKind, INVALID_TYPE, type Signature, type Type, under } from './type.ts';
import { objectString } from './type-string.ts';
import { assignVar, assignVars, initVar, initVars, shortVarDeclaration } from './variables.ts';
import { RUNE, TYP } from './universe.ts';

/** Checks the body of a function or function literal; `iota` is that of a constant declaration around the literal. */
export function functionBody(c: Checker, decl: DeclInfo | null, signature: Signature, body: BlockStmt, iota: Constant | null): void {
  const outer = c.environment;
  c.environment = newEnvironment(signature.scope!, decl, signature, iota);
  c.stmtList(body.list);
  if (signature.results.vars.length > 0 && !isTerminating(body, c.environment.panics)) c.error(body.rbrace, 'missing return');
  reportUnused(c, signature.scope!);
  c.environment = outer;
}

/** Variables of the scope and the blocks in it that are never used; function literals report their own. */
function reportUnused(c: Checker, scope: Scope): void {
  const unused = [...scope.elems.values()].filter((obj) => obj.kind === 'Var' && !obj.isUsed);
  unused.sort((a, b) => a.pos - b.pos);
  for (const obj of unused) c.error(obj, `${obj.name} declared but not used`);
  for (const child of scope.children) if (!child.isFunction) reportUnused(c, child);
}

export function checkStatement(c: Checker, s: Stmt): void {
  const from = c.delayedCount;
  dispatch(c, s);
  c.runDelayed(from);
}

function dispatch(c: Checker, s: Stmt): void {
  switch (s.kind) {
    case 'EmptyStmt':
      if (s.probe !== undefined) probe(c, s, s.probe);
      return;
    case 'BranchStmt':
      return;
    case 'DeclStmt':
      c.declStmt(s.declList);
      return;
    case 'LabeledStmt':
      c.stmt(s.stmt);
      return;
    case 'ExprStmt':
      expressionStatement(c, s.x);
      return;
    case 'SendStmt':
      sendStatement(c, s);
      return;
    case 'AssignStmt':
      assignStatement(c, s);
      return;
    case 'CallStmt':
      suspendedCall(c, s);
      return;
    case 'ReturnStmt':
      returnStatement(c, s);
      return;
    case 'BlockStmt':
      c.openScope();
      c.stmtList(s.list);
      c.closeScope();
      return;
    case 'IfStmt':
      ifStatement(c, s);
      return;
    case 'SwitchStmt':
      switchStatement(c, s);
      return;
    case 'SelectStmt':
      selectStatement(c, s);
      return;
    case 'ForStmt':
      forStatement(c, s);
      return;
    case 'RangeClause':
      c.error(s, 'invalid statement');
      return;
    default:
      assertNever(s);
  }
}

/** Naming a variable in a probe is no use of it: for Go the probe is a comment. */
function probe(c: Checker, s: EmptyStmt, { args }: ProbeMark): void {
  const named = args.map((name) => {
    const obj = c.lookup(name);
    if (obj?.kind === 'Const' || (obj?.kind === 'Var' && obj.role !== VarRole.Package)) return obj;
    c.error(s.pos, obj === undefined ? `undefined: ${name}` : `probe argument ${name} is neither a local variable nor a constant`);
    return null;
  });
  c.info.probes.set(s, named.filter((obj) => obj !== null));
}

function expressionStatement(c: Checker, e: Expr): void {
  const x = new Operand();
  const kind = c.rawExpr(x, e, null);
  if (x.mode === Mode.Builtin) c.error(x, `${c.describe(x)} must be called`);
  else if (x.mode === Mode.Type) c.error(x, `${c.describe(x)} is not an expression`);
  else if (kind !== ExprKind.Statement) c.error(x, `${c.describe(x)} is not used`);
}

function sendStatement(c: Checker, s: SendStmt): void {
  const chan = new Operand();
  const value = new Operand();
  c.expr(chan, s.chan);
  c.expr(value, s.value);
  if (!chan.isValid || !value.isValid) return;
  const type = under(chan.type);
  if (type.kind !== 'Chan') c.error(s, `invalid operation: cannot send to non-channel ${c.describe(chan)}`);
  else if (type.dir === 'recv') c.error(s, `invalid operation: cannot send to receive-only channel ${c.describe(chan)}`);
  else assignment(c, value, type.elem, 'send');
}

function assignStatement(c: Checker, s: AssignStmt): void {
  const lhs = unpackList(s.lhs);
  if (s.rhs === null) {
    incrementStatement(c, s, lhs[0]!);
    return;
  }
  const rhs = unpackList(s.rhs);
  if (s.op === '=') {
    assignVars(c, lhs, rhs);
  } else if (s.op === ':=') {
    shortVarDeclaration(c, s.pos, lhs, rhs);
  } else if (lhs.length !== 1 || rhs.length !== 1) {
    c.error(s, `assignment operation ${s.op} requires single-valued expressions`);
  } else {
    const x = new Operand();
    binary(c, x, { e: null, lhs: lhs[0]!, rhs: rhs[0]!, op: s.op });
    assignVar(c, lhs[0]!, x);
  }
}

/** `x++` and `x--` */
function incrementStatement(c: Checker, s: AssignStmt, lhs: Expr): void {
  const x = new Operand();
  c.expr(x, lhs);
  if (!x.isValid) return;
  if (!isNumeric(x.type)) {
    c.error(lhs, `invalid operation: ${nodeString(lhs)}${s.op}${s.op} (non-numeric type ${c.show(x.type)})`);
    return;
  }
  assignVar(c, lhs, x);
}

/** go and defer. */
function suspendedCall(c: Checker, s: CallStmt): void {
  const x = new Operand();
  const kind = c.rawExpr(x, s.call, null);
  if (kind === ExprKind.Statement) return;
  const problem = kind === ExprKind.Conversion ? 'requires function call, not conversion' : 'discards result of';
  c.error(x, `${s.tok} ${problem} ${c.describe(x)}`);
}

function returnStatement(c: Checker, s: ReturnStmt): void {
  const { vars } = c.environment.signature!.results;
  const results = unpackList(s.results);
  if (results.length > 0 || vars.length === 0 || vars[0]!.name === '') {
    if (vars.length > 0) {
      initVars(c, vars, results, s);
    } else if (results.length > 0) {
      initVars(c, [], results, s);
    }
    return;
  }
  for (const obj of vars) {
    const other = c.lookup(obj.name);
    if (other === undefined || other === obj) continue;
    c.report([
      { at: s, text: `result parameter ${obj.name} not in scope at return` },
      { at: other, text: `inner declaration of ${objectString(obj, c.qualifier)}` },
    ]);
  }
}

function condition(c: Checker, e: Expr, statement: string): void {
  const x = new Operand();
  c.expr(x, e);
  if (x.isValid && !isBoolean(x.type)) c.error(e, `non-boolean condition in ${statement} statement`);
}

function ifStatement(c: Checker, s: IfStmt): void {
  c.openScope();
  if (s.init !== null) c.stmt(s.init);
  condition(c, s.cond, 'if');
  c.stmt(s.then);
  if (s.else !== null) c.stmt(s.else);
  c.closeScope();
}

function selectStatement(c: Checker, s: SelectStmt): void {
  let first: Stmt | { readonly pos: SelectStmt['pos'] } | null = null;
  for (const clause of s.body) {
    if (clause.comm !== null) continue;
    if (first !== null) c.error(clause, `multiple defaults (first at ${c.describePosition(first.pos)})`);
    else first = clause;
  }
  for (const clause of s.body) {
    const { comm } = clause;
    if (comm !== null && !isCommunication(comm)) {
      c.error(comm, 'select case must be send or receive (possibly with assignment)');
      continue;
    }
    c.openScope();
    if (comm !== null) c.stmt(comm);
    c.stmtList(clause.body);
    c.closeScope();
  }
}

function isCommunication(s: Stmt): boolean {
  if (s.kind === 'SendStmt') return true;
  const rhs = s.kind === 'AssignStmt' ? s.rhs : s.kind === 'ExprStmt' ? s.x : null;
  if (rhs === null) return false;
  const x = unparen(rhs);
  return x.kind === 'Operation' && x.y === null && x.op === '<-';
}

function forStatement(c: Checker, s: ForStmt): void {
  if (s.init?.kind === 'RangeClause') {
    rangeStatement(c, s, s.init);
    return;
  }
  c.openScope();
  if (s.init !== null) c.stmt(s.init);
  if (s.cond !== null) condition(c, s.cond, 'for');
  if (s.post !== null) {
    c.stmt(s.post);
    // The parser has complained about a declaration here.
    if (s.post.kind === 'AssignStmt' && s.post.op === ':=') c.use(s.post.lhs);
  }
  c.stmt(s.body);
  c.closeScope();
}

/** What the two iteration variables get; null for what there is none of. */
interface Iteration {
  readonly key: Type | null;
  readonly value: Type | null;
}

function rangeStatement(c: Checker, s: ForStmt, clause: RangeClause): void {
  const [key = null, value = null, extra = null] = unpackList(clause.lhs);
  const x = new Operand();
  c.expr(x, clause.x);
  const iteration = x.isValid ? checkRange(c, x, value, extra) : { key: null, value: null };
  c.openScope();
  const lhs = [key, value];
  const rhs = [iteration.key, iteration.value];
  if (clause.define) declareIterationVariables(c, s, lhs, rhs);
  else assignIterationVariables(c, lhs, rhs);
  c.stmt(s.body);
  c.closeScope();
}

function checkRange(c: Checker, x: Operand, value: Expr | null, extra: Expr | null): Iteration {
  const u = under(x.type);
  let cause = '';
  if (u.kind === 'Chan') {
    if (value !== null) c.error(value, `range over ${c.describe(x)} permits only one iteration variable`);
    if (u.dir === 'send') cause = ' (receive from send-only channel)';
  } else if (extra !== null) {
    c.error(extra, 'range clause permits at most two iteration variables');
  }
  const iteration = iterationTypes(u);
  if (iteration.key === null || cause !== '') c.error(x, `cannot range over ${c.describe(x)}${cause}`);
  return iteration;
}

function iterationTypes(type: Type): Iteration {
  const u = arrayBehindPointer(type);
  switch (u.kind) {
    case 'Basic':
      return isString(u) ? { key: TYP[BasicKind.Int], value: RUNE } : { key: null, value: null };
    case 'Array':
    case 'Slice':
      return { key: TYP[BasicKind.Int], value: u.elem };
    case 'Map':
      return { key: u.key, value: u.elem };
    case 'Chan':
      return { key: u.elem, value: INVALID_TYPE };
    default:
      return { key: null, value: null };
  }
}

function declareIterationVariables(c: Checker, s: ForStmt, lhs: readonly (Expr | null)[], rhs: readonly (Type | null)[]): void {
  const variables: Var[] = [];
  lhs.forEach((e, i) => {
    if (e === null) return;
    const name = e.kind === 'Name' ? e.value : '_';
    const obj = new Var(e.pos, c.pkg, name, null, VarRole.Local);
    if (e.kind === 'Name') c.recordDef(e, obj);
    else c.error(e, `cannot declare ${nodeString(e)}`);
    if (e.kind === 'Name' && name !== '_') variables.push(obj);
    const type = rhs[i];
    if (type != null) {
      initVar(c, obj, Operand.of(Mode.Value, e, type), 'range clause');
    } else {
      obj.type = INVALID_TYPE;
      obj.isUsed = true;
    }
  });
  if (variables.length === 0) c.error(s, 'no new variables on left side of :=');
  for (const obj of variables) c.declare(c.environment.scope, null, obj);
}

function assignIterationVariables(c: Checker, lhs: readonly (Expr | null)[], rhs: readonly (Type | null)[]): void {
  lhs.forEach((e, i) => {
    const type = rhs[i];
    if (e !== null && type != null) assignVar(c, e, Operand.of(Mode.Value, e, type));
  });
}
