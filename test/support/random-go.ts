/**
 * Random Go programs that are well-typed, end, and print what they compute: for comparing our compiler with real Go. All integer widths, floats,
 * strings, arrays, slices, maps, structs with embedding, methods, interfaces, closures, defer and recover, labels, goto, and panics of
 * the runtime occur; what differs between compilers by right (order of map iteration, unspecified order of evaluation, floats beyond the range of
 * an integer) does not.
 *
 * Constants stand in variables where two of them would meet, since an expression of constants may not overflow.
 */
import { RandomStream } from '../../src/base/random.ts';
import {
  ANY, BOOL, constantText, FLOATS, INT, integerNamed, INTEGERS, INTERFACES, isComparable, isNumeric, METHOD_NAMES, STRING, TypeUniverse,
  type ArrayType, type FloatType, type GoType, type IntegerType, type InterfaceType, type SliceType, type StructType,
} from './random-go-types.ts';

interface Variable {
  readonly name: string;
  readonly type: GoType;
}

interface Callable {
  readonly name: string;
  readonly params: readonly GoType[];
  /** The type of the last, repeated parameters. */
  readonly rest: GoType | null;
  readonly results: readonly GoType[];
}

/** What is visible at a place of the text. */
interface Scope {
  readonly variables: Variable[];
  readonly depth: number;
  /** Labels of the loops around. */
  readonly loops: readonly string[];
  /** Inside a function literal. */
  readonly isLiteral: boolean;
}

/** Calls of functions, and turns of loops with a label, that a program may make. */
const FUEL = 300;
const DEEPEST = 4;
const UINT8 = integerNamed('uint8');
const INT64 = integerNamed('int64');

/** The text of one program; equal seeds give equal programs. */
export function randomGoProgram(seed: number): string {
  return new Generator(new RandomStream(seed, 'random-go')).program();
}

class Generator {
  private names = 0;
  private loops = 0;
  private readonly types: TypeUniverse;
  private readonly texts: string[] = [];
  private readonly callable: Callable[] = [];
  /** The constants of each type that expressions take from variables. */
  private readonly constants = new Map<GoType, string[]>();
  private readonly shown = new Map<GoType, string>();
  private readonly globals: Variable[] = [];

  constructor(private readonly random: RandomStream) {
    this.types = new TypeUniverse(random);
  }

  program(): string {
    const globals = Array.from({ length: 2 + this.random.below(3) }, () => ({ name: this.fresh('global'), type: this.types.any() }));
    const values = globals.map(({ name, type }) => `var ${name} ${type.name} = ${this.initial(type)}\n`);
    this.globals.push(...globals);
    for (const struct of this.types.structs) for (const { name } of struct.methods) this.makeMethod(struct, name);
    const count = 3 + this.random.below(4);
    for (let i = 0; i < count; i++) this.makeFunction();
    const calls = this.callable.map((callee) => `\tcheck("${callee.name}", func() {\n\t\t${this.showResults(callee)}\n\t})`);
    const last = this.random.below(3) === 0 ? `\tfuel = 50\n${indent(this.call(this.callable.at(-1)!, { variables: [], depth: 0, loops: [], isLiteral: false }))}\n\tpanic(${this.panicValue()})\n` : '';
    const structs = this.types.structs.map(({ name, fields }) => `type ${name} struct {\n${fields.map((field) => `\t${field.isEmbedded ? '' : `${field.name} `}${field.type.name}\n`).join('')}}\n`);
    const interfaces = INTERFACES.map(({ name, method }) => `type ${name} interface{ ${method}(int) int }\n`);
    const ends = globals.map(({ name, type }) => `\t${this.show(type, name)}\n`).join('');
    const shows = this.showFunctions();
    const constants = [...this.constants].map(([type, list]) => `var ${tableOf(type)} = [...]${type.name}{${list.join(', ')}}\n`);
    return `package main\n\n${PRELUDE}\n${[...constants, ...structs, ...interfaces, ...values].join('')}\n${this.texts.join('\n')}\n${shows}
func main() {
${calls.join('\n')}
${ends}${last}}\n`;
  }

  private pick<T>(list: readonly T[]): T {
    return list[this.random.below(list.length)]!;
  }

  private chance(one: number): boolean {
    return this.random.below(one) === 0;
  }

  private fresh(stem: string): string {
    return `${stem}${this.names++}`;
  }

  // --- Declarations ---------------------------------------------------------------------------------------------------

  private makeMethod(struct: StructType, method: string): void {
    const { onPointer } = struct.methods.find(({ name }) => name === method)!;
    const type = onPointer ? this.types.pointer(struct) : struct;
    const scope: Scope = { variables: [...this.globals, { name: 'x', type: INT }, { name: 'recv', type }], depth: 2, loops: [], isLiteral: false };
    this.texts.push(`${this.pragma()}func (recv ${type.name}) ${method}(x int) int {\n\tif fuel--; fuel < 0 {\n\t\treturn x\n\t}\n${this.block(scope, 2)}\treturn ${this.expression(INT, scope, 2)}\n}\n`);
  }

