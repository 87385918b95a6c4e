/**
 * The checker's messages: words, positions and order are those that Go 1.19.8 gave for the same programs (recorded-diagnostics.json, written by
 * test/oracle/go-types), and our own for what we do not support.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { inRepository } from '../../support/repository.ts';
import { checkText, errorsOf, TextImporter } from '../../support/go-check.ts';

interface Recorded {
  readonly program: string;
  /** In the order in which the compiler found them. */
  readonly errors: readonly string[];
}

const recorded: readonly Recorded[] = JSON.parse(readFileSync(inRepository('test/toolchain/go-types/recorded-diagnostics.json'), 'utf8'));

test.each(recorded)('$program', ({ program, errors }) => {
  const found = checkText(program).diagnostics.map(({ file, line, col, message }) => `${file}:${line}:${col}: ${message}`);
  expect(found).toEqual(errors);
});

describe('after the types', () => {
  test.each([
    ['package p\n\nfunc f()', ['3:6: missing function body']],
    ['package p\n\ntype T int\nfunc (t T) f()', ['4:6: missing function body']],
    ['package p\n\n//go:noescape\nfunc f() {}', ['4:6: can only use //go:noescape with external func implementations']],
    ['package p\n\nfunc f()\nvar x int = "a"', ['4:13: cannot use "a" (untyped string constant) as int value in variable declaration']],
    ['package p\n\nvar a [1 << 30]int64', ['3:5: type [1073741824]int64 larger than address space', '3:5: type [1073741824]int64 too large']],
    ['package p\n\nvar a [1 << 29]int', ['3:5: type [536870912]int too large']],
    ['package p\n\nvar x, a = 1, [...]int{1 << 29: 1}', ['3:8: type [536870913]int too large']],
    ['package p\n\nvar m map[int][]*[1 << 29]int', ['3:5: type [536870912]int too large']],
    ['package p\n\nvar g func([1 << 29]int)', ['3:5: type [536870912]int too large']],
    ['package p\n\nvar i interface{ M([1 << 29]int) }', ['3:5: type [536870912]int too large']],
    ['package p\n\ntype T struct { next *T; a [1 << 29]int; b int }', ['3:6: type [536870912]int too large']],
    ['package p\n\ntype A = [1 << 29]int\nvar a A', ['3:6: type [536870912]int too large']],
    ['package p\n\nvar a [2][1 << 29]int', ['3:5: type [536870912]int too large', '3:5: type [2][536870912]int larger than address space', '3:5: type [2][536870912]int too large']],
    ['package p\n\nfunc f() { x := [1 << 29]int{}; _ = x }', ['3:29: type [536870912]int too large']],
    ['package p\n\nfunc f() { _ = new([1 << 29]int) }', ['3:19: type [536870912]int too large']],
    ['package p\n\nfunc f(x interface{}) { _ = x.([1 << 29]int) }', ['3:29: type [536870912]int too large']],
    ['package p\n\nfunc f() { c := make(chan [1 << 16]byte); _ = c }', ['3:21: channel element type too large (>64kB)']],
    ['package p\n\nvar a [1 << 28]int', []],
    ['package p\n\nvar c chan [1 << 16]byte', ['3:5: channel element type too large (>64kB)']],
    ['package p\n\nvar c chan [1<<16 - 1]byte', []],
    ['package p\n\ntype S struct{ a [2]int }\nfunc f(x S) { println(1, x, x.a) }', ['4:22: illegal types for operand: print\n\tS', '4:22: illegal types for operand: print\n\t[2]int']],
    ['package p\n\nfunc f() { defer print(struct{ a, B int }{}) }', ['3:23: illegal types for operand: print\n\tstruct { a int; B int }']],
    ['package p\n\nfunc g()\nfunc f() { print([0]int{}) }', ['3:6: missing function body']],
    ['package p\n\n//go:noinline\nvar x int', ['3:3: misplaced compiler directive']],
    ['package p\n\nfunc f() {\n\tif true {\n\t\t//go:notinheap\n\t\ttype T = int\n\t}\n}', ['5:5: misplaced compiler directive']],
    ['package p\n\n//go:linkname f g\nfunc f()', ['3:3: //go:linkname only allowed in Go files that import "unsafe"']],
    ['package p\nimport _ "unsafe"\n//go:linkname f g\nfunc f()\n//go:linkname f h', ['5:3: duplicate //go:linkname for f']],
    ['package p\nimport _ "unsafe"\n//go:linkname t g\ntype t int', ['3:3: //go:linkname must refer to declared function or variable']],
    ['package p\n\n//go:embed x\nvar s string', ['3:3: go:embed only allowed in Go files that import "embed"']],
  ])('%j', (text, errors) => {
    expect(errorsOf(text)).toEqual(errors);
  });
});

