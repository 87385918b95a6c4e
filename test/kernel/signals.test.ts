import { describe, expect, test } from 'vitest';
import { runCalls } from '../support/call-guest.ts';
import { findLeaks } from '../support/leaks.ts';

interface Row {
  readonly name: string;
  readonly statements: string;
  readonly routines?: string;
  readonly prints: string;
  readonly code?: number;
  readonly flags?: string;
}

/** A child that sends SIGUSR1 to its parent after a while, then writes to the pipe. */
const CHILD_SIGNALS_THEN_WRITES = `
        la a0, ends
        trap 42
        trap 20
        mv s0, a0
        trap 2
        bnez a0, 1f
        nap 1000000
        send s0, 10
        nap 1000000
        la t0, ends
        lw a0, 4(t0)
        la a1, value
        li a2, 3
        trap 4
        exit 0
1:      la t0, ends
        lw a0, 0(t0)
        la a1, buffer
        li a2, 10
        trap 3
        show
        word counter
        show
        li a0, -1
        li a1, 0
        li a2, 0
        li a3, 0
        trap 114`;

/** Prints code, address and error of the signal, and skips the faulting instruction. */
const REPORT = `
report: addi    sp, sp, -16
        sw      ra, 12(sp)
        sw      s0, 8(sp)
        sw      s1, 4(sp)
        mv      s0, a1
        mv      s1, a2
        show
        lw      a0, SI_CODE(s0)
        show
        lw      a0, SI_ADDR(s0)
        call    print_hex
        print   " "
        lw      a0, 20(s1)              # trap number
        show
        lw      a0, UC_ERR(s1)
        show
        lw      t0, UC_PC(s1)
        addi    t0, t0, 4
        sw      t0, UC_PC(s1)
        lw      s1, 4(sp)
        lw      s0, 8(sp)
        lw      ra, 12(sp)
        addi    sp, sp, 16
        ret`;

/** Arms ITIMER_VIRTUAL: microseconds until it goes off, and then each time. */
const setTimer = (first: number, interval: number): string => `
        la t0, value
        sw zero, 0(t0)
        li t1, ${interval}
        sw t1, 4(t0)
        sw zero, 8(t0)
        li t1, ${first}
        sw t1, 12(t0)
        li a0, 1
        la a1, value
        li a2, 0
        trap 104`;
/** Works for so many thousand instructions. */
const work = (thousands: number): string => `
        li t0, ${thousands * 500}
5:      addi t0, t0, -1
        bnez t0, 5b`;

