package os

import (
	"errors"
	"syscall"
)

const PathListSeparator = ':'

// Signal is a signal of the operating system.
type Signal interface {
	String() string
	Signal()
}

var (
	Interrupt Signal = syscall.SIGINT
	Kill      Signal = syscall.SIGKILL
)

func IsPathSeparator(c uint8) bool { return c == PathSeparator }

// IsTimeout reports whether an operation took too long.
func IsTimeout(err error) bool {
	t, ok := underlying(err).(interface{ Timeout() bool })
	return ok && t.Timeout()
}

// NewSyscallError is nil for no error.
func NewSyscallError(call string, err error) error {
	if err == nil {
		return nil
	}
	return &SyscallError{call, err}
}

// home is the value of a variable that tells where something of the user lies.
func home(key string) (string, error) {
	if dir := Getenv(key); dir != "" {
		return dir, nil
	}
	return "", errors.New("$" + key + " is not defined")
}

func UserHomeDir() (string, error) { return home("HOME") }

// userDir is the value of key, or sub below the user's own directory.
func userDir(key, sub string) (string, error) {
	if dir := Getenv(key); dir != "" {
		return dir, nil
	}
	dir := Getenv("HOME")
	if dir == "" {
		return "", errors.New("neither $" + key + " nor $HOME are defined")
	}
	return dir + sub, nil
}

func UserCacheDir() (string, error)  { return userDir("XDG_CACHE_HOME", "/.cache") }
func UserConfigDir() (string, error) { return userDir("XDG_CONFIG_HOME", "/.config") }
