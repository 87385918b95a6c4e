/** Small guests for tests of system calls: statements in assembly over a prelude that prints results. */
import { inRepository } from './repository.ts';
import { assembleProgram, runGuest, type GuestRequest, type GuestResult } from './guest.ts';

/**
 * `show` prints a0 and a blank; `trap N` is the call with what stands in the registers; `action SIG, handler, flags` installs
 * a handler; `word symbol` reads a variable into a0.
 */
const PRELUDE = `
        .include "include/linux.inc"
        .macro  trap number
        li      a7, \\number
        ecall
        .endm
        .macro  show
        call    print_number
        print   " "
        .endm
        .macro  word symbol
        la      t0, \\symbol
        lw      a0, 0(t0)
        .endm
        .macro  action signo, handler, flags
        la      t0, act
        la      t1, \\handler
        sw      t1, 0(t0)
        li      t1, SA_RESTORER | \\flags
        sw      t1, 4(t0)
        la      t1, restorer
        sw      t1, 8(t0)
        sw      zero, 12(t0)
        sw      zero, 16(t0)
        li      a0, \\signo
        la      a1, act
        li      a2, 0
        li      a3, 8
        trap    174
        .endm
        .macro  send pid, signo
        mv      a0, \\pid
        li      a1, \\signo
        trap    37
        .endm
        .macro  nap ns
        la      t0, timespec
        sw      zero, 0(t0)
        li      t1, \\ns
        sw      t1, 4(t0)
        mv      a0, t0
        li      a1, 0
        trap    162
        .endm
        .globl  _start
        .text
_start:
`;

const POSTLUDE = `
        exit    0
restorer:
        trap    173
# counts in s11 and returns
count:  addi    sp, sp, -4
        la      t0, counter
        lw      t1, 0(t0)
        addi    t1, t1, 1
        sw      t1, 0(t0)
        addi    sp, sp, 4
        ret
        .include "include/print.inc"
        .bss
        .align  4
act:    .space  20
timespec: .space 8
counter: .space 4
status: .space  4
ends:   .space  8
value:  .space  16
buffer: .space  4096
spare:  .space  8192
stack_top: .space 16
`;

/** Runs the statements; what follows the program's end (subroutines) goes into `routines`. */
export async function runCalls(statements: string, request: GuestRequest & { readonly routines?: string } = {}): Promise<GuestResult> {
  const source = `${PRELUDE}${statements}\n        exit 0\n${request.routines ?? ''}${POSTLUDE}`;
  return runGuest(assembleProgram(source, inRepository('programs', 'asm', 'test.s')), request);
}
