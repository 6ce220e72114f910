package desk

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"io"

	"willing/journal"
)

// PrivateLink is a person's private link as it is drawn: the door stands in its address and opens the page, the
// secret stands behind the # and signs.
type PrivateLink struct {
	Door, Secret [16]byte
}

// NewPrivateLink draws one.
func NewPrivateLink(random io.Reader) (l PrivateLink, err error) {
	if _, err = io.ReadFull(random, l.Door[:]); err == nil {
		_, err = io.ReadFull(random, l.Secret[:])
	}
	if err != nil {
		return l, failFrom(Unexpected, err, "no link could be drawn")
	}
	return l, nil
}

// Path is the link's address below that of the house.
func (l PrivateLink) Path() string {
	text := base64.RawURLEncoding
	return "/p/" + text.EncodeToString(l.Door[:]) + "#" + text.EncodeToString(l.Secret[:])
}

// Key grows out of the secret; it signs as the person.
func (l PrivateLink) Key() (journal.Key, error) {
	seed := sha256.Sum256(append([]byte("willing/link/1"), l.Secret[:]...))
	return journal.NewKey(bytes.NewReader(seed[:]))
}

// Hash is what the log knows of the door.
func (l PrivateLink) Hash() []byte {
	sum := sha256.Sum256(l.Door[:])
	return sum[:]
}
