# RAM and swap are full: the OOM killer ends the process that holds most. The parent, which is small, goes on.
# flags: --ram 256K --swap 256K --overcommit 1
# expect: the child was killed by signal 9

        .include "include/linux.inc"
        .equ    SIZE, 0x200000
        .globl  _start
        .text
_start:
        system  fork
        bnez    a0, parent
        li      a0, 0
        li      a1, SIZE
        li      a2, PROT_READ | PROT_WRITE
        li      a3, MAP_PRIVATE | MAP_ANONYMOUS
        li      a4, -1
        li      a5, 0
        system  mmap2
        li      t0, SIZE
        add     t0, a0, t0
        li      t1, 4096
1:      sw      a0, 0(a0)
        add     a0, a0, t1
        bne     a0, t0, 1b
        exit    0

parent: la      a1, status
        li      a2, 0
        li      a3, 0
        system  wait4
        print   "the child was killed by signal "
        la      t0, status
        lw      a0, 0(t0)
        call    print_number
        print   "\n"
        exit    0

        .include "include/print.inc"

        .bss
        .align  2
status: .space  4
