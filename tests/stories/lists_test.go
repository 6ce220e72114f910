package stories

import (
	"fmt"
	"testing"
	"time"

	"willing/casebook"
	"willing/desk"
	"willing/journal"
	"willing/node/nodetest"
)

// Lists from partner offices, and records that are joined and parted.

var born = casebook.Date{Year: 1990, Month: 5, Day: 17}

// list takes rows of a list in.
func list(t testing.TB, h *nodetest.House, people ...casebook.Particulars) []desk.RowOutcome {
	t.Helper()
	var rows []desk.LeadRow
	for i, p := range people {
		rows = append(rows, desk.LeadRow{Row: i + 2, Lead: casebook.Lead{Source: "office", Territory: "ES", SeenOn: casebook.Date{Year: 2026, Month: 2, Day: 1}}, Particulars: p})
	}
	out, err := h.Desk().ImportLeads(ctx(h), h.As("cora"), rows)
	done(t, err)
	return out
}

var _ = story("G01", "no other spelling, script, order or phone brings somebody back who said no", func(t testing.TB, h *nodetest.House) {
	p := h.Sighted(casebook.Particulars{Given: "Zoë", Family: "Müller-Petrova", Born: born, Town: "Livorno", Phones: []string{"+393331112233"}})
	h.Met(p)
	link := h.Told(p)
	h.Asked(p)
	h.Answers(p, "no", link)
	tries := []casebook.Particulars{
		{Given: "zoe", Family: "MULLER PETROVA", Phones: []string{"+393331112233"}},
		{Full: "Mueller-Petrova, Zoe", Born: born},
		{Full: "Petrova Muller Zoe", Born: born, Phones: []string{"+393480000001"}},
		{Given: "Зоя", Family: "Мюллер-Петрова", Phones: []string{"+393331112233"}},
		{Given: "Zoë", Family: "Müller-Petrova", Town: "Livorno"},
		{Given: "Anna", Family: "Verdi", Phones: []string{"+393331112233"}},
	}
	for i, got := range list(t, h, tries...) {
		if got.Became == desk.BecameLead {
			t.Errorf("try %d became somebody to meet", i)
		}
		if got.Became == desk.BecameSetAside {
			_, err := h.Desk().Approach(ctx(h), h.As("cora"), got.Person, casebook.Approach{Outcome: "talked", SpokenBefore: "no"})
			held(t, err, "G01")
		}
	}
})

var _ = story("G01", "a list taken in twice changes nothing; a row that was released meets the check again", func(t testing.TB, h *nodetest.House) {
	_, _, _ = refused(h)
	namesake := casebook.Particulars{Given: "Maria", Family: "Rossi", Phones: []string{"+393331112233"}}
	other := casebook.Particulars{Given: "Ugo", Family: "Verdi", Phones: []string{"+393337776655"}}
	first := list(t, h, namesake, other)
	if first[0].Became != desk.BecameHeldBack || first[1].Became != desk.BecameLead {
		t.Fatalf("%+v", first)
	}
	if twice := list(t, h, namesake, other); twice[1].Became != desk.BecameRepeated || twice[0].Became != desk.BecameHeldBack {
		t.Errorf("the second time: %+v", twice)
	}
	fails(t, h.Desk().ReleaseRow(ctx(h), h.As("ana"), first[0].Tag, "my friend"), desk.NotAllowed)
	held(t, h.Desk().ReleaseRow(ctx(h), h.As("cora"), first[0].Tag, ""), "G01")
	done(t, h.Desk().ReleaseRow(ctx(h), h.As("cora"), first[0].Tag, "another birth date on the paper list"))
	released := list(t, h, namesake)[0]
	if released.Person.IsZero() {
		t.Fatalf("the release does nothing: %+v", released)
	}
	_, err := h.Desk().Approach(ctx(h), h.As("cora"), released.Person, casebook.Approach{Outcome: "talked", SpokenBefore: "no"})
	held(t, err, "G01")
})

var _ = story("G01", "hundreds who share a phone do not hide the one who said no", func(t testing.TB, h *nodetest.House) {
	refused(h)
	var crowd []casebook.Particulars
	for i := range 260 {
		crowd = append(crowd, casebook.Particulars{Given: fmt.Sprintf("Person%d", i), Family: "Crowd", Phones: []string{"+393331112233"}})
	}
	list(t, h, crowd...)
	if got := list(t, h, casebook.Particulars{Given: "Maria", Family: "Rossi", Phones: []string{"+393331112233"}, Town: "Genova"})[0]; got.Became != desk.BecameHeldBack {
		t.Errorf("it became %s", got.Became)
	}
})

