/** Numbers: constants of any size, floats at the edges, conversions that do not fit, 64-bit division and shifts. */
import { expression, shiftCount } from './expressions.ts';
import { called, type Idiom, type Maker } from './maker.ts';
import { FLOATS, INT64, INTEGERS, UINT64 } from './types.ts';

interface Constant { readonly text: string; readonly value: bigint }

/** An untyped integer constant of at most some hundred bits, with its value. */
function constant(m: Maker, depth: number): Constant {
  if (depth === 0) {
    const value = BigInt(m.random.below(1000));
    return m.pick([{ text: String(value), value }, { text: `0x${value.toString(16)}`, value }, { text: `0b${value.toString(2)}`, value }, { text: `0o${value.toString(8)}`, value }, { text: "'x'", value: 120n }, { text: '1_000', value: 1000n }]);
  }
  const [a, b] = [constant(m, depth - 1), constant(m, depth - 1)];
  switch (m.random.below(9)) {
    case 0: return { text: `(${a.text} << 20)`, value: a.value << 20n };
    case 1: return { text: `(${a.text} >> 3)`, value: a.value >> 3n };
    case 2: return { text: `(${a.text} * ${b.text})`, value: a.value * b.value };
    case 3: return b.value === 0n ? a : { text: `(${a.text} / ${b.text})`, value: a.value / b.value };
    case 4: return b.value === 0n ? a : { text: `(${a.text} % ${b.text})`, value: a.value % b.value };
    case 5: return { text: `(${a.text} &^ ${b.text})`, value: a.value & ~b.value };
    case 6: return { text: `(^${a.text})`, value: ~a.value };
    case 7: return { text: `(${a.text} ^ ${b.text})`, value: a.value ^ b.value };
    default: return { text: `(${a.text} - ${b.text})`, value: a.value - b.value };
  }
}

const constants: Idiom = (m) => {
  const big = constant(m, 4);
  const cut = ((big.value % 1000n) + 1000n) % 1000n;
  return called(
    `const big = ${big.text}`, `fmt.Println(big%1000 == ${big.value % 1000n}, float64(big), float32(big*1.0), big == ${big.value})`, `const (\n\ta = iota * ${1 + m.random.below(9)} << ${m.random.below(5)}\n\tb\n\t_\n\tc, d = iota, -iota\n\te, f\n\tg = "s"\n\th\n\ti float32 = iota / 2\n\tj\n\tk uint8 = 1 << iota >> 4\n\tl\n\tn = ${cut} + iota\n)`,
    'fmt.Println(a, b, c, d, e, f, g, h, i, j, k, l, n)', `const huge = 1 << ${100 + m.random.below(300)}`, `fmt.Println(huge >> ${95}&0xff, huge/(huge-1), huge == huge+1, -huge < 0)`, 'const half = 1 / 2.0', "const mixed = 'a' + 1.0", 'fmt.Printf("%T %v %T %v %T\\n", half, half, mixed, mixed, huge>>99&1)', 'var s uint = 33', 'var w int64 = 1 << s', 'var z = 1.0 << 3', 'fmt.Println(w, z, uint64(1<<s) == 1<<s, "x"+"y" < "xz")',
  );
};

/** What a float becomes as an integer, a smaller float, or text. */
const edges: Idiom = (m, scope) => {
  const type = m.pick(FLOATS);
  const list = m.several(3, () => expression(m, type, scope, 2)).join(', ');
  return called(
    `for _, f := range []${type.name}{${list}, ${type.name}(nan), ${type.name}(${m.pick(['inf', '-inf', 'negativeZero'])})} {\n\tfmt.Println(f, ${m.several(3, () => `${m.pick(INTEGERS).name}(f)`).join(', ')})\n\tfmt.Println(f == f, f < f, f != f, f > 0, f*0, -f, 1/f, f-f, f/f)\n\tfmt.Println(float32(f), float64(float32(f)) == float64(f), f != f || math.Float64bits(float64(f)) > 1<<60)\n\tfmt.Printf("%e %g %8.3f %x %v\\n", f, f, f, f, f == f && math.Signbit(float64(f)))\n\tprintln(f, float32(f))\n}`,
  );
};

/** Sums in float32 are rounded at each step. */
const rounding: Idiom = (m, scope) => called(`var a, b float32 = ${expression(m, FLOATS[0]!, scope, 1)}, ${expression(m, FLOATS[0]!, scope, 1)}`, 'c := a*b + a - b', 'd := float64(a)*float64(b) + float64(a) - float64(b)', 'e := a', 'for i := 0; i < 5; i++ {\n\te = e/3 + b\n\ta *= 1.1\n\td -= float64(a)\n}', 'fmt.Println(a, c, d, e, a < b, float32(d) == c)', 'fmt.Println(math.Sqrt(float64(a)), math.Floor(d), math.Trunc(float64(c)), math.Mod(d, 3), math.Max(d, float64(e)))');

const wide: Idiom = (m, scope) => {
  const type = m.pick([INT64, UINT64]);
  const value = (): string => expression(m, type, scope, 2);
  return called(`a, b := ${value()}, ${value()}|1`, 'fmt.Println(a/b, a%b, a*b, a/b*b+a%b == a, a < b, a == b, -a, ^b)', `fmt.Println(a<<${m.random.below(70)}, a>>${m.random.below(70)}, a<<(b&63), a>>(b&127), a>>${shiftCount(m, scope)}, a<<${shiftCount(m, scope)})`, `fmt.Println(a/${m.pick(['3', '7', '10', '1000000007', '1<<40', '64'])}, a%${m.pick(['3', '10', '1<<33', '4294967297', '16'])}, float64(a), float32(b), uint32(a), int8(b), int(a>>32))`, 'fmt.Printf("%d %x %b %o %c\\n", a, b, a&0xff, b, a&0xffff)');
};

const small: Idiom = (m, scope) => {
  const type = m.pick(INTEGERS);
  const value = (): string => expression(m, type, scope, 2);
  return called(`a, b := ${value()}, ${value()}`, 'c := b | 1', 'fmt.Println(a+b, a-b, a*b, a/c, a%c, a&b, a|b, a^b, a&^b, -a, ^a, +b)', `fmt.Println(a<<${shiftCount(m, scope)}, a>>${shiftCount(m, scope)}, a == b, a < b, a >= b)`, `fmt.Println(${m.several(4, () => `${m.pick(INTEGERS).name}(a)`).join(', ')}, ${m.pick(FLOATS).name}(b), string(rune(a)))`, 'a++', 'b--', 'a, b = b, a', 'a -= b', 'fmt.Println(a, b, a == a+1-1)');
};

export const NUMBERS: readonly Idiom[] = [constants, edges, edges, rounding, wide, small];
