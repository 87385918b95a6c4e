# The heap grows and shrinks with brk; what was given back and taken again is zero.
# expect: grown by 8192 bytes
# expect: the heap holds 7 and 9
# expect: shrunk by 4096 bytes
# expect: after growing again the second page holds 0, the first still 7

        .include "include/linux.inc"
        .globl  _start
        .text
_start:
        li      a0, 0
        system  brk
        mv      s0, a0                  # the break at the start
        li      t0, 8192
        add     a0, s0, t0
        system  brk
        mv      s1, a0
        print   "grown by "
        sub     a0, s1, s0
        call    print_number
        print   " bytes\n"

        li      t0, 7
        sw      t0, 0(s0)
        li      t1, 4096
        add     s2, s0, t1              # the second page
        li      t0, 9
        sw      t0, 0(s2)
        print   "the heap holds "
        lw      a0, 0(s0)
        call    print_number
        print   " and "
        lw      a0, 0(s2)
        call    print_number

        mv      a0, s2
        system  brk
        mv      s3, a0
        print   "\nshrunk by "
        sub     a0, s1, s3
        call    print_number
        print   " bytes\n"

        mv      a0, s1
        system  brk
        print   "after growing again the second page holds "
        lw      a0, 0(s2)
        call    print_number
        print   ", the first still "
        lw      a0, 0(s0)
        call    print_number
        print   "\n"
        exit    0

        .include "include/print.inc"
