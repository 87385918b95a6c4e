/** Calls as the source writes them: conversions, built-ins, functions, closures, methods. */
import { assert } from '../../../base/assert.ts';
import { unparen, type CallExpr, type Expr } from '../syntax/ast.ts';
import { Mode } from '../types/info.ts';
import type { Func } from '../types/object.ts';
import { sizeOf } from '../types/sizes.ts';
import { ArrayType, type Signature, type Slice, type Type, under } from '../types/type.ts';
import { lowerBuiltin } from './builtins.ts';
import { callValues, methodCallee, type Callee } from './call-sequence.ts';
import { hasCall, sequence } from './evaluation-order.ts';
import { followFields } from './expressions.ts';
import { lowerIntrinsic } from './intrinsics.ts';
import { inlineBody } from './inline-body.ts';
import type { Lowerer } from './lowerer.ts';
import { findMethod } from './methods.ts';
import { fromDataWord, operandValue, stepToField, type Operand } from './selectors.ts';
import type { InlinedCall } from '../escape/decisions.ts';
import { ofWords, type GoValue } from './value.ts';

/** The results of a call, one value each. */
export function lowerCall(f: Lowerer, call: CallExpr): GoValue[] {
  const { pos } = f.b;
  f.b.pos = call.pos;
  const results = lowerCallAt(f, call);
  f.b.pos = pos;
  return results;
}

function lowerCallAt(f: Lowerer, call: CallExpr): GoValue[] {
  const tv = f.info.types.get(call.fun);
  if (tv?.mode === Mode.Type) return [f.exprAs(call.argList[0]!, tv.type, call)];
  const builtin = f.info.builtinOf(call);
  if (builtin !== null) return lowerBuiltin(f, call, builtin);
  const intrinsic = lowerIntrinsic(f, call);
  if (intrinsic !== null) return intrinsic;
  const inlined = f.context.inlined.get(call);
  if (inlined !== undefined) {
    const results = inlineCall(f, call, inlined);
    if (results !== null) return results;
  }
  const prepared = prepareCall(f, call);
  return callValues(f, prepared.callee, prepared.args, prepared.results);
}

/** Generates the callee's body in place of the call; null if that cannot be done here. */
function inlineCall(f: Lowerer, call: CallExpr, { context, func, literal }: InlinedCall): GoValue[] | null {
  if (literal !== null) {
    const captures = f.facts.captures.get(literal);
    if (captures === undefined || !captures.every((variable) => f.homes.has(variable))) return null;
    const signature = signatureOf(f, call);
    // The literal may be named by a variable, which need not be read.
    sequence(f, call.argList, parameterTypes(call, signature));
    const args = lowerArguments(f, call, signature);
    return inlineBody(f, { literal, signature: f.info.literals.get(literal) ?? signature, context, call }, args);
  }
  if (func === null || f.program.declarationOf(func)?.body == null) return null;
  const { callee, args } = prepareCall(f, call);
  if (callee.kind !== 'func') return null;
  return inlineBody(f, { func, signature: func.type!, context, call }, args);
}

/** A call whose operands are evaluated. */
export interface PreparedCall {
  readonly callee: Callee;
  readonly args: readonly GoValue[];
  readonly results: readonly Type[];
  /** How many of `args` are a receiver. */
  readonly receivers: 0 | 1;
}

/**
 * Whether variadic arguments come in their slice, or one by one for {@link packArguments}: a call that is made later makes the slice then. Such a call's
 * operands are evaluated one after the other, each into a variable of its own.
 */
export type VariadicForm = 'packed' | 'apart';

export function signatureOf(f: Lowerer, call: CallExpr): Signature {
  const u = under(f.typeOf(call.fun));
  assert(u.kind === 'Signature', 'signatureOf: no function');
  return u;
}

/** Evaluates callee and arguments. */
export function prepareCall(f: Lowerer, call: CallExpr, form: VariadicForm = 'packed'): PreparedCall {
  const signature = signatureOf(f, call);
  const results = signature.results.vars.map((each) => each.type!);
  const fun = unparen(call.fun);
  if (form === 'packed') sequence(f, [operandOfCallee(f, fun), ...call.argList], [null, ...parameterTypes(call, signature)]);
  const selection = fun.kind === 'SelectorExpr' ? f.info.selections.get(fun) : undefined;
  if (fun.kind === 'SelectorExpr' && selection !== undefined && selection.kind === 'methodValue') {
    const operand = followFields(f, fun.x, selection.path.slice(0, -1));
    const known = f.context.devirtualized.get(call);
    const { callee, receiver } = known === undefined ? methodCallee(f, operand, selection.obj as Func) : knownCallee(f, operand, selection.obj as Func, known);
    const kept = form === 'apart' ? f.stable(receiver) : null;
    const args = lowerArguments(f, call, signature, form);
    return { callee, args: [kept ?? f.stable(receiver), ...args], results, receivers: 1 };
  }
  const direct = directCallee(f, fun);
  if (direct !== null) return { callee: { kind: 'func', func: direct }, args: lowerArguments(f, call, signature, form), results, receivers: 0 };
  const closure = f.word(fun);
  return { callee: { kind: 'closure', word: closure }, args: lowerArguments(f, call, signature, form), results, receivers: 0 };
}

