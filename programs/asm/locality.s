# A matrix of 64 rows, a page each, in a machine of 16 pages: walked by rows every page is fetched once, by columns again and again.
# flags: --ram 64K --page-cluster 0
# expect: by columns there are more than 20 times as many major faults as by rows

        .include "include/linux.inc"
        .equ    ROWS, 64
        .equ    COLUMNS, 64             # words 64 bytes apart
        .equ    SYS_getrusage, 77
        .equ    RU_MAJFLT, 36
        .globl  _start
        .text
_start:
        la      s0, matrix              # write every row once, so that it has to come from the swap file afterwards
        li      s1, ROWS
        li      s2, 4096
1:      sw      s1, 0(s0)
        add     s0, s0, s2
        addi    s1, s1, -1
        bnez    s1, 1b

        call    major_faults
        mv      s3, a0
        li      a0, 4096
        li      a1, 64
        call    walk
        call    major_faults
        sub     s4, a0, s3              # by rows
        mv      s3, a0
        li      a0, 64
        li      a1, 4096
        call    walk
        call    major_faults
        sub     s5, a0, s3              # by columns
        li      t0, 20
        mul     t0, t0, s4
        ble     s5, t0, 2f
        print   "by columns there are more than 20 times as many major faults as by rows\n"
        exit    0
2:      print   "rows "
        mv      a0, s4
        call    print_number
        print   ", columns "
        mv      a0, s5
        call    print_number
        print   "\n"
        exit    1

# Reads ROWS x COLUMNS words; a0 = step of the outer loop, a1 = of the inner one.
walk:   la      t0, matrix
        li      t1, ROWS
1:      mv      t3, t0
        li      t2, COLUMNS
2:      lw      zero, 0(t3)
        add     t3, t3, a1
        addi    t2, t2, -1
        bnez    t2, 2b
        add     t0, t0, a0
        addi    t1, t1, -1
        bnez    t1, 1b
        ret

major_faults:
        li      a0, 0
        la      a1, usage
        system  getrusage
        la      t0, usage
        lw      a0, RU_MAJFLT(t0)
        ret

        .include "include/print.inc"

        .bss
        .align  12
matrix: .space  262144
usage:  .space  72
