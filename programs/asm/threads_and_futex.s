# Two threads on two CPUs add to one counter under a lock made of a futex; none of the 2000 additions is lost.
# flags: --cpus 2
# expect: counter 2000

        .include "include/linux.inc"
        .equ    THREAD_FLAGS, 0x310f00  # VM FS FILES SIGHAND THREAD PARENT_SETTID CHILD_CLEARTID
        .equ    FUTEX_WAIT, 0
        .equ    FUTEX_WAKE, 1
        .equ    ROUNDS, 1000
        .globl  _start
        .text
_start:
        li      a0, THREAD_FLAGS
        la      a1, stack_top
        la      a2, tid
        li      a3, 0
        la      a4, tid
        system  clone
        beqz    a0, thread
        call    work
1:      la      t0, tid                 # join: the kernel clears tid and wakes us when the thread has ended
        lw      a2, 0(t0)
        beqz    a2, 2f
        la      a0, tid
        li      a1, FUTEX_WAIT
        li      a3, 0
        system  futex
        j       1b
2:      print   "counter "
        la      t0, counter
        lw      a0, 0(t0)
        call    print_number
        print   "\n"
        exit    0

thread: call    work
        li      a0, 0
        system  exit

work:   addi    sp, sp, -16
        sw      ra, 12(sp)
        li      s1, ROUNDS
1:      call    lock
        la      t0, counter
        lw      t1, 0(t0)
        addi    t1, t1, 1
        sw      t1, 0(t0)
        call    unlock
        addi    s1, s1, -1
        bnez    s1, 1b
        lw      ra, 12(sp)
        addi    sp, sp, 16
        ret

# The lock word: 0 free, 1 taken, 2 taken and somebody waits.
lock:   la      t3, mutex
1:      lr.w    t0, (t3)
        bnez    t0, 2f
        li      t1, 1
        sc.w    t2, t1, (t3)
        bnez    t2, 1b
        ret
2:      li      t1, 2
        amoswap.w t0, t1, (t3)
        beqz    t0, 3f
        mv      a0, t3
        li      a1, FUTEX_WAIT
        li      a2, 2
        li      a3, 0
        system  futex
        j       2b
3:      ret

unlock: la      t3, mutex
        amoswap.w t0, zero, (t3)
        li      t1, 2
        bne     t0, t1, 1f
        mv      a0, t3
        li      a1, FUTEX_WAKE
        li      a2, 1
        system  futex
1:      ret

        .include "include/print.inc"

        .bss
        .align  4
mutex:  .space  4
counter: .space 4
tid:    .space  16
        .space  4096
stack_top:
        .space  16
