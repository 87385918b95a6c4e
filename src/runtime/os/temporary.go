package os

import "errors"

var errPatternHasSeparator = errors.New("pattern contains path separator")

// temporaryNames is how often another name is tried.
const temporaryNames = 10000

// temporaryName is what stands before and behind the number of a temporary file: what is before
// and behind the last * of the pattern.
func temporaryName(op, dir, pattern string) (prefix, suffix string, err error) {
	star := len(pattern)
	for i := 0; i < len(pattern); i++ {
		if IsPathSeparator(pattern[i]) {
			return "", "", &PathError{Op: op, Path: pattern, Err: errPatternHasSeparator}
		}
		if pattern[i] == '*' {
			star = i
		}
	}
	prefix = pattern[:star]
	if star < len(pattern) {
		suffix = pattern[star+1:]
	}
	if dir == "" || !IsPathSeparator(dir[len(dir)-1]) {
		dir += "/"
	}
	return dir + prefix, suffix, nil
}

func temporaryNumber() string { return itoa(int(fastrand() >> 1)) }

// CreateTemp makes a new file in dir; the last * of pattern becomes a number.
func CreateTemp(dir, pattern string) (*File, error) {
	const op = "createtemp"
	if dir == "" {
		dir = TempDir()
	}
	prefix, suffix, err := temporaryName(op, dir, pattern)
	if err != nil {
		return nil, err
	}
	for try := 0; try < temporaryNames; try++ {
		f, err := OpenFile(prefix+temporaryNumber()+suffix, O_RDWR|O_CREATE|O_EXCL, 0600)
		if !IsExist(err) {
			return f, err
		}
	}
	return nil, &PathError{Op: op, Path: prefix + "*" + suffix, Err: ErrExist}
}

// MkdirTemp makes a new directory in dir; the last * of pattern becomes a number.
func MkdirTemp(dir, pattern string) (string, error) {
	const op = "mkdirtemp"
	if dir == "" {
		dir = TempDir()
	}
	prefix, suffix, err := temporaryName(op, dir, pattern)
	if err != nil {
		return "", err
	}
	for try := 0; try < temporaryNames; try++ {
		name := prefix + temporaryNumber() + suffix
		err := Mkdir(name, 0700)
		if err == nil {
			return name, nil
		}
		if IsExist(err) {
			continue
		}
		if IsNotExist(err) {
			if _, err := Stat(dir); IsNotExist(err) {
				return "", err
			}
		}
		return "", err
	}
	return "", &PathError{Op: op, Path: dir + "/" + prefix + "*" + suffix, Err: ErrExist}
}
