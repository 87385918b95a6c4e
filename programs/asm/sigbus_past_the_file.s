# A mapping may be longer than its file; touching a page wholly behind the end raises SIGBUS, BUS_ADRERR.
# expect: the last page of the file ends with 0
# expect: signal 7, code 2, address b7fff000, error 4
# exit: 3

        .include "include/linux.inc"
        .globl  _start
        .text
_start:
        call    report_faults
        la      a0, path
        li      a1, O_RDWR | O_CREAT
        li      a2, 0600
        system  open
        mv      s3, a0
        li      a1, 100
        li      a2, 0
        system  ftruncate64
        li      a0, 0
        li      a1, 8192
        li      a2, PROT_READ
        li      a3, MAP_SHARED
        mv      a4, s3
        li      a5, 0
        system  mmap2
        mv      s4, a0
        la      a0, path
        system  unlink
        print   "the last page of the file ends with "
        li      t0, 4095
        add     t0, s4, t0
        lbu     a0, 0(t0)
        call    print_number
        print   "\n"
        li      t0, 4096
        add     s4, s4, t0
        lbu     a0, 0(s4)
        exit    0

        .include "include/fault_report.inc"
        .include "include/print.inc"

        .section .rodata
path:   .asciz  "/tmp/short"
