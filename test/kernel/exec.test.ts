import { describe, expect, test } from 'vitest';
import { Phdr, SegmentType } from '../../src/abi/elf32.ts';
import { run } from '../../src/kernel/run-loop.ts';
import { mapsText } from '../../src/kernel/mm/maps-text.ts';
import { assembleProgram, bootGuest, runGuest } from '../support/guest.ts';
import { runCalls } from '../support/call-guest.ts';
import { findLeaks } from '../support/leaks.ts';

const PROGRAM = `
        .globl _start
        .text
_start: li a0, 0
        li a7, 1
        ecall
        .data
        .word 1
        .bss
        .space 10000
`;
const program = assembleProgram(PROGRAM);

async function mapsOf(bytes: Uint8Array, flags = ''): Promise<string[]> {
  const { kernel, close } = await bootGuest(bytes, { flags });
  run(kernel, { instructions: 1 });
  const text = mapsText(kernel.init!.mm!);
  close();
  return text.trimEnd().split('\n').map((line) => line.replace(/ +/g, ' ').trimEnd());
}

/** The program without its PT_GNU_STACK header, as an old linker made it. */
function withoutGnuStack(bytes: Uint8Array): Uint8Array {
  const copy = bytes.slice();
  const view = new DataView(copy.buffer);
  for (let header = 52; header < 52 + view.getUint16(44, true) * Phdr.Size; header += Phdr.Size) {
    if (view.getUint32(header + Phdr.Type, true) === SegmentType.GnuStack) view.setUint32(header + Phdr.Type, SegmentType.Null, true);
  }
  return copy;
}

