/**
 * The syntax tree of a Go file, after the nodes of cmd/compile/internal/syntax: the same shapes and the same choice of
 * positions, because the wording and the columns of go build's messages follow from them.
 *
 * A node's `pos` is that of the token that makes the production recognisable: `(` for a call, `.` for a selector, the
 * operator for a binary operation, `[` for an index or slice expression, the keyword for a statement, the name for a declaration
 * (see {@link file://./node-positions.ts} for the leftmost and the last position of a node).
 *
 * Parentheses are kept only where the parser needs them for messages; a node's identity is its key in the side tables
 * in which the type checker records what it finds, so nodes are never shared between two places of a tree, except that
 * names declared in one list share the type expression (`a, b int`).
 */

import type { Pos } from './position.ts';

export interface File {
  readonly kind: 'File';
  /** Of the `package` keyword. */
  readonly pos: Pos;
  readonly pragmas: readonly Pragma[];
  readonly pkgName: Name;
  readonly declList: Decl[];
  readonly eof: Pos;
  /** All `//go:` directives of the file that belong to no declaration: `//go:linkname`, `//go:build`. */
  readonly filePragmas: readonly Pragma[];
}

/** A `//go:verb args` comment. */
export interface Pragma {
  /** Of the `go:` after the slashes. */
  readonly pos: Pos;
  /** With the prefix: `go:nosplit`, `go:probe`. */
  readonly verb: string;
  /** All text of the comment after the slashes. */
  readonly text: string;
  /** What follows the verb, split at blanks. */
  readonly args: readonly string[];
}

// --- Declarations -------------------------------------------------------------------------------------------------

export type Decl = ImportDecl | ConstDecl | TypeDecl | VarDecl | FuncDecl;

/** Declarations within one pair of parentheses share one Group; identity matters (iota, implicit repetition). */
export interface Group {
  readonly pos: Pos;
}

interface DeclBase {
  readonly pos: Pos;
  readonly group: Group | null;
  readonly pragmas: readonly Pragma[];
}

/** `import [name] "path"` */
export interface ImportDecl extends DeclBase {
  readonly kind: 'ImportDecl';
  /** Also `.` and `_`; null where nothing renames the package. */
  localPkgName: Name | null;
  /** Null only after a syntax error. */
  path: BasicLit | null;
}

/** `const names [type] [= values]` */
export interface ConstDecl extends DeclBase {
  readonly kind: 'ConstDecl';
  nameList: Name[];
  type: Expr | null;
  /** A ListExpr where there are several. */
  values: Expr | null;
}

/** `type name[tparams] [=] type` */
export interface TypeDecl extends DeclBase {
  readonly kind: 'TypeDecl';
  name: Name;
  tparamList: Field[];
  alias: boolean;
  type: Expr;
}

/** `var names [type] [= values]` */
export interface VarDecl extends DeclBase {
  readonly kind: 'VarDecl';
  nameList: Name[];
  type: Expr | null;
  values: Expr | null;
}

/** `func [(recv)] name[tparams] type [{ body }]` */
export interface FuncDecl {
  readonly kind: 'FuncDecl';
  /** Of what follows the `func` keyword. */
  readonly pos: Pos;
  readonly pragmas: readonly Pragma[];
  recv: Field | null;
  name: Name;
  tparamList: Field[];
  type: FuncType;
  /** Null for a function written in assembly or linked by name. */
  body: BlockStmt | null;
}

// --- Expressions and types ----------------------------------------------------------------------------------------

export type Expr =
  | BadExpr
  | Name
  | BasicLit
  | CompositeLit
  | KeyValueExpr
  | FuncLit
  | ParenExpr
  | SelectorExpr
  | IndexExpr
  | SliceExpr
  | AssertExpr
  | TypeSwitchGuard
  | Operation
  | CallExpr
  | ListExpr
  | ArrayType
  | SliceType
  | DotsType
  | StructType
  | InterfaceType
  | FuncType
  | MapType
  | ChanType;

/** Stands where no expression could be parsed; an error has been reported. */
export interface BadExpr {
  readonly kind: 'BadExpr';
  pos: Pos;
}

export interface Name {
  readonly kind: 'Name';
  readonly pos: Pos;
  readonly value: string;
}

export type LitKind = 'int' | 'float' | 'imaginary' | 'rune' | 'string';

export interface BasicLit {
  readonly kind: 'BasicLit';
  readonly pos: Pos;
  /** The source text, quotes included. */
  readonly value: string;
  readonly litKind: LitKind;
  /** The text is malformed; an error has been reported. */
  bad: boolean;
}

/** `type{elemList}`; type null for an inner literal whose type is implied. */
export interface CompositeLit {
  readonly kind: 'CompositeLit';
  /** Of the opening brace. */
  readonly pos: Pos;
  type: Expr | null;
  readonly elemList: Expr[];
  /** How many elements are KeyValueExprs. */
  keyCount: number;
  rbrace: Pos;
}

