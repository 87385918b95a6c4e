import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Reloc } from '../../src/abi/elf-relocation.ts';
import { SymbolBinding, SymbolType, SymbolVisibility } from '../../src/abi/elf32.ts';
import { Placement, type ObjectFile } from '../../src/elf/object-file.ts';
import { disassemble } from '../../src/isa/disassemble.ts';
import { assemble, type AssembleOptions } from '../../src/toolchain/asm/assemble.ts';
import { renderSourceDiagnostics } from '../../src/toolchain/source-diagnostic.ts';

function objectOf(source: string, options: AssembleOptions = {}): ObjectFile {
  const { object, diagnostics } = assemble(source, 't.s', options);
  expect(renderSourceDiagnostics(diagnostics)).toBe('');
  return object!;
}

const sectionOf = (object: ObjectFile, name: string) => object.sections.find((section) => section.name === name)!;

/** The instructions of the text section, one line each. */
function instructions(source: string): string[] {
  const { data } = sectionOf(objectOf(source), '.text');
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  return Array.from({ length: data.length / 4 }, (_, index) => disassemble(view.getInt32(index * 4, true), index * 4, { aliases: false }).replace('\t', ' '));
}

const dataBytes = (source: string): number[] => [...sectionOf(objectOf(`.data\n${source}`), '.data').data];
const dataWords = (source: string): number[] => {
  const bytes = Uint8Array.from(dataBytes(source));
  return Array.from({ length: bytes.length / 4 }, (_, index) => new DataView(bytes.buffer).getInt32(index * 4, true));
};

describe('pseudo-instructions become instructions', () => {
  test.each<[string, string[]]>([
    ['nop', ['addi zero,zero,0']],
    ['li a0, -16384', ['addi a0,zero,-16384']],
    ['li a0, 16384', ['lui a0,0x4']],
    ['li a0, 0x12345678', ['lui a0,0x12345', 'addi a0,a0,1656']],
    ['li a0, 0x12345fff', ['lui a0,0x12346', 'addi a0,a0,-1']],
    ['li a0, 0xffffffff', ['addi a0,zero,-1']],
    ['li a0, 0x7fffffff', ['lui a0,0x80000', 'addi a0,a0,-1']],
    ["li a0, 'A'", ['addi a0,zero,65']],
    ['mv a0, a1', ['addi a0,a1,0']],
    ['not a0, a1', ['xori a0,a1,-1']],
    ['neg a0, a1', ['sub a0,zero,a1']],
    ['seqz a0, a1', ['sltiu a0,a1,1']],
    ['snez a0, a1', ['sltu a0,zero,a1']],
    ['sltz a0, a1', ['slt a0,a1,zero']],
    ['sgtz a0, a1', ['slt a0,zero,a1']],
    ['beqz a0, .', ['beq a0,zero,0x0']],
    ['bgtz a0, .', ['blt zero,a0,0x0']],
    ['bgt a0, a1, .', ['blt a1,a0,0x0']],
    ['bleu a0, a1, .', ['bgeu a1,a0,0x0']],
    ['j .', ['jal zero,0x0']],
    ['jal .', ['jal ra,0x0']],
    ['jal t0, .', ['jal t0,0x0']],
    ['jr a0', ['jalr zero,0(a0)']],
    ['jr 8(a0)', ['jalr zero,8(a0)']],
    ['jalr a0', ['jalr ra,0(a0)']],
    ['jalr t0, a0, 4', ['jalr t0,4(a0)']],
    ['jalr t0, 4(a0)', ['jalr t0,4(a0)']],
    ['ret', ['jalr zero,0(ra)']],
    ['add a0, a1, 5', ['addi a0,a1,5']],
    ['sll a0, a1, 5', ['slli a0,a1,5']],
    ['sext.b a0, a1', ['slli a0,a1,24', 'srai a0,a0,24']],
    ['fmv.d fa0, fa1', ['fsgnj.d fa0,fa1,fa1']],
    ['fabs.s fa0, fa1', ['fsgnjx.s fa0,fa1,fa1']],
    ['fneg.d f1, f2', ['fsgnjn.d ft1,ft2,ft2']],
    ['fgt.d a0, fa1, fa2', ['flt.d a0,fa2,fa1']],
    ['lw a0, (sp)', ['lw a0,0(sp)']],
    ['lw a0, 4+4(sp)', ['lw a0,8(sp)']],
    ['lw a0, (4+4)(fp)', ['lw a0,8(s0)']],
    ['lr.w a0, (a1)', ['lr.w a0,(a1)']],
    ['lr.w.aq a0, 0(a1)', ['lr.w a0,(a1)']],
    ['fcvt.w.s a0, fa0', ['fcvt.w.s a0,fa0,rne']],
    ['lwx a0, (a1, a2)', ['lwx a0,(a1,a2,0)']],
    ['fence rw, rw', ['fence']],
    ['unimp', ['.word 0x2a']],
    ['fence.tso', ['fence']],
    ['lui a0, 0xfffff', ['lui a0,0xfffff']],
    ['andi a0, a0, 0xfffffff0', ['andi a0,a0,-16']],
  ])('%s', (source, expected) => {
    expect(instructions(source)).toEqual(expected);
  });
});

