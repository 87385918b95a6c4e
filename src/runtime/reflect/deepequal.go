package reflect

import "unsafe"

// pair is two places that are being compared; met again they count as equal, so that
// cycles end.
type pair struct {
	a, b unsafe.Pointer
	typ  Type
}

// DeepEqual reports whether x and y are equal with all that they lead to. Types must be the
// same; nil and empty slices and maps differ; funcs are equal only if both are nil.
func DeepEqual(x, y any) bool {
	if x == nil || y == nil {
		return x == y
	}
	v, w := ValueOf(x), ValueOf(y)
	return v.typ == w.typ && deepEqual(v, w, map[pair]bool{})
}

// leadsOn reports whether comparing the two may come back to where it is.
func leadsOn(v, w Value) bool {
	switch v.Kind() {
	case Pointer, Map, Slice:
		return !v.IsNil() && !w.IsNil()
	}
	return false
}

func deepEqual(v, w Value, visited map[pair]bool) bool {
	if !v.IsValid() || !w.IsValid() {
		return v.IsValid() == w.IsValid()
	}
	if v.typ != w.typ {
		return false
	}
	if leadsOn(v, w) {
		p := pair{v.word(), w.word(), toType(v.typ)}
		if v.Kind() == Slice {
			// Slices of different length may start at the same place.
			p = pair{v.ptr, w.ptr, p.typ}
		}
		if uintptr(p.a) > uintptr(p.b) {
			p.a, p.b = p.b, p.a
		}
		if visited[p] {
			return true
		}
		visited[p] = true
	}
	switch k := v.Kind(); {
	case k == Array:
		return equalElements(v, w, visited)
	case k == Slice:
		if v.IsNil() != w.IsNil() || v.Len() != w.Len() {
			return false
		}
		return v.word() == w.word() || equalElements(v, w, visited)
	case k == Interface:
		if v.IsNil() || w.IsNil() {
			return v.IsNil() == w.IsNil()
		}
		return deepEqual(v.Elem(), w.Elem(), visited)
	case k == Pointer:
		return v.word() == w.word() || deepEqual(v.Elem(), w.Elem(), visited)
	case k == Struct:
		for i := 0; i < v.NumField(); i++ {
			if !deepEqual(v.Field(i), w.Field(i), visited) {
				return false
			}
		}
		return true
	case k == Map:
		return equalMaps(v, w, visited)
	case k == Func:
		return v.IsNil() && w.IsNil()
	}
	return v.typ.Equal(v.memory(), w.memory())
}

func equalElements(v, w Value, visited map[pair]bool) bool {
	for i := 0; i < v.Len(); i++ {
		if !deepEqual(v.Index(i), w.Index(i), visited) {
			return false
		}
	}
	return true
}

func equalMaps(v, w Value, visited map[pair]bool) bool {
	if v.IsNil() != w.IsNil() || v.Len() != w.Len() {
		return false
	}
	if v.word() == w.word() {
		return true
	}
	for it := v.MapRange(); it.Next(); {
		other := w.MapIndex(it.Key())
		if !other.IsValid() || !deepEqual(it.Value(), other, visited) {
			return false
		}
	}
	return true
}
