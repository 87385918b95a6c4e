import { describe, expect, test } from 'vitest';
import { Scanner } from '../../../../src/toolchain/go/syntax/scanner.ts';

interface Scanned {
  readonly tokens: readonly string[];
  readonly errors: readonly string[];
}

function scan(bytes: Uint8Array | string): Scanned {
  const tokens: string[] = [];
  const errors: string[] = [];
  const source = typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes;
  const scanner = new Scanner(source, {
    lexicalError: (line, col, message) => errors.push(`${line}:${col}: ${message}`),
    directive: (line, col, text) => tokens.push(`${line}:${col} ${text}`),
  });
  for (scanner.next(); scanner.tok !== 'EOF'; scanner.next()) {
    const text = { name: scanner.lit, literal: `${scanner.litKind} ${scanner.lit}`, ';': scanner.lit, op: scanner.op, 'op=': `${scanner.op}=`, opop: scanner.op + scanner.op };
    tokens.push(text[scanner.tok as keyof typeof text] ?? scanner.tok);
  }
  return { tokens, errors };
}

test('a newline ends a statement after names, literals, closings and some keywords', () => {
  for (const end of ['x', '1', '"s"', ')', ']', '}', 'break', 'continue', 'fallthrough', 'return', 'x++']) {
    expect(scan(`${end}\n`).tokens.at(-1)).toBe('newline');
    expect(scan(end).tokens.at(-1)).toBe('EOF');
    expect(scan(`${end} // comment\n`).tokens.at(-1)).toBe('newline');
    expect(scan(`${end} /*\n*/ y`).tokens).toContain('newline');
  }
  for (const end of ['+', '(', '{', ',', 'func', 'if', '=', '...', '<-']) expect(scan(`${end}\n`).tokens).not.toContain('newline');
});

test('operators are taken as long as possible', () => {
  expect(scan('a<<=b &^= c<-d ... .. . x+++y &&& |= <= != := ~').tokens).toEqual([
    'a', '<<=', 'b', '&^=', 'c', '<-', 'd', '...', '.', '.', '.', 'x', '++', '+', 'y', '&&', '&', '|=', '<=', '!=', ':=', '~',
  ]);
});

describe('literals', () => {
  test.each([
    ['0', 'int'], ['0b1_01', 'int'], ['0o17', 'int'], ['0x_fF', 'int'], ['1_000', 'int'], ['017', 'int'],
    ['1.', 'float'], ['.5', 'float'], ['1e10', 'float'], ['0x1p-2', 'float'], ['0x.8p0', 'float'], ['09.5', 'float'], ['1E+3', 'float'],
    ['1i', 'imaginary'], ['0x1p3i', 'imaginary'], ['08i', 'imaginary'],
    ["'a'", 'rune'], ["'\\''", 'rune'], ["'\\x41'", 'rune'], ["'\\u00e9'", 'rune'], ["'\\U0001F600'", 'rune'], ["'\\377'", 'rune'], ["'é'", 'rune'],
    ['"a\\tb\\""', 'string'], ['`raw\n\\`', 'string'], ['""', 'string'],
  ])('%s', (text, kind) => expect(scan(text)).toEqual({ tokens: [`${kind} ${text}`, 'EOF'], errors: [] }));

  test.each([
    ['08', ["1:2: invalid digit '8' in octal literal"]],
    ['0b2', ["1:3: invalid digit '2' in binary literal"]],
    ['0x', ['1:3: hexadecimal literal has no digits']],
    ['0b.1', ['1:3: invalid radix point in binary literal']],
    ['1_', ["1:2: '_' must separate successive digits"]],
    ['1__0', ["1:3: '_' must separate successive digits"]],
    ['0_8.', []],
    ['1e', ['1:3: exponent has no digits']],
    ['0b1e3', ["1:4: 'e' exponent requires decimal mantissa"]],
    ['1p3', ["1:2: 'p' exponent requires hexadecimal mantissa"]],
    ['0x1.', ["1:5: hexadecimal mantissa requires a 'p' exponent"]],
    ["''", ["1:2: empty rune literal or unescaped '"]],
    ["'ab'", ['1:1: more than one character in rune literal']],
    ["'a\n", ['1:3: newline in rune literal']],
    ["'a", ['1:1: rune literal not terminated']],
    ['"a\n', ['1:3: newline in string']],
    ['"a', ['1:1: string not terminated']],
    ['`a', ['1:1: string not terminated']],
    ['"\\q"', ['1:3: unknown escape']],
    ['"\\x4g"', ["1:5: invalid character 'g' in hexadecimal escape"]],
    ["'\\400'", ['1:6: octal escape value 256 > 255']],
    ['"\\ud800"', ['1:8: escape is invalid Unicode code point U+D800']],
    ['"\\U00110000"', ['1:12: escape is invalid Unicode code point U+110000']],
    ['/* a', ['1:1: comment not terminated']],
    ['#', ["1:1: invalid character U+0023 '#'"]],
    ['a€', ["1:2: invalid character U+20AC '€' in identifier"]],
    ['٣a', ["1:1: identifier cannot begin with digit U+0663 '٣'"]],
  ])('%s is wrong', (text, errors) => expect(scan(text).errors).toEqual(errors));
});

test('bytes that are no text are reported where they stand', () => {
  expect(scan(Uint8Array.of(0x61, 0, 0x62)).errors).toEqual(['1:2: invalid NUL character']);
  expect(scan(Uint8Array.of(0x22, 0xff, 0x22)).errors).toEqual(['1:2: invalid UTF-8 encoding']);
  expect(scan(Uint8Array.of(0x22, 0xed, 0xa0, 0x80, 0x22)).errors).toHaveLength(3);
  expect(scan('\uFEFFa').errors).toEqual([]);
  expect(scan('a \uFEFFb').errors).toEqual(['1:3: invalid BOM in the middle of the file']);
});

test('columns count bytes', () => {
  expect(scan('"é" #').errors).toEqual(["1:6: invalid character U+0023 '#'"]);
});

test('directives are handed over, other comments are not', () => {
  expect(scan('//go:noinline\n// go:x\n/*line a:1*/ //line b:2\n').tokens).toEqual(['1:1 //go:noinline', '3:1 /*line a:1*/', '3:14 //line b:2']);
});
