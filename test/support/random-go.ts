/**
 * Random Go programs that are well-typed, end, and print what they compute: for comparing our compiler with real Go. All integer widths,
 * int64, floats, shifts, conversions, strings, slices, arrays, structs, maps, closures, defer and recover occur; what differs between
 * compilers by right (order of map iteration, unspecified order of evaluation) does not.
 */
import { RandomStream } from '../../src/base/random.ts';

const INTEGERS = ['int8', 'int16', 'int32', 'int64', 'uint8', 'uint16', 'uint32', 'uint64', 'int', 'uint'] as const;
const FLOATS = ['float32', 'float64'] as const;
type Numeric = (typeof INTEGERS)[number] | (typeof FLOATS)[number];

const BITS: Readonly<Record<string, number>> = { int8: 8, int16: 16, int32: 32, int64: 64, uint8: 8, uint16: 16, uint32: 32, uint64: 64, int: 32, uint: 32 };
const isFloat = (type: string): boolean => type.startsWith('float');

interface Scope {
  readonly variables: { readonly name: string; readonly type: string }[];
  readonly depth: number;
}

/** The text of one program; equal seeds give equal programs. */
export function randomGoProgram(seed: number): string {
  return new Generator(new RandomStream(seed, 'random-go')).program();
}

class Generator {
  private names = 0;
  private readonly functions: string[] = [];
  /** Functions that may be called: name, parameter types, result type. */
  private readonly callable: { readonly name: string; readonly params: Numeric[]; readonly result: Numeric }[] = [];
  private loops = 0;
  /** The numbers of each type that expressions take from variables. */
  private readonly constants: Partial<Record<Numeric, string[]>> = {};

  constructor(private readonly random: RandomStream) {}

  program(): string {
    const count = 3 + this.random.below(4);
    for (let i = 0; i < count; i++) this.makeFunction();
    const main = this.callable.map(({ name, params }) => `\tcheck("${name}", func() { println("${name}", ${name}(${params.map((type) => this.constant(type)).join(', ')})) })`);
    const numbers = Object.entries(this.constants).map(([type, list]) => `var ${type}Constants = [...]${type}{${list.join(', ')}}\n`);
    return `package main

${numbers.join('')}
type pair struct {
	a int32
	b float64
	c [3]uint16
	d int64
}

func check(name string, f func()) {
	defer func() {
		if r := recover(); r != nil {
			println(name, "panics:", r.(error).Error())
		}
	}()
	f()
}

${this.functions.join('\n')}
func main() {
${main.join('\n')}
}
`;
  }

  private pick<T>(list: readonly T[]): T {
    return list[this.random.below(list.length)]!;
  }

  private fresh(stem: string): string {
    return `${stem}${this.names++}`;
  }

  private numeric(): Numeric {
    return this.random.below(5) === 0 ? this.pick(FLOATS) : this.pick(INTEGERS);
  }

  private makeFunction(): void {
    const name = this.fresh('f');
    const params = Array.from({ length: this.random.below(4) }, () => this.numeric());
    const result = this.numeric();
    const scope: Scope = { variables: params.map((type, i) => ({ name: `p${i}`, type })), depth: 0 };
    this.loops = 0;
    const body = this.block(scope, 4 + this.random.below(6));
    const list = params.map((type, i) => `p${i} ${type}`).join(', ');
    const value = this.expression(result, scope, 3);
    const isNamed = this.random.below(4) === 0;
    const head = isNamed ? `(result ${result})` : result;
    const defers = isNamed ? `\tdefer func() { result += ${this.constant(result)} }()\n` : '';
    this.functions.push(`${this.random.below(3) === 0 ? '//go:noinline\n' : ''}func ${name}(${list}) ${head} {\n${defers}${body}\treturn ${value}\n}\n`);
    this.callable.push({ name, params, result });
  }

  private block(scope: Scope, count: number): string {
    const inner: Scope = { variables: [...scope.variables], depth: scope.depth + 1 };
    const lines: string[] = [];
    for (let i = 0; i < count; i++) lines.push(this.statement(inner));
    // Every variable is used.
    const own = inner.variables.slice(scope.variables.length);
    for (const { name } of own) lines.push(`_ = ${name}`);
    if (scope.depth === 0) scope.variables.push(...own);
    return lines.map((line) => `\t${line}\n`).join('');
  }

