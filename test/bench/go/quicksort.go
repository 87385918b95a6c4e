package main

func sort(a []int) {
	if len(a) < 2 {
		return
	}
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
	sort(a[:j+1])
	sort(a[i:])
}
func main() {
	n := 300000
	a := make([]int, n)
	s := uint32(1)
	for i := range a {
		s = s*1664525 + 1013904223
		a[i] = int(s >> 8)
	}
	sort(a)
	println(a[0], a[n/2], a[n-1])
}
