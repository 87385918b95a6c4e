// Switches over many constants: values at the ends of their types, neighbours, gaps, and cases that are not constants between them.
package main

func ints(x int) int {
	switch x {
	case -2147483648:
		return 1
	case -5, -4, -3:
		return 2
	case 0:
		return 3
	case 7, 9, 8:
		return 4
	case 100:
		return 5
	case 1000, 1002:
		return 6
	case 1001:
		return 7
	case 2147483647:
		return 8
	}
	return 0
}
func bytes(x byte) int {
	switch x {
	case '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
		return 1
	case 'a', 'b', 'c', 'd', 'e', 'f':
		return 2
	case ' ', '\t', '\n':
		fallthrough
	case 255, 254:
		return 3
	default:
		return 4
	case 128, 127, 0:
		return 5
	}
}
func uints(x uint32) int {
	switch x {
	case 0, 1:
		return 1
	case 1 << 31, 1<<31 - 1:
		return 2
	case 1<<32 - 1, 1<<32 - 2:
		return 3
	case 77, 78, 80:
		return 4
	case 5000:
		return 5
	}
	return 0
}
func i8(x int8) int {
	switch x {
	case -128, -127:
		return 1
	case 127, 126:
		return 2
	case -1, 0, 1:
		return 3
	case 50, 52, 54, 56:
		return 4
	}
	return 0
}
func strs(s string) int {
	switch s {
	case "":
		return 1
	case "a", "b":
		return 2
	case "break", "case", "chan", "const", "continue", "default", "defer", "else", "fallthrough", "for", "func":
		return 3
	case "go", "goto", "if", "import", "interface", "map", "package", "range", "return":
		return 4
	case "select", "struct", "switch", "type", "var":
		return 5
	}
	return 0
}
func mixed(x, y int) int {
	switch x {
	case 1, 2, 3:
		return 1
	case y:
		return 2
	case 4, 5, 6, 7, 8, 9:
		return 3
	case y + 1:
		return 4
	default:
		return 5
	}
}
func main() {
	h := 0
	for _, x := range []int{-1 << 31, -1<<31 + 1, -6, -5, -4, -3, -2, -1, 0, 1, 6, 7, 8, 9, 10, 99, 100, 101, 999, 1000, 1001, 1002, 1003, 1<<31 - 2, 1<<31 - 1} {
		h = h*31 + ints(x)
		print(ints(x), " ")
	}
	println(h)
	for i := 0; i < 256; i++ {
		h = h*31 + bytes(byte(i))*7 + i8(int8(i))
	}
	println(h)
	for _, x := range []uint32{0, 1, 2, 76, 77, 78, 79, 80, 81, 4999, 5000, 5001, 1<<31 - 2, 1<<31 - 1, 1 << 31, 1<<31 + 1, 1<<32 - 3, 1<<32 - 2, 1<<32 - 1} {
		print(uints(x), " ")
	}
	for _, s := range []string{"", "a", "b", "c", "ab", "break", "brea", "case", "chan", "const", "continue", "default", "defer", "else", "fallthrough", "for", "func", "go", "goto", "if", "import", "interface", "map", "package", "range", "return", "select", "struct", "switch", "type", "var", "vat", "funk", "retur", "returns"} {
		print(strs(s), " ")
	}
	for x := 0; x < 12; x++ {
		for y := 0; y < 12; y++ {
			h = h*31 + mixed(x, y)
		}
	}
	println(h)
}
