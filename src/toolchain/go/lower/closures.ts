/**
 * Function values: closures of function literals and bound methods. A function value is a pointer to its closure, whose first word is
 * the code's address; captured variables follow, as copies if they never change, else as pointers.
 */
import { assert } from '../../../base/assert.ts';
import { Ty, type Value } from '../ssa/ir.ts';
import type { SiteKind } from '../escape/decisions.ts';
import type { FuncLit, Node } from '../syntax/ast.ts';
import type { Func } from '../types/object.ts';
import { fieldOffsets } from '../types/sizes.ts';
import { Pointer, type Struct, type Type, under } from '../types/type.ts';
import { callValues, methodCallee } from './call-sequence.ts';
import { closureType } from './closure-type.ts';
import { lowerBody } from './function-body.ts';
import type { Lowerer } from './lowerer.ts';
import type { Program } from './program.ts';
import { operandType, operandValue, receiverOf, type Operand } from './selectors.ts';
import { synthesise } from './synthetic.ts';
import { ofWords, type GoValue } from './value.ts';

/** The allocation site of a closure. */
export interface Site {
  readonly node: Node | null;
  readonly kind: SiteKind;
}

/** Allocates a closure and fills it. */
export function makeClosure(f: Lowerer, code: string, captured: readonly GoValue[], type: Type, site: Site): GoValue {
  if (captured.length === 0) return ofWords(type, [f.b.sym(f.program.funcValueSymbol(code))]);
  const struct = closureType(captured.map((value) => value.type));
  const object = f.allocate(struct, site.node, site.kind).address;
  const offsets = fieldOffsets(struct);
  f.b.store('i32', object, f.b.sym(code), 0);
  captured.forEach((value, i) => f.storeTo(object, offsets[i + 1]!, value));
  return ofWords(type, [object]);
}

/** The closure of a function literal. */
export function lowerClosure(f: Lowerer, literal: FuncLit): GoValue {
  const captures = f.facts.captures.get(literal) ?? [];
  const type = f.typeOf(literal);
  const symbol = f.program.uniqueName(literalName(f, literal));
  const areCopies = captures.map((variable) => f.isCapturedByValue(variable));
  const fields = captures.map(({ type: own }, i) => (areCopies[i] === true ? own! : new Pointer(own!)));
  // The body is lowered later, when the function around it may be in the midst of something else.
  const origin = f.saveFrame();
  f.program.requestFunction(symbol, () => lowerBody(f.program, origin, literal, symbol, { variables: captures, fields, areCopies }));
  const values = captures.map((variable, i) => {
    if (areCopies[i] === true) return f.loadPlace(f.homePlace(f.homes.get(variable)!, variable.type!));
    const home = f.homes.get(variable)!;
    assert(home.kind !== 'ssa', `lowerClosure: ${variable.name} has no address`);
    return ofWords(fields[i]!, [home.kind === 'pointer' ? f.b.read(home.pointer) : f.b.slotAddress(home.slot)]);
  });
  return makeClosure(f, symbol, values, type, { node: literal, kind: 'closure' });
}

/** What a function literal is called here: by the number that escape analysis gave it in the function that this code ends up in. */
export function literalName(f: Lowerer, literal: FuncLit): string {
  return f.context.nameOf(literal) ?? `${f.symbol}.func`;
}

/** `x.m` as a value: a closure over the receiver. */
export function methodValue(f: Lowerer, operand: Operand, method: Func, type: Type, node: Node): GoValue {
  const isInterface = under(operandType(operand)).kind === 'Interface';
  const receiver = f.stable(isInterface ? operandValue(f, operand) : receiverOf(f, operand, method));
  if (isInterface) f.b.nilCheck(receiver.words![0]!);
  const symbol = boundMethod(f.program, receiver.type, method);
  return makeClosure(f, symbol, [receiver], type, { node, kind: 'methodValue' });
}

/** The code of bound methods: takes the receiver out of the closure. */
function boundMethod(program: Program, receiver: Type, method: Func): string {
  const symbol = `${program.keys.of(receiver)}.${method.name}-fm`;
  return program.requestFunction(symbol, () => {
    const signature = method.type!;
    const params = signature.params.vars.map((each) => each.type!);
    const results = signature.results.vars.map((each) => each.type!);
    return synthesise(program, symbol, { params, results, isWrapper: true }, (f, args) => {
      const self = readCapture(f, closureType([receiver]), 1);
      const { callee, receiver: bound } = methodCallee(f, { place: null, value: self }, method);
      f.returnValues(callValues(f, callee, [bound, ...args], results));
    });
  });
}

/** Field `index` of the closure that is running. */
export function readCapture(f: Lowerer, struct: Struct, index: number): GoValue {
  f.b.func.usesContext = true;
  const context = contextValue(f);
  return f.loadFrom(context, fieldOffsets(struct)[index]!, struct.fields![index]!.type!);
}

/** The closure context, which is only there at entry. */
function contextValue(f: Lowerer): Value {
  const existing = f.b.func.entry.values.find((value) => value.op === 'context');
  return existing ?? f.b.emit('context', Ty.Ptr, []);
}
