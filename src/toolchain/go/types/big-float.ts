/**
 * Binary floating point of 512 bits, the precision in which Go's compiler keeps those untyped float constants that are no small fractions.
 *
 * A value is `mantissa * 2 ** exponent` with a signed BigInt mantissa of at most 512 significant bits; every operation rounds its
 * exact result to nearest, ties to even. Zero has mantissa 0n and exponent 0; there is no negative zero, no NaN. A result whose
 * exponent leaves 32 bits is `null` (infinite), which callers turn into an unknown constant.
 *
 * The file also owns the one correct rounding from exact quotients to float64 and float32.
 */

export const PRECISION = 512;
const EXPONENT_LIMIT = 2 ** 31;

export interface BigFloat {
  readonly mantissa: bigint;
  readonly exponent: number;
}

const ZERO: BigFloat = { mantissa: 0n, exponent: 0 };

/** Number of bits of |x|; 0 for zero. */
export function bitLength(x: bigint): number {
  const hex = (x < 0n ? -x : x).toString(16);
  return hex === '0' ? 0 : hex.length * 4 - (Math.clz32(parseInt(hex[0]!, 16)) - 28);
}

const absolute = (x: bigint): bigint => (x < 0n ? -x : x);

/** Shifts `x` (not negative) right by `bits`, rounding to nearest even; `sticky` says that nonzero digits follow below. */
function shiftRounding(x: bigint, bits: number, sticky: boolean): bigint {
  const shift = BigInt(bits);
  const kept = x >> shift;
  const rest = x - (kept << shift);
  const half = 1n << (shift - 1n);
  if (rest > half || (rest === half && (sticky || (kept & 1n) === 1n))) return kept + 1n;
  return kept;
}

/** Rounds `mantissa * 2 ** exponent` (plus something smaller than a unit when `sticky`) to {@link PRECISION} bits. */
export function roundFloat(mantissa: bigint, exponent: number, sticky = false): BigFloat | null {
  if (mantissa === 0n) return ZERO;
  let size = absolute(mantissa);
  const excess = bitLength(size) - PRECISION;
  if (excess > 0) {
    size = shiftRounding(size, excess, sticky);
    exponent += excess;
  }
  while ((size & 0xffffffffn) === 0n) {
    size >>= 32n;
    exponent += 32;
  }
  if (exponent + bitLength(size) > EXPONENT_LIMIT) return null;
  if (exponent + bitLength(size) < -EXPONENT_LIMIT) return ZERO;
  return { mantissa: mantissa < 0n ? -size : size, exponent };
}

export const floatFromInt = (x: bigint): BigFloat => roundFloat(x, 0)!;

/** The quotient of two integers; `denominator` is positive. */
export function floatFromRatio(numerator: bigint, denominator: bigint): BigFloat | null {
  return floatQuotient({ mantissa: numerator, exponent: 0 }, { mantissa: denominator, exponent: 0 });
}

/** Binary exponent e with 0.5 <= |x| / 2**e < 1. */
export const floatExponent = (x: BigFloat): number => (x.mantissa === 0n ? 0 : x.exponent + bitLength(x.mantissa));

export function floatSum(x: BigFloat, y: BigFloat): BigFloat | null {
  if (x.mantissa === 0n) return y;
  if (y.mantissa === 0n) return x;
  const [high, low] = x.exponent >= y.exponent ? [x, y] : [y, x];
  const distance = high.exponent - low.exponent;
  if (distance > 2 * PRECISION && floatExponent(high) - floatExponent(low) > PRECISION + 2) {
    // `low` only tips a tie: stand in for it with one unit far below.
    const unit = low.mantissa < 0n ? -1n : 1n;
    return roundFloat((high.mantissa << BigInt(PRECISION + 4)) + unit, high.exponent - PRECISION - 4);
  }
  return roundFloat((high.mantissa << BigInt(distance)) + low.mantissa, low.exponent);
}

export const floatNegation = (x: BigFloat): BigFloat => ({ mantissa: -x.mantissa, exponent: x.exponent });

export function floatProduct(x: BigFloat, y: BigFloat): BigFloat | null {
  return roundFloat(x.mantissa * y.mantissa, x.exponent + y.exponent);
}

/** `y` is not zero. */
export function floatQuotient(x: BigFloat, y: BigFloat): BigFloat | null {
  const size = absolute(x.mantissa);
  const divisor = absolute(y.mantissa);
  const shift = Math.max(0, PRECISION + 2 + bitLength(divisor) - bitLength(size));
  const scaled = size << BigInt(shift);
  const quotient = scaled / divisor;
  const sticky = quotient * divisor !== scaled;
  const isNegative = x.mantissa < 0n !== y.mantissa < 0n;
  // One more bit holds the remainder, so that quotients of exactly 512 bits round rightly too.
  const withRest = (quotient << 1n) | (sticky ? 1n : 0n);
  return roundFloat(isNegative ? -withRest : withRest, x.exponent - y.exponent - shift - 1, sticky);
}

