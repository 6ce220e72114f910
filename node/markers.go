package node

import (
	"crypto/rand"
	"errors"
	"os"
	"time"

	"willing/desk"
	"willing/durable"
	"willing/recognise"
)

// The keys of the do-not-contact markers lie in a file outside the database and its backups.

func newMarkerKey(path string, now time.Time) error {
	text, err := recognise.NewKeys(rand.Reader, now)
	if err != nil {
		return err
	}
	return durable.Replace(path, text)
}

func openMarkers(path string) (*recognise.Book, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	book, err := recognise.OpenBook(raw)
	if err == nil {
		book.Keep = func(text []byte) error { return durable.Replace(path, text) }
	}
	return book, err
}

// markerKeys are the keys that this node may renew and let go: those of headquarters.
func (n *Node) markerKeys() desk.MarkerKeys {
	if n.Settings.Field != nil {
		return nil
	}
	return n.markers
}

// letGo destroys the keys of markers that were let go: an older copy of the file may still have them.
func (n *Node) letGo() error {
	var err error
	for _, generation := range n.gone {
		err = errors.Join(err, n.markers.LetGo(generation))
	}
	if err = errors.Join(err, n.markers.Ready(n.chance, n.now())); err != nil {
		return &desk.Error{Kind: desk.Unexpected, Say: "keys/markers.key cannot be written: free its disk, and start again", Cause: err}
	}
	return nil
}
