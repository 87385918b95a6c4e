import { describe, expect, test } from 'vitest';
import { SegmentFlag, SymbolBinding } from '../../src/abi/elf32.ts';
import type { ObjectFile } from '../../src/elf/object-file.ts';
import { readExecutable } from '../../src/elf/read-executable.ts';
import { readExecutableSections } from '../../src/elf/read-sections.ts';
import { disassemble } from '../../src/isa/disassemble.ts';
import { assemble } from '../../src/toolchain/asm/assemble.ts';
import { link, type LinkOptions } from '../../src/toolchain/link/link.ts';
import { renderSourceDiagnostics } from '../../src/toolchain/source-diagnostic.ts';

function objectOf(source: string, fileName = 't.s'): ObjectFile {
  const { object, diagnostics } = assemble(source, fileName);
  expect(renderSourceDiagnostics(diagnostics)).toBe('');
  return object!;
}

/** A linked program and ways to look at it. */
class Program {
  private readonly view: DataView;
  constructor(readonly bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset);
  }
  get executable() {
    return readExecutable(this.bytes);
  }
  address(name: string): number {
    return readExecutableSections(this.bytes).symbols.find((symbol) => symbol.name === name)!.value;
  }
  has(name: string): boolean {
    return readExecutableSections(this.bytes).symbols.some((symbol) => symbol.name === name);
  }
  /** Offset in the file of an address. */
  private offset(va: number): number {
    const segment = this.executable.segments.find((one) => va >= one.va && va < one.va + one.fileLength)!;
    return va - segment.va + segment.offset;
  }
  word(va: number): number {
    return this.view.getUint32(this.offset(va), true);
  }
  instruction(va: number): string {
    return disassemble(this.word(va) | 0, va, { aliases: false }).replace('\t', ' ');
  }
}

function linked(sources: readonly string[], options: LinkOptions = {}): Program {
  const { bytes, diagnostics } = link(sources.map((source, index) => objectOf(source, `${'abcdef'[index]!}.o`)), options);
  expect(renderSourceDiagnostics(diagnostics)).toBe('');
  return new Program(bytes!);
}

const errorsOf = (sources: readonly string[], options: LinkOptions = {}): string =>
  renderSourceDiagnostics(link(sources.map((source, index) => objectOf(source, `${'abcdef'[index]!}.o`)), options).diagnostics);

const START = '.globl _start\n_start: nop\n';

describe('symbols', () => {
  test('a reference finds the definition of another object', () => {
    const program = linked([`${START}call f\nla a0, value`, '.globl f, value\nf: ret\n.data\nvalue: .word 5']);
    expect(program.instruction(program.address('_start') + 4)).toBe(`jal ra,0x${program.address('f').toString(16)}`);
    expect(program.word(program.address('value'))).toBe(5);
  });
  test('locals of one name in two objects stay apart', () => {
    const program = linked([`${START}.data\nx: .word x`, '.data\nx: .word x']);
    expect(program.word(0x08049000)).toBe(0x08049000);
    expect(program.word(0x08049004)).toBe(0x08049004);
  });
  test('a strong definition wins over a weak one, in any order', () => {
    const weak = '.weak f\nf: li a0, 1\nret';
    const strong = '.globl f\nf: li a0, 2\nret';
    for (const order of [[weak, strong], [strong, weak]]) {
      const program = linked([`${START}call f`, ...order]);
      expect(program.instruction(program.address('f'))).toBe('addi a0,zero,2');
    }
  });
  test('an undefined weak symbol is 0', () => {
    const program = linked([`${START}.weak w\n.data\n.word w + 4`]);
    expect(program.word(0x08049000)).toBe(4);
  });
  test('common symbols become the largest of their name, and a definition replaces them', () => {
    const program = linked([`${START}.comm c, 4, 4`, '.comm c, 100, 64\n.comm d, 8', '.globl d\n.data\nd: .word 7']);
    expect(program.address('c') % 64).toBe(0);
    expect(readExecutableSections(program.bytes).symbols.find(({ name }) => name === 'c')!.length).toBe(100);
    expect(program.word(program.address('d'))).toBe(7);
  });
  test('the ends of the parts of the program have names', () => {
    const program = linked([`${START}.data\n.word _end, _edata, etext\n.bss\n.space 0x5000\n.section my_table,"a"\n.word __start_my_table, __stop_my_table`]);
    const [text, data] = program.executable.segments;
    expect(program.address('__executable_start')).toBe(0x08048000);
    expect(program.word(data!.va)).toBe(data!.va + data!.memoryLength);
    expect(program.word(data!.va + 4)).toBe(data!.va + data!.fileLength);
    expect(program.address('__bss_start')).toBe(data!.va + 12);
    expect(program.word(data!.va + 8)).toBe(program.address('_etext'));
    const table = text!.va + text!.fileLength - 8;
    expect([program.word(table), program.word(table + 4)]).toEqual([table, table + 8]);
  });
  test('the symbol table names files, locals and globals; locals come first', () => {
    const { symbols } = readExecutableSections(linked([`${START}local: nop`, '.globl other\nother: nop']).bytes);
    expect(symbols.map(({ name }) => name).filter((name) => !name.startsWith('_'))).toEqual(['', 'a.o', 'local', 'other']);
    const firstGlobal = symbols.findIndex(({ binding }) => binding !== SymbolBinding.Local);
    expect(symbols.slice(firstGlobal).every(({ binding }) => binding !== SymbolBinding.Local)).toBe(true);
  });
});

