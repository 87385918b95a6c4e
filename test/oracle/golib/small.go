package main

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"hash"
	"hash/crc32"
	"hash/fnv"
	"math/rand"
	"path"
	"unicode/utf16"

	pbytes "pw/bytes"
	phex "pw/encoding/hex"
	phash "pw/hash"
	pcrc32 "pw/hash/crc32"
	pfnv "pw/hash/fnv"
	ppath "pw/path"
	putf16 "pw/unicode/utf16"
)

var pathParts = []string{"/", "a", ".", "..", "b.c", "//", "x", "é", "*", "?", "[a-c]", "[^x]", "\\", "[", "]", "-", "[]a]", "\xff", "^"}

func pathOf(random *rand.Rand, kinds int) string {
	s := ""
	for n := random.Intn(8); n > 0; n-- {
		s += pathParts[random.Intn(kinds)]
	}
	return s
}

func paths(random *rand.Rand) {
	for i := 0; i < 100000; i++ {
		s, t, pattern := pathOf(random, 8), pathOf(random, 8), pathOf(random, len(pathParts))
		at := func() string { return fmt.Sprintf("%q %q %q", s, t, pattern) }
		check(at, path.Clean(s)+"|"+path.Base(s)+"|"+path.Dir(s)+"|"+path.Ext(s)+"|"+path.Join(s, "", t), ppath.Clean(s)+"|"+ppath.Base(s)+"|"+ppath.Dir(s)+"|"+ppath.Ext(s)+"|"+ppath.Join(s, "", t))
		a, e1 := path.Match(pattern, s)
		b, e2 := ppath.Match(pattern, s)
		check(at, fmt.Sprint(a, e1), fmt.Sprint(b, e2))
	}
}

func codes(random *rand.Rand) {
	real := []hash.Hash{fnv.New32(), fnv.New32a(), fnv.New64(), fnv.New64a(), crc32.NewIEEE(), crc32.New(crc32.MakeTable(crc32.Castagnoli)), crc32.New(crc32.MakeTable(crc32.Koopman))}
	ours := []phash.Hash{pfnv.New32(), pfnv.New32a(), pfnv.New64(), pfnv.New64a(), pcrc32.NewIEEE(), pcrc32.New(pcrc32.MakeTable(pcrc32.Castagnoli)), pcrc32.New(pcrc32.MakeTable(pcrc32.Koopman))}
	for i := 0; i < 5000; i++ {
		s := make([]byte, random.Intn(20))
		random.Read(s)
		for k := range real {
			real[k].Write(s)
			ours[k].Write(s)
			check(text("sum"), string(real[k].Sum(s)), string(ours[k].Sum(s)))
		}
		check(text("hex"), hex.EncodeToString(s), phex.EncodeToString(s))
		digits := []byte(hex.EncodeToString(s) + "0"[:i%2])
		if len(digits) > 0 && i%3 == 0 {
			digits[random.Intn(len(digits))] = byte(random.Intn(256))
		}
		a, e1 := hex.DecodeString(string(digits))
		b, e2 := phex.DecodeString(string(digits))
		check(text("unhex"), fmt.Sprint(a, e1), fmt.Sprint(b, e2))
		check(text("ToValidUTF8"), string(bytes.ToValidUTF8(s, digits)), string(pbytes.ToValidUTF8(s, digits)))
		runes, units := make([]rune, 8), make([]uint16, 12)
		for k := range runes {
			runes[k] = rune(random.Intn(0x120000) - 10)
		}
		for k := range units {
			units[k] = uint16(random.Intn(0x1000) + 0xd700)
		}
		check(text("utf16"), fmt.Sprint(utf16.Encode(runes), utf16.Decode(units)), fmt.Sprint(putf16.Encode(runes), putf16.Decode(units)))
	}
}
