import { describe, expect, test } from 'vitest';
import { encodeR } from '../../src/isa/encoding.ts';
import { Op } from '../../src/isa/opcodes.ts';
import { Exit } from '../../src/machine/exit.ts';
import { BareMachine, USER_RX } from '../support/bare-machine.ts';

/** Bit patterns as the RISC-V manual and its test suite give them; a float32 is written boxed. */
const TEXT = 0x08048000;
const BOX = 0xffffffff_00000000n;
const boxed = (bits: number): bigint => BOX | BigInt(bits >>> 0);
const scratch = new DataView(new ArrayBuffer(8));
const f64 = (value: number): bigint => (scratch.setFloat64(0, value), scratch.getBigUint64(0));
const f32 = (value: number): bigint => (scratch.setFloat32(0, value), boxed(scratch.getUint32(0)));
const QNAN64 = 0x7ff80000_00000000n;
const SNAN64 = 0x7ff00000_00000001n;
const QNAN32 = boxed(0x7fc00000);
const SNAN32 = boxed(0x7f800001);

const bare = new BareMachine({ ram: 1 << 16 });
bare.map(TEXT, USER_RX);
const floats = new BigUint64Array(bare.cpu.f.buffer, bare.cpu.f.byteOffset, 32);

/** Executes `op 5, 6, 7` over f6 and f7 (x6 = integer) and returns f5 and x5. */
function execute(op: Op, a: bigint, { b = 0n, integer = 0, rm = 0, operands = 2 } = {}): { f: bigint; x: number } {
  bare.write(TEXT, [encodeR(op, { rd: 5, rs1: 6, rs2: operands === 2 ? 7 : 0, rm })]);
  floats[6] = a;
  floats[7] = b;
  bare.cpu.x[6] = integer;
  bare.cpu.pc = TEXT;
  expect(bare.cpu.run(1)).toBe(Exit.Budget);
  return { f: floats[5], x: bare.cpu.x[5] };
}

describe('arithmetic gives canonical NaNs', () => {
  test.each<[string, Op, bigint, bigint, bigint]>([
    ['inf - inf', Op.FsubD, f64(Infinity), f64(Infinity), QNAN64],
    ['negative NaN with payload + 1', Op.FaddD, 0xfff80000_12345678n, f64(1), QNAN64],
    ['signalling NaN * 1', Op.FmulD, SNAN64, f64(1), QNAN64],
    ['0 / 0', Op.FdivD, f64(0), f64(0), QNAN64],
    ['1 / -0', Op.FdivD, f64(1), f64(-0), f64(-Infinity)],
    ['float32: inf - inf', Op.FsubS, f32(Infinity), f32(Infinity), QNAN32],
    ['float32: 0 * inf', Op.FmulS, f32(0), f32(Infinity), QNAN32],
    ['float32: an operand that is not boxed is NaN', Op.FaddS, 0x00000000_3f800000n, f32(1), QNAN32],
    ['float32: 2.5 + 1', Op.FaddS, f32(2.5), f32(1), f32(3.5)],
    ['float32: -1235.1 + 1.1 rounds', Op.FaddS, f32(-1235.1), f32(1.1), f32(-1234)],
    ['float32: the sum rounds to even', Op.FaddS, f32(16777216), f32(1), f32(16777216)],
    ['float32: the largest times two overflows', Op.FmulS, boxed(0x7f7fffff), f32(2), f32(Infinity)],
    ['float32: the smallest halved is zero', Op.FmulS, boxed(1), f32(0.5), f32(0)],
    ['float32: a subnormal quotient', Op.FdivS, boxed(0x00800000), f32(3), boxed(0x002aaaab)],
  ])('%s', (_name, op, a, b, result) => {
    expect(execute(op, a, { b }).f).toBe(result);
  });
  test('square roots', () => {
    expect(execute(Op.FsqrtD, f64(3.14159265), { operands: 1 }).f).toBe(f64(1.7724538498928541));
    expect(execute(Op.FsqrtD, f64(-1), { operands: 1 }).f).toBe(QNAN64);
    expect(execute(Op.FsqrtS, f32(3.14159265), { operands: 1 }).f).toBe(boxed(0x3fe2dfc5));
  });
});

