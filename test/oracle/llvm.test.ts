/**
 * LLVM as a witness that the instruction set is RISC-V's: its assembler expands the same pseudo-instructions to the same
 * instructions, and what its compiler writes for riscv32 runs here. Skipped where LLVM is not installed.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runMonitor } from '../../src/experiments/monitor.ts';
import { disassemble } from '../../src/isa/disassemble.ts';
import { assemble } from '../../src/toolchain/asm/assemble.ts';
import { link } from '../../src/toolchain/link/link.ts';
import { renderSourceDiagnostics } from '../../src/toolchain/source-diagnostic.ts';

const TARGET = ['-mattr=+m,+a,+f,+d'];
const has = (tool: string): boolean => spawnSync(tool, ['--version']).status === 0;
const hasLlvm = has('llvm-mc') && has('llvm-objdump') && has('llc');

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pagewalk-llvm-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(tool: string, ...args: string[]): string {
  const { status, stdout, stderr } = spawnSync(tool, args, { cwd: folder, encoding: 'utf8' });
  expect(`${status} ${stderr}`).toBe('0 ');
  return stdout;
}

/** Blanks, the targets' symbols, the base of upper immediates and the rounding mode that ours leaves out are spelling. */
const normalised = (text: string): string =>
  text.replace(/\s+/g, ' ').replace(/, /g, ',').replace(/ <.*>/, '').replace(/,(dyn|rne)$/, '').replace(/^(lui|auipc) (\w+),(\d+)$/, (_, name, to, value) => `${name} ${to},0x${Number(value).toString(16)}`).replace(/^(fcvt\.d\.\w+ .*|fence) .*$/, '$1').trim();

function llvmInstructions(lines: readonly string[]): string[] {
  writeFileSync(join(folder, 'x.s'), `${lines.join('\n')}\n`);
  run('llvm-mc', '-triple=riscv32', ...TARGET, '-filetype=obj', 'x.s', '-o', 'x.o');
  const text = run('llvm-objdump', '-d', '-M', 'no-aliases', '--mattr=+m,+a,+f,+d', 'x.o');
  return [...text.matchAll(/^ +[0-9a-f]+: (?:[0-9a-f]{2} ){4} *\t(.*)$/gm)].map((match) => normalised(match[1]!));
}

function ourInstructions(lines: readonly string[]): string[] {
  const { object, diagnostics } = assemble(lines.join('\n'), 'x.s');
  expect(renderSourceDiagnostics(diagnostics)).toBe('');
  const { data } = object!.sections[0]!;
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  return Array.from({ length: data.length / 4 }, (_, index) => normalised(disassemble(view.getInt32(index * 4, true), index * 4, { aliases: false })));
}

const X = fc.constantFrom(...'zero ra sp gp tp t0 t1 t2 s0 s1 a0 a1 a2 a3 a4 a5 a6 a7 s2 s11 t3 t6 x0 x17 fp'.split(' '));
const F = fc.constantFrom(...'ft0 ft7 fs0 fs1 fa0 fa7 fs2 fs11 ft8 ft11 f0 f31'.split(' '));
const IMM = fc.integer({ min: -2048, max: 2047 }).map(String);
const SHIFT = fc.integer({ min: 0, max: 31 }).map(String);
const UPPER = fc.integer({ min: 0, max: 0xfffff }).map(String);
/** This line and the next: every line has the label 1. */
const TARGET_HERE = fc.constantFrom('1b', '1f');

/** Lines from a pattern in which X, F, I, S, U and T stand for operands. */
function lines(mnemonics: string, pattern: string): fc.Arbitrary<string> {
  const operands = [...pattern].map((letter) => ({ X, F, I: IMM, S: SHIFT, U: UPPER, T: TARGET_HERE })[letter] ?? fc.constant(letter));
  return fc.tuple(fc.constantFrom(...mnemonics.split(' ')), ...operands).map(([mnemonic, ...parts]) => `${mnemonic} ${parts.join('')}`);
}

