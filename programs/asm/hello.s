# Prints hello: the smallest program, two system calls.
# expect: hello

        .globl  _start
        .text
_start:
        li      a0, 1                   # standard output
        la      a1, message
        li      a2, length
        li      a7, 4                   # write
        ecall
        li      a0, 0
        li      a7, 1                   # exit
        ecall

        .section .rodata
message:
        .ascii  "hello\n"
        .equ    length, . - message
