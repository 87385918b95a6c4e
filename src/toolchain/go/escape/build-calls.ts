/** Trees of calls: of functions and methods, conversions, and built-ins. */
import { unreachable } from '../../../base/assert.ts';
import type { CallExpr } from '../syntax/ast.ts';
import { NO_POS } from '../syntax/position.ts';
import { ConstantKind, makeInt } from '../types/constant.ts';
import { decodeRune } from '../types/go-string.ts';
import { Mode } from '../types/info.ts';
import { BuiltinId, Var, VarRole } from '../types/object.ts';
import { isInterface, isUntypedNil } from '../types/predicates.ts';
import { sizeOf } from '../types/sizes.ts';
import { BasicKind, Signature, Slice, Tuple, type Type, under } from '../types/type.ts';
import { BYTE, EMPTY_INTERFACE, RUNE, TYP } from '../types/universe.ts';
import type { TreeBuilder } from './builder.ts';
import { assignOperator, conversionOperator, implicitStar } from './conversion-operators.ts';
import { anyNode, type Op, type TreeNode } from './tree.ts';

export function buildCall(b: TreeBuilder, e: CallExpr, type: Type): TreeNode {
  const mode = b.info.types.get(e.fun)!.mode;
  if (mode === Mode.Type) return conversion(b, e, type);
  const builtin = b.info.builtinOf(e);
  if (builtin !== null && mode === Mode.Builtin) return buildBuiltin(b, e, builtin, type);
  const fun = b.expr(e.fun);
  const args = b.exprs(e.argList);
  return functionCall(b, e, { fun, args, type });
}

function conversion(b: TreeBuilder, e: CallExpr, type: Type): TreeNode {
  const x = b.expr(e.argList[0]!);
  if (isUntypedNil(x.type!) || x.op === 'nil') return b.node('convnop', e.pos, type, x);
  if (isInterface(type)) {
    const n = b.node(assignOperator(x.type!, type), e.pos, type, x);
    return n.op === 'conviface' ? b.at(n, e, 'interface') : n;
  }
  const op = conversionOperator(x.type!, type);
  const runes = op === 'convstring' ? constantRunes(b, e, x, type) : null;
  if (runes !== null) return runes;
  const n = b.node(op, e.pos, type, op === 'convstring' ? withPlainElements(b, x) : x);
  return op === 'convstring' ? b.at(n, e, 'string') : n;
}

/** Slices of a type of one's own of bytes or runes become plain ones before they are converted to strings. */
function withPlainElements(b: TreeBuilder, x: TreeNode): TreeNode {
  const slice = under(x.type!);
  if (slice.kind !== 'Slice' || slice.elem.kind !== 'Named') return x;
  return b.node('convnop', x.pos, new Slice(sizeOf(slice.elem) === 1 ? BYTE : RUNE), x);
}

/** `[]rune("constant")` is a slice literal. */
function constantRunes(b: TreeBuilder, e: CallExpr, x: TreeNode, type: Type): TreeNode | null {
  const slice = under(type);
  if (x.value?.kind !== ConstantKind.String || slice.kind !== 'Slice' || sizeOf(slice.elem) === 1) return null;
  const n = b.node('slicelit', b.basePos, type);
  const bytes = x.value.value;
  const elements: TreeNode[] = [];
  for (let i = 0; i < bytes.length; ) {
    const { rune, width } = decodeRune(bytes, i);
    const element = b.node('literal', b.basePos, slice.elem);
    element.value = makeInt(rune);
    elements.push(element);
    i += width;
  }
  n.list = elements;
  return b.at(n, e, 'string');
}

/** Operations that have effects or take time: a callee containing one is evaluated into a variable first. */
const CALLS_AND_RECEIVES: ReadonlySet<Op> = new Set<Op>([
  'append', 'callfunc', 'callinter', 'cap', 'close', 'complex', 'copy', 'delete', 'len', 'panic', 'print', 'realimag', 'recover', 'recv', 'unsafeadd', 'unsafeslice',
]);

