package node_test

import (
	"testing"
	"time"

	"willing/casebook"
	"willing/desk"
	"willing/journal"
	"willing/node/nodetest"
)

// What a device writes under the id of a colleague or a list, as if it were a person's, leaves everybody what the house itself says.

// takenForPeople is a house with a laptop, and a device that takes a colleague and a list of refusals for people: it notes her as
// somebody to meet, and a scout and a mentor ask that all about both goes; what they ask of the list they take back. Half a year goes by.
func takenForPeople(t *testing.T) (h *nodetest.House, l *laptop) {
	t.Helper()
	h = nodetest.New(t)
	list, _, err := h.Desk().ImportRefusals(t.Context(), h.As("cora"), "partner", []casebook.Particulars{vera})
	must(t, err)
	l, d := joins(t, h, nil, "IT"), h.Device()
	writes := func(about casebook.ID, eventType string, body any, refs ...journal.Commit) journal.Commit {
		f := nodetest.Form{Subject: about, By: h.As("ana", "ben"), Scope: italy, Events: []casebook.Event{{Type: eventType, Body: body}}}
		for _, c := range refs {
			f.Refs = append(f.Refs, casebook.Ref{Commit: casebook.Hash(c.Hash())})
		}
		return d.Writes(f)
	}
	cora := h.As("cora").Who
	h.Meets(writes(cora, casebook.LeadNoted, &casebook.Lead{Territory: "IT", Place: "Livorno", Source: "harbour talk"}))
	asked := writes(list, casebook.ErasureRequested, &casebook.Erasure{Cause: "staff"})
	h.Meets(asked, writes(cora, casebook.ErasureRequested, &casebook.Erasure{Cause: "staff"}))
	h.Meets(writes(list, casebook.ErasureDenied, &casebook.Blank{}, asked))
	h.Pass(4 * 24 * time.Hour)
	h.Tidies()
	l.syncs()
	h.Pass(180 * 24 * time.Hour)
	_, err = h.Desk().DeleteKept(t.Context(), h.As("admin"))
	must(t, err)
	h.Reopen()
	l.reopens()
	return h, l
}

var vera = casebook.Particulars{Given: "Vera", Family: "Conti", Phones: []string{"+393490000012"}}

// knowsCora reports whether a node knows that cora works here.
func knowsCora(h *nodetest.House, d *desk.Desk) (works bool) {
	d.House(func(house *casebook.House) { _, works = house.StaffAt(h.As("cora").Who, house.Pos) })
	return works
}

func TestADeviceTakesNoColleagueAndNoListAway(t *testing.T) {
	h, l := takenForPeople(t)
	if !knowsCora(h, h.Desk()) {
		t.Error("a scout and a mentor took a colleague for somebody to meet, and headquarters lost her, and what she approved")
	}
	if !knowsCora(h, l.n.Desk) {
		t.Error("a scout and a mentor took a colleague for somebody to meet, and a laptop lost her, and what she approved")
	}
	if out := takenInByAdmin(t, h); out.Became != desk.BecameHeldBack {
		t.Errorf("a scout and a mentor took a list of refusals back: who is on it is %s", out.Became)
	}
	h.Verifies()
	l.verifies()
}

// takenInByAdmin is what becomes of her who is on the list.
func takenInByAdmin(t *testing.T, h *nodetest.House) desk.RowOutcome {
	t.Helper()
	out, err := h.Desk().Lead(t.Context(), h.As("admin"), desk.LeadRow{Lead: lead("Vera", "IT").Lead, Particulars: vera})
	must(t, err)
	return out
}

// A link that ends on no day lets everybody read the person's file.
func TestALinkWithoutAnEndSilencesNobody(t *testing.T) {
	h := nodetest.New(t)
	p := h.Noted("Zora", "Zorason", "+393330000001")
	h.Met(p)
	h.Meets(h.Device().Writes(nodetest.Form{Subject: p, By: h.As("ana"), Events: []casebook.Event{{Type: casebook.LinkIssued, Body: &casebook.Link{Key: make([]byte, 32), Expires: 1 << 62}}}}))
	if links := h.Shows(p).Links(); len(links) > 0 {
		t.Errorf("it opens until %v", links[0].Expires)
	}
}
