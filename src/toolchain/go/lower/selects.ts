/**
 * `select`: a table of cases in the frame, one call of the runtime that picks one, and a branch on its number.
 *
 *   case: 0 channel   4 address of the element to send or of the room for what is received   8 one if it sends
 */
import { assert } from '../../../base/assert.ts';
import { Ty } from '../ssa/ir.ts';
import type { AssignStmt, CommClause, Expr, Operation, SelectStmt } from '../syntax/ast.ts';
import { unpackList, unparen } from '../syntax/ast.ts';
import { type Type, under } from '../types/type.ts';
import { sequence } from './evaluation-order.ts';
import type { Lowerer } from './lowerer.ts';
import { assignTo } from './statements-shared.ts';
import { ofWords, type GoValue } from './value.ts';
import type { Value } from '../ssa/ir.ts';

const CASE_SIZE = 12;
const DEFAULT_CASE = -1;

interface Case {
  readonly clause: CommClause;
  /** The room for what is received, null for sends. */
  readonly received: { readonly address: Value; readonly elem: Type } | null;
}

export function lowerSelect(f: Lowerer, s: SelectStmt): void {
  const { b } = f;
  const cases: Case[] = [];
  const comms = s.body.filter((clause) => clause.comm !== null);
  const hasDefault = comms.length < s.body.length;
  const table = f.rawSlot('cases', Math.max(1, comms.length) * CASE_SIZE, comms.flatMap((_, i) => [i * CASE_SIZE, i * CASE_SIZE + 4]));
  for (const clause of comms) cases.push(fillCase(f, clause, b.offset(table, cases.length * CASE_SIZE)));
  const [chosen, ok] = f.runtime('selectgo', [table, b.const(comms.length), b.const(hasDefault ? 0 : 1)], [Ty.I32, Ty.I32]);
  const done = b.newBlock();
  f.jumps.set(s, { breakTo: done, continueTo: null });
  for (const clause of s.body) {
    const number = clause.comm === null ? DEFAULT_CASE : comms.indexOf(clause);
    const [body, next] = [b.newBlock(), b.newBlock()];
    b.branch('eq', chosen!, b.const(number), body, next);
    b.seal(body);
    b.seal(next);
    if (b.block === null) b.start(body);
    if (clause.comm !== null) takeReceived(f, clause, cases[number]!, ok!);
    for (const stmt of clause.body) f.stmt(stmt);
    b.jump(done);
    b.start(next);
  }
  b.exit();
  b.seal(done);
  b.start(done);
}

function receiveOf(clause: CommClause): Operation | null {
  const { comm } = clause;
  const e: Expr | null = comm?.kind === 'ExprStmt' ? comm.x : comm?.kind === 'AssignStmt' ? comm.rhs : null;
  const inner = e === null ? null : unparen(e);
  return inner?.kind === 'Operation' && inner.op === '<-' ? inner : null;
}

function fillCase(f: Lowerer, clause: CommClause, at: Value): Case {
  const { b } = f;
  const { comm } = clause;
  f.evaluated.clear();
  if (comm?.kind === 'SendStmt') {
    const u = under(f.typeOf(comm.chan));
    assert(u.kind === 'Chan', 'fillCase: no channel');
    sequence(f, [comm.chan, comm.value]);
    const channel = f.word(comm.chan);
    const value = f.addressOf(f.stable(f.exprAs(comm.value, u.elem)));
    b.store('i32', at, channel, 0);
    b.store('i32', at, value, 4);
    b.store('i32', at, b.const(1), 8);
    return { clause, received: null };
  }
  const receive = receiveOf(clause)!;
  const channel = f.expr(receive.x);
  const u = under(channel.type);
  assert(u.kind === 'Chan', 'fillCase: no channel');
  const address = f.temporary(u.elem, 'received');
  b.store('i32', at, channel.words![0]!, 0);
  b.store('i32', at, address, 4);
  b.store('i32', at, b.const(0), 8);
  return { clause, received: { address, elem: u.elem } };
}

/** Assigns what was received to the left side of the case. */
function takeReceived(f: Lowerer, clause: CommClause, { received }: Case, ok: Value): void {
  const { comm } = clause;
  if (received === null || comm?.kind !== 'AssignStmt') return;
  const values: GoValue[] = [f.loadFrom(received.address, 0, received.elem), ofWords(f.boolType, [ok])];
  unpackList((comm as AssignStmt).lhs).forEach((lhs, i) => {
    const variable = lhs.kind === 'Name' ? f.info.defs.get(lhs) : null;
    if (variable?.kind === 'Var') f.initialise(variable, values[i]!);
    else if (!(lhs.kind === 'Name' && lhs.value === '_')) assignTo(f, lhs, values[i]!);
  });
}
