# A SIGSEGV handler maps the missing page and returns; the instruction that faulted is executed again and succeeds.
# expect: the handler mapped 50000000
# expect: read back 42
# expect: faults handled: 1

        .include "include/linux.inc"
        .globl  _start
        .text
_start:
        li      a0, SIGSEGV
        la      a1, action
        li      a2, 0
        li      a3, 8
        system  rt_sigaction
        li      s0, 0x50000123
        li      t0, 42
        sb      t0, 0(s0)
        print   "read back "
        lbu     a0, 0(s0)
        call    print_number
        print   "\nfaults handled: "
        la      t0, count
        lw      a0, 0(t0)
        call    print_number
        print   "\n"
        exit    0

# a0 = signal, a1 = siginfo, a2 = ucontext; the kernel restores every register afterwards.
handler:
        addi    sp, sp, -16
        sw      ra, 12(sp)
        lw      s0, SI_ADDR(a1)
        li      t0, 0xfffff000
        and     s0, s0, t0
        mv      a0, s0
        li      a1, 4096
        li      a2, PROT_READ | PROT_WRITE
        li      a3, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED
        li      a4, -1
        li      a5, 0
        system  mmap2
        print   "the handler mapped "
        mv      a0, s0
        call    print_hex
        print   "\n"
        la      t0, count
        lw      t1, 0(t0)
        addi    t1, t1, 1
        sw      t1, 0(t0)
        lw      ra, 12(sp)
        addi    sp, sp, 16
        ret

restorer:
        system  rt_sigreturn

        .include "include/print.inc"

        .section .rodata
        .align  2
action: .word   handler, SA_SIGINFO | SA_RESTORER, restorer, 0, 0
        .bss
        .align  2
count:  .space  4
