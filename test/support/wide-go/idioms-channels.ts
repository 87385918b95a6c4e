/** Channels, select and goroutines whose outcome does not depend on who runs first. */
import { expression } from './expressions.ts';
import { braces, called, type Idiom } from './maker.ts';
import { print } from './printing.ts';
import { INT } from './types.ts';

const passing: Idiom = (m, scope) => {
  const type = m.types.any(1);
  return called(
    `c := make(chan ${type.name}${m.pick(['', ', 1', ', 3'])})`, `go func() ${braces('defer close(c)', ...m.several(1 + m.random.below(3), () => `c <- ${expression(m, type, scope, 1)}`))}()`, `for x := range c ${braces(print(m, type, 'x'))}`, 'x, ok := <-c', 'fmt.Println(ok, len(c), cap(c))', print(m, type, 'x'),
  );
};

const selecting: Idiom = (m, scope) => called(
  'a, b := make(chan int, 2), make(chan string, 1)', 'var never chan int', m.chance(2) ? `a <- ${expression(m, INT, scope, 1)}` : 'b <- "b"', 'arr := [2]int{}',
  `for i := 0; i < 3; i++ ${braces('select {\ncase x, ok := <-a:\n\tfmt.Println("a", x, ok)\ncase arr[tr(1)] = <-never:\ncase s := <-b:\n\tfmt.Println("b", s)\n\tif i == 0 {\n\t\tbreak\n\t}\n\tfmt.Println("on")\ndefault:\n\tfmt.Println("none")\n}')}`, 'close(a)', 'select {\ncase x, ok := <-a:\n\tfmt.Println(x, ok)\n}', 'var out chan<- string = b', 'select {\ncase out <- trs("sent"):\n\tfmt.Println(len(b))\ncase never <- tr(3):\n}',
);

const pipeline: Idiom = (m) => called(
  'stage := func(in <-chan int, f func(int) int) <-chan int {\n\tout := make(chan int)\n\tgo func() {\n\t\tfor x := range in {\n\t\t\tout <- f(x)\n\t\t}\n\t\tclose(out)\n\t}()\n\treturn out\n}', 'first := make(chan int)', `go func() {\n\tfor i := 0; i < ${2 + m.random.below(4)}; i++ {\n\t\tfirst <- i\n\t}\n\tclose(first)\n}()`, `last := stage(stage(first, func(n int) int { return n*n }), func(n int) int { return n - 1 })`, 'for x := range last {\n\tfmt.Print(x, " ")\n}', 'fmt.Println()',
);

const counting: Idiom = (m) => called('var mu sync.Mutex', 'var wait sync.WaitGroup', 'total := 0', `for i := 1; i <= ${2 + m.random.below(5)}; i++ {\n\twait.Add(1)\n\tgo func(n int) {\n\t\tdefer wait.Done()\n\t\tmu.Lock()\n\t\tdefer mu.Unlock()\n\t\t${m.chance(2) ? 'runtime.Gosched()\n\t\t' : ''}total += n * n\n\t}(i)\n}`, 'wait.Wait()', 'var once sync.Once', 'for i := 0; i < 3; i++ {\n\tonce.Do(func() { total *= 2 })\n}', 'fmt.Println(total)');

export const CHANNELS: readonly Idiom[] = [passing, selecting, pipeline, counting];
