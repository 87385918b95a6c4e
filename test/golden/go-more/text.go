package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"
	"sort"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

type wc struct {
	word  string
	count int
}

func main() {
	sc := bufio.NewScanner(os.Stdin)
	counts := map[string]int{}
	lines, chars := 0, 0
	var longest string
	for sc.Scan() {
		lines++
		line := sc.Text()
		chars += utf8.RuneCountInString(line)
		if len(line) > len(longest) {
			longest = line
		}
		for _, w := range strings.FieldsFunc(strings.ToLower(line), func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' }) {
			counts[w]++
		}
	}
	if err := sc.Err(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	var list []wc
	for w, c := range counts {
		list = append(list, wc{w, c})
	}
	sort.Slice(list, func(i, j int) bool {
		if list[i].count != list[j].count {
			return list[i].count > list[j].count
		}
		return list[i].word < list[j].word
	})
	fmt.Println(lines, chars, len(list))
	for i := 0; i < 10 && i < len(list); i++ {
		fmt.Printf("%3d %-10s %s\n", list[i].count, list[i].word, strings.Repeat("*", list[i].count))
	}
	fmt.Printf("%q\n", longest)
	fmt.Println(strings.Title("hello world"), strings.ToTitle("abc"), strings.TrimFunc("123abc456", unicode.IsDigit))
	fmt.Println(strings.Split("a,b,,c", ","), len(strings.Split("", ",")), strings.SplitN("a,b,c,d", ",", 2), strings.SplitAfter("a,b", ","))
	fmt.Println(strings.Index("chicken", "ken"), strings.LastIndex("go gopher", "go"), strings.IndexByte("abc", 'c'), strings.IndexAny("golang", "ny"), strings.IndexFunc("Hello", unicode.IsLower), strings.IndexRune("chicken", 'k'))
	fmt.Println(strings.Replace("oink oink oink", "k", "ky", 2), strings.ReplaceAll("oink oink", "oink", "moo"), strings.Map(func(r rune) rune {
		if r == 'a' {
			return -1
		}
		return unicode.ToUpper(r)
	}, "banana"))
	fmt.Println(strings.Trim("  xx  ", " "), strings.TrimLeft("xxabcxx", "x"), strings.TrimSuffix("a.go", ".go"), strings.TrimPrefix("prefix-a", "prefix-"), strings.EqualFold("Go", "GO"), strings.HasPrefix("abc", "ab"), strings.HasSuffix("abc", "bc"), strings.Contains("abc", "d"), strings.ContainsAny("abc", "xyzc"), strings.ContainsRune("abc", 'b'), strings.Count("cheese", "e"), strings.Count("five", ""))
	before, after, ok := strings.Cut("key=value=x", "=")
	fmt.Println(before, after, ok)
	rp := strings.NewReplacer("<", "&lt;", ">", "&gt;")
	fmt.Println(rp.Replace("<b>bold</b>"))
	var buf bytes.Buffer
	buf.WriteString("hello ")
	buf.Write([]byte("world\n"))
	buf.WriteByte('!')
	buf.WriteRune('é')
	fmt.Fprintf(&buf, "%03d", 7)
	line, err := buf.ReadString('\n')
	fmt.Printf("%q %v %q %d\n", line, err, buf.String(), buf.Len())
	rd := strings.NewReader("some data to read")
	p := make([]byte, 4)
	for {
		n, err := rd.Read(p)
		fmt.Print(n, " ", string(p[:n]), "|")
		if err == io.EOF {
			break
		}
	}
	fmt.Println()
	all, _ := io.ReadAll(strings.NewReader("everything"))
	fmt.Println(string(all), len(all))
	br := bufio.NewReader(strings.NewReader("line one\nline two\nlast"))
	for {
		s, err := br.ReadString('\n')
		fmt.Printf("%q %v\n", s, err)
		if err != nil {
			break
		}
	}
	ws := bufio.NewScanner(strings.NewReader("  alpha beta\tgamma\n delta "))
	ws.Split(bufio.ScanWords)
	for ws.Scan() {
		fmt.Print("[", ws.Text(), "]")
	}
	fmt.Println()
	rs := bufio.NewScanner(strings.NewReader("hé\xffllo"))
	rs.Split(bufio.ScanRunes)
	for rs.Scan() {
		fmt.Printf("%q ", rs.Text())
	}
	fmt.Println()
	s := "héllo, 世界\xff\xc0z"
	for i, r := range s {
		fmt.Printf("%d:%c(%U) ", i, r, r)
	}
	fmt.Println(len(s), utf8.RuneCountInString(s), utf8.ValidString(s), []rune(s)[1], string([]rune(s)[7:9]))
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		fmt.Print(r, ",", n, " ")
		i += n
	}
	fmt.Println()
	b := []byte("abc")
	b = utf8.AppendRune(b, 'ß')
	fmt.Println(b, string(b), strings.ToUpper(string(b)), bytes.Contains(b, []byte("c")), bytes.Equal(b, []byte("abcß")), bytes.Fields([]byte(" a b ")), bytes.TrimSpace([]byte(" x ")))
	for _, x := range []string{"12", "-7", "0x1f", "abc", "", "99999999999", "1_000", "0b101", "0o17", "+5", " 5"} {
		n, err := strconv.Atoi(x)
		m, err2 := strconv.ParseInt(x, 0, 64)
		fmt.Println(n, err, m, err2)
	}
	for _, x := range []string{"1.5", "1e400", "nan", "inf", "-Inf", "0x1p-2", "1.5x", ".5", "1e-400", "1_0.5", ""} {
		f, err := strconv.ParseFloat(x, 64)
		fmt.Println(f, err)
	}
	for _, x := range []string{"true", "T", "1", "0", "FALSE", "yes"} {
		v, err := strconv.ParseBool(x)
		fmt.Println(v, err)
	}
	u, err := strconv.ParseUint("300", 10, 8)
	fmt.Println(u, err)
	_, err = strconv.ParseInt("7", 1, 8)
	fmt.Println(err)
	fmt.Println(strconv.Quote("a\tb\"c\x00é☺\u2028\xff"), strconv.QuoteToASCII("é☺"), strconv.QuoteRune('☺'), strconv.FormatInt(-255, 16), strconv.FormatInt(35, 36), strconv.Itoa(-0), strconv.FormatFloat(1.0/3, 'g', -1, 32), strconv.FormatFloat(1234.5, 'e', 3, 64), strconv.AppendInt(nil, 5, 2))
	q, err := strconv.Unquote(`"a\tb\u00e9\x41"`)
	fmt.Println(q, err)
	_, err = strconv.Unquote(`"bad`)
	fmt.Println(err)
	ne := err
	_, err = strconv.Atoi("zz")
	if e, ok := err.(*strconv.NumError); ok {
		fmt.Println(e.Func, e.Num, e.Err, e.Err == strconv.ErrSyntax, ne == strconv.ErrSyntax)
	}
}
