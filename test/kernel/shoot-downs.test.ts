import { describe, expect, test } from 'vitest';
import { runCalls } from '../support/call-guest.ts';

/** A thread that works on the word at s0 while the main thread changes the mapping under it. */
const START = `
        li a0, 0
        li a1, 4096
        li a2, 3
        li a3, 0x22
        li a4, -1
        li a5, 0
        trap 192
        mv s0, a0
        sw zero, 0(s0)
        li a0, 0x10f00
        la a1, stack_top
        li a2, 0
        li a3, 0
        li a4, 0
        trap 120
        beqz a0, worker
        li t0, 20000                    # let it run: its CPU holds the translation
1:      addi t0, t0, -1
        bnez t0, 1b`;

const WRITER = `
worker: lw t0, 0(s0)
        addi t0, t0, 1
        sw t0, 0(s0)
        j worker`;

/** The worker's fault ends the program with the signal's number. */
const REPORT = `
report: li a7, 252
        ecall`;

describe('another CPU loses its translations at once', () => {
  test.each([
    ['munmap', '        mv a0, s0\n        li a1, 4096\n        trap 91', 11],
    ['mprotect to PROT_READ', '        mv a0, s0\n        li a1, 4096\n        li a2, 1\n        trap 125', 11],
    ['mprotect to PROT_NONE', '        mv a0, s0\n        li a1, 4096\n        li a2, 0\n        trap 125', 11],
  ])('%s', async (_name, change, code) => {
    const { kernel, code: got } = await runCalls(`        action 11, report, 4\n${START}\n${change}\n2:      j 2b`, { routines: WRITER + REPORT, flags: '--cpus 2 --max-steps 1000000' });
    expect(got).toBe(code);
    expect(kernel.machine.shootDowns).toBeGreaterThan(0);
  });

  test('fork: the writer\'s next store goes to its own copy, the child\'s page stands still', async () => {
    const { code, kernel } = await runCalls(`${START}
        trap 2
        bnez a0, 3f
        lw s1, 0(s0)                    # the child looks twice
        li t0, 50000
2:      addi t0, t0, -1
        bnez t0, 2b
        lw t1, 0(s0)
        sub a0, t1, s1
        snez a0, a0
        trap 252
3:      lw s2, 0(s0)
        la a1, status
        li a2, 0
        li a3, 0
        trap 114
        lw t0, 0(s0)
        bleu t0, s2, 4f                 # the thread went on meanwhile
        word status
        srli a0, a0, 8
        trap 252
4:      li a0, 77
        trap 252`, { routines: WRITER, flags: '--cpus 3' });
    expect(code).toBe(0);
    expect(kernel.machine.shootDowns).toBeGreaterThan(0);
  });

  test('MADV_DONTNEED: the writer goes on from zero', async () => {
    const { code } = await runCalls(`${START}
        li t2, 100000
2:      lw t0, 0(s0)
        bltu t0, t2, 2b                 # until it has counted far enough
        mv a0, s0
        li a1, 4096
        li a2, 4
        trap 219
        lw t0, 0(s0)
        sltu a0, t0, t2
        xori a0, a0, 1
        trap 252`, { routines: WRITER, flags: '--cpus 2' });
    expect(code).toBe(0);
  });

  test('code written by one CPU is executed by the other after fence.i', async () => {
    const { code } = await runCalls(`
        li a0, 0
        li a1, 4096
        li a2, 7
        li a3, 0x22
        li a4, -1
        li a5, 0
        trap 192
        mv s0, a0
        la t0, returns_one
        lw t1, 0(t0)
        sw t1, 0(s0)
        lw t1, 4(t0)
        sw t1, 4(s0)
        la t0, value
        sw zero, 0(t0)
        li a0, 0x10f00
        la a1, stack_top
        li a2, 0
        li a3, 0
        li a4, 0
        trap 120
        beqz a0, worker
        li t0, 20000
1:      addi t0, t0, -1
        bnez t0, 1b
        la t0, returns_two
        lw t1, 0(t0)
        sw t1, 0(s0)
        li t0, 20000
2:      addi t0, t0, -1
        bnez t0, 2b
        word value
        trap 252`, {
      routines: `
worker: jalr ra, s0, 0
        la t0, value
        sw a0, 0(t0)
        fence.i
        j worker
returns_one: li a0, 1
        ret
returns_two: li a0, 2
        ret`,
      flags: '--cpus 2',
    });
    expect(code).toBe(2);
  });
});
