# The stack grows on demand, down to its limit of 8 MiB: the first store below it faults, on the alternate stack.
# expect: the stack grew to 8192 KiB, then signal 11 with code 1

        .include "include/linux.inc"
        .globl  _start
        .text
_start:
        la      a0, alternate
        li      a1, 0
        system  sigaltstack
        li      a0, SIGSEGV
        la      a1, action
        li      a2, 0
        li      a3, 8
        system  rt_sigaction
        li      t1, 4096
1:      sub     sp, sp, t1              # one page further down, for ever
        sw      zero, 0(sp)
        j       1b

handler:
        mv      s0, a0
        mv      s1, a1
        print   "the stack grew to "
        lw      t0, SI_ADDR(s1)
        li      t1, 0xfffff000
        and     t0, t0, t1
        li      a0, 0xc0000000
        sub     a0, a0, t0
        srli    a0, a0, 10
        addi    a0, a0, -4              # the page that faulted is not part of it
        call    print_number
        print   " KiB, then signal "
        mv      a0, s0
        call    print_number
        print   " with code "
        lw      a0, SI_CODE(s1)
        call    print_number
        print   "\n"
        exit    0

        .include "include/print.inc"

        .section .rodata
        .align  2
alternate: .word spare, 0, 8192
action: .word   handler, SA_SIGINFO | SA_ONSTACK, 0, 0, 0
        .bss
        .align  4
spare:  .space  8192