var _ = story("G01", "a list of refusals is withdrawn by two, and frees nobody who said no themselves", func(t testing.TB, h *nodetest.House) {
	refused(h)
	ugo := casebook.Particulars{Given: "Ugo", Family: "Verdi", Phones: []string{"+393337776655"}}
	batch, n, err := h.Desk().ImportRefusals(ctx(h), h.As("cora"), "Genova office", []casebook.Particulars{ugo, {Given: "Maria", Family: "Rossi", Phones: []string{"+393331112233"}}})
	done(t, err)
	if got := list(t, h, ugo)[0]; got.Became != desk.BecameHeldBack || n != 2 {
		t.Fatalf("the list is not heeded: %s, %d", got.Became, n)
	}
	held(t, h.Desk().WithdrawRefusals(ctx(h), h.As("cora"), batch, "wrong file"), "G01")
	held(t, h.Desk().WithdrawRefusals(ctx(h), h.As("cora", "cora"), batch, "wrong file"), "G01")
	held(t, h.Desk().WithdrawRefusals(ctx(h), h.As("cora", "ana"), batch, "wrong file"), "G01")
	done(t, h.Desk().WithdrawRefusals(ctx(h), h.As("cora", "sara"), batch, "wrong file"))
	if got := list(t, h, ugo)[0]; got.Became != desk.BecameLead {
		t.Errorf("withdrawn, and still held: %s", got.Became)
	}
	if got := h.TakesIn(casebook.Particulars{Given: "Maria", Family: "Rossi", Phones: []string{"+393331112233"}}); got.Became != desk.BecameHeldBack {
		t.Errorf("her own no went with it: %s", got.Became)
	}
})

var _ = story("G01", "a birth date that was asked or proven recognises whoever said no", bornAsAsked)

func bornAsAsked(t testing.TB, h *nodetest.House) {
	refused(h) // Maria Rossi was noted without a birth date, and asked for it
	for _, born := range []casebook.Date{born, {Year: 1991, Month: 5, Day: 17}} {
		held := list(t, h, casebook.Particulars{Given: "Maria", Family: "Rossi", Born: born})[0].Became == desk.BecameHeldBack
		if mine := born.Year == 1990; held != mine {
			t.Errorf("born %s: held back %v", born, held)
		}
	}
	p := h.Sighted(casebook.Particulars{Given: "Mária", Family: "Rossi", Phones: []string{"+393339990011"}})
	_, err := h.Desk().Approach(ctx(h), h.As("ana"), p, casebook.Approach{Outcome: "talked", SpokenBefore: "no"})
	done(t, err)
	done(t, h.Desk().Age(ctx(h), h.As("ana"), p, casebook.Age{Born: born}))
	told := casebook.Delivered{Role: "crew", Language: "it", Understands: true, Cost: "aloud", Full: "link"}
	held(t, h.Desk().Tell(ctx(h), h.As("ana", "ben"), p, desk.Telling{Delivered: told}), "G01")
}

var _ = story("G07", "a tie that somebody declares of others parts a pair until two whom it does not concern take it back", func(t testing.TB, h *nodetest.House) {
	p, _ := understood(h)
	ana, ben := h.As("ana").Who, h.As("ben").Who
	done(t, h.Desk().DeclareTie(ctx(h), h.As("cora"), casebook.Tie{A: ana, B: ben, Kind: "friend"}))
	h.Pass(24 * time.Hour)
	offer := func() error {
		return h.Desk().Offer(ctx(h), h.As("ana", "ben"), p, casebook.Offer{Role: "crew"})
	}
	held(t, offer(), "G07")
	end := casebook.TieEnd{A: ana, B: ben, Reason: "said in anger"}
	fails(t, h.Desk().EndTie(ctx(h), h.As("ana", "ben"), end), desk.NotAllowed)
	fails(t, h.Desk().EndTie(ctx(h), h.As("cora"), end), desk.Held)
	done(t, h.Desk().EndTie(ctx(h), h.As("cora", "sara"), end))
	done(t, offer())
})

// twin is a second record that may be about the person.
func twin(t testing.TB, h *nodetest.House) casebook.ID {
	t.Helper()
	got := list(t, h, casebook.Particulars{Given: "Mara", Family: "Russo", Phones: []string{"+393331112233"}})[0]
	if got.Became != desk.BecameSetAside {
		t.Fatalf("it became %s", got.Became)
	}
	return got.Person
}

