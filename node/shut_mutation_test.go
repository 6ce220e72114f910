//go:build mutation

package node_test

import (
	"testing"

	"willing/desk"
)

// Without a look at whose link it was first, and without turns, a scout shuts anybody's page.
func TestWithoutCareAPersonsLinkIsShut(t *testing.T) {
	for care, way := range map[string]string{"copied": "by copying it to somebody else", "fairly": "by many others"} {
		desk.Off = care
		if opensAfter(t, way) {
			t.Errorf("%s is switched off, and nothing shows it", care)
		}
	}
	desk.Off = ""
}
