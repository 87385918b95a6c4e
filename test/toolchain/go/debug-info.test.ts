import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SectionFlag } from '../../../src/abi/elf32.ts';
import { readExecutableSections } from '../../../src/elf/read-sections.ts';
import { DebugInfo, DebugInfoError } from '../../../src/toolchain/dwarf/debug-info.ts';
import { compileTexts, executableOf } from '../../support/go-program.ts';
import { Reg } from '../../../src/isa/registers.ts';
import { run } from '../../../src/kernel/run-loop.ts';
import { bootGuest, runGuest } from '../../support/guest.ts';

/** Prints the offsets that it was compiled with. */
const PROGRAM = `package main

import "unsafe"

type Colour uint8

type Inner struct {
	c Colour
	f float64
}

type Outer struct {
	Inner
	next  *Outer
	words [3]uint16
	list  []string
	table map[string]*Inner
	link  chan int
	call  func(int, string) error
	any   interface{}
	err   error
	name  string
	wide  uint64
	p     unsafe.Pointer
}

const Answer, Red, big = 42, Colour(7), -1 << 40

var kept Outer
var dropped struct{ never int }

//go:noinline
func locals(a int, _ string) (sum int, err error) {
	var words [4]uint16
	pointer := &words
	pointer[a] = 77
	fill(pointer)
	return int(words[1]), nil
}

//go:noinline
func fill(p *[4]uint16) { p[1] = p[2] + 1 }

func main() {
	locals(2, "")
	kept.words[1] = 5
	println(unsafe.Sizeof(kept), unsafe.Offsetof(kept.next), unsafe.Offsetof(kept.words), unsafe.Offsetof(kept.list), unsafe.Offsetof(kept.table))
	println(unsafe.Offsetof(kept.link), unsafe.Offsetof(kept.call), unsafe.Offsetof(kept.any), unsafe.Offsetof(kept.err), unsafe.Offsetof(kept.name))
	println(unsafe.Offsetof(kept.wide), unsafe.Offsetof(kept.p), &kept)
}
`;

const elf = executableOf(compileTexts({ 'main.go': PROGRAM }));
const info = DebugInfo.of(elf);

