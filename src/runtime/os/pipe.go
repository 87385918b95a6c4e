package os

import (
	"syscall"
	"unsafe"
)

// Pipes inside a program. They do not block: a goroutine that has to wait for one lets the others run (netpoll.go of the
// runtime). A program that has none never gets here: what it reads and writes may block, and a broken pipe ends it.

const (
	oNonblock = 0x800

	pollIn  = 1
	pollOut = 4

	sigDefault = 0
	sigIgnore  = 1
)

//go:linkname runtime_pollWait os.runtime_pollWait
func runtime_pollWait(fd int, events int16) bool

//go:linkname runtime_pollClose os.runtime_pollClose
func runtime_pollClose(fd int)

// Once there has been a pipe: what to do when a call has failed, true for the same once more; and whom to tell that a file
// is closed.
var (
	afterFailure func(number, fd int, errno syscall.Errno) bool
	closing      func(fd int)
)

// Pipe gives the two ends of a pipe.
func Pipe() (r *File, w *File, err error) {
	var fds [2]int32
	if e := again(sysPipe2, uintptr(unsafe.Pointer(&fds)), oCloexec|oNonblock, 0, 0, 0); e < 0 {
		return nil, nil, NewSyscallError("pipe2", syscall.Errno(-e))
	}
	if afterFailure == nil {
		afterFailure, closing = waitOrEnd, runtime_pollClose
		setSignal(syscall.SIGPIPE, sigIgnore)
	}
	return NewFile(uintptr(fds[0]), "|0"), NewFile(uintptr(fds[1]), "|1"), nil
}

// waitOrEnd lets other goroutines run until a call on a pipe would not block; false: it has been closed. Nobody reading
// what goes to the standard streams ends the program; elsewhere that is an error.
func waitOrEnd(number, fd int, errno syscall.Errno) bool {
	switch errno {
	case syscall.EAGAIN:
		events := int16(pollIn)
		if number == sysWrite {
			events = pollOut
		}
		return runtime_pollWait(fd, events)
	case syscall.EPIPE:
		if fd == 1 || fd == 2 {
			setSignal(syscall.SIGPIPE, sigDefault)
			again(sysKill, uintptr(getpid()), uintptr(syscall.SIGPIPE), 0, 0, 0)
		}
	}
	return false
}

// isRepeated reports whether a call with this result is to be made once more.
func isRepeated(f *File, number, result int) bool {
	return afterFailure != nil && afterFailure(number, f.fd, syscall.Errno(-result))
}

// failed is the error of a call with this result: if the file was closed while a goroutine waited for it, that.
//
//go:noinline
func failed(f *File, op string, result int) error {
	if f.fd < 0 {
		return &PathError{op, f.name, ErrClosed}
	}
	return &PathError{op, f.name, syscall.Errno(-result)}
}

func setSignal(signal syscall.Signal, handler uintptr) {
	action := struct {
		handler, flags, restorer uintptr
		mask                     [2]uint32
	}{handler: handler}
	again(sysSigaction, uintptr(signal), uintptr(unsafe.Pointer(&action)), 0, unsafe.Sizeof(action.mask), 0)
}
