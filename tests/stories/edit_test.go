package stories

import (
	"slices"
	"testing"

	"willing/casebook"
	"willing/desk"
	"willing/node/nodetest"
)

// Two people at one record, and one record that goes elsewhere.

// inConflict lists the values of a field that stand beside each other.
func inConflict(h *nodetest.House, person casebook.ID, field string) []string {
	h.T.Helper()
	var out []string
	for _, c := range h.Shows(person).Conflicts {
		for _, v := range c.Values {
			if c.Field == field {
				out = append(out, v.Value+" by "+v.By)
			}
		}
	}
	return out
}

var _ = story("", "two people save the same record: both are kept, beside each other, until one settles it", func(t testing.TB, h *nodetest.House) {
	p := maria(h)
	before := h.Shows(p).Noted
	correct := func(who, town string, saw []casebook.Ref) error {
		return h.Desk().Correct(ctx(h), h.As(who), p, casebook.Particulars{Town: town}, saw)
	}
	done(t, correct("cora", "Livorno", before))
	h.Pass(day)
	done(t, correct("tom", "Lucca", before))
	if got := inConflict(h, p, "town"); !slices.Equal(got, []string{"Livorno by cora", "Lucca by tom"}) {
		t.Fatalf("town: %v", got)
	}
	if s := h.Shows(p); s.Particulars.Town != "Lucca" || s.Particulars.Given != "Maria" {
		t.Errorf("shown first: %+v", s.Particulars)
	}
	fails(t, correct("cora", "Pisa", []casebook.Ref{h.Ref(p, casebook.LeadNoted)}), desk.BadInput)
	done(t, correct("cora", "Livorno", nil))
	if got := inConflict(h, p, "town"); got != nil || h.Shows(p).Particulars.Town != "Livorno" {
		t.Errorf("settled, and yet: %v", got)
	}
	if n := len(h.Shows(p).Facts); n != 5 {
		t.Errorf("%d facts: something was lost", n)
	}
})

var _ = story("", "what a stranger's device writes corrects nothing that one of us signed", func(t testing.TB, h *nodetest.House) {
	p := maria(h)
	forged := h.Device().Writes(nodetest.Form{Subject: p, Refs: h.Shows(p).Noted, By: desk.Acting{Who: p},
		Events: event(casebook.ParticularsNoted, &casebook.Particulars{Family: "Bianchi", Phones: []string{"+393330000000"}})})
	h.Meets(forged)
	if s := h.Shows(p); s.Particulars.Family != "Rossi" || len(inConflict(h, p, "family")) != 2 {
		t.Errorf("%+v, %v", s.Particulars, s.Conflicts)
	}
	contacts := h.Shows(p).Contacts
	if len(contacts) != 2 || contacts[0].Value != "+393331112233" || contacts[1].From != casebook.FromUnsigned {
		t.Errorf("the outside caller reads %+v", contacts)
	}
})

var _ = story("", "headquarters puts a person into a territory, and nobody else does", func(t testing.TB, h *nodetest.House) {
	lost := h.TakesIn(casebook.Particulars{Given: "Nora", Family: "Bianchi", Phones: []string{"+393339998877"}})
	p := lost.Person
	move := func(who, territory string) error { return h.Desk().Move(ctx(h), h.As(who), p, territory) }
	done(t, move("cora", "ES"))
	_, err := h.Desk().Show(ctx(h), h.As("ana"), p)
	fails(t, err, desk.NotFound)
	fails(t, move("ana", "IT"), desk.NotAllowed)
	fails(t, move("cora", "atlantis"), desk.BadInput)
	done(t, move("admin", "FR"))
	if s := h.Shows(p); s.Territory != "FR" {
		t.Errorf("it stands in %q", s.Territory)
	}
	_, err = h.Desk().Show(ctx(h), h.As("ana"), p)
	done(t, err)

	// A coordinator's key on another device, and a sighting that claims to be the oldest, move nobody.
	d := h.Device()
	d.Skew = -900 * day
	h.Meets(
		d.Writes(nodetest.Form{Subject: p, By: h.As("cora"), Events: event(casebook.PersonMoved, &casebook.Moved{Territory: "ES"})}),
		d.Writes(nodetest.Form{Subject: p, By: h.As("cora"), Events: event(casebook.LeadNoted, &casebook.Lead{Territory: "PT"})}),
	)
	if s := h.Shows(p); s.Territory != "FR" {
		t.Errorf("a form from elsewhere moved them to %q", s.Territory)
	}
})
