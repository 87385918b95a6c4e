/**
 * The parser: recursive descent over Go 1.19, one method per production, with the productions as comments. Generics are
 * parsed; the checker rejects them.
 *
 * It accepts somewhat more than Go and complains where a message can be better than "unexpected token". Methods named …OrNull
 * may return null; all others return a node even after an error. The words and positions of errors are go build's, so the
 * order of tests within a method matters: change none without comparing.
 *
 * The known ambiguities: a `{` after a name in the header of `if`, `for` or `switch` opens the body (expressionLevel < 0); `T[P any]` against
 * `[N]E` in a type declaration is settled after an expression has been parsed; `m[T](x)` in an interface likewise. File longer
 * than others since the productions call each other.
 */

import {
  unparen,
  type AssignStmt, type BadExpr, type BasicLit, type BlockStmt, type BranchStmt, type CallExpr, type CallStmt, type CaseClause,
  type ChanType, type CommClause, type CompositeLit, type Decl, type DeclStmt, type Expr, type Field, type File, type ForStmt, type FuncDecl,
  type FuncType, type Group, type IfStmt, type IndexExpr, type InterfaceType, type Name, type Operation, type Pragma, type RangeClause,
  type SelectStmt, type SimpleStmt, type SliceExpr, type Stmt, type StructType, type SwitchStmt, type UnaryOp,
} from './ast.ts';
import { assert } from '../../../base/assert.ts';
import { checkBranches } from './branches.ts';
import { DeferredBlock } from './deferred-block.ts';
import { startPos } from './node-positions.ts';
import { nodeString } from './node-string.ts';
import { ParserBase, type SyntaxError } from './parser-base.ts';
import type { PragmaRules } from './pragma.ts';
import { isKnown, NO_POS, type FileSet, type Pos, type SourceFile } from './position.ts';
import { describeToken } from './tokens.ts';

export interface ParseResult {
  /** Null if not even the package clause could be read. */
  readonly file: File | null;
  /** In the order in which they were found. */
  readonly errors: readonly SyntaxError[];
}

export interface ParseRules extends PragmaRules {
  /** Bodies of functions are parsed when somebody reads them; they must be known to be sound. */
  readonly defersBodies?: boolean;
}

/** Parses one file of `fileSet` and checks its branches. Never throws on any input, unless bodies are deferred. */
export function parseFile(source: SourceFile, fileSet: FileSet, rules: ParseRules): ParseResult {
  const parser = new Parser(source, fileSet, rules);
  parser.next();
  const file = parser.fileOrNull();
  return { file, errors: parser.errors };
}

const UNARY_OPERATORS: ReadonlySet<string> = new Set(['*', '+', '-', '!', '^', '~', '&']);
/** Operators with which a statement may begin. */
const STATEMENT_OPERATORS: ReadonlySet<string> = new Set(['+', '-', '*', '&', '^', '!']);

type GroupedDecl = (group: Group | null) => Decl;
/** A parameter while its list is being read: name or type may still be missing. */
interface Parameter {
  readonly pos: Pos;
  name: Name | null;
  type: Expr | null;
}
type HeaderKeyword = 'if' | 'for' | 'switch';
interface Header {
  readonly init: SimpleStmt | null;
  readonly cond: Expr | null;
  readonly post: SimpleStmt | null;
}

class Parser extends ParserBase {
  constructor(private readonly source: SourceFile, fileSet: FileSet, private readonly rules: ParseRules) {
    super(source, fileSet, rules);
  }

  // --- Files -------------------------------------------------------------------------------------------------------

