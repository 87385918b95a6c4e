/** Nodes, functions and types of the tree as the compiler's `-m` messages show them. */
import { nodeString } from '../syntax/node-string.ts';
import { ConstantKind, constantText } from '../types/constant.ts';
import { quoteBytes } from '../types/go-string.ts';
import type { Func, Package } from '../types/object.ts';
import { typeText } from '../types/type-text.ts';
import type { TreeFunc, TreeName, TreeNode } from './tree.ts';

/** A function's name within its package: `f`, `T.m`, `(*T).m`. */
export function methodSym(func: Func): string {
  const recv = func.type?.recv?.type;
  if (recv == null || func.name === '_') return func.name;
  const isPointer = recv.kind === 'Pointer';
  const base = isPointer ? recv.base : recv;
  const name = base.kind === 'Named' ? base.obj.name : typeText(base, func.pkg!);
  return isPointer ? `(*${name}).${func.name}` : `${name}.${func.name}`;
}

/** A name as seen from `pkg`. */
export function nameText(name: TreeName, pkg: Package): string {
  const declaring = name.callee?.pkg ?? name.pkg;
  return declaring === null || declaring === pkg ? name.sym : `${declaring.name}.${name.sym}`;
}

/** A function as seen from `pkg`. */
export function funcText(func: TreeFunc, pkg: Package): string {
  return func.pkg === pkg ? func.sym : `${func.pkg.name}.${func.sym}`;
}

const PRECEDENCE: Readonly<Record<string, number>> = {
  '*': 6, '/': 6, '%': 6, '<<': 6, '>>': 6, '&': 6, '&^': 6, '+': 5, '-': 5, '|': 5, '^': 5, '==': 4, '!=': 4, '<': 4, '<=': 4, '>': 4, '>=': 4, '&&': 2, '||': 1,
};
const UNARY_PRECEDENCE = 7;
const HIGHEST = 8;

function precedenceOf(n: TreeNode): number {
  switch (n.op) {
    case 'binary':
    case 'logical': return PRECEDENCE[n.text]!;
    case 'unary':
    case 'addr':
    case 'deref':
    case 'recv': return UNARY_PRECEDENCE;
    case 'type': return n.type?.kind === 'Pointer' ? UNARY_PRECEDENCE : HIGHEST;
    // The compiler gives these no precedence at all.
    case 'ptrlit':
    case 'closure':
    case 'addstr':
    case 'inlcall':
    case 'makemap':
    case 'makechan': return 0;
    default: return HIGHEST;
  }
}

/** An expression, in parentheses if its operator binds weaker than `precedence`. */
export function nodeText(n: TreeNode, pkg: Package, precedence = 0): string {
  let shown = n;
  while (shown.isImplicit && !shown.isForeign && shown.x !== null && (shown.op === 'addr' || shown.op === 'deref' || shown.op === 'conv' || shown.op === 'convnop' || shown.op === 'conviface')) shown = shown.x;
  const text = bareText(shown, pkg);
  return precedence > precedenceOf(shown) ? `(${text})` : text;
}

const dots = (n: TreeNode): string => (n.list.length > 0 ? '...' : '');

function bareText(n: TreeNode, pkg: Package): string {
  const own = precedenceOf(n);
  const type = (): string => typeText(n.type!, pkg);
  const x = (at = 0): string => (n.x === null ? '' : nodeText(n.x, pkg, at));
  const y = (at = 0): string => (n.y === null ? '' : nodeText(n.y, pkg, at));
  const list = (): string => n.list.map((each) => nodeText(each, pkg)).join(', ');
  switch (n.op) {
    case 'literal':
      if (n.isForeign && n.value !== null) return `${type()}(${n.value.kind === ConstantKind.String ? quoteBytes(n.value.value) : constantText(n.value)})`;
      return n.source !== null ? nodeString(n.source) : n.value !== null ? constantText(n.value) : n.text;
    case 'nil': return 'nil';
    case 'name': return nameText(n.name!, pkg);
    case 'type': return type();
    case 'methexpr': return `${n.x === null ? '' : nodeText(n.x, pkg, HIGHEST)}.${n.text}`;
    case 'closure': return 'func literal';
    case 'slicelit':
      if (n.isImplicit) return '... argument';
      return `${type()}{${dots(n)}}`;
    case 'structlit':
    case 'arraylit':
    case 'maplit': return `${type()}{${dots(n)}}`;
    case 'ptrlit': return `&${x()}`;
    case 'dot':
    case 'dotptr':
    case 'dotmeth':
    case 'dotinter':
    case 'methvalue': return `${x(own)}.${n.text}`;
    case 'dottype': return `${x(own)}.(${type()})`;
    case 'index':
    case 'indexmap': return `${x(own)}[${y()}]`;
    case 'slice': {
      const high = n.z === null ? '' : nodeText(n.z, pkg);
      return `${x(own)}[${y()}:${high}${n.w === null ? '' : `:${nodeText(n.w, pkg)}`}]`;
    }
    case 'conv':
    case 'convnop':
    case 'conviface':
    case 'convstring':
    case 'slice2arrptr': return `${n.type!.kind === 'Named' || n.type!.kind === 'Basic' ? type() : `(${type()})`}(${x()})`;
    case 'unary':
    case 'addr':
    case 'deref':
    case 'recv': {
      const operator = n.op === 'addr' ? '&' : n.op === 'deref' ? '*' : n.op === 'recv' ? '<-' : n.text;
      const isSame = n.op !== 'deref' && n.x?.op === n.op && n.x.text === n.text;
      return `${operator}${isSame ? ' ' : ''}${x(own + 1)}`;
    }
    case 'binary':
    case 'logical': return `${x(own)} ${n.text} ${y(own + 1)}`;
    case 'addstr': return n.list.map((each) => nodeText(each, pkg, own)).join(' + ');
    case 'callfunc':
    case 'callinter': return `${x(HIGHEST)}(${list()}${n.isDots ? '...' : ''})`;
    case 'inlcall': return n.list.length === 1 ? nodeText(n.list[0]!, pkg) : `(.${list()})`;
    case 'append':
    case 'delete':
    case 'recover':
    case 'print': return `${n.op === 'print' ? n.text : n.op}(${list()}${n.isDots ? '...' : ''})`;
    case 'len':
    case 'cap':
    case 'new':
    case 'panic':
    case 'close':
    case 'realimag': return `${n.op === 'realimag' ? n.text : n.op}(${x()})`;
    case 'copy':
    case 'complex': return `${n.op}(${x()}, ${y()})`;
    case 'unsafeadd': return `unsafe.Add(${x()}, ${y()})`;
    case 'unsafeslice': return `unsafe.Slice(${x()}, ${y()})`;
    case 'makeslice':
    case 'makemap':
    case 'makechan': return `make(${[type(), ...[n.x, n.y].filter((each) => each !== null && !each.isImplicit).map((each) => nodeText(each!, pkg))].join(', ')})`;
    default: return `<node ${n.op.toUpperCase()}>`;
  }
}
