/** Lists of names and values: which values a constant repeats, and whether there are as many values as names. */
import type { ConstDecl, Decl, Expr, VarDecl } from '../syntax/ast.ts';
import { unpackList } from '../syntax/ast.ts';
import type { Checker } from './checker.ts';
import { nodeString } from '../syntax/node-string.ts';

/** Which type and values a constant declaration has: its own, or those it repeats from above in its group; and its iota. */
export interface RepeatedConstants {
  readonly iota: number;
  readonly type: Expr | null;
  readonly values: readonly Expr[];
  readonly inherited: boolean;
}

/** Follows a list of declarations and tells for each constant declaration what it repeats. */
export class ConstantGroups {
  private group: ConstDecl['group'] = null;
  private iota = 0;
  private last: ConstDecl | null = null;

  /** Null for other declarations. */
  next(decl: Decl): RepeatedConstants | null {
    if (decl.kind !== 'ConstDecl') {
      this.group = null;
      this.last = null;
      return null;
    }
    if (this.last === null || decl.group === null || decl.group !== this.group) {
      this.iota = 0;
      this.last = null;
    } else {
      this.iota++;
    }
    this.group = decl.group;
    let inherited = true;
    if (decl.type !== null || decl.values !== null || this.last === null) {
      this.last = decl;
      inherited = false;
    }
    return { iota: this.iota, type: this.last.type, values: unpackList(this.last.values), inherited };
  }
}

/** As many values as names; a single value for several variables may be a call with as many results. */
export function checkArity(c: Checker, decl: ConstDecl | VarDecl, values: readonly Expr[], inherited: boolean): void {
  const names = decl.nameList;
  const extra = values[names.length];
  if (extra !== undefined) {
    if (inherited) c.error(decl.pos, `extra init expr at ${c.describePosition(extra.pos)}`);
    else c.error(extra, `extra init expr ${nodeString(extra)}`);
  } else if (names.length > values.length && (decl.kind === 'ConstDecl' || values.length !== 1)) {
    const name = names[values.length]!;
    c.error(name, `missing init expr for ${name.value}`);
  }
}