interface CallParts {
  readonly fun: TreeNode;
  readonly args: TreeNode[];
  readonly type: Type;
}

function functionCall(b: TreeBuilder, e: CallExpr, { fun, args, type }: CallParts): TreeNode {
  const isInterfaceCall = fun.op === 'methvalue' && isInterface(fun.x!.type!);
  const isMethodCall = fun.op === 'methvalue' && !isInterfaceCall;
  const n = b.node(isInterfaceCall ? 'callinter' : 'callfunc', e.pos, type, fun);
  n.list = args;
  n.isDots = e.hasDots;
  n.site = { node: e, kind: 'variadic' };
  if (fun.op === 'methvalue') Object.assign(fun, { op: isInterfaceCall ? 'dotinter' : 'dotmeth', site: null });
  b.setPos(n);
  evaluateCallee(b, n);
  spreadArguments(b, n);
  convertArguments(b, n, under(fun.type!) as Signature);
  if (isMethodCall) makeMethodCall(b, n);
  return n;
}

/** `f()()`: the inner call goes into a temporary, so that its effects come first. */
function evaluateCallee(b: TreeBuilder, n: TreeNode): void {
  const holder = n.x!.op === 'dotmeth' || n.x!.op === 'dotinter' ? n.x! : n;
  const callee = holder.x!;
  if (!anyNode(callee, (each) => CALLS_AND_RECEIVES.has(each.op))) return;
  const name = b.temporary(callee.type!);
  name.defn = b.node('as', b.basePos, null, b.nameNode(name, b.basePos), callee);
  n.init = [...n.init, name.defn];
  holder.x = b.nameNode(name, b.basePos);
}

/** `f(g())` with a g of several results. */
function spreadArguments(b: TreeBuilder, n: TreeNode): void {
  const only = n.list[0];
  if (n.isDots || n.list.length !== 1 || only!.type?.kind !== 'Tuple') return;
  n.list = b.spread(n, only!);
}

function convertArguments(b: TreeBuilder, n: TreeNode, { params, variadic }: Signature): void {
  const saved = b.basePos;
  n.list = n.list.map((arg, i) => {
    b.setPos(arg);
    const isExtra = variadic && i >= params.vars.length - 1;
    const last = isExtra ? params.vars.at(-1)!.type! : null;
    const wanted = last === null ? params.vars[i]!.type! : n.isDots || last.kind !== 'Slice' ? last : last.elem;
    return b.assignConv(arg, wanted);
  });
  b.basePos = saved;
}

/** `x.m(a)` is `T.m(x, a)`. */
function makeMethodCall(b: TreeBuilder, n: TreeNode): void {
  const dot = n.x!;
  const receiver = dot.x!;
  const expression = b.node('methexpr', dot.pos, withReceiver(under(dot.type!) as Signature, receiver.type!), b.node('type', dot.pos, receiver.type));
  expression.text = dot.text;
  expression.method = dot.method;
  n.x = expression;
  n.list = [receiver, ...n.list];
}

/** A method's signature as a function: the receiver is the first parameter. */
function withReceiver(signature: Signature, receiver: Type): Signature {
  const type = new Signature();
  type.params = new Tuple([new Var(NO_POS, null, '', receiver, VarRole.Parameter), ...signature.params.vars]);
  type.results = signature.results;
  type.variadic = signature.variadic;
  return type;
}

