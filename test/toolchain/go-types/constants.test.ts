import { describe, expect, test } from 'vitest';
import { floatFromDouble, floatProduct, floatQuotient, floatSum, floatToDouble, ratioToDouble, ratioToSingle } from '../../../src/toolchain/go/types/big-float.ts';
import { constantText, toDouble, toInt } from '../../../src/toolchain/go/types/constant.ts';
import { quoteBytes, textToBytes, decodeRune } from '../../../src/toolchain/go/types/go-string.ts';
import { floatLiteral, intLiteral, runeLiteral, stringLiteral } from '../../../src/toolchain/go/types/literal.ts';
import { RandomStream } from '../../../src/base/random.ts';
import { checkText } from '../../support/go-check.ts';

function valueOf(expression: string): string {
  const { info, diagnostics, pkg } = checkText(`package p; const c = ${expression}`);
  if (diagnostics.length > 0) return diagnostics[0]!.message;
  const c = pkg.scope.lookup('c');
  expect(info.defs.size).toBeGreaterThan(0);
  return c?.kind === 'Const' ? constantText(c.value) : 'no constant';
}

test.each([
  ['1 + 2*3', '7'],
  ['7 / 2', '3'],
  ['-7 / 2', '-3'],
  ['-7 % 2', '-1'],
  ['7 / 2.0', '3.5'],
  ['1 << 100 >> 98', '4'],
  ['0x_FF', '255'],
  ['0b101 | 0o17', '15'],
  ['0177', '127'],
  ['^0', '-1'],
  ['^uint8(1)', '254'],
  ['6 &^ 3', '4'],
  ["'a' + 1", '98'],
  ["'\\xff'", '255'],
  ['1.5e3', '1500'],
  ['0x1p-2', '0.25'],
  ['1 / 3.0 * 3.0 == 1.0', 'true'],
  ['0.1 + 0.2 == 0.3', 'true'],
  ['float64(float32(0.1)) == 0.1', 'false'],
  ['float64(1) / 3 * 3', '1'],
  ['"a" + "b" < "b"', 'true'],
  ['len("héllo")', '6'],
  ['len([10]int{})', '10'],
  ['string(0x1F600)', '"😀"'],
  ['string(-1)', '"\uFFFD"'],
  ['"\\x80"', '"\\x80"'],
  ['int(3.0)', '3'],
  ['1e400 / 1e399', '10'],
  ['true && !false', 'true'],
  ['uint8(255) + 1', 'uint8(255) + 1 (constant 256 of type uint8) overflows uint8'],
  ['int(3.5)', 'cannot convert 3.5 (untyped float constant) to type int'],
  ['1 / 0', 'invalid operation: division by zero'],
  ['1 << 600', 'constant shift overflow'],
  ['1 << -1', 'invalid operation: negative shift count -1 (untyped int constant)'],
  ['int32(1) << 31', 'int32(1) << 31 (constant 2147483648 of type int32) overflows int32'],
  ['1 << 2000', 'invalid operation: invalid shift count 2000 (untyped int constant)'],
])('%s is %s', (expression, value) => {
  expect(valueOf(expression)).toBe(value);
});

describe('literals', () => {
  test.each([
    ['0x1p-1074', 5e-324],
    ['1e-400', 0],
    ['123456789.125', 123456789.125],
    ['.5', 0.5],
    ['5.', 5],
    ['1_0.2_5', 10.25],
    ['0x.8p1', 1],
  ])('%s', (text, value) => {
    expect(toDouble(floatLiteral(text)!)).toBe(value);
  });

  test('an exponent beyond all bounds gives nothing', () => {
    expect(floatLiteral('1e9999999999')).toBeNull();
    expect(constantText(floatLiteral('1e-9999999999')!)).toBe('0');
  });

  test('floats outside of float64 are shown by mantissa and exponent', () => {
    expect(constantText(floatLiteral('1e1000')!)).toBe('1e+1000');
    expect(constantText(floatLiteral('2.5e-4000')!)).toBe('2.5e-4000');
  });

  test('digits that do not fit the base give nothing', () => {
    expect(intLiteral('0b12')).toBeNull();
  });

  test('strings are bytes', () => {
    expect(stringLiteral('"\\101é\\377\\u00e9"')).toMatchObject({ value: 'A\xc3\xa9\xff\xc3\xa9' });
    expect(stringLiteral('`a\r\n\\n`')).toMatchObject({ value: 'a\n\\n' });
  });

  test('runes are code points', () => {
    expect(runeLiteral("'世'")).toMatchObject({ value: 0x4e16n });
    expect(runeLiteral("'\\''")).toMatchObject({ value: 39n });
  });
});

test.each([
  [textToBytes('a"\\\n'), '"a\\"\\\\\\n"'],
  ['\xff\x00', '"\\xff\\x00"'],
  [textToBytes('é\u200b\u{e000}'), '"é\\u200b\\ue000"'],
])('quoting %j', (bytes, quoted) => {
  expect(quoteBytes(bytes)).toBe(quoted);
});

test.each([
  ['\xed\xa0\x80', 0xfffd, 1],
  ['\xc0\x80', 0xfffd, 1],
  ['\xf4\x90\x80\x80', 0xfffd, 1],
  ['\xf0\x9f\x98\x80', 0x1f600, 4],
  ['\xe4\xb8', 0xfffd, 1],
])('decoding %j', (bytes, rune, width) => {
  expect(decodeRune(bytes, 0)).toEqual({ rune, width });
});

test('big floats agree with doubles where these are exact', () => {
  const random = new RandomStream(7, 'big-float');
  for (let i = 0; i < 500; i++) {
    const x = (random.below(1 << 20) - (1 << 19)) * 2 ** (random.below(40) - 20);
    const y = (random.below(1 << 20) + 1) * 2 ** (random.below(40) - 20);
    const [a, b] = [floatFromDouble(x), floatFromDouble(y)];
    expect(floatToDouble(floatSum(a, b)!)).toBe(x + y);
    expect(floatToDouble(floatProduct(a, b)!)).toBe(x * y);
    expect(floatToDouble(floatQuotient(a, b)!) + 0).toBe(x / y + 0);
  }
});

test('fractions round to the nearest hardware float', () => {
  const random = new RandomStream(8, 'ratio');
  for (let i = 0; i < 500; i++) {
    const x = random.below(1 << 30);
    const y = random.below(1 << 30) + 1;
    expect(ratioToDouble(BigInt(x), BigInt(y))).toBe(x / y);
    expect(ratioToSingle(BigInt(x), BigInt(y))).toBe(Math.fround(x / y));
  }
  expect(ratioToDouble(1n, 1n << 1075n)).toBe(0);
  expect(ratioToDouble(3n, 1n << 1075n)).toBe(2 ** -1073);
  expect(ratioToDouble(1n << 1024n, 1n)).toBe(Infinity);
  expect(ratioToSingle((1n << 128n) - 1n, 1n)).toBe(Infinity);
});

test('a big float that is an integer but for rounding counts as one', () => {
  const { pkg, diagnostics } = checkText('package p; const h = 1e1300; const x = h / 3 * 3 / 1e1299; const y int = x');
  expect(diagnostics).toEqual([]);
  const y = pkg.scope.lookup('y');
  expect(y?.kind === 'Const' && constantText(toInt(y.value))).toBe('10');
});