test('addresses of symbols are split so that both halves add up', () => {
  const object = objectOf('la a0, far + 4\nlw a1, far\nsw a1, far, t0\nlui a2, %hi(far)\nflw fa0, %lo(far)(a2)\ncall far\ntail far\nj far\nbeq a0, a1, far\naddi a0, zero, far');
  const { relocations } = sectionOf(object, '.text');
  expect(relocations.map(({ type }) => type)).toEqual([
    Reloc.Hi20, Reloc.Lo12, Reloc.Hi20, Reloc.Lo12, Reloc.Hi20, Reloc.Lo12, Reloc.Hi20, Reloc.Lo12, Reloc.Call, Reloc.Call, Reloc.Jump, Reloc.Branch, Reloc.Imm15,
  ]);
  expect(relocations[0]!.addend).toBe(4);
  expect(object.symbols[relocations[0]!.symbol]).toMatchObject({ name: 'far', section: Placement.Undefined, binding: SymbolBinding.Global });
});

test('labels of the same section need no relocation; local ones elsewhere go through their section', () => {
  const object = objectOf('a: j b\n.word c - a\nb: nop\n.word d\n.data\n.space 8\nd: .word 0\nc = b');
  const { relocations, data } = sectionOf(object, '.text');
  expect(relocations).toHaveLength(1);
  expect(object.symbols[relocations[0]!.symbol]).toMatchObject({ name: '.data', type: SymbolType.Section });
  expect(relocations[0]!.addend).toBe(8);
  expect(new DataView(data.buffer, data.byteOffset).getInt32(4, true)).toBe(8);
});

test('numeric labels mean the nearest one before or behind', () => {
  expect(instructions('1: j 1f\n j 1b\n1: j 1b\n j 2f\n2: nop')).toEqual(['jal zero,0x8', 'jal zero,0x0', 'jal zero,0x8', 'jal zero,0x10', 'addi zero,zero,0']);
});

describe('conditional branches that do not reach become two instructions', () => {
  const far = (words: number) => `beq a0, a1, end\n.fill ${words}, 4, 0x93\nend: nop`;
  test('the last target in reach', () => {
    expect(instructions(far(16382))[0]).toBe('beq a0,a1,0xfffc');
  });
  test('the first one out of reach', () => {
    expect(instructions(far(16383)).slice(0, 2)).toEqual(['bne a0,a1,0x8', 'jal zero,0x10004']);
  });
  test('growing one can push another out of reach', () => {
    const text = instructions('bltu a0, a1, near\nblt a0, a1, far\n.fill 16381, 4, 0x93\nnear: .fill 10, 4, 0x93\nfar: nop');
    expect(text.slice(0, 4)).toEqual(['bgeu a0,a1,0x8', 'jal zero,0x10004', 'bge a0,a1,0x10', 'jal zero,0x1002c']);
  });
  test('backwards too', () => {
    expect(instructions('start: .fill 16385, 4, 0x93\nbgeu a0, a1, start').slice(-2)).toEqual(['bltu a0,a1,0x1000c', 'jal zero,0x0']);
  });
});

