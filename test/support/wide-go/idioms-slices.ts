/** Slices and arrays: what shares memory with what, bounds, copies over themselves, conversions to array pointers. */
import { expression, indexBelow, typed } from './expressions.ts';
import { braces, called, type Idiom, type Maker } from './maker.ts';
import { print } from './printing.ts';
import { INT, isComparable, type GoType } from './types.ts';

const bound = (m: Maker): string => String(m.random.below(4));

/** Two slices of one array, appended to: the second may write what the first shows. */
const aliasing: Idiom = (m, scope) => {
  const type = m.types.slice(m.types.any(1));
  const value = (): string => expression(m, type.elem, scope, 1);
  const low = m.random.below(2);
  const high = low + m.random.below(3);
  const third = m.chance(2) ? `:${high + m.random.below(2)}` : '';
  return called(
    `base := append(${typed(type, expression(m, type, scope, 2))}, ${value()}, ${value()}, ${value()})`, `part := base[${low}:${high}${third}]`, `part = append(part, ${value()})`,
    m.chance(2) ? `more := append(part, ${value()}, ${value()})\nmore[0] = ${value()}\n${print(m, type, 'more')}` : `part[0] = ${value()}`,
    print(m, type, 'base'), print(m, type, 'part'), 'fmt.Println(len(base), len(part), cap(part))',
  );
};

const copying: Idiom = (m, scope) => {
  const type = m.types.slice(m.types.any(1));
  const work = m.pick([
    `fmt.Println(copy(s[${bound(m)}:], s))`, `fmt.Println(copy(s, s[${bound(m)}:]))`, 's = append(s[:1], s[2:]...)', 's = append(s[:1:1], s...)', 's = append(s, s...)',
    `s = append(s[:${1 + m.random.below(2)}], append([]${type.elem.name}{${expression(m, type.elem, scope, 1)}}, s[1:]...)...)`, 'for i, j := 0, len(s)-1; i < j; i, j = i+1, j-1 {\n\ts[i], s[j] = s[j], s[i]\n}',
    `t := make([]${type.elem.name}, ${bound(m)}, ${3 + m.random.below(3)})\nfmt.Println(copy(t, s), cap(t), len(t[:cap(t)]))\n${print(m, type, 't')}`, 'for i := range s {\n\ts = append(s, s[i])\n}',
  ]);
  return called(`s := append(${typed(type, expression(m, type, scope, 2))}, ${m.several(3, () => expression(m, type.elem, scope, 1)).join(', ')})`, work, print(m, type, 's'));
};

/** Bounds that may be wrong. */
const cutting: Idiom = (m, scope) => {
  const type = m.types.slice(m.types.any(1));
  const integer = (): string => (m.chance(3) ? expression(m, INT, scope, 1) : String(m.random.below(5)));
  const cut = m.pick([`s[a:]`, `s[:a]`, `s[a:b]`, `s[a:b:c]`, `s[:b:c]`]);
  const from = m.pick(['s', 'arr', '(&arr)', 's']);
  return called(`s := ${typed(type, expression(m, type, scope, 2))}`, 'a, b, c := ' + m.several(3, integer).join(', '), `arr := [4]${type.elem.name}{}`, '_, _, _, _, _ = s, a, b, c, arr', `t := ${cut.replace(/^s/, from)}`, `fmt.Println(len(t), cap(t), t == nil)`);
};

const arrayPointer: Idiom = (m, scope) => {
  const type = m.types.slice(m.types.any(1));
  const length = m.random.below(4);
  return called(`s := ${typed(type, expression(m, type, scope, 2))}`, `p := (*[${length}]${type.elem.name})(s)`, `fmt.Println(len(p), p == nil)`, length > 0 ? `p[0] = ${expression(m, type.elem, scope, 1)}` : '_ = p', print(m, type, 's'));
};

/** Arrays are values: copies do not change with the original. */
const arrayCopies: Idiom = (m, scope) => {
  const type = m.types.array(m.types.array(m.types.any(1), 2), 2);
  const row = type.elem;
  const value = (): string => expression(m, row.kind === 'array' ? row.elem : row, scope, 1);
  const at = (): string => (row.kind === 'array' ? `[${indexBelow(m, type.length, scope)}][${indexBelow(m, row.length, scope)}]` : `[${indexBelow(m, type.length, scope)}]`);
  const loop = `for i, row := range ${m.pick(['a', 'a', '&a'])} {\n\ta[1] = a[0]\n\tfmt.Print(i, " ")\n\t${print(m, row, 'row')}\n}`;
  return called(`a := ${typed(type, expression(m, type, scope, 2))}`, 'b := a', `a${at()} = ${value()}`, `b${at()} = ${value()}`, `p := &a`, `p${at()} = ${value()}`, loop, compared(type), print(m, type, 'a'), print(m, type, 'b'));
};

const compared = (type: GoType): string => (isComparable(type) ? 'fmt.Println(a == b, a != b, *p == a, interface{}(a) == interface{}(b))' : '');

const literals: Idiom = (m, scope) => {
  const elem = m.types.any(1);
  const value = (): string => expression(m, elem, scope, 1);
  const at = [m.random.below(3), 4 + m.random.below(3), 9 + m.random.below(3)];
  const text = `${at[1]}: ${value()}, ${value()}, ${at[0]}: ${value()}, ${at[2]}: ${value()}`;
  return m.chance(2) ? braces(`a := [...]${elem.name}{${text}}`, print(m, m.types.slice(elem), 'a[:]'), 'fmt.Println(len(a))') : braces(`a := []${elem.name}{${text}}`, print(m, m.types.slice(elem), 'a'), 'fmt.Println(len(a), cap(a))');
};

/** Grows step by step: capacities are Go's. */
const growing: Idiom = (m) => {
  const elem = m.types.any(1);
  return called(`var s []${elem.name}`, `for i := 0; i < ${5 + m.random.below(40)}; i++ {\n\tvar x ${elem.name}\n\ts = append(s, x)\n\tif i%${1 + m.random.below(7)} == 0 {\n\t\tfmt.Print(cap(s), " ")\n\t}\n}`, `s = append(s, make([]${elem.name}, ${m.random.below(90)})...)`, 'fmt.Println(len(s), cap(s))');
};

export const SLICES: readonly Idiom[] = [aliasing, copying, cutting, arrayPointer, arrayCopies, literals, growing];

