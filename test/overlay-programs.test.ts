import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { runMonitor, type MonitorOptions, type MonitorResult } from '../src/experiments/monitor.ts';
import type { ObjectFile } from '../src/elf/object-file.ts';
import { assemble } from '../src/toolchain/asm/assemble.ts';
import { link } from '../src/toolchain/link/link.ts';
import { linkOverlays, type OverlayLinkResult } from '../src/toolchain/link/overlay-link.ts';
import { parseOverlayTree } from '../src/toolchain/link/overlay-tree.ts';
import { renderSourceDiagnostics, type SourceDiagnostic } from '../src/toolchain/source-diagnostic.ts';
import { assembleProgram, runGuest } from './support/guest.ts';
import { readExample } from './support/program-header.ts';
import { inRepository } from './support/repository.ts';

const MEMORY = 0x10000;
const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const bytesOf = (content: string): Uint8Array => new TextEncoder().encode(content);
const read = (name: string): string => readFileSync(inRepository('programs/overlays', name), 'utf8');

function objectOf(name: string): ObjectFile {
  const { object, diagnostics } = assemble(read(`${name}.s`), `${name}.s`, { readInclude: (path) => read(path) });
  expect(renderSourceDiagnostics(diagnostics)).toBe('');
  return object!;
}

function overlaid(name: string): OverlayLinkResult {
  const diagnostics: SourceDiagnostic[] = [];
  const tree = parseOverlayTree(read(`${name}.tree`), `${name}.tree`, diagnostics);
  expect(renderSourceDiagnostics(diagnostics)).toBe('');
  return linkOverlays([objectOf(name)], { tree, verify: true });
}

function runOverlaid(name: string, options: Partial<MonitorOptions> = {}): MonitorResult {
  const { bytes, diagnostics } = overlaid(name);
  expect(renderSourceDiagnostics(diagnostics)).toBe('');
  return runMonitor({ program: bytes!, memory: MEMORY, ...options });
}

const header = (name: string, field: string): string[] => [...read(`${name}.s`).matchAll(new RegExp(`^# ${field}: (.*)$`, 'gm'))].map((match) => match[1]!);

describe('programs of the overlay laboratory', () => {
  test.each(['ping_pong_between_siblings', 'sibling_call_is_rejected', 'lost_writes', 'data_outgrows_memory'])('%s does what it promises when it is paged', async (name) => {
    const program = readExample(`overlays/${name}.s`);
    const { stdout, code } = await runGuest(assembleProgram(program.source, program.path), { flags: program.flags });
    expect({ output: stdout.split('\n').slice(0, -1), code }).toEqual({ output: program.expected, code: 0 });
  });

  test('ping-pong loads a segment for every call', () => {
    const result = runOverlaid('ping_pong_between_siblings');
    expect(text(result.output)).toBe(`${header('ping_pong_between_siblings', 'expect')[0]!}\n`);
    expect(result.reads).toBe(100);
  });

  test('a sibling call is rejected', () => {
    const { bytes, diagnostics } = overlaid('sibling_call_is_rejected');
    expect(bytes).toBeNull();
    expect(renderSourceDiagnostics(diagnostics)).toBe(`sibling_call_is_rejected.s:(.overlay.first.text+0x8): Error: ${header('sibling_call_is_rejected', 'error')[0]!}\n`);
  });

  test('writes to the data of a segment are lost with it', () => {
    expect(text(runOverlaid('lost_writes').output)).toBe(`${header('lost_writes', 'overlaid')[0]!}\n`);
  });

  test('data that outgrows memory does not run without paging', () => {
    const { end } = runOverlaid('data_outgrows_memory');
    expect(end).toMatchObject({ kind: 'fault', message: expect.stringContaining(header('data_outgrows_memory', 'error')[0]!) });
  });
});