/** The callee of a method of an interface that is known to hold a value of `type`. */
function knownCallee(f: Lowerer, holder: Operand, wanted: Func, type: Type): ReturnType<typeof methodCallee> {
  const { method, path } = findMethod(type, wanted);
  let operand: Operand = { place: null, value: fromDataWord(f, operandValue(f, holder).words![1]!, type) };
  for (const index of path) operand = stepToField(f, operand, index);
  return methodCallee(f, operand, method);
}

/** What must be evaluated to find out whom to call; null for functions known by name. */
function operandOfCallee(f: Lowerer, fun: Expr): Expr | null {
  if (fun.kind === 'SelectorExpr') return f.info.selections.has(fun) ? fun.x : null;
  if (fun.kind === 'Name') return f.info.objectOf(fun)?.kind === 'Func' ? null : fun;
  return fun;
}

/** A function called by name. */
function directCallee(f: Lowerer, fun: Expr): Func | null {
  const name = fun.kind === 'SelectorExpr' && !f.info.selections.has(fun) ? fun.sel : fun;
  const obj = name.kind === 'Name' ? f.info.objectOf(name) : null;
  return obj?.kind === 'Func' ? obj : null;
}

/** The types that the arguments of a call are converted to. */
function parameterTypes(call: CallExpr, { params: { vars }, variadic }: Signature): (Type | null)[] {
  const isSpread = variadic && !call.hasDots;
  return call.argList.map((_, i) => {
    const type = vars[Math.min(i, vars.length - 1)]?.type ?? null;
    return isSpread && i >= vars.length - 1 && type !== null ? (under(type) as Slice).elem : type;
  });
}

/** The type of a call's variadic parameter and how many come before it; null if the call has none, or gives the slice itself. */
function variadicOf({ params: { vars }, variadic }: Signature, call: CallExpr): { readonly fixed: number; readonly type: Type; readonly elem: Type } | null {
  if (!variadic || call.hasDots) return null;
  const type = vars.at(-1)!.type!;
  return { fixed: vars.length - 1, type, elem: (under(type) as Slice).elem };
}

/** Arguments as the parameters want them; the variadic ones in a slice, or as its elements. */
function lowerArguments(f: Lowerer, call: CallExpr, signature: Signature, form: VariadicForm = 'packed'): GoValue[] {
  const params = signature.params.vars.map((each) => each.type!);
  const variadic = variadicOf(signature, call);
  const fixed = variadic?.fixed ?? params.length;
  const values = spreadArguments(f, call.argList, (i) => (i < fixed ? params[i]! : variadic!.elem));
  // A single call may stand for all arguments; then its values have no expressions of their own.
  const site = (i: number): Expr | null => (values.length === call.argList.length ? unparen(call.argList[i]!) : null);
  const argument = (value: GoValue, i: number): GoValue => stableArgument(f, f.convert(value, params[i]!, call.pos, site(i)));
  if (variadic === null) return values.map(argument);
  const head = values.slice(0, fixed).map(argument);
  const rest = values.slice(fixed).map((value, i) => f.convert(value, variadic.elem, call.pos, site(fixed + i)));
  return form === 'packed' ? [...head, sliceOf(f, variadic.type, variadic.elem, rest, call)] : [...head, ...rest];
}

/** The arguments of a prepared call with the variadic ones in a slice, which the function that makes the call has in its frame. */
export function packArguments(f: Lowerer, call: CallExpr, signature: Signature, { receivers, args }: Pick<PreparedCall, 'receivers' | 'args'>): readonly GoValue[] {
  const variadic = variadicOf(signature, call);
  if (variadic === null) return args;
  const first = receivers + variadic.fixed;
  return [...args.slice(0, first), sliceOf(f, variadic.type, variadic.elem, args.slice(first), call)];
}

/** Memory values that are variables could change before the call. */
function stableArgument(f: Lowerer, value: GoValue): GoValue {
  return value.words === null && value.address!.op !== 'slot' ? f.stable(value) : value;
}

/** The values of an argument list; a single call with several results stands for all of them. */
function spreadArguments(f: Lowerer, list: readonly Expr[], parameter: (i: number) => Type): GoValue[] {
  if (list.length === 1) {
    const only = unparen(list[0]!);
    if (only.kind === 'CallExpr' && f.typeOf(only).kind === 'Tuple') return f.call(only);
  }
  // What becomes an interface is copied by that, from where it lies, unless a later argument's calls could change it before.
  const isCopiedLater = (i: number): boolean => under(parameter(i)).kind === 'Interface' && !list.slice(i + 1).some((later) => hasCall(f, later));
  return list.map((arg, i) => {
    const value = f.expr(arg);
    return isCopiedLater(i) ? value : f.stable(value);
  });
}

/** A slice of these values. */
function sliceOf(f: Lowerer, type: Type, elem: Type, values: readonly GoValue[], site: CallExpr): GoValue {
  if (values.length === 0) return f.zero(type);
  const count = f.b.const(values.length);
  const array = f.allocate(new ArrayType(elem, values.length), site, 'variadic').address;
  values.forEach((value, i) => f.storeTo(array, i * sizeOf(elem), value));
  return ofWords(type, [array, count, count]);
}

