package cli

import (
	"io"
	"path/filepath"
	"time"

	"willing/node"
)

// Stdio is all that a command touches of the world around it, beside the files that it names.
type Stdio struct {
	In       io.Reader
	Out, Err io.Writer
	Dir      string // where relative paths begin
	Env      func(name string) string
	Terminal bool             // somebody sits there: questions may be asked and progress shown
	Now      func() time.Time // the wall clock if nil
	Rand     io.Reader        // the system's random source if nil
}

func (s Stdio) complete() Stdio {
	if s.In == nil {
		s.In = eof{}
	}
	if s.Env == nil {
		s.Env = func(string) string { return "" }
	}
	if s.Now == nil {
		s.Now = node.Clock
	}
	if s.Rand == nil {
		s.Rand = node.Chance()
	}
	return s
}

// path makes what somebody typed a path that does not depend on where this process stands: it may be
// another process than the one they typed it in.
func (s Stdio) path(typed string) string {
	if typed == "" || filepath.IsAbs(typed) {
		return typed
	}
	return filepath.Join(s.Dir, typed)
}

// eof is an input that holds nothing.
type eof struct{}

func (eof) Read([]byte) (int, error) { return 0, io.EOF }
