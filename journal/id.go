package journal

import (
	"encoding/base32"
	"fmt"
	"io"

	"github.com/fxamacker/cbor/v2"
)

// ID is the random name of a person, staff member, case or report: 16 bytes that say nothing about whom
// they name. Its text form is lower-case base32 without padding (26 letters and digits 2 to 7), its CBOR
// form a byte string of 16 bytes.
type ID [16]byte

// Hash is a SHA-256. Its text form is lower-case base32 without padding (52 characters), its CBOR form a
// byte string of 32 bytes.
type Hash [32]byte

// Device is a device's Ed25519 public key. The device is its key, so a signature can be verified without
// asking any register. Text and CBOR forms are those of [Hash].
type Device [32]byte

var letters = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// NewID draws an id from a source of random bytes.
func NewID(rand io.Reader) (ID, error) {
	var id ID
	if _, err := io.ReadFull(rand, id[:]); err != nil {
		return ID{}, fmt.Errorf("drawing an id: %w", err)
	}
	return id, nil
}

// ParseID reads the text form. It accepts exactly what [ID.String] writes.
func ParseID(s string) (ID, error) {
	var id ID
	err := fromText(id[:], s)
	return id, err
}

// ParseDevice reads the text form. It accepts exactly what [Device.String] writes.
func ParseDevice(s string) (Device, error) {
	var d Device
	err := fromText(d[:], s)
	return d, err
}

// String gives the text form of 26 characters.
func (id ID) String() string { return letters.EncodeToString(id[:]) }

// String gives the text form of 52 characters.
func (h Hash) String() string { return letters.EncodeToString(h[:]) }

// String gives the text form of 52 characters.
func (d Device) String() string { return letters.EncodeToString(d[:]) }

// IsZero says that nobody and nothing is named.
func (id ID) IsZero() bool { return id == ID{} }

// IsZero says that nothing is named.
func (h Hash) IsZero() bool { return h == Hash{} }

// IsZero says that no device is named.
func (d Device) IsZero() bool { return d == Device{} }

// MarshalText gives the text form.
func (id ID) MarshalText() ([]byte, error) { return []byte(id.String()), nil }

// MarshalText gives the text form.
func (h Hash) MarshalText() ([]byte, error) { return []byte(h.String()), nil }

// MarshalText gives the text form.
func (d Device) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads the text form.
func (id *ID) UnmarshalText(text []byte) error { return fromText(id[:], string(text)) }

// UnmarshalText reads the text form.
func (h *Hash) UnmarshalText(text []byte) error { return fromText(h[:], string(text)) }

// UnmarshalText reads the text form.
func (d *Device) UnmarshalText(text []byte) error { return fromText(d[:], string(text)) }

// UnmarshalCBOR reads a byte string of exactly 16 bytes.
func (id *ID) UnmarshalCBOR(data []byte) error { return fromCBOR(id[:], data) }

// UnmarshalCBOR reads a byte string of exactly 32 bytes.
func (h *Hash) UnmarshalCBOR(data []byte) error { return fromCBOR(h[:], data) }

// UnmarshalCBOR reads a byte string of exactly 32 bytes.
func (d *Device) UnmarshalCBOR(data []byte) error { return fromCBOR(d[:], data) }

// fromText fills dst only if s is the one text of some value; base32 alone would let the unused last
// bits vary, and two texts for one id would defeat every comparison of texts.
func fromText(dst []byte, s string) error {
	raw, err := letters.DecodeString(s)
	if err != nil || len(raw) != len(dst) || letters.EncodeToString(raw) != s {
		return fmt.Errorf("%w: not the text of %d bytes in lower-case base32", ErrBroken, len(dst))
	}
	copy(dst, raw)
	return nil
}

// fromCBOR fills dst from a byte string of exactly its length; the library would pad and cut.
func fromCBOR(dst []byte, data []byte) error {
	var raw []byte
	if err := cbor.Unmarshal(data, &raw); err != nil || len(raw) != len(dst) {
		return fmt.Errorf("%w: not a byte string of %d bytes", ErrBroken, len(dst))
	}
	copy(dst, raw)
	return nil
}
