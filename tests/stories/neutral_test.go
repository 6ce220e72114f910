package stories

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"willing/casebook"
	"willing/desk"
	"willing/node/nodetest"
)

// Whatever stands against somebody, a team reads one sentence, and nothing by which to tell why (G01).

var nora = casebook.Particulars{Given: "Nora", Family: "Bianchi", Town: "Lucca", Phones: []string{"+393339998877"}}

// heard is what a scout was answered, with the ids of a person taken out.
type heard struct {
	strings.Builder
	of casebook.ID
}

func (o *heard) say(what string, v any, err error) {
	raw, _ := json.Marshal(v)
	fmt.Fprintln(o, what, strings.ReplaceAll(string(raw), o.of.String(), "P"), err)
}

// looks are the lists, the figures, what needs somebody, and whether nora was seen before.
func (o *heard) looks(h *nodetest.House, ana desk.Acting, lists ...desk.Query) {
	d := h.Desk()
	for _, q := range lists {
		list, err := d.List(ctx(h), ana, q)
		o.say("list", list, err)
	}
	figures, err := d.Figures(ctx(h), ana)
	o.say("figures", figures, err)
	needs, err := d.Needs(ctx(h), ana, 5)
	o.say("needs", needs, err)
	found, err := d.LookUp(ctx(h), ana, nora)
	o.say("look-up", found, err)
}

// reads is all that a scout can get out of the house about somebody, with the ids taken out.
func reads(t testing.TB, h *nodetest.House, p casebook.ID) string {
	t.Helper()
	out := &heard{of: p}
	say := out.say
	ana := h.As("ana", "ben")
	d := h.Desk()
	checked, err := d.Check(ctx(h), ana, p)
	say("check", checked, err)
	checked, err = d.Approach(ctx(h), ana, p, casebook.Approach{Outcome: "talked", SpokenBefore: "no", Cold: true})
	say("approach", checked, err)
	say("tell", nil, d.Tell(ctx(h), ana, p, desk.Telling{Delivered: casebook.Delivered{Language: "it", Understands: true, Cost: "aloud", Full: "paper"}}))
	say("offer", nil, d.Offer(ctx(h), ana, p, casebook.Offer{}))
	_, err = d.Answer(ctx(h), ana, p, desk.Answering{Answer: *yes("turned")})
	say("answer", nil, err)
	shown, err := d.Show(ctx(h), ana, p)
	say("show", shown, err)
	out.looks(h, ana, desk.Query{Text: "nora"}, desk.Query{Territory: "IT"}, desk.Query{Territory: "IT", Stage: casebook.StageLeftAlone}, desk.Query{Stage: casebook.StageSetAside})
	lead, err := d.Lead(ctx(h), ana, desk.LeadRow{Lead: casebook.Lead{Territory: "IT"}, Particulars: nora})
	lead.Tag = nil
	say("lead", lead, err)
	return out.String()
}

var _ = story("G01", "a no, a stop, a review, a lapse, an erasure and a stranger's stop read all alike", func(t testing.TB, h *nodetest.House) {
	causes := map[string]func(h *nodetest.House, p casebook.ID){
		"a no": func(h *nodetest.House, p casebook.ID) {
			h.Answers(p, "no", h.Told(p))
		},
		"not now": func(h *nodetest.House, p casebook.ID) { h.Answers(p, "not-now", h.Told(p)) },
		"headquarters' stop": func(h *nodetest.House, p casebook.ID) {
			done(t, h.Desk().Stop(ctx(h), h.As("cora"), p))
		},
		"a stranger's stop": func(h *nodetest.House, p casebook.ID) {
			done(t, h.Desk().StopByPhone(ctx(h), nora.Phones))
		},
		"a review": func(h *nodetest.House, p casebook.ID) {
			h.Meets(h.Device().Writes(nodetest.Form{Subject: p, By: h.As("cora"), Events: event(casebook.MatchFound, &casebook.Match{Marker: true, Strength: "weak"})}))
		},
		"an erasure": func(h *nodetest.House, p casebook.ID) {
			done(t, h.Desk().AskErasure(ctx(h), desk.Acting{}, p, h.Told(p)))
		},
		"erased": func(h *nodetest.House, p casebook.ID) {
			done(t, h.Desk().AskErasure(ctx(h), desk.Acting{}, p, h.Told(p)))
			h.Pass(4 * day)
			h.Tidies()
		},
		"a lapse": func(h *nodetest.House, p casebook.ID) {
			h.Told(p)
			h.Asked(p)
			h.Pass(40 * day)
			h.Tidies()
		},
	}
	first, of := "", ""
	for cause, ends := range causes {
		house := nodetest.New(t)
		p := house.Sighted(nora)
		house.Met(p)
		ends(house, p)
		house.Pass(2 * day) // what their own team wrote down in the evening is over
		house.Tidies()
		got := reads(t, house, p)
		if first == "" {
			first, of = got, cause
		}
		if got != first {
			t.Errorf("%s can be told from %s:\n%s\n%s", cause, of, got, first)
		}
		if !strings.Contains(got, casebook.NeutralRefusal) {
			t.Errorf("%s: nobody says the sentence:\n%s", cause, got)
		}
	}
})

