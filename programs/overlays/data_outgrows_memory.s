# An array four times larger than memory, filled and summed. Overlays move code out of the way, and constants; data that all of
# the program uses stays in the root, and no tree makes the root smaller. Paging takes any page of anything.
# expect: 2147450880
# flags: --ram 64K
# error: program needs memory

        .equ    SYS_exit, 1
        .equ    SYS_write, 4
        .equ    STDOUT, 1
        .equ    WORDS, 65536

        .text
        .globl  _start
        .type   _start, @function
_start:
        call    fill
        call    sum
        mv      s0, a0
        addi    sp, sp, -16             # print the sum in decimal
        addi    a1, sp, 15
        li      t0, '\n'
        sb      t0, 0(a1)
        li      t0, 10
2:      remu    t1, s0, t0
        divu    s0, s0, t0
        addi    t1, t1, '0'
        addi    a1, a1, -1
        sb      t1, 0(a1)
        bnez    s0, 2b
        addi    a2, sp, 16
        sub     a2, a2, a1
        li      a0, STDOUT
        li      a7, SYS_write
        ecall
        li      a0, 0
        li      a7, SYS_exit
        ecall
        .size   _start, . - _start

        .overlay fill
        .globl  fill
        .type   fill, @function
fill:
        la      t0, array
        li      t1, 0
        li      t2, WORDS
1:      sw      t1, 0(t0)
        addi    t0, t0, 4
        addi    t1, t1, 1
        bne     t1, t2, 1b
        ret
        .size   fill, . - fill

        .overlay sum
        .globl  sum
        .type   sum, @function
sum:
        la      t0, array
        li      t1, WORDS
        li      a0, 0
1:      lw      t2, 0(t0)
        add     a0, a0, t2
        addi    t0, t0, 4
        addi    t1, t1, -1
        bnez    t1, 1b
        ret
        .size   sum, . - sum

        .bss
        .balign 4
array:  .space  WORDS * 4
