/**
 * The productions of statements.
 */

import {
  unparen, type AssignStmt, type BlockStmt, type BranchStmt, type CallExpr, type CallStmt, type CaseClause, type CommClause, type DeclStmt,
  type Expr, type ForStmt, type IfStmt, type Name, type RangeClause, type SelectStmt, type SimpleStmt, type Stmt, type SwitchStmt,
} from './ast.ts';
import { DeclarationParser, type GroupedDecl } from './declaration-parser.ts';
import { nodeString } from './node-string.ts';
import { NO_POS, type Pos } from './position.ts';

/** Operators with which a statement may begin. */
const STATEMENT_OPERATORS: ReadonlySet<string> = new Set(['+', '-', '*', '&', '^', '!']);

type HeaderKeyword = 'if' | 'for' | 'switch';
interface Header {
  readonly init: SimpleStmt | null;
  readonly cond: Expr | null;
  readonly post: SimpleStmt | null;
}

export abstract class StatementParser extends DeclarationParser {
  /** SimpleStmt = EmptyStmt | ExpressionStmt | SendStmt | IncDecStmt | Assignment | ShortVarDecl . */
  private simpleStmt(first: Expr | null, keyword: HeaderKeyword | null): SimpleStmt {
    if (keyword === 'for' && this.at('range')) return this.rangeClause(null, false);
    const lhs = first ?? this.exprList();
    if (lhs.kind !== 'ListExpr' && !this.at('=') && !this.at(':=')) return this.singleStmt(lhs);
    if (this.at('=') || this.at(':=')) return this.assignment(lhs, keyword);
    this.syntaxError('expecting := or = or comma');
    this.advance(';', '}');
    const x = lhs.kind === 'ListExpr' ? lhs.elemList[0]! : lhs;
    return { kind: 'ExprStmt', pos: x.pos, x };
  }

  /** What may follow a single expression other than `=` and `:=`. */
  private singleStmt(lhs: Expr): SimpleStmt {
    const pos = this.pos();
    switch (this.tok) {
      case 'op=': {
        const op = this.op as AssignStmt['op'];
        this.next();
        return { kind: 'AssignStmt', pos, op, lhs, rhs: this.expr() };
      }
      case 'opop': {
        const op = this.op as AssignStmt['op'];
        this.next();
        return { kind: 'AssignStmt', pos, op, lhs, rhs: null };
      }
      case '<-':
        this.next();
        return { kind: 'SendStmt', pos, chan: lhs, value: this.expr() };
      default:
        return { kind: 'ExprStmt', pos: lhs.pos, x: lhs };
    }
  }

  private assignment(lhs: Expr, keyword: HeaderKeyword | null): SimpleStmt {
    const pos = this.pos();
    const define = this.at(':=');
    this.next();
    if (keyword === 'for' && this.at('range')) return this.rangeClause(lhs, define);
    const rhs = this.exprList();
    if (rhs.kind === 'TypeSwitchGuard' && keyword === 'switch' && define && lhs.kind === 'Name') {
      rhs.lhs = lhs;
      return { kind: 'ExprStmt', pos: rhs.pos, x: rhs };
    }
    return { kind: 'AssignStmt', pos, op: define ? ':=' : '=', lhs, rhs };
  }

  private rangeClause(lhs: Expr | null, define: boolean): RangeClause {
    const pos = this.pos();
    this.next();
    return { kind: 'RangeClause', pos, lhs, define, x: this.expr() };
  }

  /** LabeledStmt = Label ":" Statement . */
  private labeledStmtOrNull(label: Name): Stmt | null {
    const pos = this.pos();
    this.want(':');
    // A "}" may stand without its ";", so there is an empty statement before it.
    const stmt: Stmt | null = this.at('}') ? { kind: 'EmptyStmt', pos: this.pos() } : this.stmtOrNull();
    if (stmt !== null) return { kind: 'LabeledStmt', pos, label, stmt };
    this.syntaxErrorAt(pos, 'missing statement after label');
    return null;
  }

  /** Block = "{" StatementList "}" . The context, for the message, may be empty only if the "{" is known to be there. */
  protected blockStmt(context: string): BlockStmt {
    const block: BlockStmt = { kind: 'BlockStmt', pos: this.pos(), list: [], rbrace: NO_POS };
    if (!this.got('{')) {
      this.syntaxError(`expecting { after ${context}`);
      this.advance('name', '}');
      block.rbrace = this.pos();
      if (this.got('}')) return block;
    }
    block.list = this.stmtList();
    block.rbrace = this.pos();
    this.want('}');
    return block;
  }

  private declStmt(declaration: GroupedDecl): DeclStmt {
    const stmt: DeclStmt = { kind: 'DeclStmt', pos: this.pos(), declList: [] };
    this.next();
    this.appendGroup(stmt.declList, declaration);
    return stmt;
  }

