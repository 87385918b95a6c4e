/** Initial values that are data in the executable: they need no code, so they are not part of `init`. */
import type { TreeNode } from './tree.ts';
import { isDirectInterface } from './pointers.ts';
import { under } from '../types/type.ts';

/** Whether the value of a package variable is laid out when compiling. */
export function isStaticValue(n: TreeNode): boolean {
  if (n.init.length > 0) return false;
  switch (n.op) {
    case 'literal':
    case 'nil':
    case 'methexpr':
      return true;
    case 'name':
      return n.name!.class === 'func';
    case 'closure':
      return n.func!.captured.length === 0;
    case 'addr':
      return isGlobalPlace(n.x!);
    case 'convnop':
      return isStaticValue(n.x!);
    case 'conviface': {
      const { type } = n.x!;
      if (under(type!).kind === 'Interface') return false;
      return n.x!.op === 'literal' || n.x!.op === 'nil' || (isStaticValue(n.x!) && (isDirectInterface(type!) || n.x!.op !== 'closure'));
    }
    case 'ptrlit':
      return isStaticValue(n.x!);
    case 'structlit':
    case 'arraylit':
    case 'slicelit':
      return n.list.every((element) => isStaticValue(element.op === 'key' ? element.y! : element.op === 'structkey' ? element.x! : element));
    case 'convstring':
      return n.x!.op === 'literal' && under(n.type!).kind === 'Slice';
    default:
      return false;
  }
}

/** A global variable, or a fixed part of one. */
function isGlobalPlace(n: TreeNode): boolean {
  if (n.op === 'name') return n.name!.class === 'global';
  if (n.op === 'dot') return isGlobalPlace(n.x!);
  return n.op === 'index' && under(n.x!.type!).kind === 'Array' && n.y!.op === 'literal' && isGlobalPlace(n.x!);
}
