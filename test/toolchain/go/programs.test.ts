/** Programs through the whole compiler: each prints what real Go prints (recorded with go 1.19.8, GOARCH=386 GO386=sse2). */
import { describe, expect, test } from 'vitest';
import { complaintsOf, compileTexts, runGoText } from '../../support/go-program.ts';

const inMain = (body: string, declarations = ''): string => `package main\n${declarations}\nfunc main() {\n${body}\n}\n`;

describe('programs print what real Go prints', () => {
  test.each([
    ['integers of all widths wrap around', `
      var a int8 = 127; a++; var b uint8 = 0; b--; var c int16 = -32768; c--; var d uint16 = 65535; d++
      var e int32 = 1 << 30; e *= 4; var f uint32 = 1 << 31; f <<= 1
      println(a, b, c, d, e, f, -7/2, -7%2, 7/-2, uint8(200)/7)
      var s uint = 40; x := 1; println(x<<s, x>>s, -x>>s, uint32(1)<<s, int8(-128)>>s)`,
    '-128 255 32767 0 0 0 -3 -1 -3 28\n0 0 -1 0 -1\n'],
    ['shift counts are constants of any kind', `
      x := 1; println(x<<1.0, x<<3.0, x>>1e0, x<<uint64(1<<40), int64(x)<<32.0); x <<= 2.0; println(x)`,
    '2 8 0 0 4294967296\n4\n'],
    ['int64 is computed in pairs of words', `
      var a, b int64 = 1 << 40, -3; var u uint64 = 1<<63 + 5; var s uint = 33
      println(a*b, a/b, a%b, a+b, a-b, a>>3, a<<s, b>>s, u>>s, u/7, u%7, a < b, u > 3, ^a, -b, a&^b)`,
    '-3298534883328 -366503875925 1 1099511627773 1099511627779 137438953472 0 -1 1073741824 1317624576693539401 6 false true -1099511627777 3 0\n'],
    ['floats convert and print', `
      f := 1.5; g := float32(0.1); var z float64
      println(f*2, g, f/z, -f/z, z/z == z/z, int(f), int8(-1.9*f), uint32(3e9+f), int64(-1e18), float64(int64(1)<<53+1), float32(16777217))`,
    '+3.000000e+000 +1.000000e-001 +Inf -Inf false 1 -2 3000000001 -1000000000000000000 +9.007199e+015 +1.677722e+007\n'],
    ['floats that do not fit become what they become on a 386', `
      z := 0.0; for _, f := range []float64{3e9, -3e9, 1e19, -1e19, 1e30, z / z, 1<<63 + 2048} { println(int64(f), uint64(f), uint32(f), int32(f), int64(float32(f))) }`,
    `3000000000 3000000000 3000000000 -2147483648 3000000000\n-3000000000 18446744070709551616 1294967296 -2147483648 -3000000000
-8446744073709551616 10000000000000000000 0 -2147483648 -8446744093203103744\n8446744073709551616 8446744073709551616 0 -2147483648 8446744093203103744
0 0 0 -2147483648 0\n0 0 0 -2147483648 0\n-9223372036854773760 9223372036854777856 0 -2147483648 -9223372036854775808\n`],
    ['strings are compared, joined, cut and ranged over', `
      s := "héllo"; t := s + " " + "wörld" + s[1:3]
      println(len(s), t, s < t, s == "héllo", t[len(t)-1] == 0xa9)
      for i, r := range "aé\\xff" { print(i, ":", r, " ") }
      println(string(rune(0x20ac)), string([]byte{104, 105}), len([]rune(s)), string([]rune{65, 0x1f600}))`,
    '6 héllo wörldé true true true\n0:97 1:233 3:65533 € hi 5 A😀\n'],
    ['slices grow, alias and copy', `
      a := []int{1, 2, 3}; b := a[:2]; b = append(b, 9); println(a[2], len(b), cap(b), cap(a[1:]), len(a[1:2:2]), cap(a[1:2:2]))
      var n []int; println(n == nil, len(n)); for i := 0; i < 5; i++ { n = append(n, i) }
      println(copy(n[1:], n), n[0], n[1], n[4], copy(make([]byte, 3), "abcd"))
      c := [3]int{1, 2, 3}; d := c; d[0] = 7; p := &c; p[1] = 8; for _, v := range p[:] { print(v, " ") }; println(c == d, c == [...]int{1, 8, 3})`,
    '9 3 3 2 1 1\ntrue 0\n4 0 0 3 3\n1 8 3 false true\n'],
    ['maps are found, changed and walked', `
      m := map[string]int{"a": 1, "b": 2}; m["c"]++; delete(m, "a"); v, ok := m["a"]; println(len(m), m["c"], v, ok)
      sum := 0; for k, v := range m { sum += v + len(k) }; println(sum)
      type key struct { a int; b string }; q := map[key][]int{}; q[key{1, "x"}] = append(q[key{1, "x"}], 5); println(len(q[key{1, "x"}]), q[key{2, "x"}] == nil)
      var i map[interface{}]bool; println(i[3]); i = map[interface{}]bool{1.5: true, "s": true}; println(i[1.5], i["s"], i[1])`,
    '2 1 0 false\n5\n1 true\nfalse\ntrue true false\n'],
    ['evaluation order is that of gc', `
      x := 1; f := func() int { x++; return x }; a := []int{x, f(), x, f()}; println(a[0], a[1], a[2], a[3], x + f())
      i, b := 0, []int{5, 6}; i, b[i] = 1, 9; println(i, b[0], b[1])
      func(p, q int) { println(p, q) }(x, f()); show := func(p, q, r int) { println(p, q, r) }; show(x, f(), x)`,
    '3 2 3 3 8\n1 9 6\n5 5\n6 6 6\n'],
    ['control flow goes where it should', `
    L:
      for i := 0; ; i++ {
        switch { case i == 1: continue L; case i == 2: print("two "); fallthrough; case i == 3: print("three "); case i > 4: break L; default: print(i, " ") }
      }
      n := 0
    again:
      if n < 3 { n++; goto again }
      println(n)
      switch x := interface{}(n).(type) { case nil: println("nil"); case string, bool: println("no"); case int: println("int", x+1) }`,
    '0 two three three 4 3\nint 4\n'],
    ['a deferred recover recovers for the function that defers it', `
      g := func(name string, f func()) { defer func() { println(name, recover() != nil) }(); f() }
      g("in a deferred function", func() { defer func() { defer recover() }(); panic(1) })
      g("in a loop of one", func() { defer func() { for i := 0; i < 2; i++ { defer recover() } }(); panic(1) })
      g("at once", func() { defer recover(); panic(1) })
      g("too deep", func() { defer func() { func() { defer recover() }() }(); panic(1) })`,
    'in a deferred function false\nin a loop of one false\nat once true\ntoo deep true\n'],
    ['structs are compared part after part, and what interfaces hold only if all before is equal', `
      type pair struct{ x, y interface{} }; type box struct { n int8; x interface{} }
      s := []int{1}; show := func(f func() bool) { defer func() { if e := recover(); e != nil { println(e.(error).Error()) } }(); println(f()) }
      a, b, c := pair{1, s}, pair{2, s}, pair{nil, s}; show(func() bool { return a == b }); show(func() bool { return a == c }); show(func() bool { return a == a }); show(func() bool { return a != b })
      d, e := [1]box{{1, s}}, [1]box{{2, s}}; show(func() bool { return d != e }); show(func() bool { return d != d })`,
    'false\nfalse\nruntime error: comparing uncomparable type []int\ntrue\ntrue\nruntime error: comparing uncomparable type []int\n'],
    ['a value too large for any frame goes into an interface from where it lies', `
      type big struct { n int; room [1 << 28]byte }; type page struct { n int; room [4095]int }
      var nowhere *big; var kept []interface{}; p := &page{n: 1}
      keep := func(list ...interface{}) { kept = append(kept, list...) }
      try := func(f func()) { defer func() { println(recover().(error).Error()) }(); f() }
      try(func() { keep(*nowhere) }); try(func() { keep(p, *nowhere) })
      keep(*p, *p); p.n = 2; keep(*p, func() int { p.n = 3; return 4 }()); p.n = 5
      for _, each := range kept { switch x := each.(type) { case page: print(x.n, " "); case int: print(x, " ") } }; println(len(kept))`,
    'runtime error: invalid memory address or nil pointer dereference\nruntime error: invalid memory address or nil pointer dereference\n1 1 3 4 4\n'],
  ])('%s', async (_situation, body, stderr) => {
    const result = await runGoText(inMain(body));
    expect({ stderr: Buffer.from(result.stderr, 'latin1').toString(), code: result.code }).toEqual({ stderr, code: 0 });
  });

  test('methods, embedding, interfaces and closures', async () => {
    const { stderr, code } = await runGoText(`package main
type Shape interface { Area() int; Name() string }
type Base struct{ name string }
func (b Base) Name() string { return b.name }
func (b *Base) Rename(s string) { b.name = s }
type Square struct { Base; side int }
func (s Square) Area() int { return s.side * s.side }
type Wide struct { a, b, c, d, e, f int; Shape }
type F func(int) int
func (f F) Twice(x int) int { return f(f(x)) }
func count() func() int { n := 0; return func() int { n++; return n } }
func sum(xs ...int) (total int) { for _, x := range xs { total += x }; return }
func pair() (int, string) { return 7, "seven" }
func show(n int, s string) { println(n, s) }
func main() {
	s := &Square{Base{"sq"}, 3}
	s.Rename("square")
	var sh Shape = s
	println(sh.Name(), sh.Area())
	w := Wide{f: 6, Shape: *s}
	sh = w
	println(sh.Name(), sh.(Wide).f, w == sh)
	g := s.Area
	s.side = 10
	println(g(), Square.Area(*s), (*Square).Area(s), F(func(x int) int { return x * 3 }).Twice(2))
	c := count(); c(); c()
	println(c(), sum(), sum(1, 2, 3), sum([]int{4, 5}...))
	show(pair())
	var fs []func()
	for i := 0; i < 3; i++ { j := i; fs = append(fs, func() { print(i, j, " ") }) }
	for _, f := range fs { f() }
	println()
	_, ok := sh.(interface{ Rename(string) })
	println(ok, interface{}(3) == interface{}(3), interface{}(3) == interface{}("3"))
}`);
    expect(stderr).toBe('square 9\nsquare 6 true\n9 100 100 18\n3 0 6 9\n7 seven\n30 31 32 \nfalse true false\n');
    expect(code).toBe(0);
  });

  test('defer, panic and recover', async () => {
    const { stderr, code } = await runGoText(`package main
import "errors"
type E struct{ s string }
func (e *E) Error() string { return e.s }
func safe(name string, f func()) (err error) {
	defer func() {
		if r := recover(); r != nil {
			if e, ok := r.(error); ok { err = e } else { err = &E{r.(string)} }
		}
	}()
	f()
	return nil
}
func named() (n int) { defer func() { n *= 2 }(); n = 3; return n + 1 }
func nested() { defer func() { println("outer", recover().(string)) }(); defer func() { defer func() { println("inner", recover().(string)) }(); panic("second") }(); panic("first") }
var np *struct{ a [100]int; v int }
var zero int
func main() {
	for i := 0; i < 3; i++ { defer println("deferred", i) }
	list := []int{1, 2}
	for _, f := range []func(){
		func() { np.v = 1 }, func() { println(1 / zero) }, func() { println(list[zero+5]) }, func() { _ = list[2:zero+1] }, func() { _ = "abc"[zero-1] },
		func() { var m map[string]int; m["a"] = 1 }, func() { _ = interface{}(1).(string) }, func() { panic("text") }, func() { panic(errors.New("value")) }, func() {},
		func() { var e error; println(e.Error()) }, func() { _ = make([]int, zero-1) }, func() { _ = 1 << (zero - 1) }, func() { _ = (*[4]int)(list) },
	} {
		if err := safe("", f); err != nil { println(err.Error()) } else { println("fine") }
	}
	println(named())
	nested()
}`);
    expect(stderr).toBe(`runtime error: invalid memory address or nil pointer dereference
runtime error: integer divide by zero
runtime error: index out of range [5] with length 2
runtime error: slice bounds out of range [2:1]
runtime error: index out of range [-1]
assignment to entry in nil map
interface conversion: interface {} is int, not string
text
value
fine
runtime error: invalid memory address or nil pointer dereference
runtime error: makeslice: len out of range
runtime error: negative shift amount
runtime error: cannot convert slice with length 2 to pointer to array with length 4
8
inner second
outer first
deferred 2
deferred 1
deferred 0
`);
    expect(code).toBe(0);
  });

  test('an uncaught panic prints values, signal and trace', async () => {
    const { stderr, code } = await runGoText('package main\n\nvar p *int\n\nfunc f(x int) int {\n\treturn x + *p\n}\n\nfunc main() {\n\tprintln(f(3))\n}\n');
    expect(code).toBe(2);
    expect(stderr.replace(/0x[0-9a-f]{4,}/g, '0xPC').split('\n').slice(0, 6)).toEqual([
      'panic: runtime error: invalid memory address or nil pointer dereference',
      '[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0xPC]', '', 'goroutine 1 [running]:', 'main.f(...)', '\t/work/main.go:6',
    ]);
  });

  test.each([['panic("x")', 99], ['var s []int; s[n] = 1', 98], ['var p *int; *p = 1', 97]])('of a deep trace of %s as many frames are shown as by Go', async (body, frames) => {
    const { stderr } = await runGoText(`package main\nfunc dive(n int) { if n == 0 { ${body} }; dive(n - 1); println(n) }\nfunc main() { dive(200) }\n`);
    expect(stderr.match(/^main\.dive/gm)).toHaveLength(frames);
  });

  test('traces number the types that functions declare, through the package', async () => {
    const { stderr } = await runGoText(`package main
type Summer interface{ Sum() int }
func first() { type a int; type alias = a; func() { type b int; println(b(0), alias(0)) }() }
var f = func() Summer { type local struct{ Summer }; return &local{} }
func main() {
	first()
	f().Sum()
}
`);
    expect(Buffer.from(stderr, 'latin1').toString().match(/^main\.\S*Sum/gm)).toEqual(['main.(*local·3).Sum']);
  });

  test('traces name the methods of structs without a name as Go does', async () => {
    const { stderr } = await runGoText(`package main
type Summer interface{ Sum() int }
type local struct{ Summer }
type alias = local
func main() {
	var x interface{} = struct { n int "tag"; *alias; string; A struct{ Err error } }{alias: &local{}}
	defer func() { recover(); x = struct{ local; B struct{} }{}; x.(Summer).Sum() }()
	x.(Summer).Sum()
}
`);
    expect(stderr.match(/^go\.struct .*Sum|^go\.\(.*Sum/gm)).toEqual([
      'go.(*struct { main.local; B struct {} }).Sum', 'go.(*struct { main.n int "tag"; main.alias = *main.local; main.string = string; A struct { Err error } }).Sum',
    ]);
  });

  test('functions of other packages are values', async () => {
    const { stderr } = await runGoText(`package main
import "strings"
var lower = strings.ToLower
func main() {
	trim := strings.TrimSpace
	println(lower("ABC"), trim(" x "), strings.Map(func(r rune) rune { return r + 1 }, "abc"))
}`);
    expect(stderr).toBe('abc x bcd\n');
  });

  test('checks of what is known to fail still fail', async () => {
    const { stderr } = await runGoText(`package main
type T struct{ a [100]int; n int }
func (t T) N() int { return t.n }
func try(f func()) {
	defer func() { println(recover().(error).Error()) }()
	f()
}
func main() {
	try(func() { x, s := 1, -1; println(x << s) })
	try(func() { x, s := int64(1), int64(-1); println(x >> s) })
	try(func() { var p *T; println(p.n) })
	try(func() { var p *T; var i interface{ N() int } = p; println(i.N()) })
}`);
    const nil = 'runtime error: invalid memory address or nil pointer dereference\n';
    expect(stderr).toBe(`runtime error: negative shift amount\nruntime error: negative shift amount\n${nil}${nil}`);
  });

  test('small negative numbers go into interfaces', async () => {
    const { stderr } = await runGoText(inMain(`
      a, b := int8(-1), int16(-300); x, y := interface{}(a), interface{}(b)
      println(x == interface{}(int8(-1)), x.(int8), y.(int16))`));
    expect(stderr).toBe('true -1 -300\n');
  });

  test('indexes of 64 bits are told in full', async () => {
    const { stderr } = await runGoText(`package main
var list = []int{1, 2, 3}
func try(f func()) {
	defer func() { println(recover().(error).Error()) }()
	f()
}
func main() {
	for _, i := range []int64{1 << 40, -1 << 40, 5} {
		try(func() { println(list[i]) })
		try(func() { println(len(list[i:])) })
		try(func() { println(len(list[:uint64(i)])) })
	}
}`);
    expect(stderr).toBe(`runtime error: index out of range [1099511627776] with length 3
runtime error: slice bounds out of range [1099511627776:3]
runtime error: slice bounds out of range [:1099511627776] with capacity 3
runtime error: index out of range [-1099511627776]
runtime error: slice bounds out of range [-1099511627776:]
runtime error: slice bounds out of range [:18446742974197923840] with capacity 3
runtime error: index out of range [5] with length 3
runtime error: slice bounds out of range [5:3]
runtime error: slice bounds out of range [:5] with capacity 3
`);
  });

  test('values with many parts pass through registers and stack', async () => {
    const { stderr } = await runGoText(`package main
type Big struct { a [5]int; s string; f float64 }
type Mixed struct { x int8; y float32; z uint16; w int64 }
//go:noinline
func many(a int, b float64, c string, d []int, e Big, f Mixed, g, h, i, j, k int, l int64, m float32) (Big, int, string, float64, Mixed, []int) {
	e.a[0] += a + g + h + i + j + k + int(l); e.s += c; e.f += b + float64(m); f.x--; f.w += l
	return e, len(d), c, b, f, append(d, a)
}
func main() {
	e, n, s, b, f, d := many(1, 2.5, "str", []int{4}, Big{[5]int{10, 1, 2, 3, 4}, "big", 0.5}, Mixed{-128, 1.5, 65535, 1 << 40}, 2, 3, 4, 5, 6, 7, 0.25)
	println(e.a[0], e.a[4], e.s, e.f, n, s, b, f.x, f.y, f.z, f.w, len(d), d[1])
}`);
    expect(stderr).toBe('38 4 bigstr +3.250000e+000 1 str +2.500000e+000 127 +1.500000e+000 65535 1099511627783 2 1\n');
  });

  test('package variables are initialised by dependency, then init functions run', async () => {
    const { stderr } = await runGoText(`package main
var a = b + 1
var b = f()
var table = [...]string{2: "two", 0: "zero"}
var nested = []struct{ n int; s []string }{{1, []string{"x"}}, {2, nil}}
var fn = func() int { return a * 10 }
func f() int { println("f"); return 41 }
func init() { println("init1", a, b) }
func init() { println("init2", table[2], len(table), nested[0].s[0], fn()) }
func main() { println("main") }`);
    expect(stderr).toBe('f\ninit1 42 41\ninit2 two 3 x 420\nmain\n');
  });
});

test('what the compiler does not have is an error that names it', () => {
  expect(complaintsOf(compileTexts({ 'main.go': 'package main\n\nfunc f[T any](x T) {}\n\nfunc main() {}\n' }))[0]).toMatch(/^\.\/main\.go:3:\d+: .*not supported/);
});

test('compiling twice gives the same bytes', () => {
  const text = inMain('m := map[string]int{"a": 1}; for k := range m { println(k) }');
  const once = compileTexts({ 'main.go': text }).elf!;
  expect(Buffer.from(once).equals(Buffer.from(compileTexts({ 'main.go': text }).elf!))).toBe(true);
});
