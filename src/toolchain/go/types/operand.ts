/** The checker's working value: an expression with what is known of it so far. */
import { type Expr } from '../syntax/ast.ts';
import { startPos } from '../syntax/node-positions.ts';
import { NO_POS, type Pos } from '../syntax/position.ts';
import { type Constant, constantText } from './constant.ts';
import { nodeString } from '../syntax/node-string.ts';
import { Mode } from './info.ts';
import type { BuiltinId } from './object.ts';
import { isInvalid, isUntyped } from './predicates.ts';
import { INVALID_TYPE, type Type } from './type.ts';
import { type Qualifier, typeString } from './type-string.ts';

const MODE_TEXT: Readonly<Record<Mode, string>> = {
  [Mode.Invalid]: 'invalid operand',
  [Mode.NoValue]: 'no value',
  [Mode.Builtin]: 'built-in',
  [Mode.Type]: 'type',
  [Mode.Constant]: 'constant',
  [Mode.Variable]: 'variable',
  [Mode.MapIndex]: 'map index expression',
  [Mode.Value]: 'value',
  [Mode.Nil]: 'nil',
  [Mode.CommaOk]: 'comma, ok expression',
};

export class Operand {
  mode: Mode = Mode.Invalid;
  expr: Expr | null = null;
  type: Type = INVALID_TYPE;
  /** In mode Constant. */
  value: Constant | null = null;
  /** In mode Builtin. */
  builtin: BuiltinId | null = null;

  static of(mode: Mode, expr: Expr | null, type: Type, value: Constant | null = null): Operand {
    const x = new Operand();
    x.mode = mode;
    x.expr = expr;
    x.type = type;
    x.value = value;
    return x;
  }

  copy(): Operand {
    return new Operand().assign(this);
  }

  assign(from: Operand): this {
    this.mode = from.mode;
    this.expr = from.expr;
    this.type = from.type;
    this.value = from.value;
    this.builtin = from.builtin;
    return this;
  }

  get isValid(): boolean {
    return this.mode !== Mode.Invalid;
  }
  get isNil(): boolean {
    return this.mode === Mode.Nil;
  }
  get isConstant(): boolean {
    return this.mode === Mode.Constant;
  }
  /** The start of the expression. */
  get pos(): Pos {
    return this.expr === null ? NO_POS : startPos(this.expr);
  }
  invalidate(): void {
    this.mode = Mode.Invalid;
  }

  /** `x (variable of type T)`, `1 (untyped int constant)` and so on. */
  describe(qualifier: Qualifier): string {
    if (this.mode === Mode.Nil) {
      if (isInvalid(this.type)) return 'nil (with invalid type)';
      return isUntyped(this.type) ? 'nil' : `nil (of type ${typeString(this.type, qualifier)})`;
    }
    const source = this.expr !== null ? nodeString(this.expr) : this.mode === Mode.Constant ? constantText(this.value!) : '';
    const about = this.describeMode(source, qualifier);
    return source === '' ? about : `${source} (${about})`;
  }

  private describeMode(source: string, qualifier: Qualifier): string {
    const { mode, type } = this;
    const hasNoType = mode === Mode.Invalid || mode === Mode.NoValue || mode === Mode.Builtin || mode === Mode.Type;
    const untyped = !hasNoType && isUntyped(type) ? `${type.name} ` : '';
    const value = mode === Mode.Constant ? constantText(this.value!) : source;
    const text = `${untyped}${MODE_TEXT[mode]}${value === source ? '' : ` ${value}`}`;
    if (hasNoType || untyped !== '') return text;
    return isInvalid(type) ? `${text} with invalid type` : `${text} of type ${typeString(type, qualifier)}`;
  }
}