describe('mistakes', () => {
  test.each<[string, string[], string]>([
    ['undefined reference', [`${START}call missing`], "a.o:(.text+0x4): Error: in function `_start': undefined reference to `missing'\n"],
    ['many of them', [`${START}${'call missing\n'.repeat(9)}`], "a.o:(.text+0x4): Error: in function `_start': undefined reference to `missing'\na.o:(.text+0x8): Error: in function `_start': undefined reference to `missing'\na.o:(.text+0xc): Error: in function `_start': more undefined references to `missing' follow\n"],
    ['two definitions', [`${START}.globl f\nf: nop`, 'nop\n.globl f\nf: nop'], "b.o:(.text+0x4): Error: multiple definition of `f'; a.o:(.text+0x4): first defined here\n"],
    ['no entry', ['nop'], 'Error: cannot find entry symbol _start\n'],
    ['an entry that is data', ['.globl _start\n.data\n_start: .word 0'], 'Error: entry symbol _start is not in a section of code\n'],
    ['a branch that cannot reach', [`${START}beq a0, a1, far`, '.space 70000\n.align 2\n.globl far\nfar: ret'], "a.o:(.text+0x4): Error: relocation truncated to fit: branch target is out of range against symbol `far' defined in .text section in b.o\n"],
    ['a jump that cannot reach', [`${START}j far`, '.space 0x200010\n.globl far\nfar: ret'], "a.o:(.text+0x4): Error: relocation truncated to fit: jump target is out of range against symbol `far' defined in .text section in b.o\n"],
    ['a word too large for a byte', [`${START}.data\n.byte _start`], "a.o:(.data+0x0): Error: relocation truncated to fit: value does not fit in a byte against symbol `_start' defined in .text section in a.o\n"],
    ['an immediate too large', [`${START}addi a0, zero, far`, '.globl far\nfar: nop'], "a.o:(.text+0x4): Error: relocation truncated to fit: immediate out of range, not between -16384 and 16383 against symbol `far' defined in .text section in b.o\n"],
    ['%pcrel_lo alone', [`${START}1: addi a0, a0, %pcrel_lo(1b)`], 'a.o:(.text+0x4): Error: %pcrel_lo without a matching %pcrel_hi at its label\n'],
  ])('%s', (_, sources, message) => {
    expect(errorsOf(sources)).toBe(message);
  });
  test('segments that overlap or leave the address space', () => {
    expect(errorsOf([`${START}.data\n.word 1`], { dataAddress: 0x08048000 })).toMatch(/^Error: segment at 0x8048000 overlaps the one before it/);
    expect(errorsOf([`${START}.bss\n.space 0x10000000`], { dataAddress: 0xf8000000 })).toMatch(/does not fit in the address space/);
  });
});

describe('layout', () => {
  const shape = (program: Program) => program.executable.segments.map(({ va, offset, fileLength, memoryLength, flags }) => ({ va, offset, fileLength, memoryLength, flags }));

  test('two segments, the image of the memory system tests to the byte', () => {
    const headers = 52 + 3 * 32;
    const program = linked([`${START}.space ${0x3d98 - headers - 4}\n.data\n.space 0x12c0\n.bss\n.space ${0xa3a40 - 0x12c0}`]);
    expect(shape(program)).toEqual([
      { va: 0x08048000, offset: 0, fileLength: 0x3d98, memoryLength: 0x3d98, flags: SegmentFlag.R | SegmentFlag.X },
      { va: 0x0804c000, offset: 0x4000, fileLength: 0x12c0, memoryLength: 0xa3a40, flags: SegmentFlag.R | SegmentFlag.W },
    ]);
    expect(program.address('__bss_start')).toBe(0x0804d2c0);
    expect(program.address('_end')).toBe(0x080efa40);
  });
  test('four segments, as ld lays them out today', () => {
    const program = linked([`${START}.section .rodata\n.word 1\n.data\n.word 2\n.bss\n.space 8`], { segments: 'four' });
    expect(shape(program).map(({ va, flags }) => [va, flags])).toEqual([[0x08048000, 4], [0x08049000, 5], [0x0804a000, 4], [0x0804b000, 6]]);
  });
  test('addresses can be chosen', () => {
    const program = linked([`${START}.data\n.word 2`], { imageBase: 0x1000, dataAddress: 0x20000 });
    expect(shape(program).map(({ va, offset }) => [va, offset])).toEqual([[0x1000, 0], [0x20000, 0x1000]]);
    expect(program.executable.entry).toBe(0x1000 + 52 + 3 * 32);
  });
  test('a program without data has one segment', () => {
    expect(shape(linked([START]))).toHaveLength(1);
  });
  test('sections of a family are joined, with their alignment', () => {
    const { sections } = readExecutableSections(linked([`${START}.section .text.f,"ax"\nret\n.section .rodata.x,"a"\n.byte 1\n.section .data.y,"aw"\n.byte 1\n.balign 64\n.byte 2\n.section .bss.z,"aw",@nobits\n.space 4\n.section .debug_info\n.word _start`]).bytes);
    expect(sections.map(({ name }) => name).slice(1, -3)).toEqual(['.text', '.rodata', '.data', '.bss', '.debug_info']);
    expect(sections.find(({ name }) => name === '.data')!.va % 64).toBe(0);
  });
  test('the stack is not executable', () => {
    expect(linked([START]).executable.stackFlags).toBe(SegmentFlag.R | SegmentFlag.W);
  });
});

