/** Probes in Go source: notes in the executable, and nothing in the code. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readProbes } from '../../../src/elf/probe-notes.ts';
import { readExecutableSections } from '../../../src/elf/read-sections.ts';
import { compileTexts, executableOf } from '../../support/go-program.ts';

const PROGRAM = `package main

const step = 7

type pair struct{ a, b int }

func walk(list []int, limit uint8) (sum int) {
	//go:probe begin(list, limit, step)
	for i, v := range list {
		if v&1 == 0 {
			//go:probe even(i, v)
			sum += v * i
			continue
		}
		var p pair
		fill(&p, v)
		//go:probe odd(p, sum)
		sum -= p.a
	}
	//go:probe end()
	return sum
}

//go:noinline
func fill(p *pair, v int) { p.a, p.b = v, -v }

func main() {
	println(walk([]int{1, 2, 3, 4, 5, 6}, 3))
}
`;

const compile = (text: string): Uint8Array => executableOf(compileTexts({ 'main.go': text }));
const ofMain = (elf: Uint8Array): string[] => readProbes(elf).filter(({ provider }) => provider === 'main').map(({ name, args }) => `${name}(${args.replace(/@\S+/g, '')})`);

function textOf(elf: Uint8Array): Uint8Array {
  const { offset, length } = readExecutableSections(elf).sections.find(({ name }) => name === '.text')!;
  return elf.subarray(offset, offset + length);
}

const complaints = (body: string): string[] =>
  compileTexts({ 'main.go': `package main\n\nvar global int\n\nfunc main() {\n${body}\n}\n` }).packages.flatMap(({ diagnostics }) => diagnostics.map(({ message }) => message));

describe('probes', () => {
  test('note sizes and signs of their arguments; variables of several words are several arguments', () => {
    expect(ofMain(compile(PROGRAM))).toEqual(['begin(4 4 4 1 -4)', 'even(-4 -4)', 'odd(4 4 -4)', 'end()']);
  });

  test('leave no trace in the code', () => {
    const plain = compile(PROGRAM.replaceAll('//go:probe', '// no probe'));
    expect(ofMain(plain)).toEqual([]);
    expect(textOf(compile(PROGRAM))).toEqual(textOf(plain));
  });

  test('that end a branch which joins the others get an instruction of their own', () => {
    const source = (probe: string): string => `package main\n\nfunc main() {\n\tfor i := 0; i < 9; i++ {\n\t\tif i&1 == 0 {\n\t\t\t${probe}\n\t\t}\n\t}\n}\n`;
    expect(textOf(compile(source('//go:probe even(i)'))).length).toBeGreaterThan(textOf(compile(source(''))).length);
    expect(ofMain(compile(source('//go:probe even(i)')))).toEqual(['even(-4)']);
  });

  test.each([
    ['an unknown name', '//go:probe p(nowhere)', ['undefined: nowhere']],
    ['a package variable', '//go:probe p(global)', ['probe argument global is neither a local variable nor a constant']],
    ['a function', '//go:probe p(main)', ['probe argument main is neither a local variable nor a constant']],
    ['no use of a variable', 'x := 1\n//go:probe p(x)', ['x declared but not used']],
    ['a variable on the heap', 'x := new(int)\ny := 1\nx = &y\ngo func() { println(*x) }()\n//go:probe p(y)', ['a probe of y, which is not in the frame, is not supported']],
  ])('are refused with %s', (_, body, messages) => {
    expect(complaints(body)).toEqual(messages);
  });

  test('stand among the notes that readelf prints', () => {
    if (spawnSync('readelf', ['--version']).status !== 0) return;
    const folder = mkdtempSync(join(tmpdir(), 'probes-'));
    try {
      writeFileSync(join(folder, 'a.out'), compile(PROGRAM));
      const { stdout } = spawnSync('readelf', ['-n', join(folder, 'a.out')], { encoding: 'utf8' });
      expect(stdout).toMatch(/Provider: main\n\s+Name: even\n\s+Location: 0x[0-9a-f]+, Base: 0x0+, Semaphore: 0x0+\n\s+Arguments: -4@\w+ -4@\w+\n/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
