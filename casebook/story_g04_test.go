package casebook_test

import (
	"strings"

	"willing/casebook"
)

func faulty(change func(d *casebook.DisclosureText)) casebook.DisclosureText {
	d := fullText("en")
	change(&d)
	return d
}

var _ = story("G04", "a text with a gap cannot even be proposed", func(t T, w *world) {
	for name, text := range map[string]casebook.DisclosureText{
		"no risks":          faulty(func(d *casebook.DisclosureText) { d.Sections["risks"] = " — " }),
		"no cost page":      faulty(func(d *casebook.DisclosureText) { d.Cost = "" }),
		"a long cost page":  faulty(func(d *casebook.DisclosureText) { d.Cost = strings.Repeat("hard ", 151) }),
		"a long cost in 漢字": faulty(func(d *casebook.DisclosureText) { d.Cost = strings.Repeat("冷", 400) }),
		"more yes than no":  faulty(func(d *casebook.DisclosureText) { d.Sections["saying-yes"] += " And it is wonderful." }),
		"another language":  fullText("pt"),
	} {
		if lacks := w.decree(w.tess, casebook.ID{}, casebook.DisclosureProposed, &casebook.Proposal{Role: "crew", Version: 2, Texts: []casebook.DisclosureText{text}}); len(lacks) == 0 {
			t.Errorf("%s: proposed", name)
		}
	}
	if len(w.house.Waiting()) != 0 {
		t.Errorf("a faulty text waits for approval")
	}
})

var _ = story("G04", "nobody approves a text of their own", func(t T, w *world) {
	p := w.propose(w.tess, "crew", 2, fullText("en"))
	if _, lacks := w.approve(w.tess, "crew", 2, false, p); len(lacks) == 0 {
		t.Errorf("the author approved")
	}
	if _, lacks := w.approve(w.sam, "crew", 2, false, p); len(lacks) == 0 {
		t.Errorf("a scout approved")
	}
	_, lacks := w.approve(w.cora, "crew", 2, false, p)
	w.must(lacks)
})

var _ = story("G04", "an older text does not come back through a forgotten proposal", func(t T, w *world) {
	old := w.propose(w.tess, "crew", 2, fullText("en"))
	newer := w.propose(w.tess, "crew", 3, fullText("en"))
	_, lacks := w.approve(w.cora, "crew", 3, true, newer)
	w.must(lacks)
	if _, lacks := w.approve(w.cora, "crew", 2, false, old); len(lacks) == 0 {
		t.Errorf("version 2 came into force after version 3")
	}
	if got := w.house.TextAt("crew", w.house.Pos).Version; got != 3 {
		t.Errorf("version %d is in force", got)
	}
	if lacks := w.decree(w.tess, casebook.ID{}, casebook.DisclosureProposed, &casebook.Proposal{Role: "shore", Version: 0, Texts: []casebook.DisclosureText{fullText("en")}}); len(lacks) == 0 {
		t.Errorf("a version 0 was proposed")
	}
})