test('symbols carry binding, type, size and visibility', () => {
  const object = objectOf('.globl f\n.type f, @function\nf: nop\n nop\n.size f, . - f\n.weak w\nw: nop\n.hidden h\n.globl h\nh: ret\n.Lprivate: nop\n.comm c, 24, 8\n.lcomm l, 12\n.equ e, 5\n.globl unused');
  const symbol = (name: string) => object.symbols.find((one) => one.name === name);
  expect(symbol('f')).toMatchObject({ binding: SymbolBinding.Global, type: SymbolType.Func, length: 8, value: 0 });
  expect(symbol('w')).toMatchObject({ binding: SymbolBinding.Weak, value: 8 });
  expect(symbol('h')).toMatchObject({ visibility: SymbolVisibility.Hidden });
  expect(symbol('.Lprivate')).toBeUndefined();
  expect(symbol('unused')).toBeUndefined();
  expect(symbol('c')).toMatchObject({ section: Placement.Common, value: 8, length: 24 });
  expect(symbol('l')).toMatchObject({ binding: SymbolBinding.Local, length: 12 });
  expect(symbol('e')).toMatchObject({ section: Placement.Absolute, value: 5 });
});

test('a common symbol that was made local lies in bss', () => {
  const object = objectOf('.local c\n.comm c, 24, 8\n.cfi_startproc\n.cfi_escape 1, 2');
  expect(object.symbols.find(({ name }) => name === 'c')).toMatchObject({ section: 0, binding: SymbolBinding.Local, length: 24 });
  expect(object.sections.map(({ name, length }) => [name, length])).toEqual([['.bss', 24]]);
});

test('sections have flags and types by name or by request', () => {
  const object = objectOf('.section .text.f,"ax",@progbits\nret\n.section .note.x,"a",%note\n.word 1\n.section .bss.big,"aw",@nobits\n.space 100\n.section .debug_line\n.byte 1\n.pushsection .data\n.byte 2\n.popsection\n.byte 3\n.text\nnop\n.previous\n.byte 4');
  expect(object.sections.map(({ name, type, flags, length }) => [name, type, flags, length])).toEqual([
    ['.text', 1, 6, 4],
    ['.text.f', 1, 6, 4],
    ['.note.x', 7, 2, 4],
    ['.bss.big', 8, 3, 100],
    ['.debug_line', 1, 0, 3],
    ['.data', 1, 3, 1],
  ]);
});

test('macros take arguments by place, by name, by default and in rest, and count their expansions', () => {
  const source = `
    .macro emit value, other=7, rest:vararg
    .word \\value, \\other
    .ifnb \\rest
    .word \\rest
    .endif
    .endm
    emit 1
    emit 1, 2
    emit other=5, value=6
    emit 1, 2, 3, 4
    .macro local_label
here\\@: .word here\\@ - start
    .endm
start: local_label
    local_label
    .macro nested n
    .if \\n
    .word \\n
    nested "(\\n - 1)"
    .endif
    .endm
    nested 3
    .macro quit n
    .word 100
    .if \\n
    .exitm
    .endif
    .word 200
    .endm
    quit 1
    quit 0
    .purgem quit`;
  expect(dataWords(source)).toEqual([1, 7, 1, 2, 6, 5, 1, 2, 3, 4, 0, 4, 3, 2, 1, 100, 100, 200]);
});

