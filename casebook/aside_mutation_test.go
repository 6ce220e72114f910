//go:build mutation

package casebook_test

import (
	"testing"

	"willing/casebook"
)

// What takes a refusal out of quarantine is no gate of its own, and is switched off by its own name.
func TestWithoutCareARefusalIsTakenOutOfQuarantine(t *testing.T) {
	defer func() { casebook.Off = "" }()
	broken := 0
	for name, tell := range asideStories {
		s := storyOf{"aside", name, tell}
		if casebook.Off = ""; fails(s) {
			t.Errorf("%q: fails with every care on", name)
		}
		if casebook.Off = "aside"; fails(s) {
			broken++
		}
	}
	if broken < 2 {
		t.Errorf("%d stories notice that one hand, or the team's own, takes a refusal away", broken)
	}
}
