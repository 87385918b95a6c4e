# Operations on memory that happen at once, for package sync/atomic. A 64-bit number takes two registers, low word first;
# amocas.d wants both pairs to begin at an even register, here t1:t2 (expected, then what was there) and a6:a7 (new).

.text

# func xadd(p *uint32, delta uint32) uint32: the sum
.globl runtime.xadd
.type runtime.xadd, @function
runtime.xadd:
	amoadd.w	t0, a1, (a0)
	add	a0, t0, a1
	ret
.size runtime.xadd, . - runtime.xadd

# func load(p *uint32) uint32
.globl runtime.load
.type runtime.load, @function
runtime.load:
	lw	a0, 0(a0)
	ret
.size runtime.load, . - runtime.load

# func store(p *uint32, x uint32)
.globl runtime.store
.type runtime.store, @function
runtime.store:
	sw	a1, 0(a0)
	ret
.size runtime.store, . - runtime.store

# func xchg(p *uint32, x uint32) uint32: what was there
.globl runtime.xchg
.type runtime.xchg, @function
runtime.xchg:
	amoswap.w	a0, a1, (a0)
	ret
.size runtime.xchg, . - runtime.xchg

# func cas(p *uint32, old, x uint32) bool
.globl runtime.cas
.type runtime.cas, @function
runtime.cas:
	mv	t0, a1
	amocas.w	t0, a2, (a0)
	xor	t0, t0, a1
	sltiu	a0, t0, 1
	ret
.size runtime.cas, . - runtime.cas

# func load64(p *uint64) uint64
.globl runtime.load64
.type runtime.load64, @function
runtime.load64:
	li	t1, 0
	li	t2, 0
	li	a6, 0
	li	a7, 0
	amocas.d	t1, a6, (a0)
	mv	a0, t1
	mv	a1, t2
	ret
.size runtime.load64, . - runtime.load64

# func xchg64(p *uint64, x uint64) uint64: what was there
.globl runtime.xchg64
.type runtime.xchg64, @function
runtime.xchg64:
	mv	a6, a1
	mv	a7, a2
1:	lw	t1, 0(a0)
	lw	t2, 4(a0)
	mv	t3, t1
	mv	t4, t2
	amocas.d	t1, a6, (a0)
	bne	t1, t3, 1b
	bne	t2, t4, 1b
	mv	a0, t1
	mv	a1, t2
	ret
.size runtime.xchg64, . - runtime.xchg64

# func xadd64(p *uint64, delta uint64) uint64: the sum
.globl runtime.xadd64
.type runtime.xadd64, @function
runtime.xadd64:
1:	lw	t1, 0(a0)
	lw	t2, 4(a0)
	mv	t3, t1
	mv	t4, t2
	add	a6, t1, a1
	sltu	t0, a6, a1
	add	a7, t2, a2
	add	a7, a7, t0
	amocas.d	t1, a6, (a0)
	bne	t1, t3, 1b
	bne	t2, t4, 1b
	mv	a0, a6
	mv	a1, a7
	ret
.size runtime.xadd64, . - runtime.xadd64

# func cas64(p *uint64, old, x uint64) bool
.globl runtime.cas64
.type runtime.cas64, @function
runtime.cas64:
	mv	t1, a1
	mv	t2, a2
	mv	a6, a3
	mv	a7, a4
	amocas.d	t1, a6, (a0)
	xor	t1, t1, a1
	xor	t2, t2, a2
	or	t1, t1, t2
	sltiu	a0, t1, 1
	ret
.size runtime.cas64, . - runtime.cas64