  private makeFunction(): void {
    const name = this.fresh('f');
    const params = Array.from({ length: this.random.below(4) }, () => this.types.any());
    const rest = this.chance(5) ? this.types.any(1) : null;
    const results = Array.from({ length: this.chance(4) ? 2 : 1 }, () => this.types.any());
    const own: Variable[] = params.map((type, i) => ({ name: `p${i}`, type }));
    if (rest !== null) own.push({ name: 'rest', type: this.types.slice(rest) });
    const isNamed = this.chance(3);
    if (isNamed) own.push(...results.map((type, i) => ({ name: `r${i}`, type })));
    const scope: Scope = { variables: [...this.globals, ...own], depth: 0, loops: [], isLiteral: false };
    this.loops = 0;
    const list = [...params.map((type, i) => `p${i} ${type.name}`), ...(rest === null ? [] : [`rest ...${rest.name}`])].join(', ');
    const head = isNamed ? results.map((type, i) => `r${i} ${type.name}`).join(', ') : results.map((type) => type.name).join(', ');
    const defers = isNamed ? this.deferredChange({ ...scope, depth: 2 }, results) : '';
    const body = this.block(scope, 4 + this.random.below(6));
    const last = isNamed && this.chance(3) ? 'return' : `return ${results.map((type) => this.expression(type, scope, 2)).join(', ')}`;
    this.texts.push(`${this.pragma()}func ${name}(${list}) (${head}) {\n\tif fuel--; fuel < 0 {\n\t\tpanic("out of fuel")\n\t}\n${defers}${body}\t${last}\n}\n`);
    this.callable.push({ name, params, rest, results });
  }

  private pragma(): string {
    return this.chance(3) ? '//go:noinline\n' : '';
  }

  /** A deferred function that changes a named result, after a panic perhaps. */
  private deferredChange(scope: Scope, results: readonly GoType[]): string {
    const i = this.random.below(results.length);
    const change = `r${i} = ${this.expression(results[i]!, scope, 1)}`;
    const guard = this.chance(2) ? `if e := recover(); e != nil {\n\t\t\tprintln("recovered", describe(e))\n\t\t\t${change}\n\t\t}` : change;
    return `\tdefer func() {\n\t\t${guard}\n\t}()\n`;
  }

  private showResults(callee: Callable): string {
    const args = this.call(callee, { variables: this.globals, depth: 0, loops: [], isLiteral: false });
    const names = callee.results.map(() => this.fresh('v'));
    return `${names.join(', ')} := ${args}\n\t\t${callee.results.map((type, i) => this.show(type, names[i]!)).join('\n\t\t')}`;
  }

  // --- Printing -------------------------------------------------------------------------------------------------------

  /** A statement that prints a value. */
  private show(type: GoType, value: string): string {
    if (isNumeric(type) || type.kind === 'bool') return `println(${value})`;
    if (type.kind === 'string') return `println(len(${value}), ${value})`;
    let name = this.shown.get(type);
    if (name === undefined) {
      name = `show${this.shown.size}`;
      this.shown.set(type, name);
    }
    return `${name}(${value})`;
  }

  private showFunctions(): string {
    const texts: string[] = [];
    // Functions that are made may ask for others.
    const done = new Set<GoType>();
    for (let found = true; found; ) {
      found = false;
      for (const [type, name] of [...this.shown]) {
        if (done.has(type)) continue;
        done.add(type);
        found = true;
        texts.push(`func ${name}(x ${type.name}) {\n${indent(this.showBody(type))}\n}\n`);
      }
    }
    return texts.join('\n');
  }

  private showBody(type: GoType): string {
    switch (type.kind) {
      case 'array': return `for _, e := range x {\n\t${this.show(type.elem, 'e')}\n}`;
      case 'slice': return `println(len(x), x == nil)\nfor _, e := range x {\n\t${this.show(type.elem, 'e')}\n}`;
      case 'map': return `println(len(x), x == nil)${isNumeric(type.elem) && type.elem.kind === 'integer' ? `\nvar sum ${type.elem.name}\nfor _, e := range x {\n\tsum += e * e\n}\nprintln(sum)` : ''}`;
      case 'struct': return type.fields.filter((field) => field.type.kind !== 'pointer').map((field) => this.show(field.type, `x.${field.name}`)).join('\n') || '_ = x';
      case 'pointer': return `println(x == nil)\nif x != nil {\n\t${this.show(type.elem, '*x')}\n}`;
      case 'interface': return type.method === null ? 'println(describe(x))' : `println(x == nil)`;
      default: return `println(x)`;
    }
  }

