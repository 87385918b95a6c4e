/**
 * The functions behind method tables, method values and method expressions. A method table's entries take the interface's data word as
 * receiver; where no declared method does, a wrapper is made: it follows embedded fields and pointers and calls the method.
 */
import { assert } from '../../../base/assert.ts';
import { isPointerShaped } from '../layout/leaves.ts';
import type { Value } from '../ssa/ir.ts';
import { lookupFieldOrMethod } from '../types/lookup.ts';
import type { Func } from '../types/object.ts';
import { Pointer, type Type, under } from '../types/type.ts';
import { callMethod } from './call-sequence.ts';
import type { Lowerer } from './lowerer.ts';
import type { Program } from './program.ts';
import { dereferenced, fromDataWord, stepToField, type Operand } from './selectors.ts';
import { synthesise } from './synthetic.ts';
import type { GoValue } from './value.ts';

/** The method `name` of `type` (which has it) and the path of fields to it. */
export function findMethod(type: Type, method: Func): { readonly method: Func; readonly path: readonly number[] } {
  const found = lookupFieldOrMethod(type, true, method.pkg, method.name);
  assert(found.obj?.kind === 'Func', `findMethod: no ${method.name}`);
  return { method: found.obj, path: found.path!.slice(0, -1) };
}

/** The code that a method table of `type` has for an interface's method. */
export function tableEntry(program: Program, type: Type, wanted: Func): string {
  const { method, path } = findMethod(type, wanted);
  const u = under(type);
  const holdsPointer = u.kind === 'Pointer' && type.kind !== 'Named';
  if (path.length === 0 && under(method.type!.recv!.type!).kind !== 'Interface') {
    if (holdsPointer && method.hasPointerReceiver) return program.functionOf(method);
    if (!holdsPointer && isPointerShaped(type)) return program.functionOf(method);
  }
  // With a pointer to it, a type has the same wrapper whether the interface holds the pointer or the value.
  const base = holdsPointer ? (u as Pointer).base : type;
  const direct = !holdsPointer && isPointerShaped(type);
  return wrapper(program, base, direct, wanted);
}

/** A function whose receiver is a data word: `direct` says that the word is the value, not its address. */
function wrapper(program: Program, type: Type, direct: boolean, wanted: Func): string {
  const name = wrapperName(program, type, direct, wanted);
  const pointer = new Pointer(type);
  const { method, path } = findMethod(pointer, wanted);
  const isDeclared = path.length === 0 && !direct && method.hasPointerReceiver && program.isDeclared(method);
  if (isDeclared) return program.functionOf(method);
  return program.requestOfType(type, name, () => {
    const signature = method.type!;
    const params = signature.params.vars.map((each) => each.type!);
    const results = signature.results.vars.map((each) => each.type!);
    return synthesise(program, name, { params: [pointer, ...params], results, isWrapper: true }, (f, values) => {
      const data = values[0]!.words![0]!;
      if (!direct && path.length === 0) panicIfNil(f, data);
      const operand: Operand = direct ? { place: null, value: fromDataWord(f, data, type) } : { place: dereferenced(data, type), value: null };
      f.returnValues(callFound(f, operand, method, path, values.slice(1)));
    });
  });
}

/** Go's name for a method that has no declaration of its own. */
function wrapperName(program: Program, type: Type, direct: boolean, { name }: Func): string {
  if (type.kind === 'Named') return program.methodSymbol(type, name, !direct);
  return `go.${direct ? program.keys.of(type) : `(*${program.keys.of(type)})`}.${name}`;
}

/** A method of values that is called with a nil pointer: says which one. */
function panicIfNil(f: Lowerer, pointer: Value): void {
  const { b } = f;
  const [isNil, good] = [b.newBlock(), b.newBlock()];
  b.branch('eq', pointer, b.const(0), isNil, good, 1);
  b.seal(isNil);
  b.seal(good);
  if (b.block === null) b.start(isNil);
  f.runtime('panicwrap', [], []);
  b.start(good);
}

/** Calls a method found through `path` from an operand. */
function callFound(f: Lowerer, start: Operand, method: Func, path: readonly number[], args: readonly GoValue[]): GoValue[] {
  let operand = start;
  for (const index of path) operand = stepToField(f, operand, index);
  return callMethod(f, operand, method, args);
}

/** `T.m` or `(*T).m` as a function whose first parameter is the receiver. */
export function methodExpression(program: Program, receiver: Type, method: Func, path: readonly number[]): string {
  const isInterface = under(receiver).kind === 'Interface';
  const embedded = path.slice(0, -1);
  const declaredReceiver = method.type!.recv?.type ?? null;
  const isExact = !isInterface && embedded.length === 0 && declaredReceiver !== null && program.keys.of(declaredReceiver) === program.keys.of(receiver);
  if (isExact) return program.functionOf(method);
  if (receiver.kind === 'Pointer') return wrapper(program, receiver.base, false, method);
  const symbol = wrapperName(program, receiver, true, method);
  return program.requestFunction(symbol, () => {
    const signature = method.type!;
    const params = [receiver, ...signature.params.vars.map((each) => each.type!)];
    const results = signature.results.vars.map((each) => each.type!);
    return synthesise(program, symbol, { params, results, isWrapper: true }, (f, values) => {
      f.returnValues(callFound(f, { place: null, value: values[0]! }, method, embedded, values.slice(1)));
    });
  });
}
