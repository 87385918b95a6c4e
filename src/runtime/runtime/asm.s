# Entry, and what Go cannot say. Functions take arguments and give results in a0 to a7, as compiled ones do;
# s11 is the goroutine, s10 the closure. Offsets in g and gobuf are those of runtime2.go.

.equ G_STACK_LO, 0
.equ G_STACK_HI, 4
.equ G_STACKGUARD0, 8
.equ G_STACKGUARD1, 12
.equ G_M, 24
.equ G_SCHED, 28
.equ M_G0, 0
.equ M_CURG, 4
.equ M_GSIGNAL, 8
.equ GOBUF_SP, 0
.equ GOBUF_PC, 4
.equ GOBUF_G, 8
.equ GOBUF_CTX, 12
.equ GOBUF_RET, 16
.equ GOBUF_LR, 20

# The start-up stack is the kernel's; so much of it is taken as ours.
.equ STARTUP_STACK, 65536
.equ STACK_GUARD, 928

# Pc in the machine context of a signal frame; xN lies 4*N behind it.
.equ CONTEXT_REGISTERS, 32
.equ CONTEXT_G, CONTEXT_REGISTERS + 27*4

.text

.globl _start
.type _start, @function
_start:
	mv	gp, zero
	lw	a0, 0(sp)
	addi	a1, sp, 4
	la	s11, runtime.g0
	la	t0, runtime.m0
	sw	t0, G_M(s11)
	sw	s11, M_G0(t0)
	sw	s11, M_CURG(t0)
	sw	sp, G_STACK_HI(s11)
	li	t1, STARTUP_STACK
	sub	t1, sp, t1
	sw	t1, G_STACK_LO(s11)
	addi	t1, t1, STACK_GUARD
	sw	t1, G_STACKGUARD0(s11)
	sw	t1, G_STACKGUARD1(s11)
	addi	sp, sp, -64
	sw	sp, G_SCHED+GOBUF_SP(s11)
	call	runtime.rt0_go
	ebreak
.size _start, . - _start

# func syscall6(number, a0, a1, a2, a3, a4, a5 uintptr) int
.globl runtime.syscall6
.type runtime.syscall6, @function
runtime.syscall6:
	mv	t0, a0
	mv	a0, a1
	mv	a1, a2
	mv	a2, a3
	mv	a3, a4
	mv	a4, a5
	mv	a5, a6
	mv	a7, t0
	ecall
	ret
.size runtime.syscall6, . - runtime.syscall6

# func gogo(buf *gobuf)
.globl runtime.gogo
.type runtime.gogo, @function
runtime.gogo:
	lw	sp, GOBUF_SP(a0)
	lw	t0, GOBUF_PC(a0)
	lw	s11, GOBUF_G(a0)
	lw	s10, GOBUF_CTX(a0)
	lw	ra, GOBUF_LR(a0)
	sw	zero, GOBUF_CTX(a0)
	sw	zero, GOBUF_LR(a0)
	lw	a0, GOBUF_RET(a0)
	jr	t0
.size runtime.gogo, . - runtime.gogo

# func mcall(fn func(*g)): fn does not return here; gogo does.
.globl runtime.mcall
.type runtime.mcall, @function
runtime.mcall:
	sw	sp, G_SCHED+GOBUF_SP(s11)
	sw	ra, G_SCHED+GOBUF_PC(s11)
	mv	s10, a0
	mv	a0, s11
	lw	t0, G_M(s11)
	lw	s11, M_G0(t0)
	lw	sp, G_SCHED+GOBUF_SP(s11)
	lw	t0, 0(s10)
	jalr	ra, t0
	ebreak
.size runtime.mcall, . - runtime.mcall

# func systemstack(fn func()). The goroutine's own stack may be another one when fn returns.
.globl runtime.systemstack
.type runtime.systemstack, @function
runtime.systemstack:
	mv	s10, a0
	lw	t0, G_M(s11)
	lw	t1, M_G0(t0)
	lw	t2, 0(s10)
	beq	s11, t1, 1f
	lw	t3, M_GSIGNAL(t0)
	beq	s11, t3, 1f
	sw	sp, G_SCHED+GOBUF_SP(s11)
	sw	ra, G_SCHED+GOBUF_PC(s11)
	lw	t0, G_SCHED+GOBUF_SP(t1)
	addi	sp, t0, -8
	sw	s11, 0(sp)
	mv	s11, t1
	jalr	ra, t2
	lw	s11, 0(sp)
	lw	sp, G_SCHED+GOBUF_SP(s11)
	lw	ra, G_SCHED+GOBUF_PC(s11)
	ret
1:	jr	t2
.size runtime.systemstack, . - runtime.systemstack

