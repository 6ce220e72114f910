package exchange

import (
	"bytes"
	"strings"
	"testing"

	"willing/journal"
)

// What a device calls its program is read by people, so a name that a terminal would obey, or that has no end, is as good as none.
func TestWhatAProgramMayBeCalled(t *testing.T) {
	key, err := journal.NewKey(bytes.NewReader(bytes.Repeat([]byte{7}, 32)))
	if err != nil {
		t.Fatal(err)
	}
	for said, want := range map[string]string{
		"v1.2-3-gabcdef0": "v1.2-3-gabcdef0", "": "", "\x1b[2J": "", "two words": "", "call:+39347": "", "<b>": "", "né": "", strings.Repeat("v", MostProgram+1): "",
	} {
		raw, err := Head{Version: Version, From: key.Device(), Program: said}.Sign(key)
		if err != nil {
			t.Fatal(err)
		}
		head, err := OpenHead(raw)
		if err != nil || head.Program != want {
			t.Errorf("%q is read as %q (%v)", said, head.Program, err)
		}
	}
}