/** `key: value` within a composite literal. */
export interface KeyValueExpr {
  readonly kind: 'KeyValueExpr';
  readonly pos: Pos;
  readonly key: Expr;
  readonly value: Expr;
}

export interface FuncLit {
  readonly kind: 'FuncLit';
  readonly pos: Pos;
  readonly type: FuncType;
  readonly body: BlockStmt;
}

export interface ParenExpr {
  readonly kind: 'ParenExpr';
  readonly pos: Pos;
  readonly x: Expr;
}

/** `x.sel` */
export interface SelectorExpr {
  readonly kind: 'SelectorExpr';
  /** Of the dot. */
  readonly pos: Pos;
  readonly x: Expr;
  readonly sel: Name;
}

/** `x[index]`, also an instantiation; then several arguments are a ListExpr. */
export interface IndexExpr {
  readonly kind: 'IndexExpr';
  /** Of the bracket. */
  readonly pos: Pos;
  x: Expr;
  readonly index: Expr;
}

/** `x[low:high]` or `x[low:high:max]` */
export interface SliceExpr {
  readonly kind: 'SliceExpr';
  readonly pos: Pos;
  readonly x: Expr;
  readonly index: [low: Expr | null, high: Expr | null, max: Expr | null];
  /** Written with two colons. */
  full: boolean;
}

/** `x.(type)` with a real type. */
export interface AssertExpr {
  readonly kind: 'AssertExpr';
  readonly pos: Pos;
  readonly x: Expr;
  readonly type: Expr;
}

/** `[lhs :=] x.(type)` with the keyword. */
export interface TypeSwitchGuard {
  readonly kind: 'TypeSwitchGuard';
  readonly pos: Pos;
  lhs: Name | null;
  readonly x: Expr;
}

export type BinaryOp =
  | '||' | '&&'
  | '==' | '!=' | '<' | '<=' | '>' | '>='
  | '+' | '-' | '|' | '^'
  | '*' | '/' | '%' | '&' | '&^' | '<<' | '>>';

/** `*` is dereference or pointer type, `<-` receive, `~` the tilde of constraints. */
export type UnaryOp = '+' | '-' | '!' | '^' | '*' | '&' | '<-' | '~';

export type Operator = BinaryOp | UnaryOp;

/** A unary operation where y is null. */
export interface Operation {
  readonly kind: 'Operation';
  /** Of the operator. */
  readonly pos: Pos;
  readonly op: Operator;
  x: Expr;
  y: Expr | null;
}

/** `fun(argList)`: call, conversion or built-in. */
export interface CallExpr {
  readonly kind: 'CallExpr';
  /** Of the opening parenthesis. */
  readonly pos: Pos;
  readonly fun: Expr;
  argList: Expr[];
  /** The last argument is followed by `...`. */
  hasDots: boolean;
}

/** Two or more expressions separated by commas. */
export interface ListExpr {
  readonly kind: 'ListExpr';
  readonly pos: Pos;
  readonly elemList: Expr[];
}

/** `[len]elem`; len null for `[...]elem`. */
export interface ArrayType {
  readonly kind: 'ArrayType';
  readonly pos: Pos;
  readonly len: Expr | null;
  readonly elem: Expr;
}

export interface SliceType {
  readonly kind: 'SliceType';
  readonly pos: Pos;
  readonly elem: Expr;
}

/** `...elem` of a variadic parameter. */
export interface DotsType {
  readonly kind: 'DotsType';
  readonly pos: Pos;
  elem: Expr;
}

export interface StructType {
  readonly kind: 'StructType';
  readonly pos: Pos;
  readonly fieldList: Field[];
  /** As long as fieldList. */
  readonly tagList: (BasicLit | null)[];
}

/** A struct field, parameter, result, method of an interface, or (name null) something embedded or unnamed. */
export interface Field {
  readonly kind: 'Field';
  readonly pos: Pos;
  name: Name | null;
  /** Null only inside the parser. Names of one list share one type node. */
  type: Expr;
}

export interface InterfaceType {
  readonly kind: 'InterfaceType';
  readonly pos: Pos;
  /** Methods have a name and a FuncType; embedded elements have no name. */
  readonly methodList: Field[];
}

export interface FuncType {
  readonly kind: 'FuncType';
  readonly pos: Pos;
  paramList: Field[];
  resultList: Field[];
}

export interface MapType {
  readonly kind: 'MapType';
  readonly pos: Pos;
  readonly key: Expr;
  readonly value: Expr;
}

export type ChanDir = 'both' | 'send' | 'recv';

export interface ChanType {
  readonly kind: 'ChanType';
  readonly pos: Pos;
  dir: ChanDir;
  readonly elem: Expr;
}

// --- Statements ---------------------------------------------------------------------------------------------------

export type SimpleStmt = EmptyStmt | ExprStmt | SendStmt | AssignStmt | RangeClause;

