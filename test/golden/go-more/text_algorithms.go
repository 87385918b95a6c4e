// Algorithms over text, and the packages strings, bytes, unicode and bufio.
package main

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"
)

func levenshtein(a, b string) int {
	ra, rb := []rune(a), []rune(b)
	prev := make([]int, len(rb)+1)
	for j := range prev {
		prev[j] = j
	}
	for i, ca := range ra {
		cur := []int{i + 1}
		for j, cb := range rb {
			c := prev[j]
			if ca != cb {
				c++
			}
			if prev[j+1]+1 < c {
				c = prev[j+1] + 1
			}
			if cur[j]+1 < c {
				c = cur[j] + 1
			}
			cur = append(cur, c)
		}
		prev = cur
	}
	return prev[len(rb)]
}
func lcs(a, b string) string {
	dp := make([][]string, len(a)+1)
	for i := range dp {
		dp[i] = make([]string, len(b)+1)
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			if a[i-1] == b[j-1] {
				dp[i][j] = dp[i-1][j-1] + a[i-1:i]
			} else if len(dp[i-1][j]) >= len(dp[i][j-1]) {
				dp[i][j] = dp[i-1][j]
			} else {
				dp[i][j] = dp[i][j-1]
			}
		}
	}
	return dp[len(a)][len(b)]
}
func caesar(s string, k rune) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z':
			return 'a' + (r-'a'+k+26)%26
		case r >= 'A' && r <= 'Z':
			return 'A' + (r-'A'+k+26)%26
		case r == '!':
			return -1
		}
		return r
	}, s)
}

const b64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

func base64(in []byte) string {
	var out bytes.Buffer
	for len(in) > 0 {
		var v uint32
		n := copy4(&v, in)
		for i := 0; i < 4; i++ {
			if i <= n {
				out.WriteByte(b64[v>>18&63])
			} else {
				out.WriteByte('=')
			}
			v <<= 6
		}
		in = in[n:]
	}
	return out.String()
}
func copy4(v *uint32, in []byte) (n int) {
	for n < 3 && n < len(in) {
		*v |= uint32(in[n]) << (16 - 8*uint(n))
		n++
	}
	return
}
func rle(s string) (out string) {
	for i := 0; i < len(s); {
		j := i
		for j < len(s) && s[j] == s[i] {
			j++
		}
		out += fmt.Sprintf("%d%c", j-i, s[i])
		i = j
	}
	return
}

type hnode struct {
	sym  rune
	freq int
	l, r *hnode
}

func huffman(s string) map[rune]string {
	freq := map[rune]int{}
	for _, r := range s {
		freq[r]++
	}
	var ns []*hnode
	for r, f := range freq {
		ns = append(ns, &hnode{sym: r, freq: f})
	}
	less := func(i, j int) bool {
		if ns[i].freq != ns[j].freq {
			return ns[i].freq < ns[j].freq
		}
		return ns[i].sym < ns[j].sym
	}
	for len(ns) > 1 {
		sort.Slice(ns, less)
		a, b := ns[0], ns[1]
		ns = append(ns[2:], &hnode{a.sym, a.freq + b.freq, a, b})
	}
	codes := map[rune]string{}
	var walk func(*hnode, string)
	walk = func(n *hnode, p string) {
		if n.l == nil {
			codes[n.sym] = p
			return
		}
		walk(n.l, p+"0")
		walk(n.r, p+"1")
	}
	walk(ns[0], "")
	return codes
}
func justify(words []string, w int) (out []string) {
	for len(words) > 0 {
		n, l := 0, 0
		for n < len(words) && l+len(words[n])+n <= w {
			l += len(words[n])
			n++
		}
		var sb strings.Builder
		gaps := n - 1
		for i, x := range words[:n] {
			sb.WriteString(x)
			if i < gaps {
				sp := (w - l) / gaps
				if i < (w-l)%gaps {
					sp++
				}
				if n == len(words) {
					sp = 1
				}
				sb.WriteString(strings.Repeat(" ", sp))
			}
		}
		out = append(out, sb.String())
		words = words[n:]
	}
	return
}
func match(re, s string) bool {
	if re == "" {
		return s == ""
	}
	first := s != "" && (re[0] == s[0] || re[0] == '.')
	if len(re) > 1 && re[1] == '*' {
		return match(re[2:], s) || first && match(re, s[1:])
	}
	return first && match(re[1:], s[1:])
}

type wc struct {
	w string
	n int
}

