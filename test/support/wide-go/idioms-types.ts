/** Types declared within functions: of one name in two scopes, aliases, recursive ones, anonymous structs, methods of local values. */
import { expression, key, literal } from './expressions.ts';
import { called, type Idiom } from './maker.ts';
import { print } from './printing.ts';
import { INT, isComparable, STRING } from './types.ts';

/** Two types of one name are different, and messages say so. */
const scopes: Idiom = (m, scope) => {
  const [a, b] = [m.types.any(1), m.types.any(1)];
  const use = m.pick(['fmt.Println(first.(local))', '_, ok := first.(local)\n\tfmt.Println(ok)', 'fmt.Println(first == second)', 'switch first.(type) {\n\tcase local:\n\t\tfmt.Println("same")\n\tdefault:\n\t\tfmt.Println("other")\n\t}']);
  return called('var first, second interface{}', `{\n\ttype local struct{ x ${a.name} }\n\tfirst = local{${expression(m, a, scope, 1)}}\n}`, `{\n\ttype local struct{ x ${b.name} }\n\tsecond = local{${expression(m, b, scope, 1)}}\n\tfmt.Printf("%T %T\\n", first, second)\n\tdump(second)\n\t${use}\n}`);
};

const aliases: Idiom = (m, scope) => {
  const type = m.pick(m.types.named);
  return called(`type alias = ${type.name}`, `type pointer = *alias`, `type renamed ${type.name}`, `var x alias = ${literal(m, type, scope, 2)}`, `var p pointer = &x`, `type outer struct {\n\talias\n\tn int\n}`, 'o := outer{x, 1}', `fmt.Printf("%T %T %T %T\\n", x, p, renamed(x), o)`, print(m, type, 'o.alias'), `_, ok := interface{}(o.alias).(${type.name})`, `_, sums := interface{}(renamed(x)).(Summer)`, 'fmt.Println(ok, sums)');
};

const recursive: Idiom = (m, scope) => m.pick([
  () => called('type list []list', 'x := list{nil, {}, {{}, {nil}}}', 'x[0] = x[2][:1]', 'x = append(x, x[1:]...)', 'fmt.Println(x, len(x), len(x[2][1]))', 'fmt.Printf("%#v %T\\n", x, x[0])'),
  () => called('type tree map[string]tree', `x := tree{"a": {}, ${m.chance(2) ? '"b": {"c": nil}' : '"d": nil'}}`, 'x["a"]["e"] = tree{}', 'fmt.Println(x, len(x["none"]["deeper"]))', 'fmt.Printf("%+v\\n", x)'),
  () => called('type state func(int) (state, string)', 'var even, odd state', 'even = func(n int) (state, string) {\n\tif n%2 == 0 {\n\t\treturn odd, "even"\n\t}\n\treturn nil, "wrong"\n}', 'odd = func(n int) (state, string) { return even, fmt.Sprint("odd ", n) }', `for s, i, text := even, ${m.random.below(3)}, ""; s != nil && i < 6; i++ {\n\ts, text = s(i)\n\tfmt.Print(text, " ")\n}`, 'fmt.Println()'),
  () => called('type node struct {\n\tparent *node\n\tchildren []*node\n\tattributes map[string]*node\n\tself interface{}\n}', 'root := &node{}', 'root.self = root', 'child := &node{parent: root, attributes: map[string]*node{"up": root}}', 'root.children = append(root.children, child, nil, child)', 'fmt.Println(root.self == interface{}(root), root.children[0].parent.children[2] == child, child.attributes["up"].self.(*node) == root, child.attributes["none"] == nil)', 'fmt.Println(root.children[1].parent)'),
  () => called(`type pair struct {\n\tleft, right interface{}\n}`, `x := pair{pair{1, ${expression(m, INT, scope, 1)}}, pair{nil, [1]pair{}}}`, 'y := x', 'fmt.Println(x == y, x.left == y.left, x.right == interface{}(pair{}))', 'fmt.Printf("%v %+v %#v\\n", x, x, x.right)', 'y.left = []int{}', 'fmt.Println(x == y)', 'fmt.Println(y == y)'),
])();

const anonymous: Idiom = (m, scope) => {
  const [a, b] = [m.types.any(1), m.types.any(1)];
  const struct = `struct {\n\tA ${a.name}\n\tB ${b.name}\n}`;
  const value = (): string => `{${expression(m, a, scope, 1)}, ${expression(m, b, scope, 1)}}`;
  return called(
    `x := ${struct}${value()}`, `type named ${struct}`, 'var n named = x', 'x = n', `list := []${struct}{${value()}, x, ${value()}}`, `m := map[string]*${struct}{"a": ${value()}, "b": &x}`, 'm["b"].A, list[0].B = list[2].A, m["a"].B', isComparable(a) && isComparable(b) ? 'fmt.Println(x == n, list[0] == list[1], interface{}(x) == interface{}(n))' : '', 'fmt.Printf("%T %T\\n", x, n)', 'dump(x)', 'dump(list[0])',
    `f := func(p *${struct}) named { p.A = ${expression(m, a, scope, 1)}; return *p }`, 'dump(f(&x))', `dump(f((*${struct})(&n)))`,
  );
};

/** Nested composites with elided types, and elements found through them. */
const nested: Idiom = (m, scope) => {
  const elem = m.types.any(1);
  const value = (): string => expression(m, elem, scope, 1);
  const k = m.types.key();
  return called(
    `x := map[${k.name}][]map[string]*[2]${elem.name}{${key(m, k, { ...scope, variables: [] })}: {{"a": {${value()}}, "b": nil}, nil, 2: {"c": {1: ${value()}}}}}`,
    `for _, list := range x {\n\tfmt.Println(len(list), len(list[0]), list[1]["a"] == nil)\n\tlist[0]["a"][1] = ${value()}\n\t${print(m, m.types.array(elem, 2), '*list[0]["a"]')}\n\tlist[2]["d"], list[0] = list[0]["a"], nil\n\t*list[2]["d"], list[2]["c"][0] = *list[2]["c"], ${value()}\n\tdump(list)\n\tlist[0]["e"][0] = ${value()}\n}`,
  );
};

/** A struct's texts by fmt, with a Formatter and a Stringer within. */
const formatters: Idiom = (m, scope) => called(`type box struct {\n\tname string\n\tinner interface{}\n\tlist []interface{}\n\tf func()\n\terr error\n}`, `x := box{${expression(m, STRING, scope, 1)}, ${literal(m, m.pick(m.types.structs), scope, 1)}, []interface{}{1, "a", nil, 1.5, errors.New("e"), [2]bool{}}, nil, failure{2}}`, `fmt.Printf("${m.pick(['%v', '%+v', '%#v', '%10v', '%-10.3v', '%s'])}\\n", x)`, `fmt.Printf("%[2]*[1]d|%-*d|%[1]T|%v %!|%d\\n", ${m.random.below(100)}, 6, "extra")`);

export const TYPE_USES: readonly Idiom[] = [scopes, aliases, recursive, recursive, anonymous, nested, formatters];