const LINE = fc.oneof(
  lines('add sub sll slt sltu xor srl sra or and mul mulh mulhsu mulhu div divu rem remu sgt sgtu', 'X,X,X'),
  lines('addi slti sltiu xori ori andi add slt sltu xor or and', 'X,X,I'),
  lines('slli srli srai sll srl sra', 'X,X,S'),
  lines('lb lh lw lbu lhu sb sh sw', 'X,I(X)'),
  lines('flw fld fsw fsd', 'F,I(X)'),
  lines('lui auipc', 'X,U'),
  lines('beq bne blt bge bltu bgeu bgt ble bgtu bleu', 'X,X,T'),
  lines('beqz bnez blez bgez bltz bgtz', 'X,T'),
  lines('jal', 'X,T'),
  lines('j jal', 'T'),
  lines('jr jalr', 'X'),
  lines('jalr', 'X,I(X)'),
  lines('mv not neg seqz snez sltz sgtz sext.b sext.h zext.b zext.h', 'X,X'),
  lines('li', 'X,I'),
  lines('sc.w amoswap.w amoadd.w amoxor.w amoand.w amoor.w amomin.w amomax.w amominu.w amomaxu.w', 'X,X,(X)'),
  lines('lr.w', 'X,(X)'),
  lines('fadd.s fsub.s fmul.s fdiv.s fsgnj.s fsgnjn.s fsgnjx.s fmin.s fmax.s fadd.d fsub.d fmul.d fdiv.d fsgnj.d fsgnjn.d fsgnjx.d fmin.d fmax.d', 'F,F,F'),
  lines('fsqrt.s fsqrt.d fcvt.s.d fcvt.d.s fmv.s fabs.s fneg.s fmv.d fabs.d fneg.d', 'F,F'),
  lines('feq.s flt.s fle.s feq.d flt.d fle.d fgt.s fge.s fgt.d fge.d', 'X,F,F'),
  lines('fclass.s fclass.d fmv.x.w', 'X,F'),
  lines('fcvt.s.w fcvt.s.wu fcvt.d.w fcvt.d.wu fmv.w.x', 'F,X'),
  fc.tuple(fc.constantFrom('fcvt.w.s', 'fcvt.wu.s', 'fcvt.w.d', 'fcvt.wu.d'), X, F, fc.constantFrom('rtz', 'rdn', 'rup', 'rmm')).map(([name, to, from, mode]) => `${name} ${to},${from},${mode}`),
  fc.constantFrom('nop', 'ret', 'ecall', 'ebreak', 'fence.i', 'fence', 'fence rw, rw', 'scall', 'sbreak'),
);

