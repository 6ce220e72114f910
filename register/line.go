package register

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
)

// Entry is one line of the register.
type Entry struct {
	Kind   string // "founded", "restored", "refusal", "reopened", "erasure", "erased", "denied", "batch", "withdrawn", "revoked", "stop", "away", "closed", "left", "back", "let-go"
	ID     string // random id of a person, batch or member of staff; of the house itself for the first two
	At     int64  // Unix seconds
	Marker []byte // as package markers encodes it
	Key    []byte // a revoked public key
	Epoch  uint32 // the epoch that a restore began
}

// A line is a JSON object in exactly this form, written and read without a library: a house opens with
// 100,000 markers in its register, and each command of the command line opens it.
//
//	{"kind":"erased","id":"…","at":1772440000,"marker":"…","key":"…","epoch":2,"prev":"…","sum":"…"}
//
// marker, key (base64) and epoch are left out where there is none. prev is the sum of the line before, sum
// the SHA-256, in hexadecimal, of everything of the line that stands before it.
const (
	sumField = `","sum":"`
	lineEnd  = "\"}\n"
	sumSize  = 2 * sha256.Size
)

// ErrBroken says that a line was changed, taken out or put in.
var ErrBroken = errors.New("the register is broken")

// ErrEntry says that an entry cannot be written: its words are not lower-case letters, digits and hyphens.
var ErrEntry = errors.New("not an entry of the register")

func plainWord(s string) bool {
	for i := range len(s) {
		if c := s[i]; (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' {
			return false
		}
	}
	return len(s) <= 64
}

// write adds to text the line that follows the one with the sum prev, and returns its own sum.
func write(text []byte, e Entry, prev string) (out []byte, sum string, err error) {
	if !plainWord(e.Kind) || !plainWord(e.ID) {
		return nil, "", ErrEntry
	}
	from := len(text)
	text = append(text, `{"kind":"`+e.Kind+`","id":"`+e.ID+`","at":`...)
	text = strconv.AppendInt(text, e.At, 10)
	if len(e.Marker) > 0 {
		text = append(base64.StdEncoding.AppendEncode(append(text, `,"marker":"`...), e.Marker), '"')
	}
	if len(e.Key) > 0 {
		text = append(base64.StdEncoding.AppendEncode(append(text, `,"key":"`...), e.Key), '"')
	}
	if e.Epoch > 0 {
		text = strconv.AppendUint(append(text, `,"epoch":`...), uint64(e.Epoch), 10)
	}
	text = append(text, `,"prev":"`+prev+sumField...)
	hash := sha256.Sum256(text[from:])
	sum = hex.EncodeToString(hash[:])
	return append(text, sum+lineEnd...), sum, nil
}

// read reads one line, its end included, that follows the one with the sum prev. ok is false if it is not
// exactly what [write] made.
func read(text []byte, prev string) (e Entry, sum string, ok bool) {
	body, end, found := cutAt(text, len(text)-sumSize-len(lineEnd))
	if !found || !bytes.HasSuffix(end, []byte(lineEnd)) {
		return e, "", false
	}
	hash := sha256.Sum256(body)
	sum = hex.EncodeToString(hash[:])
	if string(end[:sumSize]) != sum {
		return e, "", false
	}
	p := parts{rest: body}
	p.want(`{"kind":"`)
	e.Kind = string(p.until(`","id":"`))
	e.ID = string(p.until(`","at":`))
	e.At = p.number()
	if p.has(`,"marker":"`) {
		e.Marker = p.base64()
	}
	if p.has(`,"key":"`) {
		e.Key = p.base64()
	}
	if p.has(`,"epoch":`) {
		e.Epoch = uint32(p.number())
	}
	p.want(`,"prev":"` + prev + sumField)
	return e, sum, !p.broken && len(p.rest) == 0 && plainWord(e.Kind) && plainWord(e.ID)
}

func cutAt(text []byte, at int) (before, after []byte, ok bool) {
	if at < 0 {
		return nil, nil, false
	}
	return text[:at], text[at:], true
}

// parts takes a line apart from the left.
type parts struct {
	rest   []byte
	broken bool
}

func (p *parts) has(word string) bool {
	after, ok := bytes.CutPrefix(p.rest, []byte(word))
	p.rest = after
	return ok
}

func (p *parts) want(word string) { p.broken = !p.has(word) || p.broken }

func (p *parts) until(word string) []byte {
	before, after, ok := bytes.Cut(p.rest, []byte(word))
	p.rest, p.broken = after, !ok || p.broken
	return before
}

func (p *parts) number() int64 {
	n := bytes.IndexByte(p.rest, ',')
	if n < 0 {
		p.broken = true
		return 0
	}
	value, err := strconv.ParseInt(string(p.rest[:n]), 10, 64)
	p.rest, p.broken = p.rest[n:], err != nil || p.broken
	return value
}

func (p *parts) base64() []byte {
	out, err := base64.StdEncoding.AppendDecode(nil, p.until(`"`))
	p.broken = err != nil || p.broken
	return out
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
// out.
func parse(raw []byte) (content, error) {
	c := content{text: raw[:bytes.LastIndexByte(raw, '\n')+1]}
	for rest := c.text; len(rest) > 0; {
		end := bytes.IndexByte(rest, '\n') + 1
		e, sum, ok := read(rest[:end], c.head())
		if !ok {
			return content{}, fmt.Errorf("%w at line %d", ErrBroken, len(c.entries)+1)
		}
		c.entries, c.sums = append(c.entries, e), append(c.sums, sum)
		rest = rest[end:]
	}
	return c, nil
}
