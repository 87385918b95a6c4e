// Sorts a file that is larger than the memory it allows itself: sorted runs are
// written to files of their own and merged.
package main

import (
	"bufio"
	"container/heap"
	"fmt"
	"io"
	"os"
	"sort"
	"strconv"
)

// Two copies may run at once.
var (
	prefix = "/tmp/external_sort." + strconv.Itoa(os.Getpid())
	input  = prefix + ".in"
	output = prefix + ".out"
)

func runName(i int) string { return prefix + ".run" + strconv.Itoa(i) }

func putInt(w *bufio.Writer, v uint32) {
	w.WriteByte(byte(v >> 24))
	w.WriteByte(byte(v >> 16))
	w.WriteByte(byte(v >> 8))
	w.WriteByte(byte(v))
}

func getInt(r io.Reader, buf []byte) (uint32, error) {
	if _, err := io.ReadFull(r, buf); err != nil {
		return 0, err
	}
	return uint32(buf[0])<<24 | uint32(buf[1])<<16 | uint32(buf[2])<<8 | uint32(buf[3]), nil
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "external_sort:", err)
		os.Exit(1)
	}
}

// writeFile gives fill a writer on a new file.
func writeFile(name string, fill func(*bufio.Writer)) {
	f, err := os.Create(name)
	check(err)
	w := bufio.NewWriter(f)
	fill(w)
	check(w.Flush())
	check(f.Close())
}

type uint32s []uint32

func (u uint32s) Len() int           { return len(u) }
func (u uint32s) Less(i, j int) bool { return u[i] < u[j] }
func (u uint32s) Swap(i, j int)      { u[i], u[j] = u[j], u[i] }

// makeRuns writes sorted runs of at most limit numbers and gives how many.
func makeRuns(limit int) int {
	f, err := os.Open(input)
	check(err)
	defer f.Close()
	r := bufio.NewReader(f)
	buf := make([]byte, 4)
	numbers := make(uint32s, 0, limit)
	runs := 0
	for done := false; !done; {
		numbers = numbers[:0]
		for len(numbers) < limit {
			v, err := getInt(r, buf)
			if err == io.EOF {
				done = true
				break
			}
			check(err)
			numbers = append(numbers, v)
		}
		if len(numbers) == 0 {
			break
		}
		sort.Sort(numbers)
		writeFile(runName(runs), func(w *bufio.Writer) {
			for _, v := range numbers {
				putInt(w, v)
			}
		})
		runs++
	}
	return runs
}

type source struct {
	next   uint32
	reader *bufio.Reader
	file   *os.File
}

type sources []*source

func (s sources) Len() int           { return len(s) }
func (s sources) Less(i, j int) bool { return s[i].next < s[j].next }
func (s sources) Swap(i, j int)      { s[i], s[j] = s[j], s[i] }
func (s *sources) Push(x any)        { *s = append(*s, x.(*source)) }
func (s *sources) Pop() any {
	old := *s
	last := old[len(old)-1]
	*s = old[:len(old)-1]
	return last
}

func merge(runs int) {
	var queue sources
	buf := make([]byte, 4)
	for i := 0; i < runs; i++ {
		f, err := os.Open(runName(i))
		check(err)
		s := &source{reader: bufio.NewReaderSize(f, 512), file: f}
		s.next, err = getInt(s.reader, buf)
		check(err)
		queue = append(queue, s)
	}
	heap.Init(&queue)
	writeFile(output, func(w *bufio.Writer) {
		for len(queue) > 0 {
			s := queue[0]
			putInt(w, s.next)
			var err error
			if s.next, err = getInt(s.reader, buf); err == io.EOF {
				check(s.file.Close())
				heap.Pop(&queue)
				continue
			}
			check(err)
			heap.Fix(&queue, 0)
		}
	})
}

func verify() (count int, sum uint32, sorted bool) {
	f, err := os.Open(output)
	check(err)
	defer f.Close()
	r := bufio.NewReader(f)
	buf := make([]byte, 4)
	sorted = true
	for previous := uint32(0); ; count++ {
		v, err := getInt(r, buf)
		if err == io.EOF {
			return count, sum, sorted
		}
		check(err)
		sorted = sorted && previous <= v
		previous = v
		sum += v
	}
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
	n := size(500)
	sum := uint32(0)
	writeFile(input, func(w *bufio.Writer) {
		seed := uint32(2024)
		for i := 0; i < n; i++ {
			seed = seed*1664525 + 1013904223
			sum += seed >> 4
			putInt(w, seed>>4)
		}
	})
	runs := makeRuns(n/8 + 1)
	merge(runs)
	count, sumSorted, sorted := verify()
	fmt.Println("numbers", count, "runs", runs, "sorted", sorted, "same sum", sum == sumSorted)
	for i := 0; i < runs; i++ {
		check(os.Remove(runName(i)))
	}
	check(os.Remove(input))
	check(os.Remove(output))
}
