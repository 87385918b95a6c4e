// Trees of files by io/fs: walking, reading, subtrees, and what is no path. Times as bytes, slices as arrays by reflection.
package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"time"
)

func check(err error) {
	if err != nil {
		panic(err)
	}
}

func trees() {
	root, err := os.MkdirTemp("", "tree")
	check(err)
	defer os.RemoveAll(root)
	for _, name := range []string{"b/two", "b/one", "a", "c/d/e/deep", "skipped/x"} {
		check(os.MkdirAll(filepath.Dir(filepath.Join(root, name)), 0o755))
		check(os.WriteFile(filepath.Join(root, name), []byte(name), 0o644))
	}
	tree := os.DirFS(root)
	visit := func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			fmt.Println("visit:", strings.ReplaceAll(err.Error(), root, "ROOT"))
			return nil
		}
		fmt.Println(path, d.Name() == filepath.Base(path), d.IsDir())
		if path == "skipped" {
			return fs.SkipDir
		}
		return nil
	}
	fmt.Println(fs.WalkDir(tree, ".", visit), fs.WalkDir(tree, "c", visit), fs.WalkDir(tree, "none", visit))
	sub, err := fs.Sub(tree, "c/d")
	check(err)
	data, err := fs.ReadFile(sub, "e/deep")
	fmt.Printf("%s %v\n", data, err)
	info, err := fs.Stat(sub, "e")
	fmt.Println(info.Name(), info.IsDir(), err)
	list, err := fs.ReadDir(tree, "b")
	for _, e := range list {
		fmt.Print(e.Name(), " ")
	}
	fmt.Println(err)
	for _, name := range []string{"../x", "/a", "e//deep", "none"} {
		_, err := sub.Open(name)
		fmt.Println(strings.ReplaceAll(err.Error(), root, "ROOT"))
		_, err = tree.Open(name)
		fmt.Println(strings.ReplaceAll(err.Error(), root, "ROOT"))
	}
	_, err = fs.Sub(tree, "a/..")
	fmt.Println(err)
	_, err = os.DirFS("").Open("a")
	fmt.Println(err)
}

func times() {
	for _, t := range []time.Time{
		{}, time.Date(2022, 8, 2, 17, 4, 5, 6, time.UTC), time.Date(1969, 1, 1, 0, 0, 0, 999, time.FixedZone("x", -5400)),
		time.Date(1880, 1, 1, 0, 0, 0, 0, time.FixedZone("LMT", -17762)), time.Date(1, 1, 1, 0, 0, 0, 0, time.FixedZone("far", 1<<24)),
	} {
		b, err := t.MarshalBinary()
		var back time.Time
		fmt.Println(b, err, back.UnmarshalBinary(b), back.Equal(t))
		if err == nil {
			fmt.Println(back.Zone())
		}
	}
	var t time.Time
	fmt.Println(t.GobDecode(nil), t.UnmarshalBinary([]byte{9}), t.UnmarshalBinary([]byte{1, 2}))
	late := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	fmt.Println(late.Round(1<<63-1), late.Truncate(1<<63-1), late.Round(1<<62))
}

func main() {
	trees()
	times()

	v := reflect.ValueOf([]int{1, 2, 3})
	two := reflect.TypeOf((*[2]int)(nil))
	four := reflect.TypeOf((*[4]int)(nil))
	p := v.Convert(two).Interface().(*[2]int)
	p[0] = 7
	fmt.Println(v, v.CanConvert(two), v.CanConvert(four), reflect.ValueOf(p).Len(), reflect.ValueOf(p).Cap(), reflect.Kind(99))
	func() {
		defer func() { fmt.Println(recover()) }()
		v.Convert(four)
	}()
	fmt.Println(regexp.MustCompile(`\_+[\_\-]`).FindString("a__-_"), regexp.MustCompile(`\x{fffd}c`).FindReaderIndex(strings.NewReader("ab\xffc")))
	var f *os.File
	_, err := f.Readdir(1)
	fmt.Println(f.Chdir(), err)
}
