/**
 * Expressions without effect, which may be evaluated in any order: they read variables and call what only reads. Indices are kept in range; a nil
 * pointer may be followed, so that whatever fails first, the message is the same.
 */
import { constantText } from './constant-texts.ts';
import { braces, type Maker, type Scope, type Variable, withVariables } from './maker.ts';
import { fieldsOf, variableHasMethod } from './selectors.ts';
import { BOOL, FLOAT64, INT, INTEGERS, hasPart, isBasic, isComparable, isFlat, sizeOf, STRING, type GoType, type FloatType, type IntegerType, type InterfaceType } from './types.ts';

/** A value of the type, made of others as deep as `depth`. */
export function expression(m: Maker, type: GoType, scope: Scope, depth = 2): string {
  if (depth <= 0) return plain(m, type, scope);
  switch (type.kind) {
    case 'integer': return integer(m, type, scope, depth - 1);
    case 'float': return float(m, type, scope, depth - 1);
    case 'string': return string(m, type, scope, depth - 1);
    case 'bool': return m.chance(3) ? plain(m, type, scope) : type === BOOL ? `(${condition(m, scope, depth - 1)})` : `${type.name}(${condition(m, scope, depth - 1)})`;
    default: return m.chance(2) ? plain(m, type, scope) : literal(m, type, scope, depth - 1);
  }
}

/** A value that has its type by itself, as a short declaration wants. */
export const typed = (type: GoType, value: string): string => (value.startsWith(`${type.name}{`) ? value : `(${type.name})(${value})`);

// --- Places ---------------------------------------------------------------------------------------------------------

/** A variable, or a part of one, that can be assigned to; null if there is none of the type. */
export function place(m: Maker, type: GoType, scope: Scope): string | null {
  const usable = scope.variables.filter(({ isFixed }) => isFixed !== true);
  for (let tries = 0; tries < 10 && usable.length > 0; tries++) {
    const found = part(m, m.pick(usable), scope, 3);
    if (found.type === type) return found.name;
  }
  return usable.findLast((each) => each.type === type)?.name ?? null;
}

/** A variable, or a part of it that can be assigned to. */
export function part(m: Maker, variable: Variable, scope: Scope, depth: number): Variable {
  const { name, type } = variable;
  if (depth === 0 || m.chance(4)) return variable;
  if (type.kind !== 'pointer') return inside(m, variable, scope, depth) ?? variable;
  if (m.chance(3)) return variable;
  // Fields and elements are those of what it points to.
  const found = m.chance(2) ? inside(m, { name, type: type.elem }, scope, depth) : null;
  return found ?? part(m, { name: `(*${name})`, type: type.elem }, scope, depth - 1);
}

/** A field or an element, or a part of one; null if there is none. */
function inside(m: Maker, { name, type }: Variable, scope: Scope, depth: number): Variable | null {
  if (type.kind === 'array') return part(m, { name: `${name}[${indexBelow(m, type.length, scope)}]`, type: type.elem }, scope, depth - 1);
  const fields = type.kind === 'struct' ? fieldsOf(type) : [];
  if (fields.length === 0) return null;
  const field = m.pick(fields);
  return part(m, { name: `${name}.${field.name}`, type: field.type }, scope, depth - 1);
}

export function indexBelow(m: Maker, length: number, scope: Scope): string {
  if (m.chance(2)) return String(m.random.below(length));
  const index = m.pick([INT, ...INTEGERS]);
  const value = scope.variables.find((each) => each.type === index && m.chance(2))?.name ?? m.tabled(index);
  return index.isSigned ? `uint(${value})%${length}` : `${value}%${length}`;
}

// --- Values ---------------------------------------------------------------------------------------------------------

/** A part of a variable, or a value written out. */
export function plain(m: Maker, type: GoType, scope: Scope): string {
  const found = m.chance(4) ? null : readable(m, type, scope);
  if (found !== null) return found;
  return isBasic(type) ? m.tabled(type) : literal(m, type, scope, 0);
}

function readable(m: Maker, type: GoType, scope: Scope): string | null {
  for (let tries = 0; tries < 8 && scope.variables.length > 0; tries++) {
    const found = part(m, m.pick(scope.variables), scope, 3);
    if (found.type === type) return found.name;
    if (found.type.kind === 'map' && found.type.elem === type) return `${found.name}[${key(m, found.type.key, scope)}]`;
    if (found.type.kind === 'func' && found.type.result === type) return `${found.name}(${plain(m, found.type.param, { ...scope, variables: [] })})`;
  }
  return null;
}

