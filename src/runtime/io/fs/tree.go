package fs

import (
	"errors"
	"io"
	"sort"
)

// What an FS may know a shorter way to.

type ReadDirFS interface {
	FS
	ReadDir(name string) ([]DirEntry, error)
}

type ReadFileFS interface {
	FS
	ReadFile(name string) ([]byte, error)
}

type StatFS interface {
	FS
	Stat(name string) (FileInfo, error)
}

type SubFS interface {
	FS
	Sub(dir string) (FS, error)
}

// ReadDir gives the entries of a directory in the order of their names.
func ReadDir(fsys FS, name string) ([]DirEntry, error) {
	if fsys, ok := fsys.(ReadDirFS); ok {
		return fsys.ReadDir(name)
	}
	file, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	dir, ok := file.(ReadDirFile)
	if !ok {
		return nil, &PathError{Op: "readdir", Path: name, Err: errors.New("not implemented")}
	}
	list, err := dir.ReadDir(-1)
	sort.Slice(list, func(i, j int) bool { return list[i].Name() < list[j].Name() })
	return list, err
}

// ReadFile reads a whole file.
func ReadFile(fsys FS, name string) ([]byte, error) {
	if fsys, ok := fsys.(ReadFileFS); ok {
		return fsys.ReadFile(name)
	}
	file, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(file)
}

// Stat describes a file.
func Stat(fsys FS, name string) (FileInfo, error) {
	if fsys, ok := fsys.(StatFS); ok {
		return fsys.Stat(name)
	}
	file, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return file.Stat()
}

// join is name within dir, both valid paths.
func join(dir, name string) string {
	switch {
	case dir == ".":
		return name
	case name == ".":
		return dir
	}
	return dir + "/" + name
}

// WalkDir calls f for the files of a tree, each directory before what is in it, in the order of
// their names.
func WalkDir(fsys FS, root string, f WalkDirFunc) error {
	info, err := Stat(fsys, root)
	if err != nil {
		err = f(root, nil, err)
	} else {
		err = walkDir(fsys, root, infoEntry{info}, f)
	}
	if err == SkipDir {
		return nil
	}
	return err
}

func walkDir(fsys FS, name string, d DirEntry, f WalkDirFunc) error {
	if err := f(name, d, nil); err != nil || !d.IsDir() {
		if err == SkipDir && d.IsDir() {
			return nil
		}
		return err
	}
	list, err := ReadDir(fsys, name)
	if err != nil {
		if err = f(name, d, err); err != nil {
			if err == SkipDir {
				return nil
			}
			return err
		}
	}
	for _, e := range list {
		if err := walkDir(fsys, join(name, e.Name()), e, f); err != nil {
			if err == SkipDir {
				break
			}
			return err
		}
	}
	return nil
}

// Sub is the tree below dir.
func Sub(fsys FS, dir string) (FS, error) {
	if !ValidPath(dir) {
		return nil, &PathError{Op: "sub", Path: dir, Err: errors.New("invalid name")}
	}
	if dir == "." {
		return fsys, nil
	}
	if fsys, ok := fsys.(SubFS); ok {
		return fsys.Sub(dir)
	}
	return &subtree{fsys, dir}, nil
}

type subtree struct {
	fsys FS
	dir  string
}

func (t *subtree) full(op, name string) (string, error) {
	if !ValidPath(name) {
		return "", &PathError{Op: op, Path: name, Err: errors.New("invalid name")}
	}
	return join(t.dir, name), nil
}

// shortened tells of a file by its name within the tree.
func (t *subtree) shortened(err error) error {
	if e, ok := err.(*PathError); ok {
		n := len(t.dir)
		switch {
		case e.Path == t.dir:
			e.Path = "."
		case len(e.Path) >= n+2 && e.Path[n] == '/' && e.Path[:n] == t.dir:
			e.Path = e.Path[n+1:]
		}
	}
	return err
}

func (t *subtree) Open(name string) (File, error) {
	full, err := t.full("open", name)
	if err != nil {
		return nil, err
	}
	file, err := t.fsys.Open(full)
	return file, t.shortened(err)
}

func (t *subtree) ReadDir(name string) ([]DirEntry, error) {
	full, err := t.full("read", name)
	if err != nil {
		return nil, err
	}
	list, err := ReadDir(t.fsys, full)
	return list, t.shortened(err)
}

func (t *subtree) ReadFile(name string) ([]byte, error) {
	full, err := t.full("read", name)
	if err != nil {
		return nil, err
	}
	data, err := ReadFile(t.fsys, full)
	return data, t.shortened(err)
}

func (t *subtree) Sub(dir string) (FS, error) {
	if dir == "." {
		return t, nil
	}
	full, err := t.full("sub", dir)
	if err != nil {
		return nil, err
	}
	return &subtree{t.fsys, full}, nil
}