  // --- Statements -----------------------------------------------------------------------------------------------------

  private block(scope: Scope, count: number): string {
    const inner: Scope = { ...scope, variables: [...scope.variables], depth: scope.depth + 1 };
    const lines: string[] = [];
    for (let i = 0; i < count; i++) lines.push(this.statement(inner));
    const own = inner.variables.slice(scope.variables.length);
    for (const { name } of own) lines.push(`_ = ${name}`);
    if (scope.depth === 0) scope.variables.push(...own);
    return lines.map((line) => `${indent(line)}\n`).join('');
  }

  private statement(scope: Scope): string {
    switch (this.random.below(scope.depth > DEEPEST ? 9 : 27)) {
      case 0:
      case 1: return this.declaration(scope);
      case 2:
      case 3:
      case 4: return this.assignment(scope);
      case 5: return this.opAssignment(scope);
      case 6: return this.print(scope);
      case 7: return this.multipleAssignment(scope);
      case 8: return this.callStatement(scope);
      case 9: return `if ${this.condition(scope, 2)} {\n${this.block(scope, 2)}} else {\n${this.block(scope, 1)}}`;
      case 10:
      case 11: return this.loop(scope);
      case 12:
      case 13: return this.rangeLoop(scope);
      case 14: return this.valueSwitch(scope);
      case 15: return this.typeSwitch(scope);
      case 16:
      case 17: return this.closure(scope);
      case 18: return this.gotoLoop(scope);
      case 19: return this.deferring(scope);
      case 20: return this.assertion(scope);
      case 21: return this.mapWork(scope);
      case 22: return this.sliceWork(scope);
      case 23: return this.comparison(scope);
      case 24: return this.pointerWork(scope);
      case 25: return this.stringWork(scope);
      default: return this.methodValue(scope);
    }
  }

  private declaration(scope: Scope): string {
    const type = this.types.any();
    const name = this.fresh('x');
    const isPlain = this.chance(2) && (isNumeric(type) || type.kind === 'string' || type.kind === 'bool');
    const text = isPlain ? `var ${name} ${type.name} = ${constantText(type, this.random)}` : `var ${name} ${type.name} = ${this.expression(type, scope, 3)}`;
    scope.variables.push({ name, type });
    return text;
  }

  private assignment(scope: Scope): string {
    const place = this.place(scope);
    return place === null ? this.declaration(scope) : `${place.name} = ${this.expression(place.type, scope, 3)}`;
  }

  private multipleAssignment(scope: Scope): string {
    const type = this.types.any(1);
    const [a, b] = [this.placeOf(type, scope), this.placeOf(type, scope)];
    if (a === null || b === null) return this.assignment(scope);
    return this.chance(2) ? `${a}, ${b} = ${this.value(type, scope)}, ${a}` : `${a}, ${b} = ${b}, ${a}`;
  }

  private opAssignment(scope: Scope): string {
    const type = this.chance(6) ? STRING : this.types.numeric();
    const place = this.placeOf(type, scope);
    if (place === null) return this.declaration(scope);
    if (type.kind === 'string') return `if len(${place}) < 100 {\n\t${place} += ${this.expression(STRING, scope, 1)}\n}`;
    if (type.kind === 'float') return `${place} ${this.pick(['+', '-', '*', '/'])}= ${this.expression(type, scope, 2)}`;
    if (this.chance(4)) return `${place} ${this.pick(['<<', '>>'])}= ${this.shiftCount(scope)}`;
    if (this.chance(4)) return `${place}${this.pick(['++', '--'])}`;
    return `${place} ${this.pick(['+', '-', '*', '&', '|', '^', '&^'])}= ${this.expression(type, scope, 2)}`;
  }

  private print(scope: Scope): string {
    const type = this.types.any();
    return this.show(type, this.expression(type, scope, 3));
  }

  private callStatement(scope: Scope): string {
    if (this.callable.length === 0 || this.loops > 1) return this.print(scope);
    const callee = this.pick(this.callable);
    const names = callee.results.map(() => this.fresh('y'));
    const call = this.call(callee, scope);
    scope.variables.push(...names.map((name, i) => ({ name, type: callee.results[i]! })));
    return `${names.join(', ')} := ${call}`;
  }

  private call(callee: Callable, scope: Scope): string {
    const args = callee.params.map((type) => this.expression(type, scope, 1));
    if (callee.rest !== null) {
      const { rest } = callee;
      if (this.chance(3)) args.push(`${this.expression(this.types.slice(rest), scope, 1)}...`);
      else for (let i = this.random.below(3); i > 0; i--) args.push(this.expression(rest, scope, 1));
    }
    return `${callee.name}(${args.join(', ')})`;
  }