function buildBuiltin(b: TreeBuilder, e: CallExpr, id: BuiltinId, type: Type): TreeNode {
  if (id === BuiltinId.New) return b.at(b.node('new', e.pos, type, b.expr(e.argList[0]!)), e, 'new');
  if (id === BuiltinId.Make) return buildMake(b, e, type);
  const args = b.exprs(e.argList);
  switch (id) {
    case BuiltinId.Append: return buildAppend(b, e, args, type);
    case BuiltinId.Len:
    case BuiltinId.Cap: {
      const n = unaryCall(b, id === BuiltinId.Len ? 'len' : 'cap', e, args, type);
      n.x = implicitStar(b, n.x!);
      return n;
    }
    case BuiltinId.Close: return unaryCall(b, 'close', e, args, type);
    case BuiltinId.Panic: {
      const n = unaryCall(b, 'panic', e, args, type);
      n.x = b.assignConv(n.x!, EMPTY_INTERFACE);
      return n;
    }
    case BuiltinId.Real:
    case BuiltinId.Imag: {
      const n = unaryCall(b, 'realimag', e, args, type);
      n.text = id === BuiltinId.Real ? 'real' : 'imag';
      return n;
    }
    case BuiltinId.Copy: return binaryCall(b, 'copy', e, args, type);
    case BuiltinId.Complex: return binaryCall(b, 'complex', e, args, type);
    case BuiltinId.Add: return binaryCall(b, 'unsafeadd', e, args, type);
    case BuiltinId.Slice: return binaryCall(b, 'unsafeslice', e, args, type);
    case BuiltinId.Delete: {
      const n = listCall(b, 'delete', e, args, type);
      const map = under(n.list[0]!.type!);
      if (map.kind === 'Map') n.list = [n.list[0]!, b.assignConv(n.list[1]!, map.key)];
      return n;
    }
    case BuiltinId.Print:
    case BuiltinId.Println: {
      const n = listCall(b, 'print', e, args, type);
      n.text = id === BuiltinId.Print ? 'print' : 'println';
      return n;
    }
    case BuiltinId.Recover: return listCall(b, 'recover', e, args, type);
    default: return unreachable('buildBuiltin: the sizes of package unsafe are constants');
  }
}

function unaryCall(b: TreeBuilder, op: Op, e: CallExpr, args: readonly TreeNode[], type: Type): TreeNode {
  return b.node(op, e.pos, type, args[0]!);
}

function binaryCall(b: TreeBuilder, op: Op, e: CallExpr, args: readonly TreeNode[], type: Type): TreeNode {
  const n = b.node(op, e.pos, type, args[0]!, args[1] ?? null);
  if (args.length === 1) [n.x, n.y] = b.spread(n, args[0]!) as [TreeNode, TreeNode];
  return n;
}

function listCall(b: TreeBuilder, op: Op, e: CallExpr, args: readonly TreeNode[], type: Type): TreeNode {
  const n = b.node(op, e.pos, type);
  n.list = [...args];
  spreadArguments(b, n);
  return n;
}

function buildAppend(b: TreeBuilder, e: CallExpr, args: readonly TreeNode[], type: Type): TreeNode {
  const n = b.node('append', e.pos, type);
  n.list = [...args];
  n.isDots = e.hasDots;
  spreadArguments(b, n);
  const slice = under(n.list[0]!.type!);
  if (slice.kind !== 'Slice') return n;
  if (n.isDots) {
    const added = n.list[1]!;
    const isText = under(added.type!).kind === 'Basic';
    if (!isText) n.list = [n.list[0]!, b.assignConv(added, slice)];
    return n;
  }
  n.list = n.list.map((arg, i) => (i === 0 ? arg : b.assignConv(arg, slice.elem)));
  return n;
}

function buildMake(b: TreeBuilder, e: CallExpr, type: Type): TreeNode {
  const [first = null, second = null] = b.exprs(e.argList.slice(1));
  switch (under(type).kind) {
    case 'Slice': return b.at(b.node('makeslice', e.pos, type, first, second), e, 'make');
    case 'Map': return b.at(b.node('makemap', e.pos, type, first ?? zero(b, e)), e, 'make');
    default: return b.node('makechan', e.pos, type, first ?? zero(b, e));
  }
}

/** The size of a map or channel that gives none. */
function zero(b: TreeBuilder, e: CallExpr): TreeNode {
  const n = b.node('literal', e.pos, TYP[BasicKind.Int]);
  n.text = '0';
  n.isImplicit = true;
  return n;
}
