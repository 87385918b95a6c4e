// Paths taken apart, joined and matched; walks; lines of logs.
package main

import (
	"fmt"
	"hash/crc32"
	"io/fs"
	"io/ioutil"
	"log"
	"math/rand"
	"os"
	"path"
	"path/filepath"
)

func main() {
	r := rand.New(rand.NewSource(3))
	alpha := []string{"/", "a", ".", "..", "b.c", "//", "x", "*", "?", "[a-c]", "[^x]", "\\", "[", "]", "-"}
	h := crc32.NewIEEE()
	for i := 0; i < 4000; i++ {
		s, t := "", ""
		for k := r.Intn(7); k >= 0; k-- {
			s += alpha[r.Intn(7)]
			t += alpha[r.Intn(len(alpha))]
		}
		u := ""
		for k := r.Intn(4); k >= 0; k-- {
			u += alpha[r.Intn(7)]
		}
		d, f := path.Split(s)
		fmt.Fprintln(h, path.Clean(s), d, f, path.Base(s), path.Dir(s), path.Ext(s), path.Join(s, u, ""), path.IsAbs(s))
		m, err := path.Match(t, u)
		rel, err2 := filepath.Rel(s, u)
		fmt.Fprintln(h, m, err, rel, err2)
		if i%20 == 0 {
			fmt.Println(s, u, t, h.Sum32())
		}
	}
	fmt.Println(h.Sum32())
	log.SetFlags(log.Lmsgprefix)
	log.SetPrefix("pre ")
	log.Println("hi", 3)
	log.Printf("x %d", 4)
	l := log.New(os.Stdout, "[p] ", 0)
	l.Print("a", 1, 2, "b")
	fmt.Println(log.Flags(), l.Prefix())
	os.MkdirAll("/tmp/pagewalk-paths/a/b", 0755)
	ioutil.WriteFile("/tmp/pagewalk-paths/a/x.go", nil, 0644)
	ioutil.WriteFile("/tmp/pagewalk-paths/y.go", nil, 0644)
	filepath.Walk("/tmp/pagewalk-paths", func(p string, info fs.FileInfo, err error) error {
		fmt.Println(p, info.Name(), info.Mode(), err)
		return nil
	})
	filepath.WalkDir("/tmp/pagewalk-paths", func(p string, d fs.DirEntry, err error) error {
		fmt.Println(p, d.Name(), d.IsDir(), err)
		if d.Name() == "a" {
			return fs.SkipDir
		}
		return nil
	})
	fmt.Println(filepath.Glob("/tmp/pagewalk-paths/*/*.go"))
	os.RemoveAll("/tmp/pagewalk-paths")
	defer func() { fmt.Println(recover()); log.Fatalf("bye %v", 1) }()
	log.Panicf("p %d", 1)
}
