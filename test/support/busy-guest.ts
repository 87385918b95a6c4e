/** A guest that does a little of everything: swapping, several processes and a thread, a blocked read, a file on the disk, signals. */

export const BUSY_FLAGS = '--ram 128K --swap 2M --cpus 2 --slice 500';

export const BUSY_GUEST = `
        .equ    ARRAY, 262144
        .globl  _start
        .text
_start: la      a0, ends                # pipe
        li      a7, 42
        ecall
        li      a7, 2                   # fork: the child fills an array larger than RAM, then writes to the pipe
        ecall
        bnez    a0, parent
        la      s0, array
        li      s1, ARRAY
        add     s1, s0, s1
        li      s3, 0
1:      sw      s0, 0(s0)
        addi    s0, s0, 256
        bltu    s0, s1, 1b
        la      s0, array
2:      lw      t0, 0(s0)
        xor     s3, s3, t0
        addi    s0, s0, 256
        bltu    s0, s1, 2b
        la      t0, word
        sw      s3, 0(t0)
        la      t0, ends
        lw      a0, 4(t0)
        la      a1, word
        li      a2, 4
        li      a7, 4
        ecall
        li      a0, 3
        li      a7, 1
        ecall

parent: li      a0, 0x310f00            # a thread that writes a file
        la      a1, stack_top
        la      a2, tid
        li      a3, 0
        la      a4, tid
        li      a7, 120
        ecall
        beqz    a0, thread
        la      t0, ends                # the parent reads: blocked until the child has finished
        lw      a0, 0(t0)
        la      a1, word
        li      a2, 4
        li      a7, 3
        ecall
        li      a0, -1                  # wait4
        la      a1, status
        li      a2, 0
        li      a3, 0
        li      a7, 114
        ecall
3:      la      t0, tid                 # join the thread
        lw      a2, 0(t0)
        beqz    a2, 4f
        la      a0, tid
        li      a1, 0
        li      a3, 0
        li      a7, 240
        ecall
        j       3b
4:      li      a0, 1                   # print what was read
        la      a1, word
        li      a2, 4
        li      a7, 4
        ecall
        la      t0, status
        lw      a0, 0(t0)
        srli    a0, a0, 8
        li      a7, 252
        ecall

thread: la      a0, path
        li      a1, 0102                # O_RDWR | O_CREAT
        li      a2, 0600
        li      a7, 5
        ecall
        mv      s0, a0
        li      s1, 40
5:      mv      a0, s0
        la      a1, array
        li      a2, 1000
        li      a7, 4
        ecall
        la      a0, pause_time          # nanosleep
        li      a1, 0
        li      a7, 162
        ecall
        addi    s1, s1, -1
        bnez    s1, 5b
        mv      a0, s0
        li      a7, 118                 # fsync
        ecall
        mv      a0, s0
        li      a7, 6
        ecall
        la      a0, path
        li      a7, 10                  # unlink
        ecall
        li      a0, 0
        li      a7, 1
        ecall

        .section .rodata
path:   .asciz  "/tmp/file"
        .align  2
pause_time: .word 0, 20000
        .bss
        .align  4
ends:   .space  8
word:   .space  4
status: .space  4
tid:    .space  16
        .space  2048
stack_top:
        .space  16
        .align  12
array:  .space  ARRAY
`;
