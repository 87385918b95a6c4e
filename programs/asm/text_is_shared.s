# Parent and child run from the same page of text: each one's proportional share (Pss) is half of the page.
# expect: Rss:                   4 kB
# expect: Pss:                   2 kB

        .include "include/linux.inc"
        .globl  _start
        .text
_start:
        la      a0, ends
        system  pipe
        system  fork
        beqz    a0, child
        li      a0, 0                   # wait until the child has run its first instructions
        la      t0, ends
        lw      a0, 0(t0)
        la      a1, buffer
        li      a2, 1
        system  read
        la      a0, path
        li      a1, O_RDONLY
        system  open
        la      a1, buffer
        li      a2, 512
        system  read
        la      a0, rss
        call    print_line
        la      a0, pss
        call    print_line
        exit    0

child:  la      t0, ends
        lw      a0, 4(t0)
        la      a1, ends
        li      a2, 1
        system  write
        system  pause

# Prints the first line of the buffer that starts with the string at a0.
print_line:
        la      a1, buffer
1:      mv      t0, a0
        mv      t1, a1
2:      lbu     t2, 0(t0)
        beqz    t2, found
        lbu     t3, 0(t1)
        addi    t0, t0, 1
        addi    t1, t1, 1
        beq     t2, t3, 2b
        addi    a1, a1, 1
        j       1b
found:  addi    a1, a1, 1               # behind the newline
        mv      a2, zero
        li      t1, '\n'
3:      add     t0, a1, a2
        lbu     t0, 0(t0)
        addi    a2, a2, 1
        bne     t0, t1, 3b
        li      a0, 1
        system  write
        ret

        .section .rodata
path:   .asciz  "/proc/self/smaps"
rss:    .asciz  "\nRss:"
pss:    .asciz  "\nPss:"
        .bss
        .align  2
ends:   .space  8
buffer: .space  512
