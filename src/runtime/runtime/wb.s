# Write barriers. Compiled code tests gp before it stores a pointer, and if it is not zero calls gcWriteBarrier with the address in t4, the new
# value in ft11 and the return address in tp. Only those, t5 and t6 may change.

.equ G_M, 24
.equ M_P, 20
.equ WBBUF_NEXT, 0
.equ WBBUF_END, 4

# The frame of whoever calls Go code from the midst of a function: all registers.
.equ SAVED_INTEGERS, 16
.equ SAVED_FLOATS, SAVED_INTEGERS + 26*4
.equ SAVED_END, SAVED_FLOATS + 31*8
.equ FRAME, SAVED_END + 4

.text

# func setWriteBarrier(on bool): for the thread that calls it.
.globl runtime.setWriteBarrier
.type runtime.setWriteBarrier, @function
runtime.setWriteBarrier:
	mv	gp, a0
	ret
.size runtime.setWriteBarrier, . - runtime.setWriteBarrier

# Puts the new and the old pointer into the buffer of the p, and empties it when it is full.
.globl runtime.gcWriteBarrier
.type runtime.gcWriteBarrier, @function
runtime.gcWriteBarrier:
	addi	sp, sp, -16
	sw	t0, 0(sp)
	sw	t1, 4(sp)
	sw	t2, 8(sp)
	lw	t0, G_M(s11)
	lw	t0, M_P(t0)
	lw	t1, WBBUF_NEXT(t0)
	fmv.x.w	t2, ft11
	sw	t2, 0(t1)
	lw	t2, 0(t4)
	sw	t2, 4(t1)
	addi	t1, t1, 8
	sw	t1, WBBUF_NEXT(t0)
	lw	t2, WBBUF_END(t0)
	beq	t1, t2, 1f
	lw	t0, 0(sp)
	lw	t1, 4(sp)
	lw	t2, 8(sp)
	addi	sp, sp, 16
	jr	tp
1:	lw	t0, 0(sp)
	lw	t1, 4(sp)
	lw	t2, 8(sp)
	addi	sp, sp, 16
	la	t6, runtime.wbBufFlush
	j	runtime.callKeeping
.size runtime.gcWriteBarrier, . - runtime.gcWriteBarrier

# Under --stress wb compiled code comes here after a store without barrier, with the address in t4.
.globl runtime.gcCheckStore
.type runtime.gcCheckStore, @function
runtime.gcCheckStore:
	bnez	gp, 1f
	jr	tp
1:	la	t6, runtime.wbCheckStore
	j	runtime.callKeeping
.size runtime.gcCheckStore, . - runtime.gcCheckStore

