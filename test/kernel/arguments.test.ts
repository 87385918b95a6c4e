/** Arguments are bytes to the kernel, on the stack and in /proc/PID/cmdline, and as many as execve admits. */
import { expect, test } from 'vitest';
import { assembleProgram, runGuest } from '../support/guest.ts';

/** Writes its command line to standard output. */
const ECHO = `
        .globl  _start
_start: la      a0, path
        li      a1, 0
        li      a7, 5                   # open
        ecall
        mv      s1, a0
1:      mv      a0, s1
        la      a1, buffer
        li      a2, 4096
        li      a7, 3                   # read
        ecall
        mv      a2, a0
        blez    a2, 2f
        li      a0, 1
        la      a1, buffer
        li      a7, 4                   # write
        ecall
        j       1b
2:      li      a0, 0
        li      a7, 1                   # exit
        ecall
        .section .rodata
path:   .asciz  "/proc/self/cmdline"
        .bss
buffer: .zero   4096
`;

test.each([
  ['letters beyond ASCII', ['é', '日本']],
  ['no bytes', ['', '']],
  ['a hundred thousand bytes', ['x'.repeat(100_000), 'y'.repeat(100_000)]],
])('%s', async (_situation, list) => {
  const { stdout, code } = await runGuest(assembleProgram(ECHO), { arguments: list });
  expect([code, Buffer.from(stdout, 'latin1').toString()]).toEqual([0, ['/bin/guest', ...list, ''].join('\0')]);
});
