// How many objects calls of the library cost their caller: what it is given must stay in the frame, or not, as under Go.
package main

import (
	"bufio"
	"bytes"
	"fmt"
	"path"
	"path/filepath"
	"reflect"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"unicode/utf8"
)

var text = []byte("a rather long text that no buffer in a frame has room for: 12345")

func mallocs(f func()) uint64 {
	f()
	var a, b runtime.MemStats
	runtime.ReadMemStats(&a)
	f()
	runtime.ReadMemStats(&b)
	return b.Mallocs - a.Mallocs
}

type point struct{ x, y int }

func main() {
	var out bytes.Buffer
	out.Grow(1 << 12)
	counts := []uint64{
		mallocs(func() { var n int32; atomic.AddInt32(&n, 1) }),
		mallocs(func() { var n int64; atomic.StoreInt64(&n, 1) }),
		mallocs(func() { var n atomic.Uint32; n.Add(1) }),
		mallocs(func() { var mu sync.Mutex; mu.Lock(); mu.Unlock() }),
		mallocs(func() { var once sync.Once; once.Do(func() {}) }),
		mallocs(func() { strconv.Atoi(string(text[59:])) }),
		mallocs(func() { strconv.ParseFloat(string(text[59:]), 64) }),
		mallocs(func() { strconv.Unquote(string(text)) }),
		mallocs(func() { path.Clean(string(text)) }),
		mallocs(func() { path.Clean("/a/b/../c") }),
		mallocs(func() { path.Join("a", "b") }),
		mallocs(func() { filepath.Join("a/b", "c") }),
		mallocs(func() { strings.ToValidUTF8(string(text), "?") }),
		mallocs(func() { strings.Contains(string(text), "room") }),
		mallocs(func() { strings.Split(string(text[:8]), " ") }),
		mallocs(func() { strings.Fields(string(text)) }),
		mallocs(func() { strings.TrimSpace(string(text)) }),
		mallocs(func() { utf8.AppendRune(make([]byte, 0, 4), 'é') }),
		mallocs(func() { var b bytes.Buffer; b.WriteRune('é') }),
		mallocs(func() { w := bufio.NewWriterSize(&out, 64); w.WriteString(string(text)); w.Flush() }),
		mallocs(func() { reflect.ValueOf(point{1, 2}).Field(0).Int() }),
		mallocs(func() { reflect.TypeOf(point{1, 2}).Size() }),
	}
	fmt.Println(counts)
}
