package desk

import (
	"crypto/subtle"
	"encoding/base64"
	"strings"
	"time"

	"willing/journal"
)

// Between the two calls a [Remote] is in the browser's hands, as a text that only this node can have made. So
// no server keeps anything meanwhile, and another server of the same house can finish what one began.

// remoteLife is how long somebody may look at what they are to sign.
const remoteLife = 15 * time.Minute

// remoteState is what the text holds.
type remoteState struct {
	Alg     string        `json:"a"`
	Key     []byte        `json:"k"`
	Message []byte        `json:"m"`
	Salt    []byte        `json:"s"`
	Seen    journal.Seen  `json:"w"`
	Refs    []journal.Ref `json:"r"`
	Inside  []byte        `json:"i,omitempty"` // salt of what lies in the envelope
	Closed  []byte        `json:"e,omitempty"` // the envelope
	At      int64         `json:"t"`
}

// Held writes down a Remote that is to sign, for [Desk.Resume].
func (d *Desk) Held(r *Remote) (string, error) {
	raw, err := journal.Marshal(remoteState{r.KeyAlg, r.Key, r.Message, r.salt, r.seen, r.refs, r.inside, r.envelope, d.Now().Unix()})
	if err != nil {
		return "", failFrom(Unexpected, err, "this cannot be held")
	}
	body := base64.RawURLEncoding.EncodeToString(raw)
	return body + "." + base64.RawURLEncoding.EncodeToString(d.Markers.Tag("remote", body)), nil
}

// Resume reads what Held wrote. What another wrote, or what is too old, is an error of kind BadInput.
func (d *Desk) Resume(held string) (*Remote, error) {
	stale := failOnPage("stale", BadInput, "too much time has passed: please answer again")
	body, tag, _ := strings.Cut(held, ".")
	sum, err := base64.RawURLEncoding.DecodeString(tag)
	if err != nil || subtle.ConstantTimeCompare(sum, d.Markers.Tag("remote", body)) != 1 {
		return nil, stale
	}
	raw, err := base64.RawURLEncoding.DecodeString(body)
	var s remoteState
	if err != nil || journal.Unmarshal(raw, &s) != nil || d.Now().Sub(time.Unix(s.At, 0)) > remoteLife {
		return nil, stale
	}
	return &Remote{KeyAlg: s.Alg, Key: s.Key, Message: s.Message, salt: s.Salt, seen: s.Seen, refs: s.Refs, inside: s.Inside, envelope: s.Closed}, nil
}
