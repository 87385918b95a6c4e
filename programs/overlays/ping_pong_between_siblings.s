# Two routines with large tables are called in turn: the worst case of overlays. Each call loads the segment that the call
# before has thrown out, one hundred loads for one hundred calls; paged, both tables stay after their first use if there is
# room for them.
# expect: 1541050

        .equ    SYS_exit, 1
        .equ    SYS_write, 4
        .equ    STDOUT, 1
        .equ    TABLE_ENTRIES, 768
        .equ    CALLS, 50

        .text
        .globl  _start
        .type   _start, @function
_start:
        li      s0, 0                   # the sum
        li      s1, 0
1:      mv      a0, s1
        call    square
        add     s0, s0, a0
        mv      a0, s1
        call    cube
        add     s0, s0, a0
        addi    s1, s1, 1
        li      t0, CALLS
        blt     s1, t0, 1b

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

        .overlay ping
        .globl  square
        .type   square, @function
square:
        la      t0, squares
        slli    a0, a0, 2
        add     t0, t0, a0
        lw      a0, 0(t0)
        ret
        .size   square, . - square
        .overlay ping, rodata
        .balign 4
squares:
        .set    n, 0
        .rept   TABLE_ENTRIES
        .word   n * n
        .set    n, n + 1
        .endr

        .overlay pong
        .globl  cube
        .type   cube, @function
cube:
        la      t0, cubes
        slli    a0, a0, 2
        add     t0, t0, a0
        lw      a0, 0(t0)
        ret
        .size   cube, . - cube
        .overlay pong, rodata
        .balign 4
cubes:
        .set    n, 0
        .rept   TABLE_ENTRIES
        .word   n * n * n
        .set    n, n + 1
        .endr