test('repetition and conditionals nest', () => {
  expect(dataBytes('.set n, 0\n.rept 3\n.rept 2\n.byte n\n.endr\n.set n, n + 1\n.endr')).toEqual([0, 0, 1, 1, 2, 2]);
  expect(dataBytes('.irp x, 1, 2, 3\n.byte \\x * 2\n.endr\n.irpc d, 123\n.byte \\d\n.endr')).toEqual([2, 4, 6, 1, 2, 3]);
  expect(dataBytes('.if 0\n.if 1\n.byte 1\n.else\n.byte 2\n.endif\n.elseif 1\n.byte 3\n.else\n.byte 4\n.endif')).toEqual([3]);
  expect(dataBytes('x = 1\n.ifdef x\n.byte 1\n.endif\n.ifndef y\n.byte 2\n.endif\n.ifc a, a\n.byte 3\n.endif\n.ifeq x - 1\n.byte 4\n.endif\n.if 0\n bogus !!! (\n.endif')).toEqual([1, 2, 3, 4]);
});

test('included files are assembled in place', () => {
  const files: Readonly<Record<string, string>> = { 'one.inc': '.byte 1\n.include "two.inc"', 'two.inc': '.byte 2' };
  const object = objectOf('.data\n.include "one.inc"\n.byte 3', { readInclude: (path) => files[path] ?? null });
  expect([...sectionOf(object, '.data').data]).toEqual([1, 2, 3]);
});

test('a string may be longer than a call has room for arguments', () => {
  expect(dataBytes(`.ascii "${'a'.repeat(300_000)}\\n"`)).toHaveLength(300_001);
});

test('comments and separators', () => {
  expect(dataBytes('.byte 1 # one\n.byte 2 // two\n.byte /* in */ 3 /* across\n lines */\n.byte 4; .byte 5\n.ascii "#;/*//" ; .byte \';\', \'#\'')).toEqual([1, 2, 3, 4, 5, 35, 59, 47, 42, 47, 47, 59, 35]);
});

test('quoted names may hold anything', () => {
  const object = objectOf('.globl "main.(*T).f"\n"main.(*T).f": call "runtime.x y"');
  expect(object.symbols.map(({ name }) => name)).toContain('main.(*T).f');
  expect(object.symbols.map(({ name }) => name)).toContain('runtime.x y');
});

/** The first message of a source with errors. */
const firstError = (source: string): string => renderSourceDiagnostics(assemble(source, 't.s').diagnostics).split('\n')[0]!;

