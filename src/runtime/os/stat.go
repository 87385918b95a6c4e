package os

import (
	"errors"
	"io/fs"
	"syscall"
	"time"
	"unsafe"
)

type (
	FileInfo = fs.FileInfo
	FileMode = fs.FileMode
	DirEntry = fs.DirEntry
)

const (
	ModeDir        = fs.ModeDir
	ModeAppend     = fs.ModeAppend
	ModeExclusive  = fs.ModeExclusive
	ModeTemporary  = fs.ModeTemporary
	ModeSymlink    = fs.ModeSymlink
	ModeDevice     = fs.ModeDevice
	ModeNamedPipe  = fs.ModeNamedPipe
	ModeSocket     = fs.ModeSocket
	ModeSetuid     = fs.ModeSetuid
	ModeSetgid     = fs.ModeSetgid
	ModeCharDevice = fs.ModeCharDevice
	ModeSticky     = fs.ModeSticky
	ModeIrregular  = fs.ModeIrregular
	ModeType       = fs.ModeType
	ModePerm       = fs.ModePerm
)

// statRecord is the kernel's struct stat64 of i386.
type statRecord struct {
	dev     uint64
	_       uint32
	inoLow  uint32
	mode    uint32
	nlink   uint32
	uid     uint32
	gid     uint32
	rdev    uint64
	_       uint32
	size    int64
	blksize uint32
	blocks  uint64
	atime   [2]uint32
	mtime   [2]uint32
	ctime   [2]uint32
	ino     uint64
}

// fileStat is what a statRecord says of a file.
type fileStat struct {
	name     string
	size     int64
	mode     FileMode
	modTime  time.Time
	dev, ino uint64
}

func (f *fileStat) Name() string       { return f.name }
func (f *fileStat) Size() int64        { return f.size }
func (f *fileStat) Mode() FileMode     { return f.mode }
func (f *fileStat) ModTime() time.Time { return f.modTime }
func (f *fileStat) IsDir() bool        { return f.mode.IsDir() }
func (f *fileStat) Sys() any           { return nil }

// The kernel's kinds of files, from bit 12 of the mode on.
const (
	kindPipe = 1 << iota
	kindCharDevice
	kindDirectory
	kindRegular
	kindBlockDevice = kindCharDevice | kindDirectory
	kindSymlink     = kindCharDevice | kindRegular
	kindSocket      = kindDirectory | kindRegular
)

func kindMode(kind uint32) FileMode {
	switch kind {
	case kindPipe:
		return ModeNamedPipe
	case kindCharDevice:
		return ModeDevice | ModeCharDevice
	case kindDirectory:
		return ModeDir
	case kindBlockDevice:
		return ModeDevice
	case kindSymlink:
		return ModeSymlink
	case kindSocket:
		return ModeSocket
	}
	return 0
}

func (s *statRecord) info(name string) FileInfo {
	mode := FileMode(s.mode)&ModePerm | kindMode(s.mode>>12&15)
	for i, bit := range [...]FileMode{ModeSticky, ModeSetgid, ModeSetuid} {
		if s.mode&(0o1000<<uint(i)) != 0 {
			mode |= bit
		}
	}
	return &fileStat{base(name), s.size, mode, time.Unix(int64(s.mtime[0]), int64(s.mtime[1])), s.dev, s.ino}
}

// base is the last element of a path.
func base(name string) string {
	for len(name) > 1 && name[len(name)-1] == '/' {
		name = name[:len(name)-1]
	}
	for i := len(name) - 1; i >= 0; i-- {
		if name[i] == '/' && len(name) > 1 {
			return name[i+1:]
		}
	}
	return name
}

func statPath(op string, number uintptr, name string) (FileInfo, error) {
	var s statRecord
	if _, err := check(op, name, onPath(name, func(path uintptr) int {
		return again(int(number), path, uintptr(unsafe.Pointer(&s)), 0, 0, 0)
	})); err != nil {
		return nil, err
	}
	return s.info(name), nil
}

