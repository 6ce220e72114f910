package meet

import (
	"bytes"
	"context"
	"errors"
	"io"
	"testing"

	"willing/desk"
	"willing/journal"
)

// Whatever answers a device that joins, nobody is taken for headquarters who does not know the code.
func FuzzJoined(f *testing.F) {
	for _, seed := range []string{"null", "{}", `{"home":"","holder":"","programme":"AAAA","proof":"AAAA"}`, `{"home":[1,2]}`, "{", "\xff"} {
		f.Add([]byte(seed))
	}
	key, err := journal.NewKey(bytes.NewReader(make([]byte, 32)))
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		post := func(context.Context, []byte) (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(raw)), nil }
		house, err := Join(t.Context(), "abcd efgh", key, Phone, post)
		var own *desk.Error
		switch {
		case err == nil && !bytes.Equal(house.Proof, house.proof("abcdefgh", key.Device())):
			t.Error("a stranger is taken for headquarters")
		case err != nil && !errors.As(err, &own):
			t.Errorf("not said for people: %v", err)
		}
	})
}
