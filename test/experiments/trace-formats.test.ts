import { describe, expect, test } from 'vitest';
import { parseLackey } from '../../src/experiments/lackey.ts';
import { parseReferenceString } from '../../src/experiments/reference-string.ts';
import { detectFormat } from '../../src/experiments/trace-format.ts';
import { ReferenceRecorder, parseRecordedReferences } from '../../src/observe/recorded-references.ts';
import type { ReferenceTrace } from '../../src/observe/reference-trace.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const KIND_SUFFIXES = ['', 'w', 'x', 'l', '-'];
/** The events as text: page name and kind, nothing for a read. */
const show = (trace: ReferenceTrace): string => [...trace.events].map((event) => `${trace.pageNames[event >>> 3]}${KIND_SUFFIXES[event & 7]}`).join(' ');
const lackey = (text: string, options: { pageSize?: number; dataOnly?: boolean } = {}): ReferenceTrace =>
  parseLackey(bytes(text), { pageSize: options.pageSize ?? 4096, dataOnly: options.dataOnly ?? false });

describe('reference strings', () => {
  test.each([
    ['1 2 3', '1 2 3'],
    ['1,2,3\n4, 5\r\n', '1 2 3 4 5'],
    ['1w 2 3W', '1w 2 3w'],
    ['7 0x1F # the rest is a comment 1 2\n8', '7 31 8'],
    ['', ''],
    ['\n , \t', ''],
    ['007 7', '7 7'],
  ])('%j is %j', (text, expected) => expect(show(parseReferenceString(text))).toBe(expected));

  test.each([
    ['1 2 x3', 1, 5, '"x3"'],
    ['1\n2 -3', 2, 3, '"-3"'],
    ['1 2.5', 1, 4, '".5"'],
    ['1 2wr', 1, 5, '"r"'],
    ['0x', 1, 3, 'the end of the line'],
    ['99999999999999999999', 1, 1, '"99999999999999999999"'],
    ['1;2', 1, 2, '";2"'],
    ['1 \u007fELF', 1, 3, '"byte 0x7f"'],
  ])('%j is refused at %i:%i', (text, line, column, found) => {
    expect(() => parseReferenceString(text)).toThrow(expect.objectContaining({ line, column, message: expect.stringContaining(`found ${found}`) }));
  });

  test('counts references and pages', () => {
    expect(parseReferenceString('5 5 6')).toMatchObject({ references: 3, pageNames: ['5', '6'], pageSize: null });
  });
});

describe('lackey traces', () => {
  test('letters become reads and writes, a modify one write', () => {
    expect(show(lackey('I  04001000,3\n L 04002000,4\n S 04003000,8\n M 04004000,4\n'))).toBe('0x4001 0x4002 0x4003w 0x4004w');
  });

  test('an access that straddles pages is one reference to each, lower first', () => {
    expect(show(lackey(' S 1ffffffe,4\n L 0fff,1\n L 0fff,2\n'))).toBe('0x1ffffw 0x20000w 0x0 0x0 0x1');
    expect(show(lackey(' L 0,48\n', { pageSize: 16 }))).toBe('0x0 0x1 0x2');
  });

  test('addresses have up to 64 bits', () => {
    expect(show(lackey(' L ffffffffff600000,8\n L fffffffffff,8\n L ffffffff,2\n'))).toBe('0xffffffffff600 0xffffffff 0x100000000 0xfffff 0x100000');
  });

  test('data-only drops fetches; messages of valgrind and empty lines are skipped', () => {
    const text = '==12== Lackey, an example\n--12-- warning\n\nI  1000,2\n L 2000,4\n==12== \n S 3000,4';
    expect(show(lackey(text, { dataOnly: true }))).toBe('0x2 0x3w');
    expect(show(lackey(text))).toBe('0x1 0x2 0x3w');
  });

  test('lines may end in CR LF and lack the leading blank, as in copies of course material', () => {
    expect(show(lackey('I 400,3\r\nL 1000,4\r\n M  2000,1\r\n'))).toBe('0x0 0x1 0x2w');
  });

  test.each([
    [' X 1000,4', 1, 2, 'I, L, S or M'],
    [' L 1000,4\n L 1000', 2, 8, 'comma'],
    [' L 1000,0', 1, 10, 'a size from 1'],
    [' L 1000,', 1, 9, 'size of the access'],
    [' L zz,4', 1, 4, 'hexadecimal address'],
    [' L 11112222333344445,4', 1, 4, 'at most 16 digits'],
    [' L 1000,4 x', 1, 11, 'end of the line'],
    [' L1000,4', 1, 3, 'I, L, S or M'],
  ])('%j is refused at %i:%i', (text, line, column, expected) => {
    expect(() => lackey(text)).toThrow(expect.objectContaining({ line, column, message: expect.stringContaining(expected) }));
  });
});

describe('recorded references', () => {
  const record = (write: (recorder: ReferenceRecorder) => void): string => {
    let text = '';
    const recorder = new ReferenceRecorder(4096, (piece) => (text += piece));
    write(recorder);
    recorder.end();
    return text;
  };

  test('what was recorded is read back', () => {
    const text = record((recorder) => {
      for (let i = 0; i < 3; i++) recorder.add(0x8048, 'x');
      recorder.add(0xbffff, 'w');
      recorder.add(0x8048, 'r');
      recorder.add(0x8048, 'x', 12);
      recorder.add(0xbffff, '-');
      recorder.add(0x123, 'l');
    });
    expect(text).toBe('# pagewalk.references/1 page-size=4096\n8048x*3 bffffw 8048r 12:8048x bffff- 123l\n');
    const trace = parseRecordedReferences(bytes(text));
    expect(show(trace)).toBe('0x8048x 0x8048x 0x8048x 0xbffffw 0x8048 12:0x8048x 0xbffff- 0x123l');
    expect(trace).toMatchObject({ references: 6, pageSize: 4096 });
  });

  test('long recordings are broken into lines; comments are skipped', () => {
    const text = record((recorder) => {
      for (let page = 0; page < 40; page++) recorder.add(page, 'r');
    });
    expect(text.split('\n')).toHaveLength(5);
    expect(parseRecordedReferences(bytes(`${text}# end\n`)).references).toBe(40);
  });

  test.each([
    ['8048x', 1, 1, 'page-size=4096'],
    ['# pagewalk.references/1 page-size=4096\n8048q', 2, 5, 'a page number and r, w, x, l, p or -'],
    ['# pagewalk.references/1 page-size=4096\n8048r*', 2, 7, 'a count'],
    ['# pagewalk.references/1 page-size=4096\n8048rw', 2, 6, 'a blank'],
    ['# pagewalk.references/1 page-size=4096\na:8048r', 2, 2, 'decimal'],
  ])('%j is refused at %i:%i', (text, line, column, expected) => {
    expect(() => parseRecordedReferences(bytes(text))).toThrow(expect.objectContaining({ line, column, message: expect.stringContaining(expected) }));
  });
});

test.each([
  ['1 2 3', 'string'],
  ['', 'string'],
  ['==1== Lackey\n==1==\nI  1000,3\n', 'lackey'],
  [' S 10,4\n', 'lackey'],
  ['# pagewalk.references/1 page-size=4096\n', 'references'],
])('%j looks like the format %s', (text, format) => expect(detectFormat(bytes(text))).toBe(format));