// Stat describes a file; of a symbolic link, what it leads to.
func Stat(name string) (FileInfo, error) { return statPath("stat", sysStat64, name) }

// Lstat describes a file, also a symbolic link.
func Lstat(name string) (FileInfo, error) { return statPath("lstat", sysLstat64, name) }

// Stat describes the open file.
func (f *File) Stat() (FileInfo, error) {
	if err := f.valid("stat"); err != nil {
		if f != nil {
			err = &PathError{"stat", f.name, errors.New("use of closed file")}
		}
		return nil, err
	}
	var s statRecord
	if _, err := check("stat", f.name, again(sysFstat64, uintptr(f.fd), uintptr(unsafe.Pointer(&s)), 0, 0, 0)); err != nil {
		return nil, err
	}
	return s.info(f.name), nil
}

// SameFile reports whether both describe one file.
func SameFile(a, b FileInfo) bool {
	x, ok1 := a.(*fileStat)
	y, ok2 := b.(*fileStat)
	return ok1 && ok2 && x.dev == y.dev && x.ino == y.ino
}

// call is a system call with a path first, whose failure is a PathError.
func call(op string, number int, name string, a1, a2 uintptr) error {
	_, err := check(op, name, onPath(name, func(path uintptr) int { return again(number, path, a1, a2, 0, 0) }))
	return err
}

// Chdir makes dir the working directory.
func Chdir(dir string) error { return call("chdir", sysChdir, dir, 0, 0) }

// Chdir makes the open directory the working directory.
func (f *File) Chdir() error {
	if err := f.valid("chdir"); err != nil {
		return err
	}
	return Chdir(f.name)
}

// Chmod changes permissions, where the machine can.
func Chmod(name string, mode FileMode) error {
	return call("chmod", sysChmod, name, uintptr(mode&ModePerm), 0)
}

// Truncate cuts a file off or extends it with zeros.
func Truncate(name string, size int64) error {
	return call("truncate", sysTruncate64, name, uintptr(size), uintptr(size>>32))
}

// text makes a call that fills a buffer with a text as long as its result.
func text(op, name string, f func(buf []byte) int) (string, error) {
	buf := make([]byte, 4096)
	n, err := check(op, name, f(buf))
	return string(buf[:n]), err
}

// Readlink is what a symbolic link leads to.
func Readlink(name string) (string, error) {
	return text("readlink", name, func(buf []byte) int {
		return onPath(name, func(path uintptr) int { return again(sysReadlink, path, data(buf), uintptr(len(buf)), 0, 0) })
	})
}

// Getwd is the working directory.
func Getwd() (string, error) {
	buf := make([]byte, 4096)
	n := again(sysGetcwd, data(buf), uintptr(len(buf)), 0, 0, 0)
	if n <= 0 {
		return "", NewSyscallError("getwd", syscall.Errno(-n))
	}
	return string(buf[:n-1]), nil
}

// Executable is the path of the program.
func Executable() (string, error) { return Readlink("/proc/self/exe") }

// Hostname is the machine's name.
func Hostname() (string, error) {
	const fieldSize = 65
	var names [6 * fieldSize]byte
	if e := again(sysUname, uintptr(unsafe.Pointer(&names)), 0, 0, 0, 0); e < 0 {
		return "", NewSyscallError("uname", syscall.Errno(-e))
	}
	host := names[fieldSize : 2*fieldSize]
	n := 0
	for host[n] != 0 {
		n++
	}
	return string(host[:n]), nil
}

func number(n int) int { return syscall6(uintptr(n), 0, 0, 0, 0, 0, 0) }

func Getuid() int  { return number(sysGetuid32) }
func Getgid() int  { return number(sysGetgid32) }
func Geteuid() int { return number(sysGeteuid32) }
func Getegid() int { return number(sysGetegid32) }
