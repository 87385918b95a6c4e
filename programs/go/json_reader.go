// Reads JSON into Go values and walks over them with a type switch.
package main

import (
	"fmt"
	"os"
	"sort"
	"strconv"
	"strings"
)

type reader struct {
	text string
	at   int
}

type syntaxError struct {
	at   int
	what string
}

func (e *syntaxError) Error() string { return fmt.Sprintf("json: offset %d: %s", e.at, e.what) }

func (r *reader) fail(what string) { panic(&syntaxError{r.at, what}) }

func (r *reader) skipSpace() {
	for r.at < len(r.text) && strings.IndexByte(" \t\r\n", r.text[r.at]) >= 0 {
		r.at++
	}
}

func (r *reader) expect(c byte) {
	r.skipSpace()
	if r.at >= len(r.text) || r.text[r.at] != c {
		r.fail("expected " + strconv.QuoteRune(rune(c)))
	}
	r.at++
}

func (r *reader) peek() byte {
	r.skipSpace()
	if r.at >= len(r.text) {
		r.fail("unexpected end")
	}
	return r.text[r.at]
}

func (r *reader) value() any {
	switch c := r.peek(); {
	case c == '{':
		return r.object()
	case c == '[':
		return r.array()
	case c == '"':
		return r.str()
	case c == '-' || '0' <= c && c <= '9':
		return r.number()
	}
	for word, v := range map[string]any{"true": true, "false": false, "null": nil} {
		if strings.HasPrefix(r.text[r.at:], word) {
			r.at += len(word)
			return v
		}
	}
	r.fail("unexpected character " + strconv.QuoteRune(rune(r.text[r.at])))
	return nil
}

func (r *reader) object() map[string]any {
	r.expect('{')
	m := map[string]any{}
	if r.peek() == '}' {
		r.at++
		return m
	}
	for {
		r.skipSpace()
		key := r.str()
		r.expect(':')
		m[key] = r.value()
		if r.peek() != ',' {
			r.expect('}')
			return m
		}
		r.at++
	}
}

func (r *reader) array() []any {
	r.expect('[')
	a := []any{}
	if r.peek() == ']' {
		r.at++
		return a
	}
	for {
		a = append(a, r.value())
		if r.peek() != ',' {
			r.expect(']')
			return a
		}
		r.at++
	}
}

func (r *reader) str() string {
	r.expect('"')
	var b strings.Builder
	for r.at < len(r.text) {
		c := r.text[r.at]
		r.at++
		switch c {
		case '"':
			return b.String()
		case '\\':
			b.WriteRune(r.escape())
		default:
			b.WriteByte(c)
		}
	}
	r.fail("string without end")
	return ""
}

func (r *reader) escape() rune {
	if r.at >= len(r.text) {
		r.fail("string without end")
	}
	c := r.text[r.at]
	r.at++
	switch c {
	case 'n':
		return '\n'
	case 't':
		return '\t'
	case 'u':
		if r.at+4 <= len(r.text) {
			if n, err := strconv.ParseUint(r.text[r.at:r.at+4], 16, 16); err == nil {
				r.at += 4
				return rune(n)
			}
		}
		r.fail("bad \\u escape")
	}
	return rune(c)
}

func (r *reader) number() float64 {
	start := r.at
	for r.at < len(r.text) && strings.IndexByte("+-.eE0123456789", r.text[r.at]) >= 0 {
		r.at++
	}
	f, err := strconv.ParseFloat(r.text[start:r.at], 64)
	if err != nil {
		r.at = start
		r.fail("bad number")
	}
	return f
}

func parse(text string) (v any, err error) {
	defer func() {
		if e := recover(); e != nil {
			err = e.(*syntaxError)
		}
	}()
	r := &reader{text: text}
	v = r.value()
	r.skipSpace()
	if r.at < len(text) {
		r.fail("data after the value")
	}
	return v, nil
}

func show(v any, depth int) {
	indent := strings.Repeat("  ", depth)
	switch v := v.(type) {
	case map[string]any:
		keys := make([]string, 0, len(v))
		for k := range v {
			keys = append(keys, k)
		}
		sort.Strings(keys)
		for _, k := range keys {
			fmt.Printf("%s%s:\n", indent, k)
			show(v[k], depth+1)
		}
	case []any:
		for i, e := range v {
			fmt.Printf("%s[%d]\n", indent, i)
			show(e, depth+1)
		}
	case string:
		fmt.Printf("%s%q\n", indent, v)
	default:
		fmt.Printf("%s%v\n", indent, v)
	}
}

func sum(v any) (total float64) {
	switch v := v.(type) {
	case map[string]any:
		for _, e := range v {
			total += sum(e)
		}
	case []any:
		for _, e := range v {
			total += sum(e)
		}
	case float64:
		total = v
	}
	return total
}

func size(fallback int) int {
	if len(os.Args) > 1 {
		if n, err := strconv.Atoi(os.Args[1]); err == nil && n > 0 {
			return n
		}
	}
	return fallback
}

func main() {
	v, err := parse(`{"name": "pagewalk", "bits": 32, "page": {"size": 4096, "shift": 12}, "levels": ["directory", "table"],
		"ratio": 0.1, "large": 1.5e300, "on": true, "none": null, "text": "tab\tquote\"\u00e9"}`)
	if err != nil {
		fmt.Println(err)
		return
	}
	show(v, 0)

	var b strings.Builder
	b.WriteString("[")
	n := size(100)
	for i := 0; i < n; i++ {
		if i > 0 {
			b.WriteString(",")
		}
		fmt.Fprintf(&b, `{"i":%d,"half":%g}`, i, float64(i)/2)
	}
	b.WriteString("]")
	v, err = parse(b.String())
	fmt.Println(len(b.String()), "bytes, sum", sum(v), err)

	for _, bad := range []string{`{"a" 1}`, `[1, 2`, `"abc`, `[1.2.3]`, `{"a": tru}`, `[] []`} {
		_, err := parse(bad)
		fmt.Println(err)
	}
}
