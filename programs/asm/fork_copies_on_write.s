# After fork parent and child see the same address; the first write gives the writer a page of its own.
# expect: child: 5, after its write 6
# expect: parent: still 5, child exited with 6

        .include "include/linux.inc"
        .globl  _start
        .text
_start:
        la      s0, value
        li      t0, 5
        sw      t0, 0(s0)
        system  fork
        bnez    a0, parent
        print   "child: "
        lw      a0, 0(s0)
        call    print_number
        li      t0, 6
        sw      t0, 0(s0)
        print   ", after its write "
        lw      a0, 0(s0)
        call    print_number
        print   "\n"
        lw      a0, 0(s0)
        system  exit_group

parent: la      a1, status
        li      a2, 0
        li      a3, 0
        system  wait4
        print   "parent: still "
        lw      a0, 0(s0)
        call    print_number
        print   ", child exited with "
        la      t0, status
        lw      a0, 0(t0)
        srli    a0, a0, 8
        call    print_number
        print   "\n"
        exit    0

        .include "include/print.inc"

        .bss
        .align  2
value:  .space  4
status: .space  4
