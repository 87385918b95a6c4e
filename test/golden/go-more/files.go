// Files and directories: what is there, what is not, and the words of errors.
package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"syscall"
)

func main() {
	fmt.Println(os.RemoveAll("/tmp/pagewalk-files"), os.MkdirAll("/tmp/pagewalk-files/a/b", 0755))
	fmt.Println(os.WriteFile("/tmp/pagewalk-files/a/f.txt", []byte("hello"), 0644))
	st, err := os.Stat("/tmp/pagewalk-files/a/f.txt")
	fmt.Println(st.Name(), st.Size(), st.Mode(), st.IsDir(), err)
	_, err = os.Stat("/tmp/pagewalk-files/none")
	fmt.Println(err, errors.Is(err, os.ErrNotExist), errors.Is(err, fs.ErrNotExist), os.IsNotExist(err), errors.Is(err, syscall.ENOENT))
	fmt.Printf("%T %T\n", err, errors.Unwrap(err))
	var pe *fs.PathError
	fmt.Println(errors.As(err, &pe), pe.Op)
	es, err := os.ReadDir("/tmp/pagewalk-files/a")
	for _, e := range es {
		i, _ := e.Info()
		fmt.Println(e.Name(), e.IsDir(), e.Type(), i.Mode())
	}
	_, err = os.ReadDir("/tmp/pagewalk-files/a/f.txt")
	fmt.Println(err)
	_, err = os.ReadFile("/tmp/pagewalk-files")
	fmt.Println(err)
	fmt.Println(os.Remove("/tmp/pagewalk-files/a"), os.Rename("/tmp/pagewalk-files/a/f.txt", "/tmp/pagewalk-files/a/b"), os.Rename("/tmp/pagewalk-files/x", "/tmp/pagewalk-files/y"))
	fmt.Println(os.MkdirAll("/tmp/pagewalk-files/a/f.txt/c", 0755), os.Mkdir("/tmp/pagewalk-files", 0755))
	f, _ := os.Open("/tmp/pagewalk-files/a")
	n, err := f.Readdirnames(1)
	fmt.Println(len(n), err)
	n, err = f.Readdirnames(1)
	fmt.Println(len(n), err)
	n, err = f.Readdirnames(1)
	fmt.Println(len(n), err)
	fi, _ := f.Stat()
	fmt.Println(fi.Name(), fi.IsDir(), fi.Mode().Perm(), fi.Mode())
	f.Close()
	fmt.Println(f.Close())
	d, err := os.MkdirTemp("", "x*y")
	fmt.Println(len(d) > 0, err, os.Remove(d))
	fmt.Println(os.Chdir("/tmp/pagewalk-files"))
	wd, _ := os.Getwd()
	fmt.Println(wd, os.Interrupt, os.Kill, syscall.SIGSEGV)
	fmt.Println(os.RemoveAll("/tmp/pagewalk-files"))
	r, w, err := os.Pipe()
	w.WriteString("hi")
	b := make([]byte, 5)
	k, err := r.Read(b)
	fmt.Println(k, err)
}
