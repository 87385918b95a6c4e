/**
 * `defer` and `go`: the call's operands are evaluated now and captured by a closure without parameters, which the runtime calls later. A call
 * of a function literal or func value without parameters needs no such wrapper.
 */
import { assert } from '../../../base/assert.ts';
import { Ty, type Value } from '../ssa/ir.ts';
import { unparen, type CallExpr, type CallStmt, type Expr } from '../syntax/ast.ts';
import { Mode } from '../types/info.ts';
import { BuiltinId } from '../types/object.ts';
import { BasicKind, under } from '../types/type.ts';
import { callValues, type Callee } from './call-sequence.ts';
import { lowerBuiltin } from './builtins.ts';
import { packArguments, prepareCall, signatureOf } from './calls.ts';
import { closureType } from './closure-type.ts';
import { makeClosure, readCapture } from './closures.ts';
import { Lowerer } from './lowerer.ts';
import { ofWords, type GoValue } from './value.ts';

/** The runtime's record of a deferred call: its size, and where the closure is in it. */
const RECORD_SIZE = 24;
const RECORD_CLOSURE = 12;

/**
 * A statement outside of loops has one record in the frame. The runtime fills it, and finds and adjusts what it holds by going through its list,
 * so the record has no pointers in the frame's maps.
 */
export function deferCall(f: Lowerer, stmt: CallStmt): void {
  const { call } = stmt;
  const closure = callClosure(f, call, stmt);
  const { b } = f;
  const [recovered] = putOnList(f, closure.words![0]!, stmt);
  const next = b.newBlock();
  assert(f.deferExits !== null, 'deferCall: the function was not found to defer');
  b.branch('eq', recovered!, b.const(0), next, f.deferExits.end, 0);
  b.seal(next);
  b.start(next);
}

function putOnList(f: Lowerer, closure: Value, stmt: CallStmt): Value[] {
  if (f.context.escapes(stmt, 'defer')) return f.runtime('deferproc', [closure], [Ty.I32]);
  const record = f.rawSlot('defer', RECORD_SIZE);
  f.b.store('i32', record, closure, RECORD_CLOSURE);
  return f.runtime('deferprocStack', [record], [Ty.I32]);
}

export function goCall(f: Lowerer, stmt: CallStmt): void {
  f.runtime('newproc', [...callClosure(f, stmt.call, stmt).words!], []);
}

/** A closure that makes the call. */
function callClosure(f: Lowerer, call: CallExpr, stmt: CallStmt): GoValue {
  const builtin = f.info.builtinOf(call);
  if (builtin === BuiltinId.Recover) return recoverClosure(f, call, stmt);
  if (builtin !== null) return builtinClosure(f, call, stmt);
  const signature = signatureOf(f, call);
  const fun = unparen(call.fun);
  if (fun.kind === 'FuncLit' && signature.params.vars.length === 0 && signature.results.vars.length === 0) return f.closure(fun);
  // Whatever runs later makes the slice of variadic arguments itself: one in this frame would be overwritten, or gone.
  const { callee, args, results, receivers } = prepareCall(f, call, 'apart');
  // A func value without parameters and results is the closure itself; the runtime refuses a nil one.
  if (callee.kind === 'closure' && args.length === 0 && signature.results.vars.length === 0) return ofWords(f.pointerType, [callee.word]);
  const calleeValues = callee.kind === 'func' ? [] : [ofWords(callee.kind === 'closure' ? f.pointerType : f.wordType, [callee.word])];
  // The wrapper makes literals itself: they take no room in its closure.
  const isLiteral = literalArguments(f, call, args, receivers);
  const captured = [...calleeValues, ...args.filter((_, i) => isLiteral[i] !== true)];
  return closureOver(f, { call, stmt, captured }, (g, values) => {
    const target: Callee = callee.kind === 'func' ? callee : { kind: callee.kind, word: values[0]!.words![0]! };
    const given = values.slice(calleeValues.length).values();
    const all = args.map((arg, i) => (isLiteral[i] === true ? literalAgain(g, arg) : given.next().value!));
    callValues(g, target, packArguments(g, call, signature, { args: all, receivers }), results);
  });
}

interface LaterCall {
  readonly call: CallExpr;
  readonly stmt: CallStmt;
  readonly captured: readonly GoValue[];
}

