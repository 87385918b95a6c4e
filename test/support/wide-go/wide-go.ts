/**
 * Random Go programs that reach into every corner of the language that we compile: named types of all kinds with methods, embedding, promotion,
 * interfaces in interfaces, everything printed through fmt, panics of every kind, and now and then a bad end whose trace counts. They are well-typed
 * and end. What Go leaves open does not occur: the order of map iteration shows nowhere, and expressions are without effect but where the order
 * is given (`idioms-order.ts`).
 *
 * A program is put together from idioms, small pieces about one thing with random types and values in them, and ordinary statements around.
 */
import { RandomStream } from '../../../src/base/random.ts';
import { end } from './ends.ts';
import { idiom } from './idioms.ts';
import { braces, type Callable, EMPTY_SCOPE, Maker, type Scope, withVariables } from './maker.ts';
import { declareFunction, declareMethods, dependentVariables, packageVariables } from './package-level.ts';
import { PRELUDE } from './prelude.ts';
import { print } from './printing.ts';
import { block, call } from './statements.ts';

/** The text of one program; equal seeds give equal programs. */
export function wideGoProgram(seed: number): string {
  const m = new Maker(new RandomStream(seed, 'wide-go'));
  const globals = packageVariables(m);
  declareMethods(m, globals.variables);
  const count = 5 + m.random.below(4);
  for (let i = 0; i < count; i++) declareFunction(m, globals.variables);
  const initial = dependentVariables(m);
  const scope = withVariables(EMPTY_SCOPE, ...globals.variables);
  const checks = m.callable.map((callee) => `check("${callee.name}", func() ${braces(callFor(m, callee, scope))})`);
  const alone = m.several(10 + m.random.below(10), (i) => `check("${i}", func() ${braces(idiom(m, scope, (inner, few) => block(m, inner, few)))})`);
  const main = `func main() ${braces(...checks, ...alone, ...globals.variables.map(({ name, type }) => print(m, type, name)), end(m, scope, callFor(m, m.callable.at(-1)!, scope)))}\n`;
  return [PRELUDE, ...m.types.declarations, globals.text, initial, ...m.texts, main, m.tableTexts().join('')].join('\n');
}

/** A call, and all results printed. */
const callFor = (m: Maker, callee: Callable, scope: Scope): string => (callee.results.length === 0 ? call(m, callee, scope) : `several(${call(m, callee, scope)})`);
