// Package ioutil has older names of functions of io and os.
package ioutil

import (
	"io"
	"io/fs"
	"os"
	"sort"
)

// Discard is io.Discard.
var Discard io.Writer = io.Discard

func ReadAll(r io.Reader) ([]byte, error)      { return io.ReadAll(r) }
func ReadFile(filename string) ([]byte, error) { return os.ReadFile(filename) }
func NopCloser(r io.Reader) io.ReadCloser      { return io.NopCloser(r) }

func WriteFile(filename string, data []byte, perm fs.FileMode) error {
	return os.WriteFile(filename, data, perm)
}

func TempFile(dir, pattern string) (f *os.File, err error) { return os.CreateTemp(dir, pattern) }
func TempDir(dir, pattern string) (name string, err error) { return os.MkdirTemp(dir, pattern) }

// ReadDir describes the files of a directory in the order of their names.
func ReadDir(dirname string) ([]fs.FileInfo, error) {
	f, err := os.Open(dirname)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	list, err := f.Readdir(-1)
	if err != nil {
		return nil, err
	}
	sort.Slice(list, func(i, j int) bool { return list[i].Name() < list[j].Name() })
	return list, nil
}
