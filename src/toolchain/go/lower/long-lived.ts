/**
 * Variables that live in the frame although nobody takes their address, because they live too long. A variable in SSA form costs something at each
 * place where ways join while it is alive: for thousands of variables over thousands of branches, more than can be spent. So in a function
 * in which that sums up, those that live longest are kept in memory, where they cost nothing but their loads and stores.
 *
 * How long a variable lives is counted in branches and calls, in the order of the text, from its declaration to where it is last named; if that
 * is in a loop, to the end of the loop, and anywhere in a function with `goto`, to the end of the function.
 */
import { ssaLeaves } from '../layout/leaves.ts';
import type { Node } from '../syntax/ast.ts';
import type { Info } from '../types/info.ts';
import { type GoObject, type Var, VarRole } from '../types/object.ts';
import { childrenOf } from './walk.ts';

/** What all variables of a function may sum up to: words times branches and calls. */
const MAX_SUM = 100_000;

/** Whether a node makes ways join, or a call, which may be inlined. */
export const countsAsJoin = (node: Node): boolean => JOINS.has(node.kind) || (node.kind === 'Operation' && (node.op === '&&' || node.op === '||'));

const JOINS: ReadonlySet<Node['kind']> = new Set<Node['kind']>(['IfStmt', 'ForStmt', 'SwitchStmt', 'SelectStmt', 'CaseClause', 'CommClause', 'LabeledStmt', 'CallExpr', 'AssertExpr', 'TypeSwitchGuard']);

/** The variables of a top-level function that are kept in the frame. `variables` and `joins` are how many there are. */
export function longLived(root: Node, info: Info, variables: number, joins: number): ReadonlySet<Var> {
  if (variables * joins <= MAX_SUM) return NONE;
  const { lifetimes } = new Lifetimes(root, info);
  const costs = [...lifetimes].map(([variable, { start, end }]) => ({ variable, cost: (end - start) * (ssaLeaves(variable.type!)?.length ?? 0) }));
  let sum = costs.reduce((all, { cost }) => all + cost, 0);
  const kept = new Set<Var>();
  costs.sort((a, b) => b.cost - a.cost);
  for (const { variable, cost } of costs) {
    if (sum <= MAX_SUM) break;
    kept.add(variable);
    sum -= cost;
  }
  return kept;
}

const NONE: ReadonlySet<Var> = new Set();

class Lifetimes {
  readonly lifetimes = new Map<Var, { readonly start: number; end: number }>();
  private now = 0;
  /** In the order in which they are named. */
  private readonly named: Var[] = [];

  constructor(root: Node, info: Info) {
    let goesBack = false;
    const visit = (node: Node): void => {
      if (node.kind === 'Name') return this.visitName(info.defs.get(node) ?? info.uses.get(node));
      if (node.kind === 'BranchStmt' && node.tok === 'goto') goesBack = true;
      const start = this.now;
      const first = this.named.length;
      if (countsAsJoin(node)) this.now++;
      if (node.kind === 'CaseClause') this.visitName(info.implicits.get(node));
      for (const part of childrenOf(node)) visit(part);
      if (node.kind === 'ForStmt') this.lastUntilNow(this.named.slice(first), start);
    };
    visit(root);
    for (const [variable, lifetime] of this.lifetimes) if (goesBack || variable.role === VarRole.Result) lifetime.end = this.now;
  }

  private visitName(object: GoObject | undefined): void {
    if (object?.kind !== 'Var' || object.isField || object.role === VarRole.Package) return;
    this.named.push(object);
    const known = this.lifetimes.get(object);
    if (known === undefined) this.lifetimes.set(object, { start: this.now, end: this.now });
    else known.end = this.now;
  }

  /** What was there before a loop and is named in it is needed in all of it. */
  private lastUntilNow(named: readonly Var[], start: number): void {
    for (const variable of named) {
      const lifetime = this.lifetimes.get(variable)!;
      if (lifetime.start <= start) lifetime.end = this.now;
    }
  }
}
