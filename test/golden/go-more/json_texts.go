package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand"
	"os"
	"strings"
	"time"
)

type Address struct {
	Street string `json:"street"`
	Zip    *int   `json:"zip,omitempty"`
}
type Base struct {
	ID   int `json:"id"`
	Kind string
}
type Color int

func (c Color) MarshalJSON() ([]byte, error) { return []byte(fmt.Sprintf(`"c%d"`, int(c))), nil }
func (c *Color) UnmarshalJSON(b []byte) error {
	_, err := fmt.Sscanf(string(b), `"c%d"`, (*int)(c))
	return err
}

type PtrM struct{ v int }

func (p *PtrM) MarshalJSON() ([]byte, error) { return []byte(fmt.Sprint(p.v + 100)), nil }

type Text struct{ s string }

func (t Text) MarshalText() ([]byte, error) { return []byte("<" + t.s + ">"), nil }
func (t *Text) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		return errors.New("empty text")
	}
	t.s = string(b)
	return nil
}

type Bad struct{}

func (Bad) MarshalJSON() ([]byte, error) { return nil, errors.New("bad") }

type BadOut struct{}

func (BadOut) MarshalJSON() ([]byte, error) { return []byte("{x"), nil }

type Person struct {
	Base
	*Address
	Name    string                 `json:"name"`
	Age     int                    `json:"age,omitempty"`
	Emails  []string               `json:"emails"`
	Meta    map[string]interface{} `json:"meta,omitempty"`
	Private string                 `json:"-"`
	Dash    string                 `json:"-,"`
	hidden  int
	F       float64
	F32     float32 `json:",omitempty"`
	Str     int     `json:",string"`
	B       bool    `json:"b,string"`
	S       string  `json:"s,string"`
	Any     interface{}
	Raw     json.RawMessage
	Num     json.Number
	Bytes   []byte
	Arr     [2]int
	Col     Color
	Pt      PtrM
	T       Text
	TM      map[Text]int
	IM      map[int]string
	Next    *Person `json:",omitempty"`
	Fn      *int
	When    time.Time
	U8      uint8
	Iface   fmt.Stringer
}
type Cyc struct{ P *Cyc }

