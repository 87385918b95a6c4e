package sort

import "math/bits"

// Pattern-defeating quicksort (Peters, arXiv:2106.05123), with the choices of
// Go 1.19: which pivots are looked at, when runs are detected, how a bad split is
// answered. The order of equal elements depends on all of them.

const (
	// Shorter ranges are sorted by insertion.
	maxInsertion = 12
	// From this length on nine elements are looked at for a pivot, and runs are mended.
	longRange = 50
	// So many misplaced pairs are mended before a range counts as unsorted.
	maxMended = 5
	// Exchanges among the nine that mean a descending range.
	allSwapped = 4 * 3
	// From this length on breakPatterns and the median of three apply.
	shortRange = 8
)

func insertionSort(data Interface, a, b int) {
	for i := a + 1; i < b; i++ {
		for j := i; j > a && data.Less(j, j-1); j-- {
			data.Swap(j, j-1)
		}
	}
}

// siftDown restores the heap data[first+root:first+end].
func siftDown(data Interface, root, end, first int) {
	for {
		child := 2*root + 1
		if child >= end {
			return
		}
		if child+1 < end && data.Less(first+child, first+child+1) {
			child++
		}
		if !data.Less(first+root, first+child) {
			return
		}
		data.Swap(first+root, first+child)
		root = child
	}
}

func heapSort(data Interface, a, b int) {
	n := b - a
	for i := (n - 1) / 2; i >= 0; i-- {
		siftDown(data, i, n, a)
	}
	for i := n - 1; i >= 0; i-- {
		data.Swap(a, a+i)
		siftDown(data, 0, i, a)
	}
}

// quickSort sorts data[a:b]; after limit bad splits it turns to heapSort.
func quickSort(data Interface, a, b, limit int) {
	balanced, partitioned := true, true
	for {
		n := b - a
		if n <= maxInsertion {
			insertionSort(data, a, b)
			return
		}
		if limit == 0 {
			heapSort(data, a, b)
			return
		}
		if !balanced {
			breakPatterns(data, a, b)
			limit--
		}
		pivot, swaps := choosePivot(data, a, b)
		ascending := swaps == 0
		if swaps == allSwapped {
			for i, j := a, b-1; i < j; i, j = i+1, j-1 {
				data.Swap(i, j)
			}
			pivot = b - 1 - (pivot - a)
			ascending = true
		}
		if balanced && partitioned && ascending && mend(data, a, b) {
			return
		}
		// The element before the range is its lower bound: a pivot not above it is the least.
		if a > 0 && !data.Less(a-1, pivot) {
			a = partitionEqual(data, a, b, pivot)
			continue
		}
		var mid int
		mid, partitioned = partition(data, a, b, pivot)
		left, right := mid-a, b-mid
		if left < right {
			balanced = left >= n/8
			quickSort(data, a, mid, limit)
			a = mid + 1
		} else {
			balanced = right >= n/8
			quickSort(data, mid+1, b, limit)
			b = mid
		}
	}
}

// partition moves what is less than the pivot before it and gives its place;
// already says that nothing had to move.
func partition(data Interface, a, b, pivot int) (mid int, already bool) {
	data.Swap(a, pivot)
	i, j := a+1, b-1
	already = true
	for {
		for i <= j && data.Less(i, a) {
			i++
		}
		for i <= j && !data.Less(j, a) {
			j--
		}
		if i > j {
			break
		}
		data.Swap(i, j)
		i++
		j--
		already = false
	}
	data.Swap(j, a)
	return j, already
}

// partitionEqual moves what equals the pivot to the front and gives the end of it.
func partitionEqual(data Interface, a, b, pivot int) int {
	data.Swap(a, pivot)
	i, j := a+1, b-1
	for {
		for i <= j && !data.Less(a, i) {
			i++
		}
		for i <= j && data.Less(a, j) {
			j--
		}
		if i > j {
			return i
		}
		data.Swap(i, j)
		i++
		j--
	}
}

