/** `pagewalk trace --probe`: the probes of the runtime and of programs, as lines and as JSON. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { inRepository } from '../support/repository.ts';

const folder = mkdtempSync(join(tmpdir(), 'trace-'));
const program = join(folder, 'loop.go');
writeFileSync(program, `package main

import "runtime"

func main() {
	sum := 0
	for i := 0; i < 3; i++ {
		sum += i
		//go:probe step(i, sum)
	}
	runtime.GC()
	println(sum)
}
`);

const pagewalk = (...args: string[]): { stderr: string; status: number | null } => spawnSync(process.execPath, [inRepository('bin/pagewalk.js'), ...args], { encoding: 'utf8' });

afterAll(() => rmSync(folder, { recursive: true }));

const withoutTime = (text: string): string[] => text.trimEnd().split('\n').map((line) => line.replace(/^ *\d+ +\d+\.\d{9} {2}/, ''));

test('prints what is passed, in order, beside the program’s own output', () => {
  const { status, stderr } = pagewalk('trace', '--probe', 'main:*,gc_start', '--probe', 'gc_end', program);
  expect(status).toBe(0);
  expect(withoutTime(stderr)).toEqual(['main:step(0, 0)', 'main:step(1, 1)', 'main:step(2, 3)', 'runtime:gc_start(1)', 'runtime:gc_end()', '3']);
});

test('as JSON too', () => {
  const { stderr } = pagewalk('trace', '--json', '--probe', 'step', program);
  const [first] = stderr.split('\n').map((line) => JSON.parse(line.startsWith('{') ? line : 'null') as Record<string, unknown>);
  expect(first).toMatchObject({ schema: 'pagewalk.probe/1', probe: 'main:step', arguments: [0, 0] });
});

test('a name that no probe has ends with the names that there are', () => {
  const { status, stderr } = pagewalk('trace', '--probe', 'nothing', program);
  expect(status).toBe(2);
  expect(stderr).toMatch(/^pagewalk: trace: no probe is called nothing; there are main:step, runtime:gc_end, /);
});
