import { describe, expect, test } from 'vitest';
import { runMonitor, type MonitorResult } from '../../src/experiments/monitor.ts';
import { readExecutableSections } from '../../src/elf/read-sections.ts';
import { assemble } from '../../src/toolchain/asm/assemble.ts';
import { link } from '../../src/toolchain/link/link.ts';
import { linkOverlays, segmentChecksum, type OverlayLinkOptions, type OverlayLinkResult } from '../../src/toolchain/link/overlay-link.ts';
import { parseOverlayTree } from '../../src/toolchain/link/overlay-tree.ts';
import { renderSourceDiagnostics, type SourceDiagnostic } from '../../src/toolchain/source-diagnostic.ts';

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

function objectOf(source: string, fileName: string) {
  const { object, diagnostics } = assemble(source, fileName);
  expect(renderSourceDiagnostics(diagnostics)).toBe('');
  return object!;
}

function treeOf(source: string) {
  const diagnostics: SourceDiagnostic[] = [];
  const tree = parseOverlayTree(source, 'tree', diagnostics);
  return { tree, messages: renderSourceDiagnostics(diagnostics) };
}

function overlaid(files: Readonly<Record<string, string>>, tree: string, options: Partial<OverlayLinkOptions> = {}): OverlayLinkResult {
  return linkOverlays(Object.entries(files).map(([name, source]) => objectOf(source, name)), { tree: treeOf(tree).tree, ...options });
}

/** Links without errors and runs. */
function run(files: Readonly<Record<string, string>>, tree: string, options: Partial<OverlayLinkOptions> = {}): MonitorResult & { readonly link: OverlayLinkResult } {
  const result = overlaid(files, tree, options);
  expect(renderSourceDiagnostics(result.diagnostics.filter(({ severity }) => severity === 'error'))).toBe('');
  return { ...runMonitor({ program: result.bytes!, memory: 0x10000, maxInstructions: 10_000_000 }), link: result };
}

const errorsOf = (files: Readonly<Record<string, string>>, tree: string, options: Partial<OverlayLinkOptions> = {}): string => renderSourceDiagnostics(overlaid(files, tree, options).diagnostics);

/** A function of an overlay. */
const fn = (name: string, body: string): string => `.globl ${name}\n.type ${name}, @function\n${name}:\n${body}\n.size ${name}, . - ${name}\n`;
/** A function that calls others. */
const caller = (name: string, body: string): string => fn(name, `addi sp, sp, -16\nsw ra, 0(sp)\n${body}\nlw ra, 0(sp)\naddi sp, sp, 16\nret`);

/** Prints the letter in a0. */
const PUT = fn('put', 'sb a0, letter, t0\nli a0, 1\nla a1, letter\nli a2, 1\nli a7, 4\necall\nret') + '.bss\nletter: .space 1\n.text\n';
const say = (letter: string): string => `li a0, '${letter}'\ncall put\n`;
const main = (body: string): string => `${PUT}${fn('_start', `${body}\nli a0, 0\nli a7, 1\necall`)}`;
const padding = '.space 2048\n';

const loads = ({ link: { bytes }, memory }: ReturnType<typeof run>): number[] => {
  const { symbols } = readExecutableSections(bytes!);
  const at = (name: string): number => symbols.find((symbol) => symbol.name === name)!.value;
  const view = new DataView(memory.buffer);
  return Array.from({ length: view.getUint32(at('_novlys'), true) }, (_, index) => view.getUint32(at('_ovly_info') + index * 32 + 24, true));
};

