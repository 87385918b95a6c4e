# The bss is zero though the file holds none of it: pages come up as the shared zero page when they are first read.
# expect: 65536 bytes of bss, sum 0

        .include "include/linux.inc"
        .globl  _start
        .text
_start:
        la      s0, array
        li      s1, 65536
        add     s1, s0, s1
        li      s2, 0
1:      lw      t0, 0(s0)
        add     s2, s2, t0
        addi    s0, s0, 4
        bne     s0, s1, 1b
        print   "65536 bytes of bss, sum "
        mv      a0, s2
        call    print_number
        print   "\n"
        exit    0

        .include "include/print.inc"

        .bss
        .align  2
array:  .space  65536
