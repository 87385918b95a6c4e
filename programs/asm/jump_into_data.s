# Instructions in the data segment: pages without execute permission refuse the fetch (error code 21: fetch, user, present).
# expect: signal 11, code 2, address 08049000, error 21
# exit: 3

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