describe('minimum and maximum', () => {
  test.each<[string, Op, bigint, bigint, bigint]>([
    ['the smaller', Op.FminD, f64(2.5), f64(1), f64(1)],
    ['-0 is smaller', Op.FminD, f64(0), f64(-0), f64(-0)],
    ['+0 is larger', Op.FmaxD, f64(-0), f64(0), f64(0)],
    ['the number beside a NaN', Op.FminD, QNAN64, f64(-1), f64(-1)],
    ['the number beside a signalling NaN', Op.FmaxD, f64(1), SNAN64, f64(1)],
    ['canonical NaN of two NaNs', Op.FminD, 0xfff80000_00000001n, SNAN64, QNAN64],
    ['float32: -0 is smaller', Op.FminS, f32(-0), f32(0), f32(-0)],
    ['float32: the number beside a NaN', Op.FmaxS, SNAN32, f32(1), f32(1)],
    ['float32: canonical NaN of two NaNs', Op.FmaxS, SNAN32, QNAN32, QNAN32],
    ['float32: the number beside what is not boxed', Op.FminS, 0n, f32(3), f32(3)],
  ])('%s', (_name, op, a, b, result) => {
    expect(execute(op, a, { b }).f).toBe(result);
  });
});

test.each<[Op, bigint, bigint, number]>([
  [Op.FeqD, f64(-1.36), f64(-1.36), 1], [Op.FleD, f64(-1.36), f64(-1.36), 1], [Op.FltD, f64(-1.36), f64(-1.36), 0],
  [Op.FltD, f64(-1.37), f64(-1.36), 1], [Op.FeqD, f64(0), f64(-0), 1], [Op.FeqD, QNAN64, QNAN64, 0], [Op.FleD, QNAN64, f64(0), 0],
  [Op.FeqS, f32(1), f32(1), 1], [Op.FltS, f32(-0), f32(0), 0], [Op.FleS, SNAN32, f32(0), 0], [Op.FeqS, 1n, 1n, 0],
])('comparison %i of %i and %i is %i', (op, a, b, result) => {
  expect(execute(op, a, { b }).x).toBe(result);
});

test.each<[Op, bigint, number]>([
  [Op.FclassD, f64(-Infinity), 0], [Op.FclassD, f64(-1), 1], [Op.FclassD, 0x800fffff_ffffffffn, 2], [Op.FclassD, f64(-0), 3], [Op.FclassD, f64(0), 4],
  [Op.FclassD, 1n, 5], [Op.FclassD, f64(1), 6], [Op.FclassD, f64(Infinity), 7], [Op.FclassD, SNAN64, 8], [Op.FclassD, QNAN64, 9],
  [Op.FclassS, boxed(0xff800000), 0], [Op.FclassS, boxed(0xbf800000), 1], [Op.FclassS, boxed(0x807fffff), 2], [Op.FclassS, boxed(0x80000000), 3],
  [Op.FclassS, boxed(0), 4], [Op.FclassS, boxed(0x007fffff), 5], [Op.FclassS, boxed(0x3f800000), 6], [Op.FclassS, boxed(0x7f800000), 7],
  [Op.FclassS, SNAN32, 8], [Op.FclassS, QNAN32, 9], [Op.FclassS, 0n, 9],
])('class %i of %i is bit %i', (op, a, bit) => {
  expect(execute(op, a, { operands: 1 }).x).toBe(1 << bit);
});

