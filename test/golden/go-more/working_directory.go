// A file's life in the working directory, and the words of what fails.
package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
)

type op struct {
	name string
	run  func() error
}

func main() {
	defer fmt.Println("never")
	fmt.Println(os.Mkdir("work", 0o755), os.Chdir("work"))
	ops := []op{
		{"open missing", func() error { _, err := os.Open("missing.txt"); return err }},
		{"write", func() error { return os.WriteFile("a.txt", []byte("hello\nworld\n"), 0o644) }},
		{"read", func() error { b, err := os.ReadFile("a.txt"); fmt.Printf("%q\n", b); return err }},
		{"mkdir", func() error { return os.Mkdir("d", 0o755) }},
		{"mkdir again", func() error { return os.Mkdir("d", 0o755) }},
		{"mkdirall", func() error { return os.MkdirAll("d/e/f", 0o755) }},
		{"rmdir full", func() error { return os.Remove("d") }},
		{"write in", func() error { return os.WriteFile("d/x", nil, 0o600) }},
		{"append", func() error {
			f, err := os.OpenFile("a.txt", os.O_APPEND|os.O_WRONLY, 0)
			if err != nil {
				return err
			}
			defer f.Close()
			n, err := f.WriteString("more")
			fmt.Println(n)
			return err
		}},
		{"excl", func() error { _, err := os.OpenFile("a.txt", os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o644); return err }},
		{"seek", func() error {
			f, err := os.Open("a.txt")
			if err != nil {
				return err
			}
			defer f.Close()
			o, err := f.Seek(-4, io.SeekEnd)
			b := make([]byte, 10)
			n, err2 := f.Read(b)
			fmt.Println(o, err, n, err2, string(b[:n]))
			n, err2 = f.Read(b)
			fmt.Println(n, err2)
			n, err2 = f.ReadAt(b[:3], 1)
			fmt.Println(n, err2, string(b[:3]))
			_, err = f.Write(b)
			return err
		}},
		{"closed", func() error {
			f, _ := os.Open("a.txt")
			f.Close()
			_, err := f.Read(nil)
			fmt.Println(err)
			return f.Close()
		}},
		{"stat", func() error {
			fi, err := os.Stat("a.txt")
			if err == nil {
				fmt.Println(fi.Name(), fi.Size(), fi.IsDir(), fi.Mode())
			}
			return err
		}},
		{"readdir", func() error {
			es, err := os.ReadDir(".")
			for _, e := range es {
				fmt.Print(e.Name(), " ", e.IsDir(), "; ")
			}
			fmt.Println()
			return err
		}},
		{"rename", func() error { return os.Rename("a.txt", "d/b.txt") }},
		{"rename missing", func() error { return os.Rename("a.txt", "d/c.txt") }},
		{"notdir", func() error { _, err := os.ReadFile("d/b.txt/z"); return err }},
		{"isdir", func() error { _, err := os.ReadFile("d"); return err }},
		{"removeall", func() error { return os.RemoveAll("d") }},
		{"remove missing", func() error { return os.Remove("d") }},
		{"truncate", func() error {
			f, err := os.Create("t")
			if err != nil {
				return err
			}
			fmt.Fprintf(f, "%s", strings.Repeat("x", 100))
			err = f.Truncate(10)
			fi, _ := f.Stat()
			fmt.Println(fi.Size(), f.Name())
			return err
		}},
		{"copy", func() error {
			in, err := os.Open("t")
			if err != nil {
				return err
			}
			var sb strings.Builder
			n, err := io.Copy(&sb, io.TeeReader(io.LimitReader(in, 4), os.Stdout))
			fmt.Println("", n, sb.Len())
			return err
		}},
		{"wd", func() error { return os.Chdir("nowhere") }},
	}
	for _, o := range ops {
		err := o.run()
		fmt.Printf("%s: %v", o.name, err)
		var pe *fs.PathError
		var le *os.LinkError
		if errors.As(err, &pe) {
			fmt.Printf(" [path %s %s %v]", pe.Op, pe.Path, pe.Err)
		}
		if errors.As(err, &le) {
			fmt.Printf(" [link %s %s %s %v]", le.Op, le.Old, le.New, le.Err)
		}
		fmt.Println(errors.Is(err, fs.ErrNotExist), errors.Is(err, os.ErrExist), os.IsNotExist(err), errors.Is(err, os.ErrClosed))
	}
	fmt.Fprintln(os.Stderr, "bye")
	os.Exit(300 % 256)
}
