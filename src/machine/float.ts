/**
 * Float arithmetic as RISC-V's F and D where JavaScript's numbers differ from it or have no such operation.
 *
 * A float64 register is two words, low first. A float32 lies NaN-boxed in the low word: the high word is all ones, and what
 * is not boxed so reads as NaN. NaN results are canonical. Rounding float32 results once from float64 is exact for add,
 * subtract, multiply, divide and square root, because 53 bits are more than twice 24 and two.
 */
import { assertNever } from '../base/assert.ts';

/** The float registers of a CPU, under three views of the same bytes. */
export interface FloatBank {
  readonly f: Float64Array;
  readonly fWords: Int32Array;
  /** Index 2n is the low word of register n. */
  readonly fSingles: Float32Array;
}

/** Words of float values. */
export const enum FloatBits {
  /** High word of a register that holds a float32. */
  Boxed = -1,
  CanonicalSingle = 0x7fc00000,
  CanonicalDoubleHigh = 0x7ff80000,
  Sign = 0x80000000 | 0,
  Magnitude = 0x7fffffff,
}

const enum SingleBits {
  ExponentMask = 0x7f800000,
  FractionMask = 0x007fffff,
  QuietBit = 0x00400000,
}

const enum DoubleBits {
  ExponentMask = 0x7ff00000,
  FractionMask = 0x000fffff,
  QuietBit = 0x00080000,
}

/** Rounding modes, values of the rm field. */
const enum Rounding {
  NearestEven,
  TowardZero,
  Down,
  Up,
  NearestAway,
}

/** Result bits of fclass. */
const enum FloatClass {
  NegativeInfinity = 1,
  NegativeNormal = 2,
  NegativeSubnormal = 4,
  NegativeZero = 8,
  PositiveZero = 16,
  PositiveSubnormal = 32,
  PositiveNormal = 64,
  PositiveInfinity = 128,
  SignalingNan = 256,
  QuietNan = 512,
}

const INT32_MIN = -0x80000000;
const INT32_MAX = 0x7fffffff;
const UINT32_MAX = 0xffffffff;

/** The float32 in a register; NaN if it is not boxed. */
export function readSingle({ fWords, fSingles }: FloatBank, register: number): number {
  return fWords[register * 2 + 1] === FloatBits.Boxed ? fSingles[register * 2] : NaN;
}

/** The bits of the float32 in a register; those of the canonical NaN if it is not boxed. */
export function readSingleBits({ fWords }: FloatBank, register: number): number {
  return fWords[register * 2 + 1] === FloatBits.Boxed ? fWords[register * 2] : FloatBits.CanonicalSingle;
}

/** Rounds to float32 and boxes the result; NaN becomes canonical. */
export function writeSingle({ fWords, fSingles }: FloatBank, register: number, value: number): void {
  if (value !== value) fWords[register * 2] = FloatBits.CanonicalSingle;
  else fSingles[register * 2] = value;
  fWords[register * 2 + 1] = FloatBits.Boxed;
}

export function writeSingleBits({ fWords }: FloatBank, register: number, bits: number): void {
  fWords[register * 2] = bits;
  fWords[register * 2 + 1] = FloatBits.Boxed;
}

/** Writes a float64; NaN becomes canonical. */
export function writeDouble({ f, fWords }: FloatBank, register: number, value: number): void {
  f[register] = value;
  if (value !== value) {
    fWords[register * 2] = 0;
    fWords[register * 2 + 1] = FloatBits.CanonicalDoubleHigh;
  }
}

/** The smaller operand; the other one if one is NaN; -0 is smaller than +0. */
export function minimum(a: number, b: number): number {
  if (a !== a) return b;
  if (b !== b) return a;
  return Math.min(a, b);
}

/** The larger operand; the other one if one is NaN; +0 is larger than -0. */
export function maximum(a: number, b: number): number {
  if (a !== a) return b;
  if (b !== b) return a;
  return Math.max(a, b);
}

export function classifySingle(bits: number): number {
  const fraction = bits & SingleBits.FractionMask;
  const quiet = (bits & SingleBits.QuietBit) !== 0;
  return classify(bits < 0, bits & SingleBits.ExponentMask, SingleBits.ExponentMask, fraction !== 0, quiet);
}

export function classifyDouble(low: number, high: number): number {
  const fraction = (high & DoubleBits.FractionMask) | low;
  const quiet = (high & DoubleBits.QuietBit) !== 0;
  return classify(high < 0, high & DoubleBits.ExponentMask, DoubleBits.ExponentMask, fraction !== 0, quiet);
}

function classify(isNegative: boolean, exponent: number, allOnes: number, hasFraction: boolean, isQuiet: boolean): number {
  if (exponent === allOnes) {
    if (hasFraction) return isQuiet ? FloatClass.QuietNan : FloatClass.SignalingNan;
    return isNegative ? FloatClass.NegativeInfinity : FloatClass.PositiveInfinity;
  }
  if (exponent !== 0) return isNegative ? FloatClass.NegativeNormal : FloatClass.PositiveNormal;
  if (hasFraction) return isNegative ? FloatClass.NegativeSubnormal : FloatClass.PositiveSubnormal;
  return isNegative ? FloatClass.NegativeZero : FloatClass.PositiveZero;
}

/** Rounds and saturates to a signed word; NaN gives the largest. */
export function toInt32(value: number, rounding: number): number {
  if (value !== value) return INT32_MAX;
  return Math.max(INT32_MIN, Math.min(INT32_MAX, round(value, rounding))) | 0;
}

/** Rounds and saturates to an unsigned word, returned as int32; NaN gives the largest. */
export function toUint32(value: number, rounding: number): number {
  if (value !== value) return UINT32_MAX | 0;
  return Math.max(0, Math.min(UINT32_MAX, round(value, rounding))) | 0;
}

function round(value: number, rounding: Rounding): number {
  switch (rounding) {
    case Rounding.NearestEven: return roundHalf(value, isOdd(Math.floor(value)));
    case Rounding.TowardZero: return Math.trunc(value);
    case Rounding.Down: return Math.floor(value);
    case Rounding.Up: return Math.ceil(value);
    case Rounding.NearestAway: return roundHalf(value, value > 0);
    default: return assertNever(rounding);
  }
}

const isOdd = (value: number): boolean => value % 2 !== 0;

/** The nearest whole number; of two equally near the upper one if `halfGoesUp`. */
function roundHalf(value: number, halfGoesUp: boolean): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest === 0.5) return halfGoesUp ? floor + 1 : floor;
  return rest < 0.5 ? floor : floor + 1;
}