# Called by functions whose frame does not fit, from before it is made: t4 is where the function goes on, ra where it
# returns to, s10 its closure; other registers hold nothing. newstack goes on by gogo.
.globl runtime.morestack_noctxt
.type runtime.morestack_noctxt, @function
runtime.morestack_noctxt:
	mv	s10, zero
	j	runtime.morestack
.size runtime.morestack_noctxt, . - runtime.morestack_noctxt

.globl runtime.morestack
.type runtime.morestack, @function
runtime.morestack:
	lw	t0, G_M(s11)
	lw	t1, M_G0(t0)
	beq	s11, t1, 1f
	lw	t2, M_GSIGNAL(t0)
	beq	s11, t2, 1f
	sw	sp, G_SCHED+GOBUF_SP(s11)
	sw	t4, G_SCHED+GOBUF_PC(s11)
	sw	ra, G_SCHED+GOBUF_LR(s11)
	sw	s10, G_SCHED+GOBUF_CTX(s11)
	mv	s11, t1
	lw	sp, G_SCHED+GOBUF_SP(t1)
	call	runtime.newstack
	ebreak
1:	call	runtime.badmorestack
	ebreak
.size runtime.morestack, . - runtime.morestack

# Where a goroutine begins: calls its function, the context of its gobuf. func gostartPC() uintptr
.type runtime.gostart, @function
runtime.gostart:
	lw	t0, 0(s10)
	jalr	ra, t0
	call	runtime.goexit1
	ebreak
.size runtime.gostart, . - runtime.gostart

.globl runtime.gostartPC
.type runtime.gostartPC, @function
runtime.gostartPC:
	la	a0, runtime.gostart
	ret
.size runtime.gostartPC, . - runtime.gostartPC

# Where the kernel enters on a signal: a0 number, a1 siginfo, a2 context, ra the restorer. Go code runs as gsignal.
.globl runtime.sigtramp
.type runtime.sigtramp, @function
runtime.sigtramp:
	addi	sp, sp, -80
	sw	ra, 76(sp)
	lw	a3, CONTEXT_G(a2)
	lw	t0, G_M(a3)
	lw	s11, M_GSIGNAL(t0)
	call	runtime.sighandler
	lw	ra, 76(sp)
	addi	sp, sp, 80
	ret
.size runtime.sigtramp, . - runtime.sigtramp

.globl runtime.sigreturn
.type runtime.sigreturn, @function
runtime.sigreturn:
	li	a7, 173
	ecall
	ebreak
.size runtime.sigreturn, . - runtime.sigreturn

# func sigtrampPC() uintptr and func sigreturnPC() uintptr: the addresses that rt_sigaction is given.
.globl runtime.sigtrampPC
.type runtime.sigtrampPC, @function
runtime.sigtrampPC:
	la	a0, runtime.sigtramp
	ret
.size runtime.sigtrampPC, . - runtime.sigtrampPC

.globl runtime.sigreturnPC
.type runtime.sigreturnPC, @function
runtime.sigreturnPC:
	la	a0, runtime.sigreturn
	ret
.size runtime.sigreturnPC, . - runtime.sigreturnPC

# func mainPC() uintptr: where the first goroutine begins. Returning from it is a mistake.
.globl runtime.mainPC
.type runtime.mainPC, @function
runtime.mainPC:
	la	a0, runtime.mainstart
	ret
.size runtime.mainPC, . - runtime.mainPC

.type runtime.mainstart, @function
runtime.mainstart:
	addi	sp, sp, -64
	call	runtime.main
	ebreak
.size runtime.mainstart, . - runtime.mainstart

# func sigpanicPC() uintptr
.globl runtime.sigpanicPC
.type runtime.sigpanicPC, @function
runtime.sigpanicPC:
	la	a0, runtime.sigpanic
	ret
.size runtime.sigpanicPC, . - runtime.sigpanicPC

# func memmove(to, from unsafe.Pointer, n uintptr)
# Whole words where both addresses are aligned alike, so that the collector never sees half a pointer; two at a time through
# float registers, which move bits unchanged.
.globl runtime.memmove
.type runtime.memmove, @function
runtime.memmove:
	beq	a0, a1, 9f
	sub	t0, a0, a1
	bltu	t0, a2, 5f		# to lies inside [from, from+n): from the end
	xor	t0, a0, a1
	andi	t0, t0, 3
	bnez	t0, 4f
1:	andi	t0, a0, 3
	beqz	t0, 2f
	beqz	a2, 9f
	lbu	t1, 0(a1)
	sb	t1, 0(a0)
	addi	a0, a0, 1
	addi	a1, a1, 1
	addi	a2, a2, -1
	j	1b
2:	li	t0, 64
	bltu	a2, t0, 7f
