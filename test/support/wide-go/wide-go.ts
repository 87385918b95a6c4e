/**
 * Random Go programs that reach into every corner of the language that we compile: named types of all kinds with methods, embedding, promotion,
 * interfaces in interfaces, everything printed through fmt, panics of every kind, and now and then a bad end whose trace counts. They are well-typed
 * and end. What Go leaves open does not occur: the order of map iteration shows nowhere, and expressions are without effect but where the order
 * is given (`idioms-order.ts`).
 *
 * A program is put together from idioms, small pieces about one thing with random types and values in them, and ordinary statements around.
 */
import { RandomStream } from '../../../src/base/random.ts';
import { failing, panicValue } from './idioms-panics.ts';
import { braces, type Callable, EMPTY_SCOPE, Maker, type Scope, withVariables } from './maker.ts';
import { declareFunction, declareMethods, dependentVariables, packageVariables } from './package-level.ts';
import { PRELUDE } from './prelude.ts';
import { print } from './printing.ts';
import { call } from './statements.ts';

/** The text of one program; equal seeds give equal programs. */
export function wideGoProgram(seed: number): string {
  const m = new Maker(new RandomStream(seed, 'wide-go'));
  const globals = packageVariables(m);
  declareMethods(m, globals.variables);
  const count = 3 + m.random.below(3);
  for (let i = 0; i < count; i++) declareFunction(m, globals.variables);
  const initial = dependentVariables(m);
  const scope = withVariables(EMPTY_SCOPE, ...globals.variables);
  const checks = m.callable.map((callee) => `check("${callee.name}", func() ${braces(callFor(m, callee, scope))})`);
  const main = `func main() ${braces(...checks, ...globals.variables.map(({ name, type }) => print(m, type, name)), end(m, scope))}\n`;
  return [PRELUDE, ...m.types.declarations, globals.text, initial, ...m.texts, main, m.tableTexts().join('')].join('\n');
}

/** A call, and all results printed. */
const callFor = (m: Maker, callee: Callable, scope: Scope): string => (callee.results.length === 0 ? call(m, callee, scope) : `several(${call(m, callee, scope)})`);

/** How the program ends: mostly well. */
function end(m: Maker, scope: Scope): string {
  const again = (text: string): string => `defer func() ${braces(text)}()`;
  switch (m.random.below(24)) {
    case 0: return failing(m, scope);
    case 1: return `panic(${panicValue(m, scope)})`;
    case 2: return `fuel = 30\n${callFor(m, m.callable.at(-1)!, scope)}`;
    case 3: return [again(failing(m, scope)), failing(m, scope)].join('\n');
    case 4: return [again('fmt.Println("deferred", recover() != nil)\npanic("after")'), failing(m, scope)].join('\n');
    case 5: return [again(`e := recover()\npanic(e)`), again(failing(m, scope)), failing(m, scope)].join('\n');
    case 6: return `os.Exit(${m.random.below(256)})`;
    case 7: return `var s Summer\n${m.pick(['fmt.Println(s.Sum())', 'defer s.Sum()', 'go s.Sum()\nselect {}'])}`;
    case 8: return m.pick(['select {}', '<-make(chan int)', 'var mu sync.Mutex\nmu.Lock()\nmu.Lock()', 'runtime.Goexit()', 'go func() { panic("elsewhere") }()\nselect {}']);
    default: return '';
  }
}