func main() {
	zip := 123
	p := Person{Base: Base{1, "k"}, Address: &Address{"Main <St>", &zip}, Name: "Ann \"A\" \u2028 é \x01\n\t", Emails: nil, Meta: map[string]interface{}{"z": 1, "a": []int{1, 2}, "m": nil}, F: 1e21, F32: 0.1, Str: 5, B: true, S: "q\"", Any: map[string]int{"x": 1}, Raw: json.RawMessage(` {"a" : [1, 2 ] } `), Num: "12.5", Bytes: []byte("hello"), Col: 3, Pt: PtrM{5}, T: Text{"t"}, TM: map[Text]int{{"k"}: 1}, IM: map[int]string{10: "x", 2: "y"}, Next: &Person{Num: "1"}, When: time.Unix(0, 0).UTC(), U8: 200}
	for _, v := range []interface{}{p, &p, nil, 1, -1.5, "s", true, []int{}, []int(nil), map[string]int(nil), map[string]int{}, struct{}{}, [3]bool{true}, 1e-7, 1e20, 1e21, float32(3.4e38), 100.0, 123456789.0, int64(math.MaxInt64), uint64(math.MaxUint64), "<>&\u2029\xff", []interface{}{1, "a", nil, 2.5}, math.NaN(), math.Inf(1), make(chan int), func() {}, map[bool]int{}, Bad{}, BadOut{}, &Cyc{}, Color(2), []Color{1, 2}, []PtrM{{1}}, map[string]PtrM{"a": {1}}, &PtrM{2}, Text{"x"}, []byte{}, []byte(nil), errors.New("x"), struct {
		A int `json:"a b"`
		B int `json:"b\"c"`
		C int `json:"c,omitempty"`
		D *int
		E interface{} `json:",omitempty"`
	}{1, 2, 0, nil, nil}, json.Number(""), json.Number("x"), rune('a'), time.Second, [][]int{{1}, {2, 3}, nil}} {
		b, err := json.Marshal(v)
		fmt.Println(string(b), err)
		b, err = json.MarshalIndent(v, ">", "  ")
		fmt.Println(string(b), err)
	}
	c := &Cyc{}
	c.P = c
	_, err := json.Marshal(c)
	fmt.Println(err)
	texts := []string{`{"id":7,"Kind":"z","street":"S","zip":9,"name":"N","age":3,"emails":["a","b"],"meta":{"k":[1,{"x":null}]},"-":"d","F":2.5,"F32":1.5,"Str":"12","b":"true","s":"\"in\"","Any":[1,"2"],"Raw":[1, 2],"Num":99999999999999999999,"Bytes":"aGVsbG8=","Arr":[1,2,3],"Col":"c9","T":"txt","TM":{"a":1},"IM":{"5":"five"},"Next":{"name":"next"},"Fn":4,"When":"2020-01-02T03:04:05Z","U8":255,"unknown":[{}]}`,
		`{"NAME":"case","name":null,"AGE":4}`, `{"age":"x"}`, `{"age":1.5}`, `{"age":99999999999}`, `{"U8":256}`, `{"emails":5}`, `{"Arr":[1]}`, `{"Next":{"age":true}}`, `{"Bytes":"!!"}`, `{"Str":5}`, `{"Str":"x"}`, `{"b":"maybe"}`, `{"Col":5}`, `{"T":""}`, `{"T":5}`, `{"IM":{"x":"y"}}`, `{"Num":"12"}`, `{"Num":"x"}`, `{"Iface":1}`, `{"When":"x"}`, `[]`, `5`, `"s"`, `null`, `{"zip":null,"street":"x"}`, `{"Any":{"a":{"b":[]}}}`, `{"emails":[1,"a",null]}`, `{"meta":[1]}`, `{"TM":{"":1}}`, `{"F":"x","age":"y"}`, `{"F":1e400}`}
	for _, t := range texts {
		var q Person
		err := json.Unmarshal([]byte(t), &q)
		b, _ := json.Marshal(q)
		fmt.Printf("%v %v %s\n", err, q.Private, b)
		var te *json.UnmarshalTypeError
		if errors.As(err, &te) {
			fmt.Println(te.Value, te.Type, te.Offset, te.Struct, te.Field)
		}
		var a interface{}
		err = json.Unmarshal([]byte(t), &a)
		fmt.Printf("%v %#v\n", err, a)
	}
	bad := []string{``, ` `, `{`, `}`, `[`, `[1`, `[1,`, `[1,]`, `[1 2]`, `{"a"`, `{"a":`, `{"a":1`, `{"a":1,`, `{"a":1,}`, `{a:1}`, `{"a" 1}`, `{"a":1 "b"}`, `tru`, `trux`, `nul`, `falsy`, `01`, `-`, `-a`, `1.`, `1.x`, `1e`, `1e+`, `1ex`, `+1`, `.5`, `"abc`, "\"a\nb\"", `"\x"`, `"\u12"`, `"\u12g4"`, `1 2`, `{} x`, `'a'`, "\x00", `"a"b`, `[1]]`, "\xff", `{"a":1}}`, `nullx`, "[\"\t\"]"}
	for _, t := range bad {
		var a interface{}
		err := json.Unmarshal([]byte(t), &a)
		var se *json.SyntaxError
		off := int64(-1)
		if errors.As(err, &se) {
			off = se.Offset
		}
		var buf bytes.Buffer
		fmt.Println(err, off, json.Valid([]byte(t)), json.Compact(&buf, []byte(t)), json.Indent(&buf, []byte(t), "", " "))
		d := json.NewDecoder(strings.NewReader(t))
		for i := 0; i < 3; i++ {
			var x interface{}
			err := d.Decode(&x)
			fmt.Print(x, " ", err, "; ")
			if err != nil {
				break
			}
		}
		fmt.Println()
	}
	for _, v := range []interface{}{nil, 5, (*int)(nil), Person{}, "x"} {
		fmt.Println(json.Unmarshal([]byte(`1`), v))
	}
	var s string
	for _, t := range []string{`"\u00e9\ud83d\ude00\ud83dx\\\/\b\f"`, `"\ude00"`, "\"\xff\"", `"\ud800\u0041"`} {
		json.Unmarshal([]byte(t), &s)
		fmt.Printf("%q\n", s)
	}
	m := map[string]int{"old": 1}
	fmt.Println(json.Unmarshal([]byte(`{"new":2,"bad":"x"}`), &m), m)
	sl := []int{9, 8, 7}
	fmt.Println(json.Unmarshal([]byte(`[1,2]`), &sl), sl, cap(sl))
	arr := [3]int{9, 9, 9}
	fmt.Println(json.Unmarshal([]byte(`[1]`), &arr), arr)
	var ip *int
	fmt.Println(json.Unmarshal([]byte(`4`), &ip), *ip)
	fmt.Println(json.Unmarshal([]byte(`null`), &ip), ip)
	var ifc interface{} = &Base{5, "x"}
	fmt.Println(json.Unmarshal([]byte(`{"id":6}`), &ifc), ifc.(*Base))
	dec := json.NewDecoder(strings.NewReader(`{"id":1} {"id":2,"q":1}  [3] "x" 4 5.5 null`))
	for {
		var v interface{}
		if err := dec.Decode(&v); err == io.EOF {
			break
		} else if err != nil {
			fmt.Println(err)
			break
		}
		fmt.Println(v, dec.InputOffset())
	}
	dec = json.NewDecoder(strings.NewReader(`{"id":1,"zz":2}`))
	dec.DisallowUnknownFields()
	var bb Base
	fmt.Println(dec.Decode(&bb), bb)
	dec = json.NewDecoder(strings.NewReader(`{"n":123456789012345678}`))
	dec.UseNumber()
	var un map[string]interface{}
	fmt.Println(dec.Decode(&un), un, fmt.Sprintf("%T", un["n"]))
	enc := json.NewEncoder(os.Stdout)
	enc.SetEscapeHTML(false)
	enc.Encode(map[string]string{"a": "<b>"})
	enc.SetIndent("", "\t")
	enc.Encode([]interface{}{1, map[string]int{}, []int{}, map[string]int{"x": 1}})
	fmt.Println(enc.Encode(make(chan int)))
	var buf bytes.Buffer
	json.HTMLEscape(&buf, []byte(`{"a":"<&>`+"\u2028"+`"}`))
	json.Compact(&buf, []byte("{ \"a b\" : [ 1 , 2 ] , \"c\\\" \" : { } }"))
	json.Indent(&buf, []byte(`{"a":[1,{"b":[]},[]],"c":{}} `), "p", "--")
	fmt.Println(buf.String())
	r := rand.New(rand.NewSource(4))
	var gen func(d int) interface{}
	gen = func(d int) interface{} {
		switch r.Intn(7) {
		case 0:
			return nil
		case 1:
			return r.NormFloat64() * math.Pow(10, float64(r.Intn(50)-25))
		case 2:
			return string([]rune{rune(r.Intn(0x300)), rune(r.Intn(128)), '"'})
		case 3:
			return r.Intn(2) == 0
		case 4, 5:
			if d > 3 {
				return 1.0
			}
			l := []interface{}{}
			for i := r.Intn(4); i > 0; i-- {
				l = append(l, gen(d+1))
			}
			return l
		}
		m := map[string]interface{}{}
		if d < 4 {
			for i := r.Intn(4); i > 0; i-- {
				m[fmt.Sprint("k", r.Intn(100))] = gen(d + 1)
			}
		}
		return m
	}
	for i := 0; i < 100; i++ {
		v := gen(0)
		b, err := json.Marshal(v)
		var w interface{}
		err2 := json.Unmarshal(b, &w)
		fmt.Println(string(b), err, err2, fmt.Sprint(v) == fmt.Sprint(w))
	}
	offsets := json.NewDecoder(strings.NewReader(" {} [1] \n [2"))
	for {
		var v interface{}
		if err := offsets.Decode(&v); err != nil {
			fmt.Println(err, offsets.InputOffset())
			break
		}
		fmt.Println(v, offsets.InputOffset())
	}
	_, err = json.Marshal([]interface{}{level(9)})
	fmt.Println(err)
}

type level int

func (l level) MarshalText() ([]byte, error) { return nil, fmt.Errorf("no level %d", int(l)) }
