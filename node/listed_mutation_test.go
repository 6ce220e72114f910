//go:build mutation

package node_test

import (
	"testing"

	"willing/casebook"
	"willing/desk"
	"willing/node/nodetest"
)

// With the list switched off, on either side, somebody who refused elsewhere would be approached.
func TestWithoutAListSomebodyWhoRefusedIsLetThrough(t *testing.T) {
	for care, what := range map[string]string{"l": "headquarters gives no list", "k": "a device does not ask its list"} {
		h := nodetest.New(t)
		refuses(h, casebook.Particulars{Given: "Nadia", Family: "Perrin", Phones: []string{nadia}})
		desk.Off = care
		l := joins(t, h, nil, "FR")
		blocked := l.looks(phone(nadia))
		desk.Off = ""
		if blocked {
			t.Errorf("%s, and nothing shows it", what)
		}
	}
}
