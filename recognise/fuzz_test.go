package recognise

import (
	"crypto/rand"
	"testing"
	"time"
)

func FuzzKeys(f *testing.F) {
	good, err := NewKeys(rand.Reader, time.Unix(1772440000, 0))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add(good[:len(good)-1])
	f.Add([]byte(tagLine))
	f.Fuzz(func(t *testing.T, raw []byte) {
		b, err := OpenBook(raw)
		if err == nil && (b.Count() != 0 || len(b.Tag("a", "b")) != 16) {
			t.Error("a book that is none")
		}
	})
}