  /** SourceFile = PackageClause ";" { ImportDecl ";" } { TopLevelDecl ";" } . */
  fileOrNull(): File | null {
    const pos = this.pos();
    if (!this.got('package')) {
      this.syntaxError('package statement must be first');
      return null;
    }
    const pragmas = this.takePragmas();
    const pkgName = this.name();
    this.want(';');
    // Without a sound package clause the rest is not worth reading.
    if (this.brokenCount > 0) return null;

    const declList: Decl[] = [];
    while (this.got('import')) {
      this.appendGroup(declList, this.importDecl);
      this.want(';');
    }
    while (!this.at('EOF')) this.topLevelDecl(declList);
    this.clearPragmas();
    return { kind: 'File', pos, pragmas, pkgName, declList, eof: this.pos(), filePragmas: this.filePragmas };
  }

  /** TopLevelDecl = Declaration | FunctionDecl | MethodDecl . */
  private topLevelDecl(declList: Decl[]): void {
    if (this.got('const')) this.appendGroup(declList, this.constDecl);
    else if (this.got('type')) this.appendGroup(declList, this.typeDecl);
    else if (this.got('var')) this.appendGroup(declList, this.varDecl);
    else if (this.got('func')) {
      const decl = this.funcDeclOrNull();
      if (decl !== null) declList.push(decl);
    } else {
      const last = declList.at(-1);
      if (this.at('{') && last?.kind === 'FuncDecl' && last.body === null) this.syntaxError('unexpected semicolon or newline before {');
      else this.syntaxError('non-declaration statement outside function body');
      this.advance('const', 'type', 'var', 'func');
      return;
    }
    // Before the ";" is taken: comments after it may belong to the next declaration.
    this.clearPragmas();
    if (!this.at('EOF') && !this.got(';')) {
      this.syntaxError('after top level declaration');
      this.advance('const', 'type', 'var', 'func');
    }
  }

  // --- Declarations ------------------------------------------------------------------------------------------------

  /**
   * list = [ element { sep element } [ sep ] ] close .
   * `element` returns true if no other may follow. Returns the position of the closing token.
   */
  private list(context: string, sep: ',' | ';', close: ')' | '}' | ']', element: () => boolean): Pos {
    let done = false;
    while (!this.at('EOF') && !this.at(close) && !done) {
      done = element();
      if (this.got(sep) || this.at(close)) continue;
      this.syntaxError(`in ${context}; possibly missing ${describeToken(sep)} or ${describeToken(close)}`);
      this.advance(')', ']', '}');
      if (!this.at(close)) return this.pos();
    }
    const pos = this.pos();
    this.want(close);
    return pos;
  }

  /** f | "(" { f ";" } ")" */
  private appendGroup(declList: Decl[], declaration: GroupedDecl): void {
    if (!this.at('(')) {
      declList.push(declaration.call(this, null));
      return;
    }
    const group: Group = { pos: this.pos() };
    this.clearPragmas();
    this.next();
    this.list('grouped declaration', ';', ')', () => {
      declList.push(declaration.call(this, group));
      return false;
    });
  }

  private declStart(group: Group | null): { pos: Pos; group: Group | null; pragmas: Pragma[] } {
    return { pos: this.pos(), group, pragmas: this.takePragmas() };
  }

  /** ImportSpec = [ "." | PackageName ] ImportPath . */
  private importDecl(group: Group | null): Decl {
    const start = this.declStart(group);
    let localPkgName: Name | null = null;
    if (this.at('name')) localPkgName = this.name();
    else if (this.at('.')) {
      localPkgName = makeName(this.pos(), '.');
      this.next();
    }
    const path = this.literalOrNull();
    if (path === null) {
      this.syntaxError('missing import path');
      this.advance(';', ')');
    } else if (!path.bad && path.litKind !== 'string') {
      this.syntaxError('import path must be a string');
      path.bad = true;
    }
    return { kind: 'ImportDecl', ...start, localPkgName, path };
  }

  /** ConstSpec = IdentifierList [ [ Type ] "=" ExpressionList ] . */
  private constDecl(group: Group | null): Decl {
    const start = this.declStart(group);
    const nameList = this.nameList(this.name());
    let type: Expr | null = null;
    let values: Expr | null = null;
    if (!this.at('EOF') && !this.at(';') && !this.at(')')) {
      type = this.typeOrNull();
      if (this.gotAssign()) values = this.exprList();
    }
    return { kind: 'ConstDecl', ...start, nameList, type, values };
  }