# Calls the Go function at t6 with t4, the bits of ft11 and tp as arguments, and returns to tp with all registers as they were. Meanwhile there are
# no barriers: what is called must not need any.
.type runtime.callKeeping, @function
runtime.callKeeping:
	addi	sp, sp, -FRAME
	sw	ra, SAVED_INTEGERS+0(sp)
	sw	gp, SAVED_INTEGERS+4(sp)
	sw	tp, SAVED_INTEGERS+8(sp)
	sw	t0, SAVED_INTEGERS+12(sp)
	sw	t1, SAVED_INTEGERS+16(sp)
	sw	t2, SAVED_INTEGERS+20(sp)
	sw	s0, SAVED_INTEGERS+24(sp)
	sw	s1, SAVED_INTEGERS+28(sp)
	sw	a0, SAVED_INTEGERS+32(sp)
	sw	a1, SAVED_INTEGERS+36(sp)
	sw	a2, SAVED_INTEGERS+40(sp)
	sw	a3, SAVED_INTEGERS+44(sp)
	sw	a4, SAVED_INTEGERS+48(sp)
	sw	a5, SAVED_INTEGERS+52(sp)
	sw	a6, SAVED_INTEGERS+56(sp)
	sw	a7, SAVED_INTEGERS+60(sp)
	sw	s2, SAVED_INTEGERS+64(sp)
	sw	s3, SAVED_INTEGERS+68(sp)
	sw	s4, SAVED_INTEGERS+72(sp)
	sw	s5, SAVED_INTEGERS+76(sp)
	sw	s6, SAVED_INTEGERS+80(sp)
	sw	s7, SAVED_INTEGERS+84(sp)
	sw	s8, SAVED_INTEGERS+88(sp)
	sw	s9, SAVED_INTEGERS+92(sp)
	sw	s10, SAVED_INTEGERS+96(sp)
	sw	t3, SAVED_INTEGERS+100(sp)
	fsd	ft0, SAVED_FLOATS+0(sp)
	fsd	ft1, SAVED_FLOATS+8(sp)
	fsd	ft2, SAVED_FLOATS+16(sp)
	fsd	ft3, SAVED_FLOATS+24(sp)
	fsd	ft4, SAVED_FLOATS+32(sp)
	fsd	ft5, SAVED_FLOATS+40(sp)
	fsd	ft6, SAVED_FLOATS+48(sp)
	fsd	ft7, SAVED_FLOATS+56(sp)
	fsd	fs0, SAVED_FLOATS+64(sp)
	fsd	fs1, SAVED_FLOATS+72(sp)
	fsd	fa0, SAVED_FLOATS+80(sp)
	fsd	fa1, SAVED_FLOATS+88(sp)
	fsd	fa2, SAVED_FLOATS+96(sp)
	fsd	fa3, SAVED_FLOATS+104(sp)
	fsd	fa4, SAVED_FLOATS+112(sp)
	fsd	fa5, SAVED_FLOATS+120(sp)
	fsd	fa6, SAVED_FLOATS+128(sp)
	fsd	fa7, SAVED_FLOATS+136(sp)
	fsd	fs2, SAVED_FLOATS+144(sp)
	fsd	fs3, SAVED_FLOATS+152(sp)
	fsd	fs4, SAVED_FLOATS+160(sp)
	fsd	fs5, SAVED_FLOATS+168(sp)
	fsd	fs6, SAVED_FLOATS+176(sp)
	fsd	fs7, SAVED_FLOATS+184(sp)
	fsd	fs8, SAVED_FLOATS+192(sp)
	fsd	fs9, SAVED_FLOATS+200(sp)
	fsd	fs10, SAVED_FLOATS+208(sp)
	fsd	fs11, SAVED_FLOATS+216(sp)
	fsd	ft8, SAVED_FLOATS+224(sp)
	fsd	ft9, SAVED_FLOATS+232(sp)
	fsd	ft10, SAVED_FLOATS+240(sp)
	mv	a0, t4
	fmv.x.w	a1, ft11
	mv	a2, tp
	mv	gp, zero
	jalr	ra, t6
	lw	ra, SAVED_INTEGERS+0(sp)
	lw	gp, SAVED_INTEGERS+4(sp)
	lw	tp, SAVED_INTEGERS+8(sp)
	lw	t0, SAVED_INTEGERS+12(sp)
	lw	t1, SAVED_INTEGERS+16(sp)
	lw	t2, SAVED_INTEGERS+20(sp)
	lw	s0, SAVED_INTEGERS+24(sp)
	lw	s1, SAVED_INTEGERS+28(sp)
	lw	a0, SAVED_INTEGERS+32(sp)
	lw	a1, SAVED_INTEGERS+36(sp)
	lw	a2, SAVED_INTEGERS+40(sp)
	lw	a3, SAVED_INTEGERS+44(sp)
	lw	a4, SAVED_INTEGERS+48(sp)
	lw	a5, SAVED_INTEGERS+52(sp)
	lw	a6, SAVED_INTEGERS+56(sp)
	lw	a7, SAVED_INTEGERS+60(sp)
	lw	s2, SAVED_INTEGERS+64(sp)
	lw	s3, SAVED_INTEGERS+68(sp)
	lw	s4, SAVED_INTEGERS+72(sp)
	lw	s5, SAVED_INTEGERS+76(sp)
	lw	s6, SAVED_INTEGERS+80(sp)
	lw	s7, SAVED_INTEGERS+84(sp)
	lw	s8, SAVED_INTEGERS+88(sp)
	lw	s9, SAVED_INTEGERS+92(sp)
	lw	s10, SAVED_INTEGERS+96(sp)
	lw	t3, SAVED_INTEGERS+100(sp)
	fld	ft0, SAVED_FLOATS+0(sp)
	fld	ft1, SAVED_FLOATS+8(sp)
	fld	ft2, SAVED_FLOATS+16(sp)
	fld	ft3, SAVED_FLOATS+24(sp)
	fld	ft4, SAVED_FLOATS+32(sp)
	fld	ft5, SAVED_FLOATS+40(sp)
	fld	ft6, SAVED_FLOATS+48(sp)
	fld	ft7, SAVED_FLOATS+56(sp)
	fld	fs0, SAVED_FLOATS+64(sp)
	fld	fs1, SAVED_FLOATS+72(sp)
	fld	fa0, SAVED_FLOATS+80(sp)
	fld	fa1, SAVED_FLOATS+88(sp)
	fld	fa2, SAVED_FLOATS+96(sp)
	fld	fa3, SAVED_FLOATS+104(sp)
	fld	fa4, SAVED_FLOATS+112(sp)
	fld	fa5, SAVED_FLOATS+120(sp)
	fld	fa6, SAVED_FLOATS+128(sp)
	fld	fa7, SAVED_FLOATS+136(sp)
	fld	fs2, SAVED_FLOATS+144(sp)
	fld	fs3, SAVED_FLOATS+152(sp)
	fld	fs4, SAVED_FLOATS+160(sp)
	fld	fs5, SAVED_FLOATS+168(sp)
	fld	fs6, SAVED_FLOATS+176(sp)
	fld	fs7, SAVED_FLOATS+184(sp)
	fld	fs8, SAVED_FLOATS+192(sp)
	fld	fs9, SAVED_FLOATS+200(sp)
	fld	fs10, SAVED_FLOATS+208(sp)
	fld	fs11, SAVED_FLOATS+216(sp)
	fld	ft8, SAVED_FLOATS+224(sp)
	fld	ft9, SAVED_FLOATS+232(sp)
	fld	ft10, SAVED_FLOATS+240(sp)
	addi	sp, sp, FRAME
	jr	tp
.size runtime.callKeeping, . - runtime.callKeeping