  private statement(scope: Scope): string {
    const kind = this.random.below(scope.depth > 3 ? 6 : 12);
    switch (kind) {
      case 0:
      case 1: return this.declaration(scope);
      case 2:
      case 3: return this.assignment(scope);
      case 4: return this.opAssignment(scope);
      case 5: return this.print(scope);
      case 6: return `if ${this.condition(scope, 2)} {\n${this.block(scope, 2)}\t} else {\n${this.block(scope, 1)}\t}`;
      case 7: {
        if (this.loops >= 2) return this.print(scope);
        this.loops++;
        const i = this.fresh('i');
        const inner: Scope = { variables: [...scope.variables], depth: scope.depth + 1 };
        return `for ${i} := 0; ${i} < ${2 + this.random.below(4)}; ${i}++ {\n${this.block(inner, 2)}\t}`;
      }
      case 8: return this.collection(scope);
      case 9: return this.closure(scope);
      case 10: {
        const type = this.pick(INTEGERS);
        const cases = [1, 2, 3].map((n) => `case ${n + this.random.below(3) * 10}:\n${this.block(scope, 1)}`);
        const seen = new Set<string>();
        const distinct = cases.filter((text) => {
          const head = text.slice(0, text.indexOf(':'));
          return seen.has(head) ? false : seen.add(head) !== undefined;
        });
        return `switch ${this.expression(type, scope, 2)} {\n${distinct.join('')}\tdefault:\n${this.block(scope, 1)}\t}`;
      }
      default: return this.composite(scope);
    }
  }

  private declaration(scope: Scope): string {
    const type = this.numeric();
    const name = this.fresh('v');
    const text = `var ${name} ${type} = ${this.expression(type, scope, 3)}`;
    scope.variables.push({ name, type });
    return text;
  }

  private variable(scope: Scope, type?: string): { name: string; type: string } | null {
    const list = scope.variables.filter((each) => (type === undefined ? each.type in BITS || isFloat(each.type) : each.type === type));
    return list.length === 0 ? null : this.pick(list);
  }

  private assignment(scope: Scope): string {
    const variable = this.variable(scope);
    if (variable === null) return this.declaration(scope);
    return `${variable.name} = ${this.expression(variable.type as Numeric, scope, 3)}`;
  }

  private opAssignment(scope: Scope): string {
    const variable = this.variable(scope);
    if (variable === null) return this.declaration(scope);
    if (isFloat(variable.type)) return `${variable.name} ${this.pick(['+', '-', '*'])}= ${this.expression(variable.type as Numeric, scope, 2)}`;
    if (this.random.below(4) === 0) return `${variable.name} ${this.pick(['<<', '>>'])}= ${this.shiftCount(scope)}`;
    return `${variable.name} ${this.pick(['+', '-', '*', '&', '|', '^', '&^'])}= ${this.expression(variable.type as Numeric, scope, 2)}`;
  }

  private print(scope: Scope): string {
    const count = 1 + this.random.below(3);
    return `println(${Array.from({ length: count }, () => this.expression(this.numeric(), scope, 2)).join(', ')})`;
  }

  private collection(scope: Scope): string {
    const type = this.pick(INTEGERS);
    const [s, m] = [this.fresh('s'), this.fresh('m')];
    const index = `int(${this.expression('uint8', scope, 1)}%${2 + this.random.below(4)})`;
    switch (this.random.below(3)) {
      case 0:
        return `{\n\t${s} := []${type}{${this.expression(type, scope, 1)}, ${this.expression(type, scope, 1)}}
	${s} = append(${s}, ${this.expression(type, scope, 2)})
	${s}[${index}] ${this.pick(['+', '^'])}= ${this.expression(type, scope, 1)}
	for i, x := range ${s}[1:] { println(i, x) }\n\t}`;
      case 1:
        return `{\n\t${m} := map[${type}]int64{}\n\t${m}[${this.expression(type, scope, 2)}] += ${this.expression('int64', scope, 2)}
	${m}[${this.expression(type, scope, 1)}]--\n\tvar sum int64\n\tfor k, v := range ${m} { sum += v ^ int64(k) }\n\tprintln(len(${m}), sum)\n\t}`;
      default:
        return `{\n\t${s} := "abc" + string(rune(${this.expression('uint8', scope, 1)}%64 + 32))
	println(${s}[${index}], ${s} < "abcd", len(${s}[${index}:]))\n\t}`;
    }
  }

