package main

import (
	"fmt"
	"io"
	"math"
	"os"
)

func main() {
	os.Clearenv()
	fmt.Println(os.Setenv("A", "1"), os.Setenv("", "x"), os.Setenv("B=", "x"), os.Setenv("HOME", "/h"))
	os.Setenv("A", "22")
	fmt.Println(os.Environ(), os.Getenv("A"))
	os.Unsetenv("A")
	v, ok := os.LookupEnv("A")
	fmt.Println(v, ok, os.ExpandEnv("x$HOME/${HOME}y ${} $ ${HOME $$ $1 ${*} end$"), os.Expand("$a-${b}", func(s string) string { return s + s }))
	for _, x := range []float64{-1e300, -3, -1, -0.5, -1e-9, 0, 1e-9, 0.3, 0.7, 1, 1.5, 2.5, 1e9, math.Inf(1), math.NaN()} {
		fmt.Println(math.Asinh(x), math.Acosh(x), math.Atanh(x))
	}
	r, w := io.Pipe()
	go func() {
		for i := 0; i < 3; i++ {
			fmt.Fprintf(w, "part %d;", i)
		}
		w.CloseWithError(fmt.Errorf("custom"))
	}()
	b := make([]byte, 4)
	for {
		n, err := r.Read(b)
		fmt.Printf("%q %v\n", b[:n], err)
		if err != nil {
			break
		}
	}
	r.Close()
	_, err := w.Write([]byte("x"))
	fmt.Println(err)
	r2, w2 := io.Pipe()
	r2.Close()
	_, err = w2.Write([]byte("x"))
	fmt.Println(err)
	_, err = r2.Read(b)
	fmt.Println(err)
}
