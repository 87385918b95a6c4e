/** Maps: keys and elements of all types, comma-ok, deletion while they are gone over, keys that cannot be hashed. */
import { expression, key, typed } from './expressions.ts';
import { called, type Idiom, type Maker, type Scope } from './maker.ts';
import { print } from './printing.ts';
import { ANY, INT, STRING, type GoType, type MapType } from './types.ts';

const anyMap = (m: Maker): MapType => m.types.map(m.types.key(), m.types.any(1));
const keyIn = (m: Maker, type: MapType, scope: Scope): string => key(m, type.key, scope);

const filling: Idiom = (m, scope) => {
  const type = anyMap(m);
  const k = (): string => keyIn(m, type, scope);
  const v = (): string => expression(m, type.elem, scope, 1);
  return called(
    `m := ${typed(type, expression(m, type, scope, 2))}`, `m[${k()}] = ${v()}`, `k := (${type.key.name})(${k()})`, `m[k] = ${v()}`, `v, ok := m[k]`, print(m, type.elem, 'v'), `_, ok2 := m[${k()}]`,
    `fmt.Println(ok, ok2, len(m))`, m.chance(2) ? `delete(m, k)` : `delete(m, ${k()})`, print(m, type, 'm'),
  );
};

/** What is deleted before its turn does not come; what is there at the end does not depend on the order. */
const deleting: Idiom = (m, scope) => {
  const type = anyMap(m);
  const fill = m.several(4, () => `m[${keyIn(m, type, scope)}] = ${expression(m, type.elem, scope, 1)}`).join('\n');
  const work = m.pick([
    'for k := range m {\n\tdelete(m, k)\n}', 'for k := range m {\n\tfor other := range m {\n\t\tif other != k {\n\t\t\tdelete(m, other)\n\t\t}\n\t}\n\tturns++\n}',
    'for k, v := range m {\n\tm[k] = v\n\tturns++\n}', 'for range m {\n\tturns++\n\tif turns == 2 {\n\t\tbreak\n\t}\n}',
  ]);
  return called(`m := map[${type.key.name}]${type.elem.name}{}`, fill, 'turns := 0', work, 'fmt.Println(len(m), turns)');
};

const ofComposites: Idiom = (m, scope) => {
  const elem = m.types.any(1);
  const value = (): string => expression(m, elem, scope, 1);
  return m.pick([
    () => called(`m := map[string][]${elem.name}{}`, `for _, k := range []string{"a", "b", "a", "c", "a"} {\n\tm[k] = append(m[k], ${value()})\n}`, print(m, m.types.map(STRING, m.types.slice(elem)), 'm'), 'fmt.Println(len(m["a"]), len(m["none"]))'),
    () => called(`m := map[int]map[string]${elem.name}{1: {"x": ${value()}}}`, `if m[2] == nil {\n\tm[2] = map[string]${elem.name}{}\n}`, `m[2]["y"] = ${value()}`, 'delete(m[3], "z")', `fmt.Println(len(m), len(m[1]), len(m[2]), len(m[7]))`, print(m, elem, 'm[2]["y"]')),
    () => called(`type pair struct{ a, b int }`, `m := map[pair]${elem.name}{{1, 2}: ${value()}, {3, 4}: ${value()}}`, `m[pair{1, 2}] = ${value()}`, print(m, elem, 'm[pair{3, 4}]'), 'fmt.Println(len(m))'),
    () => called(`type cell struct {\n\tn    int\n\tlist [2]int\n}`, 'm := map[string]*cell{"a": {1, [2]int{1, 2}}, "b": {n: 2}}', 'm["a"].n += 5', 'm["b"].list[1]++', 'fmt.Println(*m["a"], m["b"].list)', 'm["none"].n++'),
    () => called('m := map[[2]bool]func(int) int{{true}: func(n int) int { return n + 1 }}', 'f := m[[2]bool{}]', 'fmt.Println(f == nil, m[[2]bool{true, false}](3))'),
  ])();
};

/** Counters and op-assignments of elements that are not there yet. */
const counting: Idiom = (m, scope) => {
  const k = m.types.key();
  const type = m.types.map(k, INT);
  const change = m.pick(['++', ' += 3', ' -= 2', ' |= 4', ' <<= 1', '--']);
  return called(`m := map[${k.name}]int{}`, ...m.several(4, () => `m[${keyIn(m, type, scope)}]${change}`), 'sum := 0', 'for _, n := range m {\n\tsum += n * n\n}', 'fmt.Println(len(m), sum)', print(m, type, 'm'));
};

/** Keys in interfaces: equal only with their types; some cannot be hashed. */
const interfaceKeys: Idiom = (m, scope) => {
  const held = (): string => expression(m, m.pick<GoType>([ANY, ...m.types.implementations(ANY)]), scope, 1);
  return called('m := map[interface{}]int{1: 1, int8(1): 2, "1": 3, 1.0: 4, [1]int{1}: 5, true: 6, nil: 7}', `x := interface{}(${held()})`, 'm[x]++', 'fmt.Println(len(m), m[x], m[1], m[int8(1)], m[uint8(1)], m[[1]int{1}])', 'fmt.Println(m[[]int{1}])');
};

const nilMap: Idiom = (m, scope) => {
  const type = anyMap(m);
  return called(`var m ${type.name}`, `v, ok := m[${keyIn(m, type, scope)}]`, print(m, type.elem, 'v'), `delete(m, ${keyIn(m, type, scope)})`, 'fmt.Println(ok, len(m), m == nil)', `m[${keyIn(m, type, scope)}] = ${expression(m, type.elem, scope, 1)}`);
};

const floatKeys: Idiom = (m) => called('m := map[float64]int{}', `m[nan], m[nan] = 1, 2`, 'm[0] = 3', 'm[negativeZero]++', 'm[inf] += 2', '_, ok := m[nan]', 'delete(m, nan)', 'fmt.Println(len(m), m[0], m[inf], m[-inf], ok)', m.chance(2) ? 'for k := range m {\n\tdelete(m, k)\n}\nfmt.Println(len(m))' : '_ = m');

export const MAPS: readonly Idiom[] = [filling, filling, deleting, ofComposites, counting, interfaceKeys, nilMap, floatKeys];
