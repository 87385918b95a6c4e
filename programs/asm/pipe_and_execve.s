# The child becomes this same program by execve, with a pipe as its standard output and an argument; the parent reads the pipe.
# expect: the parent read: hello from argument two

        .include "include/linux.inc"
        .globl  _start
        .text
_start:
        lw      t0, 0(sp)               # argument count
        li      t1, 1
        bne     t0, t1, executed
        lw      s0, 4(sp)               # the program's path
        la      a0, ends
        system  pipe
        system  fork
        bnez    a0, parent

        la      t0, ends                # the child: write end as standard output
        lw      a0, 4(t0)
        li      a1, 1
        system  dup2
        la      t0, arguments
        sw      s0, 0(t0)
        mv      a0, s0
        la      a1, arguments
        li      a2, 0
        system  execve
        exit    9

executed:
        print   "hello from argument "
        lw      a0, 8(sp)
        call    print_string
        exit    0

parent: la      t0, ends
        lw      a0, 4(t0)
        system  close
        print   "the parent read: "
1:      la      t0, ends
        lw      a0, 0(t0)
        la      a1, buffer
        li      a2, 64
        system  read
        blez    a0, 2f
        mv      a2, a0
        la      a1, buffer
        li      a0, 1
        system  write
        j       1b
2:      print   "\n"
        li      a0, -1
        li      a1, 0
        li      a2, 0
        li      a3, 0
        system  wait4
        exit    0

        .include "include/print.inc"

        .section .rodata
two:    .asciz  "two"
        .data
        .align  2
arguments: .word 0, two, 0
        .bss
        .align  2
ends:   .space  8
buffer: .space  64
