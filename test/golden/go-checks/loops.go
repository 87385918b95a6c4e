// Loops as people write them. The number above a function says how many bounds checks may be left in its innermost loops.
package main

// 0
//
//go:noinline
func lomuto(a []int, lo, hi int) int {
	p := a[hi]
	i := lo
	for j := lo; j < hi; j++ {
		if a[j] < p {
			a[i], a[j] = a[j], a[i]
			i++
		}
	}
	a[i], a[hi] = a[hi], a[i]
	return i
}

// 0
//
//go:noinline
func lomutoLE(a []int, lo, hi int) int {
	p := a[hi]
	i := lo - 1
	for j := lo; j <= hi-1; j++ {
		if a[j] <= p {
			i++
			a[i], a[j] = a[j], a[i]
		}
	}
	a[i+1], a[hi] = a[hi], a[i+1]
	return i + 1
}

// 0
//
//go:noinline
func lomutoSlice(a []int) int {
	p := a[len(a)-1]
	i := 0
	for j := 0; j < len(a)-1; j++ {
		if a[j] < p {
			a[i], a[j] = a[j], a[i]
			i++
		}
	}
	a[i], a[len(a)-1] = a[len(a)-1], a[i]
	return i
}

// 0
//
//go:noinline
func lomutoRange(a []int) int {
	last := len(a) - 1
	p := a[last]
	i := 0
	for j, x := range a[:last] {
		if x < p {
			a[i], a[j] = x, a[i]
			i++
		}
	}
	a[i], a[last] = a[last], a[i]
	return i
}

// 0
//
//go:noinline
func lomutoRange2(a []int) int {
	i := 0
	last := len(a) - 1
	for j := range a {
		if a[j] < a[last] {
			a[i], a[j] = a[j], a[i]
			i++
		}
	}
	return i
}

// 2
//
//go:noinline
func hoare(a []int, lo, hi int) int {
	p := a[(lo+hi)/2]
	i, j := lo-1, hi+1
	for {
		for {
			i++
			if a[i] >= p {
				break
			}
		}
		for {
			j--
			if a[j] <= p {
				break
			}
		}
		if i >= j {
			return j
		}
		a[i], a[j] = a[j], a[i]
	}
}

// 0
//
//go:noinline
func hoareGuard(a []int) int {
	p := a[0]
	i, j := 1, len(a)-1
	for {
		for i <= j && a[i] < p {
			i++
		}
		for i <= j && a[j] > p {
			j--
		}
		if i > j {
			break
		}
		a[i], a[j] = a[j], a[i]
		i++
		j--
	}
	a[0], a[j] = a[j], a[0]
	return j
}

// 0
//
//go:noinline
func hoareGuard2(a []int) int {
	p := a[len(a)/2]
	i, j := 0, len(a)-1
	for i <= j {
		for i < len(a) && a[i] < p {
			i++
		}
		for j >= 0 && a[j] > p {
			j--
		}
		if i <= j {
			a[i], a[j] = a[j], a[i]
			i++
			j--
		}
	}
	return i
}

// 2
//
//go:noinline
func hoarePlain(a []int) int {
	p := a[len(a)/2]
	i, j := 0, len(a)-1
	for i <= j {
		for a[i] < p {
			i++
		}
		for a[j] > p {
			j--
		}
		if i <= j {
			a[i], a[j] = a[j], a[i]
			i++
			j--
		}
	}
	return i
}

// 0
//
//go:noinline
func dutch(a []int) (int, int) {
	p := a[0]
	lt, i, gt := 0, 1, len(a)-1
	for i <= gt {
		if a[i] < p {
			a[lt], a[i] = a[i], a[lt]
			lt++
			i++
		} else if a[i] > p {
			a[i], a[gt] = a[gt], a[i]
			gt--
		} else {
			i++
		}
	}
	return lt, gt
}

// 0
//
//go:noinline
func sieve1(n int) int {
	a := make([]bool, n+1)
	c := 0
	for i := 2; i <= n; i++ {
		if !a[i] {
			c++
			for j := i * i; j <= n; j += i {
				a[j] = true
			}
		}
	}
	return c
}

// 0
//
//go:noinline
func sieve2(n int) int {
	a := make([]bool, n+1)
	for i := 2; i*i <= n; i++ {
		if !a[i] {
			for j := i * i; j < len(a); j += i {
				a[j] = true
			}
		}
	}
	return len(a)
}

// 0
//
//go:noinline
func sieve3(a []bool) {
	for i := 2; i < len(a); i++ {
		if a[i] {
			for j := 2 * i; j < len(a); j += i {
				a[j] = false
			}
		}
	}
}

// 0
//
//go:noinline
func sieve4(n int) (c int) {
	a := make([]bool, n)
	for i := range a {
		a[i] = true
	}
	for i := 2; i < n; i++ {
		if a[i] {
			c++
			for j := i + i; j < n; j = j + i {
				a[j] = false
			}
		}
	}
	return
}

var flags [8193]bool

// 0
//
//go:noinline
func sieve5() (c int) {
	for i := 0; i <= 8190; i++ {
		flags[i] = true
	}
	for i := 0; i <= 8190; i++ {
		if flags[i] {
			prime := i + i + 3
			for k := i + prime; k <= 8190; k += prime {
				flags[k] = false
			}
			c++
		}
	}
	return
}