6:	fld	ft0, 0(a1)
	fld	ft1, 8(a1)
	fld	ft2, 16(a1)
	fld	ft3, 24(a1)
	fld	ft4, 32(a1)
	fld	ft5, 40(a1)
	fld	ft6, 48(a1)
	fld	ft7, 56(a1)
	fsd	ft0, 0(a0)
	fsd	ft1, 8(a0)
	fsd	ft2, 16(a0)
	fsd	ft3, 24(a0)
	fsd	ft4, 32(a0)
	fsd	ft5, 40(a0)
	fsd	ft6, 48(a0)
	fsd	ft7, 56(a0)
	addi	a0, a0, 64
	addi	a1, a1, 64
	addi	a2, a2, -64
	bgeu	a2, t0, 6b
7:	li	t0, 16
	bltu	a2, t0, 3f
	lw	t1, 0(a1)
	lw	t2, 4(a1)
	lw	t3, 8(a1)
	lw	t4, 12(a1)
	sw	t1, 0(a0)
	sw	t2, 4(a0)
	sw	t3, 8(a0)
	sw	t4, 12(a0)
	addi	a0, a0, 16
	addi	a1, a1, 16
	addi	a2, a2, -16
	j	7b
3:	li	t0, 4
	bltu	a2, t0, 4f
	lw	t1, 0(a1)
	sw	t1, 0(a0)
	addi	a0, a0, 4
	addi	a1, a1, 4
	addi	a2, a2, -4
	j	3b
4:	beqz	a2, 9f
	lbu	t1, 0(a1)
	sb	t1, 0(a0)
	addi	a0, a0, 1
	addi	a1, a1, 1
	addi	a2, a2, -1
	j	4b
5:	add	a0, a0, a2
	add	a1, a1, a2
	xor	t0, a0, a1
	andi	t0, t0, 3
	bnez	t0, 8f
6:	andi	t0, a0, 3
	beqz	t0, 7f
	beqz	a2, 9f
	addi	a0, a0, -1
	addi	a1, a1, -1
	addi	a2, a2, -1
	lbu	t1, 0(a1)
	sb	t1, 0(a0)
	j	6b
7:	li	t0, 4
	bltu	a2, t0, 8f
	addi	a0, a0, -4
	addi	a1, a1, -4
	addi	a2, a2, -4
	lw	t1, 0(a1)
	sw	t1, 0(a0)
	j	7b
8:	beqz	a2, 9f
	addi	a0, a0, -1
	addi	a1, a1, -1
	addi	a2, a2, -1
	lbu	t1, 0(a1)
	sb	t1, 0(a0)
	j	8b
9:	ret
.size runtime.memmove, . - runtime.memmove

# func memclrNoHeapPointers(p unsafe.Pointer, n uintptr)
.globl runtime.memclrNoHeapPointers
.type runtime.memclrNoHeapPointers, @function
runtime.memclrNoHeapPointers:
1:	andi	t0, a0, 3
	beqz	t0, 2f
	beqz	a1, 9f
	sb	zero, 0(a0)
	addi	a0, a0, 1
	addi	a1, a1, -1
	j	1b
2:	li	t0, 32
	bltu	a1, t0, 3f
	fcvt.d.w	ft0, zero
5:	fsd	ft0, 0(a0)
	fsd	ft0, 8(a0)
	fsd	ft0, 16(a0)
	fsd	ft0, 24(a0)
	addi	a0, a0, 32
	addi	a1, a1, -32
	bgeu	a1, t0, 5b
3:	li	t0, 4
	bltu	a1, t0, 4f
	sw	zero, 0(a0)
	addi	a0, a0, 4
	addi	a1, a1, -4
	j	3b
4:	beqz	a1, 9f
	sb	zero, 0(a0)
	addi	a0, a0, 1
	addi	a1, a1, -1
	j	4b
9:	ret
.size runtime.memclrNoHeapPointers, . - runtime.memclrNoHeapPointers

# func memequal(p, q unsafe.Pointer, n uintptr) bool
.globl runtime.memequal
.type runtime.memequal, @function
runtime.memequal:
	beq	a0, a1, 8f
1:	li	t0, 4
	bltu	a2, t0, 2f
	lw	t1, 0(a0)
	lw	t2, 0(a1)
	bne	t1, t2, 7f
	addi	a0, a0, 4
	addi	a1, a1, 4
	addi	a2, a2, -4
	j	1b
2:	beqz	a2, 8f
	lbu	t1, 0(a0)
	lbu	t2, 0(a1)
	bne	t1, t2, 7f
	addi	a0, a0, 1
	addi	a1, a1, 1
	addi	a2, a2, -1
	j	2b
7:	li	a0, 0
	ret
8:	li	a0, 1
	ret
.size runtime.memequal, . - runtime.memequal
