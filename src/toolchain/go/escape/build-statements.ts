/** Trees of statements. */
import type { AssignStmt, Decl, Expr, ForStmt, IfStmt, LabeledStmt, RangeClause, ReturnStmt, SelectStmt, Stmt, SwitchStmt, VarDecl } from '../syntax/ast.ts';
import { unpackList } from '../syntax/ast.ts';
import { NO_POS } from '../syntax/position.ts';
import { assertNever } from '../../../base/assert.ts';
import { makeInt } from '../types/constant.ts';
import { Var } from '../types/object.ts';
import { under } from '../types/type.ts';
import type { TreeBuilder } from './builder.ts';
import type { Op, TreeName, TreeNode } from './tree.ts';

/** Null for statements that do nothing. */
export function buildStatement(b: TreeBuilder, s: Stmt): TreeNode | null {
  switch (s.kind) {
    case 'EmptyStmt': return null;
    case 'LabeledStmt': return labeledStatement(b, s);
    case 'BlockStmt': return block(b, s.pos, b.stmts(s.list));
    case 'ExprStmt': return b.expr(s.x);
    case 'SendStmt': {
      const chan = b.expr(s.chan);
      const value = b.expr(s.value);
      const type = under(chan.type!);
      return b.node('send', s.pos, null, chan, type.kind === 'Chan' ? b.assignConv(value, type.elem) : value);
    }
    case 'DeclStmt': return block(b, s.pos, s.declList.flatMap((decl) => declaration(b, decl)));
    case 'AssignStmt': return assignment(b, s);
    case 'BranchStmt': {
      const n = b.node(s.tok === 'fallthrough' ? 'fall' : s.tok, s.pos);
      n.text = s.label?.value ?? '';
      return n;
    }
    case 'CallStmt': {
      const n = b.node(s.tok, s.pos, null, b.expr(s.call));
      n.site = { node: s, kind: 'closure' };
      return n;
    }
    case 'ReturnStmt': return returnStatement(b, s);
    case 'IfStmt': return ifStatement(b, s);
    case 'ForStmt': return forStatement(b, s);
    case 'SelectStmt': return selectStatement(b, s);
    case 'SwitchStmt': return switchStatement(b, s);
    case 'RangeClause': return null;
    default: return assertNever(s);
  }
}

function block(b: TreeBuilder, pos: Stmt['pos'], body: TreeNode[]): TreeNode {
  const n = b.node('block', pos);
  n.body = body;
  return n;
}

function declaration(b: TreeBuilder, decl: Decl): TreeNode[] {
  switch (decl.kind) {
    case 'ConstDecl': return decl.nameList.map((name) => b.node('dclconst', name.pos));
    case 'TypeDecl': return [b.node('dcltype', decl.pos)];
    case 'VarDecl': return variableDeclaration(b, decl);
    default: return [];
  }
}

function variableDeclaration(b: TreeBuilder, decl: VarDecl): TreeNode[] {
  b.basePos = decl.pos;
  const names = decl.nameList.map((name) => {
    const obj = b.objectOf(name);
    return obj instanceof Var && obj.name !== '_' ? b.nameOf(obj) : null;
  });
  const types = decl.nameList.map((name) => b.objectOf(name)?.type ?? null);
  const values = b.exprs(unpackList(decl.values));
  const target = (name: TreeName | null, i: number): TreeNode => (name === null ? b.blank(types[i]) : b.nameNode(name, name.pos));
  const declare = (name: TreeName | null, i: number): TreeNode => (name === null ? b.node('dcl', decl.pos, null, b.blank(types[i])) : b.declaration(name));
  if (values.length > 0 && values.length !== names.length) {
    const n = b.node('as2', decl.pos);
    n.list = names.map(target);
    n.body = values;
    for (const name of names) if (name !== null) name.defn = n;
    b.transformAssignList(n);
    return [...names.map(declare), n];
  }
  return names.flatMap((name, i) => {
    const n = b.node('as', decl.pos, null, target(name, i));
    const value = values[i];
    const type = types[i];
    if (value !== undefined) {
      if (name !== null) name.defn = n;
      n.y = type == null ? value : b.assignConv(value, type);
    }
    return [declare(name, i), n];
  });
}

function assignment(b: TreeBuilder, s: AssignStmt): TreeNode {
  if (s.op !== '=' && s.op !== ':=') return operatorAssignment(b, s);
  const values = b.exprs(unpackList(s.rhs));
  const { names, targets } = assignedTo(b, unpackList(s.lhs), s.op === ':=');
  if (targets.length === 1 && values.length === 1) {
    const n = b.node('as', s.pos, null, targets[0]!, values[0]!);
    define(b, n, names);
    if (targets[0]!.name?.class !== 'blank') n.y = b.assignConv(values[0]!, targets[0]!.type!);
    return n;
  }
  const n = b.node('as2', s.pos);
  n.list = targets;
  n.body = values;
  define(b, n, names);
  b.transformAssignList(n);
  return n;
}

function operatorAssignment(b: TreeBuilder, s: AssignStmt): TreeNode {
  if (s.rhs === null) {
    const x = b.expr(s.lhs);
    const one = b.node('literal', s.pos, x.type);
    one.value = makeInt(1);
    const n = b.node('asop', s.pos, null, x, one);
    n.text = s.op;
    return n;
  }
  const y = b.expr(s.rhs);
  const n = b.node('asop', s.pos, null, b.expr(s.lhs), y);
  n.text = s.op;
  return n;
}

