package runtime

import "unsafe"

// System call numbers of i386.
const (
	sys_read          = 3
	sys_write         = 4
	sys_kill          = 37
	sys_munmap        = 91
	sys_setitimer     = 104
	sys_nanosleep     = 162
	sys_sigaction     = 174
	sys_sigprocmask   = 175
	sys_sigaltstack   = 186
	sys_mmap2         = 192
	sys_madvise       = 219
	sys_gettid        = 224
	sys_exit_group    = 252
	sys_clock_gettime = 265
)

const (
	_PROT_NONE  = 0
	_PROT_READ  = 1
	_PROT_WRITE = 2

	_MAP_PRIVATE   = 2
	_MAP_FIXED     = 0x10
	_MAP_ANON      = 0x20
	_MAP_NORESERVE = 0x4000
	_MAP_STACK     = 0x20000
)

// exit ends the process.
func exit(code int) {
	if writeBarrier.shadow && getg().m.dying == 0 && !shadow.busy {
		shadowCheck()
	}
	for {
		syscall6(sys_exit_group, uintptr(code), 0, 0, 0, 0, 0)
	}
}

// write gives the number of bytes, or a negative error.
func write(fd int, p unsafe.Pointer, n int) int {
	return syscall6(sys_write, uintptr(fd), uintptr(p), uintptr(n), 0, 0, 0)
}

// mmap gives the address and an error number; offset is in bytes.
func mmap(addr unsafe.Pointer, n uintptr, prot, flags, fd int, offset uintptr) (unsafe.Pointer, int) {
	r := syscall6(sys_mmap2, uintptr(addr), n, uintptr(prot), uintptr(flags), uintptr(fd), offset/_PageSize)
	if r < 0 && r > -4096 {
		return nil, -r
	}
	return unsafe.Pointer(uintptr(r)), 0
}

func munmap(addr unsafe.Pointer, n uintptr) { syscall6(sys_munmap, uintptr(addr), n, 0, 0, 0, 0) }

// Argument vector as the kernel left it on the stack.
var (
	argc int
	argv **byte
)

// Entries of the auxiliary vector.
const (
	_AT_NULL   = 0
	_AT_RANDOM = 25
)

func argvAt(i int) *byte { return *(**byte)(add(unsafe.Pointer(argv), uintptr(i)*ptrSize)) }

var startupRandom *[16]byte

// args reads what lies behind argc: arguments, environment, auxiliary vector.
func args(c int, v **byte) {
	argc, argv = c, v
	n := argc + 1
	for argvAt(n) != nil {
		n++
	}
	aux := (*[64][2]uintptr)(add(unsafe.Pointer(argv), uintptr(n+1)*ptrSize))
	for i := 0; aux[i][0] != _AT_NULL; i++ {
		if aux[i][0] == _AT_RANDOM {
			startupRandom = (*[16]byte)(unsafe.Pointer(aux[i][1]))
		}
	}
}

var argslice, envs []string

func goargs() {
	argslice = make([]string, argc)
	for i := range argslice {
		argslice[i] = gostringnocopy(argvAt(i))
	}
}

func goenvs() {
	n := 0
	for argvAt(argc+1+n) != nil {
		n++
	}
	envs = make([]string, n)
	for i := range envs {
		envs[i] = gostringnocopy(argvAt(argc + 1 + i))
	}
}

// gogetenv is the value of an environment variable, "" if it is not set.
func gogetenv(key string) string {
	for _, s := range envs {
		if len(s) > len(key) && s[len(key)] == '=' && s[:len(key)] == key {
			return s[len(key)+1:]
		}
	}
	return ""
}

//go:linkname os_runtime_args os.runtime_args
func os_runtime_args() []string { return append([]string{}, argslice...) }

//go:linkname os_runtime_envs os.runtime_envs
func os_runtime_envs() []string { return append([]string{}, envs...) }

//go:linkname os_runtime_exit os.runtime_exit
func os_runtime_exit(code int) { exit(code) }

// fastrand is a wyrand step (Wang Yi) on 64 bits.
func fastrand() uint32 {
	mp := getg().m
	mp.fastrand += 0xa0761d6478bd642f
	x := mp.fastrand
	y := x ^ 0xe7037ed1a0b428db
	lo := uint32(x) * uint32(y>>32)
	hi := mulhu(uint32(x), uint32(y)) + uint32(x>>32)*uint32(y)
	return lo ^ hi ^ uint32(x>>32)
}

// fastrandn is a random number below n.
func fastrandn(n uint32) uint32 { return mulhu(fastrand(), n) }

func randinit() {
	seed := uint64(1)
	if startupRandom != nil {
		for _, b := range startupRandom[:8] {
			seed = seed<<8 | uint64(b)
		}
	}
	getg().m.fastrand = seed
}

// timespec is what the calls about time read and write: one place, since a local one would be on the heap.
var timespec [2]uintptr

const (
	_CLOCK_REALTIME  = 0
	_CLOCK_MONOTONIC = 1
)

func clock(id uintptr) int64 {
	syscall6(sys_clock_gettime, id, uintptr(unsafe.Pointer(&timespec)), 0, 0, 0, 0)
	return int64(timespec[0])*1e9 + int64(timespec[1])
}

// nanotime is the time that has passed since some moment, walltime that since 1970.
func nanotime() int64 { return clock(_CLOCK_MONOTONIC) }
func walltime() int64 { return clock(_CLOCK_REALTIME) }
