/** Trees of expressions. */
import { assert, unreachable } from '../../../base/assert.ts';
import type { CompositeLit, Expr, IndexExpr, Operation, SelectorExpr, SliceExpr } from '../syntax/ast.ts';
import { unparen } from '../syntax/ast.ts';
import { nodeString } from '../syntax/node-string.ts';
import type { Pos } from '../syntax/position.ts';
import { Mode } from '../types/info.ts';
import type { Func, Var } from '../types/object.ts';
import { dereference, isInterface, isNumeric, isString, isUntyped } from '../types/predicates.ts';
import { BasicKind, Pointer, type Type, under } from '../types/type.ts';
import { typeSetOf } from '../types/type-set.ts';
import { TYP } from '../types/universe.ts';
import { buildCall } from './build-calls.ts';
import { dereferenced, implicitStar } from './conversion-operators.ts';
import type { TreeBuilder } from './builder.ts';
import type { TreeNode } from './tree.ts';

export function buildExpression(b: TreeBuilder, parenthesised: Expr): TreeNode {
  const e = unparen(parenthesised);
  if (e.kind === 'Name' && e.value === '_') return b.blank();
  const record = b.info.types.get(e);
  assert(record !== undefined, `buildExpression: nothing is recorded about ${nodeString(e)}`);
  if (record.mode === Mode.Type) return b.node('type', e.pos, record.type);
  const type = valueType(record.type);
  if (record.value !== null) {
    const n = b.node('literal', e.pos, type);
    n.value = record.value;
    n.source = e;
    return n;
  }
  b.basePos = e.pos;
  const n = dispatch(b, e, type);
  n.source = e;
  return n;
}

/** Untyped values get the type that the compiler computes them in. */
function valueType(type: Type): Type {
  if (!isUntyped(type)) return type;
  if (isNumeric(type)) return TYP[BasicKind.Uint];
  if (type.basic === BasicKind.UntypedString) return TYP[BasicKind.String];
  return type.basic === BasicKind.UntypedBool ? TYP[BasicKind.Bool] : type;
}

function dispatch(b: TreeBuilder, e: Expr, type: Type): TreeNode {
  switch (e.kind) {
    case 'Name': return nameExpression(b, e, type);
    case 'CompositeLit': return compositeLiteral(b, e, type);
    case 'FuncLit': return b.literal(e);
    case 'AssertExpr': return b.node('dottype', e.pos, singleType(type), b.expr(e.x));
    case 'CallExpr': return buildCall(b, e, type);
    case 'IndexExpr': return indexExpression(b, e, singleType(type));
    case 'SelectorExpr': return selectorExpression(b, e, type);
    case 'SliceExpr': return sliceExpression(b, e, type);
    case 'Operation': return operation(b, e, singleType(type));
    default: return unreachable(`buildExpression: ${e.kind}`);
  }
}

/** Comma-ok expressions have a two-valued type on record; their node has the first. */
const singleType = (type: Type): Type => (type.kind === 'Tuple' ? type.vars[0]!.type! : type);

function nameExpression(b: TreeBuilder, e: Extract<Expr, { kind: 'Name' }>, type: Type): TreeNode {
  const obj = b.objectOf(e);
  if (obj?.kind === 'Func') return b.funcNode(obj, e.pos);
  if (obj?.kind === 'Var') return b.nameNode(b.nameOf(obj), e.pos);
  return b.node('nil', e.pos, type);
}

/** A field or method of `x` by its path; the steps before the last are implicit. */
function field(b: TreeBuilder, pos: Pos, x: TreeNode, index: number): TreeNode {
  const { type, isPointer } = dereferenced(x.type!);
  const struct = under(type);
  assert(struct.kind === 'Struct', 'field: a path leads through structs');
  const obj = struct.fields![index]!;
  const n = b.node(isPointer ? 'dotptr' : 'dot', pos, obj.type, x);
  n.text = obj.name;
  return n;
}