describe('conversions round by their mode and saturate', () => {
  const MIN = -0x80000000;
  const MAX = 0x7fffffff;
  const UMAX = -1;
  // Value, then rne, rtz, rdn, rup, rmm.
  test.each<[number, number[], number[]]>([
    [2.5, [2, 2, 2, 3, 3], [2, 2, 2, 3, 3]],
    [3.5, [4, 3, 3, 4, 4], [4, 3, 3, 4, 4]],
    [-2.5, [-2, -2, -3, -2, -3], [0, 0, 0, 0, 0]],
    [-0.5, [0, 0, -1, 0, -1], [0, 0, 0, 0, 0]],
    [0.9, [1, 0, 0, 1, 1], [1, 0, 0, 1, 1]],
    [-1.1, [-1, -1, -2, -1, -1], [0, 0, 0, 0, 0]],
    [3e9, [MAX, MAX, MAX, MAX, MAX], [3e9 | 0, 3e9 | 0, 3e9 | 0, 3e9 | 0, 3e9 | 0]],
    [-3e9, [MIN, MIN, MIN, MIN, MIN], [0, 0, 0, 0, 0]],
    [2147483647.5, [MAX, MAX, MAX, MAX, MAX], [MIN, MAX, MAX, MIN, MIN]],
    [4294967295.5, [MAX, MAX, MAX, MAX, MAX], [UMAX, UMAX, UMAX, UMAX, UMAX]],
    [Infinity, [MAX, MAX, MAX, MAX, MAX], [UMAX, UMAX, UMAX, UMAX, UMAX]],
    [-Infinity, [MIN, MIN, MIN, MIN, MIN], [0, 0, 0, 0, 0]],
    [NaN, [MAX, MAX, MAX, MAX, MAX], [UMAX, UMAX, UMAX, UMAX, UMAX]],
  ])('%d', (value, signed, unsigned) => {
    const modes = [0, 1, 2, 3, 4];
    expect(modes.map((rm) => execute(Op.FcvtWD, f64(value), { rm, operands: 1 }).x)).toEqual(signed);
    expect(modes.map((rm) => execute(Op.FcvtWuD, f64(value), { rm, operands: 1 }).x)).toEqual(unsigned);
  });
  test('float32 to integer', () => {
    expect(execute(Op.FcvtWS, f32(-2.5), { rm: 4, operands: 1 }).x).toBe(-3);
    expect(execute(Op.FcvtWuS, 0n, { operands: 1 }).x).toBe(UMAX);
  });
  test('integer to float', () => {
    expect(execute(Op.FcvtDWu, 0n, { integer: -2, operands: 1 }).f).toBe(f64(4294967294));
    expect(execute(Op.FcvtDW, 0n, { integer: -2, operands: 1 }).f).toBe(f64(-2));
    expect(execute(Op.FcvtSW, 0n, { integer: 16777217, operands: 1 }).f).toBe(f32(16777216));
    expect(execute(Op.FcvtSWu, 0n, { integer: -1, operands: 1 }).f).toBe(f32(4294967296));
  });
  test('between the float formats', () => {
    expect(execute(Op.FcvtSD, f64(1e40), { operands: 1 }).f).toBe(f32(Infinity));
    expect(execute(Op.FcvtSD, SNAN64, { operands: 1 }).f).toBe(QNAN32);
    expect(execute(Op.FcvtDS, f32(0.1), { operands: 1 }).f).toBe(f64(Math.fround(0.1)));
    expect(execute(Op.FcvtDS, boxed(0xffc12345), { operands: 1 }).f).toBe(QNAN64);
  });
});

describe('moves and sign injection keep bits', () => {
  test.each<[string, Op, bigint, bigint, bigint]>([
    ['fmv.d of a signalling NaN', Op.FsgnjD, 0xfff00000_deadbeefn, 0xfff00000_deadbeefn, 0xfff00000_deadbeefn],
    ['the opposite sign', Op.FsgnjnD, SNAN64, f64(1), SNAN64 | (1n << 63n)],
    ['signs xored', Op.FsgnjxD, f64(-1), f64(-2), f64(1)],
    ['float32 of a signalling NaN', Op.FsgnjS, SNAN32, SNAN32, SNAN32],
    ['float32 not boxed becomes canonical', Op.FsgnjS, 0x12345678_3f800000n, f32(1), QNAN32],
    ['float32 signs xored', Op.FsgnjxS, f32(-1), f32(2), f32(-1)],
  ])('%s', (_name, op, a, b, result) => {
    expect(execute(op, a, { b }).f).toBe(result);
  });
  test('between integer and float registers, boxed or not', () => {
    expect(execute(Op.FmvXW, 0x12345678_ff800001n, { operands: 1 }).x).toBe(0xff800001 | 0);
    expect(execute(Op.FmvWX, 0n, { integer: 0x7f800001, operands: 1 }).f).toBe(SNAN32);
  });
});
