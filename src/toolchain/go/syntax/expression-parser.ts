/**
 * The productions of expressions.
 *
 * A `{` after a name in the header of `if`, `for` or `switch` opens the body, not a literal: `expressionLevel` is negative there.
 */

import { unparen, type BlockStmt, type ChanType, type CompositeLit, type Expr, type SliceExpr, type UnaryOp } from './ast.ts';
import { nodeString } from './node-string.ts';
import { NO_POS, type Pos } from './position.ts';
import { TypeParser } from './type-parser.ts';

const UNARY_OPERATORS: ReadonlySet<string> = new Set(['*', '+', '-', '!', '^', '~', '&']);

export abstract class ExpressionParser extends TypeParser {
  protected abstract funcBody(): BlockStmt;

  protected expr(): Expr {
    return this.nested(() => this.binaryExpr(null, 0));
  }

  /** ExpressionList = Expression { "," Expression } . */
  protected exprList(): Expr {
    const x = this.expr();
    if (!this.got(',')) return x;
    const elemList = [x, this.expr()];
    while (this.got(',')) elemList.push(this.expr());
    return { kind: 'ListExpr', pos: x.pos, elemList };
  }

  /** Expression = UnaryExpr | Expression binary_op Expression . */
  protected binaryExpr(left: Expr | null, prec: number): Expr {
    let x = left ?? this.unaryExpr();
    while ((this.at('op') || this.at('*')) && this.prec > prec) {
      const pos = this.pos();
      const { op, prec: ownPrec } = this;
      this.next();
      const y = this.binaryExpr(null, ownPrec);
      x = { kind: 'Operation', pos, op, x, y };
    }
    return x;
  }

  /** UnaryExpr = PrimaryExpr | unary_op UnaryExpr . */
  private unaryExpr(): Expr {
    const pos = this.pos();
    if ((this.at('op') || this.at('*')) && UNARY_OPERATORS.has(this.op)) {
      const op = this.op as UnaryOp;
      this.next();
      const operand = this.nested(() => this.unaryExpr());
      // &(T{}) is &T{}
      return { kind: 'Operation', pos, op, x: op === '&' ? unparen(operand) : operand, y: null };
    }
    if (this.at('<-')) {
      this.next();
      const x = this.nested(() => this.unaryExpr());
      if (x.kind === 'ChanType') return this.receiveOnly(x);
      return { kind: 'Operation', pos, op: '<-', x, y: null };
    }
    return this.pexpr(null, true);
  }

  /** Moves a `<-` before a channel type into it: <-(chan E) is (<-chan E), <-(chan<- E) is (<-chan (<-E)). */
  private receiveOnly(channel: ChanType): Expr {
    let dir: ChanType['dir'] = 'send';
    let type: Expr = channel;
    while (dir === 'send' && type.kind === 'ChanType') {
      dir = type.dir;
      if (dir === 'recv') this.syntaxError('unexpected <-, expecting chan');
      type.dir = 'recv';
      type = type.elem;
    }
    if (dir === 'send') this.syntaxError(`unexpected ${nodeString(type)}, expecting chan`);
    return channel;
  }

  /**
   * Operand = Literal | identifier | "(" Expression ")" .
   * Parentheses are recorded only if `keepParens`, or where a composite literal might follow.
   */
  private operand(keepParens: boolean): Expr {
    const pos = this.pos();
    switch (this.tok) {
      case 'name': return this.name();
      case 'literal': return this.literalOrNull()!;
      case '(': {
        this.next();
        this.expressionLevel++;
        const x = this.expr();
        this.expressionLevel--;
        this.want(')');
        return keepParens || this.at('{') ? { kind: 'ParenExpr', pos, x } : x;
      }
      case 'func': {
        this.next();
        const { type } = this.funcType('function type');
        if (!this.at('{')) return type;
        this.expressionLevel++;
        const body = this.nested(() => this.funcBody());
        this.expressionLevel--;
        return { kind: 'FuncLit', pos, type, body };
      }
      case '[':
      case 'chan':
      case 'map':
      case 'struct':
      case 'interface': return this.type();
      default: {
        const bad = this.badExpr();
        this.syntaxError('expecting expression');
        this.advance(')', ']', '}');
        return bad;
      }
    }
  }

  /**
   * PrimaryExpr = Operand | PrimaryExpr ( Selector | Index | Slice | TypeAssertion | Arguments | LiteralValue ) .
   * Conversions look like calls.
   */
  protected pexpr(first: Expr | null, keepParens: boolean): Expr {
    let x = first ?? this.operand(keepParens);
    for (;;) {
      const pos = this.pos();
      if (this.at('.')) x = this.selectorOrAssertion(x, pos);
      else if (this.at('[')) x = this.indexOrSlice(x, pos);
      else if (this.at('(')) {
        this.next();
        x = { kind: 'CallExpr', pos, fun: x, ...this.argList() };
      } else if (this.at('{') && this.mayBeLiteralType(unparen(x))) {
        if (x.kind === 'ParenExpr') this.syntaxError('cannot parenthesize type in composite literal');
        const literal = this.compositeLit();
        literal.type = x;
        x = literal;
      } else return x;
    }
  }