function selectorExpression(b: TreeBuilder, e: SelectorExpr, type: Type): TreeNode {
  const selection = b.info.selections.get(e);
  if (selection === undefined) {
    const obj = b.objectOf(e.sel);
    if (obj?.kind === 'Func') return b.funcNode(obj, e.sel.pos);
    assert(obj?.kind === 'Var', 'selectorExpression: a qualified identifier names a variable or function');
    return b.nameNode(b.nameOf(obj), e.sel.pos);
  }
  const { kind, path, obj } = selection;
  let x = b.expr(e.x);
  if (kind === 'methodExpr') return methodExpression(b, e, x, obj as Func, type);
  for (const index of path.slice(0, -1)) {
    x = field(b, e.pos, x, index);
    x.isImplicit = true;
  }
  if (kind === 'field') return field(b, e.pos, x, path.at(-1)!);
  return methodValue(b, e, x, obj, type);
}

function methodExpression(b: TreeBuilder, e: SelectorExpr, x: TreeNode, method: Func, type: Type): TreeNode {
  const n = b.node('methexpr', e.pos, type, x);
  n.text = e.sel.value;
  n.method = method;
  return n;
}

/** `x.m` as a value; the receiver has the type the method wants. */
function methodValue(b: TreeBuilder, e: SelectorExpr, x: TreeNode, obj: Var | Func, type: Type): TreeNode {
  assert(obj.kind === 'Func', 'methodValue: selects a method');
  let receiver = x;
  if (!isInterface(x.type!)) {
    const wantsPointer = obj.type!.recv!.type!.kind === 'Pointer';
    const hasPointer = x.type!.kind === 'Pointer';
    if (hasPointer && !wantsPointer) receiver = b.node('deref', e.pos, dereference(x.type!).type, x);
    else if (wantsPointer && !hasPointer) receiver = b.node('addr', e.pos, new Pointer(x.type!), x);
    if (receiver !== x) receiver.isImplicit = true;
  }
  const n = b.node('methvalue', e.pos, type, receiver);
  n.text = e.sel.value;
  n.method = obj;
  return b.at(n, e, 'methodValue');
}

function indexExpression(b: TreeBuilder, e: IndexExpr, type: Type): TreeNode {
  const x = b.expr(e.x);
  const index = b.expr(e.index);
  const map = under(x.type!);
  if (map.kind === 'Map') return b.node('indexmap', e.pos, map.elem, x, b.assignConv(index, map.key));
  return b.node('index', e.pos, type, implicitStar(b, x), index);
}

function sliceExpression(b: TreeBuilder, e: SliceExpr, type: Type): TreeNode {
  let x = b.expr(e.x);
  const [low, high, max] = e.index.map((index) => (index === null ? null : b.expr(index)));
  if (under(x.type!).kind === 'Array') {
    x = b.node('addr', b.basePos, new Pointer(x.type!), x);
    x.isImplicit = true;
  }
  const n = b.node('slice', e.pos, type, x, low ?? null);
  n.z = high ?? null;
  n.w = max ?? null;
  return n;
}

function operation(b: TreeBuilder, e: Operation, type: Type): TreeNode {
  if (e.y === null) return unaryOperation(b, e, type);
  const x = b.expr(e.x);
  const y = b.expr(e.y);
  if (e.op === '&&' || e.op === '||') {
    const n = b.node('logical', e.pos, x.type, x, y);
    n.text = e.op;
    return n;
  }
  if (e.op === '+' && isString(x.type!)) return concatenation(b, e, x, y);
  const isComparison = e.op === '==' || e.op === '!=' || e.op === '<' || e.op === '<=' || e.op === '>' || e.op === '>=';
  const n = b.node('binary', e.pos, isComparison ? type : x.type, x, y);
  n.text = e.op;
  if (e.op === '==' || e.op === '!=') convertCompared(b, n);
  return n;
}

function unaryOperation(b: TreeBuilder, e: Operation, type: Type): TreeNode {
  const x = b.expr(e.x);
  switch (e.op) {
    case '&': {
      const isLiteral = x.op === 'arraylit' || x.op === 'maplit' || x.op === 'slicelit' || x.op === 'structlit';
      const n = b.node(isLiteral ? 'ptrlit' : 'addr', e.pos, type, x);
      return isLiteral ? b.at(n, e, 'pointer') : n;
    }
    case '*': return b.node('deref', e.pos, type, x);
    case '<-': return b.node('recv', e.pos, type, x);
    default: {
      const n = b.node('unary', e.pos, type, x);
      n.text = e.op;
      return n;
    }
  }
}

