package node_test

import (
	"slices"
	"testing"

	"willing/casebook"
	"willing/desk"
	"willing/node"
	"willing/node/nodetest"
	"willing/web"
)

// A laptop of Italy has the headers of what leaves people of France alone, and of the lists that were imported. It counts none of that
// among what breaks a rule, waits or is to be decided: there is nothing that anybody could do about it there.
func TestALaptopHasNothingToDoAboutWhatIsElsewhere(t *testing.T) {
	ctx := t.Context()
	h, l, gone := apartFromFrance(t)
	at := wellKept(t, h.Node)
	if v := wellKept(t, l.n); v.Irregular != at.Irregular || v.Pending != at.Pending || v.Irregular+v.Pending != 0 {
		t.Errorf("on the laptop %d break a rule and %d wait; at headquarters %d and %d", v.Irregular, v.Pending, at.Irregular, at.Pending)
	}
	for name, on := range map[string]*node.Node{"headquarters": h.Node, "the laptop": l.n} {
		for list, want := range map[string]map[string]int{desk.ListErase: {"headquarters": 1}, desk.ListReview: {}, desk.ListPending: {}, desk.ListIrregular: {}} {
			page, err := on.Desk.List(ctx, h.As("admin"), desk.Query{List: list})
			must(t, err)
			if len(page.Rows) != want[name] {
				t.Errorf("%s: on the list %q stand %d people, not %d", name, list, len(page.Rows), want[name])
			}
		}
	}
	if p := shows(t, l.n.Desk, h.As("admin"), gone); p.Stage != casebook.StageHidden {
		t.Errorf("who asked that everything goes is %s on the laptop", p.Stage)
	}
	for figure, n := range counts(t, l.n.Desk, h.As("cora")) {
		if n.territory != "IT" && n.territory != "" || n.people != 1 || n.listed != 1 {
			t.Errorf("%s: the laptop counts %d people in %q and lists %d, where it knows one, of Italy", figure, n.people, n.territory, n.listed)
		}
	}
}

// apartFromFrance is a laptop of Italy that joined when Odile of France had asked that everything goes, an office had sent its refusals,
// and a woman whom two laptops had met was found to be one.
func apartFromFrance(t *testing.T) (h *nodetest.House, l *laptop, gone casebook.ID) {
	t.Helper()
	h = nodetest.New(t)
	ctx := t.Context()
	notes := func(given, territory string, phones ...string) casebook.ID {
		t.Helper()
		row := lead(given, territory)
		row.Particulars.Phones = phones
		out, err := h.Desk().Lead(ctx, h.As("cora"), row)
		must(t, err)
		return out.Person
	}
	gone = notes("Odile", "FR", "+33612345671")
	h.Met(gone)
	must(t, h.Desk().AskErasure(ctx, desk.Acting{}, gone, h.Told(gone)))
	_, _, err := h.Desk().ImportRefusals(ctx, h.As("cora"), "Genova office", []casebook.Particulars{{Given: "Ugo", Family: "Verdi", Phones: []string{"+393337776655"}}})
	must(t, err)
	italy, france := joins(t, h, nil, "IT"), joins(t, h, nil, "FR")
	apart := func(l *laptop, territory string) {
		t.Helper()
		row := lead("Zora", territory)
		row.Particulars.Phones = []string{"+393330000001"}
		_, err := l.n.Desk.Lead(ctx, h.As("cora"), row)
		must(t, err)
	}
	apart(france, "FR")
	apart(italy, "IT")
	france.syncs() // she stands where she was known first
	italy.syncs()
	page, err := h.Desk().List(ctx, h.As("tom"), desk.Query{List: desk.ListReview})
	must(t, err)
	if len(page.Rows) != 1 || page.Rows[0].Territory != "IT" {
		t.Fatalf("nobody waits to be recognised: %+v", page.Rows)
	}
	must(t, h.Desk().Review(ctx, h.As("tom"), page.Rows[0].Person, casebook.Ref{}, casebook.Judgement{Verdict: "same", Reason: "one phone, one name"}))

	return h, joins(t, h, []casebook.ID{h.As("admin").Who}, "IT"), gone
}

// counted is how many people a figure counts, and how many the list has to which it opens.
type counted struct {
	territory      string
	people, listed int
}

func counts(t *testing.T, d *desk.Desk, by desk.Acting) map[string]counted {
	t.Helper()
	all, err := d.Figures(t.Context(), by)
	must(t, err)
	out := map[string]counted{}
	for _, f := range all {
		page, err := d.List(t.Context(), by, desk.Query{Territory: f.Territory})
		must(t, err)
		out["people in "+f.Territory] = counted{f.Territory, f.People, len(page.Rows)}
	}
	return out
}

// Ana's team goes to Italy and to France, and her laptop was granted Italy: its pages offer no place where what she writes has no effect.
func TestALaptopOffersTheTerritoriesThatItCarries(t *testing.T) {
	h := nodetest.New(t)
	l := joins(t, h, []casebook.ID{h.As("ana").Who}, "IT")
	for name, want := range map[string][]string{"headquarters": {"IT", "FR"}, "her laptop": {"IT"}} {
		d := map[string]*desk.Desk{"headquarters": h.Desk(), "her laptop": l.n.Desk}[name]
		if got := web.NewVisitor(d, h.As("ana").Who).Territories; !slices.Equal(got, want) {
			t.Errorf("%s offers %v, not %v", name, got, want)
		}
	}
	if _, err := l.n.Desk.Lead(t.Context(), h.As("ana"), lead("Odile", "FR")); desk.KindOf(err) != desk.NotAllowed {
		t.Errorf("somebody of France is noted on a laptop of Italy: %v", err)
	}
}
