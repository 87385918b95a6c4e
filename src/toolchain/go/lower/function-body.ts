/** Functions as a whole: parameters, results, body, and the way out through deferred calls. */
import { assert } from '../../../base/assert.ts';
import { Ty, type Func as IrFunc } from '../ssa/ir.ts';
import type { BlockStmt, FuncDecl, FuncLit, Node } from '../syntax/ast.ts';
import { InlineContext } from '../escape/decisions.ts';
import { NO_POS, type Pos } from '../syntax/position.ts';
import type { Func, Var } from '../types/object.ts';
import { fieldOffsets } from '../types/sizes.ts';
import { type Signature, type Struct, type Type, under } from '../types/type.ts';
import { closureType } from './closure-type.ts';
import { type DeferExits, type Frame, Lowerer } from './lowerer.ts';
import type { Program, ProgramPackage } from './program.ts';
import { childrenOf } from './walk.ts';

/** A declared function or method. */
export function lowerDeclared(program: Program, pack: ProgramPackage, decl: FuncDecl, func: Func, symbol: string): IrFunc {
  const f = new Lowerer(program, pack, pack.info, program.factsOf(func), symbol, decl.pos, program.escape.contextOf(func) ?? new InlineContext(null, NO_POS), program.constructs);
  const signature = func.type!;
  f.b.func.noSplit = decl.pragmas.some(({ verb }) => verb === 'go:nosplit');
  const receivers = signature.recv === null ? [] : [signature.recv];
  lowerInto(f, signature, receivers, decl.body!);
  return f.finish();
}

/** The variables of outer functions that a function literal uses, and the types of the closure's fields for them. */
export interface Captures {
  readonly variables: readonly Var[];
  readonly fields: readonly Type[];
  /** A field holds the variable's value, not its address. */
  readonly areCopies: readonly boolean[];
}

/** The code of a function literal; it finds what it captured in its closure. */
export function lowerBody(program: Program, { pack, info, facts, context }: Frame, literal: FuncLit, symbol: string, captures: Captures): IrFunc {
  const f = new Lowerer(program, pack, info, facts, symbol, literal.pos, context.contextOf(literal), program.constructs);
  const u = under(info.typeOf(literal));
  assert(u.kind === 'Signature', 'lowerBody: no function');
  const signature = info.literals.get(literal) ?? u;
  lowerInto(f, signature, [], literal.body, () => openClosure(f, captures));
  // To Go, what such a literal uses are arguments; traces show that.
  if (facts.calledAtOnce.has(literal)) f.b.func.parameters += captures.variables.length;
  return f.finish();
}

/** Gives captured variables their homes. */
function openClosure(f: Lowerer, { variables, fields, areCopies }: Captures): void {
  if (variables.length === 0) return;
  f.b.func.usesContext = true;
  const context = f.b.emit('context', Ty.Ptr, []);
  const struct: Struct = closureType(fields);
  const offsets = fieldOffsets(struct);
  variables.forEach((variable, i) => {
    if (areCopies[i] !== true) {
      const pointer = f.newVar(variable.name, Ty.Ptr);
      f.b.write(pointer, f.b.load('i32', Ty.Ptr, context, offsets[i + 1]!));
      f.homes.set(variable, { kind: 'pointer', pointer });
      return;
    }
    const value = f.loadFrom(context, offsets[i + 1]!, variable.type!);
    if (f.facts.longLived.has(variable)) {
      const home = { kind: 'slot', slot: f.slotOf(variable) } as const;
      f.homes.set(variable, home);
      f.storePlace(f.homePlace(home, variable.type!), value);
    } else if (value.words !== null) {
      const vars = f.newVars(variable.name, variable.type!);
      vars.forEach((each, k) => f.b.write(each, value.words![k]!));
      f.homes.set(variable, { kind: 'ssa', vars });
    } else {
      const pointer = f.newVar(variable.name, Ty.Ptr);
      f.b.write(pointer, value.address!);
      f.homes.set(variable, { kind: 'pointer', pointer });
    }
  });
}

function lowerInto(f: Lowerer, signature: Signature, receivers: readonly Var[], body: BlockStmt, open: () => void = () => undefined): void {
  const params = [...receivers, ...signature.params.vars];
  const results = signature.results.vars;
  f.hasDefer = containsDefer(body);
  f.b.func.hasDefer = f.hasDefer;
  const values = f.receiveParameters(params.map((each) => each.type!), results.map((each) => each.type!));
  open();
  params.forEach((param, i) => {
    if (param.name !== '' && param.name !== '_') f.initialise(param, values[i]!);
  });
  declareResults(f, results);
  if (f.hasDefer) f.deferExits = { end: f.b.newBlock(), done: f.b.newBlock() };
  for (const stmt of body.list) f.stmt(stmt);
  endOfBody(f, body.rbrace);
  if (f.deferExits !== null) runDeferred(f, f.deferExits, body.rbrace);
}

/** Named results are variables; with deferred calls all results lie in memory, where a panic leaves them. */
function declareResults(f: Lowerer, results: readonly Var[]): void {
  f.resultHomes = results.map((result) => {
    const isNamed = result.name !== '' && result.name !== '_';
    if (!isNamed && !f.hasDefer && result.name === '') return null;
    const isElsewhere = f.facts.addressTaken.has(result) || (f.facts.captured.has(result) && !f.isCapturedByValue(result));
    if (f.hasDefer && !isElsewhere) {
      const slot = f.slotOf(result);
      f.homes.set(result, { kind: 'slot', slot });
      f.zeroMemory(f.b.slotAddress(slot), 0, result.type!);
    } else f.initialise(result, null);
    return f.homes.get(result)!;
  });
}

/** Falling off the end returns, unless the body cannot. */
function endOfBody(f: Lowerer, pos: Pos): void {
  if (f.b.block === null) return;
  f.b.pos = pos;
  if (f.deferExits !== null) f.b.jump(f.deferExits.end);
  else if (f.resultTypes.length === 0) f.returnValues([]);
  else f.b.exit();
}

/** Deferred calls at the end of the body or after a recovered panic; then the results from memory. */
function runDeferred(f: Lowerer, { end, done }: DeferExits, pos: Pos): void {
  f.b.seal(end);
  f.b.start(end);
  f.b.pos = pos;
  f.b.call({ target: f.program.functionNamed('runtime.deferreturn'), kind: 'direct', argRegs: [], resultRegs: [], stackBytes: 0, noReturn: false, isRecovery: true }, [], []);
  f.b.jump(done);
  f.b.seal(done);
  f.b.start(done);
  f.returnValues(f.resultTypes.map((type, i) => f.loadPlace(f.homePlace(f.resultHomes[i]!, type))));
}

/** Whether a body defers, the functions in it left aside. */
function containsDefer(node: Node): boolean {
  if (node.kind === 'FuncLit') return false;
  if (node.kind === 'CallStmt' && node.tok === 'defer') return true;
  return childrenOf(node).some(containsDefer);
}
