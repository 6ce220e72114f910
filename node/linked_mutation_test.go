//go:build mutation

package node_test

import (
	"testing"

	"willing/desk"
	"willing/node/nodetest"
)

// Without the other record's lanes, a laptop does not hear that two ids are one person.
func TestWithoutItsOtherIdALaptopMissesANo(t *testing.T) {
	desk.Off = "linked"
	t.Cleanup(func() { desk.Off = "" })
	h := nodetest.New(t)
	italy, france := joins(t, h, nil, "IT"), joins(t, h, nil, "FR")
	here, there := knownTwice(t, h, italy, france)
	italy.syncs()
	must(t, h.Desk().Stop(t.Context(), h.As("cora"), there))
	italy.syncs()
	if p := shows(t, italy.n.Desk, h.As("ana"), here); p.Alone {
		t.Error("the lanes of the other record are switched off, and nothing shows it")
	}
}
