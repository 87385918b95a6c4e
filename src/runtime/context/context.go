// Package context carries an end, a deadline and values through calls and goroutines.
//
// Contexts form a tree. Cancelling one closes its channel and cancels all below it: each
// that can be cancelled has the set of its children that can. A context made by somebody
// else is watched by a goroutine.
package context

import (
	"errors"
	"internal/rtype"
	"sync"
	"sync/atomic"
	"time"
)

// Context is what is passed on.
type Context interface {
	Deadline() (deadline time.Time, ok bool)
	Done() <-chan struct{}
	Err() error
	Value(key any) any
}

// CancelFunc ends a context; after the first call it does nothing.
type CancelFunc func()

// Canceled is the error of a context that was cancelled.
var Canceled = errors.New("context canceled")

// DeadlineExceeded is the error of a context whose time is over.
var DeadlineExceeded error = deadlineExceededError{}

type deadlineExceededError struct{}

func (deadlineExceededError) Error() string   { return "context deadline exceeded" }
func (deadlineExceededError) Timeout() bool   { return true }
func (deadlineExceededError) Temporary() bool { return true }

// emptyCtx is a root. It is no struct{}, so that two have different addresses.
type emptyCtx int

func (*emptyCtx) Deadline() (deadline time.Time, ok bool) { return }
func (*emptyCtx) Done() <-chan struct{}                   { return nil }
func (*emptyCtx) Err() error                              { return nil }
func (*emptyCtx) Value(key any) any                       { return nil }

func (e *emptyCtx) String() string {
	switch e {
	case background:
		return "context.Background"
	case todo:
		return "context.TODO"
	}
	return "unknown empty Context"
}

var (
	background = new(emptyCtx)
	todo       = new(emptyCtx)
)

func Background() Context { return background }
func TODO() Context       { return todo }

// canceler is a context that its parent can cancel.
type canceler interface {
	cancel(removeFromParent bool, err error)
	Done() <-chan struct{}
}

// cancelCtxKey is the key under which a context gives the nearest cancelCtx.
var cancelCtxKey int

var closedChannel = make(chan struct{})

func init() { close(closedChannel) }

type cancelCtx struct {
	Context
	mu       sync.Mutex
	done     atomic.Value // chan struct{}, made when somebody asks
	children map[canceler]struct{}
	err      error
}

// WithCancel is a context that ends with parent or when cancel is called.
func WithCancel(parent Context) (ctx Context, cancel CancelFunc) {
	if parent == nil {
		panic("cannot create context from nil parent")
	}
	c := &cancelCtx{Context: parent}
	follow(parent, c)
	return c, func() { c.cancel(true, Canceled) }
}

func (c *cancelCtx) Value(key any) any {
	if key == &cancelCtxKey {
		return c
	}
	return c.Context.Value(key)
}

func (c *cancelCtx) Done() <-chan struct{} {
	if d := c.done.Load(); d != nil {
		return d.(chan struct{})
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	d := c.done.Load()
	if d == nil {
		d = make(chan struct{})
		c.done.Store(d)
	}
	return d.(chan struct{})
}

func (c *cancelCtx) Err() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.err
}

func (c *cancelCtx) String() string { return nameOf(c.Context) + ".WithCancel" }

// cancel ends c and all below it.
func (c *cancelCtx) cancel(removeFromParent bool, err error) {
	c.mu.Lock()
	if c.err != nil {
		c.mu.Unlock()
		return
	}
	c.err = err
	if d, ok := c.done.Load().(chan struct{}); ok {
		close(d)
	} else {
		c.done.Store(closedChannel)
	}
	for child := range c.children {
		child.cancel(false, err)
	}
	c.children = nil
	c.mu.Unlock()
	if removeFromParent {
		leave(c.Context, c)
	}
}

// nearest is the cancelCtx that parent is or leads to, nil if another implementation stands between.
func nearest(parent Context) *cancelCtx {
	done := parent.Done()
	if done == closedChannel || done == nil {
		return nil
	}
	p, ok := parent.Value(&cancelCtxKey).(*cancelCtx)
	if !ok {
		return nil
	}
	if own, _ := p.done.Load().(chan struct{}); own != done {
		return nil
	}
	return p
}