describe('relocations', () => {
  test('both halves of an address add up, below and above the middle of a page', () => {
    for (const distance of [0, 0x7fc, 0x800, 0xffc]) {
      const program = linked([`${START}la a0, x\nlw a1, x + 8\n.data\n.space ${distance}\n.globl x\nx: .word 1`]);
      const start = program.address('_start');
      const value = (at: number): number => {
        const [upper, lower] = [program.word(at) >> 12, (program.word(at + 4) | 0) >> 17];
        return ((upper << 12) + lower) >>> 0;
      };
      expect(value(start + 4)).toBe(program.address('x'));
      expect(value(start + 12)).toBe(program.address('x') + 8);
    }
  });
  test('pc-relative pairs', () => {
    const program = linked([`${START}1: auipc a0, %pcrel_hi(x)\naddi a0, a0, %pcrel_lo(1b)\n.data\n.space 0x900\n.globl x\nx: .word x - .`]);
    const at = program.address('_start') + 4;
    expect(at + ((program.word(at) >> 12) << 12) + ((program.word(at + 4) | 0) >> 17)).toBe(program.address('x'));
    expect(program.word(program.address('x'))).toBe(0);
  });
  test('differences between sections', () => {
    const program = linked([`${START}.data\nhere: .word 9, _start - here`]);
    expect(program.word(0x08049004) | 0).toBe(program.address('_start') - 0x08049000);
  });
  test('a call out of reach goes through a veneer, one for each target', () => {
    const program = linked([`${START}call far\ncall far\ncall near\nnear: ret`, '.space 0x200010\n.globl far\nfar: ret']);
    const start = program.address('_start');
    const veneer = Number(/0x\w+$/.exec(program.instruction(start + 4))![0]);
    expect(program.instruction(start + 8)).toBe(program.instruction(start + 4));
    expect(veneer).toBe(start + 20);
    expect(program.instruction(veneer)).toMatch(/^lui t6,/);
    const target = ((program.word(veneer) >> 12) << 12) + ((program.word(veneer + 4) | 0) >> 17);
    expect(target).toBe(program.address('far'));
    expect(program.instruction(veneer + 4)).toMatch(/^jalr zero,.*\(t6\)$/);
  });
});

describe('unreachable sections', () => {
  const functions = '.section .text.used,"ax"\n.globl used\nused: call deep\nret\n.section .text.unused,"ax"\n.globl unused\nunused: call used\n.section .text.deep,"ax"\n.globl deep\ndeep: la a0, table\n.section .data.table,"aw"\ntable: .word pointed\n.section .text.pointed,"ax"\n.globl pointed\npointed: ret\n.section .text.kept,"axR"\n.globl kept\nkept: ret\n.comm wasted, 4096\n.section .debug_x\n.word unused';
  const main = '.section .text.start,"ax"\n.globl _start\n_start: call used';

  test('are dropped, also when only debug information names them', () => {
    const program = linked([main, functions], { dropUnreachable: true });
    for (const name of ['_start', 'used', 'deep', 'pointed', 'kept']) expect(program.has(name), name).toBe(true);
    for (const name of ['unused', 'wasted']) expect(program.has(name), name).toBe(false);
  });
  test('stay without being asked for, and when named', () => {
    expect(linked([main, functions]).has('unused')).toBe(true);
    expect(linked([main, functions], { dropUnreachable: true, keep: ['unused'] }).has('unused')).toBe(true);
  });
  test('may leave symbols undefined', () => {
    expect(errorsOf([main, `${functions}\n.section .text.broken,"ax"\ncall nowhere`], { dropUnreachable: true })).toBe('');
  });
});

test('the map shows what lies where and what was dropped', () => {
  const { map } = link([objectOf(`${START}.section .text.unused,"ax"\n.globl unused\nunused: ret`, 'a.o')], { dropUnreachable: true });
  expect(map).toBe(
    [
      'Memory map',
      '',
      '.text            0x08048074   0x000004',
      ' .text           0x08048074        0x4 a.o',
      '                 0x08048074                _start',
      '',
      'Discarded input sections',
      '',
      ' .text.unused                      0x4 a.o',
      '',
    ].join('\n'),
  );
});
