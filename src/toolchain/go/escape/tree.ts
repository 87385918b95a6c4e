/**
 * The tree that inlining and escape analysis work on: the program with everything implicit written out.
 *
 * Go's compiler decides what to inline by counting the nodes of its own intermediate tree, and places its `-m` messages by the positions of these nodes.
 * To decide alike we build the same tree from the syntax tree and the checker's records: conversions to interfaces, dereferences of embedded
 * pointers, declarations before definitions and so on are nodes here. Code is not generated from it; the decisions are mapped back to the
 * syntax tree (decisions.ts).
 *
 * A variable is one TreeName however often it occurs; a function literal refers to the variables it captures directly.
 */
import type { Expr, Node } from '../syntax/ast.ts';
import type { Pos } from '../syntax/position.ts';
import type { Constant } from '../types/constant.ts';
import type { Func, Package, Var } from '../types/object.ts';
import type { Signature, Type } from '../types/type.ts';
import type { InlineContext, SiteKind } from './decisions.ts';

export type Op =
  // Leaves.
  | 'name' | 'literal' | 'nil' | 'type' | 'ident' | 'methexpr'
  // Operators.
  | 'unary' | 'binary' | 'logical' | 'addr' | 'deref' | 'recv' | 'addstr'
  // Parts of values.
  | 'dot' | 'dotptr' | 'dotmeth' | 'dotinter' | 'methvalue' | 'dottype' | 'index' | 'indexmap' | 'slice'
  // Conversions: change of representation, of type only, to interfaces, of strings.
  | 'conv' | 'convnop' | 'conviface' | 'convstring' | 'slice2arrptr'
  // Calls.
  | 'callfunc' | 'callinter' | 'inlcall' | 'len' | 'cap' | 'append' | 'copy' | 'recover' | 'unsafeadd' | 'unsafeslice' | 'panic' | 'print' | 'delete' | 'close' | 'complex' | 'realimag'
  // Allocations.
  | 'new' | 'makeslice' | 'makemap' | 'makechan' | 'ptrlit' | 'arraylit' | 'slicelit' | 'structlit' | 'maplit' | 'key' | 'structkey' | 'closure'
  // Statements.
  | 'as' | 'as2' | 'as2func' | 'as2mapr' | 'as2recv' | 'as2dottype' | 'selrecv2' | 'asop' | 'dcl' | 'dclconst' | 'dcltype' | 'block'
  | 'break' | 'continue' | 'goto' | 'fall' | 'label' | 'if' | 'for' | 'range' | 'switch' | 'typesw' | 'case' | 'select' | 'comm' | 'send' | 'return' | 'go' | 'defer' | 'inlmark';

/** Where a name lives. */
export type NameClass = 'auto' | 'param' | 'result' | 'global' | 'func' | 'blank';

export interface TreeName {
  readonly sym: string;
  readonly class: NameClass;
  readonly type: Type;
  readonly pos: Pos;
  /** The function it belongs to; null for globals and functions. */
  readonly func: TreeFunc | null;
  /** The checker's object; null for names that the compiler makes. */
  readonly variable: Var | null;
  /** For class func. */
  readonly callee: Func | null;
  /** Of the function that declares it; null for what the compiler makes. */
  readonly pkg: Package | null;
  /** The statement that defines it with a value: assignment, `range` or type switch. */
  defn: TreeNode | null;
  readonly context: InlineContext;
}

/** Which allocation a node stands for, and at which node of the syntax tree. */
export interface Site {
  readonly node: Node;
  readonly kind: SiteKind;
}

/** Most nodes have no lists: they share this one, so lists are replaced, never changed in place. */
const NONE: readonly TreeNode[] = Object.freeze([]);

export class TreeNode {
  type: Type | null = null;
  /** The expression that the node was made from. */
  source: Expr | null = null;
  /** Runs before the node. */
  init: readonly TreeNode[] = NONE;
  x: TreeNode | null = null;
  y: TreeNode | null = null;
  z: TreeNode | null = null;
  w: TreeNode | null = null;
  list: readonly TreeNode[] = NONE;
  body: readonly TreeNode[] = NONE;
  orelse: readonly TreeNode[] = NONE;
  name: TreeName | null = null;
  func: TreeFunc | null = null;
  value: Constant | null = null;
  /** Operator, selected name or label. */
  text = '';
  /** Not written by the user; left out of messages. */
  isImplicit = false;
  /** Came with an inlined function of another package, where export data do not keep what was implicit. */
  isForeign = false;
  /** A name that belongs to a function around this one. */
  isCaptured = false;
  /** The last argument has dots, or now is a slice of all variadic ones. */
  isDots = false;
  /** The call of a go or defer statement. */
  isNeverInlined = false;
  /** The method of a selector. */
  method: Func | null = null;
  site: Site | null = null;

  constructor(readonly op: Op, readonly pos: Pos, readonly context: InlineContext) {}
}

/** How far the escape analysis of a function has come. */
export const enum Progress { None, Planned, Started, Tagged }

