# The same jump without NX, as on the first i386: whatever can be read can be executed.
# expect: the data segment returned 7
# flags: --no-nx

        .include "include/linux.inc"
        .globl  _start
        .text
_start:
        call    report_faults
        la      t0, return_seven
        jalr    ra, t0, 0
        print   "the data segment returned "
        mv      a0, s0
        call    print_number
        print   "\n"
        exit    0

        .include "include/fault_report.inc"
        .include "include/print.inc"

        .data
        .align  12
return_seven:
        li      s0, 7
        ret
