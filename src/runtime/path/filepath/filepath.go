// Package filepath is package path for files: this machine's paths have slashes.
package filepath

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"sort"
	"strings"
)

const (
	Separator     = os.PathSeparator
	ListSeparator = os.PathListSeparator
)

var (
	ErrBadPattern = path.ErrBadPattern
	// SkipDir from a function of Walk leaves out the rest of a directory.
	SkipDir error = fs.SkipDir
)

func Clean(p string) string                    { return path.Clean(p) }
func ToSlash(p string) string                  { return p }
func FromSlash(p string) string                { return p }
func Split(p string) (dir, file string)        { return path.Split(p) }
func Ext(p string) string                      { return path.Ext(p) }
func Base(p string) string                     { return path.Base(p) }
func Dir(p string) string                      { return path.Dir(p) }
func IsAbs(p string) bool                      { return path.IsAbs(p) }
func VolumeName(p string) string               { return p[:0] }
func Match(pattern, name string) (bool, error) { return path.Match(pattern, name) }

// Join puts slashes between the elements that are not empty.
func Join(elem ...string) string {
	for i, e := range elem {
		if e != "" {
			return Clean(strings.Join(elem[i:], "/"))
		}
	}
	return ""
}

// SplitList cuts at colons.
func SplitList(list string) []string {
	if list == "" {
		return []string{}
	}
	return strings.Split(list, ":")
}

// Abs is the path from the root on.
func Abs(p string) (string, error) {
	if IsAbs(p) {
		return Clean(p), nil
	}
	wd, err := os.Getwd()
	if err != nil {
		return "", err
	}
	return Join(wd, p), nil
}

// Rel is a path from base to target.
func Rel(base, target string) (string, error) {
	b, t := Clean(base), Clean(target)
	if b == t {
		return ".", nil
	}
	if b == "." {
		b = ""
	}
	fail := errors.New("Rel: can't make " + target + " relative to " + base)
	if IsAbs(b) != IsAbs(t) {
		return "", fail
	}
	from, to := elements(b), elements(t)
	for len(from) > 0 && len(to) > 0 && from[0] == to[0] {
		from, to = from[1:], to[1:]
	}
	for i := range from {
		if from[i] == ".." {
			return "", fail
		}
		from[i] = ".."
	}
	return strings.Join(append(from, to...), "/"), nil
}

func elements(p string) []string {
	return strings.FieldsFunc(p, func(r rune) bool { return r == '/' })
}

// WalkFunc is called for each file of a tree.
type WalkFunc func(path string, info fs.FileInfo, err error) error

// Walk calls f for root and all below it, the entries of a directory in the order of their names.
func Walk(root string, f WalkFunc) error {
	info, err := os.Lstat(root)
	if err != nil {
		err = f(root, nil, err)
	} else {
		err = walk(root, info, f)
	}
	if err == SkipDir {
		return nil
	}
	return err
}

func names(dir string) ([]string, error) {
	d, err := os.Open(dir)
	if err != nil {
		return nil, err
	}
	defer d.Close()
	list, err := d.Readdirnames(-1)
	sort.Strings(list)
	return list, err
}

func walk(p string, info fs.FileInfo, f WalkFunc) error {
	if !info.IsDir() {
		return f(p, info, nil)
	}
	list, err := names(p)
	if err1 := f(p, info, err); err != nil || err1 != nil {
		return err1
	}
	for _, name := range list {
		file := Join(p, name)
		info, err := os.Lstat(file)
		if err != nil {
			err = f(file, info, err)
		} else {
			err = walk(file, info, f)
		}
		if err != nil && (err != SkipDir || info == nil || !info.IsDir()) {
			return err
		}
	}
	return nil
}

// WalkDir is Walk with what the directory says of its entries.
func WalkDir(root string, f fs.WalkDirFunc) error {
	info, err := os.Lstat(root)
	if err != nil {
		err = f(root, nil, err)
	} else {
		err = walkDir(root, fs.FileInfoToDirEntry(info), f)
	}
	if err == SkipDir {
		return nil
	}
	return err
}

func walkDir(p string, d fs.DirEntry, f fs.WalkDirFunc) error {
	if err := f(p, d, nil); err != nil || !d.IsDir() {
		if err == SkipDir && d.IsDir() {
			return nil
		}
		return err
	}
	list, err := os.ReadDir(p)
	if err != nil {
		if err = f(p, d, err); err != nil {
			if err == SkipDir {
				return nil
			}
			return err
		}
	}
	for _, e := range list {
		if err := walkDir(Join(p, e.Name()), e, f); err != nil {
			if err == SkipDir {
				break
			}
			return err
		}
	}
	return nil
}

// Glob gives the files whose names match the pattern.
func Glob(pattern string) ([]string, error) {
	if _, err := Match(pattern, ""); err != nil {
		return nil, err
	}
	if !strings.ContainsAny(pattern, `*?[\`) {
		if _, err := os.Lstat(pattern); err != nil {
			return nil, nil
		}
		return []string{pattern}, nil
	}
	dir, file := Split(pattern)
	dirs := []string{"."}
	if dir != "" {
		var err error
		if dir != "/" {
			dir = dir[:len(dir)-1]
		}
		if dirs, err = Glob(dir); err != nil {
			return nil, err
		}
	}
	var found []string
	for _, d := range dirs {
		list, _ := names(d)
		for _, name := range list {
			ok, err := Match(file, name)
			if err != nil {
				return found, err
			}
			if ok {
				found = append(found, Join(d, name))
			}
		}
	}
	return found, nil
}
