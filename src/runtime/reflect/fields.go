package reflect

import (
	"internal/rtype"
	"strconv"
)

// StructField describes a field.
type StructField struct {
	Name      string
	PkgPath   string // empty if exported
	Type      Type
	Tag       StructTag
	Offset    uintptr
	Index     []int // for FieldByIndex
	Anonymous bool  // embedded
}

func (f StructField) IsExported() bool { return f.PkgPath == "" }

// StructTag is the text behind a field: key:"value" pairs, by convention.
type StructTag string

func (tag StructTag) Get(key string) string {
	value, _ := tag.Lookup(key)
	return value
}

// Lookup finds the value of a key.
func (tag StructTag) Lookup(key string) (value string, ok bool) {
	rest := string(tag)
	for {
		for rest != "" && rest[0] == ' ' {
			rest = rest[1:]
		}
		i := 0
		for i < len(rest) && rest[i] > ' ' && rest[i] != ':' && rest[i] != '"' && rest[i] != 0x7f {
			i++
		}
		if i == 0 || i+1 >= len(rest) || rest[i] != ':' || rest[i+1] != '"' {
			return "", false
		}
		name := rest[:i]
		rest = rest[i+1:]
		for i = 1; i < len(rest) && rest[i] != '"'; i++ {
			if rest[i] == '\\' {
				i++
			}
		}
		if i >= len(rest) {
			return "", false
		}
		quoted := rest[:i+1]
		rest = rest[i+1:]
		if name == key {
			value, err := strconv.Unquote(quoted)
			return value, err == nil
		}
	}
}

func (d *described) NumField() int {
	d.of("NumField", Struct)
	return d.t.NumField()
}

func (d *described) Field(i int) StructField {
	d.of("Field", Struct)
	if i < 0 || i >= d.t.NumField() {
		panic("reflect: Field index out of bounds")
	}
	f := d.t.Field(i)
	tag, pkg := d.t.FieldTag(i)
	if f.Exported {
		pkg = ""
	}
	return StructField{f.Name, pkg, toType(f.Type), StructTag(tag), f.Offset, []int{i}, f.Embedded}
}

// FieldByIndex goes from field to field.
func (d *described) FieldByIndex(index []int) StructField {
	var f StructField
	var at Type = d
	for i, x := range index {
		if i > 0 {
			if at.Kind() == Pointer && at.Elem().Kind() == Struct {
				at = at.Elem()
			}
		}
		f = at.Field(x)
		at = f.Type
	}
	f.Index = index
	return f
}

func (d *described) FieldByName(name string) (StructField, bool) {
	if d.Kind() == Struct && name != "" {
		// Most often it is a field of the struct itself.
		for i := 0; i < d.t.NumField(); i++ {
			if d.t.Field(i).Name == name {
				return d.Field(i), true
			}
		}
	}
	return d.FieldByNameFunc(func(s string) bool { return s == name })
}

// level is a struct that is embedded at some depth, and the way to it.
type level struct {
	t     *rtype.Type
	index []int
}

// FieldByNameFunc finds the field that matches at the least depth; two at the same depth hide
// each other and all below.
func (d *described) FieldByNameFunc(match func(string) bool) (result StructField, found bool) {
	d.of("FieldByNameFunc", Struct)
	next := []level{{t: &d.t}}
	visited := map[*rtype.Type]bool{}
	counts := map[*rtype.Type]int{&d.t: 1}
	for len(next) > 0 && !found {
		current, multiplicity := next, counts
		next, counts = nil, map[*rtype.Type]int{}
		for _, at := range current {
			if visited[at.t] {
				continue
			}
			visited[at.t] = true
			for i := 0; i < at.t.NumField(); i++ {
				f := at.t.Field(i)
				var embedded *rtype.Type
				if f.Embedded {
					if embedded = f.Type; embedded.Kind() == rtype.Pointer {
						embedded = embedded.Elem()
					}
				}
				if match(f.Name) {
					if found || multiplicity[at.t] > 1 {
						return StructField{}, false
					}
					result, found = toType(at.t).Field(i), true
					result.Index = append(append([]int(nil), at.index...), i)
					continue
				}
				if found || embedded == nil || embedded.Kind() != rtype.Struct {
					continue
				}
				if counts[embedded] > 0 {
					counts[embedded] = 2
					continue
				}
				counts[embedded] = 1
				if multiplicity[at.t] > 1 {
					counts[embedded] = 2
				}
				next = append(next, level{embedded, append(append([]int(nil), at.index...), i)})
			}
		}
	}
	return result, found
}

// VisibleFields are the fields of a struct and those promoted to it.
func VisibleFields(t Type) []StructField {
	if t == nil {
		panic("reflect: VisibleFields(nil)")
	}
	if t.Kind() != Struct {
		panic("reflect.VisibleFields of non-struct type")
	}
	w := visibleWalker{byName: map[string]int{}, visiting: map[Type]bool{}}
	w.walk(t)
	kept := w.fields[:0]
	for _, f := range w.fields {
		if f.Name != "" {
			kept = append(kept, f)
		}
	}
	return kept
}

type visibleWalker struct {
	byName   map[string]int
	visiting map[Type]bool
	fields   []StructField
	index    []int
}

func (w *visibleWalker) walk(t Type) {
	if w.visiting[t] {
		return
	}
	w.visiting[t] = true
	for i := 0; i < t.NumField(); i++ {
		f := t.Field(i)
		w.index = append(w.index, i)
		add := true
		if old, ok := w.byName[f.Name]; ok {
			o := &w.fields[old]
			if len(w.index) == len(o.Index) {
				// Two at the same depth: neither is visible.
				o.Name = ""
				add = false
			} else if len(w.index) < len(o.Index) {
				o.Name = ""
			} else {
				add = false
			}
		}
		if add {
			f.Index = append([]int(nil), w.index...)
			w.byName[f.Name] = len(w.fields)
			w.fields = append(w.fields, f)
		}
		if f.Anonymous {
			u := f.Type
			if u.Kind() == Pointer {
				u = u.Elem()
			}
			if u.Kind() == Struct {
				w.walk(u)
			}
		}
		w.index = w.index[:len(w.index)-1]
	}
	delete(w.visiting, t)
}