describe('mistakes are reported with their place', () => {
  test.each<[string, string]>([
    ['foo a0, a1', "t.s:1:1: Error: unrecognized opcode `foo a0, a1'"],
    ['x: .bogus 1', "t.s:1:4: Error: unknown pseudo-op: `.bogus'"],
    ['addi a0, a1', "t.s:1:12: Error: illegal operands `addi a0, a1': expected `,' but found the end of the line"],
    ['add a0, a1, q9', "t.s:1:13: Error: illegal operands `add a0, a1, q9': expected an integer register but found `q9'"],
    ['fadd.d fa0, a1, fa2', "t.s:1:13: Error: illegal operands `fadd.d fa0, a1, fa2': expected a float register but found `a1'"],
    ['addi a0, a1, 16384', "t.s:1:14: Error: illegal operands `addi a0, a1, 16384': immediate out of range: 16384 is not between -16384 and 16383"],
    ['slli a0, a1, 32', "t.s:1:14: Error: illegal operands `slli a0, a1, 32': immediate out of range: 32 is not between 0 and 31"],
    ['li a0, 0x1ffffffff', 't.s:1:1: Error: constant 8589934591 does not fit in 32 bits'],
    ['nop nop', "t.s:1:5: Error: illegal operands `nop nop': junk at end of line, first unrecognized character is `n'"],
    ['.word 1 2', "t.s:1:9: Error: junk at end of line, first unrecognized character is `2'"],
    ['.word (1', "t.s:1:9: Error: missing `)'"],
    ['.word 1 +', 't.s:1:10: Error: expected an expression but found the end of the line'],
    ['.word 09', "t.s:1:7: Error: bad number `09'"],
    ['.ascii "abc', 't.s:1:8: Error: expected a string but found `"abc\''],
    ['a: nop\na: nop', "t.s:2:1: Error: symbol `a' is already defined"],
    ['a = 1\na: nop', "t.s:2:1: Error: symbol `a' is already defined"],
    ['j 1b', "t.s:1:3: Error: illegal operands `j 1b': backward ref to unknown label \"1:\""],
    ['j 1f', "t.s:1:1: Error: local label `1' is not defined"],
    ['.if 1', 't.s:1:1: Error: end of file inside conditional'],
    ['.endif', 't.s:1:7: Error: ".endif" without ".if"'],
    ['.else', 't.s:1:6: Error: ".else" without matching ".if"'],
    ['.if undefined_yet', 't.s:1:5: Error: non-constant expression in a statement that needs one'],
    ['.macro m', 't.s:1:8: Error: end of file without ".endm" for this'],
    ['.rept 2', 't.s:1:8: Error: end of file without ".endr" for this'],
    ['.endm', "t.s:1:6: Error: unexpected `.endm'"],
    ['.include "nosuch.inc"', "t.s:1:10: Error: can't open nosuch.inc for reading: No such file or directory"],
    ['.macro m x:req\n.endm\nm', "t.s:3:2: Error: Missing value for required parameter `x' of macro `m'"],
    ['.macro m\n.endm\nm 1', 't.s:3:3: Error: too many positional arguments'],
    ['.macro m\nm\n.endm\nm', 't.s:2:2: Error: macros nested too deeply'],
    ['/* open', 't.s:1:1: Error: end of file in comment'],
    ['.byte 300', 't.s:1:7: Warning: value 0x12c truncated to 0x2c'],
    ['.bss\n.word 1', "t.s:2:7: Error: attempt to store non-zero value in section `.bss'"],
    ['.align 40', 't.s:1:8: Error: alignment too large: 2^40'],
    ['.balign 3', 't.s:1:9: Error: alignment not a power of 2'],
    ['.org 8\n.org 4', 't.s:2:6: Error: attempt to move .org backwards'],
    ['.space -1', 't.s:1:8: Error: .space, .skip or .fill with negative repeat count'],
    ['.byte 1\nnop', 't.s:2:1: Error: instruction is not at a multiple of 4: put .align 2 before it'],
    ['.word a - b', "t.s:1:7: Error: can't resolve `a' {*UND* section} - `b' {*UND* section}"],
    ['.word a * 2', "t.s:1:7: Error: invalid operands for `*'"],
    ['.word 1 / 0', 't.s:1:7: Error: division by zero'],
    ['x = x + 1\n.word x', 't.s:2:7: Error: expression is too complex or defined in terms of itself'],
    ['.section .s,"q"', "t.s:1:16: Error: unknown .section attribute `q': want a,w,x,M,S,R"],
    ['.section .text,"aw"', 't.s:1:10: Error: changed section attributes for .text'],
    ['.popsection', 't.s:1:12: Error: .popsection without corresponding .pushsection'],
    ['.type f, @banana', 't.s:1:10: Error: unrecognized symbol type "banana"'],
    ['.error "no way"', 't.s:1:8: Error: no way'],
    ['lui a0, %lo(x)', "t.s:1:9: Error: illegal operands `lui a0, %lo(x)': relocation operator `%lo' does not fit this operand"],
    ['addi a0, a0, %zz(x)', "t.s:1:14: Error: illegal operands `addi a0, a0, %zz(x)': unknown relocation operator `%zz'"],
    ['beq a0, a1, . + 2', 't.s:1:1: Error: branch target is not a multiple of 4 away: 2'],
    ['1: = 2', "t.s:1:4: Error: unrecognized statement: it starts with `='"],
  ])('%s', (source, message) => {
    expect(firstError(source)).toBe(message);
  });

  test('several at once, each with its line and a caret, and where a macro was called', () => {
    const source = '\tnop\n\tbogus a0\n.macro twice x\n\taddi \\x, \\x, a1\n.endm\n\ttwice a0\n';
    expect(renderSourceDiagnostics(assemble(source, 'x.s').diagnostics)).toBe(
      [
        "x.s:2:2: Error: unrecognized opcode `bogus a0'",
        '\tbogus a0',
        '\t^',
        "x.s:4:15: Error: illegal operands `addi a0, a0, a1': expected an expression but found the register `a1'",
        '\taddi a0, a0, a1',
        '\t             ^',
        "x.s:6: Info: in the expansion of macro `twice'",
        '',
      ].join('\n'),
    );
  });
});

