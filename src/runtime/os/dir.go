package os

import (
	"io"
	"sort"
	"syscall"
)

// dirent is an entry as the directory has it.
type dirent struct {
	parent string
	name   string
	typ    FileMode
}

func (d *dirent) Name() string            { return d.name }
func (d *dirent) IsDir() bool             { return d.typ.IsDir() }
func (d *dirent) Type() FileMode          { return d.typ }
func (d *dirent) Info() (FileInfo, error) { return Lstat(d.parent + "/" + d.name) }

// Offsets in the kernel's record of an entry.
const (
	direntLength = 16
	direntType   = 18
	direntName   = 19
	direntBuffer = 4096
)

// fillEntries reads further entries; none at the end.
func (f *File) fillEntries() error {
	buf := make([]byte, direntBuffer)
	n := again(sysGetdents64, uintptr(f.fd), data(buf), uintptr(len(buf)), 0, 0)
	if n < 0 {
		return &PathError{"readdirent", f.name, syscall.Errno(-n)}
	}
	for buf = buf[:n]; len(buf) > 0; {
		record := buf[:int(buf[direntLength])|int(buf[direntLength+1])<<8]
		buf = buf[len(record):]
		end := direntName
		for record[end] != 0 {
			end++
		}
		if name := string(record[direntName:end]); name != "." && name != ".." {
			f.entries = append(f.entries, &dirent{f.name, name, kindMode(uint32(record[direntType]))})
		}
	}
	if n == 0 {
		f.noEntries = true
	}
	return nil
}

// ReadDir gives the next n entries, io.EOF if there are none; for n <= 0 all that are left.
func (f *File) ReadDir(n int) ([]DirEntry, error) {
	if f == nil {
		return nil, ErrInvalid
	}
	for !f.noEntries && (n <= 0 || len(f.entries) < n) {
		if err := f.fillEntries(); err != nil {
			return nil, err
		}
	}
	if n <= 0 || n > len(f.entries) {
		if n > 0 && len(f.entries) == 0 {
			return nil, io.EOF
		}
		n = len(f.entries)
	}
	list := make([]DirEntry, n)
	for i := range list {
		list[i] = f.entries[i]
	}
	f.entries = f.entries[n:]
	return list, nil
}

// Readdir is ReadDir with all that is known of the files.
func (f *File) Readdir(n int) ([]FileInfo, error) {
	if f == nil {
		return nil, ErrInvalid
	}
	entries, err := f.ReadDir(n)
	infos := []FileInfo{}
	for _, e := range entries {
		info, err := e.Info()
		if IsNotExist(err) {
			continue
		}
		if err != nil {
			return infos, err
		}
		infos = append(infos, info)
	}
	return infos, err
}

// Readdirnames is ReadDir with the names alone.
func (f *File) Readdirnames(n int) ([]string, error) {
	entries, err := f.ReadDir(n)
	names := []string{}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names, err
}

// ReadDir gives the entries of a directory in the order of their names.
func ReadDir(name string) ([]DirEntry, error) {
	f, err := Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	entries, err := f.ReadDir(-1)
	sort.Slice(entries, func(i, j int) bool { return entries[i].Name() < entries[j].Name() })
	return entries, err
}

// MkdirAll makes a directory and those above it that do not exist.
func MkdirAll(path string, perm FileMode) error {
	if info, err := Stat(path); err == nil {
		if info.IsDir() {
			return nil
		}
		return &PathError{"mkdir", path, syscall.ENOTDIR}
	}
	end := len(path)
	for end > 0 && path[end-1] == '/' {
		end--
	}
	for end > 0 && path[end-1] != '/' {
		end--
	}
	if end > 1 {
		if err := MkdirAll(path[:end-1], perm); err != nil {
			return err
		}
	}
	err := Mkdir(path, perm)
	if err != nil {
		if info, err1 := Lstat(path); err1 == nil && info.IsDir() {
			return nil
		}
	}
	return err
}

// RemoveAll removes a file, or a directory with everything in it; nothing to remove is no error.
func RemoveAll(path string) error {
	if path == "" {
		return nil
	}
	if base := base(path); base == "." {
		return &PathError{"RemoveAll", path, syscall.EINVAL}
	}
	err := Remove(path)
	if err == nil || IsNotExist(err) {
		return nil
	}
	info, err1 := Lstat(path)
	if err1 != nil || !info.IsDir() {
		return err
	}
	entries, err1 := ReadDir(path)
	for _, e := range entries {
		if err2 := RemoveAll(path + "/" + e.Name()); err2 != nil && err1 == nil {
			err1 = err2
		}
	}
	if err = Remove(path); err == nil || IsNotExist(err) {
		return nil
	}
	if err1 != nil {
		return err1
	}
	return err
}
