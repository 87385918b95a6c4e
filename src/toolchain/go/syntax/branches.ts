/**
 * Checks the labels and branches of one function body and sets {@link BranchStmt.target}: misplaced break, continue and
 * fallthrough; labels that are missing, repeated or unused; gotos into blocks and over variable declarations.
 *
 * One walk over the blocks. A goto whose label has not been met yet waits in a list that each block hands to the one around it;
 * meeting the label in a block resolves those that wait there. Closures are checked on their own.
 */

import type { BlockStmt, BranchStmt, BranchTarget, Expr, ForStmt, LabeledStmt, Name, SelectStmt, Stmt, SwitchStmt } from './ast.ts';
import { nodeString } from './node-string.ts';
import { NO_POS, type FileSet, type Pos } from './position.ts';

export interface ErrorSink {
  error(pos: Pos, message: string): void;
}

/** Reports what is wrong in `body`, in Go's order, and resolves its branches. */
export function checkBranches(body: BlockStmt, fileSet: FileSet, sink: ErrorSink): void {
  const scope = new LabelScope(fileSet, sink);
  const outermost: Enclosing = { breaks: null, continues: null, caseIndex: -1 };
  const unresolved = scope.walkBlock(null, outermost, null, body.pos, body.list);
  scope.reportUnresolved(unresolved);
  scope.reportUnused();
}

interface Label {
  readonly block: Block;
  readonly stmt: LabeledStmt;
  used: boolean;
}

interface Block {
  readonly outer: Block | null;
  readonly start: Pos;
  /** The labeled statement whose block this is. */
  readonly labeled: LabeledStmt | null;
}

/** The statements that unlabeled branches leave. */
interface Enclosing {
  readonly breaks: ForStmt | SwitchStmt | SelectStmt | null;
  readonly continues: ForStmt | null;
  /** Index of the clause in the innermost switch, -1 if something else is nearer. */
  readonly caseIndex: number;
}

/** A branch with a label. */
type LabeledBranch = BranchStmt & { readonly label: Name };

/** The state of one walk through a block. */
interface Walk {
  readonly block: Block;
  readonly enclosing: Enclosing;
  /** Gotos whose label has not been met. */
  waiting: LabeledBranch[];
  /** Those that wait since before the last variable declaration, which is at `declaredAt`. */
  crossing: ReadonlySet<LabeledBranch>;
  declaredAt: Pos;
  declared: Expr | null;
}

class LabelScope {
  private readonly fileSet: FileSet;
  private readonly sink: ErrorSink;
  private readonly labels = new Map<string, Label>();

  constructor(fileSet: FileSet, sink: ErrorSink) {
    this.fileSet = fileSet;
    this.sink = sink;
  }

  reportUnresolved(unresolved: readonly LabeledBranch[]): void {
    for (const { label } of unresolved) {
      const known = this.labels.get(label.value);
      if (known === undefined) {
        this.sink.error(label.pos, `label ${label.value} not defined`);
        continue;
      }
      known.used = true;
      this.sink.error(label.pos, `goto ${label.value} jumps into block starting at ${this.fileSet.describe(known.block.start)}`);
    }
  }

  reportUnused(): void {
    for (const { used, stmt } of this.labels.values()) {
      if (!used) this.sink.error(stmt.label.pos, `label ${stmt.label.value} defined and not used`);
    }
  }

  /** Walks a block and returns the gotos that still wait for their label. */
  walkBlock(outer: Block | null, enclosing: Enclosing, labeled: LabeledStmt | null, start: Pos, body: readonly Stmt[]): LabeledBranch[] {
    const walk: Walk = {
      block: { outer, start, labeled },
      enclosing,
      waiting: [],
      crossing: new Set(),
      declaredAt: NO_POS,
      declared: null,
    };
    const list = withoutTrailingEmpty(body);
    list.forEach((stmt, i) => this.walkStmt(walk, stmt, i === list.length - 1));
    return walk.waiting;
  }

  private walkStmt(walk: Walk, labeledStmt: Stmt, isLast: boolean): void {
    let stmt = labeledStmt;
    let labeled: LabeledStmt | null = null;
    while (stmt.kind === 'LabeledStmt') {
      if (stmt.label.value !== '_') {
        this.declare(walk, stmt);
        labeled = stmt;
      }
      stmt = stmt.stmt;
    }
    const inner = (enclosing: Enclosing, start: Pos, body: readonly Stmt[]): void => {
      walk.waiting.push(...this.walkBlock(walk.block, enclosing, labeled, start, body));
    };
    const plain: Enclosing = { ...walk.enclosing, caseIndex: -1 };
    switch (stmt.kind) {
      case 'DeclStmt': {
        const variables = stmt.declList.find((decl) => decl.kind === 'VarDecl');
        if (variables?.kind === 'VarDecl') recordDeclaration(walk, variables.pos, variables.nameList[0]!);
        return;
      }
      case 'AssignStmt':
        if (stmt.op === ':=') recordDeclaration(walk, stmt.pos, stmt.lhs);
        return;
      case 'BranchStmt':
        if (stmt.label === null) this.plainBranch(walk, stmt, isLast);
        else this.labeledBranch(walk, stmt as LabeledBranch);
        return;
      case 'BlockStmt':
        inner(plain, stmt.pos, stmt.list);
        return;
      case 'IfStmt':
        inner(plain, stmt.then.pos, stmt.then.list);
        if (stmt.else !== null) inner(plain, stmt.else.pos, [stmt.else]);
        return;
      case 'ForStmt':
        inner({ breaks: stmt, continues: stmt, caseIndex: -1 }, stmt.body.pos, stmt.body.list);
        return;
      case 'SwitchStmt': {
        const { continues } = walk.enclosing;
        for (const [caseIndex, clause] of stmt.body.entries()) inner({ breaks: stmt, continues, caseIndex }, clause.pos, clause.body);
        return;
      }
      case 'SelectStmt': {
        const { continues } = walk.enclosing;
        for (const clause of stmt.body) inner({ breaks: stmt, continues, caseIndex: -1 }, clause.pos, clause.body);
        return;
      }
      default:
        return;
    }
  }

