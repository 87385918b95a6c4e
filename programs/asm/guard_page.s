# A page made PROT_NONE by mprotect guards the end of a buffer: the first byte behind it faults.
# expect: filled 4096 bytes
# expect: signal 11, code 2, address b7fff000, error 6
# exit: 3

        .include "include/linux.inc"
        .globl  _start
        .text
_start:
        call    report_faults
        li      a0, 0
        li      a1, 8192
        li      a2, PROT_READ | PROT_WRITE
        li      a3, MAP_PRIVATE | MAP_ANONYMOUS
        li      a4, -1
        li      a5, 0
        system  mmap2
        mv      s3, a0
        li      t0, 4096
        add     s4, s3, t0              # the guard page
        mv      a0, s4
        li      a1, 4096
        li      a2, PROT_NONE
        system  mprotect
        mv      s5, s3
1:      sb      s5, 0(s5)
        addi    s5, s5, 1
        bne     s5, s4, 1b
        print   "filled 4096 bytes\n"
        sb      zero, 0(s5)
        exit    0

        .include "include/fault_report.inc"
        .include "include/print.inc"