describe.skipIf(!hasLlvm)('LLVM', () => {
  test('assembles the same lines to the same instructions', () => {
    fc.assert(
      fc.property(fc.array(LINE, { minLength: 200, maxLength: 400 }), (drawn) => {
        const source = [...drawn.map((line) => `1: ${line}`), '1: nop'];
        expect(ourInstructions(source)).toEqual(llvmInstructions(source));
      }),
      { numRuns: 20, endOnFailure: true },
    );
  });

  /** Compiles IR with llc, links it with a start that exits with its result, and runs it. */
  function result(ir: string, level: string): number {
    writeFileSync(join(folder, 'x.ll'), ir);
    run('llc', '-march=riscv32', ...TARGET, '-target-abi=ilp32d', level, 'x.ll', '-o', 'x.s');
    const compiled = run('cat', 'x.s');
    const start = '.globl _start\n_start: call test\nsw a0, answer, t0\nli a0, 0\nli a7, 1\necall\n.globl answer\n.bss\n.balign 4\nanswer: .space 4\n';
    const objects = [start, compiled].map((source, index) => {
      const { object, diagnostics } = assemble(source, `${index}.s`);
      expect(renderSourceDiagnostics(diagnostics)).toBe('');
      return object!;
    });
    const { bytes, diagnostics } = link(objects, { imageBase: 0x1000, dataAddress: 0x8000 });
    expect(renderSourceDiagnostics(diagnostics)).toBe('');
    const { end, memory } = runMonitor({ program: bytes!, memory: 0x10000, maxInstructions: 50_000_000 });
    expect(end).toEqual({ kind: 'exit', code: 0 });
    const bssStart = new DataView(memory.buffer);
    return bssStart.getInt32(answerAddress(bytes!), true);
  }

  function answerAddress(bytes: Uint8Array): number {
    writeFileSync(join(folder, 'program'), bytes);
    return parseInt(/^([0-9a-f]+) . answer$/m.exec(run('llvm-nm', 'program'))![1]!, 16);
  }

  const FIBONACCI = `define i32 @fib(i32 %n) noinline {
  %small = icmp slt i32 %n, 2
  br i1 %small, label %base, label %more
base:
  ret i32 %n
more:
  %a = sub i32 %n, 1
  %b = sub i32 %n, 2
  %x = call i32 @fib(i32 %a)
  %y = call i32 @fib(i32 %b)
  %z = add i32 %x, %y
  ret i32 %z
}
define i32 @test() {
  %r = call i32 @fib(i32 20)
  ret i32 %r
}`;
  const SIEVE = `@flags = internal global [1000 x i8] zeroinitializer
define i32 @test() {
entry:
  br label %outer
outer:
  %i = phi i32 [2, %entry], [%inext, %next]
  %count = phi i32 [0, %entry], [%cnext, %next]
  %p = getelementptr [1000 x i8], [1000 x i8]* @flags, i32 0, i32 %i
  %f = load i8, i8* %p
  %composite = icmp ne i8 %f, 0
  br i1 %composite, label %next, label %prime
prime:
  %c1 = add i32 %count, 1
  %sq = mul i32 %i, %i
  br label %mark
mark:
  %j = phi i32 [%sq, %prime], [%jnext, %set]
  %in = icmp slt i32 %j, 1000
  br i1 %in, label %set, label %next
set:
  %q = getelementptr [1000 x i8], [1000 x i8]* @flags, i32 0, i32 %j
  store i8 1, i8* %q
  %jnext = add i32 %j, %i
  br label %mark
next:
  %cnext = phi i32 [%count, %outer], [%c1, %mark]
  %inext = add i32 %i, 1
  %more = icmp slt i32 %inext, 1000
  br i1 %more, label %outer, label %done
done:
  ret i32 %cnext
}`;
  const FLOATS = `@table = internal constant [4 x double] [double 1.5, double -2.25, double 3.0e3, double 1.0e-3]
define i32 @test() {
entry:
  br label %loop
loop:
  %i = phi i32 [0, %entry], [%inext, %loop]
  %s = phi double [0.0, %entry], [%snext, %loop]
  %k = and i32 %i, 3
  %p = getelementptr [4 x double], [4 x double]* @table, i32 0, i32 %k
  %v = load double, double* %p
  %f = sitofp i32 %i to double
  %m = fmul double %v, %f
  %d = fdiv double %m, 7.0
  %snext = fadd double %s, %d
  %inext = add i32 %i, 1
  %more = icmp slt i32 %inext, 100
  br i1 %more, label %loop, label %done
done:
  %r = fptosi double %snext to i32
  ret i32 %r
}`;
  const floats = (): number => {
    const table = [1.5, -2.25, 3.0e3, 1.0e-3];
    let sum = 0;
    for (let i = 0; i < 100; i++) sum += (table[i & 3]! * i) / 7;
    return Math.trunc(sum);
  };

  test.each([
    ['recursion', FIBONACCI, 6765],
    ['a sieve over bytes', SIEVE, 168],
    ['float64 arithmetic', FLOATS, floats()],
  ])('its compiler’s output runs: %s', (_, ir, expected) => {
    for (const level of ['-O0', '-O1', '-O3']) expect(result(ir, level)).toBe(expected);
  });
});