  private loop(scope: Scope): string {
    if (this.loops >= 3) return this.print(scope);
    this.loops++;
    const i = this.fresh('i');
    const label = this.fresh('L');
    const inner: Scope = { ...scope, variables: [...scope.variables], loops: [...scope.loops, label] };
    // The counter may be captured and read, but not written.
    const leave = this.pick(inner.loops);
    const jump = `if ${this.condition(scope, 1)} {\n\t${this.pick(['continue', 'break'])} ${scope.isLiteral ? label : leave}\n}`;
    const before = this.block(inner, 1);
    const after = this.block(inner, 1);
    this.loops--;
    const own = `if ${i} == 7 {\n\tcontinue ${label}\n}`;
    return `${label}:\nfor ${i} := 0; ${i} < ${2 + this.random.below(4)}; ${i}++ {\n${indent(`if fuel--; fuel < 0 {\n\tbreak\n}`)}\n${indent(own)}\n${before}${indent(jump)}\n${after}}`;
  }

  private rangeLoop(scope: Scope): string {
    if (this.loops >= 3) return this.print(scope);
    this.loops++;
    const [k, v] = [this.fresh('k'), this.fresh('e')];
    const over = this.pick(['array', 'slice', 'string', 'pointer'] as const);
    const elem = this.types.any(1);
    const inner = (type: GoType): Scope => ({ ...scope, variables: [...scope.variables, { name: v, type }], loops: [] });
    const body = (type: GoType): string => `\tif fuel--; fuel < 0 {\n\t\tbreak\n\t}\n${this.block(inner(type), 2)}\t${k}++\n\t_, _ = ${k}, ${v}\n`;
    let text: string;
    switch (over) {
      case 'array': text = `for ${k}, ${v} := range ${this.expression(this.types.array(elem, 3), scope, 1)} {\n${body(elem)}}`; break;
      case 'slice': text = `for ${k}, ${v} := range ${this.expression(this.types.slice(elem), scope, 1)} {\n${body(elem)}}`; break;
      case 'string': text = `for ${k}, ${v} := range ${this.expression(STRING, scope, 1)} {\n${body(integerNamed('int32'))}}`; break;
      case 'pointer': {
        const a = this.fresh('a');
        text = `{\n\t${a} := ${this.expression(this.types.array(elem, 3), scope, 1)}\n${indent(`for ${k}, ${v} := range &${a} {\n${body(elem)}}`)}\n}`;
        break;
      }
    }
    this.loops--;
    return text;
  }

  private gotoLoop(scope: Scope): string {
    if (this.loops >= 2 || scope.isLiteral) return this.print(scope);
    this.loops += 2;
    const [label, n] = [this.fresh('again'), this.fresh('n')];
    const body = this.block({ ...scope, loops: [] }, 1);
    this.loops -= 2;
    return `{\n\t${n} := 0\n${label}:\n\t{\n${indent(body)}\n\t}\n\tif ${n}++; ${n} < 3 && fuel > 0 {\n\t\tfuel--\n\t\tgoto ${label}\n\t}\n}`;
  }

  private valueSwitch(scope: Scope): string {
    const type = this.chance(3) ? STRING : this.pick(INTEGERS);
    const labels = [...new Set(Array.from({ length: 4 }, () => constantText(type, this.random)))];
    const cases = labels.map((label, i) => `case ${label}:\n${this.block(scope, 1)}${this.chance(4) && i < labels.length - 1 ? '\tfallthrough\n' : ''}`);
    return `switch ${this.expression(type, scope, 2)} {\n${cases.join('')}default:\n${this.block(scope, 1)}}`;
  }

  private typeSwitch(scope: Scope): string {
    const x = this.fresh('t');
    const types = [...new Set(Array.from({ length: 3 }, () => this.pick(this.types.implementations(ANY))))];
    const cases = types.map((type) => `case ${type.name}:\n${this.block({ ...scope, variables: [...scope.variables, { name: x, type }] }, 1)}\t_ = ${x}\n`);
    const two = INTERFACES.map(({ name }) => name).join(', ');
    return `switch ${x} := ${this.expression(ANY, scope, 2)}.(type) {\ncase nil:\n\tprintln("nil", ${x} == nil)\n${cases.join('')}case ${two}:\n\tprintln("interface", ${x} != nil)\ndefault:\n${this.block(scope, 1)}}`;
  }

  private assertion(scope: Scope): string {
    const from = this.pick([ANY, ...INTERFACES]);
    const to = this.chance(4) ? this.pick(INTERFACES) : this.pick(this.types.implementations(from));
    const [x, ok] = [this.fresh('t'), this.fresh('ok')];
    if (this.chance(6)) return `{\n\t${x} := ${this.expression(from, scope, 2)}.(${to.name})\n\t${this.show(to, x)}\n}`;
    return `if ${x}, ${ok} := ${this.expression(from, scope, 2)}.(${to.name}); ${ok} {\n${this.block({ ...scope, variables: [...scope.variables, { name: x, type: to }] }, 1)}\t_ = ${x}\n} else {\n\t${this.show(to, x)}\n}`;
  }

