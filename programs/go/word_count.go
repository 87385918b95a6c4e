// Counts the words of a file, which it first writes under /tmp.
package main

import (
	"bufio"
	"fmt"
	"os"
	"sort"
	"strconv"
	"strings"
)

// Two copies may run at once.
var path = "/tmp/word_count." + strconv.Itoa(os.Getpid())

var vocabulary = strings.Fields(`the page is not in memory and the kernel reads it from disk while the program waits for its frame
	a table maps each address to a frame or to nothing and the fault tells which one it was`)

func write(words int) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(f)
	seed := uint32(99)
	for i := 1; i <= words; i++ {
		seed = seed*1664525 + 1013904223
		out.WriteString(vocabulary[int(seed>>16)%len(vocabulary)])
		if i%12 == 0 {
			out.WriteByte('\n')
		} else {
			out.WriteByte(' ')
		}
	}
	if err := out.Flush(); err != nil {
		return err
	}
	return f.Close()
}

func count() (lines, words, bytes int, counts map[string]int, err error) {
	f, err := os.Open(path)
	if err != nil {
		return 0, 0, 0, nil, err
	}
	defer f.Close()
	counts = make(map[string]int)
	scanner := bufio.NewScanner(f)
	for scanner.Scan() {
		line := scanner.Text()
		lines++
		bytes += len(line) + 1
		for _, word := range strings.Fields(line) {
			words++
			counts[word]++
		}
	}
	return lines, words, bytes, counts, scanner.Err()
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
	if err := write(size(1000)); err != nil {
		fmt.Fprintln(os.Stderr, "word_count:", err)
		os.Exit(1)
	}
	lines, words, bytes, counts, err := count()
	if err != nil {
		fmt.Fprintln(os.Stderr, "word_count:", err)
		os.Exit(1)
	}
	fmt.Println(lines, "lines", words, "words", bytes, "bytes", len(counts), "different")
	type pair struct {
		word  string
		count int
	}
	var pairs []pair
	for word, n := range counts {
		pairs = append(pairs, pair{word, n})
	}
	sort.Slice(pairs, func(i, j int) bool {
		return pairs[i].count > pairs[j].count || pairs[i].count == pairs[j].count && pairs[i].word < pairs[j].word
	})
	for _, p := range pairs[:5] {
		fmt.Printf("%6d %s\n", p.count, p.word)
	}
	os.Remove(path)
}