  private forStmt(): ForStmt {
    const pos = this.pos();
    const { init, cond, post } = this.header('for');
    return { kind: 'ForStmt', pos, init, cond, post, body: this.blockStmt('for clause') };
  }

  /** What stands between the keyword and the body of if, for and switch. */
  private header(keyword: HeaderKeyword): Header {
    this.want(keyword);
    if (this.at('{')) {
      if (keyword !== 'if') return { init: null, cond: null, post: null };
      this.syntaxError('missing condition in if statement');
      return { init: null, cond: this.badExpr(), post: null };
    }
    const outerLevel = this.expressionLevel;
    this.expressionLevel = -1;
    const header = this.headerParts(keyword);
    this.expressionLevel = outerLevel;
    return header;
  }

  private headerParts(keyword: HeaderKeyword): Header {
    let init: SimpleStmt | null = null;
    let condStmt: SimpleStmt | null = null;
    let post: SimpleStmt | null = null;
    if (!this.at(';')) {
      if (this.got('var')) this.syntaxError(`var declaration not allowed in ${keyword} initializer`);
      init = this.simpleStmt(null, keyword);
      if (init.kind === 'RangeClause') return { init, cond: null, post: null };
    }
    let semicolon: { pos: Pos; lit: string } | null = null;
    if (this.at('{')) {
      condStmt = init;
      init = null;
    } else {
      if (this.at(';')) {
        semicolon = { pos: this.pos(), lit: this.lit };
        this.next();
      } else {
        // Asking for "{" rather than ";" gives the better message.
        this.want('{');
        if (!this.at('{')) this.advance('{', '}');
      }
      if (keyword === 'for') ({ condStmt, post } = this.forClauseRest());
      else if (!this.at('{')) condStmt = this.simpleStmt(null, keyword);
    }
    return { init, cond: this.condition(keyword, condStmt, semicolon), post };
  }

  /** [ Condition ] ";" [ PostStmt ] */
  private forClauseRest(): { condStmt: SimpleStmt | null; post: SimpleStmt | null } {
    let condStmt: SimpleStmt | null = null;
    let post: SimpleStmt | null = null;
    if (!this.at(';')) {
      if (this.at('{')) {
        this.syntaxError('expecting for loop condition');
        return { condStmt, post };
      }
      condStmt = this.simpleStmt(null, null);
    }
    this.want(';');
    if (!this.at('{')) {
      post = this.simpleStmt(null, null);
      if (post.kind === 'AssignStmt' && post.op === ':=') this.syntaxErrorAt(post.pos, 'cannot declare in post statement of for loop');
    }
    return { condStmt, post };
  }

  private condition(keyword: HeaderKeyword, stmt: SimpleStmt | null, semicolon: { pos: Pos; lit: string } | null): Expr | null {
    if (stmt === null) {
      if (keyword !== 'if' || semicolon === null) return null;
      if (semicolon.lit === 'semicolon') this.syntaxErrorAt(semicolon.pos, 'missing condition in if statement');
      else this.syntaxErrorAt(semicolon.pos, `unexpected ${semicolon.lit}, expecting { after if clause`);
      return { kind: 'BadExpr', pos: semicolon.pos };
    }
    if (stmt.kind === 'ExprStmt') return stmt.x;
    // = for == is a common slip: the parentheses make it visible.
    const isPlainAssignment = stmt.kind === 'AssignStmt' && stmt.op === '=' && stmt.rhs !== null;
    const text = isPlainAssignment ? `assignment (${nodeString(stmt.lhs)}) = (${nodeString(stmt.rhs!)})` : nodeString(stmt);
    this.syntaxErrorAt(stmt.pos, `cannot use ${text} as value`);
    return null;
  }

  /** IfStmt = "if" [ SimpleStmt ";" ] Expression Block [ "else" ( IfStmt | Block ) ] . */
  private ifStmt(): IfStmt {
    const pos = this.pos();
    const { init, cond } = this.header('if');
    const then = this.blockStmt('if clause');
    const stmt: IfStmt = { kind: 'IfStmt', pos, init, cond: cond ?? { kind: 'BadExpr', pos }, then, else: null };
    if (!this.got('else')) return stmt;
    if (this.at('if')) stmt.else = this.nested(() => this.ifStmt());
    else if (this.at('{')) stmt.else = this.blockStmt('');
    else {
      this.syntaxError('else must be followed by if or statement block');
      this.advance('name', '}');
    }
    return stmt;
  }

  private switchStmt(): SwitchStmt {
    const pos = this.pos();
    const { init, cond } = this.header('switch');
    const body: CaseClause[] = [];
    const rbrace = this.clauses('switch', () => body.push(this.caseClause()));
    return { kind: 'SwitchStmt', pos, init, tag: cond, body, rbrace };
  }

  private selectStmt(): SelectStmt {
    const pos = this.pos();
    this.want('select');
    const body: CommClause[] = [];
    const rbrace = this.clauses('select', () => body.push(this.commClause()));
    return { kind: 'SelectStmt', pos, body, rbrace };
  }