describe('the tree file', () => {
  test('indentation is the tree, regions are independent, data has policies', () => {
    const { tree, messages } = treeOf('# passes\nroot: main.o lib*.o\n  a: a.o\n    aa: a.o(.text.aa) b.o\n\tb: b.o\nregion io 2K:\n  c: c.o # three\ndata a.o(.data) b.o: writeback\n');
    expect(messages).toBe('');
    expect(tree.segments.map(({ name, parent, region }) => [name, parent, region])).toEqual([['root', -1, -1], ['a', 0, 0], ['aa', 1, 0], ['b', 2, 0], ['c', 0, 1]]);
    expect(tree.regions).toEqual([{ name: 'main', limit: null }, { name: 'io', limit: 2048 }]);
    expect(tree.data[0]!.policy).toBe('writeback');
  });
  test.each([
    ['', "tree:1:1: Error: a tree file starts with its root: `root: pattern…'"],
    ['a: x.o', "tree:1:1: Error: the first segment must be `root'"],
    ['root:\na: x.o', "tree:2:1: Error: segment `a' must be indented below its parent"],
    ['root:\n a: x.o\n a: y.o', "tree:3:2: Error: segment `a' is named twice"],
    ['root:\n a x.o', "tree:2:2: Error: expected `name: pattern…', `region name:' or `data pattern…: policy'"],
    ['root:\n a: x.o(', "tree:2:2: Error: bad pattern `x.o('"],
    ['root:\nregion r 5X:', "tree:2:1: Error: bad size `5X'"],
    ['root:\nregion r:\nregion r:', "tree:3:1: Error: region `r' is named twice"],
    ['root:\nregion r', "tree:2:1: Error: expected `region name:' or `region name size:'"],
    ['region r:', 'tree:1:1: Error: the root comes before any region'],
    ['root:\ndata x.o: forever', "tree:2:1: Error: expected `data pattern…: policy' with a policy of root, private, reload, writeback"],
  ])('%j', (source, message) => {
    expect(treeOf(source).messages.split('\n')[0]).toBe(message);
  });
});

