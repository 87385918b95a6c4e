// A hash map built by hand: open addressing with linear probing, growing at three
// quarters, deletion by moving back what follows.
package main

import (
	"fmt"
	"os"
	"strconv"
)

type entry struct {
	key   string
	value int
	used  bool
}

type hashMap struct {
	entries []entry
	count   int
}

// hash is FNV-1a.
func hash(s string) uint32 {
	h := uint32(2166136261)
	for i := 0; i < len(s); i++ {
		h = (h ^ uint32(s[i])) * 16777619
	}
	return h
}

func newHashMap() *hashMap { return &hashMap{entries: make([]entry, 8)} }

// slot is where key is or would go.
func (m *hashMap) slot(key string) int {
	mask := len(m.entries) - 1
	i := int(hash(key)) & mask
	for m.entries[i].used && m.entries[i].key != key {
		i = (i + 1) & mask
	}
	return i
}

func (m *hashMap) set(key string, value int) {
	i := m.slot(key)
	if !m.entries[i].used {
		if 4*(m.count+1) > 3*len(m.entries) {
			m.grow()
			i = m.slot(key)
		}
		m.count++
	}
	m.entries[i] = entry{key, value, true}
}

func (m *hashMap) get(key string) (int, bool) {
	e := &m.entries[m.slot(key)]
	return e.value, e.used
}

func (m *hashMap) grow() {
	old := m.entries
	m.entries = make([]entry, 2*len(old))
	for _, e := range old {
		if e.used {
			m.entries[m.slot(e.key)] = e
		}
	}
}

func (m *hashMap) remove(key string) bool {
	i := m.slot(key)
	if !m.entries[i].used {
		return false
	}
	mask := len(m.entries) - 1
	for j := (i + 1) & mask; m.entries[j].used; j = (j + 1) & mask {
		home := int(hash(m.entries[j].key)) & mask
		if (j-home)&mask >= (j-i)&mask {
			m.entries[i] = m.entries[j]
			i = j
		}
	}
	m.entries[i] = entry{}
	m.count--
	return true
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
	n := size(500)
	m := newHashMap()
	for i := 0; i < n; i++ {
		m.set("key"+strconv.Itoa(i), i*i)
	}
	fmt.Println("entries", m.count, "slots", len(m.entries))
	removed := 0
	for i := 0; i < n; i += 3 {
		if m.remove("key" + strconv.Itoa(i)) {
			removed++
		}
	}
	hits, sum := 0, 0
	for i := 0; i < n; i++ {
		if v, ok := m.get("key" + strconv.Itoa(i)); ok {
			hits++
			sum += v % 1000
		}
	}
	fmt.Println("removed", removed, "left", m.count, "hits", hits, "sum", sum)
}
