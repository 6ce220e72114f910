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

// Joining is what a device says to join, and Joined what headquarters answers. Both are proven by the code of an
// enrolment, which itself is never sent.
type Joining struct {
	Device journal.Device `json:"device"`
	Proof  []byte         `json:"proof"`
}

// Proves reports whether a request was made with a code.
func (j Joining) Proves(code string) bool {
	return hmac.Equal(j.Proof, joinProof(code, []byte("join"), j.Device[:]))
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
func Join(ctx context.Context, typed string, device journal.Device, post Line) (house Joined, err error) {
	code := PlainCode(typed)
	raw, err := json.Marshal(Joining{device, joinProof(code, []byte("join"), device[:])})
	if err != nil {
		return house, err
	}
	answer, err := post(ctx, raw)
	if err != nil {
		return house, err
	}
	defer answer.Close()
	if err := json.NewDecoder(io.LimitReader(answer, mostJoined)).Decode(&house); err != nil {
		return house, &desk.Error{Kind: desk.Unexpected, Say: "headquarters' answer cannot be read: try again", Cause: err}
	}
	if !hmac.Equal(house.Proof, house.proof(code, device)) {
		return house, &desk.Error{Kind: desk.NotAllowed, Say: "whoever answered does not know the code: this is not headquarters"}
	}
	return house, nil
}