  /** "{" { clause } "}", returning the position of the closing brace. */
  private clauses(keyword: string, clause: () => void): Pos {
    if (!this.got('{')) {
      this.syntaxError(`missing { after ${keyword} clause`);
      this.advance('case', 'default', '}');
    }
    while (!this.at('EOF') && !this.at('}')) clause();
    const rbrace = this.pos();
    this.want('}');
    return rbrace;
  }

  private caseClause(): CaseClause {
    const clause: CaseClause = { kind: 'CaseClause', pos: this.pos(), cases: null, body: [], colon: NO_POS };
    if (this.got('case')) clause.cases = this.exprList();
    else this.wantDefault();
    this.clauseBody(clause);
    return clause;
  }

  /** CommCase = "case" ( SendStmt | RecvStmt ) | "default" . Other statements are the checker's to reject. */
  private commClause(): CommClause {
    const clause: CommClause = { kind: 'CommClause', pos: this.pos(), comm: null, body: [], colon: NO_POS };
    if (this.got('case')) clause.comm = this.simpleStmt(null, null);
    else this.wantDefault();
    this.clauseBody(clause);
    return clause;
  }

  private wantDefault(): void {
    if (this.got('default')) return;
    this.syntaxError('expecting case or default or }');
    this.advance(':', 'case', 'default', '}');
  }

  private clauseBody(clause: CaseClause | CommClause): void {
    clause.colon = this.pos();
    this.want(':');
    clause.body = this.stmtList();
  }

  /** Statement; null if there is none here. */
  private stmtOrNull(): Stmt | null {
    return this.nested(() => this.stmtLevel());
  }

  private stmtLevel(): Stmt | null {
    if (this.at('name')) {
      this.clearPragmas();
      const lhs = this.exprList();
      if (lhs.kind === 'Name' && this.at(':')) return this.labeledStmtOrNull(lhs);
      return this.simpleStmt(lhs, null);
    }
    if (this.at('var')) return this.declStmt(this.varDecl);
    if (this.at('const')) return this.declStmt(this.constDecl);
    if (this.at('type')) return this.declStmt(this.typeDecl);

    this.clearPragmas();
    const pos = this.pos();
    switch (this.tok) {
      case '{': return this.blockStmt('');
      case 'op':
      case '*': return STATEMENT_OPERATORS.has(this.op) ? this.simpleStmt(null, null) : null;
      case 'literal':
      case 'func':
      case '(':
      case '[':
      case 'struct':
      case 'map':
      case 'chan':
      case 'interface':
      case '<-': return this.simpleStmt(null, null);
      case 'for': return this.forStmt();
      case 'switch': return this.switchStmt();
      case 'select': return this.selectStmt();
      case 'if': return this.ifStmt();
      case 'break':
      case 'continue':
      case 'goto':
      case 'fallthrough': return this.branchStmt(this.tok);
      case 'go':
      case 'defer': return this.callStmt(this.tok);
      case 'return': {
        this.next();
        const results = this.at(';') || this.at('}') ? null : this.exprList();
        return { kind: 'ReturnStmt', pos, results };
      }
      case ';': return { kind: 'EmptyStmt', pos };
      default: return null;
    }
  }

  private branchStmt(tok: BranchStmt['tok']): BranchStmt {
    const pos = this.pos();
    this.next();
    let label: Name | null = null;
    if (tok === 'goto' || (tok !== 'fallthrough' && this.at('name'))) label = this.name();
    return { kind: 'BranchStmt', pos, tok, label, target: null };
  }

  /** GoStmt = "go" Expression .  DeferStmt = "defer" Expression . */
  private callStmt(tok: CallStmt['tok']): CallStmt {
    const pos = this.pos();
    this.next();
    const written = this.pexpr(null, this.at('('));
    const x = unparen(written);
    if (x !== written) this.errorAt(written.pos, `expression in ${tok} must not be parenthesized`);
    if (x.kind === 'CallExpr') return { kind: 'CallStmt', pos, tok, call: x };
    this.errorAt(x.pos, `expression in ${tok} must be function call`);
    // Most likely only the parentheses are missing.
    const call: CallExpr = { kind: 'CallExpr', pos: x.pos, fun: x, argList: [], hasDots: false };
    return { kind: 'CallStmt', pos, tok, call };
  }

  /** StatementList = { Statement ";" } . */
  private stmtList(): Stmt[] {
    const list: Stmt[] = [];
    for (;;) {
      list.push(...this.takeProbes());
      if (this.at('EOF') || this.at('}') || this.at('case') || this.at('default')) break;
      const stmt = this.stmtOrNull();
      this.clearPragmas();
      if (stmt === null) break;
      list.push(stmt);
      if (this.got(';') || this.at('}')) continue;
      this.syntaxError('at end of statement');
      this.advance(';', '}', 'case', 'default');
      this.got(';');
    }
    return list;
  }
}
