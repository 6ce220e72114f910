//go:build mutation

package node_test

import (
	"testing"

	"willing/node"
)

// If every restore went on with the next number, what one life wrote could not be brought to the other.
func TestWithTheNextNumberANoOfAFormerLifeIsLost(t *testing.T) {
	node.Off = "epoch"
	t.Cleanup(func() { node.Off = "" })
	h, _, person := twoLives(t, 0)
	if h.Shows(person).Alone {
		t.Error("both lives write in one epoch, and nothing shows it")
	}
}
