/** Functions that the compiler makes itself: wrappers, equality and hash functions, thunks of go and defer. */
import { NO_POS, type Pos } from '../syntax/position.ts';
import { InlineContext } from '../escape/decisions.ts';
import type { Func as IrFunc } from '../ssa/ir.ts';
import { Info } from '../types/info.ts';
import type { Type } from '../types/type.ts';
import { Lowerer } from './lowerer.ts';
import type { Program } from './program.ts';
import type { GoValue } from './value.ts';
import { VariableFacts } from './variables.ts';

export interface SyntheticOptions {
  readonly params: readonly Type[];
  readonly results: readonly Type[];
  readonly pos?: Pos;
  /** recover looks through it, tracebacks leave it out. */
  readonly isWrapper?: boolean;
}

/** Makes a function; `body` gets the parameters and must return or exit. */
export function synthesise(program: Program, symbol: string, options: SyntheticOptions, body: (f: Lowerer, params: GoValue[]) => void): IrFunc {
  const info = new Info();
  const facts = new VariableFacts(info, { kind: 'EmptyStmt', pos: NO_POS });
  const f = new Lowerer(program, program.packages[0]!, info, facts, symbol, options.pos ?? NO_POS, new InlineContext(null, NO_POS), program.constructs);
  f.b.func.isWrapper = options.isWrapper ?? false;
  const params = f.receiveParameters(options.params, options.results);
  body(f, params);
  return f.finish();
}
