import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CompileCache, hashBytes, hashNames, type InputReader, RecordStore } from '../../src/host/compile-cache.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const EXECUTABLE = bytes('the executable');
let folder = '';
let source = '';
let names: readonly string[] | null = null;
const reader: InputReader = { readFile: () => bytes(source), listFiles: () => names };

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pagewalk-cache-'));
  source = 'package main';
  names = ['a.go'];
  new CompileCache(folder, 'key').keep({ files: { '/a.go': hashBytes(bytes(source)) }, folders: { '/': hashNames(names) } }, EXECUTABLE);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const find = (key = 'key'): Uint8Array | null => new CompileCache(folder, key).find(reader);

test('what was kept is found as it was', () => expect(Buffer.from(find()!).equals(EXECUTABLE)).toBe(true));

test.each([
  ['a file changed', () => (source = 'package other')],
  ['a folder got a file', () => (names = ['a.go', 'b.go'])],
  ['a folder is gone', () => (names = null)],
])('%s: nothing is found', (_situation, change) => {
  change();
  expect(find()).toBeNull();
});

test('another compiler or program finds nothing', () => expect(find('other')).toBeNull());

test('an entry damaged at any byte is none', () => {
  const file = join(folder, readdirSync(folder)[0]!);
  const entry = readFileSync(file);
  for (let at = 0; at < entry.length; at += 7) {
    const damaged = Buffer.from(entry);
    damaged[at]! ^= 1;
    writeFileSync(file, damaged);
    expect(find(), `byte ${at}`).toBeNull();
  }
  writeFileSync(file, entry.subarray(0, 10));
  expect(find()).toBeNull();
});

test('records are found under their keys, damaged ones are not', () => {
  const store = new RecordStore<unknown>(folder, 'compiler');
  const key = store.keyOf(['a', bytes('bc')]);
  expect(store.keyOf(['ab', bytes('c')])).not.toBe(key);
  expect(new RecordStore(folder, 'another').keyOf(['a', bytes('bc')])).not.toBe(key);
  const record = { words: Int32Array.of(1, -2), nested: [{ value: -0 }, null] };
  expect(store.load(key)).toBeNull();
  store.save(key, record);
  expect(store.load(key)).toEqual(record);
  const file = join(folder, `${key}.pkg`);
  const entry = readFileSync(file);
  for (let at = 0; at < entry.length; at += 5) {
    const damaged = Buffer.from(entry);
    damaged[at]! ^= 4;
    writeFileSync(file, damaged);
    expect(store.load(key), `byte ${at}`).toBeNull();
  }
  writeFileSync(file, entry.subarray(0, entry.length - 1));
  expect(store.load(key)).toBeNull();
  store.save(key, record);
  expect(store.load(key)).toEqual(record);
});

test('the entries used longest ago go when there are too many', () => {
  const store = new RecordStore<number>(folder, 'compiler');
  const keys = Array.from({ length: 300 }, (_, i) => store.keyOf([`${i}`]));
  keys.forEach((key, i) => store.save(key, i));
  expect(readdirSync(folder)).toHaveLength(256);
  expect(store.load(keys.at(-1)!)).toBe(299);
});

test('files of others in the folder stay', () => {
  const others = Array.from({ length: 300 }, (_, i) => `notes-${i}.txt`);
  for (const name of others) writeFileSync(join(folder, name), '');
  new RecordStore<number>(folder, 'compiler').save('key', 1);
  expect(others.filter((name) => !existsSync(join(folder, name)))).toEqual([]);
});

test('a folder that cannot be written is no error', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'pagewalk-cache-')), 'file');
  writeFileSync(file, '');
  const below = join(file, 'cache');
  new CompileCache(below, 'key').keep({ files: {}, folders: {} }, EXECUTABLE);
  expect(new CompileCache(below, 'key').find(reader)).toBeNull();
});