// 1
//
//go:noinline
func sum(a []int) (s int) {
	for i := range a {
		s += a[i]
	}
	for i := 0; i < len(a); i++ {
		s += a[i]
	}
	for i := len(a) - 1; i >= 0; i-- {
		s += a[i]
	}
	for i := 0; i < len(a)-1; i++ {
		s += a[i+1] - a[i]
	}
	for i := 1; i < len(a); i++ {
		s += a[i] * a[i-1]
	}
	for i := 0; i+1 < len(a); i += 2 {
		s += a[i] + a[i+1]
	}
	for i := 0; i < len(a)-3; i += 4 {
		s += a[i] + a[i+1] + a[i+2] + a[i+3]
	}
	for len(a) > 0 {
		s += a[0]
		a = a[1:]
	}
	return
}

// 0
//
//go:noinline
func two(a, b []int) (s int) {
	if len(a) != len(b) {
		return
	}
	for i := range a {
		s += a[i] * b[i]
	}
	return
}

// 0
//
//go:noinline
func two2(a, b []int) (s int) {
	b = b[:len(a)]
	for i := range a {
		s += a[i] * b[i]
	}
	return
}

// 0
//
//go:noinline
func two3(a, b []int) (s int) {
	if len(b) < len(a) {
		return
	}
	for i := 0; i < len(a); i++ {
		s += a[i] * b[i]
	}
	return
}

// 0
//
//go:noinline
func reverse(a []int) {
	for i, j := 0, len(a)-1; i < j; i, j = i+1, j-1 {
		a[i], a[j] = a[j], a[i]
	}
}

// 0
//
//go:noinline
func insertion(a []int) {
	for i := 1; i < len(a); i++ {
		for j := i; j > 0 && a[j] < a[j-1]; j-- {
			a[j], a[j-1] = a[j-1], a[j]
		}
	}
}

// 0
//
//go:noinline
func bubble(a []int) {
	n := len(a)
	for i := 0; i < n; i++ {
		for j := 0; j < n-1-i; j++ {
			if a[j] > a[j+1] {
				a[j], a[j+1] = a[j+1], a[j]
			}
		}
	}
}

// 0
//
//go:noinline
func selection(a []int) {
	for i := 0; i < len(a)-1; i++ {
		m := i
		for j := i + 1; j < len(a); j++ {
			if a[j] < a[m] {
				m = j
			}
		}
		a[i], a[m] = a[m], a[i]
	}
}

// 4
//
//go:noinline
func heapDown(a []int, i, n int) {
	for {
		c := 2*i + 1
		if c >= n {
			return
		}
		if c+1 < n && a[c+1] > a[c] {
			c++
		}
		if a[i] >= a[c] {
			return
		}
		a[i], a[c] = a[c], a[i]
		i = c
	}
}

// 1
//
//go:noinline
func str(s string) (n int) {
	for i := 0; i < len(s); i++ {
		if s[i] == 'a' {
			n++
		}
	}
	for i := range s {
		if s[i] == 'b' {
			n++
		}
	}
	return
}

// 0
//
//go:noinline
func masks(a *[256]int, b []byte, t *[16]int) (s int) {
	for _, x := range b {
		s += a[x]
		s += t[x&15]
		s += t[x>>4]
		s += t[int(x)%16]
	}
	return
}

// 1
//
//go:noinline
func bsearch(a []int, x int) int {
	i, j := 0, len(a)
	for i < j {
		h := int(uint(i+j) >> 1)
		if a[h] < x {
			i = h + 1
		} else {
			j = h
		}
	}
	return i
}

// 1
//
//go:noinline
func bsearch2(a []int, x int) int {
	lo, hi := 0, len(a)-1
	for lo <= hi {
		m := lo + (hi-lo)/2
		if a[m] == x {
			return m
		}
		if a[m] < x {
			lo = m + 1
		} else {
			hi = m - 1
		}
	}
	return -1
}

// 1
//
//go:noinline
func fill(m [][]float64, n int) (s float64) {
	for i := range m {
		row := m[i]
		for j := range row {
			s += row[j]
		}
		for j := range m[i] {
			s += m[i][j]
		}
	}
	return
}

// 4
//
//go:noinline
func mul(a, b, c [][]float64, n int) {
	for i := 0; i < n; i++ {
		for j := 0; j < n; j++ {
			sum := 0.0
			for k := 0; k < n; k++ {
				sum += a[i][k] * b[k][j]
			}
			c[i][j] = sum
		}
	}
}

// 1
//
//go:noinline
func stack(n int) int {
	var st []int
	st = append(st, n)
	s := 0
	for len(st) > 0 {
		x := st[len(st)-1]
		st = st[:len(st)-1]
		s += x
		if x > 1 {
			st = append(st, x/2)
		}
	}
	return s
}

func main() {
	a := make([]int, 100)
	b := make([][]float64, 3)
	println(lomuto(a, 0, 99), lomutoLE(a, 0, 99), lomutoSlice(a), lomutoRange(a), lomutoRange2(a), hoare(a, 0, 99), hoareGuard(a), hoareGuard2(a), hoarePlain(a))
	println(sieve1(100), sieve2(100), sieve4(100), sieve5(), sum(a), two(a, a), two2(a, a), two3(a, a), str("abc"), bsearch(a, 3), bsearch2(a, 4), fill(b, 3), stack(20))
	dutch(a)
	sieve3(make([]bool, 10))
	reverse(a)
	insertion(a)
	bubble(a)
	selection(a)
	heapDown(a, 0, 100)
	masks(new([256]int), []byte("abc"), new([16]int))
	mul(b, b, b, 0)
}
