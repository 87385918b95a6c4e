/** Calls: of functions, of types (conversions) and of built-ins. */
import type { CallExpr, Expr } from '../syntax/ast.ts';
import { assignment } from './assignability.ts';
import { checkBuiltin } from './builtins.ts';
import type { Checker } from './checker.ts';
import { conversion } from './conversions.ts';
import { nodeString } from '../syntax/node-string.ts';
import { ExprKind } from './expression-kind.ts';
import { Mode } from './info.ts';
import { Var, VarRole } from './object.ts';
import { Operand } from './operand.ts';
import { isInterface, isInvalid, isNumeric, isUntyped } from './predicates.ts';
import { type Signature, type Type, under } from './type.ts';
import { typeSetOf } from './type-set.ts';
import { BUILTINS } from './universe.ts';

export function checkCall(c: Checker, x: Operand, call: CallExpr): ExprKind {
  c.exprOrType(x, call.fun);
  if (!x.isValid) {
    c.use(...call.argList);
    return ExprKind.Statement;
  }
  if (x.mode === Mode.Type) {
    convert(c, x, call);
    return ExprKind.Conversion;
  }
  if (x.mode === Mode.Builtin) {
    const id = x.builtin!;
    if (!checkBuiltin(c, x, call, id)) x.invalidate();
    if (x.isValid && !x.isConstant) c.environment.hasCallOrReceive = true;
    return BUILTINS[id].isStatement ? ExprKind.Statement : ExprKind.Expression;
  }
  const signature = under(x.type);
  if (signature.kind !== 'Signature') {
    c.error(x, `invalid operation: cannot call non-function ${c.describe(x)}`);
    x.invalidate();
    return ExprKind.Statement;
  }
  const { operands } = c.exprList(call.argList, false);
  checkArguments(c, call, signature, operands);
  const results = signature.results.vars;
  x.value = null;
  if (results.length === 0) {
    x.mode = Mode.NoValue;
  } else {
    x.mode = Mode.Value;
    x.type = results.length === 1 ? results[0]!.type! : signature.results;
  }
  c.environment.hasCallOrReceive = true;
  return ExprKind.Statement;
}

/** `T(x)` */
function convert(c: Checker, x: Operand, call: CallExpr): void {
  const target = x.type;
  const { argList } = call;
  x.invalidate();
  if (argList.length === 0) {
    c.error(call, `missing argument in conversion to ${c.show(target)}`);
  } else if (argList.length > 1) {
    c.use(...argList);
    c.error(argList.at(-1)!, `too many arguments in conversion to ${c.show(target)}`);
  } else {
    convertArgument(c, x, call, target);
  }
}

function convertArgument(c: Checker, x: Operand, call: CallExpr, target: Type): void {
  const argument = call.argList[0]!;
  c.expr(x, argument);
  if (!x.isValid) return;
  const u = under(target);
  if (isInterface(target) && u.kind === 'Interface' && typeSetOf(u).comparable) {
    c.error(call, `cannot use interface ${c.show(target)} in conversion (contains specific type constraints or is comparable)`);
    x.invalidate();
  } else if (call.hasDots) {
    c.error(argument, `invalid use of ... in type conversion to ${c.show(target)}`);
    x.invalidate();
  } else {
    conversion(c, x, target);
  }
}

/** Assigns the arguments to the parameters. */
export function checkArguments(c: Checker, call: CallExpr, signature: Signature, args: readonly Operand[]): void {
  for (const x of args) {
    if (x.mode === Mode.Type) {
      c.error(x, `${c.describe(x)} used as value`);
      return;
    }
    if (!x.isValid) return;
  }
  const parameters = expectedParameters(c, call, signature, args.length);
  if (parameters === null) return;
  if (args.length !== parameters.length) {
    reportCount(c, call, signature, args, parameters.length);
    return;
  }
  const context = args.length > 0 ? `argument to ${nodeString(call.fun)}` : '';
  args.forEach((x, i) => assignment(c, x, parameters[i]!.type!, context));
}

/** The parameters for a call with `count` arguments, the last of a variadic function repeated; null after an error. */
function expectedParameters(c: Checker, call: CallExpr, signature: Signature, count: number): readonly Var[] | null {
  const parameters = signature.params.vars;
  if (!signature.variadic) {
    if (!call.hasDots) return parameters;
    c.error(call, `cannot use ... in call to non-variadic ${nodeString(call.fun)}`);
    return null;
  }
  if (call.hasDots) {
    if (call.argList.length !== 1 || count <= 1) return parameters;
    c.error(call, `cannot use ... with ${count}-valued ${nodeString(call.argList[0]!)}`);
    return null;
  }
  const required = parameters.slice(0, -1);
  if (count < required.length) return required;
  const last = parameters.at(-1)!;
  const elem = last.type!.kind === 'Slice' ? last.type.elem : last.type!;
  return [...required, ...Array.from({ length: count - required.length }, () => new Var(last.pos, last.pkg, last.name, elem, VarRole.Parameter))];
}

function reportCount(c: Checker, call: CallExpr, signature: Signature, args: readonly Operand[], wanted: number): void {
  const tooMany = args.length > wanted;
  const at: Expr = tooMany ? args[wanted]!.expr! : (args.at(-1)?.expr ?? call);
  c.report([
    { at, text: `${tooMany ? 'too many' : 'not enough'} arguments in call to ${nodeString(call.fun)}` },
    { at: null, text: `have ${typesSummary(c, args.map((x) => x.type), false)}` },
    { at: null, text: `want ${typesSummary(c, signature.params.vars.map((v) => v.type!), signature.variadic)}` },
  ]);
}

/** `(int, number, ...string)`: types of values or variables as the have and want lines show them. */
export function typesSummary(c: Checker, types: readonly Type[], variadic: boolean): string {
  const parts = types.map((type, i) => {
    if (isInvalid(type)) return '<T>';
    if (isUntyped(type)) return isNumeric(type) ? 'number' : type.name.replace('untyped ', '');
    if (variadic && i === types.length - 1 && type.kind === 'Slice') return `...${c.show(type.elem)}`;
    return c.show(type);
  });
  return `(${parts.join(', ')})`;
}