test('an interface that was asked too early for its methods has them later', () => {
  const text = 'package p\nimport "unsafe"\n\ntype T interface {\n\tm() [unsafe.Sizeof(T.m)]int\n}\n\nvar _ = T.m\n';
  expect(errorsOf(text)).toEqual(['5:23: T.m undefined (type T has no field or method m)']);
});

describe('imports', () => {
  const library = new TextImporter({
    fmt: 'package fmt; func Println(a ...interface{}) {}; type Stringer interface { String() string }; var hidden int',
    'text/fmt': 'package fmt; type T struct { private int; Public int }; type hidden int',
    shapes: `package shapes; type circle struct { at point }; func (c *circle) Grow(by factor) {}; type point struct{}; type factor int; type other int
      func New() *circle { return small() }; func small() *circle { return nil }; var All map[kind]interface{ m(chan mark) }; type kind int; type mark int`,
  });
  test.each([
    ['import "fmt"', ['3:8: imported and not used: "fmt"']],
    ['import f "fmt"', ['3:8: imported and not used: "fmt" as f']],
    ['import _ "fmt"', []],
    ['import . "fmt"\nfunc f() { Println() }', []],
    ['import . "fmt"', ['3:8: imported and not used: "fmt"']],
    ['import "fmt"\nfunc f() { fmt.hidden = 1 }', ['4:16: undefined: fmt.hidden']],
    ['import "shapes"\nvar x shapes.circle', ['4:14: circle not exported by package shapes']],
    ['import "shapes"\nvar x shapes.point = 1', ['4:14: point not exported by package shapes', '4:22: cannot use 1 (untyped int constant) as shapes.point value in variable declaration']],
    ['import "shapes"\nvar x = shapes.factor(1)', ['4:16: factor not exported by package shapes']],
    ['import "shapes"\nvar x shapes.kind\nvar y shapes.mark', ['4:14: kind not exported by package shapes', '5:14: mark not exported by package shapes']],
    ['import "shapes"\nvar x shapes.other', ['4:14: undefined: shapes.other']],
    ['import "fmt"\nvar fmt int', ['4:5: fmt already declared through import of package fmt ("fmt")\n\tf.go:3:8: other declaration of fmt', '3:8: imported and not used: "fmt"']],
    ['import . "fmt"\nvar Println int', ['4:5: Println already declared through dot-import of package fmt ("fmt")\n\tf.go:1:19: other declaration of Println', '3:8: imported and not used: "fmt"']],
    ['import "fmt"\nvar x = fmt', ['4:9: use of package fmt not in selector', '3:8: imported and not used: "fmt"']],
    ['import "none"\nvar x = none.X.y', ['3:8: could not import none (not found)']],
    ['import "C"', ['3:8: cgo is not supported (import "C")']],
    ['import t "text/fmt"\nvar x = t.T{1, 2}', ['4:13: implicit assignment to unexported field private in fmt.T literal']],
    [
      'import "fmt"\nimport t "text/fmt"\nvar x fmt.Stringer = t.T{}',
      ['5:22: cannot use t.T{} (value of type "text/fmt".T) as type "fmt".Stringer in variable declaration:\n\t"text/fmt".T does not implement "fmt".Stringer (missing String method)'],
    ],
  ])('%j', (text, errors) => {
    expect(errorsOf(`package p\n\n${text}`, library)).toEqual(errors);
  });
});

describe('what is not supported says so', () => {
  test.each([
    ['func Map[T any](x T) T { return x }', '3:10: type parameters are not supported (generic function Map)'],
    ['type List[T any] struct { next *List[T] }\nfunc (l *List[T]) Next() *List[T] { return l.next }\nvar x List[int]', '3:11: type parameters are not supported (generic type List)'],
    ['func f() {\n\ttype L[T any] []T\n\tvar x L[int]\n\t_ = x\n}', '4:9: type parameters are not supported (generic type L)'],
    ['type N interface { ~int | ~string }', '3:20: type constraints are not supported (generics)'],
    ['type N interface { int }', '3:20: type constraints are not supported (generics)'],
    ['var c complex128', '3:7: complex numbers are not supported'],
    ['var c = 1i', '3:9: complex numbers are not supported'],
    ['var c = real(complex(1.0, 2.0))', '3:21: complex numbers are not supported'],
  ])('%s', (text, error) => {
    expect(errorsOf(`package p\n\n${text}`)).toEqual([error]);
  });
});
