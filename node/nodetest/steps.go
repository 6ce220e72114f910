package nodetest

import (
	"crypto/rand"
	"fmt"
	"maps"
	"slices"
	"time"

	"willing/casebook"
	"willing/desk"
	"willing/journal"
)

// day is how long the stories wait between two meetings.
const day = 24 * time.Hour

// Noted lets ana note somebody whom she saw in Italy.
func (h *House) Noted(given, family, phone string) casebook.ID {
	h.T.Helper()
	return h.Sighted(casebook.Particulars{Given: given, Family: family, Phones: []string{phone}})
}

// Sighted is [House.Noted] with everything that is known.
func (h *House) Sighted(p casebook.Particulars) casebook.ID {
	h.T.Helper()
	out := h.takesIn("ana", p)
	if out.Person.IsZero() {
		h.T.Fatalf("the lead became %s", out.Became)
	}
	return out.Person
}

// TakesIn lets cora note somebody, and gives what became of it: a team would read the one sentence, whatever
// was met (G01).
func (h *House) TakesIn(p casebook.Particulars) desk.RowOutcome {
	h.T.Helper()
	return h.takesIn("cora", p)
}

// TeamTakesIn is TakesIn by ana: what a scout is told.
func (h *House) TeamTakesIn(p casebook.Particulars) desk.RowOutcome {
	h.T.Helper()
	return h.takesIn("ana", p)
}

func (h *House) takesIn(who string, p casebook.Particulars) desk.RowOutcome {
	h.T.Helper()
	seen := casebook.Date{Year: h.Now().Year(), Month: int(h.Now().Month()), Day: h.Now().Day()}
	lead := casebook.Lead{Source: "harbour talk", SeenOn: seen, Territory: "IT", Place: "Livorno", Ground: "gave a hand at the harbour", Written: "en"}
	out, err := h.Desk().Lead(h.T.Context(), h.As(who), desk.LeadRow{Lead: lead, Particulars: p})
	h.must(err)
	return out
}

// Met lets ana check and talk with the person for the first time, and ask their age: the first was born on 17 May 1990,
// and each a year before the one who was asked last, so that nobody is taken for somebody else by it.
func (h *House) Met(person casebook.ID) {
	h.T.Helper()
	_, err := h.Desk().Approach(h.T.Context(), h.As("ana"), person, casebook.Approach{Outcome: "talked", SpokenBefore: "no"})
	h.must(err)
	born := time.Date(1990-h.met%50, 5, 17-h.met/50, 0, 0, 0, 0, time.UTC)
	h.met++
	h.must(h.Desk().Age(h.T.Context(), h.As("ana"), person, casebook.Age{Born: casebook.Date{Year: born.Year(), Month: int(born.Month()), Day: born.Day()}}))
}

// Told lets ana and ben tell the person the cost and hear the four points; cora and admin, who have not met them, hand
// them a private link. It returns the link's key, which is the person's own.
func (h *House) Told(person casebook.ID) journal.Key {
	h.T.Helper()
	link, err := journal.NewKey(rand.Reader)
	h.must(err)
	link.Holder = journal.ID(person)
	told := casebook.Delivered{Role: "crew", Language: "it", Understands: true, Cost: "aloud", Full: "link"}
	h.must(h.Desk().Tell(h.T.Context(), h.As("ana", "ben"), person, desk.Telling{Delivered: told}))
	h.must(h.Desk().Link(h.T.Context(), h.As("cora", "admin"), person, link.Public(), nil, false))
	h.must(h.Desk().Understand(h.T.Context(), h.As("ben"), person, casebook.Understanding{Heard: casebook.Points}))
	return link
}

// Rewrites puts a text about the crew in force whose part on risks differs in a way that matters.
func (h *House) Rewrites(news string) {
	h.T.Helper()
	var texts []casebook.DisclosureText
	var in casebook.Programme
	h.Desk().House(func(house *casebook.House) {
		texts, in = slices.Clone(house.TextAt("crew", house.Pos).Texts), *house.Programme(house.Pos)
	})
	in.Version++
	for i := range texts {
		sections := maps.Clone(texts[i].Sections)
		sections["risks"] = news + "\n\n" + sections["risks"]
		texts[i].Sections = sections
	}
	_, err := h.Desk().Publish(h.T.Context(), h.As("admin"), in, []casebook.Proposal{{Role: "crew", Version: 2, Texts: texts}})
	h.must(err)
	h.must(h.Desk().Approve(h.T.Context(), h.As("cora"), "crew", 2, true))
}

