/** Statements of every kind, and blocks of them. What is about one part of the language is in the files of idioms. */
import { constantText } from './constant-texts.ts';
import { condition, expression, literal, place, plain, shiftCount, typed } from './expressions.ts';
import { idiom } from './idioms.ts';
import { braces, indent, type Callable, type Maker, type Scope, type Variable, withVariables } from './maker.ts';
import { print } from './printing.ts';
import { ANY, INT, INTEGERS, INTERFACES, RUNE, STRING, UINT8, type GoType } from './types.ts';

interface Statement {
  readonly text: string;
  readonly declares?: readonly Variable[];
}

const DEEPEST = 3;
const MOST_LOOPS = 2;

/** About `count` statements, as the lines of a block. */
export function block(m: Maker, scope: Scope, count: number): string {
  let inner: Scope = { ...scope, depth: scope.depth + 1 };
  const lines: string[] = [];
  const own: Variable[] = [];
  for (let i = 0; i < count; i++) {
    const { text, declares = [] } = statement(m, inner);
    lines.push(text, ...declares.map(({ name }) => `_ = ${name}`));
    own.push(...declares);
    inner = withVariables(inner, ...declares);
  }
  if (own.length > 0 && m.chance(2)) {
    const { name, type } = m.pick(own);
    lines.push(print(m, type, name));
  }
  return lines.join('\n');
}

function statement(m: Maker, scope: Scope): Statement {
  const simple: ((m: Maker, scope: Scope) => Statement)[] = [declaration, declaration, assignment, assignment, opAssignment, output, swap, callStatement];
  const nested = [branch, counted, ranged, valueSwitch, conditionSwitch, typeSwitch];
  if (scope.depth > DEEPEST) return m.pick(simple)(m, scope);
  if (m.chance(2)) return m.pick(simple)(m, scope);
  if (m.chance(3)) return m.pick(nested)(m, scope);
  return { text: idiom(m, scope, (inner, count) => block(m, inner, count)) };
}

// --- Simple ---------------------------------------------------------------------------------------------------------

function declaration(m: Maker, scope: Scope): Statement {
  const type = m.types.any();
  // Now and then a name that is taken already: the inner one counts.
  const outer = scope.variables.filter((each) => /^x\d+$/.test(each.name));
  const value = expression(m, type, scope, 3);
  if (outer.length > 0 && m.chance(8)) {
    const { name } = m.pick(outer);
    return { text: braces(`${name} := ${typed(type, value)}`, print(m, type, name)) };
  }
  const name = m.fresh('x');
  return { text: m.chance(5) ? `var ${name} ${type.name}` : m.chance(2) ? `var ${name} ${type.name} = ${value}` : `${name} := ${typed(type, value)}`, declares: [{ name, type }] };
}

function assignment(m: Maker, scope: Scope): Statement {
  const type = scope.variables.length > 0 && m.chance(2) ? m.pick(scope.variables).type : m.types.any(1);
  const found = place(m, type, scope);
  return found === null ? declaration(m, scope) : { text: `${found} = ${expression(m, type, scope, 3)}` };
}

function swap(m: Maker, scope: Scope): Statement {
  const type = m.types.any(1);
  const [a, b] = [place(m, type, scope), place(m, type, scope)];
  return a === null || b === null ? assignment(m, scope) : { text: m.chance(2) ? `${a}, ${b} = ${plain(m, type, scope)}, ${a}` : `${a}, ${b} = ${b}, ${a}` };
}

