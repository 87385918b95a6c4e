/**
 * Values of constant expressions: the exact arithmetic of the Go specification, with the behaviour of Go 1.19's compiler.
 *
 * Integers are BigInts without limit (the checker itself reports those over 512 bits). Floats are exact fractions while
 * numerator and denominator stay below 4096 bits, otherwise big floats of 512 bits. Complex values are pairs of these. An Unknown
 * value stands for one whose computation failed; it swallows everything, so that one mistake gives one message.
 *
 * A string constant holds BYTES: one UTF-16 unit per byte, 0 to 255. So length, concatenation and order are Go's; `bytesToText`
 * and `textToBytes` (go-string.ts) convert for people.
 */
import { unreachable } from '../../../base/assert.ts';
import {
  type BigFloat, bitLength, floatCompare, floatExponent, floatFromDouble, floatFromInt, floatFromRatio, floatNegation, floatProduct,
  floatQuotient, floatSum, floatToDouble, floatToSingle, PRECISION, ratioToDouble, ratioToSingle, sign,
} from './big-float.ts';
import { quoteBytes } from './go-string.ts';

export const enum ConstantKind { Unknown, Bool, String, Int, Float, Complex }

export type Constant =
  | { readonly kind: ConstantKind.Unknown }
  | { readonly kind: ConstantKind.Bool; readonly value: boolean }
  | { readonly kind: ConstantKind.String; readonly value: string }
  | { readonly kind: ConstantKind.Int; readonly value: bigint }
  | RatioConstant
  | FloatConstant
  | { readonly kind: ConstantKind.Complex; readonly real: Constant; readonly imaginary: Constant };

/** A float that is an exact fraction in lowest terms, denominator positive. */
export interface RatioConstant {
  readonly kind: ConstantKind.Float;
  readonly numerator: bigint;
  readonly denominator: bigint;
}
/** A float too large or too fine for a fraction. */
export interface FloatConstant {
  readonly kind: ConstantKind.Float;
  readonly float: BigFloat;
}

/** Operators on constants, spelled as in Go; `quotient` is the integer division that truncates. */
export type ConstantOperator = '+' | '-' | '*' | '/' | 'quotient' | '%' | '&' | '|' | '^' | '&^' | '&&' | '||';
export type ComparisonOperator = '==' | '!=' | '<' | '<=' | '>' | '>=';

/** Fractions may have numerators and denominators of fewer bits than this, big floats must have exponents below it to become integers. */
const SMALL = 4096;
const LEAST_INT64 = -(1n << 63n);

export const UNKNOWN: Constant = { kind: ConstantKind.Unknown };
export const TRUE: Constant = { kind: ConstantKind.Bool, value: true };
export const FALSE: Constant = { kind: ConstantKind.Bool, value: false };
const ZERO_INT: Constant = { kind: ConstantKind.Int, value: 0n };

export const makeBool = (value: boolean): Constant => (value ? TRUE : FALSE);
export const makeInt = (value: bigint | number): Constant => ({ kind: ConstantKind.Int, value: BigInt(value) });
/** `value` holds one unit per byte. */
export const makeString = (value: string): Constant => ({ kind: ConstantKind.String, value });

const isRatio = (x: RatioConstant | FloatConstant): x is RatioConstant => 'numerator' in x;

