package casebook

import (
	"bytes"
	"encoding/base32"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
)

// ID is the random 128-bit id of a person, a staff member, a team or a batch. The zero ID names nobody.
type ID [16]byte

// Hash is the SHA-256 of a commit's header.
type Hash [32]byte

// Device is the public key of the device that wrote a commit.
type Device [32]byte

// Ref names one event: the commit that holds it and its place in there, from 0.
type Ref struct {
	Commit Hash
	Event  uint16
}

var idText = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// String gives the 26 lower-case letters and digits people and URLs use.
func (id ID) String() string { return idText.EncodeToString(id[:]) }

// IsZero reports whether id names nobody.
func (id ID) IsZero() bool { return id == ID{} }

// MarshalText encodes as [ID.String] does.
func (id ID) MarshalText() ([]byte, error) { return []byte(id.String()), nil }

// UnmarshalText decodes what [ID.MarshalText] wrote, in capitals too. No other spelling means the same id.
func (id *ID) UnmarshalText(text []byte) error {
	lower := strings.ToLower(string(text))
	raw, err := idText.DecodeString(lower)
	if err != nil || len(raw) != len(id) || idText.EncodeToString(raw) != lower {
		return fmt.Errorf("an id has 26 letters and digits, this has %d", len(text))
	}
	copy(id[:], raw)
	return nil
}

// ParseID reads the text form of an [ID].
func ParseID(s string) (ID, error) {
	var id ID
	err := id.UnmarshalText([]byte(s))
	return id, err
}

// String gives 64 hexadecimal digits.
func (h Hash) String() string { return hex.EncodeToString(h[:]) }

// MarshalText encodes as [Hash.String] does.
func (h Hash) MarshalText() ([]byte, error) { return []byte(h.String()), nil }

// UnmarshalText decodes what [Hash.MarshalText] wrote.
func (h *Hash) UnmarshalText(text []byte) error {
	raw, err := hex.DecodeString(string(text))
	if err != nil || len(raw) != len(h) {
		return fmt.Errorf("a hash has 64 hexadecimal digits, this has %d characters", len(text))
	}
	copy(h[:], raw)
	return nil
}

// String gives the commit's hash, a colon and the event's place.
func (r Ref) String() string { return r.Commit.String() + ":" + strconv.Itoa(int(r.Event)) }

// MarshalText encodes as [Ref.String] does.
func (r Ref) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText decodes what [Ref.MarshalText] wrote.
func (r *Ref) UnmarshalText(text []byte) error {
	hash, event, ok := strings.Cut(string(text), ":")
	n, err := strconv.ParseUint(event, 10, 16)
	if !ok || err != nil {
		return fmt.Errorf("a reference is a hash, a colon and a number")
	}
	var commit Hash
	if err := commit.UnmarshalText([]byte(hash)); err != nil {
		return err
	}
	*r = Ref{commit, uint16(n)}
	return nil
}

// compareRefs orders references by their bytes: a stable order that means nothing.
func compareRefs(a, b Ref) int {
	if c := bytes.Compare(a.Commit[:], b.Commit[:]); c != 0 {
		return c
	}
	return int(a.Event) - int(b.Event)
}