  private declare(walk: Walk, stmt: LabeledStmt): void {
    const name = stmt.label.value;
    let label = this.labels.get(name);
    if (label === undefined) {
      label = { block: walk.block, stmt, used: false };
      this.labels.set(name, label);
    } else {
      this.sink.error(stmt.label.pos, `label ${name} already defined at ${this.fileSet.describe(label.stmt.label.pos)}`);
    }
    for (const jump of walk.waiting) {
      if (jump.label.value !== name) continue;
      jump.target = stmt;
      label.used = true;
      if (walk.declared !== null && walk.crossing.has(jump)) {
        const where = `${nodeString(walk.declared)} at ${this.fileSet.describe(walk.declaredAt)}`;
        this.sink.error(jump.label.pos, `goto ${name} jumps over declaration of ${where}`);
      }
    }
    walk.waiting = walk.waiting.filter((jump) => jump.label.value !== name);
  }

  private plainBranch(walk: Walk, stmt: BranchStmt, isLast: boolean): void {
    const { breaks, continues } = walk.enclosing;
    switch (stmt.tok) {
      case 'break':
        stmt.target = breaks;
        if (breaks === null) this.sink.error(stmt.pos, 'break is not in a loop, switch, or select');
        return;
      case 'continue':
        stmt.target = continues;
        if (continues === null) this.sink.error(stmt.pos, 'continue is not in a loop');
        return;
      default: {
        const complaint = fallthroughComplaint(walk.enclosing, isLast);
        if (complaint !== null) this.sink.error(stmt.pos, complaint);
      }
    }
  }

  private labeledBranch(walk: Walk, stmt: LabeledBranch): void {
    const name = stmt.label.value;
    if (stmt.tok === 'goto') {
      const target = this.gotoTarget(walk.block, name);
      if (target === null) walk.waiting.push(stmt);
      else stmt.target = target;
      return;
    }
    const label = this.labels.get(name);
    if (label === undefined) {
      this.sink.error(stmt.label.pos, `${stmt.tok} label not defined: ${name}`);
      return;
    }
    label.used = true;
    const target = enclosedBy(walk.block, label.stmt) ? label.stmt.stmt : null;
    if (target !== null && canLeave(stmt, target)) stmt.target = target;
    else this.sink.error(stmt.label.pos, `invalid ${stmt.tok} label ${name}`);
  }

  /** The labeled statement of that name in `block` or around it; null if there is none (yet). */
  private gotoTarget(block: Block, name: string): LabeledStmt | null {
    const label = this.labels.get(name);
    if (label === undefined) return null;
    label.used = true;
    for (let at: Block | null = block; at !== null; at = at.outer) if (label.block === at) return label.stmt;
    return null;
  }
}

function recordDeclaration(walk: Walk, pos: Pos, declared: Expr): void {
  walk.declaredAt = pos;
  walk.declared = declared;
  walk.crossing = new Set(walk.waiting);
}

function enclosedBy(block: Block, stmt: LabeledStmt): boolean {
  for (let at: Block | null = block; at !== null; at = at.outer) if (at.labeled === stmt) return true;
  return false;
}

function canLeave(branch: BranchStmt, target: Stmt): target is BranchTarget {
  if (target.kind === 'ForStmt') return true;
  return branch.tok === 'break' && (target.kind === 'SwitchStmt' || target.kind === 'SelectStmt');
}

function fallthroughComplaint({ breaks, caseIndex }: Enclosing, isLast: boolean): string | null {
  if (breaks?.kind !== 'SwitchStmt') return 'fallthrough statement out of place';
  if (breaks.tag?.kind === 'TypeSwitchGuard') return 'cannot fallthrough in type switch';
  if (caseIndex < 0 || !isLast) return 'fallthrough statement out of place';
  return caseIndex + 1 === breaks.body.length ? 'cannot fallthrough final case in switch' : null;
}

/** A fallthrough is last even before empty statements. */
function withoutTrailingEmpty(list: readonly Stmt[]): readonly Stmt[] {
  let end = list.length;
  while (end > 0 && list[end - 1]!.kind === 'EmptyStmt') end--;
  return list.slice(0, end);
}
