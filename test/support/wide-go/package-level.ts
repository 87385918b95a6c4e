/** What stands outside of functions: variables that depend on each other in any order, init functions, methods, functions. */
import { expression, literal, place } from './expressions.ts';
import { braces, EMPTY_SCOPE, type Maker, type Scope, type Variable, withVariables } from './maker.ts';
import { print } from './printing.ts';
import { block } from './statements.ts';
import { fieldsOf } from './selectors.ts';
import { INT, isBasic, STRING, type GoType, type MethodName } from './types.ts';

/** Variables with initial values, as text and for the scopes of functions. */
export function packageVariables(m: Maker): { readonly text: string; readonly variables: Variable[] } {
  const variables = m.several(3 + m.random.below(3), () => ({ name: m.fresh('global'), type: m.types.any() }));
  return { variables, text: variables.map(({ name, type }) => `var ${name} ${type.name} = ${literal(m, type, EMPTY_SCOPE, 2)}\n`).join('') };
}

/** Each variable needs some with higher numbers, directly or through a function; they are declared in any order. */
export function dependentVariables(m: Maker): string {
  const count = 3 + m.random.below(4);
  const texts: string[] = [];
  for (let i = 0; i < count; i++) {
    const later = Array.from({ length: count - i - 1 }, (_, k) => i + 1 + k).filter(() => m.chance(2));
    const terms = [String(i), ...later.map((k) => m.pick([`dep${k}`, `need${k}()`, `*(&dep${k})`, `func() int { return dep${k} }()`]))];
    const value = `started("dep${i}", ${terms.join(' + ')})`;
    texts.push(i > 0 && m.chance(5) ? `var dep${i}, second${i} = func() (int, int) { return ${value}, ${i} }()\n` : `var dep${i} = ${value}\n`);
    texts.push(`func need${i}() int { return dep${i} }\n`);
  }
  const inits = m.several(1 + m.random.below(2), (i) => `func init() {\n\tfmt.Println("init", ${i}, dep0)\n\tdep0++\n}\n`);
  const shuffled: string[] = [];
  for (const text of [...texts, ...inits]) shuffled.splice(m.random.below(shuffled.length + 1), 0, text);
  return `func started(name string, n int) int {\n\tfmt.Println(name, n)\n\treturn n\n}\n\n${shuffled.join('\n')}`;
}

const pragma = (m: Maker): string => (m.chance(3) ? '//go:noinline\n' : '');

/** The methods of the named types. */
export function declareMethods(m: Maker, globals: readonly Variable[]): void {
  for (const type of m.types.named) {
    for (const { name, onPointer } of type.methods) {
      const receiver: Variable = { name: 'recv', type: onPointer ? m.types.pointer(type) : type };
      m.texts.push(`${pragma(m)}func (recv ${receiver.type.name}) ${methodBody(m, name, type, receiver, globals)}`);
    }
  }
}

function methodBody(m: Maker, name: MethodName, type: GoType, receiver: Variable, globals: readonly Variable[]): string {
  const scope: Scope = withVariables(EMPTY_SCOPE, receiver);
  switch (name) {
    case 'Sum': return `Sum() (n int) ${braces('if deep++; deep > 9 {\n\tdeep--\n\treturn 1\n}', `n = ${expression(m, INT, scope, 3)}`, 'deep--', 'return')}\n`;
    case 'Add': {
      const changed = place(m, INT, scope);
      const numbers = globals.filter((each) => each.type === INT);
      return `Add(n int) ${braces(changed === null ? change(m, receiver, scope) : `${changed} += n`, numbers.length > 0 ? `${m.pick(numbers).name} += n` : '', `fmt.Print("${type.name}.Add ", n, " ")`)}\n`;
    }
    // Only what is basic is shown: a value that is shown by its own method would be shown for ever.
    default: return `${name}() string ${braces(`return ${textOf(m, name, type, receiver, scope)}`)}\n`;
  }
}

function change(m: Maker, receiver: Variable, scope: Scope): string {
  const whole = receiver.type.kind === 'pointer' ? receiver.type.elem : receiver.type;
  return `${receiver.type.kind === 'pointer' ? '*recv' : 'recv'} = ${literal(m, whole, scope, 1)}`;
}

function textOf(m: Maker, name: MethodName, type: GoType, receiver: Variable, scope: Scope): string {
  const fields = type.kind === 'struct' ? fieldsOf(type).filter((field) => isBasic(field.type)) : [];
  if (fields.length > 0 && m.chance(2)) return `fmt.Sprintf("${type.name}.${name}<%v>", recv.${m.pick(fields).name})`;
  if (m.chance(3)) return `"${type.name}.${name}:" + short(${expression(m, STRING, scope, 1)})`;
  return receiver.type.kind === 'pointer' ? `fmt.Sprint("${type.name}.${name} ", recv == nil)` : `"${type.name}.${name}"`;
}

/** A function that may change package variables and panic. */
export function declareFunction(m: Maker, globals: readonly Variable[]): void {
  const name = m.fresh('f');
  const known = m.callable.filter(({ results }) => results.length > 1);
  // Now and then one takes what another gives.
  const params = known.length > 0 && m.chance(3) ? [...m.pick(known).results] : m.several(m.random.below(4), () => m.types.any());
  const rest = m.chance(5) ? m.types.any(1) : null;
  const results = m.several(m.random.below(4), () => m.types.any());
  const isNamed = results.length > 0 && m.chance(2);
  const own: Variable[] = [...params.map((type, i) => ({ name: `p${i}`, type })), ...(rest === null ? [] : [{ name: 'rest', type: m.types.slice(rest) }]), ...(isNamed ? results.map((type, i) => ({ name: `r${i}`, type })) : [])];
  const scope = withVariables({ ...EMPTY_SCOPE, depth: 0 }, ...globals, ...own);
  const list = [...params.map((type, i) => `p${i} ${type.name}`), ...(rest === null ? [] : [`rest ...${rest.name}`])].join(', ');
  const head = results.map((type, i) => `${isNamed ? `r${i} ` : ''}${type.name}`).join(', ');
  const back = results.length === 0 ? '' : isNamed && m.chance(2) ? 'return' : `return ${results.map((type) => expression(m, type, scope, 2)).join(', ')}`;
  m.texts.push(`${pragma(m)}func ${name}(${list}) (${head}) ${braces('if fuel--; fuel < 0 {\n\tpanic("out of fuel")\n}', isNamed ? deferred(m, results, scope) : '', block(m, scope, 6 + m.random.below(5)), back)}\n`);
  m.callable.push({ name, params, rest, results });
}

/** Changes a named result at the end, after a panic perhaps. */
function deferred(m: Maker, results: readonly GoType[], scope: Scope): string {
  const i = m.random.below(results.length);
  const change = `r${i} = ${expression(m, results[i]!, scope, 1)}`;
  return `defer func() ${braces(m.chance(2) ? `if e := recover(); e != nil ${braces('describe(e)', change)}` : change, m.chance(3) ? print(m, results[i]!, `r${i}`) : '')}()`;
}

