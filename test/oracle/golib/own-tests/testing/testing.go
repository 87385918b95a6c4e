// Package testing is as much of Go's as the library's own tests need.
package testing

import (
	"fmt"
	"os"
	"runtime"
	"strconv"
)

const maxComplaints = 40

type TB interface {
	Cleanup(func())
	Error(args ...any)
	Errorf(format string, args ...any)
	Fail()
	FailNow()
	Failed() bool
	Fatal(args ...any)
	Fatalf(format string, args ...any)
	Helper()
	Log(args ...any)
	Logf(format string, args ...any)
	Name() string
	Setenv(key, value string)
	Skip(args ...any)
	SkipNow()
	Skipf(format string, args ...any)
	Skipped() bool
	TempDir() string
}

type common struct {
	name            string
	failed, skipped bool
	cleanups        []func()
	complaints      int
}

type T struct{ common }

type B struct {
	common
	N int
}

type F struct{ common }

type M struct{}

type BenchmarkResult struct{ N int }

type PB struct{ left int }

func (pb *PB) Next() bool { pb.left--; return pb.left >= 0 }

func (b *B) ResetTimer()                      {}
func (b *B) StartTimer()                      {}
func (b *B) StopTimer()                       {}
func (b *B) ReportAllocs()                    {}
func (b *B) SetBytes(int64)                   {}
func (b *B) ReportMetric(n float64, u string) {}
func (b *B) SetParallelism(int)               {}
func (b *B) RunParallel(f func(*PB))          { f(&PB{b.N}) }
func (b *B) Run(name string, f func(*B)) bool { return true }
func (f *F) Add(args ...any)                  {}
func (f *F) Fuzz(any)                         {}
func (r BenchmarkResult) AllocsPerOp() int64  { return 0 }
func Benchmark(f func(*B)) BenchmarkResult    { return BenchmarkResult{1} }
func Short() bool                             { return true }
func Verbose() bool                           { return false }
func CoverMode() string                       { return "" }

func AllocsPerRun(runs int, f func()) float64 {
	f()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for i := 0; i < runs; i++ {
		f()
	}
	runtime.ReadMemStats(&after)
	return float64((after.Mallocs - before.Mallocs) / uint64(runs))
}

func (c *common) Cleanup(f func()) { c.cleanups = append(c.cleanups, f) }

// complain prints the first complaints.
func (c *common) complain(s string) {
	if c.complaints++; c.complaints > maxComplaints {
		return
	}
	fmt.Print("    ", strconv.Quote(s), "\n")
}
func (c *common) Error(args ...any) { c.failed = true; c.complain(fmt.Sprintln(args...)) }
func (c *common) Errorf(format string, args ...any) {
	c.failed = true
	c.complain(fmt.Sprintf(format, args...))
}
func (c *common) Fail()                             { c.failed = true }
func (c *common) FailNow()                          { c.failed = true; runtime.Goexit() }
func (c *common) Failed() bool                      { return c.failed }
func (c *common) Fatal(args ...any)                 { c.Error(args...); c.FailNow() }
func (c *common) Fatalf(format string, args ...any) { c.Errorf(format, args...); c.FailNow() }
func (c *common) Helper()                           {}
func (c *common) Parallel()                         {}
func (c *common) Log(args ...any)                   {}
func (c *common) Logf(format string, args ...any)   {}
func (c *common) Name() string                      { return c.name }
func (c *common) Setenv(key, value string) {
	old, had := os.LookupEnv(key)
	os.Setenv(key, value)
	c.Cleanup(func() {
		if had {
			os.Setenv(key, old)
		} else {
			os.Unsetenv(key)
		}
	})
}
func (c *common) Skip(args ...any)                 { c.SkipNow() }
func (c *common) SkipNow()                         { c.skipped = true; runtime.Goexit() }
func (c *common) Skipf(format string, args ...any) { c.SkipNow() }
func (c *common) Skipped() bool                    { return c.skipped }
func (c *common) TempDir() string {
	dir, err := os.MkdirTemp("", "test")
	if err != nil {
		c.Fatal(err)
	}
	c.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

// run calls f in a goroutine of its own and says how it ended.
func (c *common) run(f func()) string {
	done := make(chan string)
	go func() {
		panicked := "PANIC"
		defer func() {
			r := recover()
			if r != nil {
				panicked = "PANIC " + strconv.Quote(fmt.Sprint(r))
			} else {
				panicked = ""
			}
			done <- panicked
		}()
		defer func() {
			for i := len(c.cleanups) - 1; i >= 0; i-- {
				c.cleanups[i]()
			}
		}()
		f()
	}()
	if p := <-done; p != "" {
		c.failed = true
		return p
	}
	switch {
	case c.failed:
		return "FAIL"
	case c.skipped:
		return "SKIP"
	}
	return "PASS"
}

func (t *T) Run(name string, f func(t *T)) bool {
	sub := &T{common{name: t.name + "/" + name}}
	result := sub.run(func() { f(sub) })
	if result != "PASS" && result != "SKIP" {
		fmt.Print("    ", strconv.Quote(sub.name), ": ", result, "\n")
		t.failed = true
	}
	return !sub.failed
}

// Entry is a test or an example.
type Entry struct {
	Name    string
	Test    func(*T)
	Example func()
}

// Main runs the entries from the one that the first argument numbers, but not those that the others name.
func Main(entries []Entry) {
	from, err := strconv.Atoi(os.Args[1])
	if err != nil {
		panic(err)
	}
	leftOut := map[string]bool{}
	for _, name := range os.Args[2:] {
		leftOut[name] = true
	}
	os.Args = os.Args[:1]
	for i := from; i < len(entries); i++ {
		e := entries[i]
		if leftOut[e.Name] {
			continue
		}
		fmt.Printf("\n=== %d %s\n", i, e.Name)
		t := &T{common{name: e.Name}}
		result := t.run(func() {
			if e.Example != nil {
				e.Example()
			} else {
				e.Test(t)
			}
		})
		fmt.Printf("\n--- %s\n", result)
	}
	fmt.Print("\n=== END\n")
}