/** Negative, zero or positive as x is less than, equal to or greater than y. */
export function floatCompare(x: BigFloat, y: BigFloat): number {
  const signs = sign(x.mantissa) - sign(y.mantissa);
  if (signs !== 0 || x.mantissa === 0n) return signs;
  const exponents = floatExponent(x) - floatExponent(y);
  if (exponents !== 0) return x.mantissa > 0n ? exponents : -exponents;
  const low = Math.min(x.exponent, y.exponent);
  return sign((x.mantissa << BigInt(x.exponent - low)) - (y.mantissa << BigInt(y.exponent - low)));
}

export const sign = (x: bigint): number => (x > 0n ? 1 : x < 0n ? -1 : 0);

/** 10 ** exponent to more than 512 bits. */
export function floatPowerOfTen(exponent: number): BigFloat | null {
  let result: BigFloat | null = { mantissa: 1n, exponent: 0 };
  let base: BigFloat | null = { mantissa: 10n, exponent: 0 };
  for (let rest = Math.abs(exponent); rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = result && base && floatProduct(result, base);
    base = base && floatProduct(base, base);
    if (result === null || (base === null && rest > 1)) return exponent < 0 ? ZERO : null;
  }
  return exponent < 0 ? floatQuotient({ mantissa: 1n, exponent: 0 }, result!) : result;
}

/** A hardware float format: bits of precision, and the exponents of its smallest denormal and of its first overflow. */
interface FloatFormat {
  readonly precision: number;
  readonly smallest: number;
  readonly overflow: number;
}
const FLOAT64: FloatFormat = { precision: 53, smallest: -1074, overflow: 1024 };
const FLOAT32: FloatFormat = { precision: 24, smallest: -149, overflow: 128 };

function roundToFormat(mantissa: bigint, exponent: number, sticky: boolean, format: FloatFormat): number {
  if (mantissa === 0n) return 0;
  let size = absolute(mantissa);
  const bits = bitLength(size);
  if (exponent + bits > format.overflow) return mantissa < 0n ? -Infinity : Infinity;
  if (exponent + bits < format.smallest - 1) return 0;
  const shift = Math.max(bits - format.precision, format.smallest - exponent);
  if (shift > 0) {
    size = shiftRounding(size, shift, sticky);
    exponent += shift;
  }
  if (bitLength(size) + exponent > format.overflow) return mantissa < 0n ? -Infinity : Infinity;
  // At most 53 bits remain; two exact steps keep 2 ** exponent itself in range.
  const half = Math.trunc(exponent / 2);
  const value = Number(size) * 2 ** half * 2 ** (exponent - half);
  return mantissa < 0n ? -value : value;
}

/** Nearest float64; infinite on overflow. */
export const floatToDouble = (x: BigFloat): number => roundToFormat(x.mantissa, x.exponent, false, FLOAT64);
/** Nearest float32, as a number; infinite on overflow. */
export const floatToSingle = (x: BigFloat): number => roundToFormat(x.mantissa, x.exponent, false, FLOAT32);

function ratioToFormat(numerator: bigint, denominator: bigint, format: FloatFormat): number {
  const size = absolute(numerator);
  const shift = Math.max(0, format.precision + 4 + bitLength(denominator) - bitLength(size));
  const scaled = size << BigInt(shift);
  const quotient = scaled / denominator;
  const sticky = quotient * denominator !== scaled;
  const withRest = (quotient << 1n) | (sticky ? 1n : 0n);
  return roundToFormat(numerator < 0n ? -withRest : withRest, -shift - 1, sticky, format);
}

/** Nearest float64 of a fraction with positive denominator. */
export const ratioToDouble = (numerator: bigint, denominator: bigint): number => ratioToFormat(numerator, denominator, FLOAT64);
/** Nearest float32 of a fraction with positive denominator. */
export const ratioToSingle = (numerator: bigint, denominator: bigint): number => ratioToFormat(numerator, denominator, FLOAT32);

/** The exact value of a finite double. */
export function floatFromDouble(x: number): BigFloat {
  if (x === 0) return ZERO;
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, x);
  const bits = view.getBigUint64(0);
  const biased = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xfffffffffffffn;
  const mantissa = biased === 0 ? fraction : fraction | (1n << 52n);
  return { mantissa: x < 0 ? -mantissa : mantissa, exponent: Math.max(biased, 1) - 1075 };
}
