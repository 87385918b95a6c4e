// A small Lisp with closures, tail calls and errors of its own, run over its standard input.
package main

import (
	"bufio"
	"errors"
	"fmt"
	"math"
	"os"
	"strconv"
	"strings"
)

type (
	Symbol string
	List   []Value
	Value  interface{}
	Lambda struct {
		params []Symbol
		body   Value
		env    *Env
		name   string
	}
	Builtin func(args ...Value) (Value, error)
	Env     struct {
		vars  map[Symbol]Value
		outer *Env
	}
)

var ErrType = errors.New("type error")

type ArityError struct {
	Name      string
	Want, Got int
}

func (a ArityError) Error() string {
	return fmt.Sprintf("%s: want %d args, got %d", a.Name, a.Want, a.Got)
}
func (a ArityError) Is(target error) bool {
	t, ok := target.(ArityError)
	return ok && (t.Name == "" || t.Name == a.Name)
}
func (e *Env) find(s Symbol) *Env {
	for ; e != nil; e = e.outer {
		if _, ok := e.vars[s]; ok {
			return e
		}
	}
	return nil
}
func tokenize(s string) []string {
	return strings.Fields(strings.NewReplacer("(", " ( ", ")", " ) ", "'", " ' ").Replace(s))
}
func parse(toks *[]string) (v Value, err error) {
	if len(*toks) == 0 {
		return nil, errors.New("unexpected EOF")
	}
	t := (*toks)[0]
	*toks = (*toks)[1:]
	switch t {
	case "(":
		l := List{}
		for len(*toks) > 0 && (*toks)[0] != ")" {
			v, err := parse(toks)
			if err != nil {
				return nil, err
			}
			l = append(l, v)
		}
		if len(*toks) == 0 {
			return nil, fmt.Errorf("missing ) after %v", l)
		}
		*toks = (*toks)[1:]
		return l, nil
	case ")":
		return nil, errors.New("unexpected )")
	case "'":
		v, err = parse(toks)
		return List{Symbol("quote"), v}, err
	}
	if n, err := strconv.ParseInt(t, 0, 64); err == nil {
		return n, nil
	} else if !errors.Is(err, strconv.ErrSyntax) {
		return nil, err
	}
	if f, err := strconv.ParseFloat(t, 64); err == nil {
		return f, nil
	}
	switch t {
	case "#t":
		return true, nil
	case "#f":
		return false, nil
	}
	return Symbol(t), nil
}
func num(op string, fi func(a, b int64) int64, ff func(a, b float64) float64) Builtin {
	return func(args ...Value) (Value, error) {
		if len(args) == 0 {
			return nil, ArityError{op, 1, 0}
		}
		acc := args[0]
		for _, a := range args[1:] {
			switch x := acc.(type) {
			case int64:
				switch y := a.(type) {
				case int64:
					acc = fi(x, y)
				case float64:
					acc = ff(float64(x), y)
				default:
					return nil, fmt.Errorf("%s: %w: %T", op, ErrType, a)
				}
			case float64:
				switch y := a.(type) {
				case int64:
					acc = ff(x, float64(y))
				case float64:
					acc = ff(x, y)
				}
			default:
				return nil, fmt.Errorf("%s: %w: %T %v", op, ErrType, acc, acc)
			}
		}
		return acc, nil
	}
}
func global() *Env {
	return &Env{vars: map[Symbol]Value{
		"+":   num("+", func(a, b int64) int64 { return a + b }, func(a, b float64) float64 { return a + b }),
		"-":   num("-", func(a, b int64) int64 { return a - b }, func(a, b float64) float64 { return a - b }),
		"*":   num("*", func(a, b int64) int64 { return a * b }, func(a, b float64) float64 { return a * b }),
		"/":   num("/", func(a, b int64) int64 { return a / b }, func(a, b float64) float64 { return a / b }),
		"pow": num("pow", func(a, b int64) int64 { return int64(math.Pow(float64(a), float64(b))) }, math.Pow),
		"<": Builtin(func(a ...Value) (Value, error) {
			if len(a) != 2 {
				return nil, ArityError{"<", 2, len(a)}
			}
			return a[0].(int64) < a[1].(int64), nil
		}),
		"=":    Builtin(func(a ...Value) (Value, error) { return a[0] == a[1], nil }),
		"list": Builtin(func(a ...Value) (Value, error) { return List(a), nil }),
		"car":  Builtin(func(a ...Value) (Value, error) { return a[0].(List)[0], nil }),
		"cdr":  Builtin(func(a ...Value) (Value, error) { return a[0].(List)[1:], nil }),
		"cons": Builtin(func(a ...Value) (Value, error) { return append(List{a[0]}, a[1].(List)...), nil }),
		"null?": Builtin(func(a ...Value) (Value, error) {
			l, ok := a[0].(List)
			return ok && len(l) == 0, nil
		}),
		"type": Builtin(func(a ...Value) (Value, error) { return fmt.Sprintf("%T", a[0]), nil }),
	}}
}
func (env *Env) eval(x Value) (Value, error) {
	for {
		switch v := x.(type) {
		case Symbol:
			e := env.find(v)
			if e == nil {
				return nil, fmt.Errorf("unbound: %s", v)
			}
			return e.vars[v], nil
		case List:
			if len(v) == 0 {
				return v, nil
			}
			if s, ok := v[0].(Symbol); ok {
				switch s {
				case "quote":
					return v[1], nil
				case "if":
					c, err := env.eval(v[1])
					if err != nil {
						return nil, err
					}
					if b, ok := c.(bool); !ok || b {
						x = v[2]
					} else {
						x = v[3]
					}
					continue
				case "define":
					if sig, ok := v[1].(List); ok {
						l := &Lambda{body: v[2], env: env, name: string(sig[0].(Symbol))}
						for _, p := range sig[1:] {
							l.params = append(l.params, p.(Symbol))
						}
						env.vars[sig[0].(Symbol)] = l
						return Symbol(l.name), nil
					}
					val, err := env.eval(v[2])
					if err != nil {
						return nil, err
					}
					env.vars[v[1].(Symbol)] = val
					return v[1], nil
				case "set!":
					e := env.find(v[1].(Symbol))
					val, err := env.eval(v[2])
					if err == nil {
						e.vars[v[1].(Symbol)] = val
					}
					return val, err
				case "lambda":
					l := &Lambda{body: v[2], env: env, name: "λ"}
					for _, p := range v[1].(List) {
						l.params = append(l.params, p.(Symbol))
					}
					return l, nil
				}
			}
			vals := make([]Value, len(v))
			for i, e := range v {
				var err error
				if vals[i], err = env.eval(e); err != nil {
					return nil, err
				}
			}
			switch f := vals[0].(type) {
			case Builtin:
				return f(vals[1:]...)
			case *Lambda:
				if len(f.params) != len(vals)-1 {
					return nil, fmt.Errorf("call: %w", ArityError{f.name, len(f.params), len(vals) - 1})
				}
				env = &Env{make(map[Symbol]Value, len(f.params)), f.env}
				for i, p := range f.params {
					env.vars[p] = vals[i+1]
				}
				x = f.body
				continue
			default:
				return nil, fmt.Errorf("not a function: %v (%T)", f, f)
			}
		default:
			return v, nil
		}
	}
}
func show(v Value) string {
	switch v := v.(type) {
	case List:
		parts := make([]string, 0, len(v))
		for _, e := range v {
			parts = append(parts, show(e))
		}
		return "(" + strings.Join(parts, " ") + ")"
	case *Lambda:
		return fmt.Sprintf("#<%s/%d>", v.name, len(v.params))
	case bool:
		return map[bool]string{true: "#t", false: "#f"}[v]
	case nil:
		return "nil"
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	default:
		return fmt.Sprint(v)
	}
}
func run(env *Env, line string) (res string, err error) {
	defer func() {
		if r := recover(); r != nil {
			if e, ok := r.(error); ok {
				err = fmt.Errorf("panic: %w", e)
			} else {
				err = fmt.Errorf("panic: %v", r)
			}
		}
	}()
	toks := tokenize(line)
	for len(toks) > 0 {
		v, err := parse(&toks)
		if err != nil {
			return "", err
		}
		v, err = env.eval(v)
		if err != nil {
			return "", err
		}
		res = show(v)
	}
	return
}
func main() {
	env := global()
	r := bufio.NewReader(os.Stdin)
	for {
		line, err := r.ReadString('\n')
		if line = strings.TrimRight(line, "\n"); line != "" {
			res, e := run(env, line)
			if e != nil {
				fmt.Printf("error: %v (arity %t type %t)\n", e, errors.Is(e, ArityError{}), errors.Is(e, ErrType))
			} else {
				fmt.Println(res)
			}
		}
		if err != nil {
			fmt.Println("end:", err)
			break
		}
	}
	_, err := env.eval(List{Symbol("car"), int64(1)})
	fmt.Println(err)
}
