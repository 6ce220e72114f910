package node_test

import (
	"testing"

	"willing/casebook"
	"willing/node"
	"willing/node/nodetest"
)

// closing is a house in which a laptop was turned away after a backup, somebody's private link was ended and tom left, and how it is restored.
type closing struct {
	h    *nodetest.House
	l    *laptop
	link []byte
	r    node.Restoring
}

func closes(t *testing.T) closing {
	t.Helper()
	h := nodetest.New(t)
	l := joins(t, h, nil, "IT")
	p := h.Noted("Dario", "Dardi", "+393471110002")
	h.Met(p)
	link := h.Told(p).Public()
	file := backUp(t, h)
	h.Pass(day)
	must(t, h.Desk().RevokeDevice(t.Context(), h.As("admin"), l.n.Name()))
	must(t, h.Desk().RevokeLink(t.Context(), h.As("cora"), p, h.Shows(p).Links()[0].Ref))
	tom := h.As("tom").Who
	must(t, h.Desk().ChangeStaff(t.Context(), h.As("admin"), tom, casebook.Staff{Name: "tom", Hats: []string{casebook.Trainer}, Left: true}))
	sara := h.As("sara").Who
	for _, left := range []bool{true, false} { // who came back stays
		must(t, h.Desk().ChangeStaff(t.Context(), h.As("admin"), sara, casebook.Staff{Name: "sara", Hats: []string{casebook.Safeguarding}, Left: left}))
	}
	r := restoring(t, h, file)
	r.Register = h.RegisterCopy()
	return closing{h, l, link, r}
}

// opens restores the house; admin signs.
func (x *closing) opens(t *testing.T) {
	t.Helper()
	x.r.As, x.r.KeyFile = "admin", x.h.AdminKey()
	if said, err := node.Restore(t.Context(), x.r); err != nil || said.Locked != "" {
		t.Fatalf("%+v, %v", said, err)
	}
	movesTo(t, x.h, x.r.Folder)
}

// given reports whether the laptop that was turned away is given whoever is noted now.
func (x *closing) given(t *testing.T) bool {
	t.Helper()
	p := x.h.Noted("Elena", "Elmi", "+393471110003")
	x.l.syncs()
	_, err := x.l.n.Desk.Show(t.Context(), x.h.As("cora"), p)
	return err == nil
}

// What was closed since a backup stays closed after it.
func TestARestoreOpensNothingThatWasClosed(t *testing.T) {
	x := closes(t)
	if said, err := node.Restore(t.Context(), x.r); err != nil || said.Locked == "" || len(said.ToDo) < 3 {
		t.Errorf("nobody signed, and it opens: %+v, %v", said, err)
	}
	x.r.Unlock = true
	x.opens(t)
	if x.given(t) {
		t.Error("a laptop that was turned away is given people again")
	}
	if _, err := x.h.Desk().Visit(t.Context(), x.link); err == nil {
		t.Error("a link that was ended opens again")
	}
	x.h.Desk().House(func(house *casebook.House) {
		if _, works := house.StaffAt(x.h.As("tom").Who, house.Pos); works {
			t.Error("a colleague who left works here again")
		}
		if _, works := house.StaffAt(x.h.As("sara").Who, house.Pos); !works {
			t.Error("a colleague who left and came back works here no more")
		}
	})
	x.h.Verifies()
}
