# A store into the program's own text: the page is there but read-only, SEGV_ACCERR, error code 7.
# expect: signal 11, code 2, address 08048074, error 7
# exit: 3

        .include "include/linux.inc"
        .globl  _start
        .text
_start:
        call    report_faults
        la      t0, _start
        sw      zero, 0(t0)
        exit    0

        .include "include/fault_report.inc"
        .include "include/print.inc"