  private closure(scope: Scope): string {
    const type = this.numeric();
    const name = this.fresh('g');
    const inner: Scope = { variables: [...scope.variables, { name: 'x', type }], depth: 3 };
    const variable = this.variable(scope);
    const effect = variable === null ? '' : `${variable.name} = ${this.expression(variable.type as Numeric, inner, 1)}; `;
    return `{\n\t${name} := func(x ${type}) ${type} { ${effect}return ${this.expression(type, inner, 2)} }
	y := ${name}(${this.expression(type, scope, 1)})\n\ty = ${name}(y)\n\tprintln(y)\n\t}`;
  }

  private composite(scope: Scope): string {
    const name = this.fresh('q');
    return `{\n\t${name} := pair{a: ${this.expression('int32', scope, 2)}, b: ${this.expression('float64', scope, 2)}, d: ${this.expression('int64', scope, 1)}}
	${name}.c[int(${this.expression('uint8', scope, 1)}%4)] = ${this.expression('uint16', scope, 1)}
	r := ${name}\n\tr.a++\n\tp := &r\n\tp.d -= int64(p.a)
	println(${name}.a, r.a, p.d, r.c[0] + r.c[1] + r.c[2], r == ${name}, interface{}(r.c) == interface{}(${name}.c))\n\t}`;
  }

  private condition(scope: Scope, depth: number): string {
    if (depth > 0 && this.random.below(3) === 0) return `(${this.condition(scope, depth - 1)} ${this.pick(['&&', '||'])} ${this.condition(scope, depth - 1)})`;
    const type = this.numeric();
    const comparison = `${this.expression(type, scope, 1)} ${this.pick(['==', '!=', '<', '<=', '>', '>='])} ${this.expression(type, scope, 1)}`;
    return this.random.below(6) === 0 ? `!(${comparison})` : comparison;
  }

  private shiftCount(scope: Scope): string {
    return this.random.below(2) === 0 ? `${this.random.below(70)}` : `(${this.expression(this.pick(['uint8', 'uint32', 'uint64']), scope, 1)} % 70)`;
  }

  private expression(type: Numeric, scope: Scope, depth: number): string {
    const kind = this.random.below(depth <= 0 ? 3 : 10);
    if (kind <= 2) {
      const variable = kind === 0 ? null : this.variable(scope, type);
      return variable === null ? this.typedConstant(type) : variable.name;
    }
    const operand = (): string => this.expression(type, scope, depth - 1);
    if (kind === 3) return this.conversion(type, scope, depth);
    if (kind === 4 && this.callable.length > 0) {
      const callee = this.callable.filter(({ result }) => result === type);
      if (callee.length > 0 && depth > 1) {
        const { name, params } = this.pick(callee);
        return `${name}(${params.map((each) => this.expression(each, scope, 0)).join(', ')})`;
      }
    }
    if (isFloat(type)) return kind === 5 ? `(-${operand()})` : `(${operand()} ${this.pick(['+', '-', '*', '/'])} ${operand()})`;
    if (kind === 5) return `(${this.pick(['-', '^'])}${operand()})`;
    if (kind === 6) return `(${operand()} ${this.pick(['<<', '>>'])} ${this.shiftCount(scope)})`;
    if (kind === 7) return `(${operand()} ${this.pick(['/', '%'])} (${operand()} | 1))`;
    return `(${operand()} ${this.pick(['+', '-', '*', '&', '|', '^', '&^'])} ${operand()})`;
  }

  /** Floats become integers only where the result is defined. */
  private conversion(type: Numeric, scope: Scope, depth: number): string {
    if (isFloat(type)) return `${type}(${this.expression(this.numeric(), scope, depth - 1)})`;
    return `${type}(${this.expression(this.pick(INTEGERS), scope, depth - 1)})`;
  }

  private typedConstant(type: Numeric): string {
    // From a variable: constant expressions would overflow at compile time.
    const list = (this.constants[type] ??= []);
    return `${type}Constants[${list.push(this.constant(type)) - 1}]`;
  }

  private constant(type: Numeric): string {
    if (isFloat(type)) return this.pick(['0.5', '1', '-3.25', '1e10', '0.1', '7', '-2e-3']);
    const bits = BITS[type]!;
    const isUnsigned = type.startsWith('uint');
    const most = isUnsigned ? (1n << BigInt(bits)) - 1n : (1n << BigInt(bits - 1)) - 1n;
    const choices = [0n, 1n, 2n, 7n, 10n, most, most - 1n, most / 3n, BigInt(this.random.below(100)), ...(isUnsigned ? [] : [-1n, -most - 1n, -7n, -100n % (most + 1n)])];
    return String(this.pick(choices));
  }
}
