package main

func try(f func()) {
	defer func() { println(recover().(error).Error()) }()
	f()
}

var n = 5

func main() {
	for _, n = range []int{2, 3, 4, -1} {
		try(func() { s := make([]int, n, 3); println(len(s), s[0]); panic(error(nil)) })
		try(func() { s := make([]int, 2, n); println(len(s), s[0]); panic(error(nil)) })
		try(func() { s := make([]int, n); println(len(s), s[0]); panic(error(nil)) })
		try(func() { s := make([]string, n, n+1); println(len(s), s[0]); panic(error(nil)) })
	}
	try(func() { k := 4; s := make([]int, k, 3); println(len(s)) })
	try(func() { k := -4; s := make([]int, k, 3); println(len(s)) })
}
