package casebook_test

import (
	"time"

	"willing/casebook"
)

// What a device writes under the id of a colleague, a team or a list, as if it were a person's.

// ours are such ids, and what each is.
func ours(w *world) map[string]*person {
	list := w.id()
	w.must(w.decree(w.ada, list, casebook.RefusalsImported, &casebook.Batch{Office: "partner", Markers: [][]byte{{1}}}))
	elsewhere := w.id() // on a device, which has the header alone
	w.decree(w.ada, elsewhere, casebook.RefusalsImported, nil)
	return map[string]*person{
		"a colleague": w.personCalled(w.cora.id), "a team": w.personCalled(w.north), "a list": w.personCalled(list), "a list kept elsewhere": w.personCalled(elsewhere),
	}
}

func (w *world) personCalled(id casebook.ID) *person {
	p := w.Person()
	p.id = id
	return p
}

var _ = story("G25", "nobody erases a colleague, a team or a list", func(t T, w *world) {
	for name, p := range ours(w) {
		asked := p.As(w.sam).With(w.mia).Claiming(casebook.Erase).AsksErasure().Fails("event.ours")
		if s := p.State(); s.Erasure.Asked || !s.Erasure.Due.IsZero() {
			t.Errorf("%s: two of the staff erase what the house says of it: %+v", name, s.Erasure)
		}
		p.As(w.sam).With(w.mia).Naming(asked).Denies().Fails("event.ours")
	}
})

var _ = story("G27", "nobody has a colleague, a team or a list deleted by noting them", func(t T, w *world) {
	for name, p := range ours(w) {
		p.As(w.sam).Does(casebook.LeadNoted, &casebook.Lead{Territory: "IT"}).Fails("event.ours")
		w.Later(365 * 24 * time.Hour)
		if d := p.State().Deletion; d != nil {
			t.Errorf("%s: a sighting ends what the house says of it: %+v", name, d)
		}
		p.Self().Stops().Counts()
		p.Self().Does(casebook.StopUndone, &casebook.Blank{}).Fails("event.ours")
	}
})

var _ = story("G01", "nobody is the same person as a colleague", func(t T, w *world) {
	p := w.Person()
	match := p.As(w.sam).Does(casebook.MatchFound, &casebook.Match{Other: w.cora.id, Strength: "strong"})
	p.As(w.sol).On(w.hq).Naming(match).Judges("same").Counts()
	if same := casebook.SameAs(w.house, p.commits); len(same) > 0 {
		t.Errorf("they share a file with a colleague, and an erasure of theirs takes it along")
	}
})

var _ = story("G09", "a link ends on a day that can be written down", func(t T, w *world) {
	for _, until := range []int64{1 << 62, 253402300800, 0, -1 << 62} {
		p := w.Person()
		p.Met().As(w.cora).Does(casebook.LinkIssued, &casebook.Link{Key: []byte(w.key()), Expires: until}).Fails("link.expires")
		if links := p.State().Links(); len(links) > 0 {
			t.Errorf("it opens until %v", links[0].Expires)
		}
	}
})