// follow makes child end when parent does.
func follow(parent Context, child canceler) {
	done := parent.Done()
	if done == nil {
		return
	}
	select {
	case <-done:
		child.cancel(false, parent.Err())
		return
	default:
	}
	p := nearest(parent)
	if p == nil {
		go func() {
			select {
			case <-parent.Done():
				child.cancel(false, parent.Err())
			case <-child.Done():
			}
		}()
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.err != nil {
		child.cancel(false, p.err)
		return
	}
	if p.children == nil {
		p.children = make(map[canceler]struct{})
	}
	p.children[child] = struct{}{}
}

// leave takes child from its parent.
func leave(parent Context, child canceler) {
	if p := nearest(parent); p != nil {
		p.mu.Lock()
		delete(p.children, child)
		p.mu.Unlock()
	}
}

// timerCtx is a cancelCtx with an alarm.
type timerCtx struct {
	cancelCtx
	timer    *time.Timer // under mu
	deadline time.Time
}

// WithDeadline is a context that also ends at d.
func WithDeadline(parent Context, d time.Time) (Context, CancelFunc) {
	if parent == nil {
		panic("cannot create context from nil parent")
	}
	if earlier, ok := parent.Deadline(); ok && earlier.Before(d) {
		return WithCancel(parent)
	}
	c := &timerCtx{cancelCtx: cancelCtx{Context: parent}, deadline: d}
	follow(parent, c)
	rest := time.Until(d)
	if rest <= 0 {
		c.cancel(true, DeadlineExceeded)
		return c, func() { c.cancel(false, Canceled) }
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.err == nil {
		c.timer = time.AfterFunc(rest, func() { c.cancel(true, DeadlineExceeded) })
	}
	return c, func() { c.cancel(true, Canceled) }
}

// WithTimeout is WithDeadline counted from now.
func WithTimeout(parent Context, timeout time.Duration) (Context, CancelFunc) {
	return WithDeadline(parent, time.Now().Add(timeout))
}

func (c *timerCtx) Deadline() (deadline time.Time, ok bool) { return c.deadline, true }

func (c *timerCtx) String() string {
	return nameOf(c.cancelCtx.Context) + ".WithDeadline(" + c.deadline.String() + " [" + time.Until(c.deadline).String() + "])"
}

func (c *timerCtx) cancel(removeFromParent bool, err error) {
	c.cancelCtx.cancel(false, err)
	if removeFromParent {
		leave(c.cancelCtx.Context, c)
	}
	c.mu.Lock()
	if c.timer != nil {
		c.timer.Stop()
		c.timer = nil
	}
	c.mu.Unlock()
}

type valueCtx struct {
	Context
	key, val any
}

// WithValue is parent with a value for key, which is best of a type of its own.
func WithValue(parent Context, key, val any) Context {
	if parent == nil {
		panic("cannot create context from nil parent")
	}
	if key == nil {
		panic("nil key")
	}
	if !rtype.TypeOf(key).Comparable() {
		panic("key is not comparable")
	}
	return &valueCtx{parent, key, val}
}

func (c *valueCtx) Value(key any) any {
	for {
		if c.key == key {
			return c.val
		}
		up, ok := c.Context.(*valueCtx)
		if !ok {
			return c.Context.Value(key)
		}
		c = up
	}
}

func (c *valueCtx) String() string {
	return nameOf(c.Context) + ".WithValue(type " + rtype.TypeOf(c.key).String() + ", val " + describe(c.val) + ")"
}

type stringer interface{ String() string }

func nameOf(c Context) string {
	if s, ok := c.(stringer); ok {
		return s.String()
	}
	return rtype.TypeOf(c).String()
}

// describe shows a value without fmt.
func describe(v any) string {
	switch s := v.(type) {
	case stringer:
		return s.String()
	case string:
		return s
	}
	return "<not Stringer>"
}