const ROWS: readonly Row[] = [
  {
    name: 'a virtual timer goes off each time the program has worked so long, not while it sleeps',
    statements: `action 26, count, 0x10000000\n${setTimer(100, 100)}\nshow\nnap 500000\nword counter\nshow\n${work(450)}\nword counter\nshow`,
    prints: '0 0 4',
  },
  {
    name: 'a virtual timer without interval goes off once and is then not armed',
    statements: `action 26, count, 0x10000000\n${setTimer(50, 0)}\n${work(300)}\nword counter\nshow
        li a0, 1
        la a1, value
        trap 105
        show
        la t0, value
        lw a0, 12(t0)
        show`,
    prints: '1 0 0',
  },
  {
    name: 'setitimer gives what was left, and refuses other timers, bad times and bad addresses',
    statements: `${setTimer(900, 700)}
        li a0, 1
        li a1, 0
        la a2, value
        trap 104
        show
        la t0, value
        lw a0, 4(t0)
        show
        la t0, value
        lw a0, 12(t0)
        li t1, 901
        slt a0, a0, t1
        show
        li a0, 2
        li a1, 0
        li a2, 0
        trap 104
        show
        la t0, value
        li t1, 1000000
        sw t1, 4(t0)
        li a0, 1
        mv a1, t0
        li a2, 0
        trap 104
        show
        li a0, 1
        li a1, 8
        li a2, 0
        trap 104
        show`,
    prints: '0 700 1 -22 -22 -14',
  },
  {
    name: 'a child has no timer of its own; the parent keeps it',
    statements: `action 26, count, 0x10000000\n${setTimer(100, 0)}
        trap 2
        bnez a0, 1f
        li a0, 1
        la a1, value
        trap 105
        la t0, value
        lw a0, 12(t0)
        show
        exit 0
1:      li a0, -1
        li a1, 0
        li a2, 0
        li a3, 0
        trap 114
        ${work(300)}
        word counter
        show`,
    prints: '0 1',
  },
  { name: 'a read goes on after a handler with SA_RESTART', statements: `action 10, count, 0x10000000\n${CHILD_SIGNALS_THEN_WRITES}`, prints: '3 1' },
  { name: 'a read gives EINTR after a handler without SA_RESTART', statements: `action 10, count, 0\n${CHILD_SIGNALS_THEN_WRITES}`, prints: '-4 1' },
  {
    name: 'pause gives EINTR even with SA_RESTART',
    statements: `
        action 10, count, 0x10000000
        trap 20
        mv s0, a0
        trap 2
        bnez a0, 1f
        nap 1000000
        send s0, 10
        exit 0
1:      trap 29
        show
        word counter
        show`,
    prints: '-4 1',
  },
  {
    name: 'nanosleep gives EINTR and what is left',
    statements: `
        action 10, count, 0x10000000
        trap 20
        mv s0, a0
        trap 2
        bnez a0, 1f
        nap 1000000
        send s0, 10
        exit 0
1:      la t0, timespec
        li t1, 3
        sw t1, 0(t0)
        mv a0, t0
        la a1, value
        trap 162
        show
        word value
        show`,
    prints: '-4 2',
  },
  {
    name: 'a blocked signal waits until it is unblocked, once',
    statements: `
        action 10, count, 0
        la t0, value
        li t1, 0x200
        sw t1, 0(t0)
        li a0, 0
        la a1, value
        li a2, 0
        li a3, 8
        trap 175
        trap 20
        mv s0, a0
        send s0, 10
        send s0, 10
        word counter
        show
        li a0, 1
        la a1, value
        li a2, 0
        li a3, 8
        trap 175
        word counter
        show`,
    prints: '0 1',
  },
  {
    name: 'SA_RESETHAND handles one signal; the next one kills',
    statements: `
        action 10, count, -0x80000000
        trap 20
        mv s0, a0
        send s0, 10
        word counter
        show
        send s0, 10`,
    prints: '1',
    code: 138,
  },
  {
    name: 'SIGKILL and SIGSTOP take no handler',
    statements: `
        action 9, count, 0
        show
        action 19, count, 0
        show
        action 65, count, 0
        show`,
    prints: '-22 -22 -22',
  },
  {
    name: 'kill: ESRCH, EINVAL, and 0 for signal 0',
    statements: `
        li s0, 9999
        send s0, 10
        show
        trap 20
        mv s0, a0
        send s0, 99
        show
        send s0, 0
        show
        li s0, 1
        send s0, 9
        show`,
    prints: '-3 -22 0 -3',
  },
  {
    name: 'a fault names address, trap and error code',
    statements: `
        action 11, report, 4
        li t0, 0x50000004
        sw zero, 0(t0)
        lw zero, 0(t0)`,
    routines: REPORT,
    prints: '11 1 50000004 14 6 11 1 50000004 14 4',
  },
  {
    name: 'illegal instruction, breakpoint and misaligned atomic',
    statements: `
        action 4, report, 4
        action 7, report, 4
        .word 0
        la t0, value + 2
        lr.w t1, (t0)`,
    routines: REPORT,
    prints: '4 1 08048134 6 0 7 1 0804902e 17 0',
  },
  {
    name: 'SIGTRAP stands behind the ebreak',
    statements: `
        action 5, count, 4
        ebreak
        word counter
        show`,
    prints: '1',
  },
  {
    name: 'an unhandled fault kills with 128 + signal',
    statements: 'sw zero, 0(zero)',
    prints: '',
    code: 139,
  },
  {
    name: 'a fault whose signal is blocked kills all the same',
    statements: `
        la t0, value
        li t1, -1
        sw t1, 0(t0)
        li a0, 0
        la a1, value
        li a2, 0
        li a3, 8
        trap 175
        sw zero, 0(zero)`,
    prints: '',
    code: 139,
  },
  {
    name: 'a handler whose stack is gone kills with SIGSEGV',
    statements: `
        action 10, count, 0
        trap 20
        mv s0, a0
        li sp, 16
        send s0, 10`,
    prints: '',
    code: 139,
  },
  {
    name: 'SA_ONSTACK runs the handler on the alternate stack',
    statements: `
        la t0, act
        la t1, spare
        sw t1, 0(t0)
        sw zero, 4(t0)
        li t1, 8192
        sw t1, 8(t0)
        mv a0, t0
        li a1, 0
        trap 186
        show
        action 10, on_stack, 0x08000000
        trap 20
        mv s0, a0
        send s0, 10
        word value
        show`,
    routines: `
on_stack: la t0, spare
        sltu t1, t0, sp
        la t0, stack_top
        sltu t2, sp, t0
        and t1, t1, t2
        la t0, value
        sw t1, 0(t0)
        ret`,
    prints: '0 1',
  },
  {
    name: 'SIGPIPE kills the writer of a pipe without readers; ignored, the write gives EPIPE',
    statements: `
        la a0, ends
        trap 42
        la t0, ends
        lw a0, 0(t0)
        trap 6
        la t0, act
        li t1, 1
        sw t1, 0(t0)
        li a0, 13
        la a1, act
        li a2, 0
        li a3, 8
        trap 174
        la t0, ends
        lw a0, 4(t0)
        la a1, value
        li a2, 1
        trap 4
        show
        la t0, act
        sw zero, 0(t0)
        li a0, 13
        la a1, act
        li a2, 0
        li a3, 8
        trap 174
        la t0, ends
        lw a0, 4(t0)
        la a1, value
        li a2, 1
        trap 4`,
    prints: '-32',
    code: 141,
  },
  {
    name: 'a stopped child is reported with WUNTRACED, goes on at SIGCONT and is reported with WCONTINUED',
    statements: `
        trap 2
        mv s0, a0
        bnez a0, 1f
2:      nap 1000
        j 2b
1:      nap 100000
        send s0, 19
        li a0, -1
        la a1, status
        li a2, 2
        li a3, 0
        trap 114
        word status
        show
        send s0, 18
        li a0, -1
        la a1, status
        li a2, 8
        li a3, 0
        trap 114
        word status
        show
        send s0, 9
        li a0, -1
        la a1, status
        li a2, 0
        li a3, 0
        trap 114
        word status
        show`,
    prints: '4991 65535 9',
  },
  {
    name: 'rt_sigsuspend takes a signal that is blocked otherwise, and the mask comes back',
    statements: `
        action 10, count, 0
        la t0, value
        li t1, 0x200
        sw t1, 0(t0)
        li a0, 0
        la a1, value
        li a2, 0
        li a3, 8
        trap 175
        trap 20
        mv s0, a0
        send s0, 10
        la a0, value + 8
        li a1, 8
        trap 179
        show
        word counter
        show
        send s0, 10
        word counter
        show`,
    prints: '-4 1 1',
  },
];

describe('signals', () => {
  test.each(ROWS.map((row) => [row.name, row] as const))('%s', async (_name, { statements, routines = '', prints, code = 0, flags = '' }) => {
    const { stdout, code: got, kernel } = await runCalls(statements, { routines, flags });
    expect({ prints: stdout.trimEnd(), code: got }).toEqual({ prints, code });
    expect(findLeaks(kernel)).toEqual([]);
  });

  test.each(ROWS.map((row) => [row.name, row] as const))('under stress: %s', async (_name, { statements, routines = '', prints, code = 0 }) => {
    const { stdout, code: got } = await runCalls(statements, { routines, flags: '--stress slice=3,evict --ram 128K' });
    expect({ prints: stdout.trimEnd(), code: got }).toEqual({ prints, code });
  });
});
