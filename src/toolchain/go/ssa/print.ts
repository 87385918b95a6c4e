/** A function of the intermediate representation as text, for tests and for finding mistakes. */
import { Ty, type Block, type Func, type Value } from './ir.ts';

const TY_NAMES: Readonly<Record<Ty, string>> = { [Ty.I32]: 'i32', [Ty.Ptr]: 'ptr', [Ty.F32]: 'f32', [Ty.F64]: 'f64', [Ty.Void]: '' };

function valueText(value: Value): string {
  const parts: string[] = [value.op];
  if (value.op === 'load' || value.op === 'store' || value.op === 'loadx' || value.op === 'storex') parts[0] += `.${value.mem}`;
  if (value.sym !== null) parts.push(value.sym);
  if (value.slot !== null) parts.push(`${value.slot.name}#${value.slot.id}`);
  if (value.call !== null) parts.push(value.call.target);
  if (value.reg >= 0) parts.push(`r${value.reg}`);
  parts.push(...value.args.map(String));
  if (value.imm !== 0 || value.op === 'const') parts.push(`[${value.imm}]`);
  if (value.barrier !== null) parts.push(`barrier(${value.barrier.join()})`);
  const head = value.ty === Ty.Void ? '' : `${value}:${TY_NAMES[value.ty]} = `;
  return head + parts.join(' ');
}

function endText(block: Block): string {
  const controls = block.controls.map(String).join(', ');
  switch (block.kind) {
    case 'plain': return `goto ${block.succs[0]}`;
    case 'if': return `if ${block.cond} ${controls} ${block.succs[0]} else ${block.succs[1]}`;
    case 'ret': return `ret ${controls}`;
    case 'exit': return 'exit';
  }
}

export function funcText(func: Func): string {
  const lines = [`func ${func.name}`];
  for (const block of func.blocks) {
    lines.push(`${block}: <- ${block.preds.map(String).join(' ')}`);
    for (const value of block.values) lines.push(`  ${valueText(value)}`);
    lines.push(`  ${endText(block)}`);
  }
  return lines.join('\n');
}