describe('calls', () => {
  test('down: siblings take turns in the same memory, each call loads when it must', () => {
    const result = run({ 'main.s': main('call a\ncall a\ncall b\ncall a'), 'a.s': caller('a', say('a')) + padding, 'b.s': caller('b', say('b')) + padding }, 'root:\n a: a.o\n b: b.o', { verify: true });
    expect(text(result.output)).toBe('aaba');
    expect(result.end).toEqual({ kind: 'exit', code: 0 });
    expect(loads(result)).toEqual([2, 1]);
    expect(result.reads).toBe(3);
  });
  test('up: the root and parents are called directly', () => {
    const { link: { report } } = run({ 'main.s': main('call a'), 'a.s': caller('a', 'call put') }, 'root:\n a: a.o');
    expect(report!.stubs.map(({ symbol }) => symbol.name)).toEqual(['a']);
  });
  test('down two levels: the path is loaded from the root on', () => {
    const files = { 'main.s': main('call deep\ncall b\ncall a'), 'a.s': caller('a', `${say('a')}call deep`) + padding, 'd.s': caller('deep', say('d')) + padding, 'b.s': caller('b', say('b')) + padding };
    const result = run(files, 'root:\n a: a.o\n  d: d.o\n b: b.o');
    expect(text(result.output)).toBe('dbad');
    expect(loads(result)).toEqual([2, 1, 1]);
  });
  test('a shorter sibling leaves the end of what it overlays intact, and it is not read again', () => {
    const files = { 'main.s': main('call deep\ncall b\ncall deep'), 'a.s': fn('a', 'ret') + padding, 'd.s': caller('deep', say('d')), 'b.s': caller('b', say('b')) };
    expect(loads(run(files, 'root:\n a: a.o\n  d: d.o\n b: b.o'))).toEqual([2, 1, 1]);
  });
  test('a caller that was overlaid by what its callee called is loaded again before control returns', () => {
    const files = { 'main.s': main('call a') + caller('middle', 'call b'), 'a.s': caller('a', `${say('a')}call middle\n${say('A')}`) + padding, 'b.s': caller('b', say('b')) + padding };
    const result = run(files, 'root:\n a: a.o\n b: b.o');
    expect(text(result.output)).toBe('abA');
    expect(loads(result)).toEqual([2, 1]);
  });
  test('recursion across overlays', () => {
    const even = caller('even', `beqz a0, 1f\naddi a0, a0, -1\ncall middle_odd\nj 2f\n1: ${say('e')}2:`);
    const odd = caller('odd', `beqz a0, 1f\naddi a0, a0, -1\ncall middle_even\nj 2f\n1: ${say('o')}2:`);
    const result = run({ 'main.s': main('li a0, 7\ncall even') + caller('middle_odd', 'call odd') + caller('middle_even', 'call even'), 'a.s': even + padding, 'b.s': odd + padding }, 'root:\n a: a.o\n b: b.o');
    expect(text(result.output)).toBe('o');
  });
  test('arguments, results and every register but t6 survive the manager', () => {
    const registers = 'ra t0 t1 t2 t3 t4 t5 a0 a1 a2 a3 a4 a5 a6 a7 s0 s1 s2 s11 gp tp'.split(' ').slice(1);
    const set = registers.map((name, index) => `li ${name}, ${index + 100}`).join('\n');
    const check = registers.map((name, index) => `li t6, ${index + 100}\nbne ${name}, t6, wrong`).join('\n');
    const files = { 'main.s': main(`${set}\ncall a\n${check}\n${say('k')}j 1f\nwrong: ${say('w')}1:`), 'a.s': fn('a', `${check.replaceAll('wrong', '1f')}\nret\n1: ebreak`) + padding };
    const result = run(files, 'root:\n a: a.o');
    expect(result.end).toEqual({ kind: 'exit', code: 0 });
    expect(text(result.output)).toBe('k');
  });
  test('tail calls return to the first caller', () => {
    expect(text(run({ 'main.s': main(`call first\n${say('r')}`) + fn('first', 'tail a'), 'a.s': caller('a', say('a')) }, 'root:\n a: a.o').output)).toBe('ar');
  });
  test('two regions do not disturb each other', () => {
    const files = { 'main.s': main('call a\ncall c\ncall a\ncall c\ncall b\ncall c'), 'a.s': caller('a', say('a')) + padding, 'b.s': caller('b', say('b')) + padding, 'c.s': caller('c', say('c')) + padding };
    const result = run(files, 'root:\n a: a.o\n b: b.o\nregion other:\n c: c.o');
    expect(text(result.output)).toBe('acacbc');
    expect(loads(result)).toEqual([1, 1, 1]);
  });
  test('a segment of another region is called through a stub', () => {
    const files = { 'main.s': main('call a'), 'a.s': caller('a', `${say('a')}call c`), 'c.s': caller('c', say('c')) };
    expect(text(run(files, 'root:\n a: a.o\nregion other:\n c: c.o').output)).toBe('ac');
  });
});

