// Pipes whose ends are in one program: goroutines wait for them while others run.
package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"syscall"
	"time"
)

func capture(f func()) string {
	old := os.Stdout
	r, w, err := os.Pipe()
	if err != nil {
		panic(err)
	}
	os.Stdout = w
	out := make(chan string)
	go func() {
		var buf bytes.Buffer
		io.Copy(&buf, r)
		out <- buf.String()
	}()
	f()
	w.Close()
	os.Stdout = old
	return <-out
}

func main() {
	s := capture(func() {
		for i := 0; i < 20000; i++ {
			fmt.Println("line", i)
		}
	})
	fmt.Println(len(s), strings.Count(s, "\n"))
	r, w, _ := os.Pipe()
	var wg sync.WaitGroup
	wg.Add(2)
	go func() {
		defer wg.Done()
		sc := bufio.NewScanner(r)
		for sc.Scan() {
			fmt.Println("got", sc.Text())
		}
		fmt.Println("end", sc.Err())
	}()
	go func() {
		defer wg.Done()
		for i := 0; i < 4; i++ {
			time.Sleep(2 * time.Millisecond)
			fmt.Fprintf(w, "msg %d\n", i)
		}
		w.Close()
	}()
	wg.Wait()
	// closed while reading
	r, w, _ = os.Pipe()
	done := make(chan error)
	go func() { _, err := r.Read(make([]byte, 10)); done <- err }()
	time.Sleep(time.Millisecond)
	r.Close()
	err := <-done
	fmt.Println(err, errors.Is(err, os.ErrClosed))
	n, err := w.Write([]byte("x"))
	fmt.Println(n, err, errors.Is(err, syscall.EPIPE))
	w.Close()
	// ping-pong through a chain
	const stages = 5
	first, in, _ := os.Pipe()
	cur := first
	for i := 0; i < stages; i++ {
		nr, nw, _ := os.Pipe()
		go func(r, w *os.File, i int) {
			defer w.Close()
			br := bufio.NewReader(r)
			for {
				l, err := br.ReadString('\n')
				if err != nil {
					return
				}
				fmt.Fprintf(w, "%d%s", i, l)
			}
		}(cur, nw, i)
		cur = nr
	}
	go func() {
		defer in.Close()
		for i := 0; i < 3; i++ {
			fmt.Fprintln(in, "<-", i)
		}
	}()
	all, err := io.ReadAll(cur)
	fmt.Printf("%s%v\n", all, err)
	r, w, _ = os.Pipe()
	tick := time.NewTicker(time.Millisecond)
	go func() { time.Sleep(5 * time.Millisecond); w.Write([]byte("late")); w.Close() }()
	got := make(chan string)
	go func() { b, _ := io.ReadAll(r); got <- string(b) }()
	ticks := 0
	for {
		select {
		case <-tick.C:
			ticks++
			continue
		case s := <-got:
			fmt.Println(s, ticks >= 3)
		}
		break
	}
	big := bytes.Repeat([]byte("0123456789abcdef"), 20000)
	r, w, _ = os.Pipe()
	go func() { n, err := w.Write(big); fmt.Println("wrote", n, err); w.Close() }()
	b, err := io.ReadAll(r)
	fmt.Println(len(b), bytes.Equal(b, big), err)
	r.Close()
	_, err = r.Stat()
	fmt.Println(err, errors.Is(err, os.ErrClosed))
	_, err = os.Open("a\x00b")
	fmt.Println(errors.Is(err, syscall.EINVAL))
	os.Stdout = r
	_, err = fmt.Println("lost")
	panic(err)
}