/** `a + b + c` is one node. */
function concatenation(b: TreeBuilder, e: Operation, x: TreeNode, y: TreeNode): TreeNode {
  const n = b.node('addstr', e.pos, x.type);
  n.list = [...(x.op === 'addstr' ? x.list : [x]), ...(y.op === 'addstr' ? y.list : [y])];
  return b.at(n, e, 'string');
}

/** Types larger than this are compared as interfaces. */
const LARGEST_COMPARED = 1 << 16;

/** Brings the operands of == to one type where one is an interface and the other a different one. */
function convertCompared(b: TreeBuilder, n: TreeNode): void {
  const [x, y] = [n.x!, n.y!];
  if (x.op === 'nil' || y.op === 'nil') return;
  const [left, right] = [isInterface(x.type!), isInterface(y.type!)];
  if (left !== right || LARGEST_COMPARED === 0) return;
  if (left && right && x.type !== y.type) {
    const [methodsX, methodsY] = [x, y].map((each) => {
      const u = under(each.type!);
      return u.kind === 'Interface' ? typeSetOf(u).methods.length : 0;
    }) as [number, number];
    if (methodsX > methodsY) n.x = b.node('conviface', b.basePos, y.type, x);
    else if (methodsY > methodsX) n.y = b.node('conviface', b.basePos, x.type, y);
  }
}

function compositeLiteral(b: TreeBuilder, e: CompositeLit, type: Type): TreeNode {
  const u = under(type);
  if (u.kind === 'Pointer') {
    const inner = compositeLiteral(b, e, u.base);
    return b.at(b.node('ptrlit', e.pos, type, inner), e, 'pointer');
  }
  const elements = e.elemList.map((element) => elementNode(b, element, u.kind === 'Struct'));
  const saved = b.basePos;
  const n = literalOf(b, e, type, elements);
  b.basePos = saved;
  return n;
}

function literalOf(b: TreeBuilder, e: CompositeLit, type: Type, elements: readonly Element[]): TreeNode {
  const u = under(type);
  switch (u.kind) {
    case 'Struct': {
      const n = b.node('structlit', e.pos, type);
      const fields = u.fields!;
      n.list = elements.map(({ key, value, pos, isKeyed }, i) => {
        b.basePos = pos;
        const target = isKeyed ? fields.find((f) => f.name === key!.text)! : fields[i]!;
        const element = b.node('structkey', pos, null, b.assignConv(value, target.type!));
        element.text = target.name;
        return element;
      });
      return n;
    }
    case 'Array':
    case 'Slice': {
      const n = b.node(u.kind === 'Array' ? 'arraylit' : 'slicelit', e.pos, type);
      n.list = elements.map(({ key, value, pos }) => {
        b.basePos = pos;
        const converted = b.assignConv(value, u.elem);
        return key === null ? converted : b.node('key', pos, null, key, converted);
      });
      return u.kind === 'Slice' ? b.at(n, e, 'literal') : n;
    }
    case 'Map': {
      const n = b.node('maplit', e.pos, type);
      n.list = elements.map(({ key, value, pos }) => {
        b.basePos = pos;
        return b.node('key', pos, null, b.assignConv(key!, u.key), b.assignConv(value, u.elem));
      });
      return b.at(n, e, 'literal');
    }
    default:
      return unreachable(`compositeLiteral of ${u.kind}`);
  }
}

interface Element {
  readonly key: TreeNode | null;
  readonly value: TreeNode;
  readonly pos: Pos;
  readonly isKeyed: boolean;
}

function elementNode(b: TreeBuilder, e: Expr, isStruct: boolean): Element {
  if (e.kind !== 'KeyValueExpr') return { key: null, value: b.expr(e), pos: unparen(e).pos, isKeyed: false };
  let key: TreeNode;
  if (isStruct) {
    key = b.node('ident', e.key.pos);
    key.text = e.key.kind === 'Name' ? e.key.value : '';
  } else {
    key = b.expr(e.key);
  }
  return { key, value: b.expr(e.value), pos: e.pos, isKeyed: true };
}
