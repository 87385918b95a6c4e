/** Interface calls whose receiver is known to be a conversion of a concrete value: they call that value's method. */
import type { Package } from '../types/object.ts';
import { lookupFieldOrMethod } from '../types/lookup.ts';
import { under } from '../types/type.ts';
import type { Remark } from './inline.ts';
import { staticValue } from './static-value.ts';
import { type TreeFunc, TreeNode, visitAll } from './tree.ts';
import { nodeText, typeText } from './tree-text.ts';

export function devirtualize(func: TreeFunc, pkg: Package, remarks: Remark[]): void {
  visitAll(func.body, (call) => {
    if (call.op !== 'callinter') return;
    const selector = call.x!;
    const value = staticValue(selector.x!);
    if (value.op !== 'conviface') return;
    const type = value.x!.type!;
    if (under(type).kind === 'Interface') return;
    const { obj } = lookupFieldOrMethod(type, true, selector.method!.pkg, selector.text);
    if (obj?.kind !== 'Func') return;
    remarks.push({ pos: call.context.shownPos(call.pos), text: `devirtualizing ${nodeText(selector, pkg)} to ${typeText(type, pkg)}` });
    if (call.site?.node.kind === 'CallExpr') call.context.devirtualized.set(call.site.node, type);
    const receiver = new TreeNode('dottype', selector.pos, selector.context);
    receiver.type = type;
    receiver.x = selector.x;
    const method = new TreeNode('methexpr', selector.pos, selector.context);
    Object.assign(method, { type: selector.type, x: receiver, text: selector.text, method: obj });
    Object.assign(call, { op: 'callfunc', x: method, list: [receiver, ...call.list] });
  });
}
