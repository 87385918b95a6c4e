/** Interface calls whose receiver is known to be a conversion of a concrete value: they call that value's method. */
import type { Func, Package } from '../types/object.ts';
import { lookupFieldOrMethod } from '../types/lookup.ts';
import { under } from '../types/type.ts';
import { typeText } from '../types/type-text.ts';
import type { SayRemark } from './inline.ts';
import { staticValue } from './static-value.ts';
import { type TreeFunc, TreeNode, visitAll } from './tree.ts';
import { nodeText } from './tree-text.ts';

export function devirtualize(func: TreeFunc, pkg: Package, say: SayRemark): void {
  visitAll(func.body, (call) => {
    if (call.op !== 'callinter') return;
    const selector = call.x!;
    const value = staticValue(selector.x!);
    if (value.op !== 'conviface') return;
    const type = value.x!.type!;
    if (under(type).kind === 'Interface') return;
    const { obj, path } = lookupFieldOrMethod(type, true, selector.method!.pkg, selector.text);
    if (obj?.kind !== 'Func') return;
    // The method may itself belong to an interface that the type embeds.
    const isPartial = under(obj.type!.recv!.type!).kind === 'Interface';
    const how = isPartial ? 'partially devirtualizing' : 'devirtualizing';
    const shown = selector.x!;
    say(call.pos, call.context, () => `${how} ${nodeText(shown, pkg)}.${selector.text} to ${typeText(type, pkg)}`);
    if (!isPartial && call.site?.node.kind === 'CallExpr') call.context.devirtualized.set(call.site.node, type);
    const receiver = new TreeNode('dottype', selector.pos, selector.context);
    receiver.type = type;
    receiver.x = selector.x;
    const holder = embeddedField(receiver, path!.slice(0, -1));
    if (isPartial) {
      selector.x = holder;
      return;
    }
    const argument = asReceiver(holder, obj);
    const method = new TreeNode('methexpr', selector.pos, selector.context);
    Object.assign(method, { type: selector.type, x: argument, text: selector.text, method: obj });
    Object.assign(call, { op: 'callfunc', x: method, list: [argument, ...call.list] });
  });
}

/** The field of `x` at the end of a path through embedded structs. */
function embeddedField(x: TreeNode, path: readonly number[]): TreeNode {
  return path.reduce((value, index) => {
    const pointer = under(value.type!);
    const struct = pointer.kind === 'Pointer' ? under(pointer.base) : pointer;
    const field = struct.kind === 'Struct' ? struct.fields![index]! : null;
    const n = new TreeNode(pointer.kind === 'Pointer' ? 'dotptr' : 'dot', x.pos, x.context);
    return Object.assign(n, { type: field?.type ?? null, x: value, text: field?.name ?? '' });
  }, x);
}

/** The value that a method takes as its receiver: a pointer dereferenced, or an address taken. */
function asReceiver(x: TreeNode, method: Func): TreeNode {
  const wanted = method.type!.recv!.type!;
  const isPointer = x.type!.kind === 'Pointer';
  if (isPointer === (wanted.kind === 'Pointer')) return x;
  const n = new TreeNode(isPointer ? 'deref' : 'addr', x.pos, x.context);
  return Object.assign(n, { type: wanted, x, isImplicit: true });
}
