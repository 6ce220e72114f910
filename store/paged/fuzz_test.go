package paged

import (
	"bytes"
	"testing"

	"willing/journal"
)

// What a phone's browser gives back may be anything: it is read as it was written, or refused.
func FuzzPage(f *testing.F) {
	f.Add(encodePage([]entry{{[]byte("a"), []byte("one")}, {[]byte("b"), nil}}))
	f.Add([]byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01})
	f.Fuzz(func(t *testing.T, data []byte) {
		opened, err := decodePage(data)
		if err != nil {
			return
		}
		entries := opened.within(nil, nil)
		again, err := decodePage(encodePage(entries))
		if err != nil || len(again.at) != len(entries) {
			t.Fatalf("%d entries become %d: %v", len(entries), len(again.at), err)
		}
		for i, e := range again.within(nil, nil) {
			if !bytes.Equal(e.key, entries[i].key) || !bytes.Equal(e.value, entries[i].value) {
				t.Fatal("an entry does not come back")
			}
		}
	})
}

func FuzzDirectory(f *testing.F) {
	d := &directory{pages: map[journal.Bucket][]page{"commits": {{[]byte("a"), 1}, {[]byte("m"), 2}}}, garbage: []uint64{3}, next: 4}
	f.Add(d.encode())
	f.Fuzz(func(t *testing.T, data []byte) {
		d, err := decodeDirectory(data)
		if err != nil {
			return
		}
		again, err := decodeDirectory(d.encode())
		if err != nil || !bytes.Equal(again.encode(), d.encode()) {
			t.Fatalf("a directory does not come back: %v", err)
		}
	})
}