function opAssignment(m: Maker, scope: Scope): Statement {
  const type = m.types.basic();
  const found = place(m, type, scope);
  if (found === null || type.kind === 'bool') return declaration(m, scope);
  if (type.kind === 'string') return { text: `if len(${found}) < 60 ${braces(`${found} += ${expression(m, type, scope, 1)}`)}` };
  if (type.kind === 'float') return { text: m.chance(4) ? `${found}++` : `${found} ${m.pick(['+', '-', '*', '/'])}= ${expression(m, type, scope, 2)}` };
  if (m.chance(4)) return { text: `${found} ${m.pick(['<<', '>>'])}= ${shiftCount(m, scope)}` };
  if (m.chance(4)) return { text: `${found}${m.pick(['++', '--'])}` };
  if (m.chance(4)) return { text: `${found} ${m.pick(['/', '%'])}= ${expression(m, type, scope, 1)} | 1` };
  return { text: `${found} ${m.pick(['+', '-', '*', '&', '|', '^', '&^'])}= ${expression(m, type, scope, 2)}` };
}

function output(m: Maker, scope: Scope): Statement {
  const type = m.types.any();
  return { text: print(m, type, expression(m, type, scope, 3)) };
}

// --- Calls ----------------------------------------------------------------------------------------------------------

function callStatement(m: Maker, scope: Scope): Statement {
  if (m.callable.length === 0 || scope.loops >= MOST_LOOPS) return output(m, scope);
  const callee = m.pick(m.callable);
  const text = call(m, callee, scope);
  if (callee.results.length === 0) return { text };
  if (m.chance(3)) return { text: `several(${text})` };
  const declares = callee.results.map((type) => ({ name: m.fresh('x'), type }));
  return { text: `${declares.map(({ name }) => name).join(', ')} := ${text}`, declares };
}

/** A call; what another function gives is passed straight on where it fits, at most once. */
export function call(m: Maker, callee: Callable, scope: Scope, isInner = false): string {
  const fits = ({ results }: Callable): boolean => results.length > 1 && results.length === callee.params.length && results.every((type, i) => type === callee.params[i]);
  const givers = isInner || callee.rest !== null ? [] : m.callable.filter(fits);
  if (givers.length > 0) return `${callee.name}(${call(m, m.pick(givers), scope, true)})`;
  const args = callee.params.map((type) => expression(m, type, scope, 1));
  if (callee.rest !== null) {
    const { rest } = callee;
    if (m.chance(3)) args.push(`${expression(m, m.types.slice(rest), scope, 1)}...`);
    else args.push(...m.several(m.random.below(3), () => expression(m, rest, scope, 1)));
  }
  return `${callee.name}(${args.join(', ')})`;
}

// --- Nested ---------------------------------------------------------------------------------------------------------

function branch(m: Maker, scope: Scope): Statement {
  const then = braces(block(m, scope, 2));
  if (m.chance(3)) return { text: `if ${condition(m, scope, 2)} ${then}` };
  if (m.chance(3)) {
    const type = m.types.basic();
    const name = m.fresh('x');
    const inner = withVariables(scope, { name, type });
    return { text: `if ${name} := ${typed(type, expression(m, type, scope, 2))}; ${condition(m, inner)} ${braces(block(m, inner, 1))} else if ${condition(m, inner)} ${then} else ${braces(print(m, type, name))}` };
  }
  return { text: `if ${condition(m, scope, 2)} ${then} else ${braces(block(m, scope, 1))}` };
}

const SPEND = 'if fuel--; fuel < 0 {\n\tbreak\n}';

function counted(m: Maker, scope: Scope): Statement {
  if (scope.loops >= MOST_LOOPS) return output(m, scope);
  const i = m.fresh('i');
  const inner = { ...withVariables(scope, { name: i, type: INT, isFixed: true }), loops: scope.loops + 1 };
  const jump = m.chance(2) ? `if ${condition(m, inner)} {\n\t${m.pick(['continue', 'break'])}\n}` : '';
  const head = `for ${i} := 0; ${i} < ${2 + m.random.below(3)}; ${i}++`;
  if (!m.chance(3)) return { text: `${head} ${braces(SPEND, block(m, inner, 1), jump, block(m, inner, 1))}` };
  const [label, turn] = [m.fresh('Outer'), m.fresh('i')];
  const leave = `if ${condition(m, inner)} {\n\t${m.pick(['continue', 'break'])} ${label}\n}`;
  const loop = `${head} ${braces(SPEND, block(m, inner, 1), jump, leave)}`;
  return { text: `${label}:\nfor ${turn} := 0; ${turn} < 3; ${turn}++ ${braces(SPEND, loop, print(m, INT, turn))}` };
}