describe('what the reader finds', () => {
  test('variables have the address and their fields the offsets that the program prints', async () => {
    const { stderr } = await runGuest(elf);
    const outer = info.variable('main.kept').type;
    const names = ['next', 'words', 'list', 'table', 'link', 'call', 'any', 'err', 'name', 'wide', 'p'];
    const numbers = stderr.trim().split(/\s+/).map(Number);
    expect([outer.size, ...names.map((name) => outer.field(name).offset), info.variable('main.kept').va]).toEqual(numbers);
  });

  test.each<[string, string, string, number]>([
    ['Inner', 'main.Inner', 'struct', 12],
    ['next', '*main.Outer', 'pointer', 4],
    ['words', '[3]uint16', 'array', 6],
    ['list', '[]string', 'struct', 12],
    ['table', 'map[string]*main.Inner', 'pointer', 4],
    ['link', 'chan(int)', 'pointer', 4],
    ['any', 'interface {}', 'struct', 8],
    ['err', 'error', 'struct', 8],
    ['name', 'string', 'struct', 8],
    ['wide', 'uint64', 'unsigned', 8],
    ['p', 'unsafe.Pointer', 'pointer', 4],
  ])('field %s has type %s', (field, name, kind, size) => {
    const { type } = info.type('main.Outer').field(field);
    expect([type.name, type.kind, type.size]).toEqual([name, kind, size]);
  });

  test('types lead to each other', () => {
    const outer = info.type('main.Outer');
    expect(outer.field('next').type.target).toBe(outer);
    expect(outer.field('words').type.target!.name).toBe('uint16');
    expect(outer.field('words').type.count).toBe(3);
    expect(outer.field('table').type.target!.name).toBe('runtime.hmap');
    expect(outer.field('p').type.target).toBeNull();
    expect(outer.field('list').type.field('array').type.target!.name).toBe('string');
    expect(outer.field('Inner').type.field('c').type).toMatchObject({ name: 'main.Colour', kind: 'unsigned', size: 1 });
  });

  test('constants have their values', () => {
    expect(['main.Answer', 'main.Red', 'main.big', 'runtime.mSpanInUse'].map((name) => info.constant(name))).toEqual([42, 7, -(2 ** 40), 1]);
  });

  test('functions have the place of their symbols', () => {
    const { symbols } = readExecutableSections(elf);
    const main = symbols.find(({ name }) => name === 'main.main')!;
    expect(info.functionNamed('main.main')!.start).toBe(main.value);
    expect(info.functionAt(main.value + 4)!.name).toBe('main.main');
    expect(info.functionAt(0)).toBeNull();
  });

  test('parameters, results and variables in the frame are there, and the variables where they are told to be', async () => {
    const locals = info.localsOf('main.locals');
    expect(locals.map(({ name, role, type }) => [name, role, type.name])).toEqual([
      ['a', 'parameter', 'int'], ['_', 'parameter', 'string'], ['sum', 'result', 'int'], ['err', 'result', 'error'], ['words', 'variable', '[4]uint16'],
    ]);
    const words = locals.at(-1)!;
    const { kernel, close } = await bootGuest(elf);
    kernel.machine.addProbe(info.functionNamed('main.fill')!.start);
    const stop = run(kernel);
    expect(stop.reason).toBe('probe');
    // The function that calls has its stack pointer still, and passes the variable's address.
    const registers = kernel.registersOf(kernel.init!);
    expect(registers[Reg.A0]! >>> 0).toBe((registers[Reg.Sp]! >>> 0) + words.offset!);
    close();
  });

  test('a descriptor leads to its type', () => {
    const { symbols } = readExecutableSections(elf);
    const { value } = symbols.find(({ name }) => name === 'type.string')!;
    expect(info.typeOfDescriptor(value)!.name).toBe('string');
  });

  test('what is not linked is not there', () => {
    expect(info.hasVariable('main.dropped')).toBe(false);
    expect(() => info.variable('main.dropped')).toThrow(DebugInfoError);
    expect(() => info.type('main.Outer').field('nothing')).toThrow('main.Outer has no field nothing');
  });

  test('nothing of it is loaded', () => {
    const { sections } = readExecutableSections(elf);
    const debug = sections.filter(({ name }) => name.startsWith('.debug'));
    expect(debug.length).toBeGreaterThan(3);
    expect(debug.filter(({ flags }) => (flags & SectionFlag.Alloc) !== 0)).toEqual([]);
  });
});

const has = (name: string): boolean => spawnSync(name, ['--version']).status === 0;

describe('other tools', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'pagewalk-debug-info-'));
    writeFileSync(join(folder, 'program'), elf);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const tool = (name: string, ...args: string[]): { stdout: string; stderr: string } => spawnSync(name, args, { cwd: folder, encoding: 'utf8', maxBuffer: 2 ** 26 });

  test.skipIf(!has('readelf'))('readelf and objdump read all of it without a warning', () => {
    const { stdout, stderr } = tool('readelf', '--debug-dump=info,abbrev', 'program');
    expect(stderr).toBe('');
    expect(stdout).toContain(': runtime.mspan\n');
    expect(tool('objdump', '--dwarf=info', 'program').stderr).toBe('');
  });

  test.skipIf(!has('gdb'))('gdb knows types, variables, constants and lines', () => {
    const commands = ["ptype 'main.kept'", "ptype 'main.Inner'", 'info types runtime.mspan$', "print 'main.Answer'", "print &'main.kept'", "ptype 'runtime.mspan'", 'info line main.main'];
    const { stdout } = tool('gdb', '-nx', '-batch', ...commands.flatMap((each) => ['-ex', each]), 'program');
    expect(stdout).toContain('main.Outer *next;');
    expect(stdout).toContain('[3]uint16 words;');
    expect(stdout).toContain('main.Colour c;');
    expect(stdout).toContain('runtime.mspan;');
    expect(stdout).toContain('= 42');
    expect(stdout).toContain(`0x${info.variable('main.kept').va.toString(16)}`);
    expect(stdout).toContain('startAddr;');
    const line = PROGRAM.split('\n').indexOf('func main() {') + 1;
    expect(stdout).toContain(`Line ${line} of "/work/main.go"`);
  });
});
