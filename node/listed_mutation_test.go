//go:build mutation

package node_test

import (
	"testing"
	"time"

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

// With the look at a file's age switched off, a stick that somebody kept takes off the list who refused since.
func TestWithoutALookAtItsAgeAnOldStickTakesSomebodyOff(t *testing.T) {
	h := nodetest.New(t)
	l := joins(t, h, nil, "FR")
	old := l.stick()
	h.Pass(time.Hour)
	refuses(h, casebook.Particulars{Given: "Nadia", Family: "Perrin", Phones: []string{nadia}})
	l.syncs()
	desk.Off = "told"
	_, err := l.n.ImportBundle(t.Context(), old)
	desk.Off = ""
	if must(t, err); l.looks(phone(nadia)) {
		t.Error("nothing shows it")
	}
}

// With the look whether it was turned away switched off, a stick of before opens a stolen device again.
func TestWithoutAskingAnOldStickOpensADeviceThatWasTurnedAway(t *testing.T) {
	h := nodetest.New(t)
	l := joins(t, h, nil, "IT")
	old := l.stick()
	must(t, h.Desk().RevokeDevice(t.Context(), h.As("admin"), l.n.Name()))
	l.syncs()
	desk.Off = "turned"
	_, err := l.n.ImportBundle(t.Context(), old)
	desk.Off = ""
	if must(t, err); l.knows().Over {
		t.Error("nothing shows it")
	}
}