var _ = story("G11", "a no binds every record judged the same, and parting them loses none", func(t testing.TB, h *nodetest.House) {
	p, _ := asked(h)
	q := twin(t, h)
	done(t, h.Desk().Review(ctx(h), h.As("sara"), q, casebook.Ref{}, casebook.Judgement{Verdict: "same", Reason: "same eyes"}))
	_, err := h.Desk().Answer(ctx(h), h.As("ana"), q, desk.Answering{Answer: casebook.Answer{Answer: "no", Method: "turned"}})
	done(t, err)
	h.Stands(p, casebook.StageLeftAlone)
	h.Stands(q, casebook.StageLeftAlone)
	match, judged := h.Ref(q, casebook.MatchFound), h.Ref(q, casebook.MatchJudged)
	part := func(by desk.Acting) {
		h.Meets(h.Device().Writes(nodetest.Form{Subject: q, By: by, Refs: []casebook.Ref{match, judged},
			Events: event(casebook.MatchJudged, &casebook.Judgement{Verdict: "different", Reason: "I say so"})}))
	}
	part(h.As("ana"))
	h.Stands(p, casebook.StageLeftAlone)
	h.Verifies()
	part(h.As("tom")) // outside the team: they are parted
	h.Stands(q, casebook.StageLeftAlone)
	h.Verifies()
	if got := h.TakesIn(casebook.Particulars{Given: "Mara", Family: "Russo", Phones: []string{"+393331112233"}}); got.Became == desk.BecameLead {
		t.Errorf("the no is lost: %s", got.Became)
	}
})

var _ = story("G11", "joining with somebody who agreed gives nobody a yes who said no", func(t testing.TB, h *nodetest.House) {
	p := maria(h)
	h.SaysYes(p)
	q := twin(t, h)
	done(t, h.Desk().Stop(ctx(h), h.As("ana"), q))
	h.Stands(p, casebook.StageEffective)
	done(t, h.Desk().Review(ctx(h), h.As("sara"), q, casebook.Ref{}, casebook.Judgement{Verdict: "same", Reason: "same eyes"}))
	for _, id := range []casebook.ID{p, q} {
		h.Stands(id, casebook.StageLeftAlone)
		nothingTookEffect(t, h, id)
	}
})

var _ = story("G11", "who has worked with the person, or only tests, does not judge a refused one away", func(t testing.TB, h *nodetest.House) {
	refused(h)
	q := twin(t, h)
	for _, by := range []string{"ana", "ben"} {
		fails(t, h.Desk().Review(ctx(h), h.As(by), q, casebook.Ref{}, casebook.Judgement{Verdict: "different", Reason: "no"}), desk.NotAllowed)
	}
	match := h.Ref(q, casebook.MatchFound)
	for _, by := range []desk.Acting{h.As("ana"), h.As("ben", "ana"), {Who: h.As("cora").Who}, {Who: h.As("cora").Who, Signer: h.As("ana").Signer}} {
		h.Meets(h.Device().Writes(nodetest.Form{Subject: q, By: by, Refs: []casebook.Ref{match}, Events: event(casebook.MatchJudged, &casebook.Judgement{Verdict: "different", Reason: "no"})}))
		h.Stands(q, casebook.StageSetAside)
	}
})

var _ = story("", "the whole of an evening, from a list to a free answer", func(t testing.TB, h *nodetest.House) {
	out := list(t, h, casebook.Particulars{Given: "Lucía", Family: "Ortega", Phones: []string{"+34600111222"}})
	if out[0].Became != desk.BecameLead {
		t.Fatal(out[0].Became)
	}
	var answers = map[string]string{"Maria": "yes", "Nora": "yes", "Ugo": "no", "Ivo": "not-now", "Ada": ""}
	people, links := map[string]casebook.ID{}, map[string]journal.Key{}
	n := 0
	for name := range answers {
		n++
		people[name] = h.Noted(name, "of "+name, fmt.Sprintf("+39333555%04d", n))
		h.Met(people[name])
		done(t, h.Desk().Interview(ctx(h), h.As("ana"), people[name], casebook.Form{Instrument: "first-interview"}))
		links[name] = h.Told(people[name])
	}
	h.Pass(day)
	for name, answer := range answers {
		done(t, h.Desk().Offer(ctx(h), h.As("ana", "ben"), people[name], casebook.Offer{}))
		if answer != "" {
			h.Answers(people[name], answer, links[name])
		}
	}
	done(t, h.Desk().Call(ctx(h), h.As("sara"), people["Maria"], good))
	h.Pass(2 * day)
	h.Tidies()
	for name, stage := range map[string]casebook.Stage{"Maria": casebook.StageEffective, "Nora": casebook.StageProvisional,
		"Ugo": casebook.StageLeftAlone, "Ivo": casebook.StageNotNow, "Ada": casebook.StageOffered} {
		h.Stands(people[name], stage)
	}
	all, err := h.Desk().Figures(ctx(h), h.As("cora"))
	done(t, err)
	f := all[0]
	if f.People != 6 || f.Approached != 5 || f.Yes != (casebook.Bound{Low: 1, High: 3}) || f.No != 1 || f.AfterNo != 0 || f.Irregular != 0 {
		t.Errorf("the figures are %+v", f)
	}
})
