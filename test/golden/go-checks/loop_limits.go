// Loops over a slice with limits, starts and steps of all kinds: what is out of range panics where it is reached, with everything before it done.
package main

import "fmt"

const (
	least    = -1 << 31
	greatest = 1<<31 - 1
)

var (
	numbers = []int{least, -1, 0, 1, 5, 9, 10, 11, 1 << 30, greatest}
	steps   = []int{1, 2, 1 << 30, greatest}
	rounds  int
)

func up(a []uint8, from, to, by int) {
	for j := from; j < to; j += by {
		a[j]++
		rounds++
	}
}

func upTo(a []uint8, from, to, by int) {
	for j := from; j <= to; j += by {
		a[j]++
		rounds++
	}
}

func down(a []uint8, from, to, by int) {
	for j := from; j >= to; j -= by {
		a[j]++
		rounds++
	}
}

func downAbove(a []uint8, from, to, by int) {
	for j := from; to < j; j = j - by {
		a[j]++
		rounds++
	}
}

func withinLength(a []uint8, from, to, by int) {
	for j := from; j < len(a); j += by {
		a[j]++
		rounds += to & 1
	}
}

func withinMade(_ []uint8, from, to, by int) {
	a := make([]uint8, by%17+1)
	for j := from; j <= by%17; j += by {
		a[j]++
		rounds++
	}
}

func fromZero(a []uint8, from, to, by int) {
	for j := 0; j < to; j++ {
		a[j]++
		rounds++
	}
	for j := range a[:to] {
		a[j]++
	}
}

func fromEnd(a []uint8, from, to, by int) {
	for j := len(a) - 1; j >= to; j -= by {
		a[j]++
		rounds++
	}
}

func unsigned(a []uint8, from, to, by int) {
	for j := uint(from); j < uint(to); j += uint(by) {
		a[j]++
		rounds++
	}
}

func inStep(a []uint8, from, to, by int) {
	i := from
	for j := from; j < to; j++ {
		if a[j]&1 == 0 {
			a[i] += 3
			i++
		}
		rounds++
	}
	a[i]++
}

func inStepBefore(a []uint8, from, to, by int) {
	i := from - 1
	for j := from; j <= to-1; j++ {
		if int(a[j]) < by {
			i++
			a[i], a[j] = a[j], a[i]
		}
		rounds++
	}
	a[i+1]++
}

func ahead(a []uint8, from, to, by int) {
	for j := from; j+by < to; j += by {
		a[j]++
		a[j+by]++
		rounds++
	}
}

func meet(a []uint8, from, to, by int) {
	for i, j := from, to; i < j; i, j = i+1, j-1 {
		x := a[i]
		a[i] = a[j] + 1
		a[j] = x
		rounds++
	}
}

func halves(a []uint8, from, to, by int) {
	for i, j := from, to; i < j; {
		m := i + (j-i)/2
		a[m]++
		rounds++
		if int(a[m]) < by {
			i = m + 1
		} else {
			j = m
		}
	}
}

func squares(a []uint8, from, to, by int) {
	for i := from; i*i <= to && i < 70000; i += by {
		for j := i * i; j <= to; j += i {
			a[j]++
			rounds++
			if rounds > 50 {
				return
			}
		}
		if rounds++; rounds > 50 {
			return
		}
	}
}

func quotients(a []uint8, from, to, by int) {
	a[from/4]++
	a[to%4]++
	a[(from&7)/2]++
	a[uint8(to)%8]++
	a[by/1-by]++
	rounds++
}

func windows(a []uint8, from, to, by int) {
	b := a[from:to]
	for j := range b {
		a[j+from]++
		b[j]++
		rounds++
	}
	b = b[:cap(b)]
	b[len(b)-1]++
	b = b[by:]
	b[0]++
}

func attempt(f func([]uint8, int, int, int), a []uint8, from, to, by int) (text string) {
	defer func() {
		if failure := recover(); failure != nil {
			text = failure.(error).Error()
		}
	}()
	rounds = 0
	f(a, from, to, by)
	return "done"
}

func main() {
	functions := []struct {
		name string
		call func([]uint8, int, int, int)
	}{
		{"up", up}, {"upTo", upTo}, {"down", down}, {"downAbove", downAbove}, {"withinLength", withinLength}, {"withinMade", withinMade},
		{"fromZero", fromZero}, {"fromEnd", fromEnd}, {"unsigned", unsigned}, {"inStep", inStep}, {"inStepBefore", inStepBefore}, {"ahead", ahead},
		{"meet", meet}, {"halves", halves}, {"squares", squares}, {"quotients", quotients}, {"windows", windows},
	}
	for _, f := range functions {
		done, hash := 0, uint32(2166136261)
		for _, from := range numbers {
			for _, to := range numbers {
				for _, by := range steps {
					a := []uint8{4, 1, 2, 0, 7, 5, 6, 3, 9, 8, 200, 201, 202}[:10]
					text := attempt(f.call, a, from, to, by)
					if text == "done" {
						done++
					}
					for _, c := range []byte(fmt.Sprint(text, a, rounds)) {
						hash = (hash ^ uint32(c)) * 16777619
					}
				}
			}
		}
		fmt.Println(f.name, done, hash)
	}
}
