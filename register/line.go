package register

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
)

// Entry is one line of the register.
type Entry struct {
	Kind   string `json:"kind"`             // "founded", "restored", "refusal", "reopened", "erasure", "erased", "denied", "batch", "withdrawn", "revoked"
	ID     string `json:"id"`               // random id of a person, batch or member of staff; of the house itself for the first two
	At     int64  `json:"at"`               // Unix seconds
	Marker []byte `json:"marker,omitempty"` // as package markers encodes it
	Key    []byte `json:"key,omitempty"`    // a revoked public key
	Epoch  uint32 `json:"epoch,omitempty"`  // the epoch that a restore began
}

// line is an entry as it is written: with the sum of the line before, and its own.
type line struct {
	Entry
	Prev string `json:"prev"`
	Sum  string `json:"sum"` // SHA-256 of the line as it would stand with an empty sum, in hexadecimal
}

// ErrBroken says that a line was changed, taken out or put in.
var ErrBroken = errors.New("the register is broken")

// write returns the line that follows the one with the sum prev, its end included, and its own sum.
func write(e Entry, prev string) (text []byte, sum string, err error) {
	l := line{Entry: e, Prev: prev}
	bare, err := json.Marshal(l)
	if err != nil {
		return nil, "", err
	}
	hash := sha256.Sum256(bare)
	l.Sum = hex.EncodeToString(hash[:])
	text, err = json.Marshal(l)
	return append(text, '\n'), l.Sum, err
}

// content is what a register file says.
type content struct {
	text    []byte // its whole lines
	entries []Entry
	sums    []string
}

func (c *content) head() string {
	if len(c.sums) == 0 {
		return ""
	}
	return c.sums[len(c.sums)-1]
}

// parse reads the whole lines of a register. A last line without its end was never confirmed, and is left
// out. Only the very bytes that [write] makes are a line.
func parse(raw []byte) (content, error) {
	c := content{text: raw[:bytes.LastIndexByte(raw, '\n')+1]}
	for rest := c.text; len(rest) > 0; {
		end := bytes.IndexByte(rest, '\n') + 1
		var l line
		err := json.Unmarshal(rest[:end], &l)
		again, sum, writeErr := write(l.Entry, c.head())
		if err != nil || writeErr != nil || !bytes.Equal(again, rest[:end]) {
			return content{}, fmt.Errorf("%w at line %d", ErrBroken, len(c.entries)+1)
		}
		c.entries, c.sums = append(c.entries, l.Entry), append(c.sums, sum)
		rest = rest[end:]
	}
	return c, nil
}
