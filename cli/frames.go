package cli

import (
	"encoding/binary"
	"errors"
	"io"
	"sync"
)

// The wire between a command and the process that owns the folder: frames of one byte that says what it
// is, four bytes of length, and that many bytes. It never leaves the machine, both ends are the same
// program, and another version of it is refused (see request).
const (
	frameRequest = 'q' // to the owner: a request as JSON
	frameInput   = 'i' // to the owner: what was read from standard input; empty at its end
	frameOut     = 'o' // from the owner: standard output
	frameErr     = 'e' // from the owner: standard error
	frameWant    = 'w' // from the owner: it wants input
	frameExit    = 'x' // from the owner: one byte, the exit code
)

const maxFrame = 1 << 20

var errFrame = errors.New("a frame that is none")

// frames writes frames from several goroutines.
type frames struct {
	mu sync.Mutex
	w  io.Writer
}

func (f *frames) send(kind byte, data []byte) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	for {
		part := data[:min(len(data), maxFrame)]
		head := binary.BigEndian.AppendUint32([]byte{kind}, uint32(len(part)))
		if _, err := f.w.Write(append(head, part...)); err != nil {
			return err
		}
		if data = data[len(part):]; len(data) == 0 {
			return nil
		}
	}
}

func readFrame(r io.Reader) (kind byte, data []byte, err error) {
	var head [5]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return 0, nil, err
	}
	n := binary.BigEndian.Uint32(head[1:])
	if n > maxFrame {
		return 0, nil, errFrame
	}
	data = make([]byte, n)
	_, err = io.ReadFull(r, data)
	return head[0], data, err
}

// stream is standard output or error at the owner's end.
type stream struct {
	to   *frames
	kind byte
}

func (s stream) Write(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	return len(p), s.to.send(s.kind, p)
}