/** The left side of an assignment; with `define` also the variables that it declares. */
function assignedTo(b: TreeBuilder, lhs: readonly Expr[], defines: boolean): { names: TreeName[]; targets: TreeNode[] } {
  if (!defines) return { names: [], targets: b.exprs(lhs) };
  const names: TreeName[] = [];
  const targets = lhs.map((e) => {
    if (e.kind !== 'Name' || e.value === '_') return b.blank();
    const isNew = b.info.defs.has(e);
    const obj = b.objectOf(e);
    if (!(obj instanceof Var)) return b.blank();
    const name = b.nameOf(obj);
    if (isNew) names.push(name);
    return b.nameNode(name, e.pos);
  });
  return { names, targets };
}

/** Declares the variables that `n` gives their first values. */
function define(b: TreeBuilder, n: TreeNode, names: readonly TreeName[]): void {
  for (const name of names) name.defn = n;
  if (names.length > 0) n.init = [...n.init, ...names.map((name) => b.declaration(name))];
}

function returnStatement(b: TreeBuilder, s: ReturnStmt): TreeNode {
  const n = b.node('return', s.pos);
  n.list = b.exprs(unpackList(s.results));
  const only = n.list[0];
  if (n.list.length === 1 && only!.type?.kind === 'Tuple') n.list = b.spread(n, only!);
  const saved = b.basePos;
  const results = b.func!.signature.results.vars;
  n.list = n.list.map((value, i) => {
    b.setPos(value);
    return b.assignConv(value, results[i]!.type!);
  });
  b.basePos = saved;
  return n;
}

function withInit(n: TreeNode, init: TreeNode | null): TreeNode {
  if (init !== null) n.init = [init, ...n.init];
  return n;
}

function ifStatement(b: TreeBuilder, s: IfStmt): TreeNode {
  const init = s.init === null ? null : b.stmt(s.init);
  const n = b.node('if', s.pos, null, b.expr(s.cond));
  n.body = b.stmts(s.then.list);
  if (s.else !== null) {
    const otherwise = b.stmt(s.else)!;
    n.orelse = otherwise.op === 'block' ? otherwise.body : [otherwise];
  }
  return withInit(n, init);
}

function forStatement(b: TreeBuilder, s: ForStmt): TreeNode {
  if (s.init?.kind === 'RangeClause') return rangeStatement(b, s, s.init);
  const init = s.init === null ? null : b.stmt(s.init);
  const n = b.node('for', s.pos, null, s.cond === null ? null : b.expr(s.cond));
  n.y = s.post === null ? null : b.stmt(s.post);
  n.body = b.stmts(s.body.list);
  return withInit(n, init);
}

/** x is ranged over, y the key, z the value. */
function rangeStatement(b: TreeBuilder, s: ForStmt, clause: RangeClause): TreeNode {
  const { names, targets } = assignedTo(b, unpackList(clause.lhs), clause.define);
  const n = b.node('range', clause.pos, null, b.expr(clause.x), targets[0] ?? null);
  n.z = targets[1] ?? null;
  n.body = b.stmts(s.body.list);
  define(b, n, names);
  return n;
}

function selectStatement(b: TreeBuilder, s: SelectStmt): TreeNode {
  const n = b.node('select', s.pos);
  n.list = s.body.map((clause) => {
    const comm = b.node('comm', clause.pos);
    const communication = clause.comm === null ? null : b.stmt(clause.comm);
    comm.x = communication === null ? null : selectReceive(b, communication);
    comm.body = b.stmts(clause.body);
    return comm;
  });
  return n;
}

/** Receives of a select assign to two variables each. */
function selectReceive(b: TreeBuilder, n: TreeNode): TreeNode {
  if (n.op === 'as2recv') return Object.assign(n, { op: 'selrecv2' satisfies Op });
  const received = n.op === 'as' ? n.y! : n.op === 'recv' ? n : null;
  if (received === null) return n;
  const source = received.isImplicit && (received.op === 'convnop' || received.op === 'conviface') ? received.x! : received;
  const receive = b.node('selrecv2', n.pos);
  receive.list = [n.op === 'as' ? n.x! : b.blank(), b.blank()];
  receive.body = [source];
  receive.init = n.op === 'as' ? n.init : [];
  const name = receive.list[0]!.name;
  if (name?.defn === n) name.defn = receive;
  return receive;
}

function switchStatement(b: TreeBuilder, s: SwitchStmt): TreeNode {
  const init = s.init === null ? null : b.stmt(s.init);
  const n = b.node('switch', s.pos);
  const guard = s.tag?.kind === 'TypeSwitchGuard' ? s.tag : null;
  if (guard !== null) {
    n.x = b.node('typesw', s.pos);
    // The variable's name counts as a node of its own.
    if (guard.lhs !== null) n.x.y = b.node('ident', guard.lhs.pos);
    n.x.x = b.expr(guard.x);
  } else if (s.tag !== null) {
    n.x = b.expr(s.tag);
  }
  n.list = s.body.map((clause) => {
    const c = b.node('case', clause.pos);
    const variable = b.info.implicits.get(clause);
    if (variable instanceof Var) {
      // Its position is that of the clause's colon.
      const name = b.nameOf(variable, clause.colon);
      name.defn = n.x;
      c.x = b.nameNode(name, clause.colon);
    }
    c.list = b.exprs(unpackList(clause.cases));
    c.body = b.stmts(clause.body);
    return c;
  });
  return withInit(n, init);
}

function labeledStatement(b: TreeBuilder, s: LabeledStmt): TreeNode {
  const label = b.node('label', s.pos);
  label.text = s.label.value;
  const inner = b.stmt(s.stmt);
  return block(b, NO_POS, [label, ...(inner === null ? [] : inner.op === 'block' ? inner.body : [inner])]);
}

