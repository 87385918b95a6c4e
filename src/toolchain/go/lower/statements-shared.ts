/** What loops and assignments share. */
import type { BlockStmt, Expr } from '../syntax/ast.ts';
import type { Lowerer } from './lowerer.ts';
import type { GoValue, Place } from './value.ts';

export function lowerBlock(f: Lowerer, block: BlockStmt): void {
  for (const stmt of block.list) f.stmt(stmt);
}

/** Assigns to a left side; its type may be an interface that the value must become. */
export function assignTo(f: Lowerer, lhs: Expr, value: GoValue): void {
  const place: Place = f.place(lhs);
  if (place.kind === 'blank') return;
  f.storePlace(place, f.convert(value, place.type, lhs.pos));
}
