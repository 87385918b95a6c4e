/** What the checker records for the stages after it. */
import { expect, test } from 'vitest';
import { nodeString } from '../../../src/toolchain/go/syntax/node-string.ts';
import { Mode } from '../../../src/toolchain/go/types/info.ts';
import { BuiltinId } from '../../../src/toolchain/go/types/object.ts';
import { alignOf, fieldOffsets, sizeOf } from '../../../src/toolchain/go/types/sizes.ts';
import { under } from '../../../src/toolchain/go/types/type.ts';
import { checkText, typesOf } from '../../support/go-check.ts';

const inFunction = (body: string): ReturnType<typeof checkText> => {
  const checked = checkText(`package p\nfunc f() {\n${body}\n}`);
  expect(checked.diagnostics).toEqual([]);
  return checked;
};

test.each([
  ['untyped constants take the type of their use', 'var x float32 = 1; _ = x', '1', ['float32 1']],
  ['a shift takes the type of its context', 'var s uint; var x int64 = 1 << s; _ = x', '1 << s', ['int64']],
  ['and so does its operand', 'var s uint; var x int64 = 1 << s; _ = x', '1', ['int64 1']],
  ['a shift count is unsigned unless it has a type', 'var s uint; var x int8; x <<= 1 << s', '1 << s', ['uint']],
  ['comparisons take a named boolean type', 'type B bool; var b B = 1 < 2; _ = b', '1 < 2', ['B true']],
  ['constants in interfaces take their default types', "var i interface{} = 'a'; _ = i", "'a'", ['rune 97']],
  ['nil takes the type it stands for', 'var p *int = nil; _ = p', 'nil', ['*int']],
  ['nil in a comparison too', 'var m map[int]int; _ = m == nil', 'nil', ['map[int]int']],
  ['comma-ok expressions have two types', 'var m map[string]int8; v, ok := m["a"]; _, _ = v, ok', 'm["a"]', ['(int8, bool)']],
  ['single-valued ones have one', 'var m map[string]int8; v := m["a"]; _ = v', 'm["a"]', ['int8']],
  ['constants are rounded to their type', 'var x float32 = 0.1; _ = x', '0.1', ['float32 0.1']],
  ['elided literal types are recorded', '_ = []*struct{ a int }{{1}}', '{…}', ['*struct{a int}']],
  ['arrays get their counted length', '_ = [...]int{5: 1}', '[...]int', ['[6]int']],
  ['built-ins get the signature of their use', 'var s []int8; _ = append(s, 1)', 'append', ['func([]int8, ...int8) []int8']],
  ['append of a string keeps it', 'var b []byte; _ = append(b, "x"...)', 'append', ['func([]byte, string...) []byte']],
])('%s', (_, body, source, types) => {
  expect(typesOf(inFunction(body), source)).toEqual(types);
});

test('selections give the path and whether a pointer is followed', () => {
  const { info, diagnostics } = checkText(`package p
type A struct { b, X int }
func (*A) P() {}
func (A) V() {}
type B struct { c int; *A }
type C struct { B }
func f(c C) {
	_ = c.X
	c.P()
	_ = c.V
	_ = (*A).V
}`);
  expect(diagnostics).toEqual([]);
  const found = [...info.selections].map(([e, { kind, path, indirect }]) => `${nodeString(e)} ${kind} ${path.join('.')} ${indirect}`);
  expect(found).toEqual(['c.X field 0.1.1 true', 'c.P methodValue 0.1.0 true', 'c.V methodValue 0.1.1 true', '(*A).V methodExpr 1 true']);
});

test('calls tell conversions, built-ins and functions apart', () => {
  const { info } = inFunction('_ = int8(1); println(len("a")); g := f; g()');
  const calls = [...info.types].filter(([e]) => e.kind === 'CallExpr');
  const builtins = calls.map(([e]) => (e.kind === 'CallExpr' ? info.builtinOf(e) : null));
  expect(builtins.toSorted()).toEqual([BuiltinId.Len, BuiltinId.Println, null, null].toSorted());
  const modes = calls.map(([e]) => (e.kind === 'CallExpr' ? info.types.get(e.fun)?.mode : null)).toSorted();
  expect(modes).toEqual([Mode.Builtin, Mode.Builtin, Mode.Type, Mode.Variable].toSorted());
});

test('type switch clauses have their own variables', () => {
  const { info } = inFunction('switch x := interface{}(nil).(type) { case int: _ = x; case string, bool: _ = x }');
  const types = [...info.implicits].filter(([node]) => node.kind === 'CaseClause').map(([, obj]) => under(obj.type!).kind);
  expect(types).toEqual(['Basic', 'Interface']);
});

test('variables are initialised after what they depend on', () => {
  const { info, diagnostics } = checkText(`package p
var a = b + f()
var b, c = g()
var d = 1
func f() int { return d }
func g() (int, int) { return e, e }
var e = len([3]int{})
var _ = a`);
  expect(diagnostics).toEqual([]);
  expect(info.initOrder.map(({ lhs, rhs }) => `${lhs.map((v) => v.name).join(',')}=${nodeString(rhs)}`)).toEqual(['d=1', 'e=len([3]int{})', 'b,c=g()', 'a=b + f()', '_=a']);
});

test.each([
  ['struct{ a int8; b float64; c int8 }', 16, 4, [0, 4, 12]],
  ['struct{ a int8; b int16; c int64 }', 12, 4, [0, 2, 4]],
  ['struct{ a int32; b struct{} }', 8, 4, [0, 4]],
  ['struct{ b struct{}; a int32 }', 4, 4, [0, 0]],
  ['struct{ a [3]byte; b string; c []int; d interface{}; e func(); f map[int]int; g chan int; h *int; i bool }', 52, 4, [0, 4, 12, 24, 32, 36, 40, 44, 48]],
])('%s has size %i', (type, size, align, offsets) => {
  const { pkg } = checkText(`package p; type T ${type}`);
  const t = pkg.scope.lookup('T')!.type!;
  const struct = under(t);
  expect([sizeOf(t), alignOf(t), struct.kind === 'Struct' ? fieldOffsets(struct) : []]).toEqual([size, align, offsets]);
});
