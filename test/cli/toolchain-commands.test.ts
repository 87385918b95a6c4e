import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inRepository } from '../support/repository.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pagewalk-build-'));
  writeFileSync(join(folder, 'hello.s'), readFileSync(inRepository('programs/asm/hello.s')));
  writeFileSync(join(folder, 'main.s'), '.globl _start\n_start: call answer\nli a7, 1\necall\n');
  writeFileSync(join(folder, 'answer.s'), '.include "shared.inc"\n.globl answer\nanswer: li a0, ANSWER\nret\n');
  writeFileSync(join(folder, 'shared.inc'), '.equ ANSWER, 42\n');
  writeFileSync(join(folder, 'bad.s'), '_start:\n\tbogus a0\n\taddi a0\n');
  writeFileSync(join(folder, 'undefined.s'), '.globl _start\n_start: call nowhere\n');
  writeFileSync(join(folder, 'truncated.o'), '\x7fELF\x01\x01\x01');
  writeFileSync(join(folder, 'text.txt'), 'no program');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const pagewalk = (...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [inRepository('bin/pagewalk.js'), ...args], { cwd: folder, encoding: 'utf8', input: '' });
  expect(stderr).not.toMatch(/internal error|at .*\.js:\d+/);
  return { status, stdout, stderr };
};

describe('build', () => {
  test('assembles, links and makes the result executable', () => {
    expect(pagewalk('build', 'hello.s', '-o', 'hello')).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(statSync(join(folder, 'hello')).mode & 0o111).toBe(0o111);
    expect(pagewalk('run', 'hello').stdout).toBe('hello\n');
  });
  test('leaves a device as it is', () => {
    const { mode } = statSync('/dev/null');
    expect(pagewalk('build', 'hello.s', '-o', '/dev/null')).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(statSync('/dev/null').mode).toBe(mode);
  });
  test('makes objects with -c and links them with sources; includes lie beside the file that includes them', () => {
    expect(pagewalk('build', '-c', 'answer.s').status).toBe(0);
    expect(pagewalk('build', 'main.s', 'answer.o', '-o', 'answer', '--Map', 'answer.map').status).toBe(0);
    expect(readFileSync(join(folder, 'answer.map'), 'utf8')).toContain('answer.o');
    expect(pagewalk('run', 'answer').status).toBe(42);
  });
  test('links overlaid programs and proposes trees', () => {
    const compiler = inRepository('programs/overlays/three_pass_compiler.s');
    expect(pagewalk('build', compiler, '--overlay', compiler.replace('.s', '.tree'), '-o', 'compiler', '--Map', 'compiler.map').status).toBe(0);
    expect(readFileSync(join(folder, 'compiler.map'), 'utf8')).toContain('longest path root -> front -> scan');
    const { stdout } = pagewalk('build', compiler, '--suggest-overlays');
    expect(stdout.match(/^ {2}\w+:/gm)).toEqual(['  scan:', '  parse:', '  generate:']);
  });
  test.each<[string, string[], number, RegExp]>([
    ['a syntax error', ['bad.s'], 1, /^bad\.s:2:2: Error: unrecognized opcode `bogus a0'\n\tbogus a0\n\t\^\nbad\.s:3:9: Error: illegal operands `addi a0'/],
    ['an undefined symbol', ['undefined.s'], 1, /^undefined\.s:\(\.text\+0x0\): Error: in function `_start': undefined reference to `nowhere'\n$/],
    ['a damaged object', ['truncated.o'], 1, /^pagewalk: truncated\.o: ELF: expected an ELF header of 52 bytes, found a file of 7 bytes/],
    ['a file that is nothing', ['text.txt'], 2, /^pagewalk: text\.txt: neither an assembly source \(\.s\) nor an object file\n$/],
    ['no such file', ['nosuch.s'], 127, /^pagewalk: nosuch\.s: No such file or directory\n$/],
    ['a folder', ['.'], 126, /^pagewalk: \.: Is a directory\n$/],
    ['no file', [], 2, /missing required argument 'files'/],
    ['an unknown option', ['--bogus', 'hello.s'], 2, /unknown option '--bogus'/],
    ['an address that is none', ['--Ttext', 'high', 'hello.s'], 2, /argument 'high' is invalid. Not an address./],
    ['a place that cannot be written', ['hello.s', '-o', 'nosuch/hello'], 125, /^pagewalk: nosuch\/hello: ENOENT/],
  ])('%s', (_, args, status, message) => {
    const result = pagewalk('build', ...args);
    expect(result.status).toBe(status);
    expect(result.stderr).toMatch(message);
  });
});

describe('disasm', () => {
  test('lists sources and executables', () => {
    const { status, stdout } = pagewalk('disasm', 'hello.s');
    expect(status).toBe(0);
    expect(stdout).toContain('<_start>:');
    expect(stdout).toMatch(/^ 804\w+:\t\w{8} {10}\tecall$/m);
    expect(pagewalk('disasm', '--no-aliases', 'hello.s').stdout).toContain('addi\ta0,zero,1');
  });
  test.each<[string, string, number]>([
    ['a truncated file', 'truncated.o', 126],
    ['no such file', 'nosuch', 127],
  ])('%s', (_, file, status) => {
    expect(pagewalk('disasm', file).status).toBe(status);
  });
});
