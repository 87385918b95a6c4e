package os

import "errors"

// environ is the program's environment, changed by Setenv; nil until it is asked for.
var environ []string

func environment() []string {
	if environ == nil {
		environ = append([]string{}, runtime_envs()...)
	}
	return environ
}

// findEnv is the index of a variable, or -1.
func findEnv(key string) int {
	for i, kv := range environment() {
		if len(kv) > len(key) && kv[len(key)] == '=' && kv[:len(key)] == key {
			return i
		}
	}
	return -1
}

// LookupEnv gives the value of a variable and whether it is set.
func LookupEnv(key string) (string, bool) {
	if i := findEnv(key); i >= 0 && key != "" {
		return environ[i][len(key)+1:], true
	}
	return "", false
}

func Getenv(key string) string {
	v, _ := LookupEnv(key)
	return v
}

func Environ() []string { return append([]string(nil), environment()...) }

var errInvalidEnv = errors.New("invalid argument")

func Setenv(key, value string) error {
	isValid := key != ""
	for i := 0; i < len(key); i++ {
		isValid = isValid && key[i] != '=' && key[i] != 0
	}
	for i := 0; i < len(value); i++ {
		isValid = isValid && value[i] != 0
	}
	if !isValid {
		return &SyscallError{"setenv", errInvalidEnv}
	}
	kv := key + "=" + value
	if i := findEnv(key); i >= 0 {
		environ[i] = kv
	} else {
		environ = append(environ, kv)
	}
	return nil
}

func Unsetenv(key string) error {
	if i := findEnv(key); i >= 0 {
		environ = append(environ[:i], environ[i+1:]...)
	}
	return nil
}

func Clearenv() { environ = []string{} }

// ExpandEnv replaces $name and ${name} by the values of variables.
func ExpandEnv(s string) string { return Expand(s, Getenv) }

// Expand replaces $name and ${name} by what mapping makes of the name.
func Expand(s string, mapping func(string) string) string {
	var out []byte
	rest := 0
	for i := 0; i+1 < len(s); i++ {
		if s[i] != '$' {
			continue
		}
		out = append(out, s[rest:i]...)
		name, width := shellName(s[i+1:])
		switch {
		case name != "":
			out = append(out, mapping(name)...)
		case width == 0:
			// No name follows: the dollar sign stays.
			out = append(out, '$')
		}
		i += width
		rest = i + 1
	}
	if rest == 0 {
		return s
	}
	return string(append(out, s[rest:]...))
}

func isSpecialName(c byte) bool {
	switch c {
	case '*', '#', '$', '@', '!', '?', '-':
		return true
	}
	return '0' <= c && c <= '9'
}

func isNameByte(c byte) bool {
	return c == '_' || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}

// shellName is the name at the beginning of s, and how many bytes it takes with its braces.
func shellName(s string) (string, int) {
	if s[0] == '{' {
		if len(s) > 2 && isSpecialName(s[1]) && s[2] == '}' {
			return s[1:2], 3
		}
		for i := 1; i < len(s); i++ {
			if s[i] == '}' {
				if i == 1 {
					return "", 2
				}
				return s[1:i], i + 1
			}
		}
		return "", 1
	}
	if isSpecialName(s[0]) {
		return s[:1], 1
	}
	n := 0
	for n < len(s) && isNameByte(s[n]) {
		n++
	}
	return s[:n], n
}
