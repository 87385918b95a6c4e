# Two processes use the same addresses for different contents. One writes wildly until it is killed; the other is unharmed.
# expect: the child was killed by signal 11
# expect: the parent's page still holds 1234567, all 1024 words of it

        .include "include/linux.inc"
        .equ    VALUE, 1234567
        .globl  _start
        .text
_start:
        la      t0, page
        li      t1, 1024
        li      t2, VALUE
1:      sw      t2, 0(t0)
        addi    t0, t0, 4
        addi    t1, t1, -1
        bnez    t1, 1b
        system  fork
        bnez    a0, parent

        la      t0, page                # the child: store upwards until there is nothing left to store to
2:      sw      t0, 0(t0)
        addi    t0, t0, 4
        j       2b

parent: la      a1, status
        li      a2, 0
        li      a3, 0
        system  wait4
        print   "the child was killed by signal "
        la      t0, status
        lw      a0, 0(t0)
        call    print_number
        la      t0, page
        li      t1, 1024
        li      t2, VALUE
        li      s0, 0
3:      lw      t3, 0(t0)
        bne     t3, t2, 4f
        addi    s0, s0, 1
4:      addi    t0, t0, 4
        addi    t1, t1, -1
        bnez    t1, 3b
        print   "\nthe parent's page still holds "
        li      a0, VALUE
        call    print_number
        print   ", all "
        mv      a0, s0
        call    print_number
        print   " words of it\n"
        exit    0

        .include "include/print.inc"

        .bss
        .align  12
status: .space  4
        .align  12
page:   .space  4096
