/**
 * Arithmetic on numbers. A small integer is kept extended to a word according to its type; int64 is a pair of words, low word first;
 * Go's checks (division by zero, negative shift counts) and its shifts by 32 and more are made explicit here.
 */
import { unreachable } from '../../../base/assert.ts';
import { Ty, type Op, type Value } from '../ssa/ir.ts';
import { type BinaryOp, type Expr, unparen } from '../syntax/ast.ts';
import { toInt } from '../types/constant.ts';
import { isInteger } from '../types/predicates.ts';
import { BasicKind, type Type } from '../types/type.ts';
import { TYP } from '../types/universe.ts';
import type { Lowerer } from './lowerer.ts';
import { basicKind, integerBits, isUnsignedKind, numberClass } from './number-kinds.ts';
import { ofWords, type GoValue } from './value.ts';

/** Extends a word to the value that the type has in it. */
export function normalise(f: Lowerer, word: Value, type: Type): Value {
  const op = ({
    [BasicKind.Int8]: 'sext8', [BasicKind.Int16]: 'sext16', [BasicKind.Uint8]: 'zext8', [BasicKind.Uint16]: 'zext16',
  } as Partial<Record<BasicKind, Op>>)[basicKind(type)];
  if (op === undefined) return word;
  if (word.op === 'const') return f.b.const(normaliseConstant(word.imm, op));
  // A value that was extended so already.
  if (word.op === op || (word.op === 'load' && word.mem === ({ sext8: 'i8', sext16: 'i16', zext8: 'u8', zext16: 'u16' } as Record<string, string>)[op])) return word;
  return f.b.emit(op, Ty.I32, [word]);
}

function normaliseConstant(imm: number, op: Op): number {
  switch (op) {
    case 'sext8': return (imm << 24) >> 24;
    case 'sext16': return (imm << 16) >> 16;
    case 'zext8': return imm & 0xff;
    default: return imm & 0xffff;
  }
}

const WORD_OPS: Readonly<Partial<Record<BinaryOp, Op>>> = { '+': 'add', '-': 'sub', '*': 'mul', '&': 'and', '|': 'or', '^': 'xor' };
const FLOAT_OPS: Readonly<Partial<Record<BinaryOp, Op>>> = { '+': 'fadd', '-': 'fsub', '*': 'fmul', '/': 'fdiv' };

/** x op y for two numbers of one type; not shifts. */
export function arithmetic(f: Lowerer, op: BinaryOp, x: GoValue, y: GoValue, type: Type): GoValue {
  const [xs, ys] = [x.words!, y.words!];
  switch (numberClass(type)) {
    case 'word': return ofWords(type, [wordArithmetic(f, op, xs[0]!, ys[0]!, type)]);
    case 'int64': return ofWords(type, int64Arithmetic(f, op, xs, ys, type));
    case 'f32':
    case 'f64': {
      const ty = numberClass(type) === 'f32' ? Ty.F32 : Ty.F64;
      return ofWords(type, [f.b.emit(FLOAT_OPS[op]!, ty, [xs[0]!, ys[0]!])]);
    }
    case 'other': return complexArithmetic(f, op, xs, ys, type);
  }
}

function wordArithmetic(f: Lowerer, op: BinaryOp, x: Value, y: Value, type: Type): Value {
  const simple = WORD_OPS[op];
  const isBitwise = op === '&' || op === '|' || op === '^';
  if (simple !== undefined) {
    const result = f.b.binary(simple, x, y, x.ty === Ty.Ptr ? Ty.I32 : x.ty);
    return isBitwise ? result : normalise(f, result, type);
  }
  const isUnsigned = isUnsignedKind(type);
  switch (op) {
    case '&^': return f.b.binary('and', x, f.b.binary('xor', y, f.b.const(-1)));
    case '/': return normalise(f, division(f, x, y, isUnsigned), type);
    case '%': return remainder(f, x, y, isUnsigned);
    default: return unreachable(`wordArithmetic: ${op}`);
  }
}

function checkDivisor(f: Lowerer, y: Value): void {
  if (y.op !== 'const' || y.imm === 0) f.b.emit('divcheck', Ty.Void, [y]);
}

/** Unsigned division by powers of two is a shift; signed one is left to a pass that knows more (`ssa/divisions.ts`). */
function division(f: Lowerer, x: Value, y: Value, isUnsigned: boolean): Value {
  checkDivisor(f, y);
  const shift = exponentOf(y);
  if (isUnsigned && shift !== null) return f.b.binary('srl', x, f.b.const(shift));
  return f.b.binary(isUnsigned ? 'divu' : 'div', x, y);
}