function ranged(m: Maker, scope: Scope): Statement {
  if (scope.loops >= MOST_LOOPS) return output(m, scope);
  const [k, v, over] = [m.fresh('k'), m.fresh('v'), m.fresh('o')];
  const elem = m.types.any(1);
  const type = m.pick([m.types.array(elem, 3), m.types.slice(elem), STRING]);
  const each = type.kind === 'string' ? RUNE : type.elem;
  const inner = { ...withVariables(scope, { name: over, type }, { name: k, type: INT }, { name: v, type: each }), loops: scope.loops + 1 };
  const head = `${over} := ${typed(type, expression(m, type, scope, 2))}`;
  const subject = type.kind === 'array' && m.chance(3) ? `&${over}` : over;
  return { text: braces(head, `for ${k}, ${v} := range ${subject} ${braces(SPEND, `_, _ = ${k}, ${v}`, block(m, inner, 2))}`, print(m, type, over)) };
}

function valueSwitch(m: Maker, scope: Scope): Statement {
  const type = m.pick<GoType>([STRING, m.pick(INTEGERS), UINT8, m.types.basic()]);
  if (type.kind === 'bool' || type.kind === 'float') return conditionSwitch(m, scope);
  const labels = [...new Set(m.several(5, () => constantText(type, m.random)))];
  const cases: string[] = [];
  while (labels.length > 0) {
    const own = labels.splice(0, 1 + m.random.below(2));
    cases.push(`case ${own.join(', ')}:\n${indent(block(m, scope, 1))}${m.chance(4) ? '\n\tfallthrough' : m.chance(6) ? '\n\tbreak' : ''}`);
  }
  cases.splice(m.random.below(cases.length), 0, `default:\n${indent(block(m, scope, 1))}`);
  return { text: `switch ${expression(m, type, scope, 2)} {\n${cases.join('\n').replace(/\n\tfallthrough$/, '')}\n}` };
}

function conditionSwitch(m: Maker, scope: Scope): Statement {
  const cases = m.several(2 + m.random.below(2), () => `case ${m.several(1 + m.random.below(2), () => condition(m, scope)).join(', ')}:\n${indent(block(m, scope, 1))}${m.chance(4) ? '\n\tfallthrough' : ''}`);
  return { text: `switch {\n${cases.join('\n')}\ndefault:\n${indent(print(m, INT, String(cases.length)))}\n}` };
}

function typeSwitch(m: Maker, scope: Scope): Statement {
  const from = m.chance(3) ? m.pick(INTERFACES) : ANY;
  const [x, subject] = [m.fresh('t'), m.fresh('s')];
  const candidates = new Set(m.several(5, () => m.pick([...m.types.implementations(from), ...INTERFACES])));
  const labels: { name: string; type: GoType | null }[] = [...candidates].map((type) => ({ name: type.name, type }));
  if (m.chance(2)) labels.splice(m.random.below(labels.length), 0, { name: 'nil', type: null });
  const cases: string[] = [];
  while (labels.length > 0) {
    const own = labels.splice(0, m.chance(3) ? 2 : 1);
    const { type } = own[0]!;
    const inner = own.length === 1 && type !== null ? withVariables(scope, { name: x, type }) : scope;
    const names = own.map(({ name }) => name).join(', ');
    cases.push(`case ${names}:\n${indent(`fmt.Println("case ${names}")\n${block(m, inner, 1)}\ndump(${x})`)}`);
  }
  return { text: braces(`var ${subject} ${from.name} = ${literal(m, from, scope, 2)}`, `switch ${x} := ${subject}.(type) {\n${cases.join('\n')}\ndefault:\n\tdump(${x})\n}`) };
}
