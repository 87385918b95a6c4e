# A routine of one segment calls one of another that needs the same memory: while it runs, the other cannot be there. The
# overlay linker refuses the program; paged, there is nothing to refuse.
# expect: second
# error: prohibited cross reference from .first to `second' in .second

        .text
        .globl  _start
        .type   _start, @function
_start:
        call    first
        li      a0, 0
        li      a7, 1                   # exit
        ecall

        .overlay first
        .globl  first
        .type   first, @function
first:
        addi    sp, sp, -16
        sw      ra, 0(sp)
        call    second
        lw      ra, 0(sp)
        addi    sp, sp, 16
        ret

        .overlay second
        .globl  second
        .type   second, @function
second:
        li      a0, 1
        la      a1, text
        li      a2, 7
        li      a7, 4                   # write
        ecall
        ret
        .overlay second, rodata
text:   .ascii  "second\n"
