package main

import (
	"fmt"
	"strings"

	pfmt "pw/fmt"
)

// operands are fresh places of every kind.
func operands() []any {
	return []any{new(int), new(string), new(float64), new(bool), new(int8), new(uint16), new(int64), new([]byte), new(rune), new(float32)}
}

func shown(a []any) string {
	s := ""
	for _, p := range a {
		switch p := p.(type) {
		case *int:
			s += fmt.Sprint(*p, " ")
		case *string:
			s += fmt.Sprintf("%q ", *p)
		case *float64:
			s += fmt.Sprint(*p, " ")
		case *bool:
			s += fmt.Sprint(*p, " ")
		case *int8:
			s += fmt.Sprint(*p, " ")
		case *uint16:
			s += fmt.Sprint(*p, " ")
		case *int64:
			s += fmt.Sprint(*p, " ")
		case *[]byte:
			s += fmt.Sprintf("%q ", *p)
		case *rune:
			s += fmt.Sprint(*p, " ")
		case *float32:
			s += fmt.Sprint(*p, " ")
		}
	}
	return s
}

func reading() {
	inputs := []string{"", "1", "12 abc", "12\nabc", " 7  x 2.5 true -3 9 99 bytes 65 1.25", "0x1F q", "-0b101 z", "0o17", "300 a 1 t 200", "abc", "1.5", "1e3 s 1e400",
		"true", "5%", "5:6", "12,13", "3\n", "3 \n4", "\n3", "x=4 y=5", "+7", "4 \"quoted\" 2", "6869", "99999999999", "é ü", "12a", "1_000", "nan inf", "T f"}
	formats := []string{"%d", "%d %s", "%d,%d", "%d:%d", "x=%d y=%d", "%s", "%v %v", "%x", "%q", "%c%c", "%5d", "%2d%2d", "%d%%", "%f", "%t", "%3s%s", "%d\n%d", "%d\n", " %d", "%z", "%", "%e %g", "%v"}
	for _, in := range inputs {
		for n := 0; n < 10; n++ {
			for m := n; m <= 10; m++ {
				a, b := operands()[n:m], operands()[n:m]
				at := func() string { return fmt.Sprintf("scan %q %d:%d", in, n, m) }
				x, e := fmt.Sscan(in, a...)
				y, f := pfmt.Sscan(in, b...)
				check(at, fmt.Sprint(x, e, shown(a)), fmt.Sprint(y, f, shown(b)))
				x, e = fmt.Sscanln(in, a...)
				y, f = pfmt.Sscanln(in, b...)
				check(at, fmt.Sprint(x, e, shown(a)), fmt.Sprint(y, f, shown(b)))
				if m-n <= 2 {
					for _, format := range formats {
						x, e = fmt.Sscanf(in, format, a...)
						y, f = pfmt.Sscanf(in, format, b...)
						check(func() string { return at() + " " + format }, fmt.Sprint(x, e, shown(a)), fmt.Sprint(y, f, shown(b)))
					}
				}
			}
		}
	}
	r, q := strings.NewReader("1 2\n3 4\n"), strings.NewReader("1 2\n3 4\n")
	for i := 0; i < 5; i++ {
		var a, b int
		x, e := fmt.Fscan(r, &a)
		y, f := pfmt.Fscan(q, &b)
		check(text("Fscan"), fmt.Sprint(a, x, e), fmt.Sprint(b, y, f))
	}
}