// Asked lets a day pass, so that telling and asking are two meetings, and ana and ben make the offer.
func (h *House) Asked(person casebook.ID) {
	h.T.Helper()
	h.Pass(day)
	h.must(h.Desk().Offer(h.T.Context(), h.As("ana", "ben"), person, casebook.Offer{Role: "crew"}))
}

// Answers lets the person answer with the key of their link. It returns the key of their receipt.
func (h *House) Answers(person casebook.ID, answer string, link journal.Key) journal.Key {
	h.T.Helper()
	receipt, err := journal.NewKey(rand.Reader)
	h.must(err)
	in := desk.Answering{Answer: casebook.Answer{Answer: answer, Method: "own", Receipt: receipt.Public(), Language: "it"}, Link: link}
	_, err = h.Desk().Answer(h.T.Context(), desk.Acting{}, person, in)
	h.must(err)
	return receipt
}

// Called lets sara, who has not met the person, make the outside call, and the time for thinking it over
// pass.
func (h *House) Called(person casebook.ID) {
	h.T.Helper()
	call := casebook.Call{Reached: true, Alone: true, ToldCost: true, FeltFree: true, Contact: "third"}
	h.must(h.Desk().Call(h.T.Context(), h.As("sara"), person, call))
	h.Pass(2 * day)
	h.Tidies()
}

// SaysYes takes somebody who was only noted all the way to a yes that has taken effect. It returns the key
// of their link.
func (h *House) SaysYes(person casebook.ID) journal.Key {
	h.T.Helper()
	h.Met(person)
	link := h.Told(person)
	h.Asked(person)
	h.Answers(person, "yes", link)
	h.Called(person)
	return link
}

// Erased lets the person ask for erasure with the key of their link, and time and tidying execute it.
func (h *House) Erased(person casebook.ID, link journal.Key) {
	h.T.Helper()
	h.must(h.Desk().AskErasure(h.T.Context(), desk.Acting{}, person, link))
	h.Pass(4 * day)
	if h.Tidies() == 0 {
		h.T.Fatal("nobody was erased")
	}
}

// Tidies lets the node do what time asks for, and returns how many people were erased.
func (h *House) Tidies() int {
	h.T.Helper()
	erased, err := h.Desk().Tidy(h.T.Context())
	h.must(err)
	return erased
}

// Stands checks at which stage a person is.
func (h *House) Stands(person casebook.ID, want casebook.Stage) {
	h.T.Helper()
	p, err := h.Desk().Show(h.T.Context(), h.As("cora"), person)
	h.must(err)
	if p.Stage != want {
		h.T.Fatalf("stage is %q, want %q", p.Stage, want)
	}
}

// Imports takes in n leads of people who do not exist, from number first on, in chunks of 500 rows.
func (h *House) Imports(first, n int) {
	h.T.Helper()
	for n > 0 {
		rows := Rows(first, min(n, 500))
		_, err := h.Desk().ImportLeads(h.T.Context(), h.As("cora"), rows)
		h.must(err)
		first, n = first+len(rows), n-len(rows)
	}
}

// Rows makes n rows of a list, numbered from first on.
func Rows(first, n int) []desk.LeadRow {
	out := make([]desk.LeadRow, n)
	for i := range out {
		k := first + i
		out[i] = desk.LeadRow{
			Row: k,
			Lead: casebook.Lead{Source: "partner office", SeenOn: casebook.Date{Year: 2026, Month: 2, Day: 1 + k%28},
				Territory: []string{"IT", "FR", "ES", "BE"}[k%4], Place: "harbour"},
			Particulars: casebook.Particulars{Given: name(k, 7), Family: name(k, 31), Born: casebook.Date{Year: 1960 + k%40, Month: 1 + k%12, Day: 2 + k%26},
				Phones: []string{fmt.Sprintf("+39333%07d", k)}, Town: name(k/50, 13)},
		}
	}
	return out
}

// name makes a word that sounds like a name, different for most numbers.
func name(k, salt int) string {
	syllables := []string{"ba", "ce", "di", "fo", "gu", "la", "me", "ni", "ro", "su", "ta", "ve", "zi", "pa", "lo", "ri"}
	n := uint32(k)*2654435761 + uint32(salt)*40503
	out := ""
	for range 5 {
		out += syllables[n%16]
		n /= 16
	}
	return string(out[0]-'a'+'A') + out[1:]
}