describe('a new program', () => {
  test('has text, data, bss and stack where Linux puts them', async () => {
    expect(await mapsOf(program)).toEqual([
      '08048000-08049000 r-xp 00000000 08:01 10 /bin/guest',
      '08049000-0804a000 rw-p 00001000 08:01 10 /bin/guest',
      '0804a000-0804c000 rw-p 00000000 00:00 0',
      'bffdf000-c0000000 rw-p 00000000 00:00 0 [stack]',
    ]);
  });

  test('without PT_GNU_STACK everything readable is executable', async () => {
    const lines = await mapsOf(withoutGnuStack(program));
    expect(lines.map((line) => line.split(' ')[1])).toEqual(['r-xp', 'rwxp', 'rwxp', 'rwxp']);
  });

  test('--aslr moves the stack by the seed, the same way each time', async () => {
    const first = await mapsOf(program, '--aslr --seed 5');
    expect(await mapsOf(program, '--aslr --seed 5')).toEqual(first);
    const other = await mapsOf(program, '--aslr --seed 6');
    expect(other.at(-1)).not.toBe(first.at(-1));
    expect(first.slice(0, 2)).toEqual((await mapsOf(program)).slice(0, 2));
  });

  test('starts with registers and floats of zero', async () => {
    const { kernel, close } = await bootGuest(program);
    run(kernel, { instructions: 1 });
    const registers = kernel.registersOf(kernel.init!);
    expect([...registers].filter((word, index) => word !== 0 && index < 32 && index !== 2 && index !== 10)).toEqual([]);
    expect([...registers.slice(36)].every((word) => word === 0)).toBe(true);
    close();
  });

  test('the bytes behind the data in its last page are zero though the file goes on there', async () => {
    const { stdout } = await runGuest(`
        .globl _start
        .text
_start: la      t0, bss
        li      t1, 0x8049fff
        li      a0, 0
1:      lbu     t2, 0(t0)
        or      a0, a0, t2
        addi    t0, t0, 1
        bne     t0, t1, 1b
        addi    a0, a0, '0'
        la      t0, text
        sb      a0, 0(t0)
        li      a0, 1
        la      a1, text
        li      a2, 1
        li      a7, 4
        ecall
        li      a0, 0
        li      a7, 1
        ecall
        .data
text:   .word   0x31313131
        .bss
bss:    .space  8192
`);
    expect(stdout).toBe('0');
  });

  test.each([
    ['truncated behind the headers', (bytes: Uint8Array) => bytes.slice(0, 200)],
    ['cut in the header', (bytes: Uint8Array) => bytes.slice(0, 40)],
    ['empty', () => new Uint8Array(0)],
    ['for another machine', (bytes: Uint8Array) => patch(bytes, 18, 3)],
    ['with an entry outside the text', (bytes: Uint8Array) => patch(bytes, 27, 0x09)],
    ['with overlapping segments', (bytes: Uint8Array) => patch(bytes, 52 + Phdr.Size + Phdr.Vaddr + 1, 0x80)],
    ['with a segment larger in the file than in memory', (bytes: Uint8Array) => patch(bytes, 52 + Phdr.Memsz, 1)],
  ])('an ELF file %s gives ENOEXEC', async (_name, damage) => {
    const { code, message, kernel } = await runGuest(damage(program));
    expect({ code, message }).toEqual({ code: 126, message: 'pagewalk: guest: cannot execute: Exec format error' });
    expect(findLeaks(kernel)).toEqual([]);
  });

  test('execve keeps pid and ignored signals, drops handlers and close-on-exec descriptors', async () => {
    const { stdout } = await runCalls(`
        lw t0, 0(sp)
        li t1, 1
        bne t0, t1, 2f
        lw s0, 4(sp)
        action 12, count, 0             # a handler
        la t0, act
        li t1, 1
        sw t1, 0(t0)                    # SIG_IGN
        li a0, 10
        la a1, act
        li a2, 0
        li a3, 8
        trap 174
        li a0, 1                        # descriptor 3, close-on-exec
        li a1, 3
        li a2, 02000000
        trap 330
        trap 20
        show
        la t0, value
        sw s0, 0(t0)
        sw s0, 4(t0)
        sw zero, 8(t0)
        mv a0, s0
        la a1, value
        li a2, 0
        trap 11
        exit 1
2:      trap 20
        show
        li a0, 10
        li a1, 0
        la a2, act
        li a3, 8
        trap 174
        word act
        show
        li a0, 12
        li a1, 0
        la a2, act
        li a3, 8
        trap 174
        word act
        show
        li a0, 3
        trap 6
        show`);
    expect(stdout).toBe('100 100 1 0 -9 ');
  });

  test('execve ends the other threads, asleep or running', async () => {
    const { stdout, code, kernel } = await runCalls(`
        lw t0, 0(sp)
        li t1, 1
        bne t0, t1, 2f
        lw s0, 4(sp)
        li a0, 0x10f00
        la a1, stack_top
        li a2, 0
        li a3, 0
        li a4, 0
        trap 120
        beqz a0, sleeper
        li a0, 0x10f00
        la a1, stack_top
        li a2, 0
        li a3, 0
        li a4, 0
        trap 120
        beqz a0, runner
        nap 100000
        la t0, value
        sw s0, 0(t0)
        sw s0, 4(t0)
        sw zero, 8(t0)
        mv a0, s0
        la a1, value
        li a2, 0
        trap 11
        exit 1
2:      print "alone"
        exit 4`, { routines: 'sleeper: trap 29\nrunner: j runner\n', flags: '--cpus 2' });
    expect({ stdout, code }).toEqual({ stdout: 'alone', code: 4 });
    expect(findLeaks(kernel)).toEqual([]);
  });

  test('arguments that are too long give E2BIG', async () => {
    const { stdout } = await runCalls(`
        li a0, 0
        li a1, 0x30000
        li a2, 3
        li a3, 0x22
        li a4, -1
        li a5, 0
        trap 192
        mv s0, a0
        li t0, 0x2ffff
        add t0, s0, t0
        li t1, 'x'
        mv t2, s0
1:      sb t1, 0(t2)
        addi t2, t2, 1
        bne t2, t0, 1b
        la t0, value
        sw s0, 0(t0)
        sw zero, 4(t0)
        la a0, path
        la a1, value
        li a2, 0
        trap 11
        show`, { routines: '        .section .rodata\npath: .asciz "/bin/guest"\n        .text\n' });
    expect(stdout).toBe('-7 ');
  });
});

function patch(bytes: Uint8Array, offset: number, value: number): Uint8Array {
  const copy = bytes.slice();
  copy[offset] = value;
  return copy;
}
