/** The machinery of calls: arguments into registers and the stack area, results out of them. */
import { callLayout, CONTEXT_REG, type Assignment, type CallLayout } from '../layout/abi.ts';
import { ssaLeaves } from '../layout/leaves.ts';
import { Ty, type CallInfo, type Value } from '../ssa/ir.ts';
import type { Func } from '../types/object.ts';
import type { Type } from '../types/type.ts';
import { under } from '../types/type.ts';
import { NO_RETURN, noteLengths, type Lowerer } from './lowerer.ts';
import { interfaceMethodWord, operandType, operandValue, receiverOf, type Operand } from './selectors.ts';
import { methodIndex } from './method-index.ts';
import { inMemory, ofWords, type GoValue } from './value.ts';

/** Whom to call. */
export type Callee =
  /** A declared function; its symbol is asked for when it is really called. */
  | { readonly kind: 'func'; readonly func: Func }
  | { readonly kind: 'code'; readonly word: Value }
  | { readonly kind: 'closure'; readonly word: Value };

/** Calls with evaluated arguments, whose types are those of the parameters. */
export function callValues(f: Lowerer, callee: Callee, args: readonly GoValue[], results: readonly Type[]): GoValue[] {
  const layout = callLayout(args.map((arg) => arg.type), results);
  const words: Value[] = [];
  const argRegs: number[] = [];
  if (callee.kind !== 'func') words.push(callee.word);
  // Memory arguments first: copying them may itself call.
  layout.params.forEach((assignment, i) => {
    if (assignment.regs === null) storeStackArgument(f, assignment, args[i]!);
  });
  layout.params.forEach((assignment, i) => {
    if (assignment.regs === null) return;
    words.push(...f.toLeaves(args[i]!));
    argRegs.push(...assignment.regs);
  });
  return receiveResults(f, layout, callInfo(f, callee, argRegs, layout), words);
}

function callInfo(f: Lowerer, callee: Callee, argRegs: readonly number[], layout: CallLayout): CallInfo {
  const resultRegs = layout.results.flatMap((assignment) => assignment.regs ?? []);
  const common = { argRegs, resultRegs, stackBytes: layout.stackBytes, noReturn: false };
  switch (callee.kind) {
    case 'func': {
      const target = f.program.functionOf(callee.func);
      return { target, kind: 'direct', ...common, noReturn: NO_RETURN.has(target) };
    }
    case 'code': return { target: 'code', kind: 'code', ...common };
    case 'closure': return { target: 'closure', kind: 'closure', ...common, argRegs: [CONTEXT_REG, ...argRegs] };
  }
}

function storeStackArgument(f: Lowerer, { offset }: Assignment, arg: GoValue): void {
  if (arg.words === null) {
    const to = f.b.emit('outaddr', Ty.Ptr, [], offset);
    f.copyMemory(to, arg.address!, arg.type);
    return;
  }
  ssaLeaves(arg.type)!.forEach((leaf, i) => {
    const store = f.b.emit('storearg', Ty.Void, [arg.words![i]!], offset + leaf.offset);
    store.mem = leaf.mem;
  });
}

function receiveResults(f: Lowerer, layout: CallLayout, info: CallInfo, args: Value[]): GoValue[] {
  const tys = layout.results.flatMap((assignment) => (assignment.regs === null ? [] : assignment.leaves.map((leaf) => leaf.ty)));
  const words = f.b.call(info, args, tys);
  let next = 0;
  // Results on the stack are copied before another call reuses the area.
  const fromStack = layout.results.map((assignment) => (assignment.regs === null ? loadStackResult(f, assignment) : null));
  return layout.results.map((assignment, i) => {
    if (assignment.regs === null) return fromStack[i]!;
    const own = words.slice(next, next + assignment.leaves.length);
    next += assignment.leaves.length;
    return f.fromLeaves(assignment.type, own);
  });
}

function loadStackResult(f: Lowerer, { type, offset }: Assignment): GoValue {
  const leaves = ssaLeaves(type);
  if (leaves !== null) {
    const words = leaves.map((leaf) => {
      const word = f.b.emit('loadres', leaf.ty, [], offset + leaf.offset);
      word.mem = leaf.mem;
      return word;
    });
    return ofWords(type, noteLengths(leaves, words));
  }
  const address = f.temporary(type, 'result');
  f.copyMemory(address, f.b.emit('outaddr', Ty.Ptr, [], offset), type);
  return inMemory(type, address);
}

/** Calls a method on an operand that has it directly. */
export function callMethod(f: Lowerer, operand: Operand, method: Func, args: readonly GoValue[]): GoValue[] {
  const { callee, receiver } = methodCallee(f, operand, method);
  return callValues(f, callee, [receiver, ...args], method.type!.results.vars.map((each) => each.type!));
}

/** Whom a method call calls, and with which receiver. */
export function methodCallee(f: Lowerer, operand: Operand, method: Func): { readonly callee: Callee; readonly receiver: GoValue } {
  const type = operandType(operand);
  const u = under(type);
  if (u.kind !== 'Interface') return { callee: { kind: 'func', func: method }, receiver: receiverOf(f, operand, method) };
  const [tab, data] = operandValue(f, operand).words! as [Value, Value];
  f.b.nilCheck(tab);
  f.program.noteInterfaceCall(method);
  const word = interfaceMethodWord(f, tab, methodIndex(u, method));
  return { callee: { kind: 'code', word }, receiver: ofWords(f.pointerType, [data]) };
}
