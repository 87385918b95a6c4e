/** Calls of variadic functions with their extra arguments made into a slice. */
import { Slice, under } from '../types/type.ts';
import { TreeNode } from './tree.ts';

/** Puts the extra arguments of a variadic call into a slice. */
export function makeVariadicSlice(call: TreeNode): void {
  const signature = call.x!.type === null ? null : under(call.x!.type);
  if (signature?.kind !== 'Signature' || !signature.variadic || call.isDots) return;
  const last = signature.params.vars.at(-1)!.type!;
  const first = signature.params.vars.length - 1;
  const extra = call.list.slice(first);
  const slice = new TreeNode(extra.length === 0 ? 'nil' : 'slicelit', call.pos, call.context);
  slice.type = last.kind === 'Slice' ? last : new Slice(last);
  slice.list = extra;
  slice.isImplicit = true;
  slice.site = call.site;
  call.list = [...call.list.slice(0, first), slice];
  call.isDots = true;
}
