package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"strings"
	"time"
)

type list []string

func (l *list) String() string     { return strings.Join(*l, ",") }
func (l *list) Set(s string) error { *l = append(*l, s); return nil }

type bad struct{ p *int }

func (b *bad) String() string     { return fmt.Sprint(*b.p) }
func (b *bad) Set(s string) error { return errors.New("no " + s) }

func set() (*flag.FlagSet, func()) {
	fs := flag.NewFlagSet("prog", flag.ContinueOnError)
	fs.SetOutput(os.Stdout)
	n := fs.Int("n", 5, "number of `things`\nsecond line")
	v := fs.Bool("v", false, "verbose")
	big := fs.Bool("big", true, "big")
	s := fs.String("s", "def", "a string")
	e := fs.String("e", "", "empty string")
	f := fs.Float64("f", 2.5, "float")
	d := fs.Duration("d", time.Second, "duration")
	u := fs.Uint("u", 0, "uint")
	i64 := fs.Int64("i64", -1, "int64")
	u64 := fs.Uint64("u64", 1, "uint64")
	var l list
	fs.Var(&l, "l", "list")
	x := 3
	fs.Var(&bad{&x}, "bad", "bad")
	fs.Func("fn", "function", func(s string) error {
		if s == "x" {
			return errors.New("boom")
		}
		return nil
	})
	var t time.Time
	fs.TextVar(&t, "t", time.Unix(0, 0).UTC(), "time")
	return fs, func() {
		fmt.Println(*n, *v, *big, *s, *e, *f, *d, *u, *i64, *u64, l, t, fs.Args(), fs.NArg(), fs.NFlag(), fs.Arg(0), fs.Arg(9), fs.Parsed())
		fs.Visit(func(f *flag.Flag) { fmt.Print(f.Name, "=", f.Value, " ") })
		fmt.Println()
	}
}

func main() {
	for _, args := range [][]string{
		{}, {"-n", "7", "rest", "-v"}, {"--n=0x10", "-v", "-big=false", "-s=", "-f=1e3", "-d", "1h2m", "-l", "a", "-l=b"}, {"-v=maybe"}, {"-n", "x"}, {"-n", "99999999999"},
		{"-zzz"}, {"-s"}, {"--"}, {"--", "-v"}, {"-"}, {"-=x"}, {"---x"}, {"-h"}, {"-bad", "1"}, {"-fn=x"}, {"-fn", "y"}, {"-u=-1"}, {"-d=5"}, {"-f=1e999"}, {"-t", "2020-01-02T03:04:05Z"}, {"-t=x"}, {"-i64", "-9223372036854775808", "-u64=18446744073709551615"},
	} {
		fs, show := set()
		err := fs.Parse(args)
		fmt.Println(args, "->", err, errors.Is(err, flag.ErrHelp))
		show()
	}
	fs, _ := set()
	fmt.Println(fs.Set("n", "3"), fs.Set("q", "3"), fs.Lookup("n").Value, fs.Lookup("s").DefValue, fs.Lookup("x") == nil)
	for _, name := range []string{"n", "-x", "a=b"} {
		func() {
			defer func() { fmt.Println(recover()) }()
			fs.Int(name, 1, "again")
		}()
	}
	a := flag.Int("count", 3, "how many")
	b := flag.Bool("q", false, "quiet")
	flag.Parse()
	fmt.Println(*a, *b, flag.Args(), flag.NArg(), flag.Arg(1))
	flag.CommandLine.SetOutput(os.Stdout)
	flag.PrintDefaults()
	fmt.Println(flag.Lookup("count").Value.(flag.Getter).Get().(int) + 1)
}
