/** Terminating statements: those after which control never continues, so that a function with results may end in them. */
import type { BranchStmt, CallExpr, Stmt } from '../syntax/ast.ts';
import { unparen } from '../syntax/ast.ts';

/** `panics`: the calls of the predeclared panic. `label`: of the statement, if it has one. */
export function isTerminating(s: Stmt, panics: ReadonlySet<CallExpr>, label: string | null = null): boolean {
  const listTerminates = (list: readonly Stmt[]): boolean => {
    const last = list.findLast(({ kind }) => kind !== 'EmptyStmt');
    return last !== undefined && isTerminating(last, panics);
  };
  switch (s.kind) {
    case 'LabeledStmt':
      return isTerminating(s.stmt, panics, s.label.value);
    case 'ExprStmt': {
      const call = unparen(s.x);
      return call.kind === 'CallExpr' && panics.has(call);
    }
    case 'ReturnStmt':
      return true;
    case 'BranchStmt':
      return s.tok === 'goto' || s.tok === 'fallthrough';
    case 'BlockStmt':
      return listTerminates(s.list);
    case 'IfStmt':
      return s.else !== null && isTerminating(s.then, panics) && isTerminating(s.else, panics);
    case 'SwitchStmt':
      return s.body.some(({ cases }) => cases === null) && s.body.every(({ body }) => listTerminates(body) && !leaves(body, label));
    case 'SelectStmt':
      return s.body.every(({ body }) => listTerminates(body) && !leaves(body, label));
    case 'ForStmt':
      return s.init?.kind !== 'RangeClause' && s.cond === null && !leaves(s.body.list, label);
    default:
      return false;
  }
}

/** Whether a break in `list` leaves the statement that `list` belongs to: one with its label, or a plain one. */
function leaves(list: readonly Stmt[], label: string | null): boolean {
  return list.some((s) => hasBreak(s, (b) => (b.label === null ? true : b.label.value === label)));
}

function hasBreak(s: Stmt, leavesOuter: (s: BranchStmt) => boolean): boolean {
  const inList = (list: readonly Stmt[], test: (s: BranchStmt) => boolean): boolean => list.some((inner) => hasBreak(inner, test));
  // Inside another loop or switch a plain break means that one.
  const labelled = (b: BranchStmt): boolean => b.label !== null && leavesOuter(b);
  switch (s.kind) {
    case 'BranchStmt':
      return s.tok === 'break' && leavesOuter(s);
    case 'LabeledStmt':
      return hasBreak(s.stmt, leavesOuter);
    case 'BlockStmt':
      return inList(s.list, leavesOuter);
    case 'IfStmt':
      return hasBreak(s.then, leavesOuter) || (s.else !== null && hasBreak(s.else, leavesOuter));
    case 'SwitchStmt':
    case 'SelectStmt':
      return s.body.some(({ body }) => inList(body, labelled));
    case 'ForStmt':
      return inList(s.body.list, labelled);
    default:
      return false;
  }
}
