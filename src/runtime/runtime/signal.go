package runtime

import "unsafe"

const (
	_SIGILL  = 4
	_SIGTRAP = 5
	_SIGABRT = 6
	_SIGBUS  = 7
	_SIGFPE  = 8
	_SIGSEGV = 11
	_SIGPIPE = 13
	// Of the timer that stands in for sysmon.
	_SIGVTALRM = 26

	_SEGV_MAPERR = 1
	_BUS_ADRERR  = 2

	_SA_SIGINFO  = 4
	_SA_RESTORER = 0x04000000
	_SA_ONSTACK  = 0x08000000
	_SA_RESTART  = 0x10000000

	// Faults below this address are nil dereferences.
	minLegalPointer = 4096
)

// sigaction is the record of rt_sigaction.
type sigaction struct {
	handler  uintptr
	flags    uint32
	restorer uintptr
	mask     [2]uint32
}

type stackt struct {
	sp    uintptr
	flags int32
	size  uintptr
}

// siginfo as far as faults fill it.
type siginfo struct {
	signo int32
	errno int32
	code  int32
	addr  uintptr
}

// ucontext is the head of a signal frame's context: regs[0] is the pc, regs[n] is xN.
type ucontext struct {
	flags  uint32
	link   uint32
	stack  stackt
	trapno uint32
	err    uint32
	cr2    uintptr
	regs   [32]uintptr
}

const (
	regPC = 0
	regRA = 1
	regSP = 2
)

func sigtrampPC() uintptr
func sigreturnPC() uintptr
func sigpanicPC() uintptr

var gsignal0 g

// initsig catches the signals of faults, on a stack of their own.
func initsig() {
	mp := getg().m
	gs := &gsignal0
	gs.stack = stackalloc(signalStackSize)
	lo := gs.stack.lo
	gs.stackguard0 = lo + stackGuard
	gs.stackguard1 = gs.stackguard0
	gs.m = mp
	mp.gsignal = gs
	st := stackt{sp: lo, size: signalStackSize}
	syscall6(sys_sigaltstack, uintptr(unsafe.Pointer(&st)), 0, 0, 0, 0, 0)
	for _, sig := range [...]uintptr{_SIGILL, _SIGTRAP, _SIGBUS, _SIGFPE, _SIGSEGV, _SIGVTALRM} {
		sa := sigaction{handler: sigtrampPC(), flags: _SA_SIGINFO | _SA_ONSTACK | _SA_RESTORER | _SA_RESTART, restorer: sigreturnPC()}
		sa.mask = [2]uint32{^uint32(0), ^uint32(0)}
		syscall6(sys_sigaction, sig, uintptr(unsafe.Pointer(&sa)), 0, 8, 0, 0)
	}
}

// signame is what traces call a signal.
func signame(sig uint32) string {
	switch sig {
	case _SIGILL:
		return "SIGILL: illegal instruction"
	case _SIGTRAP:
		return "SIGTRAP: trace trap"
	case _SIGABRT:
		return "SIGABRT: abort"
	case _SIGBUS:
		return "SIGBUS: bus error"
	case _SIGFPE:
		return "SIGFPE: floating-point exception"
	case _SIGSEGV:
		return "SIGSEGV: segmentation violation"
	}
	return ""
}

// sighandler runs as gsignal; gp is the goroutine that was interrupted. A fault of Go
// code goes on as a call of sigpanic from the instruction that faulted.
func sighandler(sig uint32, info *siginfo, ctx *ucontext, gp *g) {
	if sig == _SIGVTALRM {
		retake(gp.m)
		return
	}
	pc := ctx.regs[regPC]
	isUser := info.code <= 0
	canPanic := sig == _SIGSEGV || sig == _SIGBUS || sig == _SIGFPE
	if canPanic && !isUser && gp.m.curg == gp && gp.m.dying == 0 && findfunc(pc).valid() || canPanic && !isUser && gp.m.curg == gp && gp.m.dying == 0 && pc == info.addr {
		gp.sig = sig
		gp.sigcode0 = uintptr(info.code)
		gp.sigcode1 = info.addr
		gp.sigpc = pc
		preparePanic(ctx)
		return
	}
	gp.m.dying++
	name := signame(sig)
	if name != "" {
		print(name, "\n")
	} else {
		print("Signal ")
		printhex(uint64(sig))
		print("\n")
	}
	print("PC=")
	printhex(uint64(pc))
	print(" m=0 sigcode=", info.code, "\n")
	if sig == _SIGILL && findfunc(pc).valid() {
		print("instruction bytes:")
		for i := uintptr(0); i < 16; i++ {
			print(" ")
			printhex(uint64(*(*byte)(unsafe.Pointer(pc + i))))
		}
		print("\n")
	}
	print("\n")
	goroutineheader(gp)
	traceback(pc, ctx.regs[regSP], gp)
	exit(2)
}

// preparePanic makes it look as if the instruction that faulted had called sigpanic:
// the link register, which the function may not have saved, goes to the stack.
func preparePanic(ctx *ucontext) {
	pc := ctx.regs[regPC]
	sp := ctx.regs[regSP] - sigpanicFrame
	*(*uintptr)(unsafe.Pointer(sp)) = ctx.regs[regRA]
	ctx.regs[regSP] = sp
	// After a call of a wild function value the caller is to blame.
	if findfunc(pc).valid() {
		ctx.regs[regRA] = pc
	}
	ctx.regs[regPC] = sigpanicPC()
}

// sigpanicFrame is what preparePanic takes of the stack.
const sigpanicFrame = 16

// sigpanic turns the signal into a panic.
func sigpanic() {
	gp := getg()
	switch gp.sig {
	case _SIGBUS:
		if gp.sigcode0 == _BUS_ADRERR && gp.sigcode1 < minLegalPointer {
			panicmem()
		}
		if gp.paniconfault {
			panicmemAddr(gp.sigcode1)
		}
		faultAddress(gp)
	case _SIGSEGV:
		if gp.sigcode1 < minLegalPointer {
			panicmem()
		}
		if gp.paniconfault {
			panicmemAddr(gp.sigcode1)
		}
		faultAddress(gp)
	case _SIGFPE:
		panicdivide()
	}
	throw("fault")
}

func faultAddress(gp *g) {
	print("unexpected fault address ")
	printhex(uint64(gp.sigcode1))
	print("\n")
	throw("fault")
}
