package desk

import (
	"crypto/ed25519"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"time"

	"willing/casebook"
)

// passFor is how long whoever gave the PIN of a private link is not asked again: this half hour and the next.
const passFor = 30 * time.Minute

// Pass is what only this node can have made for whoever gave the PIN of a link, and until when it is good at
// least. Nothing of it is kept. mark names the PIN: a pass opens nothing behind another, nor behind the first one that is set.
func (d *Desk) Pass(door, mark string) (pass string, until time.Time) {
	now := d.Now()
	return d.passAt(door, mark, now), now.Truncate(passFor).Add(2 * passFor)
}

// Passed reports whether a pass was made for a door behind this PIN, and is still good.
func (d *Desk) Passed(door, mark, pass string) bool {
	now := d.Now()
	return hmac.Equal([]byte(pass), []byte(d.passAt(door, mark, now))) || hmac.Equal([]byte(pass), []byte(d.passAt(door, mark, now.Add(-passFor))))
}

func (d *Desk) passAt(door, mark string, at time.Time) string {
	return d.halfHour("pin", door+"\x00"+mark, at)
}

// halfHour is a word that only this node can have made, in this half hour.
func (d *Desk) halfHour(purpose, door string, at time.Time) string {
	sum := sha256.Sum256(d.Markers.Tag(purpose, door, at.UTC().Truncate(passFor).Format(time.RFC3339)))
	return hex.EncodeToString(sum[:])
}

// slipWord is what this node alone can say of a stop. Whoever made it by their private link is told it, and undoes their slip of
// the finger with it. Whoever else has the link, its key too, does not: whoever handed it over could wait for a stop.
func (d *Desk) slipWord(stop *casebook.Commit) string {
	sum := sha256.Sum256(d.Markers.Tag("slip", stop.Hash.String()))
	return hex.EncodeToString(sum[:])
}

// saidOf reports whether a word is that of a stop.
func (d *Desk) saidOf(stop *casebook.Commit, word string) bool {
	return hmac.Equal([]byte(word), []byte(d.slipWord(stop)))
}

// AskPIN is what whoever sets a PIN is asked with; see [Desk.SignedPIN].
func (d *Desk) AskPIN(door string) string { return d.halfHour("pin set", door, d.Now()) }

// SignedPIN reports whether the link's key signed a PIN, and just now: "willing/pin/1", the door, what [Desk.AskPIN]
// asked with, and the PIN, with a zero byte between them. So whoever has the address alone can put no PIN before
// somebody's page.
func (d *Desk) SignedPIN(v *Visit, door, pin string, signature []byte) bool {
	if len(v.Link.Key) != ed25519.PublicKeySize {
		return false
	}
	for _, at := range []time.Time{d.Now(), d.Now().Add(-passFor)} {
		said := "willing/pin/1\x00" + door + "\x00" + d.halfHour("pin set", door, at) + "\x00" + pin
		if ed25519.Verify(v.Link.Key, []byte(said), signature) {
			return true
		}
	}
	return false
}
