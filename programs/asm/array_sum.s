# An array eight times larger than RAM is written and then summed: pages travel to the swap file and back.
# flags: --ram 64K
# expect: 524288 bytes, sum 16711680

        .include "include/linux.inc"
        .equ    SIZE, 524288
        .globl  _start
        .text
_start:
        la      s0, array
        li      s1, SIZE
        add     s1, s0, s1
        mv      t0, s0
        li      t1, 0
1:      andi    t2, t1, 255
        sw      t2, 0(t0)
        addi    t1, t1, 1
        addi    t0, t0, 4
        bne     t0, s1, 1b
        mv      t0, s0
        li      s2, 0
2:      lw      t2, 0(t0)
        add     s2, s2, t2
        addi    t0, t0, 4
        bne     t0, s1, 2b
        li      a0, SIZE
        call    print_number
        print   " bytes, sum "
        mv      a0, s2
        call    print_number
        print   "\n"
        exit    0

        .include "include/print.inc"

        .bss
        .align  12
array:  .space  SIZE
