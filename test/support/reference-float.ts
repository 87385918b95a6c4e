/** Float operations on bit patterns (bigint for 64 bits), written out once more for comparison with machine/float.ts. */

const view = new DataView(new ArrayBuffer(8));
const BOX = 0xffffffff_00000000n;

export const CANONICAL_DOUBLE = 0x7ff80000_00000000n;
export const CANONICAL_SINGLE = 0x7fc00000;

export function doubleOf(bits: bigint): number {
  view.setBigUint64(0, bits);
  return view.getFloat64(0);
}

export function bitsOfDouble(value: number): bigint {
  if (Number.isNaN(value)) return CANONICAL_DOUBLE;
  view.setFloat64(0, value);
  return view.getBigUint64(0);
}

/** The float32 bits in a register. */
export const unbox = (bits: bigint): number => ((bits & BOX) === BOX ? Number(bits & 0xffffffffn) : CANONICAL_SINGLE);
export const box = (bits: number): bigint => BOX | BigInt(bits >>> 0);

export function singleOf(bits: number): number {
  view.setUint32(0, bits >>> 0);
  return view.getFloat32(0);
}

export function bitsOfSingle(value: number): number {
  if (Number.isNaN(value)) return CANONICAL_SINGLE;
  view.setFloat32(0, value);
  return view.getUint32(0);
}

export function select(a: number, b: number, wantsLess: boolean): number {
  if (Number.isNaN(a)) return b;
  if (Number.isNaN(b)) return a;
  if (a === 0 && b === 0) return Object.is(a, -0) === wantsLess ? a : b;
  return a < b === wantsLess ? a : b;
}

/** Class mask of sign, exponent and fraction fields as RISC-V numbers them. */
export function classMask(bits: bigint, exponentBits: number, fractionBits: number): number {
  const fraction = bits & ((1n << BigInt(fractionBits)) - 1n);
  const exponent = Number((bits >> BigInt(fractionBits)) & ((1n << BigInt(exponentBits)) - 1n));
  const isNegative = (bits >> BigInt(exponentBits + fractionBits)) === 1n;
  const top = 2 ** exponentBits - 1;
  if (exponent === top && fraction !== 0n) return (fraction >> BigInt(fractionBits - 1)) === 1n ? 1 << 9 : 1 << 8;
  const magnitude = exponent === top ? 0 : exponent > 0 ? 1 : fraction !== 0n ? 2 : 3;
  return 1 << (isNegative ? magnitude : 7 - magnitude);
}

/** Rounds by a mode (0 to 4) and saturates to [low, high]; NaN gives high. */
export function convert(value: number, mode: number, low: number, high: number): number {
  if (Number.isNaN(value)) return high;
  if (value >= 2 ** 40) return high;
  if (value <= -(2 ** 40)) return low;
  const below = BigInt(Math.floor(value));
  const rest = value - Math.floor(value);
  let result = below;
  if (rest > 0) {
    const isUp = [
      rest > 0.5 || (rest === 0.5 && below % 2n !== 0n),
      value < 0,
      false,
      true,
      rest > 0.5 || (rest === 0.5 && value > 0),
    ][mode];
    if (isUp) result = below + 1n;
  }
  return Math.min(high, Math.max(low, Number(result)));
}
