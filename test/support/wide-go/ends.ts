/** How a wide program ends: mostly well, else in one of the ways in which Go programs die, whose message and trace then count. */
import { failing, panicValue } from './idioms-panics.ts';
import { braces, type Maker, type Scope } from './maker.ts';

const deferred = (...lines: string[]): string => `defer func() ${braces(...lines)}()`;
/** One end in so many is bad. */
const RARITY = 3;

/** The last statements of main. */
export function end(m: Maker, scope: Scope, lastCall: string): string {
  if (!m.chance(RARITY)) return '';
  return m.pick([
    () => failing(m, scope),
    () => `panic(${panicValue(m, scope)})`,
    () => `fuel = 30\n${lastCall}`,
    () => `${deferred(failing(m, scope))}\n${failing(m, scope)}`,
    () => `${deferred('fmt.Println("deferred", recover() != nil)', 'panic("after")')}\n${failing(m, scope)}`,
    () => `${deferred('e := recover()', 'panic(e)')}\n${deferred(failing(m, scope))}\n${failing(m, scope)}`,
    () => `os.Exit(${m.random.below(256)})`,
    () => `var s Summer\n${m.pick(['fmt.Println(s.Sum())', 'defer s.Sum()', 'go s.Sum()\nselect {}'])}`,
    () => m.pick(['select {}', '<-make(chan int)', 'var mu sync.Mutex\nmu.Lock()\nmu.Lock()', 'runtime.Goexit()', 'go func() { panic("elsewhere") }()\nselect {}', 'var wait sync.WaitGroup\nwait.Add(1)\nwait.Wait()', 'var mu sync.Mutex\nmu.Unlock()', 'm := map[int]int{}\nvar p *map[int]int\nfmt.Println(len(m), len(*p))']),
    () => `var dive func(int)\ndive = func(n int) ${braces(`if n == 0 ${braces(failing(m, scope), 'return')}`, 'dive(n - 1)', m.chance(2) ? 'tr(n)' : '')}\ndive(${m.pick(['3', '60', '120', '200'])})`,
    () => `type local struct{ Summer }\nvar x interface{} = ${m.pick(['local{}', '&local{}', '(*local)(nil)', 'struct{ *local }{}'])}\n${m.pick(['fmt.Println(x.(Summer).Sum())', 'f := x.(Summer).Sum\nfmt.Println(f())', 'defer x.(Summer).Sum()'])}`,
    () => `func(f ...func()) ${braces('for _, each := range f {\n\tdefer each()\n}')}(func() ${failing(m, scope)}, func() ${failing(m, scope)}, func() { fmt.Println("first") })`,
  ])();
}