describe('the three-pass compiler', () => {
  const PRIMES = Array.from({ length: 98 }, (_, index) => index + 2).filter((n) => ![2, 3, 5, 7].some((divisor) => divisor < n && n % divisor === 0));

  /** Assembles and runs what the compiler wrote. */
  function runCompiled(source: string): string {
    const { object, diagnostics } = assemble(source, 'compiled.s');
    expect(renderSourceDiagnostics(diagnostics)).toBe('');
    const { bytes } = link([object!], { imageBase: 0x1000 });
    return text(runMonitor({ program: bytes!, memory: MEMORY, maxInstructions: 10_000_000 }).output);
  }

  test('overlaid, it fits into memory that the whole program does not fit in', () => {
    const { report } = overlaid('three_pass_compiler');
    expect(report!.longestPaths).toEqual([['front', 'scan']]);
    expect(report!.whole - report!.resident).toBeGreaterThan(2000);
  });
  test('overlaid, it loads each pass once and the program it writes is right', () => {
    const result = runOverlaid('three_pass_compiler', { input: bytesOf(read('primes.min')) });
    expect(result.end).toEqual({ kind: 'exit', code: 0 });
    expect(result.reads).toBe(3);
    expect(runCompiled(text(result.output))).toBe(`${[...PRIMES, -PRIMES.length].join('\n')}\n`);
  });
  test('paged, it writes the same program to the letter', async () => {
    const input = read('primes.min');
    const { stdout } = await runGuest(assembleProgram(read('three_pass_compiler.s'), inRepository('programs/overlays/three_pass_compiler.s')), { input, flags: '--ram 64K' });
    expect(stdout).toBe(text(runOverlaid('three_pass_compiler', { input: bytesOf(input) }).output));
  });
  test.each([
    ['print 2 + 3 * (4 - 1) - -7 / 2;', '14'],
    ['let a = 7; print a / 2; print -a / 2; print a % 3; print -a % 3;', '3\n-3\n1\n-1'],
    ['let a = 3; print a < 4; print a > 4; print a <= 3; print a >= 4; print a == 3; print a != 3;', '1\n0\n1\n0\n1\n0'],
    ['print 3 < 4; print 3 > 4; print 3 <= 3; print 3 >= 4; print 3 == 3; print 3 != 3;', '1\n0\n1\n0\n1\n0'],
    ['let n = 3; while n { print n; n = n - 1; } if n { print 1; } else { print 2; }', '3\n2\n1\n2'],
    ['print 2147483647; print -2147483647 - 1;', '2147483647\n-2147483648'],
    ['', ''],
  ])('%s', (source, output) => {
    const result = runOverlaid('three_pass_compiler', { input: bytesOf(source) });
    expect(text(result.errorOutput)).toBe('');
    expect(runCompiled(text(result.output))).toBe(output === '' ? '' : `${output}\n`);
  });
  test.each([
    ['let a = 1;\nprint b;', "line 2: name is used before `let'"],
    ['print 1', 'line 1: expected ;'],
    ['if 1 { print 1;', 'line 1: expected }'],
    ['}', 'line 1: } without {'],
    ['print (1;', 'line 1: expected )'],
    ['print ;', 'line 1: expected a number, a name or ('],
    ['let 5 = 3;', 'line 1: expected a name'],
    ['\n\n7;', 'line 3: expected a statement'],
    ['print 1 ? 2;', 'line 1: a character that starts nothing'],
    ['print 2147483648;', 'line 1: number is larger than 2147483647'],
    ['let abcdefghijklmnop = 1;', 'line 1: name is longer than 15 letters'],
    ['print 1;'.repeat(400), 'line 1: program has too many tokens'],
  ])('%j is a mistake', (source, message) => {
    const result = runOverlaid('three_pass_compiler', { input: bytesOf(source) });
    expect(text(result.errorOutput)).toBe(`${message}\n`);
    expect(text(result.output)).toBe('');
    expect(result.end).toEqual({ kind: 'exit', code: 1 });
  });
});
