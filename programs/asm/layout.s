# Where the parts of a process lie: its own symbols, then /proc/self/maps as the kernel tells it.
# expect: text  08048094
# expect: data  08049000
# expect: bss   08049010
# expect: heap  0804a000
# expect: stack bfffff10
# expect: 08048000-08049000 r-xp 00000000 08:01 10         /bin/layout
# expect: 08049000-0804a000 rw-p 00001000 08:01 10         /bin/layout
# expect: 0804a000-0804b000 rw-p 00000000 00:00 0          [heap]
# expect: bffdf000-c0000000 rw-p 00000000 00:00 0          [stack]

        .include "include/linux.inc"

        .macro  show name, register
        print   "\name"
        mv      a0, \register
        call    print_hex
        print   "\n"
        .endm

        .globl  _start
        .text
_start:
        mv      s1, sp
        li      a0, 0
        system  brk
        mv      s0, a0
        li      t0, 4096
        add     a0, a0, t0
        system  brk
        la      s2, _start
        show    "text  ", s2
        la      s2, value
        show    "data  ", s2
        la      s2, buffer
        show    "bss   ", s2
        show    "heap  ", s0
        show    "stack ", s1

        la      a0, path
        li      a1, O_RDONLY
        system  open
        mv      s0, a0
1:      mv      a0, s0
        la      a1, buffer
        li      a2, 1024
        system  read
        blez    a0, 2f
        mv      a2, a0
        la      a1, buffer
        li      a0, 1
        system  write
        j       1b
2:      exit    0

        .include "include/print.inc"

        .section .rodata
path:   .asciz  "/proc/self/maps"
        .data
        .align  4
value:  .word   1, 2, 3, 4
        .bss
buffer: .space  1024
