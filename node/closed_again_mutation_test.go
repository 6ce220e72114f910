//go:build mutation

package node_test

import (
	"testing"

	"willing/desk"
)

// Without the register's word, a laptop that was turned away since the backup is let in again.
func TestWithoutTheRegistersWordWhatWasClosedIsOpen(t *testing.T) {
	desk.Off = "closed"
	t.Cleanup(func() { desk.Off = "" })
	x := closes(t)
	x.opens(t)
	_, err := x.h.Desk().Visit(t.Context(), x.link)
	if !x.given(t) || err != nil {
		t.Errorf("the word is switched off, and nothing shows it: %v", err)
	}
}
