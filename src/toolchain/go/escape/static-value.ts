/** What a variable is known to hold: its only value, if it is never assigned again nor has its address taken. */
import { anyIn, type TreeName, type TreeNode } from './tree.ts';

/** Follows conversions of type, results of inlined calls and variables with one value to where the value comes from. */
export function staticValue(n: TreeNode): TreeNode {
  for (let value = n; ; ) {
    if (value.op === 'convnop') value = value.x!;
    else if (value.op === 'inlcall' && value.list.length === 1) value = value.list[0]!;
    else {
      const definition = definingValue(value);
      if (definition === null) return value;
      value = definition;
    }
  }
}

function definingValue(n: TreeNode): TreeNode | null {
  const { name } = n;
  if (n.op !== 'name' || n.isCaptured || name === null || name.class !== 'auto' || name.defn === null) return null;
  const { defn } = name;
  const value = defn.op === 'as' ? defn.y : defn.op === 'as2' ? (defn.body[defn.list.findIndex((target) => target.name === name)] ?? null) : null;
  return value === null || isReassigned(name) ? null : value;
}

const ASSIGNMENTS: ReadonlySet<string> = new Set(['as2', 'as2func', 'as2mapr', 'as2dottype', 'as2recv', 'selrecv2']);

/** Whether a local variable is assigned apart from its definition, or its address is taken. */
function isReassigned(name: TreeName): boolean {
  if (name.func === null) return true;
  const test = (n: TreeNode): boolean => {
    if (n.op === 'as') return n.x!.name === name && n !== name.defn;
    if (ASSIGNMENTS.has(n.op)) return n !== name.defn && n.list.some((target) => target.name === name);
    if (n.op === 'addr') return outerValue(n.x!).name === name;
    if (n.op === 'closure') return anyIn(n.func!.body, test);
    return false;
  };
  return anyIn(name.func.body, test);
}

/** The variable that a field or array element is part of. */
function outerValue(n: TreeNode): TreeNode {
  let value = n;
  while (value.op === 'dot' || (value.op === 'index' && value.x!.type?.kind === 'Array')) value = value.x!;
  return value;
}

