# A store into the kernel's gigabyte finds no page: SIGSEGV, SEGV_MAPERR, error code 6 (user, write, not present).
# expect: signal 11, code 1, address c0000000, error 6
# exit: 3

        .include "include/linux.inc"
        .globl  _start
        .text
_start:
        call    report_faults
        li      t0, 0xc0000000
        sw      zero, 0(t0)
        exit    0

        .include "include/fault_report.inc"
        .include "include/print.inc"
