# A compiler in three passes that were never meant to be in memory together: scan, parse, generate.
#
# It reads a little language from standard input and writes assembly for this machine:
#
#   let n = 10; let sum = 0;
#   while n > 0 { sum = sum + n; n = n - 1; }
#   if sum == 55 { print sum; } else { print -1; }
#
# Without paging it needs an overlay tree to fit into little memory: `--overlay three_pass_compiler.tree`. The passes take turns
# in one region. The tree of the program goes from the parser to the generator, so it lies in the root, and so do the names.
# The tokens go from the scanner to the parser only: they lie in the segment above these two, which leaves memory for the
# generator. The scanner's input buffer is its own and is gone with it.
#
# What it writes is a program for this machine:
#   pagewalk run programs/overlays/three_pass_compiler.s < programs/overlays/primes.min > primes.s && pagewalk run primes.s

        .equ    SYS_exit, 1
        .equ    SYS_read, 3
        .equ    SYS_write, 4
        .equ    STDIN, 0
        .equ    STDOUT, 1
        .equ    STDERR, 2

# Tokens: two words each, kind and value, the kind with its line in the upper half.
        .equ    TOKEN_SIZE, 8
        .equ    MAX_TOKENS, 1024
        .equ    LINE_SHIFT, 16
        .equ    T_END, 0
        .equ    T_NUMBER, 1
        .equ    T_NAME, 2
        .equ    T_LET, 3
        .equ    T_PRINT, 4
        .equ    T_WHILE, 5
        .equ    T_IF, 6
        .equ    T_ELSE, 7
        .equ    T_ASSIGN, 8             # =
        .equ    T_SEMICOLON, 9
        .equ    T_OPEN, 10              # (
        .equ    T_CLOSE, 11
        .equ    T_BEGIN, 12             # {
        .equ    T_FINISH, 13
        .equ    T_PLUS, 14
        .equ    T_MINUS, 15
        .equ    T_TIMES, 16
        .equ    T_DIVIDE, 17
        .equ    T_MODULO, 18
        .equ    T_LESS, 19
        .equ    T_GREATER, 20
        .equ    T_LESS_EQUAL, 21
        .equ    T_GREATER_EQUAL, 22
        .equ    T_EQUAL, 23             # ==
        .equ    T_NOT_EQUAL, 24
        .equ    T_NOT, 25               # ! alone: an error

# Tree: four words each, kind (the operator's token for operations), two operands, and the next statement.
        .equ    NODE_SIZE, 16
        .equ    MAX_NODES, 1024
        .equ    NODE_KIND, 0
        .equ    NODE_LEFT, 4
        .equ    NODE_RIGHT, 8
        .equ    NODE_NEXT, 12
        .equ    N_NUMBER, 32            # left = value
        .equ    N_NAME, 33              # left = name
        .equ    N_NEGATE, 34            # left = operand
        .equ    N_LET, 35               # left = name, right = value
        .equ    N_PRINT, 36             # left = value
        .equ    N_WHILE, 37             # left = condition, right = body
        .equ    N_IF, 38                # left = condition, right = pair
        .equ    N_PAIR, 39              # left = body, right = else body

# Names: a flag and up to 15 letters.
        .equ    NAME_SIZE, 16
        .equ    MAX_NAMES, 64

        .text
        .globl  _start
        .type   _start, @function
_start:
        call    scan
        call    parse
        call    generate
        call    flush
        li      a0, 0
        li      a7, SYS_exit
        ecall
        .size   _start, . - _start

# Ends with a message: a0 = text, a1 = line.
        .globl  complain
        .type   complain, @function
complain:
        mv      s0, a0
        mv      s1, a1
        sw      zero, output_length, t0 # what was generated so far is not printed
        la      a0, line_text
        call    put_string
        mv      a0, s1
        call    put_number
        la      a0, separator_text
        call    put_string
        mv      a0, s0
        call    put_string
        li      a0, '\n'
        call    put_char
        li      a0, STDERR
        call    flush_to
        li      a0, 1
        li      a7, SYS_exit
        ecall
        .size   complain, . - complain

# Appends the character a0 to the output.
        .globl  put_char
        .type   put_char, @function
put_char:
        la      t0, output
        lw      t1, output_length
        add     t2, t0, t1
        sb      a0, 0(t2)
        addi    t1, t1, 1
        sw      t1, output_length, t2
        li      t2, OUTPUT_SIZE
        beq     t1, t2, flush
        ret
        .size   put_char, . - put_char

# Appends the NUL-terminated text a0.
        .globl  put_string
        .type   put_string, @function
put_string:
        addi    sp, sp, -16
        sw      ra, 0(sp)
        sw      s2, 4(sp)
        mv      s2, a0
1:      lbu     a0, 0(s2)
        beqz    a0, 2f
        call    put_char
        addi    s2, s2, 1
        j       1b
2:      lw      ra, 0(sp)
        lw      s2, 4(sp)
        addi    sp, sp, 16
        ret
        .size   put_string, . - put_string

# Appends the number a0 in decimal.
        .globl  put_number
        .type   put_number, @function
put_number:
        addi    sp, sp, -32
        sw      ra, 0(sp)
        sw      s2, 4(sp)
        mv      t0, a0
        bgez    a0, 1f
        neg     t0, a0
1:      addi    s2, sp, 31              # digits are made from the last one on
        sb      zero, 0(s2)
        li      t1, 10
2:      remu    t2, t0, t1
        divu    t0, t0, t1
        addi    t2, t2, '0'
        addi    s2, s2, -1
        sb      t2, 0(s2)
        bnez    t0, 2b
        bgez    a0, 3f
        li      t2, '-'
        addi    s2, s2, -1
        sb      t2, 0(s2)
3:      mv      a0, s2
        call    put_string
        lw      ra, 0(sp)
        lw      s2, 4(sp)
        addi    sp, sp, 32
        ret
        .size   put_number, . - put_number

# Writes what is in the output buffer.
        .globl  flush
        .type   flush, @function
flush:
        li      a0, STDOUT
flush_to:
        la      a1, output
        lw      a2, output_length
        li      a7, SYS_write
        ecall
        sw      zero, output_length, t0
        ret
        .size   flush, . - flush

        .section .rodata
line_text:
        .asciz  "line "
separator_text:
        .asciz  ": "

        .equ    OUTPUT_SIZE, 512
        .bss
        .balign 4
        .globl  nodes, names, name_count, root_node
nodes:  .space  NODE_SIZE * MAX_NODES
names:  .space  NAME_SIZE * MAX_NAMES
name_count:
        .space  4
root_node:
        .space  4
output_length:
        .space  4
output: .space  OUTPUT_SIZE

        .overlay front, bss, private
        .balign 4
        .globl  tokens
tokens: .space  TOKEN_SIZE * MAX_TOKENS

        .include "compiler/scan.inc"
        .include "compiler/parse.inc"
        .include "compiler/generate.inc"
