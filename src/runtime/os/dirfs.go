package os

import (
	"errors"
	"io/fs"
)

// DirFS is the tree below a directory.
func DirFS(dir string) fs.FS { return dirFS(dir) }

type dirFS string

// join is where name is, a path of an FS; the error for what is none names the same call always.
func (dir dirFS) join(name string) (string, error) {
	if dir == "" {
		return "", &PathError{"stat", name, errors.New("os: DirFS with empty root")}
	}
	if !fs.ValidPath(name) {
		return "", &PathError{"stat", name, ErrInvalid}
	}
	if IsPathSeparator(dir[len(dir)-1]) {
		return string(dir) + name, nil
	}
	return string(dir) + "/" + name, nil
}

func (dir dirFS) Open(name string) (fs.File, error) {
	full, err := dir.join(name)
	if err != nil {
		return nil, err
	}
	f, err := Open(full)
	if err != nil {
		return nil, err
	}
	return f, nil
}

func (dir dirFS) Stat(name string) (fs.FileInfo, error) {
	full, err := dir.join(name)
	if err != nil {
		return nil, err
	}
	return Stat(full)
}
