/**
 * Initialisation before main: the variables of each package in the order that their dependencies ask for, then its init functions;
 * imported packages first. Variables whose value is known are data and need no code.
 */
import { symbolPath } from '../layout/type-key.ts';
import { unparen, type Expr } from '../syntax/ast.ts';
import type { Func as IrFunc } from '../ssa/ir.ts';
import type { Initializer } from '../types/info.ts';
import { lowerMultiple } from './statements.ts';
import { variablePlace } from './expressions.ts';
import { Lowerer } from './lowerer.ts';
import type { Program, ProgramPackage } from './program.ts';
import { synthesise } from './synthetic.ts';
import { InlineContext } from '../escape/decisions.ts';
import { NO_POS } from '../syntax/position.ts';
import { VariableFacts } from './variables.ts';

/** What the runtime calls before main.main. */
export const INIT_SYMBOL = 'runtime.main_init';

/** The function that initialises all packages. */
export function makeProgramInit(program: Program): void {
  program.requestFunction(INIT_SYMBOL, () =>
    synthesise(program, INIT_SYMBOL, { params: [], results: [] }, (f) => {
      for (const pack of program.packages) {
        const symbol = packageInit(program, pack);
        if (symbol !== null) f.callSymbol(symbol, [], []);
      }
      f.returnValues([]);
    }),
  );
}

/** The init function of one package; null if it has nothing to do. */
function packageInit(program: Program, pack: ProgramPackage): string | null {
  if (!program.beginningOf(pack).needsCode && !program.hasInitFunctions(pack)) return null;
  const symbol = `${symbolPath(pack.pkg)}.init`;
  return program.requestInit(pack, symbol, () => lowerInit(program, pack, symbol));
}

function lowerInit(program: Program, pack: ProgramPackage, symbol: string): IrFunc {
  const { dynamic } = program.initialValuesOf(pack);
  const inits = program.initFunctions(pack);
  const parts = dynamic.map((initializer, i) => {
    const part = `${symbol}.${i}·var`;
    return program.requestFunction(part, () => lowerInitializer(program, pack, { symbol: part, shownName: symbol }, initializer));
  });
  return synthesise(program, symbol, { params: [], results: [] }, (f) => {
    f.b.func.isElided = true;
    for (const part of [...parts, ...inits]) f.callSymbol(part, [], []);
    f.returnValues([]);
  });
}

/** One initial value has a function of its own, since it may contain closures. In traces it is part of the package's init function, as in Go. */
function lowerInitializer(program: Program, pack: ProgramPackage, { symbol, shownName }: { symbol: string; shownName: string }, { lhs, rhs }: Initializer): IrFunc {
  const inner: Expr = unparen(rhs);
  const facts = new VariableFacts(pack.info, inner);
  const f = new Lowerer(program, pack, pack.info, facts, symbol, inner.pos, program.escape.initContextOf(pack.pkg) ?? new InlineContext(null, NO_POS), program.constructs);
  f.b.func.shownName = shownName;
  f.receiveParameters([], []);
  if (lhs.length > 1) {
    lowerMultiple(f, inner, lhs.length).forEach((value, i) => {
      const variable = lhs[i]!;
      if (variable.name !== '_') f.storePlace(variablePlace(f, variable), f.convert(value, variable.type!, inner.pos));
    });
  } else {
    const variable = lhs[0];
    const value = variable === undefined ? f.expr(inner) : f.exprAs(inner, variable.type!);
    if (variable !== undefined && variable.name !== '_') f.storePlace(variablePlace(f, variable), value);
  }
  f.returnValues([]);
  return f.finish();
}
