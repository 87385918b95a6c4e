/** Pointers to everything, linked structures, sizes and offsets, memory looked at through unsafe. */
import { expression, literal, part, typed } from './expressions.ts';
import { called, type Idiom } from './maker.ts';
import { print } from './printing.ts';
import { fieldsOf } from './selectors.ts';
import { INT, INTEGERS, sizeOf, type GoType } from './types.ts';

/** Pointers to parts of a variable see its changes. */
const intoParts: Idiom = (m, scope) => {
  const type = m.pick([m.pick(m.types.structs), m.types.array(m.types.any(1))]);
  const inner = part(m, { name: 'x', type }, { ...scope, variables: [] }, 3);
  const value = (): string => expression(m, inner.type, scope, 1);
  return called(`x := ${typed(type, literal(m, type, scope, 3))}`, `p := &${inner.name}`, `*p = ${value()}`, print(m, inner.type, inner.name), 'y := x', `${inner.name} = ${value()}`, print(m, inner.type, '*p'), 'pp := &p', `**pp = ${value()}`, 'q := *pp', `*pp = new(${inner.type.name})`, print(m, inner.type, '*p'), `fmt.Println(p == q, q == &${inner.name})`, print(m, type, 'y'), print(m, type, 'x'));
};

const list: Idiom = (m, scope) => {
  const type = m.types.any(1);
  const value = (): string => expression(m, type, scope, 1);
  return called(
    `type node struct {\n\tvalue ${type.name}\n\tnext *node\n}`, 'var head *node', `for i := 0; i < ${2 + m.random.below(5)}; i++ {\n\thead = &node{${value()}, head}\n}`, `for p := &head; *p != nil; p = &(*p).next {\n\tif n := (*p).next; n != nil && n.next == nil {\n\t\t*p = n\n\t\tbreak\n\t}\n}`,
    'var back *node', 'for head != nil {\n\thead, head.next, back = head.next, back, head\n}', 'count := 0', `for n := back; n != nil; n = n.next {\n\tcount++\n\t${print(m, type, 'n.value')}\n}`, 'fmt.Println(count)', m.chance(3) ? 'fmt.Println(back.next.next.next.next.next.next)' : '',
  );
};

const tree: Idiom = (m, scope) => called(
  'type tree struct {\n\tleft, right *tree\n\tkey int\n}', 'var insert func(**tree, int)', 'insert = func(at **tree, key int) {\n\tfor *at != nil {\n\t\tif key < (*at).key {\n\t\t\tat = &(*at).left\n\t\t} else {\n\t\t\tat = &(*at).right\n\t\t}\n\t}\n\t*at = &tree{key: key}\n}',
  'var root *tree', `for _, key := range []int{${m.several(5, () => expression(m, INT, scope, 1)).join(', ')}} {\n\tinsert(&root, key)\n}`, 'var walk func(*tree, int)', 'walk = func(t *tree, depth int) {\n\tif t == nil {\n\t\treturn\n\t}\n\twalk(t.left, depth+1)\n\tfmt.Print(t.key, "/", depth, " ")\n\twalk(t.right, depth+1)\n}', 'walk(root, 0)', 'fmt.Println()',
);

const sizes: Idiom = (m) => {
  const type = m.pick([m.types.any(), m.pick(m.types.structs)]);
  const fields = type.kind === 'struct' ? type.fields.filter(({ name }) => name !== '_') : [];
  return called(`var x ${type.name}`, `fmt.Println(unsafe.Sizeof(x), unsafe.Alignof(x), reflect.TypeOf(&x).Elem().Size(), unsafe.Sizeof([3]${type.name}{}))`, ...fields.slice(0, 4).map(({ name }) => `fmt.Println(unsafe.Offsetof(x.${name.replace(/^.*\./, '')}), unsafe.Alignof(x.${name}))`), `const size = unsafe.Sizeof(x) + 3`, 'var arr [size]byte', 'fmt.Println(len(arr), cap(arr[:2]))', `type mixed struct {\n\ta bool\n\tb ${type.name}\n\tc int64\n\td uint8\n\te float64\n\tf struct{}\n}`, 'fmt.Println(unsafe.Sizeof(mixed{}), unsafe.Offsetof(mixed{}.b), unsafe.Offsetof(mixed{}.c), unsafe.Offsetof(mixed{}.f))');
};

const raw: Idiom = (m, scope) => called(
  `x := [4]uint32{uint32(${expression(m, INT, scope, 1)}), 2, 0x01020304, 4}`, `p := unsafe.Pointer(&x)`, `fmt.Println(*(*uint16)(unsafe.Add(p, ${m.random.below(14)})), *(*uint64)(unsafe.Pointer(uintptr(p) + ${m.random.below(9)})))`, `bytes := (*[16]byte)(p)[${m.random.below(4)}:9]`, 'bytes[1] = 0xff', 'fmt.Println(x, len(bytes), cap(bytes))', `s := unsafe.Slice((*uint16)(p), ${m.random.below(8)})`, 'fmt.Println(s, len(s))', `f := ${expression(m, m.pick(INTEGERS), scope, 1)}`, 'b := *(*[unsafe.Sizeof(f)]byte)(unsafe.Pointer(&f))', 'fmt.Printf("%x\\n", b)', 'h := (*struct {\n\tp unsafe.Pointer\n\tn int\n})(unsafe.Pointer(new(string)))', 'fmt.Println(h.p == nil, h.n)',
);

/** Values that are large, copied, passed and returned. */
const large: Idiom = (m, scope) => {
  const type = m.pick<GoType>([m.pick(m.types.structs), m.types.array(m.types.any(1), 3)]);
  const times = Math.max(1, Math.floor(256 / Math.max(sizeOf(type), 4)));
  return called(`type big struct {\n\tlist [${times}]${type.name}\n\tn int\n}`, `make := func(n int) (b big) {\n\tb.n = n\n\tb.list[n%${times}] = ${literal(m, type, scope, 1)}\n\treturn\n}`, 'change := func(b big, p *big) big {\n\tb.n++\n\tp.n += b.n\n\t*p, b = b, *p\n\treturn b\n}', `a := make(${m.random.below(5)})`, 'b := change(a, &a)', 'c := []big{a, b, {}}', 'c[2], c[0] = c[0], c[1]', 'm := map[int]big{1: c[2]}', 'var i interface{} = m[1]', 'fmt.Println(a.n, b.n, c[0].n, i.(big).n, m[5].n)', print(m, type, `c[2].list[0]`));
};

/** Through fields that are promoted by value and by pointer, to any depth. */
const promoted: Idiom = (m, scope) => {
  const type = m.pick(m.types.structs);
  const fields = fieldsOf(type);
  if (fields.length === 0) return called('type empty struct{}', 'fmt.Println(empty{} == struct{}{}, unsafe.Sizeof(empty{}))');
  const [a, b] = [m.pick(fields), m.pick(fields)];
  return called(`x := ${typed(type, literal(m, type, scope, 3))}`, `p := &x`, `x.${a.name} = ${expression(m, a.type, scope, 1)}`, `old := p.${b.name}`, `p.${b.name} = ${expression(m, b.type, scope, 1)}`, print(m, b.type, 'old'), print(m, a.type, `(*p).${a.name}`), `f := func() *${type.name} { return p }`, `f().${a.name} = ${expression(m, a.type, scope, 1)}`, print(m, type, 'x'));
};

export const MEMORY: readonly Idiom[] = [intoParts, intoParts, list, tree, sizes, raw, large, promoted];
