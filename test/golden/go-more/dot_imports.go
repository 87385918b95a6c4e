// Names of packages imported with a dot: types, functions, variables and constants, some of them first used in declarations of the program.
package main

import (
	"fmt"
	. "sort"
	. "strconv"
	. "strings"
)

var problem error = &NumError{Func: "f", Num: "x", Err: ErrRange}

var builders [2]Builder

const size = IntSize

type byLength struct{ StringSlice }

func (b byLength) Less(i, j int) bool { return len(b.StringSlice[i]) < len(b.StringSlice[j]) }

type named interface {
	Interface
	error
}

func (b byLength) Error() string { return Join(b.StringSlice, "+") }

func main() {
	fmt.Println(problem, size, Itoa(7)+Repeat("ab", 2))
	words := byLength{StringSlice(Fields("seven a horse be"))}
	Stable(words)
	fmt.Println(words.StringSlice, SearchInts([]int{1, 3, 5}, 3), named(words).Error())
	for i := range builders {
		Fprint(&builders[i], i)
	}
	_, err := Atoi("12z")
	if n, ok := err.(*NumError); ok {
		fmt.Println(n.Err == ErrSyntax, n.Num, builders[1].String())
	}
	defer func() { fmt.Println(recover()) }()
	var r *Reader
	fmt.Println(r.Len())
}

func Fprint(b *Builder, i int) { b.WriteString(Quote(ToUpper("x" + FormatInt(int64(i), 2)))) }
