package node_test

import (
	"encoding/json"
	"testing"

	"willing/desk"
	"willing/exchange/meet"
	"willing/journal"
	"willing/node/nodetest"
)

// Whatever asks to join, only who proves the code of an enrolment is let in, and once.
func FuzzJoinRequest(f *testing.F) {
	h := nodetest.New(f)
	e, err := h.Node.Enrol(f.Context(), h.As("admin"), nil, []string{"IT"}, "")
	if err != nil {
		f.Fatal(err)
	}
	good, err := json.Marshal(meet.Joining{Version: meet.JoinVersion, Device: journal.Device{1}, Proof: make([]byte, 32), Signature: make([]byte, 64)})
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range []string{string(good), "null", "{}", `{"device":"","proof":null}`, `{"device":[1]}`, "{"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		_, err := h.Node.Admit(t.Context(), raw)
		var asked meet.Joining
		switch kind := desk.KindOf(err); {
		case err == nil && (json.Unmarshal(raw, &asked) != nil || !asked.Proves(meet.PlainCode(e.Code))):
			t.Error("somebody is let in without the code")
		case err != nil && kind != desk.BadInput && kind != desk.NotAllowed:
			t.Errorf("not said for people: %v", err)
		}
	})
}
