/**
 * From the text of a literal token to its constant. The scanner has checked the syntax; what is left to fail is a float whose exponent is
 * beyond all bounds, which gives null.
 */
import { type BigFloat, floatExponent, floatFromInt, floatPowerOfTen, floatProduct, roundFloat } from './big-float.ts';
import { type Constant, makeFloat, makeImaginary, makeInt, makeRatio, makeString } from './constant.ts';
import { decodeRune, runeToBytes, textToBytes } from './go-string.ts';

/** Exponents up to this size are computed exactly as fractions. */
const EXACT_EXPONENT = 4096;

/** An integer literal in any base, underscores allowed; null if the digits do not fit the base. */
export function intLiteral(text: string): Constant | null {
  const digits = text.replaceAll('_', '').toLowerCase();
  try {
    return makeInt(BigInt(/^0[0-7]+$/.test(digits) ? `0o${digits}` : digits));
  } catch {
    return null;
  }
}

/** A decimal or hexadecimal float literal. */
export function floatLiteral(text: string): Constant | null {
  const plain = text.replaceAll('_', '').toLowerCase();
  const parts = /^(?:0x([0-9a-f]*)\.?([0-9a-f]*)(?:p([+-]?\d+))?|([0-9]*)\.?([0-9]*)(?:e([+-]?\d+))?)$/.exec(plain);
  if (parts === null) return null;
  const [, hexWhole, hexRest = '', binary, whole = '', rest = '', decimal] = parts;
  if (hexWhole !== undefined) {
    const mantissa = BigInt(`0x0${hexWhole}${hexRest}`);
    return scaled(mantissa, 0, Number(binary ?? 0) - 4 * hexRest.length);
  }
  return scaled(BigInt(`0${whole}${rest}`), Number(decimal ?? 0) - rest.length, 0);
}

/** mantissa * 10**decimal * 2**binary: a fraction if it is of moderate size, else a big float. */
function scaled(mantissa: bigint, decimal: number, binary: number): Constant | null {
  if (mantissa === 0n) return makeRatio(0n, 1n);
  const power = decimal === 0 ? floatFromInt(1n) : floatPowerOfTen(decimal);
  const product: BigFloat | null = power && floatProduct(floatFromInt(mantissa), power);
  const float = product && roundFloat(product.mantissa, product.exponent + binary);
  if (float === null) return null;
  if (float.mantissa === 0n) return makeRatio(0n, 1n);
  const size = floatExponent(float);
  if (size <= -EXACT_EXPONENT || size >= EXACT_EXPONENT) return makeFloat(float);
  let numerator = mantissa;
  let denominator = 1n;
  if (decimal >= 0) numerator *= 10n ** BigInt(decimal);
  else denominator *= 10n ** BigInt(-decimal);
  if (binary >= 0) numerator <<= BigInt(binary);
  else denominator <<= BigInt(-binary);
  return makeRatio(numerator, denominator);
}

/** An imaginary literal; its decimal digits may start with 0 without being octal. */
export function imaginaryLiteral(text: string): Constant | null {
  const number = text.slice(0, -1);
  const isInteger = /^0[xbo]/i.test(number) && !/[.p]/i.test(number);
  const value = isInteger ? intLiteral(number) : floatLiteral(number);
  return value && makeImaginary(value);
}

const SIMPLE_ESCAPES: Readonly<Record<string, number>> = { a: 7, b: 8, f: 12, n: 10, r: 13, t: 9, v: 11, '\\': 92, "'": 39, '"': 34 };

/** Decodes the escape after a backslash at `index`; isByte says that it names a byte, not a code point. */
function escape(text: string, index: number): { value: number; isByte: boolean; next: number } {
  const letter = text[index]!;
  const simple = SIMPLE_ESCAPES[letter];
  if (simple !== undefined) return { value: simple, isByte: false, next: index + 1 };
  const digits = letter === 'x' ? 2 : letter === 'u' ? 4 : letter === 'U' ? 8 : 0;
  if (digits > 0) return { value: parseInt(text.slice(index + 1, index + 1 + digits), 16), isByte: letter === 'x', next: index + 1 + digits };
  return { value: parseInt(text.slice(index, index + 3), 8), isByte: true, next: index + 3 };
}

/** A string literal with its quotes, as bytes. */
export function stringLiteral(text: string): Constant {
  const body = text.slice(1, -1);
  if (text.startsWith('`')) return makeString(textToBytes(body.replaceAll('\r', '')));
  let bytes = '';
  for (let i = 0; i < body.length; ) {
    if (body[i] === '\\') {
      const { value, isByte, next } = escape(body, i + 1);
      bytes += isByte ? String.fromCharCode(value & 0xff) : runeToBytes(value);
      i = next;
    } else {
      const plain = body.indexOf('\\', i);
      const end = plain < 0 ? body.length : plain;
      bytes += textToBytes(body.slice(i, end));
      i = end;
    }
  }
  return makeString(bytes);
}

/** A rune literal with its quotes. */
export function runeLiteral(text: string): Constant {
  const body = text.slice(1, -1);
  if (body.startsWith('\\')) return makeInt(escape(body, 1).value);
  const bytes = textToBytes(body);
  return makeInt(decodeRune(bytes, 0).rune);
}
