// The sieve of Eratosthenes over a slice of bool.
package main

import (
	"fmt"
	"os"
	"strconv"
)

func sieve(limit int) []bool {
	composite := make([]bool, limit+1)
	for p := 2; p*p <= limit; p++ {
		if composite[p] {
			continue
		}
		for m := p * p; m < len(composite); m += p {
			composite[m] = true
		}
	}
	return composite
}

func size(fallback int) int {
	if len(os.Args) > 1 {
		if n, err := strconv.Atoi(os.Args[1]); err == nil && n > 0 {
			return n
		}
	}
	return fallback
}

func main() {
	limit := size(40000)
	count, last, twins := 0, 0, 0
	for n, isComposite := range sieve(limit) {
		if n < 2 || isComposite {
			continue
		}
		if n-last == 2 {
			twins++
		}
		count++
		last = n
	}
	fmt.Println("primes up to", limit, "count", count, "greatest", last, "twins", twins)
}