  private closure(scope: Scope): string {
    const type = this.types.any(1);
    const [name, x] = [this.fresh('g'), this.fresh('x')];
    const inner: Scope = { ...scope, variables: [...scope.variables, { name: x, type }], depth: Math.max(scope.depth, DEEPEST - 1), loops: [], isLiteral: true };
    const loops = this.loops;
    this.loops = 2;
    const body = this.block(inner, 2);
    this.loops = loops;
    return `{\n\t${name} := func(${x} ${type.name}) ${type.name} {\n${indent(body)}\n\t\treturn ${this.expression(type, inner, 2)}\n\t}
	y := ${name}(${this.expression(type, scope, 1)})\n\ty = ${name}(y)\n\t${this.show(type, 'y')}\n}`;
  }

  private deferring(scope: Scope): string {
    const loops = this.loops;
    this.loops = 2;
    const inner: Scope = { ...scope, depth: DEEPEST, loops: [], isLiteral: true };
    const type = this.types.any(1);
    const value = this.expression(type, scope, 1);
    const text = `func() {\n\tdefer func(x ${type.name}) {\n\t\tif e := recover(); e != nil {\n\t\t\tprintln("recovered", describe(e))\n\t\t}\n\t\t${this.show(type, 'x')}\n\t}(${value})\n${this.block(inner, 2)}\tif ${this.condition(scope, 1)} {\n\t\tpanic(${this.panicValue()})\n\t}\n}()`;
    this.loops = loops;
    return text;
  }

  private panicValue(): string {
    return this.pick(['"text"', '42', 'failure{3}', '&failure{4}', 'error(failure{5})', '1.5', 'uint8(7)', 'kind(3)', "'x'"]);
  }

  private mapWork(scope: Scope): string {
    const type = this.types.map(this.pick([STRING, ...INTEGERS]), this.types.any(1));
    const m = this.placeOf(type, scope) ?? 'm';
    const head = m === 'm' ? `\tm := ${this.expression(type, scope, 2)}\n` : '';
    const key = (): string => this.expression(type.key, scope, 1);
    const work = this.pick([
      `delete(${m}, ${key()})\n\tprintln(len(${m}))`,
      `v, ok := ${m}[${key()}]\n\t${this.show(type.elem, 'v')}\n\tprintln(ok)`,
      `if ${m} != nil {\n\t\t${m}[${key()}] = ${this.expression(type.elem, scope, 2)}\n\t}\n\tprintln(len(${m}))`,
      `for k := range ${m} {\n\t\tdelete(${m}, k)\n\t}\n\tprintln(len(${m}))`,
      `${m}[${key()}] = ${this.expression(type.elem, scope, 1)}`,
    ]);
    return `{\n${head}\t${work}\n}`;
  }

  private sliceWork(scope: Scope): string {
    const elem = this.types.any(1);
    const type = this.types.slice(elem);
    const s = this.fresh('s');
    const value = (): string => this.expression(elem, scope, 1);
    const small = (): string => (this.chance(4) ? this.expression(INT, scope, 1) : String(this.random.below(3)));
    const work = this.pick([
      `${s} = append(${s}, ${value()}, ${value()})\n\tprintln(len(${s}), cap(${s}) >= len(${s}))`,
      `${s} = append(${s}, ${s}...)\n\tprintln(copy(${s}[1:], ${s}))`,
      `t := ${s}[${small()}:]\n\tt = append(t, ${value()})\n\t${this.show(type, 't')}`,
      `n := ${small()}\n\tt := ${s}[:n:n]\n\tprintln(len(t), cap(t))`,
      `a := (*[2]${elem.name})(${s})\n\ta[0] = ${value()}`,
      `t := make(${type.name}, ${small()}, 3)\n\tprintln(copy(t, ${s}), cap(t))`,
    ]);
    return `{\n\t${s} := ${this.expression(type, scope, 2)}\n\t${work}\n\t${this.show(type, s)}\n}`;
  }

  private comparison(scope: Scope): string {
    const type = this.types.any();
    if (type.kind === 'interface') return `println(${this.value(type, scope)} == ${this.value(type, scope)})`;
    if (!isComparable(type)) return this.print(scope);
    const [a, b] = [this.fresh('a'), this.fresh('b')];
    return `{\n\tvar ${a}, ${b} ${type.name} = ${this.expression(type, scope, 2)}, ${this.expression(type, scope, 2)}\n\tprintln(${a} == ${b}, ${a} != ${b}, interface{}(${a}) == interface{}(${b}), ${a} == ${a})\n}`;
  }

