// Package os gives arguments, exit, standard streams and files, by system calls.
package os

import (
	"errors"
	"internal/oserror"
	"io"
	"io/fs"
	"syscall"
	"unsafe"
)

const (
	O_RDONLY = 0x0
	O_WRONLY = 0x1
	O_RDWR   = 0x2
	O_APPEND = 0x400
	O_CREATE = 0x40
	O_EXCL   = 0x80
	O_SYNC   = 0x101000
	O_TRUNC  = 0x200

	oCloexec   = 0x80000
	oLargefile = 0x8000

	SEEK_SET = 0
	SEEK_CUR = 1
	SEEK_END = 2

	DevNull       = "/dev/null"
	PathSeparator = '/'
)

var (
	ErrInvalid    = oserror.ErrInvalid
	ErrPermission = oserror.ErrPermission
	ErrExist      = oserror.ErrExist
	ErrNotExist   = oserror.ErrNotExist
	ErrClosed     = oserror.ErrClosed
)

// Args is the program's name and its arguments.
var Args []string

func init() {
	Args = runtime_args()
	// Files are closed by finalizers when nobody holds them any more.
	runtime_createfing()
}

// File is an open file.
type File struct {
	fd   int
	name string
	// Of a directory: entries that were read but not given, and whether there are no more.
	entries   []*dirent
	noEntries bool
}

var (
	Stdin  = &File{fd: 0, name: "/dev/stdin"}
	Stdout = &File{fd: 1, name: "/dev/stdout"}
	Stderr = &File{fd: 2, name: "/dev/stderr"}
)

// PathError says which operation on which file failed.
type PathError = fs.PathError

func itoa(i int) string {
	if i < 10 {
		return string(rune('0' + i))
	}
	return itoa(i/10) + string(rune('0'+i%10))
}

func underlying(err error) error {
	switch e := err.(type) {
	case *PathError:
		return e.Err
	case *LinkError:
		return e.Err
	case *SyscallError:
		return e.Err
	}
	return err
}

func is(err, target error) bool {
	err = underlying(err)
	if err == target {
		return true
	}
	e, ok := err.(syscall.Errno)
	return ok && e.Is(target)
}

func IsNotExist(err error) bool   { return is(err, ErrNotExist) }
func IsExist(err error) bool      { return is(err, ErrExist) }
func IsPermission(err error) bool { return is(err, ErrPermission) }

// LinkError is a failed rename.
type LinkError struct {
	Op  string
	Old string
	New string
	Err error
}

func (e *LinkError) Error() string { return e.Op + " " + e.Old + " " + e.New + ": " + e.Err.Error() }
func (e *LinkError) Unwrap() error { return e.Err }

// SyscallError is a failed call without a path.
type SyscallError struct {
	Syscall string
	Err     error
}

func (e *SyscallError) Error() string { return e.Syscall + ": " + e.Err.Error() }
func (e *SyscallError) Unwrap() error { return e.Err }

// Timeout reports whether the call took too long.
func (e *SyscallError) Timeout() bool {
	t, ok := e.Err.(interface{ Timeout() bool })
	return ok && t.Timeout()
}

// check gives n as it is, or the error that its negative value stands for.
func check(op, path string, n int) (int, error) {
	if n < 0 {
		return 0, &PathError{op, path, syscall.Errno(-n)}
	}
	return n, nil
}

// OpenFile opens name with O_ flags; perm is for a new file.
func OpenFile(name string, flag int, perm FileMode) (*File, error) {
	fd, err := check("open", name, openat(name, flag|oCloexec|oLargefile, int(perm&ModePerm)))
	if err != nil {
		return nil, err
	}
	return &File{fd: fd, name: name}, nil
}

func Open(name string) (*File, error)   { return OpenFile(name, O_RDONLY, 0) }
func Create(name string) (*File, error) { return OpenFile(name, O_RDWR|O_CREATE|O_TRUNC, 0666) }

// NewFile wraps a descriptor.
func NewFile(fd uintptr, name string) *File { return &File{fd: int(fd), name: name} }

func (f *File) Name() string { return f.name }
func (f *File) Fd() uintptr  { return uintptr(f.fd) }

func (f *File) valid(op string) error {
	if f == nil {
		return ErrInvalid
	}
	if f.fd < 0 {
		return &PathError{op, f.name, ErrClosed}
	}
	return nil
}

func (f *File) Read(b []byte) (n int, err error) {
	if err := f.valid("read"); err != nil {
		return 0, err
	}
	n = read(f.fd, b)
	for n < 0 && isRepeated(f, sysRead, n) {
		n = read(f.fd, b)
	}
	if n < 0 {
		return 0, failed(f, "read", n)
	}
	if n == 0 && len(b) > 0 {
		return 0, io.EOF
	}
	return n, nil
}

