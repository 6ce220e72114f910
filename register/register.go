package register

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
)

// Entry is one line of the register.
type Entry struct {
	Kind   string `json:"kind"`             // "refusal", "reopened", "erasure", "erased", "denied", "batch", "withdrawn", "revoked"
	ID     string `json:"id"`               // random id of a person, batch or member of staff
	At     int64  `json:"at"`               // Unix seconds
	Marker []byte `json:"marker,omitempty"` // as package markers encodes it
	Key    []byte `json:"key,omitempty"`    // a revoked public key
}

// line is an entry with the hash of the line before, which chains them.
type line struct {
	Entry
	Prev string `json:"prev"`
}

// ErrBroken says that a line was changed or taken out.
var ErrBroken = errors.New("the register is broken")

// Register is an open register. It is safe for concurrent use.
type Register struct {
	mu      sync.Mutex
	path    string
	copies  []string
	head    string // hash of the last line, hex
	entries []Entry
}

// Open reads the register at path, and makes an empty one if there is none. Additions also go to copies,
// which are brought up to date first. It returns an error wrapping [ErrBroken], with the line's number,
// if a line does not follow from the one before.
func Open(path string, copies ...string) (*Register, error) {
	r := &Register{path: path, copies: copies}
	raw, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	whole, entries, head, err := parse(raw)
	if err != nil {
		return nil, err
	}
	r.entries, r.head = entries, head
	if len(whole) < len(raw) || raw == nil {
		if err := replace(path, whole); err != nil {
			return nil, err
		}
	}
	for _, c := range copies {
		if err := replace(c, whole); err != nil {
			return nil, fmt.Errorf("copy of the register: %w", err)
		}
	}
	return r, nil
}

// parse returns the whole lines of a register, what they say, and the last one's hash.
func parse(raw []byte) (whole []byte, entries []Entry, head string, err error) {
	in := bufio.NewReader(bytes.NewReader(raw))
	for n := 1; ; n++ {
		text, readErr := in.ReadBytes('\n')
		if readErr == io.EOF {
			return whole, entries, head, nil // a last line without its end was never confirmed
		}
		var l line
		if json.Unmarshal(text, &l) != nil || l.Prev != head {
			return nil, nil, "", fmt.Errorf("%w at line %d: take the newest copy of it instead", ErrBroken, n)
		}
		sum := sha256.Sum256(text)
		whole, entries, head = append(whole, text...), append(entries, l.Entry), hex.EncodeToString(sum[:])
	}
}

// Append adds entries. It returns after they are durable in the register and in every copy; if it
// fails, they may stand in some of them, which does no harm: an entry only ever keeps somebody from
// being brought back or approached.
func (r *Register) Append(entries ...Entry) error {
	if len(entries) == 0 {
		return nil
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	var text []byte
	head := r.head
	for _, e := range entries {
		l, err := json.Marshal(line{e, head})
		if err != nil {
			return err
		}
		l = append(l, '\n')
		sum := sha256.Sum256(l)
		head, text = hex.EncodeToString(sum[:]), append(text, l...)
	}
	for _, path := range append([]string{r.path}, r.copies...) {
		if err := add(path, text); err != nil {
			return err
		}
	}
	r.head, r.entries = head, append(r.entries, entries...)
	return nil
}

// Entries returns all entries, oldest first. The caller must not change them.
func (r *Register) Entries() []Entry {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.entries[:len(r.entries):len(r.entries)]
}

// Head is the hash of the last line: what a backup notes, so that a restore can tell a newer register
// from an older one.
func (r *Register) Head() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.head
}

// Follows reports whether a line with this hash stands somewhere in the register: then the register is
// at least as new as whoever noted the hash.
func Follows(path, head string) (bool, error) {
	if head == "" {
		return true, nil
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		return false, err
	}
	for _, text := range bytes.SplitAfter(raw, []byte("\n")) {
		if sum := sha256.Sum256(text); hex.EncodeToString(sum[:]) == head {
			return true, nil
		}
	}
	return false, nil
}

func add(path string, text []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	if _, err = f.Write(text); err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

func replace(path string, text []byte) error {
	temporary := path + ".new"
	if err := os.Remove(temporary); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	if err := add(temporary, text); err != nil {
		return err
	}
	return os.Rename(temporary, path)
}
