/** Strings, bytes and runes: invalid UTF-8, conversions, concatenation, comparison, indices that are wrong. */
import { expression, typed } from './expressions.ts';
import { called, type Idiom, type Maker, type Scope } from './maker.ts';
import { INT, INTEGERS, RUNE, STRING, UINT8 } from './types.ts';

const text = (m: Maker, scope: Scope): string => expression(m, STRING, scope, 2);

const ranging: Idiom = (m, scope) => called(
  `s := ${text(m, scope)} + ${text(m, scope)}`, 'for i, r := range s {\n\tfmt.Print(i, ":", r, " ")\n}', m.pick(['for i := range s {\n\tfmt.Print(i, " ")\n}', 'for i, b := range []byte(s) {\n\tfmt.Print(i+int(b), " ")\n}', 'for range s {\n\tfmt.Print(".")\n}']),
  'fmt.Println(len(s), len([]rune(s)), string([]rune(s)) == s)', 'fmt.Printf("%q %+q %x % X %v\\n", s, s, s, s, []byte(s))',
);

const conversions: Idiom = (m, scope) => called(
  `r := ${typed(RUNE, expression(m, RUNE, scope, 2))}`, `b := ${typed(UINT8, expression(m, UINT8, scope, 2))}`, `s := string(r) + string(rune(b)) + string([]byte{b, b}) + string([]rune{r, rune(b)})`, 'bytes := []byte(s)', "bytes = append(bytes, \"é\"...)", 'bytes[0]++',
  'fmt.Printf("%q %q %d %d\\n", s, bytes, len(s), len(bytes))', 'fmt.Println(string(bytes) > s, string(bytes[:1]) == s[:1], cap([]byte(s)) >= len(s))', `n := copy(bytes[1:], ${text(m, scope)})`, 'fmt.Printf("%d %x\\n", n, bytes)',
);

const concatenation: Idiom = (m, scope) => called(
  `s, t := "", ${text(m, scope)}`, `for i := 0; i < ${2 + m.random.below(6)}; i++ {\n\ts += ${m.pick(['t', 'string(rune(\'a\'+i))', 'fmt.Sprint(i)', 't + s', 's + "," + t + s'])}\n\tif len(s) > 200 {\n\t\ts = s[len(s)-5:]\n\t}\n}`,
  'old := s', 's += "x" + t + "y" + old + "z"', 'fmt.Println(len(s), len(old), s == old, s > old)', 'fmt.Printf("%q\\n", short(s))',
);

const indexing: Idiom = (m, scope) => {
  const at = (): string => (m.chance(2) ? String(m.random.below(6)) : expression(m, m.pick([INT, ...INTEGERS]), scope, 1));
  return called(`s := ${text(m, scope)}`, `i, j := ${at()}, ${at()}`, '_, _ = i, j', `fmt.Println(${m.pick(['s[i]', 's[i:]', 's[:j]', 's[i:j]', 's[len(s)-1]', 's[i:][0]', 'string(s[i]) + s[j:]'])})`);
};

const comparing: Idiom = (m, scope) => called(
  `a, b := ${text(m, scope)}, ${text(m, scope)}`, 'fmt.Println(a < b, a <= b, a == b, a != b, a > b, a >= b, a+"" == a, a < a+"\\x00")', 'fmt.Println(strings.Compare(a, b), strings.Contains(a, b), strings.Index(a, "a"), strings.ToUpper(a) == a)',
  'switch a {\ncase b:\n\tfmt.Println("b")\ncase "a", "abc", "abd":\n\tfmt.Println("short", a)\ncase "":\n\tfmt.Println("empty")\ndefault:\n\tfmt.Println("other")\n}', `switch {\ncase a[:0] == b[:0] && a > b:\n\tfmt.Println(1)\n\tfallthrough\ncase a == b:\n\tfmt.Println(2)\n}`,
);

/** The library over strings. */
const library: Idiom = (m, scope) => called(
  `s := ${text(m, scope)} + " " + ${text(m, scope)}`, 'fmt.Printf("%q %q %q\\n", strings.Fields(s), strings.Split(s, "a"), strings.SplitN(s, "", 4))', 'fmt.Printf("%q %q\\n", strings.Replace(s, "a", "<>", -1), strings.Title(s))',
  'fmt.Printf("%q %q\\n", strings.TrimLeft(s, "ah"), strings.Map(func(r rune) rune {\n\tif r > 127 {\n\t\treturn -1\n\t}\n\treturn r + 1\n}, s))', 'fmt.Println(strings.EqualFold(s, strings.ToUpper(s)), strings.LastIndex(s, "b"), strings.Count(s, ""), strings.IndexByte(s, 0xff))',
);

export const STRINGS: readonly Idiom[] = [ranging, conversions, concatenation, indexing, comparing, library];