  /** TypeSpec = identifier [ TypeParams ] [ "=" ] Type . */
  private typeDecl(group: Group | null): Decl {
    const start = this.declStart(group);
    const name = this.name();
    let tparamList: Field[] = [];
    let alias = false;
    let type: Expr | null;
    if (this.at('[')) {
      const pos = this.pos();
      this.next();
      const opening = this.typeDeclBracket(pos);
      if (opening.kind === 'params') {
        tparamList = opening.list;
        alias = this.gotAssign();
        type = this.typeOrNull();
      } else type = opening.type;
    } else {
      alias = this.gotAssign();
      type = this.typeOrNull();
    }
    if (type === null) {
      type = this.badExpr();
      this.syntaxError('in type declaration');
      this.advance(';', ')');
    }
    return { kind: 'TypeDecl', ...start, name, tparamList, alias, type };
  }

  /** What follows `type name [`: type parameters, or an array or slice type. */
  private typeDeclBracket(pos: Pos): { kind: 'params'; list: Field[] } | { kind: 'type'; type: Expr } {
    if (this.got(']')) return { kind: 'type', type: this.sliceType(pos) };
    if (!this.at('name')) return { kind: 'type', type: this.arrayType(pos, null) };
    // A name followed by "[" begins a constraint, since indexing is never a constant; otherwise the expression tells.
    let x: Expr = this.name();
    if (!this.at('[')) {
      this.expressionLevel++;
      x = this.binaryExpr(this.pexpr(x, false), 0);
      this.expressionLevel--;
    }
    const split = splitTypeParam(x, this.at(','));
    if (split !== null && (split.type !== null || !this.at(']'))) {
      return { kind: 'params', list: this.paramList(split.name, split.type, ']', true) };
    }
    return { kind: 'type', type: this.arrayType(pos, x) };
  }

  /** VarSpec = IdentifierList ( Type [ "=" ExpressionList ] | "=" ExpressionList ) . */
  private varDecl(group: Group | null): Decl {
    const start = this.declStart(group);
    const nameList = this.nameList(this.name());
    let type: Expr | null = null;
    let values: Expr | null = null;
    if (this.gotAssign()) values = this.exprList();
    else {
      type = this.type();
      if (this.gotAssign()) values = this.exprList();
    }
    return { kind: 'VarDecl', ...start, nameList, type, values };
  }

  /**
   * FunctionDecl = "func" identifier [ TypeParams ] Signature [ FunctionBody ] .
   * MethodDecl   = "func" Parameters identifier Signature [ FunctionBody ] .
   */
  private funcDeclOrNull(): FuncDecl | null {
    const pos = this.pos();
    const pragmas = this.takePragmas();
    let recv: Field | null = null;
    if (this.got('(')) {
      const receivers = this.paramList(null, null, ')', false);
      if (receivers.length === 0) this.errorAtToken('method has no receiver');
      if (receivers.length > 1) this.errorAtToken('method has multiple receivers');
      recv = receivers[0] ?? null;
    }
    if (!this.at('name')) {
      this.syntaxError('expecting name or (');
      this.advance('{', ';');
      return null;
    }
    const name = this.name();
    const { tparamList, type } = this.funcType(recv === null ? '' : 'method');
    const body = !this.at('{') ? null : this.rules.defersBodies === true ? this.deferredBody() : this.funcBody();
    return { kind: 'FuncDecl', pos, pragmas, recv, name, tparamList, type, body };
  }

  /** Passes over the body of a declared function. */
  private deferredBody(): BlockStmt {
    const [pos, place] = [this.pos(), this.place()];
    this.skipBlock();
    const rbrace = this.pos();
    this.want('}');
    return new DeferredBlock(pos, rbrace, () => {
      const parser = new Parser(this.source, this.fileSet, { ...this.rules, defersBodies: false });
      parser.goTo(place);
      parser.next();
      const { list } = parser.funcBody();
      assert(parser.errors.length === 0, `deferredBody: ${this.fileSet.describe(pos)} is not sound: ${parser.errors[0]?.message}`);
      return list;
    });
  }