  /** Selector = "." identifier .  TypeAssertion = "." "(" Type ")" . */
  private selectorOrAssertion(x: Expr, pos: Pos): Expr {
    this.next();
    if (this.at('name')) return { kind: 'SelectorExpr', pos, x, sel: this.name() };
    if (!this.got('(')) {
      this.syntaxError('expecting name or (');
      this.advance(';', ')');
      return x;
    }
    const result: Expr = this.got('type')
      ? { kind: 'TypeSwitchGuard', pos, lhs: null, x }
      : { kind: 'AssertExpr', pos, x, type: this.type() };
    this.want(')');
    return result;
  }

  /** Index = "[" Expression "]" .  Slice = "[" [ Expression ] ":" [ Expression ] [ ":" Expression ] "]" . */
  private indexOrSlice(x: Expr, pos: Pos): Expr {
    this.next();
    if (this.at(']')) {
      this.syntaxError('expecting operand');
      this.next();
      return x;
    }
    let low: Expr | null = null;
    if (!this.at(':')) {
      const { list, hasComma } = this.typeList();
      low = list;
      if (hasComma || this.at(']')) {
        this.want(']');
        return { kind: 'IndexExpr', pos, x, index: low };
      }
    }
    if (!this.got(':')) {
      this.syntaxError('expecting comma, : or ]');
      this.advance(',', ':', ']');
    }
    this.expressionLevel++;
    const slice: SliceExpr = { kind: 'SliceExpr', pos, x, index: [low, null, null], full: false };
    if (!this.at(':') && !this.at(']')) slice.index[1] = this.expr();
    if (this.at(':')) this.thirdIndex(slice);
    this.expressionLevel--;
    this.want(']');
    return slice;
  }

  private thirdIndex(slice: SliceExpr): void {
    slice.full = true;
    if (slice.index[1] === null) {
      this.errorAtToken('middle index required in 3-index slice');
      slice.index[1] = this.badExpr();
    }
    this.next();
    if (this.at(']')) {
      this.errorAtToken('final index required in 3-index slice');
      slice.index[2] = this.badExpr();
    } else slice.index[2] = this.expr();
  }

  /** Whether `{` after this expression opens a composite literal. */
  private mayBeLiteralType(x: Expr): boolean {
    switch (x.kind) {
      case 'Name':
      case 'SelectorExpr': return this.expressionLevel >= 0;
      case 'IndexExpr': return this.expressionLevel >= 0 && !isValue(x);
      case 'ArrayType':
      case 'SliceType':
      case 'StructType':
      case 'MapType': return true;
      default: return false;
    }
  }

  /** LiteralValue = "{" [ ElementList [ "," ] ] "}" . */
  protected compositeLit(): CompositeLit {
    const literal: CompositeLit = { kind: 'CompositeLit', pos: this.pos(), type: null, elemList: [], keyCount: 0, rbrace: NO_POS };
    this.expressionLevel++;
    this.want('{');
    literal.rbrace = this.list('composite literal', ',', '}', () => {
      const key = this.element();
      if (!this.at(':')) {
        literal.elemList.push(key);
        return false;
      }
      const pos = this.pos();
      this.next();
      literal.elemList.push({ kind: 'KeyValueExpr', pos, key, value: this.element() });
      literal.keyCount++;
      return false;
    });
    this.expressionLevel--;
    return literal;
  }

  /** Element = Expression | LiteralValue . */
  private element(): Expr {
    return this.at('{') ? this.nested(() => this.compositeLit()) : this.expr();
  }

  /** Arguments = "(" [ ExpressionList [ "..." ] [ "," ] ] ")" . The opening has been taken. */
  private argList(): { argList: Expr[]; hasDots: boolean } {
    const argList: Expr[] = [];
    let hasDots = false;
    this.expressionLevel++;
    this.list('argument list', ',', ')', () => {
      argList.push(this.expr());
      hasDots = this.got('...');
      return hasDots;
    });
    this.expressionLevel--;
    return { argList, hasDots };
  }
}

/** Whether an expression can only be a value, never a type. */
function isValue(x: Expr): boolean {
  switch (x.kind) {
    case 'BasicLit':
    case 'CompositeLit':
    case 'FuncLit':
    case 'SliceExpr':
    case 'AssertExpr':
    case 'TypeSwitchGuard':
    case 'CallExpr': return true;
    case 'Operation': return x.op !== '*' || x.y !== null;
    case 'ParenExpr': return isValue(x.x);
    case 'IndexExpr': return isValue(x.x) || isValue(x.index);
    default: return false;
  }
}
