/** Which parts of the initial values of package variables need code: the rest is data in the executable. */
import { under } from '../types/type.ts';
import { anyNode, type Op, type TreeNode } from './tree.ts';

/**
 * The expressions within an initial value that are computed at start-up. What surrounds them (literals, pointers to them, conversions to
 * interfaces) is laid out when compiling.
 */
export function dynamicParts(n: TreeNode): TreeNode[] {
  if (n.init.length > 0) return [n];
  switch (n.op) {
    case 'literal':
    case 'nil':
    case 'methexpr':
      return [];
    case 'name':
      return n.name!.class === 'func' || n.name!.class === 'global' ? [] : [n];
    case 'closure':
      return n.func!.captured.length === 0 ? [] : [n];
    case 'addr':
      return isGlobalPlace(n.x!) ? [] : [n];
    case 'convnop':
    case 'ptrlit':
      return dynamicParts(n.x!);
    case 'conviface': {
      let value = n.x!;
      while (value.op === 'conviface') value = value.x!;
      return under(value.type!).kind === 'Interface' && value.op !== 'nil' ? [n] : dynamicParts(value);
    }
    case 'structlit':
    case 'arraylit':
    case 'slicelit':
      return n.list.flatMap((element) => dynamicParts(element.op === 'key' ? element.y! : element.op === 'structkey' ? element.x! : element));
    case 'convstring':
      return n.x!.op === 'literal' && under(n.type!).kind === 'Slice' ? [] : [n];
    default:
      return [n];
  }
}

const SIMPLE: ReadonlySet<Op> = new Set<Op>([
  'name', 'literal', 'nil', 'type', 'ident', 'methexpr', 'unary', 'logical', 'addr', 'addstr', 'dot', 'conv', 'convnop', 'conviface', 'convstring', 'len', 'cap', 'new',
  'ptrlit', 'arraylit', 'slicelit', 'structlit', 'maplit', 'key', 'structkey', 'closure', 'makemap', 'makechan', 'makeslice',
]);

/** Whether computing a value does something besides, or may fail. */
export function hasEffects(n: TreeNode): boolean {
  return anyNode(n, (each) => !SIMPLE.has(each.op) && !(each.op === 'binary' && each.text !== '/' && each.text !== '%'));
}

/** A global variable, or a fixed part of one. */
function isGlobalPlace(n: TreeNode): boolean {
  if (n.op === 'name') return n.name!.class === 'global';
  if (n.op === 'dot') return isGlobalPlace(n.x!);
  return n.op === 'index' && under(n.x!.type!).kind === 'Array' && n.y!.op === 'literal' && isGlobalPlace(n.x!);
}
