import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CompileCache, hashBytes, hashNames, type InputReader } from '../../src/host/compile-cache.ts';

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

test('a folder that cannot be written is no error', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'pagewalk-cache-')), 'file');
  writeFileSync(file, '');
  const below = join(file, 'cache');
  new CompileCache(below, 'key').keep({ files: {}, folders: {} }, EXECUTABLE);
  expect(new CompileCache(below, 'key').find(reader)).toBeNull();
});