describe('what is refused', () => {
  test('a call between siblings, in the words of GNU ld', () => {
    const files = { 'main.s': main('call a'), 'a.s': caller('a', 'call b'), 'b.s': fn('b', 'ret') };
    expect(errorsOf(files, 'root:\n a: a.o\n b: b.o')).toBe("a.s:(.text+0x8): Error: prohibited cross reference from .a to `b' in .b\n");
  });
  test('data of a sibling, and private data from anywhere else', () => {
    const files = { 'main.s': main('call a\nlw a0, x'), 'a.s': fn('a', 'lw a0, x\nret'), 'b.s': '.data\n.globl x\nx: .word 1' };
    expect(errorsOf(files, 'root:\n a: a.o\n b: b.o\ndata b.o: private')).toBe(
      "main.s:(.text+0x28): Error: prohibited cross reference from the root to `x' in .b\na.s:(.text+0x0): Error: prohibited cross reference from .a to `x' in .b\n",
    );
  });
  test('reload data may be referred to, with a warning', () => {
    const files = { 'main.s': main('call b\nlw a0, x'), 'b.s': `${fn('b', 'ret')}.data\n.globl x\nx: .word 1` };
    expect(errorsOf(files, 'root:\n b: b.o\ndata b.o: reload')).toBe("main.s:(.text+0x28): Warning: reference to `x' in overlay .b: valid only while that segment is in memory\n");
  });
  test('a region or a memory that is too small', () => {
    const files = { 'main.s': main('call a'), 'a.s': fn('a', 'ret') + padding };
    expect(errorsOf(files, 'root:\nregion r 1K:\n a: a.o')).toBe("Error: region `r' overflowed by 1028 bytes\n");
    expect(errorsOf(files, 'root:\n a: a.o', { memoryLimit: 2048 })).toMatch(/^Error: memory overflowed by \d+ bytes: root \d+, regions 2052\n$/);
  });
  test('a section that asks for a segment that is not in the tree', () => {
    expect(errorsOf({ 'main.s': main('nop'), 'a.s': '.overlay lost\nnop' }, 'root:')).toMatch(/^a\.s: Error: section \.overlay\.lost\.text: segment `lost' is not in the tree\n/);
  });
  test('the usual mistakes of linking', () => {
    expect(errorsOf({ 'main.s': main('call nowhere') }, 'root:')).toContain("undefined reference to `nowhere'");
  });
});

test('pointers to functions of overlays are pointers to their stubs, and are reported', () => {
  const result = run({ 'main.s': `${main('lw t0, pointer\njalr t0\nla t0, b\njalr t0')}.data\npointer: .word a`, 'a.s': caller('a', say('a')) + padding, 'b.s': caller('b', say('b')) + padding }, 'root:\n a: a.o\n b: b.o');
  expect(text(result.output)).toBe('ab');
  expect(result.link.report!.pointers).toEqual([
    { place: 'main.s:(.text+0x30)', name: 'b', segment: 2 },
    { place: 'main.s:(.data+0x0)', name: 'a', segment: 1 },
  ]);
});

describe('data of a segment', () => {
  const counter = (directive: string): string => `.overlay a\n${caller('a', `lw a0, count\naddi t0, a0, 1\nsw t0, count, t1\naddi a0, a0, '0'\ncall put`)}${padding}.overlay a, ${directive}\n.balign 4\ncount: .word 0\n`;
  const files = (directive: string) => ({ 'main.s': main('call a\ncall a\ncall b\ncall a'), 'a.s': counter(directive), 'b.s': `.overlay b\n${fn('b', 'ret')}${padding}` });
  const tree = 'root:\n a:\n b:';

  test.each([
    ['lies in the root unless told otherwise', 'data', '012'],
    ['in the root keeps its values', 'data, root', '012'],
    ['that is private loses its writes with the segment', 'data, private', '010'],
    ['that is reloaded loses them too', 'data, reload', '010'],
    ['that is written back keeps them', 'data, writeback', '012'],
    ['that starts as zero is zero after each load', 'bss, private', '010'],
    ['that starts as zero can be written back', 'bss, writeback', '012'],
  ])('%s', (_, directive, output) => {
    const result = run(files(directive), tree);
    expect(text(result.output)).toBe(output);
    expect(result.writes).toBe(directive.endsWith('writeback') ? 1 : 0);
  });
  test('policies can stand in the tree file', () => {
    const plain = { ...files('data'), 'a.s': files('data')['a.s'].replace('.overlay a\n', '.text\n').replace('.overlay a, data', '.data') };
    for (const [policy, output] of [['private', '010'], ['writeback', '012']]) {
      expect(text(run(plain, `root:\n a: a.o\n b:\ndata a.o(.data): ${policy!}`).output)).toBe(output);
    }
  });
});

test('sections are assigned by patterns: one that names a section wins over one that names its file', () => {
  const { report } = overlaid({ 'main.s': main('call a\ncall b'), 'lib.s': `.section .text.a,"ax"\n${fn('a', 'ret')}.section .text.b,"ax"\n${fn('b', 'ret')}.section .rodata\n.word 5` }, 'root:\n a: lib.o\n b: lib(.text.b)');
  expect(report!.segments.map(({ name, fileLength }) => [name, fileLength])).toEqual([['root', 0], ['a', 8], ['b', 4]]);
});

test('a damaged segment is noticed where checksums are verified', () => {
  const files = { 'main.s': main('call a'), 'a.s': caller('a', say('a')) + padding };
  const { bytes, report } = overlaid(files, 'root:\n a: a.o', { verify: true });
  const segment = report!.segments[1]!;
  const content = bytes!.subarray(segment.fileOffset, segment.fileOffset + segment.fileLength);
  expect(segmentChecksum(content)).toBe(segment.checksum);
  content[100]! ^= 4;
  const result = runMonitor({ program: bytes!, memory: 0x10000 });
  expect(text(result.errorOutput)).toBe('overlay manager: a segment is damaged\n');
  expect(result.end).toEqual({ kind: 'exit', code: 125 });
});

test('calls nested beyond the manager’s stack end the program with a message', () => {
  const files = { 'main.s': main('call a') + caller('middle', 'call a'), 'a.s': caller('a', 'call middle') };
  const result = run(files, 'root:\n a: a.o');
  expect(text(result.errorOutput)).toBe('overlay manager: calls are nested too deeply\n');
});

test('the same objects link without overlays and do the same', () => {
  const files = { 'main.s': main('call a\ncall b'), 'a.s': `.overlay a\n${caller('a', say('a'))}.overlay a, data, private\n.word 1`, 'b.s': `.overlay b\n${caller('b', say('b'))}` };
  const { bytes } = link(Object.entries(files).map(([name, source]) => objectOf(source, name)), { imageBase: 0x1000 });
  const result = runMonitor({ program: bytes!, memory: 0x10000 });
  expect(text(result.output)).toBe('ab');
  expect(readExecutableSections(bytes!).sections.map(({ name }) => name)).toEqual(['', '.text', '.data', '.bss', '.symtab', '.strtab', '.shstrtab']);
});

test('gdb’s overlay table says where segments are and which are mapped', () => {
  const result = run({ 'main.s': main('call a\ncall b'), 'a.s': caller('a', say('a')) + padding, 'b.s': caller('b', say('b')) + padding }, 'root:\n a: a.o\n b: b.o');
  const { symbols } = readExecutableSections(result.link.bytes!);
  const table = symbols.find(({ name }) => name === '_ovly_table')!;
  const view = new DataView(result.memory.buffer);
  const entries = [0, 1].map((index) => [0, 4, 8, 12].map((field) => view.getUint32(table.value + index * 16 + field, true)));
  const [a, b] = result.link.report!.segments.slice(1);
  expect(entries).toEqual([[a!.va, a!.length, a!.fileOffset, 0], [b!.va, b!.length, b!.fileOffset, 1]]);
  expect(symbols.some(({ name }) => name === '_ovly_debug_event')).toBe(true);
});

test('the map shows the tree, the longest path and what is saved', () => {
  const { map, report } = overlaid({ 'main.s': main('call a\ncall b'), 'a.s': caller('a', say('a')) + '.space 5000\n', 'b.s': caller('b', say('b')) + '.space 4000\n' }, 'root:\n a: a.o\n b: b.o');
  expect(map).toContain('longest path root -> a');
  expect(map).toContain(`in memory ${report!.resident} bytes, all at once ${report!.whole} bytes: ${report!.whole - report!.resident} bytes saved`);
  expect(map).toMatch(/^ {2}b +0x0000[0-9a-f]{4} +4028 +4028 0x00003000 0x[0-9a-f]{8} {2}main$/m);
});