/** A closure over values that makes a call of them; to traces and to recover it is not there. */
function closureOver(f: Lowerer, { call, stmt, captured }: LaterCall, body: (g: Lowerer, values: readonly GoValue[]) => void): GoValue {
  const { context, pack, info, facts, program } = f;
  const symbol = program.uniqueName(`${f.symbol}.dwrap`);
  const struct = closureType(captured.map(({ type }) => type));
  program.requestFunction(symbol, () => {
    const g = new Lowerer(program, pack, info, facts, symbol, call.pos, context, program.constructs);
    g.b.func.isWrapper = true;
    g.receiveParameters([], []);
    body(g, captured.map((_, i) => readCapture(g, struct, i + 1)));
    if (g.b.block !== null) g.returnValues([]);
    return g.finish();
  });
  return makeClosure(f, symbol, captured, f.pointerType, { node: stmt, kind: 'closure' });
}

/** Which arguments, a receiver included, are constants, nil or functions known by name, and not put into an interface. */
function literalArguments(f: Lowerer, call: CallExpr, args: readonly GoValue[], receivers: number): readonly boolean[] {
  if (call.argList.length === 1 && f.typeOf(call.argList[0]!).kind === 'Tuple') return args.map(() => false);
  return args.map(({ words }, i) => {
    const arg = call.argList[i - receivers];
    if (arg === undefined || words === null || !words.every(({ op }) => LITERAL_OPS.has(op))) return false;
    const tv = f.info.types.get(unparen(arg));
    const isNil = tv?.type.kind === 'Basic' && tv.type.basic === BasicKind.UntypedNil;
    return isNil || (under(args[i]!.type).kind !== 'Interface' && (tv?.mode === Mode.Constant || isFunctionName(f, arg)));
  });
}

const LITERAL_OPS: ReadonlySet<string> = new Set(['const', 'fconst', 'sym']);

function isFunctionName(f: Lowerer, e: Expr): boolean {
  const name = unparen(e);
  return name.kind === 'Name' && f.info.objectOf(name)?.kind === 'Func';
}

/** The same literal in another function. */
function literalAgain(g: Lowerer, { type, words }: GoValue): GoValue {
  const again = (word: Value): Value => {
    switch (word.op) {
      case 'sym': return g.b.sym(word.sym!, word.imm);
      case 'fconst': return g.b.fconst(word.imm, word.ty);
      default: return g.b.const(word.imm, word.ty);
    }
  };
  return ofWords(type, words!.map(again));
}

/** A built-in call later: its arguments are captured and take the place of their expressions. */
function builtinClosure(f: Lowerer, call: CallExpr, stmt: CallStmt): GoValue {
  const { info } = f;
  const isValue = (arg: Expr): boolean => {
    const mode = f.info.types.get(arg)?.mode;
    return mode !== Mode.Type && mode !== Mode.Constant;
  };
  const operands = call.argList.filter(isValue);
  const captured = operands.map((arg) => {
    const value = f.expr(arg);
    const isUntypedNil = value.type.kind === 'Basic' && value.type.basic === BasicKind.UntypedNil;
    return f.stable(isUntypedNil ? f.zero(f.pointerType) : value);
  });
  return closureOver(f, { call, stmt, captured }, (g, values) => {
    operands.forEach((arg, i) => g.evaluated.set(arg, values[i]!));
    lowerBuiltin(g, call, info.builtinOf(call)!);
  });
}

/** `defer recover()` recovers for the function that defers it, as if called in its body. */
function recoverClosure(f: Lowerer, call: CallExpr, stmt: CallStmt): GoValue {
  // A closure in the frame moves with the stack, and what it holds with it; the heap shall hold no pointers into stacks.
  const type = f.context.escapes(stmt, 'closure') ? f.wordType : f.pointerType;
  const caller = f.b.emit('callersp', type === f.wordType ? Ty.I32 : Ty.Ptr, []);
  return closureOver(f, { call, stmt, captured: [ofWords(type, [caller])] }, (g, [value]) => {
    g.runtime('gorecover', [g.b.emit('copy', Ty.I32, [value!.words![0]!])], [Ty.Ptr, Ty.Ptr]);
  });
}
