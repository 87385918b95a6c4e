// Names of files and arguments are bytes: letters beyond ASCII and bytes that spell nothing come back as they were given.
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"sort"
)

func check(err error) {
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
}

func main() {
	base := "/tmp/names_of_files"
	os.RemoveAll(base)
	dir := filepath.Join(base, "größe", "δ")
	check(os.MkdirAll(dir, 0o755))
	for i, name := range []string{"é", "日本", "\xff\xfe", "plain", "a\u00a0b", "😀.txt"} {
		check(os.WriteFile(filepath.Join(dir, name), make([]byte, i), 0o644))
	}
	entries, err := os.ReadDir(dir)
	check(err)
	for _, entry := range entries {
		info, err := entry.Info()
		check(err)
		fmt.Printf("%q %d\n", entry.Name(), info.Size())
	}
	check(os.Chdir(dir))
	wd, err := os.Getwd()
	check(err)
	fmt.Println(wd)
	check(os.Rename("é", "è"))
	matches, err := filepath.Glob("?*")
	check(err)
	sort.Strings(matches)
	fmt.Printf("%q\n", matches)
	_, err = os.Stat("é")
	fmt.Println(err)
	check(os.RemoveAll(base))
}
