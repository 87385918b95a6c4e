import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { inRepository } from '../support/repository.ts';

const folder = mkdtempSync(join(tmpdir(), 'pagewalk-heap-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

function heap(...args: string[]): { code: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [inRepository('dist', 'src', 'cli', 'main.js'), 'heap', ...args], { encoding: 'utf8' });
  return { code: status, stdout, stderr };
}

const program = file('program.go', `package main

import (
	"os"
	"runtime"
	"unsafe"
)

type block [3000]byte

var kept []*block
var hidden uintptr
var dangling *block

//go:noinline
func hide() {
	dangling = new(block)
	hidden = uintptr(unsafe.Pointer(dangling))
	dangling = nil
}

func main() {
	for i := 0; i < 10; i++ {
		kept = append(kept, new(block))
	}
	hide()
	runtime.GC()
	println("done")
	if len(os.Args) > 1 {
		dangling = (*block)(unsafe.Pointer(hidden))
		os.Exit(7)
	}
}
`);

test('the report names program and moment, and what the program printed stands before it', () => {
  const { code, stdout, stderr } = heap(program);
  expect(code).toBe(0);
  expect(stdout).toBe('');
  expect(stderr).toMatch(/^done\n.*program\.go at exit, after \d+ instructions\n1 collections; /);
  for (const heading of ['spans of objects by size class', 'reachable: ', 'totals, as runtime.MemStats', 'tiny objects: ', 'mcache: ', 'mcentral: ', 'mheap', 'largest objects', 'fragmentation', 'invariants: all hold\n']) {
    expect(stderr).toContain(`\n${heading}`);
  }
  // Ten blocks of 3000 bytes in slots of 3072.
  expect(stderr).toMatch(/ 3072 +noscan +\d+ +10 +10 /);
});

test('several moments as JSON', () => {
  const { code, stderr } = heap(program, '--json', '--at', 'gc=1:sweep', '--at', 'gc=1', '-o', join(folder, 'out'));
  // The program runs to its end.
  expect([code, stderr]).toEqual([0, 'done\n']);
  const { stdout } = spawnSync('cat', [join(folder, 'out')], { encoding: 'utf8' });
  const records = stdout.trim().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(records.map(({ schema, at, settled }) => [schema, at, settled])).toEqual([['pagewalk.heap/1', 'gc=1', true], ['pagewalk.heap/1', 'gc=1:sweep', true]]);
  expect(records[0]).toMatchObject({ cycle: { phase: 'mark termination', collections: 0 }, problems: [] });
  expect(records[1]).toMatchObject({ cycle: { phase: 'off', collections: 1 }, problems: [] });
});

test('the program can be ended at the last moment', () => {
  const { code, stderr } = heap(program, '--at', 'gc=1', '--stop');
  expect(code).toBe(0);
  expect(stderr).toMatch(/^.* at gc=1, /);
  expect(stderr).not.toContain('done');
});

test('a dangling pointer is reported and makes the exit code 1', () => {
  const { code, stderr } = heap(program, 'dangle');
  expect(stderr).toMatch(/invariants: 1 broken\n {2}main\.dangling points to 0x[0-9a-f]+, a free slot of span 0x[0-9a-f]+/);
  expect(code).toBe(1);
});

test('a program that has destroyed its heap', () => {
  const destroyer = file('destroyer.go', `package main

import "unsafe"

type anything struct{ word uintptr }

var zero int

func main() {
	// The runtime's variables lie around ours.
	start, end := uintptr(unsafe.Pointer(&zero))&^0xfff, (uintptr(unsafe.Pointer(&zero))|0xfff)+1
	for at := start; at < end; at += 4 {
		(*anything)(unsafe.Pointer(at)).word = 16
	}
	for {
	}
}
`);
  const { code, stderr } = heap(destroyer, '--at', 'instr=900000', '--stop');
  expect(stderr).not.toContain('internal error');
  expect(code).toBe(1);
});

test.each<[string, string[], number, RegExp]>([
  ['a moment that does not come', [program, '--at', 'gc=5'], 1, /ended before gc=5\n$/],
  ['a function that is not there', [program, '--at', 'call=main.nothing'], 1, /the program has no function main\.nothing\n$/],
  ['no such moment', [program, '--at', 'noon'], 2, /Expected exit/],
  ['a program that is not Go', [inRepository('programs', 'asm', 'hello.s')], 126, /no heap to look at/],
])('%s', (_, args, code, text) => {
  const result = heap(...args);
  expect(result.stderr).toMatch(text);
  expect(result.code).toBe(code);
});