/** A key that can be hashed: interfaces hold something basic. */
export function key(m: Maker, type: GoType, scope: Scope): string {
  if (type.kind === 'interface') {
    const dynamic = m.pick([INT, STRING, BOOL, ...INTEGERS, ...m.types.named.filter((each) => isBasic(each) && each.kind !== 'float')]);
    return `${type.name}(${m.tabled(dynamic)})`;
  }
  return isBasic(type) && m.chance(2) ? constantText(type, m.random) : plain(m, type, { ...scope, variables: scope.variables.filter((each) => each.type === type) });
}

/** A composite value written out. */
export function literal(m: Maker, type: GoType, scope: Scope, depth: number): string {
  const inner = (each: GoType): string => (depth > 0 ? expression(m, each, scope, depth - 1) : zeroOrTabled(m, each));
  switch (type.kind) {
    case 'array': return `${type.name}{${m.several(m.random.below(type.length + 1), () => inner(type.elem)).join(', ')}}`;
    case 'slice': return m.chance(6) ? `${type.name}(nil)` : `${type.name}{${m.chance(5) ? '2: ' : ''}${m.several(1 + m.random.below(3), () => inner(type.elem)).join(', ')}}`;
    case 'map': return m.chance(8) ? `${type.name}(nil)` : m.chance(4) ? `${type.name}{}` : `${type.name}{${key(m, type.key, { ...scope, variables: [] })}: ${inner(type.elem)}}`;
    case 'struct': {
      const fields = type.fields.filter((field) => field.name !== '_' && (field.isEmbedded || m.chance(2)));
      return `${type.name}{${fields.map((field) => `${field.name.replace(/^.*\./, '')}: ${inner(field.type)}`).join(', ')}}`;
    }
    case 'pointer': return pointer(m, type.elem, scope, depth, type.name);
    case 'interface': return interfaceValue(m, type, scope, depth);
    case 'func': return functionValue(m, type, scope, depth);
    default: return m.tabled(type);
  }
}

function zeroOrTabled(m: Maker, type: GoType): string {
  switch (type.kind) {
    case 'slice':
    case 'map':
    case 'interface':
    case 'func':
    case 'pointer': return 'nil';
    case 'array':
    case 'struct': return `${type.name}{}`;
    default: return m.tabled(type);
  }
}

function pointer(m: Maker, elem: GoType, scope: Scope, depth: number, name: string): string {
  if (m.chance(10)) return `(${name})(nil)`;
  if (elem.kind === 'struct' || elem.kind === 'array' || elem.kind === 'slice' || elem.kind === 'map') {
    const text = literal(m, elem, scope, Math.max(depth - 1, 0));
    if (text.endsWith('}')) return `&${text}`;
  }
  return `new(${elem.name})`;
}

