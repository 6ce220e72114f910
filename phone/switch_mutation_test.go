//go:build mutation

package phone

import (
	"testing"

	"willing/node/nodetest"
)

// TestEveryPromiseOfThePhoneHasAStoryThatMissesIt: with the promise switched off, its story must find it broken.
func TestEveryPromiseOfThePhoneHasAStoryThatMissesIt(t *testing.T) {
	for _, of := range promises {
		t.Run(of.name, func(t *testing.T) {
			p := drawPhone(t, nodetest.New(t))
			Off = of.name
			defer func() { Off = "" }()
			if of.story(p) == "" {
				t.Errorf("%q is switched off, and nothing shows it", of.name)
			}
		})
	}
}