func main() {
	sc := bufio.NewScanner(os.Stdin)
	sc.Split(bufio.ScanWords)
	count := map[string]int{}
	var words []string
	for sc.Scan() {
		w := strings.ToLower(strings.TrimFunc(sc.Text(), func(r rune) bool { return !unicode.IsLetter(r) }))
		count[w]++
		words = append(words, sc.Text())
	}
	var ws []wc
	for w, n := range count {
		ws = append(ws, wc{w, n})
	}
	sort.Slice(ws, func(i, j int) bool { return ws[i].n > ws[j].n || ws[i].n == ws[j].n && ws[i].w < ws[j].w })
	for _, w := range ws[:5] {
		fmt.Printf("%-8s %3d %s\n", w.w, w.n, strings.Repeat("#", w.n))
	}
	for _, l := range justify(words, 30) {
		fmt.Printf("|%-30s|\n", l)
	}
	fmt.Println(levenshtein("kitten", "sitting"), levenshtein("größe", "grosse"), lcs("AGGTAB", "GXTXAYB"))
	fmt.Println(caesar("Hello, World!", 3), caesar(caesar("Zebra", 5), -5))
	fmt.Println(base64([]byte("Man")), base64([]byte("hello")), base64([]byte{0, 255}), base64(nil) == "")
	fmt.Println(rle("aaabccdddd"), huffman("abracadabra"))
	for _, t := range [][2]string{{"a*b", "aaab"}, {".*c", "abc"}, {"a.c", "abd"}, {"x*", ""}} {
		fmt.Print(match(t[0], t[1]), " ")
	}
	fmt.Println()
	s := "héllo, 世界\xff!\U0001F600"
	for i, r := range s {
		fmt.Print(i, ":", string(r), "(", utf8.RuneLen(r), ") ")
	}
	fmt.Println(len(s), utf8.RuneCountInString(s), utf8.ValidString(s), []rune(s)[1], []byte(s)[1])
	fmt.Println(strings.Fields("  a b  c "), strings.Split("a,b,,c", ","), len(strings.Split("", ",")), strings.SplitAfter("a.b.c", "."), strings.SplitN("a:b:c", ":", 2))
	fmt.Println(strings.Title("hello world"), strings.ToUpper("straße"), strings.EqualFold("Go", "GO"), strings.Replace("aaa", "a", "b", 2), strings.ReplaceAll("abab", "ab", "x"))
	fmt.Println(strings.Index("chicken", "ken"), strings.LastIndex("go gopher", "go"), strings.IndexByte("abc", 'c'), strings.IndexAny("golang", "ny"), strings.IndexFunc("Hello", unicode.IsLower), strings.Count("cheese", "e"), strings.Count("five", ""))
	fmt.Println(strings.TrimLeft("xxabcxx", "x"), strings.TrimSuffix("a.go", ".go"), strings.Trim(" \t a \n", " \t\n"), strings.TrimSpace("\u00a0 x \u2003"), strings.HasPrefix("abc", ""), strings.Contains("", ""))
	before, after, ok := strings.Cut("k=v=w", "=")
	fmt.Println(before, after, ok, strings.Compare("a", "b"), strings.ContainsAny("x", ""), strings.ToTitle("x"))
	fmt.Println(bytes.Equal([]byte("a"), []byte("a")), bytes.Compare([]byte("a"), nil), bytes.ToUpper([]byte("x")), bytes.Fields([]byte("a b")), bytes.TrimSpace([]byte(" z ")))
	b := []byte("hello")
	str := string(b)
	b[0] = 'j'
	fmt.Println(str, string(b), string(b[1:3]), str[1], str[1:2], str > "hallo", "a"+"b" == "ab")
	rs := []rune("日本語")
	for i, j := 0, len(rs)-1; i < j; i, j = i+1, j-1 {
		rs[i], rs[j] = rs[j], rs[i]
	}
	fmt.Println(string(rs), string(rune(65)), string(rune(-1)), len(string(rune(0x10FFFF+1))))
	r := strings.NewReader("line1\nline2 with words\n\nlast")
	br := bufio.NewReader(r)
	for {
		line, err := br.ReadString('\n')
		fmt.Printf("%q %v;", line, err)
		if err != nil {
			break
		}
	}
	fmt.Println()
	var i1 int
	var s1 string
	var f1 float64
	n, err := fmt.Sscanf("12 abc 3.5", "%d %s %f", &i1, &s1, &f1)
	fmt.Println(n, err, i1, s1, f1)
	n, err = fmt.Sscan("7 x", &i1, &f1)
	fmt.Println(n, err, i1)
	fmt.Println(unicode.IsUpper('É'), unicode.ToLower('Σ'), unicode.IsDigit('٣'), unicode.IsSpace('\u2003'), unicode.IsPunct('!'), unicode.IsControl('\n'), string(unicode.ToUpper('ß')))
	ro := strings.NewReplacer("<", "&lt;", ">", "&gt;", "a", "b", "b", "a")
	fmt.Println(ro.Replace("<ab>"))
	w := bufio.NewWriter(os.Stdout)
	fmt.Fprintf(w, "%s|%d\n", "buffered", w.Buffered())
	defer w.Flush()
	defer func() {
		e := recover()
		fmt.Fprintln(w, "got", e)
	}()
	fmt.Println(s[len(s):], s[:0] == "", s[5:][100:])
}
