package os

import (
	"syscall"
	"unsafe"
)

// System call numbers of i386.
const (
	sysChdir      = 12
	sysChmod      = 15
	sysReadlink   = 85
	sysUname      = 122
	sysGetcwd     = 183
	sysTruncate64 = 193
	sysStat64     = 195
	sysLstat64    = 196
	sysFstat64    = 197
	sysGetuid32   = 199
	sysGetgid32   = 200
	sysGeteuid32  = 201
	sysGetegid32  = 202
	sysGetdents64 = 220
	sysPipe2      = 331
	sysKill       = 37
	sysSigaction  = 174
	sysRead       = 3
	sysWrite      = 4
	sysClose      = 6
	sysGetpid     = 20
	sysGetppid    = 64
	sysFsync      = 118
	sysLlseek     = 140
	sysPread64    = 180
	sysPwrite64   = 181
	sysFtruncate  = 194
	sysOpenat     = 295
	sysMkdirat    = 296
	sysUnlinkat   = 301
	sysRenameat   = 302

	atFdcwd     = -100
	atRemovedir = 0x200
)

// What the runtime gives this package.

//go:linkname syscall6 runtime.syscall6
//go:noescape
func syscall6(number, a0, a1, a2, a3, a4, a5 uintptr) int

//go:linkname runtime_args os.runtime_args
func runtime_args() []string
func runtime_createfing()

//go:linkname runtime_envs os.runtime_envs
func runtime_envs() []string

//go:linkname runtime_exit os.runtime_exit
func runtime_exit(code int)

//go:linkname fastrand runtime.fastrand
func fastrand() uint32

func data(b []byte) uintptr {
	if len(b) == 0 {
		return 0
	}
	return uintptr(unsafe.Pointer(&b[0]))
}

// onPath makes a call with the address of name, zero-terminated. A name with a zero in it has none.
func onPath(name string, call func(path uintptr) int) int {
	b := make([]byte, len(name)+1)
	copy(b, name)
	for _, c := range b[:len(name)] {
		if c == 0 {
			return -int(syscall.EINVAL)
		}
	}
	return call(data(b))
}

// again repeats a call that a signal interrupted. The arguments may point into the stack, which does not move meanwhile.
//
//go:nosplit
func again(number int, a0, a1, a2, a3, a4 uintptr) int {
	for {
		r := syscall6(uintptr(number), a0, a1, a2, a3, a4, 0)
		if r != -int(syscall.EINTR) {
			return r
		}
	}
}

func read(fd int, b []byte) int  { return again(sysRead, uintptr(fd), data(b), uintptr(len(b)), 0, 0) }
func write(fd int, b []byte) int { return again(sysWrite, uintptr(fd), data(b), uintptr(len(b)), 0, 0) }

func pread(fd int, b []byte, off int64) int {
	return again(sysPread64, uintptr(fd), data(b), uintptr(len(b)), uintptr(off), uintptr(off>>32))
}

func pwrite(fd int, b []byte, off int64) int {
	return again(sysPwrite64, uintptr(fd), data(b), uintptr(len(b)), uintptr(off), uintptr(off>>32))
}

func closefd(fd int) int { return syscall6(sysClose, uintptr(fd), 0, 0, 0, 0, 0) }
func fsync(fd int) int   { return again(sysFsync, uintptr(fd), 0, 0, 0, 0) }
func getpid() int        { return syscall6(sysGetpid, 0, 0, 0, 0, 0, 0) }
func getppid() int       { return syscall6(sysGetppid, 0, 0, 0, 0, 0, 0) }

func ftruncate(fd int, size int64) int {
	return again(sysFtruncate, uintptr(fd), uintptr(size), uintptr(size>>32), 0, 0)
}

// seek gives the new position and an error number.
func seek(fd int, offset int64, whence int) (int64, int) {
	var position int64
	r := syscall6(sysLlseek, uintptr(fd), uintptr(offset>>32), uintptr(offset), uintptr(unsafe.Pointer(&position)), uintptr(whence), 0)
	if r < 0 {
		return 0, -r
	}
	return position, 0
}

func atcwd() uintptr {
	fd := atFdcwd
	return uintptr(fd)
}

func openat(name string, flags, mode int) int {
	return onPath(name, func(path uintptr) int { return again(sysOpenat, atcwd(), path, uintptr(flags), uintptr(mode), 0) })
}

func mkdir(name string, mode int) int {
	return onPath(name, func(path uintptr) int { return again(sysMkdirat, atcwd(), path, uintptr(mode), 0, 0) })
}

func unlinkat(name string, flags int) int {
	return onPath(name, func(path uintptr) int { return again(sysUnlinkat, atcwd(), path, uintptr(flags), 0, 0) })
}

func rename(from, to string) int {
	return onPath(from, func(source uintptr) int {
		return onPath(to, func(target uintptr) int { return again(sysRenameat, atcwd(), source, atcwd(), target, 0) })
	})
}