  private funcBody(): BlockStmt {
    this.functionDepth++;
    const brokenBefore = this.brokenCount;
    const body = this.blockStmt('');
    this.functionDepth--;
    // In a broken body the branches are broken too.
    if (this.brokenCount === brokenBefore) checkBranches(body, this.fileSet, this);
    return body;
  }

  // --- Expressions -------------------------------------------------------------------------------------------------

  private expr(): Expr {
    return this.nested(() => this.binaryExpr(null, 0));
  }

  /** Expression = UnaryExpr | Expression binary_op Expression . */
  private binaryExpr(left: Expr | null, prec: number): Expr {
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
  private pexpr(first: Expr | null, keepParens: boolean): Expr {
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

  /** Element = Expression | LiteralValue . */
  private element(): Expr {
    return this.at('{') ? this.nested(() => this.compositeLit()) : this.expr();
  }

  /** LiteralValue = "{" [ ElementList [ "," ] ] "}" . */
  private compositeLit(): CompositeLit {
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

  // --- Types -------------------------------------------------------------------------------------------------------

  private type(): Expr {
    const type = this.typeOrNull();
    if (type !== null) return type;
    const bad = this.badExpr();
    this.syntaxError('expecting type');
    this.advance(',', ':', ';', ')', ']', '}');
    return bad;
  }

  /** Type = TypeName | TypeLit | "(" Type ")" . */
  private typeOrNull(): Expr | null {
    return this.nested(() => this.typeLevel());
  }

  private typeLevel(): Expr | null {
    const pos = this.pos();
    switch (this.tok) {
      case '*':
        this.next();
        return pointerTo(pos, this.type());
      case '<-':
        this.next();
        this.want('chan');
        return { kind: 'ChanType', pos, dir: 'recv', elem: this.chanElem() };
      case 'func':
        this.next();
        return this.funcType('function type').type;
      case '[':
        this.next();
        return this.got(']') ? this.sliceType(pos) : this.arrayType(pos, null);
      case 'chan': {
        this.next();
        const dir = this.got('<-') ? 'send' : 'both';
        return { kind: 'ChanType', pos, dir, elem: this.chanElem() };
      }
      case 'map': {
        this.next();
        this.want('[');
        const key = this.type();
        this.want(']');
        return { kind: 'MapType', pos, key, value: this.type() };
      }
      case 'struct': return this.structType();
      case 'interface': return this.interfaceType();
      case 'name': return this.qualifiedName(null);
      case '(': {
        this.next();
        const type = this.type();
        this.want(')');
        return type;
      }
      default: return null;
    }
  }

  /** TypeArgs = "[" TypeList [ "," ] "]" . */
  private typeInstance(x: Expr): IndexExpr {
    const pos = this.pos();
    this.want('[');
    let index: Expr;
    if (this.at(']')) {
      this.syntaxError('expecting type');
      index = this.badExpr();
    } else index = this.typeList().list;
    this.want(']');
    return { kind: 'IndexExpr', pos, x, index };
  }

  /** Signature, with type parameters before it; a context says where those are not permitted. */
  private funcType(context: string): { tparamList: Field[]; type: FuncType } {
    const pos = this.pos();
    let tparamList: Field[] = [];
    if (this.got('[')) {
      if (context !== '') this.syntaxErrorAt(pos, `${context} must have no type parameters`);
      if (this.at(']')) {
        this.syntaxError('empty type parameter list');
        this.next();
      } else tparamList = this.paramList(null, null, ']', true);
    }
    this.want('(');
    const paramList = this.paramList(null, null, ')', false);
    return { tparamList, type: { kind: 'FuncType', pos, paramList, resultList: this.funcResult() } };
  }

  /** ArrayType = "[" ArrayLength "]" ElementType . The "[" has been taken, and the length too if it is given. */
  private arrayType(pos: Pos, givenLength: Expr | null): Expr {
    let len = givenLength;
    if (len === null && !this.got('...')) {
      this.expressionLevel++;
      len = this.expr();
      this.expressionLevel--;
    }
    if (this.at(',')) {
      this.syntaxError('unexpected comma; expecting ]');
      this.next();
    }
    this.want(']');
    return { kind: 'ArrayType', pos, len, elem: this.type() };
  }

  /** "[" "]" have been taken. */
  private sliceType(pos: Pos): Expr {
    return { kind: 'SliceType', pos, elem: this.type() };
  }

  private chanElem(): Expr {
    const type = this.typeOrNull();
    if (type !== null) return type;
    const bad = this.badExpr();
    this.syntaxError('missing channel element type');
    return bad;
  }

  /** StructType = "struct" "{" { FieldDecl ";" } "}" . */
  private structType(): StructType {
    const struct: StructType = { kind: 'StructType', pos: this.pos(), fieldList: [], tagList: [] };
    this.want('struct');
    this.want('{');
    this.list('struct type', ';', '}', () => {
      this.fieldDecl(struct);
      return false;
    });
    return struct;
  }

  /** InterfaceType = "interface" "{" { ( MethodSpec | EmbeddedElem ) ";" } "}" . */
  private interfaceType(): InterfaceType {
    const methodList: Field[] = [];
    const pos = this.pos();
    this.want('interface');
    this.want('{');
    this.list('interface type', ';', '}', () => {
      const method = this.at('name') ? this.methodDecl() : null;
      methodList.push(method !== null && method.name !== null ? method : this.embeddedElem(method));
      return false;
    });
    return { kind: 'InterfaceType', pos, methodList };
  }

  /** Result = Parameters | Type . */
  private funcResult(): Field[] {
    if (this.got('(')) return this.paramList(null, null, ')', false);
    const pos = this.pos();
    const type = this.typeOrNull();
    return type === null ? [] : [{ kind: 'Field', pos, name: null, type }];
  }

  /** FieldDecl = ( IdentifierList Type | EmbeddedField ) [ Tag ] .  EmbeddedField = [ "*" ] TypeName . */
  private fieldDecl(struct: StructType): void {
    const pos = this.pos();
    const embed = (type: Expr): void => addField(struct, pos, null, type, this.literalOrNull());
    switch (this.tok) {
      case 'name':
        this.namedFieldDecl(struct, embed);
        return;
      case '*': {
        this.next();
        let type: Expr;
        if (this.at('(')) {
          this.syntaxError('cannot parenthesize embedded type');
          this.next();
          type = this.qualifiedName(null);
          this.got(')');
        } else type = this.qualifiedName(null);
        embed(pointerTo(pos, type));
        return;
      }
      case '(': {
        this.syntaxError('cannot parenthesize embedded type');
        this.next();
        const starPos = this.pos();
        const type = this.got('*') ? pointerTo(starPos, this.qualifiedName(null)) : this.qualifiedName(null);
        this.got(')');
        embed(type);
        return;
      }
      default:
        this.syntaxError('expecting field name or embedded type');
        this.advance(';', '}');
    }
  }

  private namedFieldDecl(struct: StructType, embed: (type: Expr) => void): void {
    const name = this.name();
    if (this.at('.') || this.at('literal') || this.at(';') || this.at('}')) {
      embed(this.qualifiedName(name));
      return;
    }
    const names = this.nameList(name);
    let type: Expr;
    // name [ … may be an embedded instance T[P] or a field of array or slice type.
    if (names.length === 1 && this.at('[')) {
      type = this.arrayOrTypeArgs(name);
      if (type.kind === 'IndexExpr') {
        embed(type);
        return;
      }
    } else type = this.type();
    const tag = this.literalOrNull();
    for (const each of names) addField(struct, each.pos, each, type, tag);
  }

  /** After a name: an array or slice type, or type arguments of the name. */
  private arrayOrTypeArgs(name: Name): Expr {
    const pos = this.pos();
    this.want('[');
    if (this.got(']')) return this.sliceType(pos);
    const { list, hasComma } = this.typeList();
    this.want(']');
    const elem = hasComma ? null : this.typeOrNull();
    if (elem !== null) return { kind: 'ArrayType', pos, len: list, elem };
    return { kind: 'IndexExpr', pos, x: name, index: list };
  }

  private literalOrNull(): BasicLit | null {
    if (!this.at('literal')) return null;
    const literal: BasicLit = { kind: 'BasicLit', pos: this.pos(), value: this.lit, litKind: this.litKind, bad: this.bad };
    this.next();
    return literal;
  }

  /** MethodSpec = identifier Signature | TypeName . Without a name in the result it is something embedded. */
  private methodDecl(): Field {
    const pos = this.pos();
    const name = this.name();
    const method = (): Field => ({ kind: 'Field', pos, name, type: this.funcType('interface method').type });
    const embedded = (type: Expr): Field => ({ kind: 'Field', pos, name: null, type });
    if (this.at('(')) return method();
    if (!this.at('[')) return embedded(this.qualifiedName(name));

    // A method with type parameters (rejected), or an embedded instance.
    const bracket = this.pos();
    this.next();
    if (this.at(']')) {
      const closing = this.pos();
      this.next();
      const isMethod = this.at('(');
      this.errorAt(closing, isMethod ? 'empty type parameter list' : 'empty type argument list');
      return isMethod ? method() : embedded(name);
    }
    const list = this.paramList(null, null, ']', false);
    if (list.length === 0) return this.at('(') ? method() : embedded(name);
    if (list[0]!.name !== null) {
      const result = method();
      this.errorAt(bracket, 'interface method must have no type parameters');
      return result;
    }
    const types = list.map((param) => param.type);
    const index: Expr = types.length === 1 ? types[0]! : { kind: 'ListExpr', pos: list[0]!.pos, elemList: types };
    return embedded({ kind: 'IndexExpr', pos: bracket, x: name, index });
  }

  /** EmbeddedElem = EmbeddedTerm { "|" EmbeddedTerm } . */
  private embeddedElem(first: Field | null): Field {
    const field: Field = first ?? { kind: 'Field', pos: this.pos(), name: null, type: this.embeddedTerm() };
    field.type = this.unionOf(field.type);
    return field;
  }

  private unionOf(first: Expr): Expr {
    let type = first;
    while (this.atOperator('|')) {
      const pos = this.pos();
      this.next();
      type = { kind: 'Operation', pos, op: '|', x: type, y: this.embeddedTerm() };
    }
    return type;
  }

  /** EmbeddedTerm = [ "~" ] Type . */
  private embeddedTerm(): Expr {
    const pos = this.pos();
    if (this.atOperator('~')) {
      this.next();
      return { kind: 'Operation', pos, op: '~', x: this.type(), y: null };
    }
    const type = this.typeOrNull();
    if (type !== null) return type;
    const bad = this.badExpr();
    this.syntaxError('expecting ~ term or type');
    this.advance('op', ';', ')', ']', '}');
    return bad;
  }

  /** ParameterDecl = [ IdentifierList ] [ "..." ] Type . The name may have been taken before. */
  private paramDeclOrNull(givenName: Name | null, close: ')' | ']'): Parameter | null {
    const allowsTypeSets = close === ']';
    const pos = givenName?.pos ?? this.pos();
    const withUnion = (type: Expr): Expr => (allowsTypeSets && this.atOperator('|') ? this.unionOf(type) : type);
    if (givenName === null && allowsTypeSets && this.atOperator('~')) return { pos, name: null, type: this.unionOf(this.embeddedTerm()) };

    let name: Name | null = null;
    if (givenName !== null || this.at('name')) {
      name = givenName ?? this.name();
      if (this.at('[')) {
        const type = this.arrayOrTypeArgs(name);
        return { pos, name: type.kind === 'IndexExpr' ? null : name, type: withUnion(type) };
      }
      if (this.at('.')) return { pos, name: null, type: withUnion(this.qualifiedName(name)) };
      if (allowsTypeSets && this.atOperator('|')) return { pos, name: null, type: this.unionOf(name) };
    }
    if (this.at('...')) return { pos, name, type: this.dotsType() };
    if (allowsTypeSets && this.atOperator('~')) return { pos, name, type: this.unionOf(this.embeddedTerm()) };
    const type = this.typeOrNull();
    if (type !== null) return { pos, name, type: withUnion(type) };
    if (name !== null) return { pos, name, type: null };
    this.syntaxError(`expecting ${describeToken(close)}`);
    this.advance(',', close);
    return null;
  }

  private dotsType(): Expr {
    const pos = this.pos();
    this.next();
    let elem = this.typeOrNull();
    if (elem === null) {
      elem = this.badExpr();
      this.syntaxError('... is missing type');
    }
    return { kind: 'DotsType', pos, elem };
  }

  /**
   * Parameters = "(" [ ParameterList [ "," ] ] ")" .
   * The opening has been taken, and the first name (with or without its type) if it is given. In the result all fields have a
   * name or none has.
   */
  private paramList(firstName: Name | null, firstType: Expr | null, close: ')' | ']', requireNames: boolean): Field[] {
    if (firstName !== null && firstType !== null && this.got(close)) {
      return [{ kind: 'Field', pos: firstName.pos, name: firstName, type: firstType }];
    }
    const list: Parameter[] = [];
    let name = firstName;
    let type = firstType;
    const end = this.list('parameter list', ',', close, () => {
      const param = name !== null && type !== null ? { pos: name.pos, name, type } : this.paramDeclOrNull(name, close);
      name = null;
      type = null;
      if (param !== null) list.push(param);
      return false;
    });
    return this.distributeTypes(list, end, requireNames);
  }

  private distributeTypes(list: readonly Parameter[], end: Pos, requireNames: boolean): Field[] {
    const named = list.filter((param) => param.name !== null && param.type !== null).length;
    if (named === 0 && !requireNames) {
      // What looked like names are types.
      return list.map(({ pos, name, type }) => ({ kind: 'Field', pos, name: null, type: type ?? name! }));
    }
    const typed = list.filter((param) => param.type !== null).length;
    let errorPos = NO_POS;
    let current: Expr | null = null;
    const fields: Field[] = [];
    for (let i = list.length - 1; i >= 0; i--) {
      let { name, type } = list[i]!;
      if (type !== null) {
        current = type;
        if (name === null) {
          errorPos = startPos(type);
          name = makeName(errorPos, '_');
        }
      } else if (current !== null) type = current;
      else {
        errorPos = name!.pos;
        type = { kind: 'BadExpr', pos: errorPos };
      }
      fields.unshift({ kind: 'Field', pos: list[i]!.pos, name, type });
    }
    if (isKnown(errorPos)) {
      if (!requireNames) this.syntaxErrorAt(errorPos, 'mixed named and unnamed parameters');
      else if (named === typed) this.syntaxErrorAt(end, 'missing type constraint');
      else this.syntaxErrorAt(errorPos, 'type parameters must be named');
    }
    return fields;
  }

  private badExpr(): BadExpr {
    return { kind: 'BadExpr', pos: this.pos() };
  }

  // --- Statements --------------------------------------------------------------------------------------------------

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
  private blockStmt(context: string): BlockStmt {
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

  // --- Common productions ------------------------------------------------------------------------------------------

  private name(): Name {
    const pos = this.pos();
    if (this.at('name')) {
      const name = makeName(pos, this.lit);
      this.next();
      return name;
    }
    this.syntaxError('expecting name');
    this.advance();
    return makeName(pos, '_');
  }

  /** IdentifierList = identifier { "," identifier } . */
  private nameList(first: Name): Name[] {
    const list = [first];
    while (this.got(',')) list.push(this.name());
    return list;
  }

  /** TypeName = identifier | PackageName "." identifier, with type arguments. */
  private qualifiedName(first: Name | null): Expr {
    let x: Expr;
    if (first !== null) x = first;
    else if (this.at('name')) x = this.name();
    else {
      x = makeName(this.pos(), '_');
      this.syntaxError('expecting name');
      this.advance('.', ';', '}');
    }
    if (this.at('.')) {
      const pos = this.pos();
      this.next();
      x = { kind: 'SelectorExpr', pos, x, sel: this.name() };
    }
    return this.at('[') ? this.typeInstance(x) : x;
  }

  /** ExpressionList = Expression { "," Expression } . */
  private exprList(): Expr {
    const x = this.expr();
    if (!this.got(',')) return x;
    const elemList = [x, this.expr()];
    while (this.got(',')) elemList.push(this.expr());
    return { kind: 'ListExpr', pos: x.pos, elemList };
  }

  /** An expression, then types: x { "," Type } [ "," ]. A list only if there are several. */
  private typeList(): { list: Expr; hasComma: boolean } {
    this.expressionLevel++;
    const x = this.expr();
    const hasComma = this.got(',');
    const elemList = [x];
    if (hasComma) {
      let type = this.typeOrNull();
      while (type !== null) {
        elemList.push(type);
        type = this.got(',') ? this.typeOrNull() : null;
      }
    }
    this.expressionLevel--;
    return { list: elemList.length === 1 ? x : { kind: 'ListExpr', pos: x.pos, elemList }, hasComma };
  }
}

function makeName(pos: Pos, value: string): Name {
  return { kind: 'Name', pos, value };
}

function pointerTo(pos: Pos, type: Expr): Operation {
  return { kind: 'Operation', pos, op: '*', x: type, y: null };
}

function addField(struct: StructType, pos: Pos, name: Name | null, type: Expr, tag: BasicLit | null): void {
  struct.fieldList.push({ kind: 'Field', pos, name, type });
  struct.tagList.push(tag);
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

/** Whether an expression can only be an element of a constraint, never a value. */
function isTypeElem(x: Expr): boolean {
  switch (x.kind) {
    case 'ArrayType':
    case 'StructType':
    case 'FuncType':
    case 'InterfaceType':
    case 'SliceType':
    case 'MapType':
    case 'ChanType': return true;
    case 'Operation': return isTypeElem(x.x) || (x.y !== null && isTypeElem(x.y)) || x.op === '~';
    case 'ParenExpr': return isTypeElem(x.x);
    default: return false;
  }
}

/**
 * Splits what was parsed as an expression into the name of a type parameter and its constraint: `P *E` was read as a product, `P (E)`
 * as a call, `P *E|F` as a disjunction. It splits only if the constraint can be nothing else, or if `force`. Null: no split.
 */
function splitTypeParam(x: Expr, force: boolean): { name: Name; type: Expr | null } | null {
  if (x.kind === 'Name') return { name: x, type: null };
  if (x.kind === 'Operation' && x.y !== null) {
    if (x.op === '*' && x.x.kind === 'Name' && (force || isTypeElem(x.y))) {
      return { name: x.x, type: { kind: 'Operation', pos: x.pos, op: '*', x: x.y, y: null } };
    }
    if (x.op === '|') {
      const left = splitTypeParam(x.x, force || isTypeElem(x.y));
      if (left !== null && left.type !== null) {
        return { name: left.name, type: { kind: 'Operation', pos: x.pos, op: '|', x: left.type, y: x.y } };
      }
    }
  }
  if (x.kind === 'CallExpr' && x.fun.kind === 'Name' && x.argList.length === 1 && !x.hasDots && (force || isTypeElem(x.argList[0]!))) {
    return { name: x.fun, type: x.argList[0]! };
  }
  return null;
}

