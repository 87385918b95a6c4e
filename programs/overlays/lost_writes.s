# A counter lies in the data of an overlay segment: every time the segment is loaded again, the counter starts again, and the
# count is lost. With the policy `writeback` it is kept, at the price of a write to the disk; paged, it is an ordinary word.
# expect: 0123
# overlaid: 0101

        .equ    SYS_exit, 1
        .equ    SYS_write, 4
        .equ    STDOUT, 1

        .text
        .globl  _start
        .type   _start, @function
_start:
        call    count
        call    count
        call    other                   # takes the counter's place
        call    count
        call    count
        li      a0, '\n'
        call    put
        li      a0, 0
        li      a7, SYS_exit
        ecall
        .size   _start, . - _start

        .globl  put
        .type   put, @function
put:
        addi    sp, sp, -16
        sb      a0, 0(sp)
        li      a0, STDOUT
        mv      a1, sp
        li      a2, 1
        li      a7, SYS_write
        ecall
        addi    sp, sp, 16
        ret
        .size   put, . - put

        .overlay counter
        .globl  count
        .type   count, @function
count:
        addi    sp, sp, -16
        sw      ra, 0(sp)
        lw      a0, counter
        addi    t0, a0, 1
        sw      t0, counter, t1
        addi    a0, a0, '0'
        call    put
        lw      ra, 0(sp)
        addi    sp, sp, 16
        ret
        .size   count, . - count
        .overlay counter, data, private
        .balign 4
counter:
        .word   0

        .overlay other
        .globl  other
        .type   other, @function
other:
        ret
        .space  64
        .size   other, . - other