/** A body ready for inlining: as it was before anything was inlined into it. */
export interface InlineBody {
  readonly cost: number;
  readonly body: readonly TreeNode[];
  /** Locals that occur in the body, and parameters. */
  readonly names: readonly TreeName[];
  /** The results need no variables before the (only) return. */
  readonly delaysResults: boolean;
}

/** Where a parameter's value leaks to; see leaks.ts. */
export type ParameterTag = Uint8Array;

export interface TreeFunc {
  readonly pos: Pos;
  /** Without package: `main.func1`, `(*T).M`. */
  readonly sym: string;
  readonly pkg: Package;
  /** Null for function literals and what the compiler makes. */
  readonly obj: Func | null;
  readonly signature: Signature;
  readonly recv: TreeName | null;
  readonly params: readonly (TreeName | null)[];
  readonly results: readonly (TreeName | null)[];
  /** All names declared in it, parameters included. */
  readonly names: TreeName[];
  body: readonly TreeNode[];
  readonly hasBody: boolean;
  /** Pragmas, with their prefix `go:`. */
  readonly pragmas: ReadonlySet<string>;
  /** The function around a literal; null otherwise. */
  readonly outer: TreeFunc | null;
  /** Variables of outer functions that it uses, in order of first use. */
  readonly captured: TreeName[];
  /** A literal, inside a function or at package level. */
  readonly isLiteral: boolean;
  /** Made for go and defer. */
  readonly isWrapper: boolean;
  inline: InlineBody | null;
  isInlineChecked: boolean;
  /** A literal that is called where it stands. */
  isCalledDirectly: boolean;
  isDead: boolean;
  progress: Progress;
  /** One per receiver and parameter. */
  tags: ParameterTag[];
  /** Function literals named after this function so far. */
  literalCount: number;
  readonly context: InlineContext;
}

/** Calls `visit` for the children of a node; stops and returns true as soon as one call does. */
export function anyChild(n: TreeNode, visit: (child: TreeNode) => boolean): boolean {
  if (n.init.length > 0 && n.init.some(visit)) return true;
  if (n.op === 'methexpr') return false;
  if ((n.x !== null && visit(n.x)) || (n.y !== null && visit(n.y)) || (n.z !== null && visit(n.z)) || (n.w !== null && visit(n.w))) return true;
  return (n.list.length > 0 && n.list.some(visit)) || (n.body.length > 0 && n.body.some(visit)) || (n.orelse.length > 0 && n.orelse.some(visit));
}

/** Whether `test` holds for the node or one below it; literals' bodies are not searched. Written out, since it visits more nodes than all else. */
export function anyNode(n: TreeNode, test: (n: TreeNode) => boolean): boolean {
  if (test(n) || anyIn(n.init, test)) return true;
  if (n.op === 'methexpr') return false;
  if ((n.x !== null && anyNode(n.x, test)) || (n.y !== null && anyNode(n.y, test))) return true;
  if ((n.z !== null && anyNode(n.z, test)) || (n.w !== null && anyNode(n.w, test))) return true;
  return anyIn(n.list, test) || anyIn(n.body, test) || anyIn(n.orelse, test);
}

export function anyIn(list: readonly TreeNode[], test: (n: TreeNode) => boolean): boolean {
  for (let i = 0; i < list.length; i++) if (anyNode(list[i]!, test)) return true;
  return false;
}

export function visitAll(list: readonly TreeNode[], visit: (n: TreeNode) => void): void {
  anyIn(list, (n) => {
    visit(n);
    return false;
  });
}

/** Replaces every child by what `edit` makes of it, in order of evaluation. */
export function editChildren(n: TreeNode, edit: (child: TreeNode) => TreeNode): void {
  if (n.init.length > 0) n.init = n.init.map(edit);
  if (n.op === 'methexpr') return;
  if (n.x !== null) n.x = edit(n.x);
  if (n.y !== null) n.y = edit(n.y);
  if (n.z !== null) n.z = edit(n.z);
  if (n.w !== null) n.w = edit(n.w);
  if (n.list.length > 0) n.list = n.list.map(edit);
  if (n.body.length > 0) n.body = n.body.map(edit);
  if (n.orelse.length > 0) n.orelse = n.orelse.map(edit);
}

/** A shallow copy within another context. */
export function copyNode(n: TreeNode, context: InlineContext): TreeNode {
  const copy = new TreeNode(n.op, n.pos, context);
  copy.type = n.type;
  copy.source = n.source;
  copy.init = n.init;
  copy.x = n.x;
  copy.y = n.y;
  copy.z = n.z;
  copy.w = n.w;
  copy.list = n.list;
  copy.body = n.body;
  copy.orelse = n.orelse;
  copy.name = n.name;
  copy.func = n.func;
  copy.value = n.value;
  copy.text = n.text;
  copy.isImplicit = n.isImplicit;
  copy.isForeign = n.isForeign;
  copy.isCaptured = n.isCaptured;
  copy.isDots = n.isDots;
  copy.isNeverInlined = n.isNeverInlined;
  copy.method = n.method;
  copy.site = n.site;
  return copy;
}

export const isBlank = (n: TreeNode | null): boolean => n?.name?.class === 'blank';