var _ = story("G01", "a team knows in the evening what it wrote down itself, and no longer", func(t testing.TB, h *nodetest.House) {
	p := h.Sighted(nora)
	h.Met(p)
	done(t, h.Desk().Stop(ctx(h), h.As("ana"), p))
	shown, err := h.Desk().Show(ctx(h), h.As("ben"), p)
	done(t, err)
	if shown.Stage != casebook.StageLeftAlone || !shown.Alone || len(shown.Facts) == 0 {
		t.Errorf("in the evening ben reads %+v", shown.State)
	}
	list, err := h.Desk().List(ctx(h), h.As("ben"), desk.Query{Territory: "IT"})
	done(t, err)
	if len(list.Rows) != 1 || list.Rows[0].Stage != casebook.StageLeftAlone {
		t.Errorf("and the list says %+v", list.Rows)
	}
	h.Pass(day)
	shown, err = h.Desk().Show(ctx(h), h.As("ben"), p)
	done(t, err)
	if shown.Stage != casebook.StageAsk || len(shown.Facts) > 0 {
		t.Errorf("a day later ben still reads %+v", shown.State)
	}
})

// noted is all that a scout learns by noting somebody, with the row's tag taken out: what became of it, once and
// again, what the lists and figures say then, and whether the tag opens anything.
func noted(t testing.TB, h *nodetest.House) string {
	t.Helper()
	out := &heard{}
	say := out.say
	d, ana := h.Desk(), h.As("ana")
	row := desk.LeadRow{Lead: casebook.Lead{Territory: "IT"}, Particulars: nora}
	for range 2 {
		lead, err := d.Lead(ctx(h), ana, row)
		say("release", nil, d.ReleaseRow(ctx(h), ana, lead.Tag, "let it in"))
		lead.Tag = nil
		say("lead", lead, err)
	}
	out.looks(h, ana, desk.Query{}, desk.Query{Text: "nora"}, desk.Query{Territory: "IT"}, desk.Query{Stage: casebook.StageSetAside}, desk.Query{Stage: casebook.StageAsk})
	return out.String()
}

var _ = story("G01", "whoever notes a lead cannot tell one that is held back from one that is set aside", func(t testing.TB, h *nodetest.House) {
	_, _, err := h.Desk().ImportRefusals(ctx(h), h.As("cora"), "an old list", []casebook.Particulars{nora})
	done(t, err)
	heldBack := noted(t, h)
	if !strings.Contains(heldBack, desk.BecameAsk) {
		t.Fatalf("nothing is held back:\n%s", heldBack)
	}
	elsewhere := nodetest.New(t)
	_, err = elsewhere.Desk().Lead(ctx(elsewhere), elsewhere.As("cora"), desk.LeadRow{Lead: casebook.Lead{Territory: "ES"}, Particulars: nora})
	done(t, err)
	if setAside := noted(t, elsewhere); setAside != heldBack {
		t.Errorf("held back:\n%s\nset aside:\n%s", heldBack, setAside)
	}
	doubtful := nodetest.New(t)
	weak := nora
	weak.Phones = nil
	_, _, err = doubtful.Desk().ImportRefusals(ctx(doubtful), doubtful.As("cora"), "an old list", []casebook.Particulars{weak})
	done(t, err)
	if possible := noted(t, doubtful); possible != heldBack {
		t.Errorf("held back:\n%s\na possible no:\n%s", heldBack, possible)
	}
})

var _ = story("G01", "a scout learns nothing of others by a lead that shares the phone of somebody the scout knows", func(t testing.TB, h *nodetest.House) {
	probe := nora // and the phone of Maria, whom Ana may meet
	probe.Phones = append(slices.Clone(probe.Phones), mariasPhone)
	_, _, err := h.Desk().ImportRefusals(ctx(h), h.As("cora"), "an old list", []casebook.Particulars{nora})
	done(t, err)
	heldBack := probed(t, h, probe)
	elsewhere := nodetest.New(t)
	if setAside := probed(t, elsewhere, probe); setAside != heldBack {
		t.Errorf("held back:\n%s\nset aside:\n%s", heldBack, setAside)
	}
})

