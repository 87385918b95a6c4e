// What package regexp makes of many expressions and texts: a checksum of every thousand lines.
package main

import (
	"fmt"
	"hash/crc32"
	"math/rand"
	"regexp"
	"strings"
)

// checked sums up lines.
type checked struct {
	sum   uint32
	lines int
}

func (c *checked) Write(p []byte) (int, error) {
	c.sum = crc32.Update(c.sum, crc32.IEEETable, p)
	for _, b := range p {
		if b == '\n' {
			if c.lines++; c.lines%1000 == 0 {
				fmt.Println(c.lines, c.sum)
			}
		}
	}
	return len(p), nil
}

var out = new(checked)

func main() {
	defer func() { fmt.Println(out.lines, out.sum) }()
	exprs := []string{
		`a+b*`, `(a|ab)(c|bcd)(d*)`, `^abc$`, `(?i)HeLLo`, `[a-c]+[^a-c]`, `\d+\.\d*`, `(\w+)@(\w+)\.com`, `(?P<first>\w+) (?P<last>\w+)`, `a{2,3}`, `a{2}`, `a{2,}`, `(a*)*`, `(a*)+`, `(a|b)*?c`, `x*`, ``, `|a`, `a||b`, `(?s).`, `.`, `(?m)^\w+$`, `\bfoo\b`, `\Bo\B`, `[[:alpha:]_]+`, `[^[:space:]]+`, `\p{Greek}+`, `\pL+`, `\P{L}`, `[\p{Lu}\d]+`, `\x41\x{42}`, `\Qa.b\E+`, `a.c`, `(a+)(b+)?`, `(?:ab)+`, `(?U)a+`, `(?U)a+?`, `a*?`, `(a??)(a*)`, `^`, `$`, `(?m)$`, `\A\z`, `[-a]`, `[a-]`, `[]a]`, `[^]a]`, `(?i)[k-l]`, `(?i)ſ`, `(?-s).`, `((((a))))`, `a{0}`, `a{0,1}b`, `(ab|a)(bc)?`, `(|a)*`, `(|a)+`, `(a|)+`, `[a-zA-Z0-9._%+-]+@[a-z]+\.[a-z]{2,4}`, `(\d{4})-(\d{2})-(\d{2})`, `\s+`, `[,;]\s*`, `^(\+|-)?\d+$`, `é|ü`, `.{3}`, `(a)|(b)|(c)`, `(?:(a)|b)*`, `a(?i)b(?-i)c`, `(?i:a)b`, `\**`, `\[`, `{`, `a{`, `a{1`, `a{,2}`, `a{1,2,3}`, `]`, `\07`, `\123`, `a$b`, `(^a)`, `x^`, `(?P<n>a)(?P<m>b)`, `0|1|2`, `(foo|foobar)(bar)?`,
	}
	bad := []string{`(`, `)`, `a**`, `a*+`, `*a`, `+`, `?`, `(*)`, `|*`, `[a`, `[z-a]`, `[a-\d]`, `\`, `\8`, `\z\`, `\y`, `(?P<n`, `(?P<>a)`, `(?P<n>a)(?P<n>b)`, `(?P=n)`, `(?<n>a)`, `(?=a)`, `(?!a)`, `a{1001}`, `a{2,1}`, `(a{500}){3}`, `[[:foo:]]`, `\p{Foo}`, `\pX`, `\p`, `\p{L`, `[\p]`, `(?i`, `(?i-`, `(?-)`, `(?z)`, `\x`, `\x4`, `\x{`, `\x{110000}`, `\xzz`, "\xff", `a(b`, `a)b`, `x{2}{3}`, `(?i)(?s`, `\C`, `[`, `[^`, `[]`, `[]a`, `[a-`, `\1`, `\Q`, `\E`, `((a)`, `a|*`, `^*`, `$+`, `\b*`, `(?:)*`, `a{0}{1}`, `[--a]`, `[a--]`, `[a-b-c]`}
	texts := []string{"", "a", "aaa", "abcd", "abc", "hello HELLO", "aabbcc ddd", "3.14 and 2.", "joe@example.com, ann@x.com", "John Smith Ann Lee", "aaaaaaa", "foo bar foo", "one\ntwo\nthree", "αβγ abc Ω", "A.b a.b a.ba.b", "x-y-z", "2024-01-15 and 1999-12-31", "a, b;c ;  d", "+12", "-7", "ébüd", "AbCaBcabc", "  spaces  here ", "K k K l ſ S", "\x00\x07S", "]a[{a{1}", "\xff\xfea", "foobar foobarbar", "aXbX", "tab\there"}
	show := func(re *regexp.Regexp, s string) {
		fmt.Fprintf(out, "%v %q %v %q %v %q %v\n", re.MatchString(s), re.FindString(s), re.FindStringIndex(s), re.FindStringSubmatch(s), re.FindStringSubmatchIndex(s), re.FindAllString(s, -1), re.FindAllStringIndex(s, 2))
		fmt.Fprintf(out, "%q %q %q %q %q %q\n", re.ReplaceAllString(s, "<$0|$1>"), re.ReplaceAllLiteralString(s, "$1"), re.ReplaceAllStringFunc(s, strings.ToUpper), re.Split(s, -1), re.Split(s, 2), re.FindAllStringSubmatch(s, -1))
		b := []byte(s)
		fmt.Fprintf(out, "%v %q %q %q %q\n", re.Match(b), re.Find(b), re.FindAll(b, -1), re.ReplaceAll(b, []byte("$first-${2}$$")), re.FindSubmatch(b))
	}
	for _, e := range append(exprs, bad...) {
		re, err := regexp.Compile(e)
		fmt.Fprintf(out, "%q %v\n", e, err)
		if err != nil {
			continue
		}
		fmt.Fprintf(out, "%d %q %v\n", re.NumSubexp(), re.SubexpNames(), re)
		for _, s := range texts {
			show(re, s)
		}
		long, _ := regexp.Compile(e)
		long.Longest()
		for _, s := range texts {
			fmt.Fprintf(out, "%v %q\n", long.FindStringIndex(s), long.FindAllString(s, -1))
		}
	}
	r := rand.New(rand.NewSource(9))
	atoms := []string{"a", "b", "c", ".", "[ab]", "[^a]", "(a|b)", "(ab|a)", "(?:b|)", "(c*)", "^", "$", `\b`, "(a+)", "(?i:A)", `\w`, "(a(b)?)"}
	ops := []string{"", "", "", "*", "+", "?", "*?", "+?", "??", "{2}", "{1,2}", "{0,2}?"}
	for i := 0; i < 150; i++ {
		e := ""
		for k := 1 + r.Intn(5); k > 0; k-- {
			e += atoms[r.Intn(len(atoms))] + ops[r.Intn(len(ops))]
			if r.Intn(6) == 0 {
				e += "|"
			}
		}
		re, err := regexp.Compile(e)
		if err != nil {
			fmt.Fprintln(out, e, err)
			continue
		}
		for k := 0; k < 4; k++ {
			b := make([]byte, r.Intn(10))
			for j := range b {
				b[j] = "abcAB \n"[r.Intn(7)]
			}
			s := string(b)
			fmt.Fprintf(out, "%s %q %v %v %q\n", e, s, re.FindAllStringSubmatchIndex(s, -1), re.MatchString(s), re.ReplaceAllString(s, "[$1]"))
			l, _ := regexp.Compile(e)
			l.Longest()
			fmt.Fprintln(out, l.FindAllStringIndex(s, -1))
		}
	}
	fmt.Fprintln(out, regexp.QuoteMeta(`a.b*c[d]\$^{}()|+?é`))
	fmt.Fprintln(out, fmt.Sprint(regexp.MatchString("a(", "x")))
	fmt.Fprintln(out, fmt.Sprint(regexp.MatchString("^a", "ab")))
	re := regexp.MustCompile(`(?P<y>\d+)-(?P<m>\d+)`)
	fmt.Fprintln(out, re.SubexpIndex("m"), re.SubexpIndex("q"), string(re.ExpandString(nil, "$m/$y ${m}x $mx $1 $$ $ $9 ${ ${1} $01", "2020-05", re.FindStringSubmatchIndex("2020-05"))))
	func() {
		defer func() { fmt.Fprintln(out, recover()) }()
		regexp.MustCompile("a`(")
	}()
	func() {
		defer func() { fmt.Fprintln(out, recover()) }()
		regexp.MustCompile("*")
	}()
	fmt.Fprintln(out, re.MatchReader(strings.NewReader("x 1-2")), re.FindReaderIndex(strings.NewReader("x 1-2")))
}
