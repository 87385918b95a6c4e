import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { profileCalls, profileText } from '../../src/experiments/call-profile.ts';
import { runMonitor } from '../../src/experiments/monitor.ts';
import { assemble } from '../../src/toolchain/asm/assemble.ts';
import { link } from '../../src/toolchain/link/link.ts';
import { linkOverlays } from '../../src/toolchain/link/overlay-link.ts';
import { parseProfile, suggestOverlays, type SuggestOptions, type Suggestion } from '../../src/toolchain/link/overlay-suggest.ts';
import { parseOverlayTree } from '../../src/toolchain/link/overlay-tree.ts';
import { renderSourceDiagnostics } from '../../src/toolchain/source-diagnostic.ts';
import { inRepository } from '../support/repository.ts';

/** A function in a section of its own that calls others; `size` bytes. */
function fn(name: string, callees: readonly string[], size = 256): string {
  const calls = callees.map((callee) => `call ${callee}\n`).join('');
  return `.section .text.${name},"ax"\n.globl ${name}\n.type ${name}, @function\n${name}: addi sp, sp, -16\nsw ra, 0(sp)\n${calls}lw ra, 0(sp)\naddi sp, sp, 16\nret\n.org ${name} + ${size}\n`;
}

const EXIT = '.section .text._start,"ax"\n.globl _start\n.type _start, @function\n_start:';
const main = (callees: readonly string[]): string => `${EXIT}${callees.map((callee) => `call ${callee}\n`).join('')}li a0, 0\nli a7, 1\necall\n`;

const objectOf = (source: string) => assemble(source, 'p.s').object!;
const suggest = (source: string, options: SuggestOptions = {}): Suggestion => suggestOverlays([objectOf(source)], options);
/** Segments as `name(parent)`. */
const shape = ({ segments }: Suggestion): string[] => segments.map(({ name, parent }) => `${name}(${parent < 0 ? '' : segments[parent]!.name})`);

describe('the call graph decides what may be apart', () => {
  test('branches that do not meet become siblings, a chain becomes a path', () => {
    expect(shape(suggest(main(['a', 'b']) + fn('a', ['aa']) + fn('aa', []) + fn('b', [])))).toEqual(['root()', 'a(root)', 'aa(a)', 'b(root)']);
  });
  test('what two branches call moves up to their common ancestor', () => {
    const suggestion = suggest(main(['a', 'b']) + fn('a', ['shared']) + fn('b', ['shared']) + fn('shared', ['below']) + fn('below', []));
    expect(shape(suggestion)).toEqual(['root()', 'a(root)', 'b(root)', 'below(root)']);
    expect(suggestion.segments[0]!.patterns).toEqual(['p.s(.text._start)', 'p.s(.text.shared)']);
  });
  test('a call between branches moves the callee up', () => {
    expect(shape(suggest(main(['a', 'b']) + fn('a', ['b']) + fn('b', [])))).toEqual(['root()', 'a(root)']);
  });
  test('recursion and cycles', () => {
    expect(shape(suggest(main(['a']) + fn('a', ['b']) + fn('b', ['a', 'b'])))).toEqual(['root()', 'a(root)', 'b(a)']);
  });
  test('what nobody calls is left out, what data points at counts as called', () => {
    expect(shape(suggest(`${main([])}la a0, table\n${fn('pointed', [])}${fn('lost', [])}.data\ntable: .word pointed`))).toEqual(['root()', 'pointed(root)']);
  });
  test('tiny functions stay with their callers, constants go with the only function that uses them', () => {
    const suggestion = suggest(`${main(['a'])}${fn('a', ['tiny'])}la a0, list\n${fn('tiny', [], 40)}.section .rodata.list,"a"\nlist: .space 100`);
    expect(shape(suggestion)).toEqual(['root()', 'a(root)']);
    expect(suggestion.segments[1]!.patterns).toEqual(['p.s(.text.a)', 'p.s(.rodata.list)', 'p.s(.text.tiny)']);
  });
  test('an entry that is not there gives no tree', () => {
    expect(suggest(main([]), { entry: 'nowhere' }).tree).toBeNull();
  });
});

describe('the profile decides what should not be apart', () => {
  const source = main(['a', 'b', 'c']) + fn('a', [], 1000) + fn('b', [], 1000) + fn('c', [], 1000);
  const profile = parseProfile('  1 _start a\n 5000 _start b\n  20 _start c\nnot a line\n');

  test('the busiest segment joins the root while memory allows', () => {
    expect(shape(suggest(source, { profile, memory: 2100 }))).toEqual(['root()', 'a(root)', 'c(root)']);
    expect(shape(suggest(source, { profile, memory: 1100 }))).toEqual(['root()', 'a(root)', 'b(root)', 'c(root)']);
    expect(shape(suggest(source, { profile, memory: 9000 }))).toEqual(['root()']);
  });
});

describe('a proposed tree links and runs', () => {
  test('a tree for functions in sections of their own', () => {
    const object = objectOf(main(['a', 'b', 'a']) + fn('a', ['shared', 'aa'], 1500) + fn('aa', [], 500) + fn('b', ['shared'], 1800) + fn('shared', [], 300));
    const { tree } = suggestOverlays([object]);
    const result = linkOverlays([object], { tree: parseOverlayTree(tree!, 'proposed', []), verify: true });
    expect(renderSourceDiagnostics(result.diagnostics)).toBe('');
    const { end, reads } = runMonitor({ program: result.bytes!, memory: 0x4000 });
    expect(end).toEqual({ kind: 'exit', code: 0 });
    expect(reads).toBe(5);
  });

  test('the three-pass compiler gets its passes apart', () => {
    const read = (name: string): string => readFileSync(inRepository('programs/overlays', name), 'utf8');
    const object = assemble(read('three_pass_compiler.s'), 'compiler.s', { readInclude: read }).object!;
    const suggestion = suggestOverlays([object]);
    expect(shape(suggestion)).toEqual(['root()', 'scan(root)', 'parse(root)', 'generate(root)']);
    expect(suggestion.whole - suggestion.resident).toBeGreaterThan(2000);
  });
});

test('a profile is recorded from a run', () => {
  const { bytes } = link([objectOf(`${main(['a', 'b', 'a'])}${fn('a', ['b', 'b'])}${fn('b', [])}`)], { imageBase: 0x1000 });
  const { calls, result } = profileCalls({ program: bytes!, memory: 0x4000 });
  expect(result.end).toEqual({ kind: 'exit', code: 0 });
  expect(profileText(calls)).toBe('         4 a b\n         2 _start a\n         1 _start b\n');
  expect(parseProfile(profileText(calls))).toEqual(calls);
});
