# Parent and child write through one shared mapping: each sees what the other wrote.
# expect: child reads 1 and writes 2
# expect: parent reads 2

        .include "include/linux.inc"
        .globl  _start
        .text
_start:
        li      a0, 0
        li      a1, 4096
        li      a2, PROT_READ | PROT_WRITE
        li      a3, MAP_SHARED | MAP_ANONYMOUS
        li      a4, -1
        li      a5, 0
        system  mmap2
        mv      s0, a0
        li      t0, 1
        sw      t0, 0(s0)
        system  fork
        bnez    a0, parent
        print   "child reads "
        lw      a0, 0(s0)
        call    print_number
        li      t0, 2
        sw      t0, 0(s0)
        print   " and writes 2\n"
        exit    0

parent: li      a1, 0
        li      a2, 0
        li      a3, 0
        system  wait4
        print   "parent reads "
        lw      a0, 0(s0)
        call    print_number
        print   "\n"
        exit    0

        .include "include/print.inc"
