/** Common subexpressions: a pure value that was computed already on every way here is not computed again. */
import { dominatorsOf } from './dominators.ts';
import { applyReplacements, isPure, replaceWith, resolve, type Block, type Func, type Value } from './ir.ts';

export function shareCommonValues(func: Func): void {
  const dominators = dominatorsOf(func);
  const known = new Map<string, Value>();
  // A walk of the dominator tree with a table that is undone on the way back.
  const stack: { block: Block; next: number; added: string[] }[] = [];
  const enter = (block: Block): void => {
    const added: string[] = [];
    for (const value of block.values) share(value, known, added);
    stack.push({ block, next: 0, added });
  };
  enter(func.entry);
  while (stack.length > 0) {
    const top = stack.at(-1)!;
    const child = dominators.children(top.block)[top.next++];
    if (child !== undefined) enter(child);
    else {
      for (const key of top.added) known.delete(key);
      stack.pop();
    }
  }
  applyReplacements(func);
}

function share(value: Value, known: Map<string, Value>, added: string[]): void {
  for (let i = 0; i < value.args.length; i++) value.args[i] = resolve(value.args[i]!);
  if (!isPure(value) || value.op === 'const' || value.op === 'fconst' || value.op === 'sym') return;
  const key = `${value.op}:${value.ty}:${value.imm}:${value.slot?.id ?? ''}:${value.args.map((arg) => arg.id).join(',')}`;
  const other = known.get(key);
  if (other !== undefined) replaceWith(value, other);
  else {
    known.set(key, value);
    added.push(key);
  }
}
