// Corners of library functions: who copies for whom, what panics say, patterns of temporary names, slices of arrays by reflection.
package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"reflect"
	"strings"
	"text/tabwriter"
)

func try(name string, f func()) {
	defer func() {
		if r := recover(); r != nil {
			fmt.Printf("%s: panic %v\n", name, r)
		}
	}()
	f()
}

// chatty says what is written to it.
type chatty struct{}

func (chatty) Write(p []byte) (int, error) {
	fmt.Printf("write %d\n", len(p))
	return len(p), nil
}

// slow gives n bytes, one at a time.
type slow struct{ n int }

func (s *slow) Read(p []byte) (int, error) {
	if s.n--; s.n < 0 {
		return 0, io.EOF
	}
	fmt.Println("read", len(p))
	return 1, nil
}

type broken struct{}

func (broken) Write([]byte) (int, error) { panic("broken") }
func (broken) Read([]byte) (int, error)  { return -1, nil }

// stuck never has anything.
type stuck struct{}

func (stuck) Read([]byte) (int, error) { return 0, nil }

type failure struct{ code int }

func (f *failure) Error() string { return fmt.Sprint("failure ", f.code) }

func copying() {
	io.Copy(io.Discard, &slow{2})
	io.Copy(chatty{}, io.LimitReader(&slow{3}, 5))
	section := io.NewSectionReader(strings.NewReader("0123456789"), 2, 5)
	b := make([]byte, 3)
	n, err := section.ReadAt(b, 3)
	fmt.Println(n, err, string(b))
	fmt.Println(io.NewSectionReader(strings.NewReader("abc"), 1, 1<<63-1).Read(b))
	w := io.MultiWriter(os.Stdout, io.MultiWriter(chatty{}))
	io.WriteString(w, "hello\n")
	io.Copy(w, io.MultiReader(strings.NewReader("abc\n"), io.MultiReader(bytes.NewReader([]byte("def\n")))))
	_, forwards := io.NopCloser(strings.NewReader("")).(io.WriterTo)
	fmt.Println(forwards)
	try("copy", func() { io.CopyBuffer(chatty{}, &slow{1}, []byte{}) })
}

func buffering() {
	w := bufio.NewWriterSize(chatty{}, 16)
	w.WriteString("twelve bytes")
	w.WriteRune('世')
	w.WriteRune('界')
	fmt.Println(w.Buffered())
	fmt.Println(w.ReadFrom(stuck{}))
	fmt.Println(w.ReadFrom(io.LimitReader(&slow{3}, 2)))
	fmt.Println(bufio.NewWriter(bufio.NewWriterSize(io.Discard, 16)).ReadFrom(&slow{1}))
	fmt.Println(bufio.NewReaderSize(strings.NewReader("what the reader knows to write"), 16).WriteTo(chatty{}))
	fmt.Println(bufio.NewReaderSize(&slow{2}, 16).WriteTo(chatty{}))
	try("read", func() { bufio.NewReader(broken{}).Read(make([]byte, 1)) })
	try("byte", func() { bufio.NewReader(broken{}).ReadByte() })
	r := bytes.NewReader([]byte("bytes"))
	_, err := r.Seek(-1, io.SeekStart)
	fmt.Println(err, r.UnreadByte(), r.UnreadRune())
	fmt.Println(len(bytes.Repeat(nil, 1<<31-1)), string(bytes.Repeat([]byte("ab"), 3)))
}

func wrapping() {
	err := fmt.Errorf("wrapped: %w", &failure{3})
	var f *failure
	var p *os.PathError
	var timeout interface{ Timeout() bool }
	fmt.Println(errors.As(err, &f), f.code, errors.As(err, &p), errors.As(nil, &p))
	_, err = os.Open("/none")
	fmt.Println(errors.As(err, &p), p.Op, errors.As(err, &timeout))
	try("string", func() { errors.As(err, new(string)) })
	try("no pointer", func() { errors.As(err, "") })
	try("nil", func() { errors.As(nil, nil) })
	try("table", func() {
		w := tabwriter.NewWriter(broken{}, 1, 2, 3, ' ', 0)
		fmt.Fprintln(w, "a\tb")
		w.Flush()
	})
}

func main() {
	copying()
	buffering()
	wrapping()

	_, err := os.CreateTemp("", "a/b")
	fmt.Println(err)
	_, err = os.MkdirTemp("/none", "x")
	fmt.Println(err)
	name, err := os.MkdirTemp("/tmp/", "x*y")
	fmt.Println(strings.HasPrefix(name, "/tmp/x"), strings.HasSuffix(name, "y"), err, os.Remove(name))

	a := [5]int{1, 2, 3, 4, 5}
	v := reflect.ValueOf(&a).Elem()
	s := v.Slice(1, 3)
	s.Index(0).SetInt(9)
	fmt.Println(s, s.Cap(), s.Type(), v.Slice3(2, 3, 4).Cap(), a)
	try("array", func() { reflect.ValueOf(a).Slice(0, 1) })
	fmt.Printf("%.\n", 3)
}