export type Stmt =
  | SimpleStmt
  | LabeledStmt
  | BlockStmt
  | DeclStmt
  | BranchStmt
  | CallStmt
  | ReturnStmt
  | IfStmt
  | ForStmt
  | SwitchStmt
  | SelectStmt;

export interface EmptyStmt {
  readonly kind: 'EmptyStmt';
  readonly pos: Pos;
  /** For Go a probe is a comment, so where it stands there is an empty statement. */
  readonly probe?: ProbeMark;
}

/** `//go:probe name(args)` */
export interface ProbeMark {
  readonly name: string;
  /** Names of local variables and constants. */
  readonly args: readonly string[];
}

export interface LabeledStmt {
  readonly kind: 'LabeledStmt';
  /** Of the colon. */
  readonly pos: Pos;
  readonly label: Name;
  stmt: Stmt;
}

export interface BlockStmt {
  readonly kind: 'BlockStmt';
  readonly pos: Pos;
  list: Stmt[];
  rbrace: Pos;
}

export interface ExprStmt {
  readonly kind: 'ExprStmt';
  readonly pos: Pos;
  readonly x: Expr;
}

/** `chan <- value` */
export interface SendStmt {
  readonly kind: 'SendStmt';
  readonly pos: Pos;
  readonly chan: Expr;
  readonly value: Expr;
}

export interface DeclStmt {
  readonly kind: 'DeclStmt';
  readonly pos: Pos;
  readonly declList: Decl[];
}

/**
 * `lhs = rhs`, `lhs := rhs`, or `lhs op= rhs` with op the operator without its `=`;
 * rhs null means `lhs++` (op `+`) or `lhs--` (op `-`). Several operands are ListExprs.
 */
export interface AssignStmt {
  readonly kind: 'AssignStmt';
  /** Of the operator. */
  readonly pos: Pos;
  readonly op: '=' | ':=' | BinaryOp;
  readonly lhs: Expr;
  readonly rhs: Expr | null;
}

export type BranchTarget = LabeledStmt | ForStmt | SwitchStmt | SelectStmt;

export interface BranchStmt {
  readonly kind: 'BranchStmt';
  readonly pos: Pos;
  readonly tok: 'break' | 'continue' | 'fallthrough' | 'goto';
  readonly label: Name | null;
  /** Set by the parser in correct functions: LabeledStmt for goto, the enclosing statement for break and continue, null for fallthrough. */
  target: BranchTarget | null;
}

/** `go call` or `defer call` */
export interface CallStmt {
  readonly kind: 'CallStmt';
  readonly pos: Pos;
  readonly tok: 'go' | 'defer';
  readonly call: CallExpr;
}

export interface ReturnStmt {
  readonly kind: 'ReturnStmt';
  readonly pos: Pos;
  readonly results: Expr | null;
}

export interface IfStmt {
  readonly kind: 'IfStmt';
  readonly pos: Pos;
  readonly init: SimpleStmt | null;
  readonly cond: Expr;
  readonly then: BlockStmt;
  else: IfStmt | BlockStmt | null;
}

export interface ForStmt {
  readonly kind: 'ForStmt';
  readonly pos: Pos;
  /** A RangeClause for `for range`; cond and post are null then. */
  readonly init: SimpleStmt | null;
  readonly cond: Expr | null;
  readonly post: SimpleStmt | null;
  readonly body: BlockStmt;
}

/** Expression or type switch; the tag of the latter is a TypeSwitchGuard. */
export interface SwitchStmt {
  readonly kind: 'SwitchStmt';
  readonly pos: Pos;
  readonly init: SimpleStmt | null;
  readonly tag: Expr | null;
  readonly body: CaseClause[];
  rbrace: Pos;
}

export interface SelectStmt {
  readonly kind: 'SelectStmt';
  readonly pos: Pos;
  readonly body: CommClause[];
  rbrace: Pos;
}

/** `[lhs = | lhs :=] range x`, only as the init of a ForStmt. */
export interface RangeClause {
  readonly kind: 'RangeClause';
  readonly pos: Pos;
  readonly lhs: Expr | null;
  readonly define: boolean;
  readonly x: Expr;
}

/** `case cases: body`; cases null for default. */
export interface CaseClause {
  readonly kind: 'CaseClause';
  readonly pos: Pos;
  cases: Expr | null;
  body: Stmt[];
  colon: Pos;
}

/** `case comm: body` of a select; comm null for default. */
export interface CommClause {
  readonly kind: 'CommClause';
  readonly pos: Pos;
  comm: SimpleStmt | null;
  body: Stmt[];
  colon: Pos;
}

export type Node = File | Decl | Expr | Stmt | Field | CaseClause | CommClause;

/** Removes all parentheses around an expression. */
export function unparen(x: Expr): Expr {
  let inner = x;
  while (inner.kind === 'ParenExpr') inner = inner.x;
  return inner;
}

/** The expressions of a list, of a single expression, or of nothing. */
export function unpackList(x: Expr | null): readonly Expr[] {
  if (x === null) return [];
  return x.kind === 'ListExpr' ? x.elemList : [x];
}
