package meet

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/json"
	"io"
	"strings"

	"willing/casebook"
	"willing/desk"
	"willing/journal"
)

// JoinVersion is how this program joins and lets in.
//
//	1  2026-11-26  the proof of the code alone
//	2  2026-11-27  the house proves the code first; the device signs for that house with the key that it brings
const JoinVersion = 2

// Joining is what a device says to join: first without a signature, to hear which house it is that knows the code, and then
// signed, to be let into it. Both are proven by the code of an enrolment, which itself is never sent; the signature shows that
// the device holds the key that it brings.
type Joining struct {
	Version   int            `json:"version"` // [JoinVersion]
	Device    journal.Device `json:"device"`
	Kind      Kind           `json:"kind,omitempty"`
	Proof     []byte         `json:"proof"`
	Signature []byte         `json:"signature,omitempty"`
}

// Kind is what a device says that it is, so that people can tell a phone from a laptop of the same pair. Nothing else depends on it.
type Kind string

// The kinds that people have a word for; any other is a device.
const (
	Laptop Kind = "laptop"
	Phone  Kind = "phone"
)

// Proves reports whether a request was made with a code.
func (j Joining) Proves(code string) bool {
	return hmac.Equal(j.Proof, joinProof(code, []byte("join"), j.Device[:]))
}

// Signed reports whether the device holds the key that it brings, and means this house.
func (j Joining) Signed(home journal.Device) bool {
	return journal.VerifyEd25519(j.Device[:], j.signed(home), j.Signature)
}

// signed is what the device signs. A house that it never meant to join can do nothing with it.
func (j Joining) signed(home journal.Device) []byte {
	out := append([]byte("willing/join/2"), j.Proof...)
	return append(append(out, home[:]...), j.Device[:]...)
}

// Asked is the house that knows the code of a device that has not signed yet.
type Asked struct {
	Home  journal.Device `json:"home"`
	Proof []byte         `json:"proof"`
}

// Ask answers a device that asks which house knows its code.
func Ask(code string, home, device journal.Device) Asked {
	return Asked{home, joinProof(code, []byte("house"), home[:], device[:])}
}

// Joined is the house that a device has joined.
type Joined struct {
	Home      journal.Device `json:"home"`
	Holder    casebook.ID    `json:"holder"`    // the first of its people
	Programme []byte         `json:"programme"` // the zipped folder
	Proof     []byte         `json:"proof"`
}

// Prove adds the proof that whoever answers a device knows the code.
func (j *Joined) Prove(code string, device journal.Device) { j.Proof = j.proof(code, device) }

func (j *Joined) proof(code string, device journal.Device) []byte {
	return joinProof(code, []byte("answer"), j.Home[:], device[:], j.Holder[:], j.Programme)
}

func joinProof(code string, parts ...[]byte) []byte {
	mac := hmac.New(sha256.New, []byte("willing/join/1"+code))
	for _, p := range parts {
		mac.Write(p)
	}
	return mac.Sum(nil)
}

// mostJoined bounds headquarters' answer, in bytes.
const mostJoined = 32 << 20

// PlainCode is a code as it was drawn, however it was typed: with spaces, hyphens, capitals.
func PlainCode(typed string) string {
	return strings.ToLower(strings.NewReplacer(" ", "", "-", "").Replace(typed))
}

// Join asks headquarters to let a device in. The code may be typed with spaces and hyphens.
func Join(ctx context.Context, typed string, key journal.Key, kind Kind, post Line) (house Joined, err error) {
	code, device := PlainCode(typed), key.Device()
	request := Joining{Version: JoinVersion, Device: device, Kind: kind, Proof: joinProof(code, []byte("join"), device[:])}
	var asked Asked
	if err := says(ctx, post, request, &asked); err != nil {
		return house, err
	}
	if !hmac.Equal(asked.Proof, Ask(code, asked.Home, device).Proof) {
		return house, errUnproven
	}
	if request.Signature, err = key.Sign(request.signed(asked.Home)); err != nil {
		return house, err
	}
	if err := says(ctx, post, request, &house); err != nil {
		return house, err
	}
	if house.Home != asked.Home || !hmac.Equal(house.Proof, house.proof(code, device)) {
		return house, errUnproven
	}
	return house, nil
}

var errUnproven = &desk.Error{Kind: desk.NotAllowed, Say: "whoever answered does not know the code: this is not headquarters, or its program is older than this one"}

// says sends a request to join, and reads the answer.
func says(ctx context.Context, post Line, request Joining, into any) error {
	raw, err := json.Marshal(request)
	if err != nil {
		return err
	}
	answer, err := post(ctx, raw)
	if err != nil {
		return err
	}
	defer answer.Close()
	if err := json.NewDecoder(io.LimitReader(answer, mostJoined)).Decode(into); err != nil {
		return &desk.Error{Kind: desk.Unexpected, Say: "headquarters' answer cannot be read: try again", Cause: err}
	}
	return nil
}