function remainder(f: Lowerer, x: Value, y: Value, isUnsigned: boolean): Value {
  checkDivisor(f, y);
  if (isUnsigned && exponentOf(y) !== null) return f.b.binary('and', x, f.b.const(y.imm - 1));
  return f.b.binary(isUnsigned ? 'remu' : 'rem', x, y);
}

/** The k of a constant 2^k, or null. */
function exponentOf(y: Value): number | null {
  const exponent = y.op === 'const' ? Math.log2(y.imm >>> 0) : NaN;
  return Number.isInteger(exponent) ? exponent : null;
}

// --- int64 ----------------------------------------------------------------------------------------------------------

type Words = readonly Value[];

function int64Arithmetic(f: Lowerer, op: BinaryOp, x: Words, y: Words, type: Type): Value[] {
  const [xl, xh] = x as [Value, Value];
  const [yl, yh] = y as [Value, Value];
  switch (op) {
    case '+': return add64(f, xl, xh, yl, yh);
    case '-': return sub64(f, xl, xh, yl, yh);
    case '*': {
      const low = f.b.binary('mul', xl, yl);
      const cross = f.b.binary('add', f.b.binary('mul', xl, yh), f.b.binary('mul', xh, yl));
      return [low, f.b.binary('add', f.b.binary('mulhu', xl, yl), cross)];
    }
    case '&':
    case '|':
    case '^': return [f.b.binary(WORD_OPS[op]!, xl, yl), f.b.binary(WORD_OPS[op]!, xh, yh)];
    case '&^': {
      const ones = f.b.const(-1);
      return [f.b.binary('and', xl, f.b.binary('xor', yl, ones)), f.b.binary('and', xh, f.b.binary('xor', yh, ones))];
    }
    case '/':
    case '%': {
      const divisor = f.b.binary('or', yl, yh);
      checkDivisor(f, divisor);
      const name = `${isUnsignedKind(type) ? 'u' : ''}int64${op === '/' ? 'div' : 'mod'}`;
      return f.runtime(name, [xl, xh, yl, yh], [Ty.I32, Ty.I32]);
    }
    default: return unreachable(`int64Arithmetic: ${op}`);
  }
}

function add64(f: Lowerer, xl: Value, xh: Value, yl: Value, yh: Value): Value[] {
  const low = f.b.binary('add', xl, yl);
  const carry = f.b.binary('sltu', low, yl);
  return [low, f.b.binary('add', f.b.binary('add', xh, yh), carry)];
}

function sub64(f: Lowerer, xl: Value, xh: Value, yl: Value, yh: Value): Value[] {
  const borrow = f.b.binary('sltu', xl, yl);
  return [f.b.binary('sub', xl, yl), f.b.binary('sub', f.b.binary('sub', xh, yh), borrow)];
}

// --- Complex numbers --------------------------------------------------------------------------------------------------

/** Parts are computed separately; division is the runtime's. */
function complexArithmetic(f: Lowerer, op: BinaryOp, x: Words, y: Words, type: Type): GoValue {
  const ty = x[0]!.ty;
  const [xr, xi] = x as [Value, Value];
  const [yr, yi] = y as [Value, Value];
  const of = (o: Op, a: Value, b: Value): Value => f.b.emit(o, ty, [a, b]);
  switch (op) {
    case '+': return ofWords(type, [of('fadd', xr, yr), of('fadd', xi, yi)]);
    case '-': return ofWords(type, [of('fsub', xr, yr), of('fsub', xi, yi)]);
    case '*':
      return ofWords(type, [
        of('fsub', of('fmul', xr, yr), of('fmul', xi, yi)),
        of('fadd', of('fmul', xr, yi), of('fmul', xi, yr)),
      ]);
    default: {
      const wide = (v: Value): Value => (ty === Ty.F64 ? v : f.b.emit('cvtds', Ty.F64, [v]));
      const narrow = (v: Value): Value => (ty === Ty.F64 ? v : f.b.emit('cvtsd', Ty.F32, [v]));
      const parts = f.runtime('complex128div', [wide(xr), wide(xi), wide(yr), wide(yi)], [Ty.F64, Ty.F64]);
      return ofWords(type, parts.map(narrow));
    }
  }
}

// --- Unary ------------------------------------------------------------------------------------------------------------

export function negate(f: Lowerer, x: GoValue, type: Type): GoValue {
  const words = x.words!;
  switch (numberClass(type)) {
    case 'word': return ofWords(type, [normalise(f, f.b.binary('sub', f.b.const(0), words[0]!), type)]);
    case 'int64': return ofWords(type, sub64(f, f.b.const(0), f.b.const(0), words[0]!, words[1]!));
    default: return ofWords(type, words.map((word) => f.b.emit('fneg', word.ty, [word])));
  }
}

export function complement(f: Lowerer, x: GoValue, type: Type): GoValue {
  const words = x.words!.map((word) => f.b.binary('xor', word, f.b.const(-1)));
  return ofWords(type, words.length === 1 ? [normalise(f, words[0]!, type)] : words);
}