func (f *File) ReadAt(b []byte, off int64) (n int, err error) {
	if err := f.valid("read"); err != nil {
		return 0, err
	}
	if off < 0 {
		return 0, &PathError{"readat", f.name, errors.New("negative offset")}
	}
	for n < len(b) {
		m, e := check("read", f.name, pread(f.fd, b[n:], off+int64(n)))
		if e != nil {
			return n, e
		}
		if m == 0 {
			return n, io.EOF
		}
		n += m
	}
	return n, nil
}

func (f *File) Write(b []byte) (n int, err error) {
	if err := f.valid("write"); err != nil {
		return 0, err
	}
	for n < len(b) {
		m := write(f.fd, b[n:])
		if m >= 0 {
			n += m
		} else if !isRepeated(f, sysWrite, m) {
			return n, failed(f, "write", m)
		}
	}
	return n, nil
}

func (f *File) WriteAt(b []byte, off int64) (n int, err error) {
	if err := f.valid("write"); err != nil {
		return 0, err
	}
	if off < 0 {
		return 0, &PathError{"writeat", f.name, errors.New("negative offset")}
	}
	for n < len(b) {
		m, err := check("write", f.name, pwrite(f.fd, b[n:], off+int64(n)))
		if err != nil {
			return n, err
		}
		n += m
	}
	return n, nil
}

// WriteString writes the bytes of s where they are.
func (f *File) WriteString(s string) (n int, err error) {
	var b []byte
	bytes := (*struct {
		data     *byte
		len, cap int
	})(unsafe.Pointer(&b))
	bytes.data, bytes.len, bytes.cap = *(**byte)(unsafe.Pointer(&s)), len(s), len(s)
	return f.Write(b)
}

func (f *File) Seek(offset int64, whence int) (int64, error) {
	if err := f.valid("seek"); err != nil {
		return 0, err
	}
	f.entries, f.noEntries = nil, false
	position, errno := seek(f.fd, offset, whence)
	if errno != 0 {
		return 0, &PathError{"seek", f.name, syscall.Errno(errno)}
	}
	return position, nil
}

func (f *File) Truncate(size int64) error {
	if err := f.valid("truncate"); err != nil {
		return err
	}
	_, err := check("truncate", f.name, ftruncate(f.fd, size))
	return err
}

func (f *File) Sync() error {
	if err := f.valid("sync"); err != nil {
		return err
	}
	_, err := check("sync", f.name, fsync(f.fd))
	return err
}

func (f *File) Close() error {
	if err := f.valid("close"); err != nil {
		return err
	}
	fd := f.fd
	f.fd = -1
	if closing != nil {
		closing(fd)
	}
	_, err := check("close", f.name, closefd(fd))
	return err
}

// ReadFile reads a whole file.
func ReadFile(name string) ([]byte, error) {
	f, err := Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(f)
}

// WriteFile makes the file hold data.
func WriteFile(name string, data []byte, perm FileMode) error {
	f, err := OpenFile(name, O_WRONLY|O_CREATE|O_TRUNC, perm)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err1 := f.Close(); err1 != nil && err == nil {
		err = err1
	}
	return err
}

// Remove removes a file or an empty directory.
func Remove(name string) error {
	e := unlinkat(name, 0)
	if e == -int(syscall.EISDIR) || e == -int(syscall.EPERM) {
		e = unlinkat(name, atRemovedir)
	}
	_, err := check("remove", name, e)
	return err
}

// Rename moves a file; never over another directory.
func Rename(oldpath, newpath string) error {
	if to, err := Lstat(newpath); err == nil && to.IsDir() {
		if from, err := Lstat(oldpath); err != nil {
			return &LinkError{"rename", oldpath, newpath, underlying(err)}
		} else if newpath == oldpath || !SameFile(to, from) {
			return &LinkError{"rename", oldpath, newpath, syscall.EEXIST}
		}
	}
	if e := rename(oldpath, newpath); e < 0 {
		return &LinkError{"rename", oldpath, newpath, syscall.Errno(-e)}
	}
	return nil
}

// Mkdir makes a directory.
func Mkdir(name string, perm FileMode) error {
	_, err := check("mkdir", name, mkdir(name, int(perm&ModePerm)))
	return err
}

// TempDir is where temporary files go.
func TempDir() string {
	if dir := Getenv("TMPDIR"); dir != "" {
		return dir
	}
	return "/tmp"
}

// Exit ends the program; deferred functions do not run.
func Exit(code int) { runtime_exit(code) }

func Getpid() int      { return getpid() }
func Getppid() int     { return getppid() }
func Getpagesize() int { return 4096 }
