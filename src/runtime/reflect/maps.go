package reflect

import (
	"internal/rtype"
	"unsafe"
)

// Maps and channels.

func MakeMap(t Type) Value { return MakeMapWithSize(t, 0) }

func MakeMapWithSize(t Type, n int) Value {
	if t.Kind() != Map {
		panic("reflect.MakeMapWithSize of non-map type")
	}
	d := t.descriptor()
	return Value{d, rtype.MakeMap(d, n), isWord}
}

// MapIndex is the element of a key, the zero Value if it is not there.
func (v Value) MapIndex(key Value) Value {
	v.mustBe("MapIndex", Map)
	key = key.assignTo("reflect.Value.MapIndex", v.typ.Key())
	e := rtype.MapFind(v.typ, v.word(), key.memory())
	if e == nil {
		return Value{}
	}
	w := copyOf(v.typ.Elem(), e)
	w.flag |= (v.flag | key.flag) & readOnly
	return w
}

// SetMapIndex sets the element of a key, or deletes it if elem is the zero Value.
func (v Value) SetMapIndex(key, elem Value) {
	v.mustBe("SetMapIndex", Map)
	v.exported("SetMapIndex")
	key.exported("SetMapIndex")
	key = key.assignTo("reflect.Value.SetMapIndex", v.typ.Key())
	if elem.typ == nil {
		rtype.MapDelete(v.typ, v.word(), key.memory())
		return
	}
	elem.exported("SetMapIndex")
	elem = elem.assignTo("reflect.Value.SetMapIndex", v.typ.Elem())
	rtype.Move(v.typ.Elem(), rtype.MapPlace(v.typ, v.word(), key.memory()), elem.memory())
}

// MapKeys are the keys of a map, in no order.
func (v Value) MapKeys() []Value {
	v.mustBe("MapKeys", Map)
	keys := make([]Value, 0, v.Len())
	for it := v.MapRange(); it.Next(); {
		keys = append(keys, it.Key())
	}
	return keys
}

// MapIter goes over a map: `for it.Next() { it.Key(); it.Value() }`.
type MapIter struct {
	m       Value
	it      rtype.Iterator
	started bool
}

func (v Value) MapRange() *MapIter {
	if v.Kind() != Map {
		v.wrong("MapRange")
	}
	return &MapIter{m: v}
}

// Next goes to the next entry, if there is one.
func (it *MapIter) Next() bool {
	if !it.m.IsValid() {
		panic("MapIter.Next called on an iterator that does not have an associated map Value")
	}
	if !it.started {
		it.started = true
		it.it.Iterate(it.m.typ, it.m.word())
	} else {
		if it.it.Key == nil {
			panic("MapIter.Next called on exhausted iterator")
		}
		it.it.Next()
	}
	return it.it.Key != nil
}

func (it *MapIter) at(method string, p unsafe.Pointer, t *rtype.Type) Value {
	if !it.started {
		panic("MapIter." + method + " called before Next")
	}
	if it.it.Key == nil {
		panic("MapIter." + method + " called on exhausted iterator")
	}
	w := copyOf(t, p)
	w.flag |= it.m.flag & readOnly
	return w
}

func (it *MapIter) Key() Value   { return it.at("Key", it.it.Key, it.m.typ.Key()) }
func (it *MapIter) Value() Value { return it.at("Value", it.it.Elem, it.m.typ.Elem()) }

// Reset goes over another map, or over none if v is the zero Value.
func (it *MapIter) Reset(v Value) {
	if v.IsValid() {
		v.mustBe("MapRange", Map)
	}
	*it = MapIter{m: v}
}

// SetIterKey stores the key of an iterator.
func (v Value) SetIterKey(it *MapIter) { v.Set(it.at("Key", it.it.Key, it.m.typ.Key())) }

// SetIterValue stores the element of an iterator.
func (v Value) SetIterValue(it *MapIter) { v.Set(it.at("Value", it.it.Elem, it.m.typ.Elem())) }

func MakeChan(t Type, buffer int) Value {
	switch {
	case t.Kind() != Chan:
		panic("reflect.MakeChan of non-chan type")
	case buffer < 0:
		panic("reflect.MakeChan: negative buffer size")
	case t.ChanDir() != BothDir:
		panic("reflect.MakeChan: unidirectional channel type")
	}
	d := t.descriptor()
	return Value{d, rtype.MakeChan(d, buffer), isWord}
}

// Send waits until x is sent.
func (v Value) Send(x Value) {
	v.mustBe("Send", Chan)
	v.exported("Send")
	if ChanDir(v.typ.ChanDir())&SendDir == 0 {
		panic("reflect: send on recv-only channel")
	}
	x.exported("Send")
	x = x.assignTo("reflect.Value.Send", v.typ.Elem())
	p := rtype.New(v.typ.Elem())
	rtype.Move(v.typ.Elem(), p, x.memory())
	rtype.Send(v.word(), p)
}

// Recv waits for a value; ok is false if the channel is closed and empty.
func (v Value) Recv() (x Value, ok bool) {
	v.mustBe("Recv", Chan)
	v.exported("Recv")
	if ChanDir(v.typ.ChanDir())&RecvDir == 0 {
		panic("reflect: recv on send-only channel")
	}
	t := v.typ.Elem()
	p := rtype.New(t)
	ok = rtype.Receive(v.word(), p)
	return fromMemory(t, p, 0), ok
}

func (v Value) Close() {
	v.mustBe("Close", Chan)
	v.exported("Close")
	if ChanDir(v.typ.ChanDir())&SendDir == 0 {
		panic("reflect: close of receive-only channel")
	}
	rtype.Close(v.word())
}