describe('nothing makes the assembler throw or run for ever', () => {
  const pieces = fc.constantFrom(
    'addi a0, a1, ', 'lw a0, ', 'li a0,', 'beq a0, a1, ', 'j ', '.word ', '.byte ', '.org ', '.space ', '.align ', '.fill ', '.if ', '.else', '.endif', '.macro m x, y', '.endm', 'm ', '.rept ', '.endr', '.irp x, ',
    'a:', '1:', '1b', '1f', 'a', 'b', '.', '(', ')', '%hi(', '%lo(a)', '+', '-', '*', '/', '<<', '0x10', '99999999999999999999', '1', '\n', ';', ',', '"str"', '"', "'", '\\x', '\\@', '# ', '/*', '*/', '.set a, ', '.globl a', '.size a, ',
    '.section .s,"aw"', '.bss', '.data', '.text', '.comm c, ', '.lcomm d, ', '.type a, @function', 'a = ', ' ', '\u00b7', '\0', '=', '.exitm', '.purgem m', '.ascii ', '.quad ', '.double 1.5', '.include "x"',
  );
  test('random pieces of syntax', () => {
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 40 }), (parts) => {
        const { object, diagnostics } = assemble(parts.join(''), 'fuzz.s', { readInclude: () => 'nop\n' });
        expect(object !== null || diagnostics.length > 0).toBe(true);
      }),
      { numRuns: 10_000 },
    );
  });
  test.each<[string, string]>([
    ['a macro that calls itself twice', '.macro m\nm\nm\n.endm\nm'],
    ['arguments that double', '.macro m x\nm "\\x\\x"\n.endm\nm abcdefgh'],
    ['a thousand million repetitions', '.rept 1000000000\n.rept 1000000000\nnop\n.endr\n.endr'],
    ['an include of itself', '.include "self"'],
    ['deep parentheses', `.word ${'('.repeat(10_000)}1`],
    ['a long sum', `.word a${' + a'.repeat(10_000)}`],
    ['a chain of doubling symbols', Array.from({ length: 60 }, (_, index) => `.set s${index}, s${index + 1} + s${index + 1} - u`).join('\n') + '\n.word s0'],
    ['an enormous fill', '.fill 0x7fffffff, 8, 1'],
    ['a fill of more than the address space', '.bss\n.space 0x7fffffffffffffff'],
  ])('%s', (_, source) => {
    const { object, diagnostics } = assemble(source, 'fuzz.s', { readInclude: () => '.include "self"' });
    expect(object).toBeNull();
    expect(diagnostics.length).toBeGreaterThan(0);
  });
});

const hasGnuAs = spawnSync('as', ['--32', '--version']).status === 0 && spawnSync('objcopy', ['--version']).status === 0;

