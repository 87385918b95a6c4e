package main

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"
)

type result struct {
	id, val int
	err     error
}

func worker(id int, jobs <-chan int, results chan<- result, wg *sync.WaitGroup) {
	defer wg.Done()
	for j := range jobs {
		if j%7 == 0 {
			results <- result{j, 0, errors.New("multiple of seven")}
			continue
		}
		results <- result{j, j * j, nil}
	}
}

func gen(n int) <-chan int {
	c := make(chan int)
	go func() {
		defer close(c)
		for i := 2; i < n; i++ {
			c <- i
		}
	}()
	return c
}

func filter(in <-chan int, p int) <-chan int {
	out := make(chan int)
	go func() {
		defer close(out)
		for v := range in {
			if v%p != 0 {
				out <- v
			}
		}
	}()
	return out
}

type counter struct {
	sync.Mutex
	m map[string]int
}

func (c *counter) inc(k string) {
	c.Lock()
	defer c.Unlock()
	c.m[k]++
}

func main() {
	jobs := make(chan int, 10)
	results := make(chan result, 10)
	var wg sync.WaitGroup
	for i := 0; i < 3; i++ {
		wg.Add(1)
		go worker(i, jobs, results, &wg)
	}
	go func() {
		for i := 1; i <= 20; i++ {
			jobs <- i
		}
		close(jobs)
		wg.Wait()
		close(results)
	}()
	sum, errs := 0, 0
	for r := range results {
		if r.err != nil {
			errs++
			continue
		}
		sum += r.val
	}
	fmt.Println(sum, errs)
	c := gen(50)
	for p, ok := <-c; ok; p, ok = <-c {
		fmt.Print(p, " ")
		c = filter(c, p)
	}
	fmt.Println()
	cn := counter{m: map[string]int{}}
	var wg2 sync.WaitGroup
	for i := 0; i < 50; i++ {
		wg2.Add(1)
		go func(i int) {
			defer wg2.Done()
			cn.inc([]string{"a", "b", "c"}[i%3])
		}(i)
	}
	wg2.Wait()
	fmt.Println(cn.m)
	timeout := time.After(20 * time.Millisecond)
	tick := time.NewTicker(5 * time.Millisecond)
	n := 0
loop:
	for {
		select {
		case <-tick.C:
			n++
		case <-timeout:
			break loop
		}
	}
	tick.Stop()
	fmt.Println(n >= 2, n <= 4)
	done := make(chan struct{})
	var once sync.Once
	for i := 0; i < 3; i++ {
		go once.Do(func() { fmt.Println("once"); close(done) })
	}
	<-done
	var at int64
	var wg3 sync.WaitGroup
	wg3.Add(10)
	for i := 0; i < 10; i++ {
		go func() { defer wg3.Done(); atomic.AddInt64(&at, 5) }()
	}
	wg3.Wait()
	fmt.Println(atomic.LoadInt64(&at))
	select {
	case v := <-make(chan int):
		fmt.Println(v)
	default:
		fmt.Println("default")
	}
	var rw sync.RWMutex
	cond := sync.NewCond(&rw)
	ready := false
	go func() { rw.Lock(); ready = true; rw.Unlock(); cond.Broadcast() }()
	rw.Lock()
	for !ready {
		cond.Wait()
	}
	rw.Unlock()
	fmt.Println("ready")
	errc := make(chan error, 1)
	go func() {
		defer func() {
			if r := recover(); r != nil {
				errc <- fmt.Errorf("goroutine panicked: %v", r)
			}
		}()
		var m map[int]int
		m[1] = 1
	}()
	fmt.Println(<-errc)
	t0 := time.Now()
	time.Sleep(3 * time.Millisecond)
	el := time.Since(t0)
	fmt.Println(el >= 3*time.Millisecond, el < 2*time.Second, time.Duration(3723004005006), time.Duration(0), time.Duration(999), 1500*time.Microsecond, 90*time.Second, (26*time.Hour + 3*time.Minute).String(), (1500 * time.Millisecond).Seconds(), time.Duration(1.5*float64(time.Second)).Round(time.Second))
	timer := time.NewTimer(time.Hour)
	fmt.Println(timer.Stop(), timer.Reset(time.Millisecond))
	<-timer.C
	sem := make(chan struct{}, 2)
	var mu sync.Mutex
	max, cur := 0, 0
	var wg4 sync.WaitGroup
	for i := 0; i < 6; i++ {
		wg4.Add(1)
		go func() {
			defer wg4.Done()
			sem <- struct{}{}
			mu.Lock()
			cur++
			if cur > max {
				max = cur
			}
			mu.Unlock()
			time.Sleep(time.Millisecond)
			mu.Lock()
			cur--
			mu.Unlock()
			<-sem
		}()
	}
	wg4.Wait()
	fmt.Println(max)
	var unbuf = make(chan int)
	go func() { time.Sleep(time.Millisecond); panic(fmt.Sprintf("worker %d failed", 3)) }()
	<-unbuf
}