function greatestDivisor(x: bigint, y: bigint): bigint {
  if (x < 0n) x = -x;
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

/** The fraction, or a big float if its parts are too long. `denominator` is not zero. */
export function makeRatio(numerator: bigint, denominator: bigint): Constant {
  if (denominator < 0n) [numerator, denominator] = [-numerator, -denominator];
  if (denominator !== 1n) {
    const divisor = greatestDivisor(numerator, denominator);
    if (divisor !== 1n) [numerator, denominator] = [numerator / divisor, denominator / divisor];
  }
  if (bitLength(numerator) < SMALL && bitLength(denominator) < SMALL) return { kind: ConstantKind.Float, numerator, denominator };
  return makeFloat(floatFromRatio(numerator, denominator));
}

/** A null argument (infinity) gives Unknown. */
export function makeFloat(float: BigFloat | null): Constant {
  return float === null ? UNKNOWN : { kind: ConstantKind.Float, float };
}

/** The exact value of a finite double. */
export function makeDouble(x: number): Constant {
  const { mantissa, exponent } = floatFromDouble(x);
  return exponent >= 0 ? makeRatio(mantissa << BigInt(exponent), 1n) : makeRatio(mantissa, 1n << BigInt(-exponent));
}

function makeComplex(real: Constant, imaginary: Constant): Constant {
  if (real.kind === ConstantKind.Unknown || imaginary.kind === ConstantKind.Unknown) return UNKNOWN;
  return { kind: ConstantKind.Complex, real, imaginary };
}

export const makeImaginary = (x: Constant): Constant => makeComplex(ZERO_INT, x);

export function realPart(x: Constant): Constant {
  return x.kind === ConstantKind.Complex ? x.real : x;
}
export function imaginaryPart(x: Constant): Constant {
  if (x.kind === ConstantKind.Unknown) return x;
  return x.kind === ConstantKind.Complex ? x.imaginary : ZERO_INT;
}

/** Converts to an Int if the value is one, or is within rounding noise of one; otherwise Unknown. */
export function toInt(x: Constant): Constant {
  switch (x.kind) {
    case ConstantKind.Int:
      return x;
    case ConstantKind.Float:
      if (isRatio(x)) return x.denominator === 1n ? makeInt(x.numerator) : UNKNOWN;
      return floatToInt(x.float);
    case ConstantKind.Complex: {
      const real = toFloat(x);
      return real.kind === ConstantKind.Float ? toInt(real) : UNKNOWN;
    }
    default:
      return UNKNOWN;
  }
}

/** Bits of a big float that may be rounding errors of earlier computations when it is taken for an integer. */
const NOISE_BITS = 4;

function floatToInt(x: BigFloat): Constant {
  const exponent = floatExponent(x);
  if (exponent <= -SMALL || exponent >= SMALL) return UNKNOWN;
  const exact = exactInteger(x.mantissa, x.exponent);
  if (exact !== null) return makeInt(exact);
  const excess = bitLength(x.mantissa) - (PRECISION - NOISE_BITS);
  if (excess <= 0) return UNKNOWN;
  const size = x.mantissa < 0n ? -x.mantissa : x.mantissa;
  const down = size >> BigInt(excess);
  for (const candidate of [down, down + 1n]) {
    const whole = exactInteger(candidate, x.exponent + excess);
    if (whole !== null) return makeInt(x.mantissa < 0n ? -whole : whole);
  }
  return UNKNOWN;
}

function exactInteger(mantissa: bigint, exponent: number): bigint | null {
  if (exponent >= 0) return mantissa << BigInt(exponent);
  const shift = BigInt(-exponent);
  const whole = mantissa >> shift;
  return whole << shift === mantissa ? whole : null;
}

/** Converts Int and real Complex values to Float; otherwise Unknown. */
export function toFloat(x: Constant): Constant {
  switch (x.kind) {
    case ConstantKind.Int:
      return makeRatio(x.value, 1n);
    case ConstantKind.Float:
      return x;
    case ConstantKind.Complex:
      return signOf(x.imaginary) === 0 ? toFloat(x.real) : UNKNOWN;
    default:
      return UNKNOWN;
  }
}

export function toComplex(x: Constant): Constant {
  if (x.kind === ConstantKind.Int || x.kind === ConstantKind.Float) return makeComplex(x, ZERO_INT);
  return x.kind === ConstantKind.Complex ? x : UNKNOWN;
}

/** -1, 0 or 1; for complex values 0 exactly if zero; 1 for Unknown. */
export function signOf(x: Constant): number {
  switch (x.kind) {
    case ConstantKind.Int:
      return sign(x.value);
    case ConstantKind.Float:
      return sign(isRatio(x) ? x.numerator : x.float.mantissa);
    case ConstantKind.Complex:
      return signOf(x.real) | signOf(x.imaginary);
    default:
      return 1;
  }
}

/** Nearest float64 of an Int or Float; infinite if out of range. */
export function toDouble(x: Constant): number {
  if (x.kind === ConstantKind.Int) return ratioToDouble(x.value, 1n);
  if (x.kind !== ConstantKind.Float) return 0;
  return isRatio(x) ? ratioToDouble(x.numerator, x.denominator) : floatToDouble(x.float);
}

/** Nearest float32 of an Int or Float; infinite if out of range. */
export function toSingle(x: Constant): number {
  if (x.kind === ConstantKind.Int) return ratioToSingle(x.value, 1n);
  if (x.kind !== ConstantKind.Float) return 0;
  return isRatio(x) ? ratioToSingle(x.numerator, x.denominator) : floatToSingle(x.float);
}

const asBigFloat = (x: Constant): BigFloat | null => {
  if (x.kind === ConstantKind.Int) return floatFromInt(x.value);
  if (x.kind !== ConstantKind.Float) return null;
  return isRatio(x) ? floatFromRatio(x.numerator, x.denominator) : x.float;
};

/** Unary `+`, `-`, `^` and `!`. For `^` of an unsigned type, `bits` is its width; 0 means unlimited. */
export function unaryOperation(operator: '+' | '-' | '^' | '!', x: Constant, bits: number): Constant {
  if (x.kind === ConstantKind.Unknown || operator === '+') return x;
  if (operator === '!') return x.kind === ConstantKind.Bool ? makeBool(!x.value) : UNKNOWN;
  if (operator === '^') {
    if (x.kind !== ConstantKind.Int) return UNKNOWN;
    return makeInt(bits > 0 ? BigInt.asUintN(bits, ~x.value) : ~x.value);
  }
  return negate(x);
}

function negate(x: Constant): Constant {
  switch (x.kind) {
    case ConstantKind.Int:
      return makeInt(-x.value);
    case ConstantKind.Float:
      return isRatio(x) ? makeRatio(-x.numerator, x.denominator) : makeFloat(floatNegation(x.float));
    case ConstantKind.Complex:
      return makeComplex(negate(x.real), negate(x.imaginary));
    default:
      return UNKNOWN;
  }
}

/** Binary operation on two values of like kind; numbers of different kinds are brought to the larger one first. Division by zero gives Unknown. */
export function binaryOperation(x: Constant, operator: ConstantOperator, y: Constant): Constant {
  if (x.kind === ConstantKind.Unknown || y.kind === ConstantKind.Unknown) return UNKNOWN;
  // Only the parts of complex numbers can be zero here, when squares underflow.
  if (operator === '/' && signOf(y) === 0) return UNKNOWN;
  if (x.kind === ConstantKind.Bool && y.kind === ConstantKind.Bool) {
    return makeBool(operator === '&&' ? x.value && y.value : x.value || y.value);
  }
  if (x.kind === ConstantKind.String && y.kind === ConstantKind.String) return makeString(x.value + y.value);
  if (x.kind === ConstantKind.Complex || y.kind === ConstantKind.Complex) return complexOperation(toComplex(x), operator, toComplex(y));
  if (x.kind === ConstantKind.Int && y.kind === ConstantKind.Int) return intOperation(x.value, operator, y.value);
  return floatOperation(toFloat(x), operator, toFloat(y));
}

function intOperation(x: bigint, operator: ConstantOperator, y: bigint): Constant {
  switch (operator) {
    case '+': return makeInt(x + y);
    case '-': return makeInt(x - y);
    case '*': return makeInt(x * y);
    case '/': return makeRatio(x, y);
    // Go divides constants that fit int64 as int64: the smallest by -1 gives itself.
    case 'quotient': return makeInt(x === LEAST_INT64 ? BigInt.asIntN(64, x / y) : x / y);
    case '%': return makeInt(x % y);
    case '&': return makeInt(x & y);
    case '|': return makeInt(x | y);
    case '^': return makeInt(x ^ y);
    case '&^': return makeInt(x & ~y);
    default: return unreachable(`constant operator ${operator} on integers`);
  }
}

function floatOperation(x: Constant, operator: ConstantOperator, y: Constant): Constant {
  if (x.kind !== ConstantKind.Float || y.kind !== ConstantKind.Float) return UNKNOWN;
  if (isRatio(x) && isRatio(y)) {
    const { numerator: a, denominator: b } = x;
    const { numerator: c, denominator: d } = y;
    switch (operator) {
      case '+': return makeRatio(a * d + c * b, b * d);
      case '-': return makeRatio(a * d - c * b, b * d);
      case '*': return makeRatio(a * c, b * d);
      case '/': return makeRatio(a * d, b * c);
      default: return unreachable(`constant operator ${operator} on floats`);
    }
  }
  const a = asBigFloat(x);
  const b = asBigFloat(y);
  if (a === null || b === null) return UNKNOWN;
  switch (operator) {
    case '+': return makeFloat(floatSum(a, b));
    case '-': return makeFloat(floatSum(a, floatNegation(b)));
    case '*': return makeFloat(floatProduct(a, b));
    case '/': return makeFloat(floatQuotient(a, b));
    default: return unreachable(`constant operator ${operator} on floats`);
  }
}

function complexOperation(x: Constant, operator: ConstantOperator, y: Constant): Constant {
  if (x.kind !== ConstantKind.Complex || y.kind !== ConstantKind.Complex) return UNKNOWN;
  const { real: a, imaginary: b } = x;
  const { real: c, imaginary: d } = y;
  const on = binaryOperation;
  switch (operator) {
    case '+':
    case '-':
      return makeComplex(on(a, operator, c), on(b, operator, d));
    case '*':
      return makeComplex(on(on(a, '*', c), '-', on(b, '*', d)), on(on(b, '*', c), '+', on(a, '*', d)));
    case '/': {
      const scale = on(on(c, '*', c), '+', on(d, '*', d));
      const real = on(on(a, '*', c), '+', on(b, '*', d));
      const imaginary = on(on(b, '*', c), '-', on(a, '*', d));
      return makeComplex(on(real, '/', scale), on(imaginary, '/', scale));
    }
    default:
      return unreachable(`constant operator ${operator} on complex numbers`);
  }
}

/** `x << count` or `x >> count` of an Int. */
export function shiftConstant(x: Constant, operator: '<<' | '>>', count: number): Constant {
  if (x.kind !== ConstantKind.Int) return UNKNOWN;
  return makeInt(operator === '<<' ? x.value << BigInt(count) : x.value >> BigInt(count));
}

/** Whether `x operator y` holds; false if one is Unknown. */
export function compareConstants(x: Constant, operator: ComparisonOperator, y: Constant): boolean {
  if (x.kind === ConstantKind.Unknown || y.kind === ConstantKind.Unknown) return false;
  if (x.kind === ConstantKind.Complex || y.kind === ConstantKind.Complex) {
    const same = compareConstants(realPart(x), '==', realPart(y)) && compareConstants(imaginaryPart(x), '==', imaginaryPart(y));
    return same === (operator === '==');
  }
  const order = orderOf(x, y);
  switch (operator) {
    case '==': return order === 0;
    case '!=': return order !== 0;
    case '<': return order < 0;
    case '<=': return order <= 0;
    case '>': return order > 0;
    case '>=': return order >= 0;
  }
}

function orderOf(x: Constant, y: Constant): number {
  if (x.kind === ConstantKind.Bool && y.kind === ConstantKind.Bool) return Number(x.value) - Number(y.value);
  if (x.kind === ConstantKind.String && y.kind === ConstantKind.String) return x.value < y.value ? -1 : x.value > y.value ? 1 : 0;
  if (x.kind === ConstantKind.Int && y.kind === ConstantKind.Int) return sign(x.value - y.value);
  const a = toFloat(x);
  const b = toFloat(y);
  if (a.kind !== ConstantKind.Float || b.kind !== ConstantKind.Float) return unreachable('comparison of constants of unlike kinds');
  if (isRatio(a) && isRatio(b)) return sign(a.numerator * b.denominator - b.numerator * a.denominator);
  return floatCompare(asBigFloat(a)!, asBigFloat(b)!);
}

/** The value in messages: strings quoted and cut at 72 characters, floats as %.6g. */
export function constantText(x: Constant): string {
  switch (x.kind) {
    case ConstantKind.Unknown:
      return 'unknown';
    case ConstantKind.Bool:
      return String(x.value);
    case ConstantKind.String:
      return shortened(quoteBytes(x.value));
    case ConstantKind.Int:
      return x.value.toString();
    case ConstantKind.Float:
      return floatText(x);
    case ConstantKind.Complex:
      return `(${constantText(x.real)} + ${constantText(x.imaginary)}i)`;
  }
}

const LONGEST_STRING = 72;
function shortened(quoted: string): string {
  const characters = [...quoted];
  return characters.length > LONGEST_STRING ? `${characters.slice(0, LONGEST_STRING - 3).join('')}...` : quoted;
}

function floatText(x: RatioConstant | FloatConstant): string {
  const double = toDouble(x);
  if (Number.isFinite(double) && (double === 0) === (signOf(x) === 0)) return shortDecimal(double);
  // Outside of float64: mantissa and decimal exponent by logarithms, good to the six digits shown.
  const float = asBigFloat(x)!;
  const bits = bitLength(float.mantissa);
  const mantissa = floatToDouble({ mantissa: float.mantissa, exponent: -bits });
  const decimal = (float.exponent + bits) * Math.log10(2);
  let exponent = Math.trunc(decimal);
  let digits = mantissa * 10 ** (decimal - exponent);
  if (Math.abs(digits) < 1 - 0.5e-6) {
    digits *= 10;
    exponent--;
  } else if (Math.abs(digits) >= 10) {
    digits /= 10;
    exponent++;
  }
  return `${shortDecimal(digits)}e${exponent < 0 ? '' : '+'}${exponent}`;
}

/** C's %.6g. */
function shortDecimal(x: number): string {
  const SIGNIFICANT = 6;
  if (x === 0) return '0';
  const [digits, power] = x.toExponential(SIGNIFICANT - 1).split('e') as [string, string];
  const exponent = Number(power);
  const trim = (text: string): string => (text.includes('.') ? text.replace(/\.?0+$/, '') : text);
  if (exponent < -4 || exponent >= SIGNIFICANT) {
    const size = Math.abs(exponent);
    return `${trim(digits)}e${exponent < 0 ? '-' : '+'}${size < 10 ? '0' : ''}${size}`;
  }
  return trim(x.toFixed(SIGNIFICANT - 1 - exponent));
}