/** A value in an interface: one that leads nowhere, or a pointer just made, so that nothing comes to contain itself. */
function interfaceValue(m: Maker, type: InterfaceType, scope: Scope, depth: number): string {
  const candidates = m.types.implementations(type);
  if (m.chance(8) || candidates.length === 0) return `${type.name}(nil)`;
  const dynamic = m.pick(candidates);
  const inner = isFlat(dynamic) ? scope : { ...scope, variables: scope.variables.filter((each) => isFlat(each.type)) };
  const value = depth > 0 ? expression(m, dynamic, inner, depth - 1) : zeroOrTabled(m, dynamic);
  return `${type.name}(${value === 'nil' ? `${/^[*f[]/.test(dynamic.name) ? `(${dynamic.name})` : dynamic.name}(nil)` : value})`;
}

/** A function that reads only what leads nowhere: it may be called in the midst of an expression. */
function functionValue(m: Maker, type: GoType & { kind: 'func' }, scope: Scope, depth: number): string {
  if (m.chance(10)) return `(${type.name})(nil)`;
  const param = m.fresh('in');
  const inner = withVariables({ ...scope, variables: scope.variables.filter((each) => isBasic(each.type)) }, { name: param, type: type.param });
  const text = `func(${param} ${type.param.name}) ${type.result.name} ${braces(`return ${expression(m, type.result, inner, Math.min(depth, 1))}`)}`;
  return /^func/.test(type.name) ? text : `${type.name}(${text})`;
}

// --- Numbers, strings, truth ----------------------------------------------------------------------------------------

function integer(m: Maker, type: IntegerType, scope: Scope, depth: number): string {
  const operand = (): string => expression(m, type, scope, depth);
  const right = (): string => (m.chance(3) ? m.pick(['1', '2', '5', '100', '127']) : operand());
  switch (m.random.below(14)) {
    case 0:
    case 1: return plain(m, type, scope);
    case 2: return `(${m.pick(['-', '^', '+'])}${operand()})`;
    case 3: return `(${operand()} ${m.pick(['<<', '>>'])} ${shiftCount(m, scope)})`;
    case 4: return `(${operand()} ${m.pick(['/', '%'])} ${divisor(m, type, scope, depth)})`;
    case 5:
    case 6: return `${type.name}(${expression(m, m.pick(INTEGERS), scope, depth)})`;
    case 7: return `${type.name}(${expression(m, m.chance(3) ? m.types.numeric() : FLOAT64, scope, depth)})`;
    case 8: return `${type.name}(${reading(m, scope)})`;
    case 9: return `(${operand()} * ${right()})`;
    default: return `(${operand()} ${m.pick(['+', '-', '&', '|', '^', '&^'])} ${right()})`;
  }
}

/** An int that something of the scope says about itself. */
function reading(m: Maker, scope: Scope): string {
  const variables = scope.variables.filter(({ type }) => type.kind === 'slice' || type.kind === 'map' || type.kind === 'string' || variableHasMethod(type, 'Sum'));
  if (variables.length === 0) return `len(${m.tabled(STRING)})`;
  const { name, type } = m.pick(variables);
  if (variableHasMethod(type, 'Sum') && m.chance(2)) return `${name}.Sum()`;
  return type.kind === 'slice' ? `${m.pick(['len', 'len', 'cap'])}(${name})` : type.kind === 'map' || type.kind === 'string' ? `len(${name})` : `${name}.Sum()`;
}

function divisor(m: Maker, type: IntegerType, scope: Scope, depth: number): string {
  if (m.chance(2)) return m.pick(['2', '3', '7', '8', '10', '64', '100', '127', ...(type.isSigned ? ['-1', '-3', '-8'] : ['5'])]);
  return `(${expression(m, type, scope, depth)} | 1)`;
}

export function shiftCount(m: Maker, scope: Scope): string {
  if (m.chance(2)) return String(m.random.below(70));
  const type = m.pick(INTEGERS);
  const value = plain(m, type, scope);
  return type.isSigned || m.chance(2) ? `(${value} & 63)` : value;
}

function float(m: Maker, type: FloatType, scope: Scope, depth: number): string {
  const operand = (): string => expression(m, type, scope, depth);
  switch (m.random.below(8)) {
    case 0:
    case 1: return plain(m, type, scope);
    case 2: return `(-${operand()})`;
    case 3: return `${type.name}(${expression(m, m.types.numeric(), scope, depth)})`;
    case 4: return `${type.name}(${m.pick(['nan', 'inf', '-inf', 'negativeZero'])})`;
    default: return `(${operand()} ${m.pick(['+', '-', '*', '/'])} ${operand()})`;
  }
}

function string(m: Maker, type: GoType, scope: Scope, depth: number): string {
  const convert = (text: string): string => (type === STRING ? text : `${type.name}(${text})`);
  switch (m.random.below(6)) {
    case 0: return `(${plain(m, type, scope)} + ${convert(`short(string(${expression(m, type, scope, depth)}))`)})`;
    case 1: return convert(`cut(string(${expression(m, type, scope, depth)}), ${plain(m, INT, scope)})`);
    case 2: return `${type.name}(rune(${plain(m, m.pick(INTEGERS), scope)}))`;
    case 3: return `${type.name}([]byte{${m.several(m.random.below(4), () => plain(m, INTEGERS[1]!, scope)).join(', ')}})`;
    default: return plain(m, type, scope);
  }
}

export function condition(m: Maker, scope: Scope, depth = 1): string {
  if (depth > 0 && m.chance(3)) return `(${condition(m, scope, depth - 1)} ${m.pick(['&&', '||'])} ${condition(m, scope, depth - 1)})`;
  if (m.chance(8)) return plain(m, BOOL, scope);
  if (m.chance(5)) return equality(m, scope);
  const type = m.chance(4) ? STRING : m.types.numeric();
  const text = `${expression(m, type, scope, depth)} ${m.pick(['==', '!=', '<', '<=', '>', '>='])} ${m.chance(3) ? constantText(type, m.random) : expression(m, type, scope, depth)}`;
  return m.chance(6) ? `!(${text})` : text;
}

/** `==` of composites that hold no interface, whose comparison might panic; or with nil. */
function equality(m: Maker, scope: Scope): string {
  const known = scope.variables.filter(({ type }) => isSafelyComparable(type) || canBeNil(type));
  if (known.length === 0) return m.tabled(BOOL);
  const { name, type } = m.pick(known);
  const sign = m.pick(['==', '!=']);
  return canBeNil(type) && (!isSafelyComparable(type) || m.chance(2)) ? `${name} ${sign} nil` : `${name} ${sign} (${plain(m, type, scope)})`;
}

const canBeNil = (type: GoType): boolean => type.kind === 'slice' || type.kind === 'map' || type.kind === 'func' || type.kind === 'pointer' || type.kind === 'interface';

/** Whether `==` compiles, cannot panic and is specified: pointers to variables without size are not. */
const isSafelyComparable = (type: GoType): boolean => isComparable(type) && !hasPart(type, (each) => each.kind === 'interface' || (each.kind === 'pointer' && sizeOf(each.elem) === 0));
