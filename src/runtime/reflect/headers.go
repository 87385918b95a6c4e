// What strings and slices are in memory, for programs that look at them through unsafe.Pointer.
package reflect

// StringHeader is a string. Data keeps nothing alive: a variable declared as a header must not be the only one that knows the bytes.
type StringHeader struct {
	Data uintptr
	Len  int
}

// SliceHeader is a slice; see StringHeader.
type SliceHeader struct {
	Data uintptr
	Len  int
	Cap  int
}