// --- Shifts -----------------------------------------------------------------------------------------------------------

/**
 * The operand that says how far to shift. A constant is never negative; it may be written as a float (`x << 1.0`), which is no integer to the
 * machine, and one without a type may be too large for the int that it would be by default.
 */
export function shiftCount(f: Lowerer, e: Expr): GoValue {
  const { value, type } = f.info.types.get(unparen(e))!;
  const isPlain = value === null || (isInteger(type) && integerBits(type) === 64);
  return isPlain ? f.expr(e) : f.constant(TYP[BasicKind.Uint], toInt(value));
}

/** The count as an unsigned word that is at least 2^32 - 1 if the count does not fit; negative counts panic. */
function countWord(f: Lowerer, count: GoValue): Value {
  const words = count.words!;
  const isSigned = !isUnsignedKind(count.type);
  if (words.length === 2) {
    const [low, high] = words as [Value, Value];
    if (isSigned && !(high.op === 'const' && high.imm >= 0)) f.b.emit('shiftcheck', Ty.Void, [high]);
    const tooLarge = f.b.binary('sub', f.b.const(0), f.b.binary('sltu', f.b.const(0), high));
    return f.b.binary('or', low, tooLarge);
  }
  const word = words[0]!;
  const isKnown = (word.op === 'const' && word.imm >= 0) || word.op === 'zext8' || word.op === 'zext16' || (word.op === 'and' && word.args[1]!.op === 'const' && word.args[1]!.imm >= 0);
  if (isSigned && !isKnown) f.b.emit('shiftcheck', Ty.Void, [word]);
  return word;
}

/** Whether a count is known to be below 32. */
function isSmall(count: Value): boolean {
  if (count.op === 'const') return count.imm >>> 0 < 32;
  return count.op === 'and' && count.args[1]!.op === 'const' && count.args[1]!.imm >>> 0 < 32;
}

export function shift(f: Lowerer, op: '<<' | '>>', x: GoValue, by: GoValue, type: Type): GoValue {
  const count = countWord(f, by);
  const isUnsigned = isUnsignedKind(type);
  if (integerBits(type) === 64) return ofWords(type, shift64(f, op, x.words!, count, isUnsigned));
  const word = x.words![0]!;
  const { b } = f;
  if (op === '>>' && !isUnsigned) {
    if (count.op === 'const') return ofWords(type, [b.binary('sra', word, b.const(Math.min(count.imm >>> 0, 31)))]);
    if (isSmall(count)) return ofWords(type, [b.binary('sra', word, count)]);
    // All ones if the count is too large: the shift then takes 31.
    const over = b.binary('add', b.binary('sltu', count, b.const(32)), b.const(-1));
    return ofWords(type, [b.emit('sra', Ty.I32, [word, b.binary('or', count, over)])]);
  }
  const machineOp: Op = op === '<<' ? 'sll' : 'srl';
  if (count.op === 'const' && count.imm >>> 0 >= 32) return ofWords(type, [b.const(0)]);
  const shifted = b.binary(machineOp, word, count);
  if (isSmall(count)) return ofWords(type, [op === '<<' ? normalise(f, shifted, type) : shifted]);
  const inRange = b.binary('sub', b.const(0), b.binary('sltu', count, b.const(32)));
  const result = b.binary('and', shifted, inRange);
  return ofWords(type, [op === '<<' ? normalise(f, result, type) : result]);
}

function shift64(f: Lowerer, op: '<<' | '>>', x: Words, count: Value, isUnsigned: boolean): Value[] {
  const [low, high] = x as [Value, Value];
  const { b } = f;
  if (count.op !== 'const') {
    const name = op === '<<' ? 'int64shl' : isUnsigned ? 'uint64shr' : 'int64shr';
    return f.runtime(name, [low, high, count], [Ty.I32, Ty.I32]);
  }
  const n = count.imm >>> 0;
  const fill = (): Value => (isUnsigned || op === '<<' ? b.const(0) : b.binary('sra', high, b.const(31)));
  if (n === 0) return [low, high];
  if (n >= 64) return [fill(), fill()];
  const by = (o: Op, v: Value, k: number): Value => b.binary(o, v, b.const(k));
  if (op === '<<') {
    if (n >= 32) return [b.const(0), by('sll', low, n - 32)];
    return [by('sll', low, n), b.binary('or', by('sll', high, n), by('srl', low, 32 - n))];
  }
  const shiftRight: Op = isUnsigned ? 'srl' : 'sra';
  if (n >= 32) return [n === 32 ? high : by(shiftRight, high, n - 32), fill()];
  return [b.binary('or', by('srl', low, n), by('sll', high, 32 - n)), by(shiftRight, high, n)];
}