var _ = story("G01", "a number of the scout's own making tells nothing of whoever was noted with it", func(t testing.TB, h *nodetest.House) {
	_, _, err := h.Desk().ImportRefusals(ctx(h), h.As("cora"), "an old list", []casebook.Particulars{nora})
	done(t, err)
	heldBack := asksByOwn(t, h)
	if !strings.Contains(heldBack, "lead "+desk.BecameAsk) {
		t.Fatalf("nothing is held back:\n%s", heldBack)
	}
	elsewhere := nodetest.New(t)
	_, err = elsewhere.Desk().Lead(ctx(elsewhere), elsewhere.As("cora"), desk.LeadRow{Lead: casebook.Lead{Territory: "ES"}, Particulars: nora})
	done(t, err)
	if setAside := asksByOwn(t, elsewhere); setAside != heldBack {
		t.Errorf("held back:\n%s\nset aside:\n%s", heldBack, setAside)
	}
})

// asksByOwn is all that a scout learns who notes nora with a number and an address of their own, and asks by those.
func asksByOwn(t testing.TB, h *nodetest.House) string {
	t.Helper()
	var out strings.Builder
	ana := h.As("ana")
	note := func(p casebook.Particulars) {
		row, err := h.Desk().Lead(ctx(h), ana, desk.LeadRow{Lead: casebook.Lead{Territory: "IT"}, Particulars: p})
		fmt.Fprintf(&out, "lead %s %v\n", row.Became, err)
	}
	ask := func(p casebook.Particulars) {
		found, err := h.Desk().LookUp(ctx(h), ana, p)
		fmt.Fprintf(&out, "look-up %+v %v\n", found, err)
	}
	probe := nora
	probe.Phones, probe.Emails = append(slices.Clone(nora.Phones), "+393330000001"), []string{"own@scout.example"}
	note(probe)
	phone, mail := casebook.Particulars{Phones: probe.Phones[1:]}, casebook.Particulars{Emails: probe.Emails}
	for _, p := range []casebook.Particulars{phone, mail} {
		ask(p)
		p.Given, p.Family, p.Town = "Zita", "Altra", "Siena"
		note(p)
	}
	return out.String()
}

var _ = story("G01", "whoever a team noted and was held back is met again until somebody lets them in, and goes in time", func(t testing.TB, h *nodetest.House) {
	_, _, err := h.Desk().ImportRefusals(ctx(h), h.As("cora"), "an old list", []casebook.Particulars{nora})
	done(t, err)
	probe := nora
	probe.Emails = []string{"own@scout.example"}
	note := desk.LeadRow{Lead: casebook.Lead{Territory: "IT"}, Particulars: probe}
	row, err := h.Desk().Lead(ctx(h), h.As("ana"), note)
	done(t, err)
	asked := func() int {
		found, err := h.Desk().LookUp(ctx(h), h.As("ana"), casebook.Particulars{Emails: probe.Emails})
		done(t, err)
		return len(found)
	}
	if asked() != 1 {
		t.Error("nobody is met")
	}
	h.Pass(91 * day)
	h.Tidies()
	if asked() != 0 {
		t.Error("the marks of who was held back stay for longer than a lead that nobody approached")
	}
	_, err = h.Desk().Lead(ctx(h), h.As("ana"), note)
	done(t, err)
	done(t, h.Desk().ReleaseRow(ctx(h), h.As("cora"), row.Tag, "another Nora"))
	if asked() != 0 {
		t.Error("whoever was let in is met still")
	}
})

const mariasPhone = "+393331234567"

// probed is all that a scout sees of somebody they may meet after they noted a lead with that one's phone.
func probed(t testing.TB, h *nodetest.House, probe casebook.Particulars) string {
	var out strings.Builder
	ana := h.As("ana")
	p := h.Noted("Maria", "Esempio", mariasPhone)
	row, err := h.Desk().Lead(ctx(h), ana, desk.LeadRow{Lead: casebook.Lead{Territory: "IT"}, Particulars: probe})
	fmt.Fprintf(&out, "lead %s %v\n", row.Became, err)
	checked, err := h.Desk().Check(ctx(h), ana, p)
	fmt.Fprintf(&out, "check %+v %v\n", checked, err)
	checked, err = h.Desk().Approach(ctx(h), ana, p, casebook.Approach{Outcome: "talked", SpokenBefore: "no"})
	fmt.Fprintf(&out, "approach %+v %v\n", checked, err)
	shown, err := h.Desk().Show(ctx(h), ana, p)
	done(t, err)
	fmt.Fprintf(&out, "person %s %v %q\n", shown.Stage, shown.Alone, shown.Say)
	return out.String()
}