  private pointerWork(scope: Scope): string {
    const struct = this.pick(this.types.structs);
    const p = this.fresh('p');
    const field = this.pick(struct.fields);
    return `{\n\t${p} := ${this.chance(2) ? `&${this.literal(struct, scope, 1)}` : this.expression(this.types.pointer(struct), scope, 1)}
	q := ${p}\n\tq.${field.name} = ${this.expression(field.type, scope, 1)}\n\t${this.show(field.type, `${p}.${field.name}`)}\n\tprintln(${p}.${this.pick(METHOD_NAMES)}(${this.expression(INT, scope, 1)}))\n}`;
  }

  private stringWork(scope: Scope): string {
    const s = this.fresh('s');
    const at = (): string => (this.chance(3) ? this.expression(this.pick(INTEGERS), scope, 1) : String(this.random.below(4)));
    const work = this.pick([
      `println(${s}[${at()}])`, `println(${s}[${at()}:])`, `println(${s}[:${at()}])`, `b := []byte(${s})\n\tb = append(b, ${s}...)\n\tprintln(string(b), len(b))`,
      `r := []rune(${s})\n\tprintln(len(r), string(r))`, `println(${s} < "abc", ${s} == "abc", ${s} + "x" >= ${s})`, `println(string(rune(${this.expression(this.pick(INTEGERS), scope, 1)})))`,
      `switch ${s} {\n\tcase "a", "abc":\n\t\tprintln("short")\n\tcase "abd":\n\t\tprintln("abd")\n\tdefault:\n\t\tprintln(len(${s}))\n\t}`,
    ]);
    return `{\n\t${s} := ${this.expression(STRING, scope, 2)}\n\t${work}\n\t_ = ${s}\n}`;
  }

  private methodValue(scope: Scope): string {
    const method = this.pick(METHOD_NAMES);
    const struct = this.pick(this.types.structs);
    const [x, f] = [this.fresh('x'), this.fresh('f')];
    const arg = (): string => this.expression(INT, scope, 1);
    const expression = `(*${struct.name}).${method}`;
    const work = this.pick([`${f} := ${x}.${method}\n\tprintln(${f}(${arg()}), ${f}(1))`, `${f} := ${expression}\n\tprintln(${f}(&${x}, ${arg()}))`, `var ${f} Has${method} = &${x}\n\tprintln(${f}.${method}(${arg()}))`, `defer ${x}.${method}(${arg()})`]);
    return `{\n\t${x} := ${this.expression(struct, scope, 1)}\n\t${work}\n}`;
  }

  // --- Expressions ----------------------------------------------------------------------------------------------------

  /** A place that can be assigned to, of any type. */
  private place(scope: Scope): Variable | null {
    const { variables } = scope;
    return variables.length === 0 ? null : this.inside(this.pick(variables), scope);
  }

  /** A variable or a part of it. */
  private inside(variable: Variable, scope: Scope): Variable {
    const { name, type } = variable;
    if (this.chance(3)) return variable;
    switch (type.kind) {
      case 'struct': return this.inside(this.fieldOf(name, type), scope);
      case 'array': return this.inside({ name: `${name}[${this.index(type, scope)}]`, type: type.elem }, scope);
      case 'slice': return this.chance(2) ? this.inside({ name: `${name}[${this.index(type, scope)}]`, type: type.elem }, scope) : variable;
      case 'pointer': return this.chance(3) ? { name: `(*${name})`, type: type.elem } : this.chance(2) ? this.inside(this.fieldOf(name, type.elem), scope) : variable;
      default: return variable;
    }
  }

  private fieldOf(name: string, struct: StructType): Variable {
    const field = this.pick(struct.fields);
    return { name: `${name}.${field.name}`, type: field.type };
  }

  private index(type: ArrayType | SliceType, scope: Scope): string {
    if (this.chance(5)) return this.plain(this.pick(INTEGERS), scope);
    if (type.kind === 'slice') return String(this.random.below(2));
    return this.chance(2) ? String(this.random.below(type.length)) : `${this.plain(UINT8, scope)}%${type.length}`;
  }

  /** A variable as it is, or a constant from a table. */
  private plain(type: GoType, scope: Scope): string {
    return scope.variables.find((each) => each.type === type && this.chance(2))?.name ?? this.tabled(type, scope);
  }

  private placeOf(type: GoType, scope: Scope): string | null {
    for (let tries = 0; tries < 8; tries++) {
      const found = this.place(scope);
      if (found !== null && found.type === type) return found.name;
    }
    return scope.variables.find((each) => each.type === type)?.name ?? null;
  }

  /** A variable or a constant from a table: never a constant expression. */
  private value(type: GoType, scope: Scope): string {
    return (this.chance(4) ? null : this.placeOf(type, scope)) ?? this.tabled(type, scope);
  }

