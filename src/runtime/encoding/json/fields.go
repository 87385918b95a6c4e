package json

import (
	"reflect"
	"sort"
	"strings"
	"unicode"
)

// field is a member that a struct has in JSON.
type field struct {
	name      string
	index     []int
	typ       reflect.Type
	tagged    bool
	omitEmpty bool
	quoted    bool // a number or truth value in a string
}

var known = map[reflect.Type][]field{}

func isName(s string) bool {
	if s == "" {
		return false
	}
	for _, c := range s {
		if !strings.ContainsRune("!#$%&()*+-./:;<=>?@[]^_{|}~ ", c) && !unicode.IsLetter(c) && !unicode.IsDigit(c) {
			return false
		}
	}
	return true
}

// fieldsOf are the members of a struct type, those of embedded structs included: of several
// with one name the one that is least deep counts, then the one with a tag; if that is not
// one, none does.
func fieldsOf(t reflect.Type) []field {
	if list, ok := known[t]; ok {
		return list
	}
	var all []field
	collect(t, nil, map[reflect.Type]bool{}, &all)
	sort.SliceStable(all, func(i, j int) bool {
		a, b := all[i], all[j]
		switch {
		case a.name != b.name:
			return a.name < b.name
		case len(a.index) != len(b.index):
			return len(a.index) < len(b.index)
		}
		return a.tagged && !b.tagged
	})
	list := all[:0]
	for i := 0; i < len(all); {
		j := i + 1
		for j < len(all) && all[j].name == all[i].name {
			j++
		}
		if j == i+1 || len(all[i+1].index) > len(all[i].index) || all[i].tagged && !all[i+1].tagged {
			list = append(list, all[i])
		}
		i = j
	}
	sort.Slice(list, func(i, j int) bool { return isBefore(list[i].index, list[j].index) })
	known[t] = list
	return list
}

func isBefore(a, b []int) bool {
	for k, x := range a {
		if k >= len(b) {
			return false
		}
		if x != b[k] {
			return x < b[k]
		}
	}
	return len(a) < len(b)
}

func collect(t reflect.Type, index []int, within map[reflect.Type]bool, all *[]field) {
	if within[t] {
		return
	}
	within[t] = true
	defer delete(within, t)
	for i := 0; i < t.NumField(); i++ {
		f := t.Field(i)
		target := f.Type
		if target.Kind() == reflect.Pointer && target.Name() == "" {
			target = target.Elem()
		}
		if !f.IsExported() && !(f.Anonymous && target.Kind() == reflect.Struct) {
			continue
		}
		tag := f.Tag.Get("json")
		if tag == "-" {
			continue
		}
		name, options, _ := strings.Cut(tag, ",")
		if !isName(name) {
			name = ""
		}
		at := append(append([]int(nil), index...), i)
		if name == "" && f.Anonymous && target.Kind() == reflect.Struct {
			collect(target, at, within, all)
			continue
		}
		own := field{name: name, index: at, typ: f.Type, tagged: name != ""}
		if name == "" {
			own.name = f.Name
		}
		for _, option := range strings.Split(options, ",") {
			switch option {
			case "omitempty":
				own.omitEmpty = true
			case "string":
				k := target.Kind()
				own.quoted = reflect.Bool <= k && k <= reflect.Float64 || k == reflect.String
			}
		}
		*all = append(*all, own)
	}
}
