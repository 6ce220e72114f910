package node

import (
	"crypto/rand"
	"os"
	"time"

	"willing/recognise"
)

// The keys of the do-not-contact markers lie in a file outside the database and its backups.

func newMarkerKey(path string, now time.Time) error {
	text, err := recognise.NewKeys(rand.Reader, now)
	if err != nil {
		return err
	}
	return writeDurably(path, text)
}

func openMarkers(path string) (*recognise.Book, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return recognise.OpenBook(raw)
}
