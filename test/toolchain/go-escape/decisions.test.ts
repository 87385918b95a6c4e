/** Decisions as code generation asks for them: by context, variable and node of the syntax tree. */
import { expect, test } from 'vitest';
import { EscapeAnalysis } from '../../../src/toolchain/go/escape/analyse.ts';
import type { InlineContext } from '../../../src/toolchain/go/escape/decisions.ts';
import type { CallExpr, Node } from '../../../src/toolchain/go/syntax/ast.ts';
import { nodeString } from '../../../src/toolchain/go/syntax/node-string.ts';
import type { CheckedPackage } from '../../../src/toolchain/go/types/checker.ts';
import type { Func, Var } from '../../../src/toolchain/go/types/object.ts';
import { typeString } from '../../../src/toolchain/go/types/type-string.ts';
import { checkText, TextImporter } from '../../support/go-check.ts';

interface Analysed {
  readonly checked: CheckedPackage;
  context(name: string): InlineContext;
  variable(name: string): Var;
  node<K extends Node['kind']>(kind: K, text: string): Extract<Node, { kind: K }>;
}

function analyse(text: string): Analysed {
  const checked = checkText(text);
  expect(checked.diagnostics).toEqual([]);
  const analysis = new EscapeAnalysis();
  analysis.add(checked);
  return {
    checked,
    context(name) {
      const func = checked.pkg.scope.lookup(name) as Func;
      return analysis.contextOf(func)!;
    },
    variable(name) {
      return [...checked.info.defs.values()].find((obj) => obj?.kind === 'Var' && obj.name === name) as Var;
    },
    node(kind, text) {
      const found = [...checked.info.types.keys()].find((e) => e.kind === kind && nodeString(e) === text);
      expect(found, `${kind} ${text}`).toBeDefined();
      return found as never;
    },
  };
}

test('variables whose address outlives the function are on the heap', () => {
  const { context, variable } = analyse('package p; func f() *int { a, b := 1, 2; q := &b; _ = q; return &a }');
  expect([context('f').isOnHeap(variable('a')), context('f').isOnHeap(variable('b'))]).toEqual([true, false]);
});

test('an allocation may escape from a function, yet not from where it is inlined', () => {
  const { context, node } = analyse('package p; type T struct{ n int }; func make1() *T { return &T{1} }; func use() int { return make1().n }');
  const literal = node('Operation', '&T{…}');
  const call = node('CallExpr', 'make1()') as CallExpr;
  expect(context('make1').escapes(literal, 'pointer')).toBe(true);
  const inlined = context('use').inlined.get(call)!;
  expect(inlined.func?.name).toBe('make1');
  expect(inlined.context.escapes(literal, 'pointer')).toBe(false);
});

test('inlined calls nest', () => {
  const { context, node } = analyse('package p; func a(n int) int { return n + 1 }; func b(n int) int { return a(n) }; func c() int { return b(2) }');
  const outer = context('c').inlined.get(node('CallExpr', 'b(2)') as CallExpr)!;
  expect(outer.context.inlined.get(node('CallExpr', 'a(n)') as CallExpr)?.func?.name).toBe('a');
});

test('closures copy small variables that do not change after that', () => {
  const { context, variable } = analyse('package p; var f func(); func g() { a, b := 1, 2; a = 3; f = func() { b = a }; _ = b }');
  expect([context('g').isCopied(variable('a')), context('g').isCopied(variable('b'))]).toEqual([true, false]);
  expect([context('g').isOnHeap(variable('a')), context('g').isOnHeap(variable('b'))]).toEqual([false, true]);
});

test('each kind of site has its own answer', () => {
  const { context, node } = analyse(`package p
var sink interface{}
func variadic(xs ...int) int { if len(xs) > 3 { return variadic(xs...) }; return len(xs) }
func f(n int, s string) {
	sink = n
	variadic(1, 2)
	_ = make([]int, 4)
	_ = make([]int, n)
	_ = new(int)
	_ = s + "x"
	sink = []int{n}
}`);
  const f = context('f');
  expect(f.escapes(node('CallExpr', 'variadic(1, 2)'), 'variadic')).toBe(false);
  expect(f.escapes(node('CallExpr', 'make([]int, 4)'), 'make')).toBe(false);
  expect(f.escapes(node('CallExpr', 'make([]int, n)'), 'make')).toBe(true);
  expect(f.escapes(node('CallExpr', 'new(int)'), 'new')).toBe(false);
  expect(f.escapes(node('Operation', 's + "x"'), 'string')).toBe(false);
  const literal = node('CompositeLit', '[]int{…}');
  expect(f.escapes(literal, 'literal')).toBe(true);
  expect(f.escapes(literal, 'interface')).toBe(true);
});

test('known receivers of interface calls are told', () => {
  const { context, node } = analyse('package p; type I interface{ M() int }; type T int; func (t T) M() int { return int(t) }; func f() int { var i I = T(3); return i.M() }');
  const type = context('f').devirtualized.get(node('CallExpr', 'i.M()') as CallExpr)!;
  expect(typeString(type, () => '')).toBe('T');
});

test('what a parameter leaks to is known to importing packages', () => {
  const analysis = new EscapeAnalysis();
  const library = checkText('package lib; var kept *int; func Keep(p *int) { kept = p; println("a", "b"); rec(3) }; func Look(p *int) int { rec(1); return *p }; func rec(n int) { if n > 0 { rec(n - 1) } }', new TextImporter(), 'lib');
  analysis.add(library);
  const user = checkText('package main; import "lib"; func f() { a, b := 1, 2; lib.Keep(&a); lib.Look(&b) }', { importPackage: () => library.pkg });
  const moved = analysis.analyse(user).map(({ text }) => text).filter((text) => text.startsWith('moved'));
  expect(moved).toEqual(['moved to heap: a']);
});

test('functions without bodies leak their parameters unless they promise not to', () => {
  const text = (pragma: string): string => `package p\nimport _ "unsafe"\n//go:linkname f other.f\n${pragma}\nfunc f(p *int)\nfunc g() { x := 1; f(&x) }`;
  const leaking = analyse(text(''));
  expect(leaking.context('g').isOnHeap(leaking.variable('x'))).toBe(true);
  const safe = analyse(text('//go:noescape'));
  expect(safe.context('g').isOnHeap(safe.variable('x'))).toBe(false);
});