describe.skipIf(!hasGnuAs)('GNU as makes the same data', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'pagewalk-as-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function gnuBytes(source: string): number[] {
    writeFileSync(join(folder, 'x.s'), source);
    const run = (tool: string, ...args: string[]) => expect(spawnSync(tool, args, { cwd: folder, encoding: 'utf8' })).toMatchObject({ status: 0 });
    run('as', '--32', '-o', 'x.o', 'x.s');
    run('objcopy', '-O', 'binary', '-j', '.data', 'x.o', 'x.bin');
    return [...readFileSync(join(folder, 'x.bin'))];
  }

  test.each<[string, string]>([
    ['precedence', '.long 1 + 2 * 3, 1 << 2 + 3, 6 | 1 + 1, 1 + 6 & 3, 2 * 3 << 1, 7 - 2 - 1, 100 / 7 % 4, -7 / 2, -7 % 3, ~5, !0, !7, - -3'],
    ['comparison and logic', '.long 3 == 3, 3 == 4, 3 <> 4, 3 != 3, 1 < 2, 2 <= 1, 2 > 1, 1 >= 2, 1 && 2, 0 || 0, 0 || 3, 1 < 2 && 3 > 4'],
    ['differences', 'a: .long b - a, (b - a) / 2, c - b\n.byte 1\n.balign 4\nb: .quad c - a\nc: .long . - a'],
    ['numbers of variable length', '.uleb128 0, 127, 128, 624485\n.sleb128 -1, 63, 64, -65, -123456'],
    ['sizes', '.byte 1, -1, 255\n.short 0x1234, -2\n.long 0xdeadbeef\n.quad 0x123456789abcdef0, -1'],
    ['strings', '.ascii "a\\n\\t\\\\\\"\\x41\\101\\0", "b"\n.asciz "xyz"\n.string "q"'],
    ['floats', '.float 1.5, -0.1, 1e10\n.double 3.14159, -2e-300, 1'],
    ['fills', '.fill 3, 2, 0x1234\n.fill 2\n.space 3, 7\n.zero 2\n.skip 1, 0xff\n.balign 8, 0x55\n.p2align 3\n.byte 1\n.p2align 4, 9, 3\n.org 64, 3'],
    ['macros', '.macro m a, b=2\n.byte \\a, \\b\n.endm\nm 1\nm 3, 4\nm b=5, a=6\n.rept 2\n.byte 9\n.endr\n.irp x, 1, 2\n.byte \\x\n.endr'],
    ['conditionals', 'x = 3\n.if x == 3\n.byte 1\n.else\n.byte 2\n.endif\n.if x > 3\n.byte 3\n.elseif x > 2\n.byte 4\n.endif'],
    ['set', '.set x, 1\n.byte x\n.set x, x + 1\n.byte x\n.equ y, later - start\nstart: .byte y\nlater:'],
    ['numeric labels', '1: .byte 1f - 1b\n1: .byte 1b - 2f\n2:'],
  ])('%s', (_, source) => {
    expect(dataBytes(source)).toEqual(gnuBytes(`.data\n${source}\n`));
  });

  const operators = fc.constantFrom('+', '-', '*', '|', '&', '^', '<<', '>>', '<', '>', '==', '!=', '<=', '>=', '&&', '||');
  const leaf = fc.oneof(fc.integer({ min: 0, max: 40 }).map(String), fc.constantFrom('(b - a)', '~3', '-5', '!2'));
  const expression = fc.tuple(leaf, fc.array(fc.tuple(operators, leaf), { maxLength: 6 })).map(([first, rest]) => [first, ...rest.flat()].join(' '));
  test('random expressions', () => {
    fc.assert(
      fc.property(fc.array(expression, { minLength: 20, maxLength: 40 }), (expressions) => {
        const source = `a: .space 12\nb:\n${expressions.map((one) => `.quad ${one}`).join('\n')}`;
        expect(dataBytes(source)).toEqual(gnuBytes(`.data\n${source}\n`));
      }),
      { numRuns: 10 },
    );
  });
});
