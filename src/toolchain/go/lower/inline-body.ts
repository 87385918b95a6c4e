/**
 * Inlining: a callee's body is lowered in the place of its call. Its variables get homes in the caller, its returns become jumps to the end, and
 * what belongs to a function rather than to its code (package, decisions, labels, results) is exchanged meanwhile.
 */
import type { InlineContext } from '../escape/decisions.ts';
import type { BlockStmt, CallExpr, FuncLit } from '../syntax/ast.ts';
import type { Func } from '../types/object.ts';
import type { Signature } from '../types/type.ts';
import { literalName } from './closures.ts';
import type { Lowerer } from './lowerer.ts';
import type { GoValue } from './value.ts';

export interface InlineTarget {
  readonly func?: Func;
  readonly literal?: FuncLit;
  readonly signature: Signature;
  readonly context: InlineContext;
  readonly call: CallExpr;
}

/** Lowers the body with `args` (the receiver first) for parameters; the results are those of the call. */
export function inlineBody(f: Lowerer, target: InlineTarget, args: readonly GoValue[]): GoValue[] {
  const { b, program } = f;
  const { signature, call, func, literal } = target;
  const body: BlockStmt = literal !== undefined ? literal.body : program.declarationOf(func!)!.body!;
  const frame = f.saveFrame();
  const number = b.func.inlinedCalls.push({ parent: b.inline, pos: call.pos, name: literal !== undefined ? literalName(f, literal) : program.symbolOf(func!) }) - 1;
  if (func !== undefined) f.enterPackage(program.packageOf(func), program.factsOf(func));
  f.enterBody(target.context, signature.results.vars.map((each) => each.type!));

  const parameters = func !== undefined && signature.recv !== null ? [signature.recv, ...signature.params.vars] : signature.params.vars;
  const values = args.map((arg) => f.stable(arg));
  b.inline = number;
  parameters.forEach((parameter, i) => {
    if (parameter.name !== '' && parameter.name !== '_') f.initialise(parameter, values[i]!);
  });
  f.resultHomes = signature.results.vars.map((result) => {
    f.initialise(result, null);
    return f.homes.get(result)!;
  });
  const exit = b.newBlock();
  f.inlineExit = exit;
  for (const stmt of body.list) f.stmt(stmt);
  b.jump(exit);
  b.seal(exit);
  b.start(exit);
  const results = signature.results.vars.map((result, i) => f.loadPlace(f.homePlace(f.resultHomes[i]!, result.type!)));
  f.restoreFrame(frame);
  return results;
}
