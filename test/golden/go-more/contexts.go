package main

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

type key int

type own struct{ context.Context }

func (o own) Done() <-chan struct{} { return o.Context.Done() }

type other struct {
	context.Context
	d chan struct{}
}

func (o other) Done() <-chan struct{} { return o.d }
func (o other) Err() error {
	select {
	case <-o.d:
		return errors.New("other ended")
	default:
		return nil
	}
}

func worker(ctx context.Context, id int, out chan<- string, wg *sync.WaitGroup) {
	defer wg.Done()
	for i := 0; ; i++ {
		select {
		case <-ctx.Done():
			out <- fmt.Sprint("worker ", id, " ", ctx.Err())
			return
		case <-time.After(time.Millisecond * time.Duration(id+1)):
		}
	}
}

func main() {
	bg := context.Background()
	fmt.Println(bg, context.TODO(), bg.Err(), bg.Done() == nil, bg.Value(1))
	ctx, cancel := context.WithCancel(bg)
	v := context.WithValue(ctx, key(1), "one")
	v2 := context.WithValue(v, key(2), 2)
	child, cc := context.WithCancel(v2)
	grand, gc := context.WithTimeout(child, time.Hour)
	defer gc()
	fmt.Println(ctx, v, v2, child, grand.Value(key(1)), grand.Value(key(2)), grand.Value(key(3)), grand.Value("x"))
	_, has := child.Deadline()
	_, has2 := grand.Deadline()
	fmt.Println(has, has2, child.Err())
	cc()
	fmt.Println(child.Err(), grand.Err(), ctx.Err())
	<-grand.Done()
	cancel()
	cancel()
	fmt.Println(ctx.Err(), errors.Is(ctx.Err(), context.Canceled))
	late, lc := context.WithCancel(ctx)
	fmt.Println(late.Err())
	lc()
	t, tc := context.WithTimeout(bg, 5*time.Millisecond)
	defer tc()
	select {
	case <-t.Done():
		fmt.Println(t.Err(), t.Err() == context.DeadlineExceeded)
	case <-time.After(time.Second):
		fmt.Println("too late")
	}
	var te interface{ Timeout() bool }
	fmt.Println(errors.As(t.Err(), &te) && te.Timeout())
	past, pc := context.WithDeadline(bg, time.Now().Add(-time.Second))
	fmt.Println(past.Err())
	pc()
	inner, ic := context.WithTimeout(t, time.Hour)
	fmt.Println(inner.Err())
	ic()
	o := own{ctx}
	oc, c2 := context.WithCancel(o)
	fmt.Println(oc.Err())
	c2()
	oth := other{bg, make(chan struct{})}
	x, xc := context.WithCancel(oth)
	close(oth.d)
	<-x.Done()
	fmt.Println(x.Err(), x)
	xc()
	for _, f := range []func(){func() { context.WithValue(bg, nil, 1) }, func() { context.WithValue(bg, []int{1}, 1) }, func() { context.WithCancel(nil) }, func() { context.WithValue(nil, 1, 1) }, func() { context.WithTimeout(nil, 1) }} {
		func() {
			defer func() { fmt.Println(recover()) }()
			f()
		}()
	}
	w, stop := context.WithTimeout(bg, 20*time.Millisecond)
	defer stop()
	var wg sync.WaitGroup
	out := make(chan string, 3)
	for i := 0; i < 3; i++ {
		wg.Add(1)
		go worker(w, i, out, &wg)
	}
	wg.Wait()
	close(out)
	n := 0
	for s := range out {
		n += len(s)
	}
	fmt.Println(n)
}