  private tabled(type: GoType, scope: Scope): string {
    if (!isNumeric(type) && type.kind !== 'string' && type.kind !== 'bool') return this.literal(type, scope, 0);
    const list = this.constants.get(type) ?? [];
    this.constants.set(type, list);
    return `${tableOf(type)}[${list.push(constantText(type, this.random)) - 1}]`;
  }

  /** A value for the declaration of a global variable. */
  private initial(type: GoType): string {
    const nothing: Scope = { variables: [], depth: 0, loops: [], isLiteral: true };
    return this.literal(type, nothing, 2);
  }

  /** A composite written out. */
  private literal(type: GoType, scope: Scope, depth: number): string {
    const part = (each: GoType): string => (depth > 0 ? this.expression(each, scope, depth - 1) : this.tabledOrZero(each, scope));
    switch (type.kind) {
      case 'array': return `${type.name}{${Array.from({ length: this.random.below(type.length + 1) }, () => part(type.elem)).join(', ')}}`;
      case 'slice': return this.chance(6) ? `${type.name}(nil)` : `${type.name}{${this.chance(4) ? '2: ' : ''}${Array.from({ length: 1 + this.random.below(3) }, () => part(type.elem)).join(', ')}}`;
      case 'map': {
        if (this.chance(8)) return `${type.name}(nil)`;
        const key = type.key.kind === 'integer' || type.key.kind === 'string' ? constantText(type.key, this.random) : this.literal(type.key, scope, 0);
        return this.chance(3) ? `${type.name}{}` : `${type.name}{${key}: ${part(type.elem)}}`;
      }
      case 'struct': {
        const fields = type.fields.filter((field) => field.isEmbedded || this.chance(2));
        return `${type.name}{${fields.map((field) => `${field.name}: ${field.isEmbedded && field.type.kind === 'pointer' ? `&${this.literal(field.type.elem, scope, 0)}` : part(field.type)}`).join(', ')}}`;
      }
      case 'pointer': return this.chance(12) ? `(${type.name})(nil)` : `&${this.literal(type.elem, scope, Math.max(depth - 1, 0))}`;
      case 'interface': return this.interfaceValue(type, scope, depth);
      default: return this.tabled(type, scope);
    }
  }

  private tabledOrZero(type: GoType, scope: Scope): string {
    switch (type.kind) {
      case 'slice':
      case 'map':
      case 'interface':
      case 'pointer': return 'nil';
      case 'array':
      case 'struct': return `${type.name}{}`;
      default: return this.tabled(type, scope);
    }
  }

  private interfaceValue(type: InterfaceType, scope: Scope, depth: number): string {
    if (this.chance(10)) return `${type.name}(nil)`;
    const dynamic = this.pick(this.types.implementations(type));
    return `${type.name}(${depth > 0 ? this.expression(dynamic, scope, depth - 1) : dynamic.kind === 'pointer' ? `&${dynamic.elem.name}{}` : dynamic.kind === 'struct' ? `${dynamic.name}{}` : this.tabled(dynamic, scope)})`;
  }

  private expression(type: GoType, scope: Scope, depth: number): string {
    if (depth <= 0) return this.value(type, scope);
    switch (type.kind) {
      case 'integer': return this.integer(type, scope, depth);
      case 'float': return this.float(type, scope, depth);
      case 'string': return this.string(scope, depth);
      case 'bool': return this.chance(3) ? this.value(type, scope) : `(${this.condition(scope, depth - 1)})`;
      default: return this.chance(2) ? this.value(type, scope) : this.literal(type, scope, depth - 1);
    }
  }

  private integer(type: IntegerType, scope: Scope, depth: number): string {
    const operand = (): string => this.expression(type, scope, depth - 1);
    const right = (): string => (this.chance(3) ? this.pick(['1', '2', '5', '100']) : operand());
    switch (this.random.below(14)) {
      case 0:
      case 1:
      case 2: return this.value(type, scope);
      case 3: return `(${this.pick(['-', '^', '+'])}${operand()})`;
      case 4: return `(${operand()} ${this.pick(['<<', '>>'])} ${this.shiftCount(scope)})`;
      case 5: return this.chance(6) ? `(${operand()} ${this.pick(['/', '%'])} ${operand()})` : `(${operand()} ${this.pick(['/', '%'])} ${this.divisor(type, scope, depth)})`;
      case 6:
      case 7: return `${type.name}(${this.expression(this.pick(INTEGERS), scope, depth - 1)})`;
      case 8: return `${type.name}(tame(float64(${this.expression(this.pick(FLOATS), scope, depth - 1)})))`;
      case 9: return type === INT ? this.intCall(scope, depth) : `(${operand()} + ${right()})`;
      case 10: return `(${operand()} * ${right()})`;
      default: return `(${operand()} ${this.pick(['+', '-', '&', '|', '^', '&^'])} ${right()})`;
    }
  }

