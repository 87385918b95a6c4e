import { describe, expect, test } from 'vitest';
import { runCalls } from '../support/call-guest.ts';
import { findLeaks } from '../support/leaks.ts';

interface Row {
  readonly name: string;
  readonly statements: string;
  readonly routines?: string;
  /** Standard output without its last blank. */
  readonly prints: string;
  readonly code?: number;
  readonly flags?: string;
}

const ROWS: readonly Row[] = [
  {
    name: 'wait4 tells exit code and signal, then ECHILD',
    statements: `
        trap 2
        bnez a0, 1f
        li a0, 7
        trap 1
1:      li a0, -1
        la a1, status
        li a2, 0
        li a3, 0
        trap 114
        word status
        show
        trap 2
        bnez a0, 2f
        sw zero, 0(zero)
2:      li a0, -1
        la a1, status
        li a2, 0
        li a3, 0
        trap 114
        word status
        show
        li a0, -1
        li a1, 0
        li a2, 0
        li a3, 0
        trap 114
        show`,
    prints: '1792 11 -10',
  },
  {
    name: 'WNOHANG gives 0 while the child runs, and bad options EINVAL',
    statements: `
        trap 2
        bnez a0, 1f
        nap 1000000
        exit 0
1:      li a0, -1
        li a1, 0
        li a2, 1
        li a3, 0
        trap 114
        show
        li a0, -1
        li a1, 0
        li a2, 64
        li a3, 0
        trap 114
        show
        li a0, -1
        li a1, 0
        li a2, 0
        li a3, 0
        trap 114
        slti a0, a0, 1
        show`,
    prints: '0 -22 0',
  },
  {
    name: 'an ignored SIGCHLD leaves no zombies: wait4 gives ECHILD',
    statements: `
        la t0, act
        li t1, 1
        sw t1, 0(t0)
        li a0, 17
        la a1, act
        li a2, 0
        li a3, 8
        trap 174
        trap 2
        bnez a0, 1f
        exit 0
1:      li a0, -1
        li a1, 0
        li a2, 0
        li a3, 0
        trap 114
        show`,
    prints: '-10',
  },
  {
    name: 'vfork: the child has the parent\'s memory, the parent goes on when it has ended',
    statements: `
        trap 190
        bnez a0, 1f
        la t0, value
        li t1, 5
        sw t1, 0(t0)
        li a0, 0
        trap 1
1:      word value
        show`,
    prints: '5',
  },
  {
    name: 'exit_group ends the other threads',
    statements: `
        li a0, 0x10f00
        la a1, stack_top
        li a2, 0
        li a3, 0
        li a4, 0
        trap 120
        beqz a0, 2f
        nap 100000
        li a0, 9
        trap 252
2:      j 2b`,
    prints: '',
    code: 9,
  },
  {
    name: 'clone refuses SIGHAND without VM and THREAD without SIGHAND',
    statements: `
        li a0, 0x800
        li a1, 0
        li a2, 0
        li a3, 0
        li a4, 0
        trap 120
        show
        li a0, 0x10100
        trap 120
        show`,
    prints: '-22 -22',
  },
  {
    name: 'CLONE_SETTLS sets tp',
    statements: `
        li a0, 0x90f00
        la a1, stack_top
        li a2, 0
        li a3, 1234
        li a4, 0
        trap 120
        beqz a0, 2f
        nap 100000
        word value
        show
        exit 0
2:      la t0, value
        sw tp, 0(t0)
        li a0, 0
        trap 1`,
    prints: '1234',
  },
  {
    name: 'execve: ENOENT, EACCES, EFAULT',
    statements: `
        la a0, missing
        li a1, 0
        li a2, 0
        trap 11
        show
        la a0, directory
        li a1, 0
        li a2, 0
        trap 11
        show
        li a0, 16
        li a1, 0
        li a2, 0
        trap 11
        show`,
    routines: `
        .section .rodata
missing: .asciz "/bin/none"
directory: .asciz "/tmp"
        .text`,
    prints: '-2 -13 -14',
  },
  {
    name: 'execve of a file that is no ELF gives ENOEXEC and leaves the caller as it was',
    statements: `
        la a0, file
        li a1, 0101
        li a2, 0755
        trap 5
        la a1, file
        li a2, 8
        trap 4
        la a0, file
        li a1, 0
        li a2, 0
        trap 11
        show
        la a0, file
        trap 10
        show`,
    routines: `
        .section .rodata
file:   .asciz "/tmp/script"
        .text`,
    prints: '-8 0',
  },
  {
    name: 'futex: EAGAIN, EINVAL, ETIMEDOUT',
    statements: `
        la a0, value
        li a1, 0
        li a2, 5
        li a3, 0
        trap 240
        show
        la a0, value + 1
        li a1, 0
        li a2, 0
        li a3, 0
        trap 240
        show
        la t0, timespec
        li t1, 1000
        sw t1, 4(t0)
        la a0, value
        li a1, 0
        li a2, 0
        la a3, timespec
        trap 240
        show
        la a0, value
        li a1, 99
        trap 240
        show`,
    prints: '-11 -22 -110 -38',
  },
  {
    name: 'FUTEX_CMP_REQUEUE moves waiters to another word',
    statements: `
        li a0, 0x10f00
        la a1, stack_top
        li a2, 0
        li a3, 0
        li a4, 0
        trap 120
        beqz a0, 2f
        nap 100000
        la a0, value
        li a1, 4
        li a2, 0
        li a3, 1
        la a4, value + 4
        li a5, 0
        trap 240
        show
        la a0, value
        li a1, 1
        li a2, 9
        trap 240
        show
        la a0, value + 4
        li a1, 1
        li a2, 9
        trap 240
        show
        exit 0
2:      la a0, value
        li a1, 0
        li a2, 0
        li a3, 0
        trap 240
3:      j 3b`,
    prints: '1 0 1',
  },
  {
    name: 'a futex in shared memory joins two processes, a private one does not',
    statements: `
        li a0, 0
        li a1, 4096
        li a2, 3
        li a3, 0x21
        li a4, -1
        li a5, 0
        trap 192
        mv s0, a0
        trap 2
        bnez a0, 1f
        nap 1000000
        mv a0, s0
        li a1, 129                      # FUTEX_WAKE_PRIVATE: another word
        li a2, 1
        trap 240
        show
        mv a0, s0
        li a1, 1
        li a2, 1
        trap 240
        show
        exit 0
1:      mv a0, s0
        li a1, 0
        li a2, 0
        li a3, 0
        trap 240
        mv s1, a0
        li a0, -1
        li a1, 0
        li a2, 0
        li a3, 0
        trap 114
        mv a0, s1
        show`,
    prints: '0 1 0',
  },
  {
    name: 'a futex wake reaches only waiters whose bits match',
    statements: `
        li a0, 0x10f00
        la a1, stack_top
        li a2, 0
        li a3, 0
        li a4, 0
        trap 120
        beqz a0, 2f
        nap 100000
        la a0, value
        li a1, 10
        li a2, 9
        li a5, 1
        trap 240
        show
        la a0, value
        li a1, 10
        li a2, 9
        li a5, 6
        trap 240
        show
        exit 0
2:      la a0, value
        li a1, 9
        li a2, 0
        li a3, 0
        li a5, 4
        trap 240
3:      j 3b`,
    prints: '0 1',
  },
  {
    name: 'clocks show virtual time from a fixed start',
    statements: `
        li a0, 0
        la a1, value
        trap 265
        show
        word value
        show
        li a0, 99
        la a1, value
        trap 265
        show
        nap 5000000
        li a0, 1
        la a1, value
        trap 265
        la t0, value
        lw a0, 4(t0)
        li t1, 5000000
        sltu a0, a0, t1
        show`,
    prints: '0 1659398400 -22 0',
  },
  {
    name: 'limits: getrlimit, setrlimit, EINVAL, EPERM',
    statements: `
        li a0, 3
        la a1, value
        trap 191
        show
        word value
        show
        li a0, 99
        la a1, value
        trap 191
        show
        la t0, value
        li t1, 8192
        sw t1, 4(t0)
        li a0, 3
        la a1, value
        trap 75
        show
        la t0, value
        li t1, 8192
        sw t1, 0(t0)
        li a0, 3
        la a1, value
        trap 75
        show
        la t0, value
        li t1, 16384
        sw t1, 0(t0)
        sw t1, 4(t0)
        li a0, 3
        la a1, value
        trap 75
        show`,
    prints: '0 8388608 -22 -22 0 -1',
  },
  {
    name: 'numbers that are no calls give ENOSYS',
    statements: `
        trap 999
        show
        trap -1
        show`,
    prints: '-38 -38',
  },
  {
    name: 'the stack starts with argument count and pointers, and the auxiliary vector says the page size',
    statements: `
        lw a0, 0(sp)
        show
        lw a0, 4(sp)
        call print_string
        print " "
        lw a0, 8(sp)
        call print_string
        print " "
        addi t0, sp, 16                 # behind argc, two arguments and the null
1:      lw t1, 0(t0)
        addi t0, t0, 4
        bnez t1, 1b
        li t2, 6
2:      lw t1, 0(t0)
        lw a0, 4(t0)
        addi t0, t0, 8
        bne t1, t2, 2b
        show`,
    prints: '2 /bin/guest one 4096',
  },
];

describe('calls on processes', () => {
  test.each(ROWS.map((row) => [row.name, row] as const))('%s', async (_name, { statements, routines = '', prints, code = 0, flags = '' }) => {
    const { stdout, code: got, kernel } = await runCalls(statements, { routines, flags, arguments: ['one'] });
    expect({ prints: stdout.trimEnd(), code: got }).toEqual({ prints, code });
    expect(findLeaks(kernel)).toEqual([]);
  });

  test('all tasks asleep for ever are reported with their reasons and code 124', async () => {
    const { code, message } = await runCalls('        trap 29');
    expect(code).toBe(124);
    expect(message).toContain('deadlock');
    expect(message).toContain('pid 100 (guest)');
  });

  test('--max-steps ends the guest by SIGXCPU', async () => {
    const { code, message, kernel } = await runCalls('1:      j 1b', { flags: '--max-steps 1000' });
    expect({ code, message, instructions: kernel.instructions() }).toEqual({ code: 152, message: 'CPU time limit exceeded', instructions: 1000 });
  });
});
