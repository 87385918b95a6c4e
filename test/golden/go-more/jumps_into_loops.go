// Loops made of goto that have two ways in, around each other and in the middle of each other, with constants and values that live through them.
package main

import "fmt"

// Two entries into one loop.
//
//go:noinline
func twoEntries(n int) (sum int) {
	if n%2 == 0 {
		goto even
	}
odd:
	sum += n ^ 0x12345
	n--
	if n < 0 {
		return sum
	}
even:
	sum += n*1000003 - 0x54321
	n--
	if n > 0 {
		goto odd
	}
	return sum
}

// Each label leads to another that is not next to it.
//
//go:noinline
func star(x int) int {
l0:
	if x > 0 {
		x--
		goto l0
	}
l1:
	if x > 1 {
		x--
		goto l2
	}
l2:
	if x > 2 {
		x--
		goto l4
	}
l3:
	if x > 3 {
		x--
		goto l1
	}
l4:
	if x > 4 {
		x--
		goto l3
	}
	return x
}

// A call on one of the ways only, and pointers that live over it.
//
//go:noinline
func withCalls(words []string) (text string) {
	i, rounds := 0, 0
	last := new(string)
	if len(words) > 2 {
		goto middle
	}
first:
	last = &words[i%len(words)]
	rounds += 100001
middle:
	text += *last + fmt.Sprint(rounds&0xfffff) + " "
	i++
	if i < 4 {
		goto first
	}
	if i < 6 {
		goto middle
	}
	return text
}

// A jump back into what a loop statement goes on with.
//
//go:noinline
func backIntoTheOuter(n int) (steps int) {
	i := 0
again:
	for ; i < n; i++ {
		for j := 0; j < 3; j++ {
			steps += 65537
			if (i+j)%5 == 4 {
				i += 2
				goto again
			}
		}
	}
	if steps%2 == 1 && i < 2*n {
		n += 3
		goto again
	}
	return steps
}

func main() {
	for n := 0; n < 9; n++ {
		fmt.Println(n, twoEntries(n), star(n), backIntoTheOuter(n))
	}
	fmt.Println(withCalls([]string{"a", "b"}))
	fmt.Println(withCalls([]string{"x", "y", "z"}))
}