  /** A divisor that is not zero: a literal, for which compilers have their own ways, or an odd number. */
  private divisor(type: IntegerType, scope: Scope, depth: number): string {
    if (this.chance(2)) return this.pick(['2', '3', '7', '8', '10', '64', '100', '127', ...(type.isSigned ? ['-1', '-3', '-8'] : ['5'])]);
    return `(${this.expression(type, scope, depth - 1)} | 1)`;
  }

  private intCall(scope: Scope, depth: number): string {
    const inner = depth - 1;
    switch (this.random.below(4)) {
      case 0: return `len(${this.value(STRING, scope)})`;
      case 1: return `len(${this.value(this.types.slice(this.types.basic()), scope)})`;
      case 2: return `len(${this.value(this.types.map(STRING, INT), scope)})`;
      default: {
        const pure = this.callable.filter(({ params, results, rest }) => results.length === 1 && results[0] === INT && params.length < 3 && rest === null);
        return pure.length === 0 || this.loops > 1 ? this.value(INT, scope) : this.call(this.pick(pure), { ...scope, depth: scope.depth + inner });
      }
    }
  }

  private float(type: FloatType, scope: Scope, depth: number): string {
    const operand = (): string => this.expression(type, scope, depth - 1);
    switch (this.random.below(7)) {
      case 0:
      case 1: return this.value(type, scope);
      case 2: return `(-${operand()})`;
      case 3: return `${type.name}(${this.expression(this.types.numeric(), scope, depth - 1)})`;
      default: return `(${operand()} ${this.pick(['+', '-', '*', '/'])} ${operand()})`;
    }
  }

  private string(scope: Scope, depth: number): string {
    switch (this.random.below(5)) {
      case 0: return `(${this.expression(STRING, scope, depth - 1)} + ${boundedString(this.value(STRING, scope))})`;
      case 1: return `cut(${this.expression(STRING, scope, depth - 1)}, ${this.value(INT, scope)})`;
      case 2: return `string(rune(${this.value(this.pick(INTEGERS), scope)}))`;
      default: return this.value(STRING, scope);
    }
  }

  private condition(scope: Scope, depth: number): string {
    if (depth > 0 && this.chance(3)) return `(${this.condition(scope, depth - 1)} ${this.pick(['&&', '||'])} ${this.condition(scope, depth - 1)})`;
    if (this.chance(8)) return this.value(BOOL, scope);
    const type = this.chance(5) ? STRING : this.chance(6) ? INT64 : this.types.numeric();
    const right = this.chance(3) ? constantText(type, this.random) : this.expression(type, scope, depth);
    const comparison = `${this.expression(type, scope, depth)} ${this.pick(['==', '!=', '<', '<=', '>', '>='])} ${right}`;
    return this.chance(6) ? `!(${comparison})` : comparison;
  }

  private shiftCount(scope: Scope): string {
    if (this.chance(2)) return String(this.random.below(70));
    const type = this.pick(INTEGERS);
    return this.chance(3) ? this.value(type, scope) : `(${this.value(type, scope)} & 63)`;
  }
}

/** The name of the table of constants of a type. */
const tableOf = (type: GoType): string => `${type.name}Constants`;

/** A string that a concatenation may add: no loop can then double a variable until memory ends, which is no difference between compilers. */
const boundedString = (text: string): string => (text.startsWith(tableOf(STRING)) ? text : `short(${text})`);

const indent = (text: string): string => text.split('\n').map((line) => (line === '' || /^(L|again)\d+:$/.test(line) ? line : `\t${line}`)).join('\n').replace(/\n+$/, '');

const PRELUDE = `var fuel = ${FUEL}

type failure struct{ code int }

func (f failure) Error() string { return "failure" + string(rune('0'+f.code)) }

type kind uint16

// What was recovered.
func describe(x interface{}) string {
	switch x := x.(type) {
	case nil:
		return "nil"
	case error:
		return x.Error()
	case string:
		return x
	case int:
		return "int" + string(rune('a'+x&15))
	case bool, uint8, int64, float64:
		return "basic"
	case HasM:
		return "M"
	}
	return "other"
}

func check(name string, f func()) {
	fuel = ${FUEL}
	defer func() {
		if e := recover(); e != nil {
			println(name, "panics:", describe(e))
		}
	}()
	f()
}

// A float that every integer type can hold.
func tame(f float64) float64 {
	if f >= 0 && f <= 127 {
		return f
	}
	return 2.75
}

func cut(s string, n int) string {
	if n &= 15; n < len(s) {
		return s[n:]
	}
	return s
}

func short(s string) string {
	if len(s) > 100 {
		return s[:100]
	}
	return s
}
`;