// mend sorts a range that is almost sorted and reports whether it is sorted now.
func mend(data Interface, a, b int) bool {
	i := a + 1
	for k := 0; k < maxMended; k++ {
		for i < b && !data.Less(i, i-1) {
			i++
		}
		if i == b {
			return true
		}
		if b-a < longRange {
			return false
		}
		data.Swap(i, i-1)
		if i-a >= 2 {
			for j := i - 1; j >= 1 && data.Less(j, j-1); j-- {
				data.Swap(j, j-1)
			}
		}
		if b-i >= 2 {
			for j := i + 1; j < b && data.Less(j, j-1); j++ {
				data.Swap(j, j-1)
			}
		}
	}
	return false
}

// breakPatterns scatters three elements around the middle, by xorshift from the length.
func breakPatterns(data Interface, a, b int) {
	n := b - a
	if n < shortRange {
		return
	}
	random := uint64(n)
	mask := uint(1)<<uint(bits.Len(uint(n))) - 1
	middle := a + n/4*2
	for i := middle - 1; i <= middle+1; i++ {
		random ^= random << 13
		random ^= random >> 17
		random ^= random << 5
		other := int(uint(random) & mask)
		if other >= n {
			other -= n
		}
		data.Swap(i, a+other)
	}
}

// choosePivot gives the place of a median of three or nine, and how many pairs were out of order.
func choosePivot(data Interface, a, b int) (pivot, swaps int) {
	n := b - a
	i, j, k := a+n/4*1, a+n/4*2, a+n/4*3
	if n >= shortRange {
		if n >= longRange {
			i = median(data, i-1, i, i+1, &swaps)
			j = median(data, j-1, j, j+1, &swaps)
			k = median(data, k-1, k, k+1, &swaps)
		}
		j = median(data, i, j, k, &swaps)
	}
	return j, swaps
}

func median(data Interface, a, b, c int, swaps *int) int {
	if data.Less(b, a) {
		*swaps++
		a, b = b, a
	}
	if data.Less(c, b) {
		*swaps++
		b, c = c, b
	}
	if data.Less(b, a) {
		*swaps++
		a, b = b, a
	}
	return b
}

// merge merges the sorted data[a:m] and data[m:b] in place, stably: it splits the
// longer run in the middle, finds where that element belongs in the other, rotates
// what lies between, and merges both parts.
func merge(data Interface, a, m, b int) {
	if m-a == 0 || b-m == 0 {
		return
	}
	if m-a == 1 {
		i := m + Search(b-m, func(h int) bool { return !data.Less(m+h, a) })
		for k := a; k < i-1; k++ {
			data.Swap(k, k+1)
		}
		return
	}
	if b-m == 1 {
		i := a + Search(m-a, func(h int) bool { return data.Less(m, a+h) })
		for k := m; k > i; k-- {
			data.Swap(k, k-1)
		}
		return
	}
	var i, j int
	if m-a >= b-m {
		i = int(uint(a+m) >> 1)
		j = m + Search(b-m, func(h int) bool { return !data.Less(m+h, i) })
	} else {
		j = int(uint(m+b) >> 1)
		i = a + Search(m-a, func(h int) bool { return data.Less(j, a+h) })
	}
	rotate(data, i, m, j)
	mid := i + (j - m)
	merge(data, a, i, mid)
	merge(data, mid, mid+(m-i), b)
}

// rotate exchanges the neighbours data[a:m] and data[m:b].
func rotate(data Interface, a, m, b int) {
	i, j := m-a, b-m
	for i != j && i > 0 && j > 0 {
		if i > j {
			swapRange(data, m-i, m, j)
			i -= j
		} else {
			swapRange(data, m-i, m+j-i, i)
			j -= i
		}
	}
	if i > 0 && j > 0 {
		swapRange(data, m-i, m, i)
	}
}

func swapRange(data Interface, a, b, n int) {
	for i := 0; i < n; i++ {
		data.Swap(a+i, b+i)
	}
}
