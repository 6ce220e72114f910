package desk_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"willing/casebook"
	"willing/desk"
	"willing/node/nodetest"
)

// people brings a house to people who stand everywhere on the way, and gives what each of them is.
func onTheWay(h *nodetest.House) map[casebook.ID]string {
	out, nth := map[casebook.ID]string{}, 0
	day := h.Now().UTC()
	ana := h.As("ana")
	born := func(years, days int) casebook.Date {
		d := day.AddDate(-years, 0, days)
		return casebook.Date{Year: d.Year(), Month: int(d.Month()), Day: d.Day()}
	}
	must := func(err error) {
		h.T.Helper()
		if err != nil {
			h.T.Fatal(err)
		}
	}
	add := func(what string, b casebook.Date) casebook.ID {
		nth++
		id := h.Sighted(casebook.Particulars{Given: fmt.Sprintf("Given%c", 'a'+nth), Family: fmt.Sprintf("Family%c", 'a'+nth),
			Phones: []string{fmt.Sprintf("+3933311122%02d", nth)}, Born: b})
		out[id] = what
		return id
	}
	add("noted", casebook.Date{})
	add("noted, 18 in four days", born(18, 4))
	add("noted by the year alone", casebook.Date{Year: day.Year() - 18})
	add("noted, about", casebook.Date{Year: day.Year() - 19, About: true})
	talks := func(what string, b casebook.Date) casebook.ID {
		id := add(what, casebook.Date{})
		_, err := h.Desk().Approach(h.T.Context(), ana, id, casebook.Approach{Outcome: "talked", SpokenBefore: "no"})
		must(err)
		if b.Year != 0 {
			must(h.Desk().Age(h.T.Context(), ana, id, casebook.Age{Born: b}))
		}
		return id
	}
	talks("met, age unknown", casebook.Date{})
	talks("met, 18 tomorrow", born(18, 1))
	talks("met, 18 two days ago, since a date's day ends late somewhere", born(18, -2))
	talks("met, by the month", casebook.Date{Year: day.Year() - 18, Month: int(day.Month())})
	told := func(what string) casebook.ID {
		id := talks(what, casebook.Date{Year: 1990, Month: 5, Day: 17})
		must(h.Desk().Tell(h.T.Context(), h.As("ana", "ben"), id, desk.Telling{Delivered: casebook.Delivered{Role: "crew", Language: "it", Understands: true, Cost: "aloud", Full: "paper"}}))
		return id
	}
	told("told")
	understood := func(what string) casebook.ID {
		id := told(what)
		must(h.Desk().Understand(h.T.Context(), h.As("ben"), id, casebook.Understanding{Heard: casebook.Points}))
		return id
	}
	understood("understood")
	asked := []casebook.ID{understood("asked"), understood("said yes"), understood("said yes, and was called"), understood("said not now, for a week"), understood("said no")}
	h.Pass(24 * time.Hour)
	for _, id := range asked {
		must(h.Desk().Offer(h.T.Context(), h.As("ana", "ben"), id, casebook.Offer{Role: "crew"}))
	}
	answers := func(id casebook.ID, answer string, until casebook.Date) {
		_, err := h.Desk().Answer(h.T.Context(), h.As("ana", "ben"), id, desk.Answering{Answer: casebook.Answer{Answer: answer, Method: "turned", NoWish: true, Until: until}})
		must(err)
	}
	answers(asked[1], "yes", casebook.Date{})
	answers(asked[2], "yes", casebook.Date{})
	must(h.Desk().Call(h.T.Context(), h.As("sara"), asked[2], casebook.Call{Reached: true, Alone: true, ToldCost: true, FeltFree: true, Contact: "third"}))
	answers(asked[3], "not-now", born(0, 8))
	answers(asked[4], "no", casebook.Date{})
	understood("understood just now")
	return out
}

// TestWhatARowSaysOfTheNextStepIsWhatTheLawSays compares, at many moments, the rows of the lists with what a fold says now
// and with what the gate answers: no list sends a team to somebody with whom it then may not go on.
func TestWhatARowSaysOfTheNextStepIsWhatTheLawSays(t *testing.T) {
	h := nodetest.New(t)
	who := onTheWay(h)
	compare := func() {
		t.Helper()
		page, err := h.Desk().List(t.Context(), h.As("ana"), desk.Query{Fresh: true, Limit: 100})
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range page.Rows {
			agrees(t, h, who[row.Person], row)
		}
	}
	for _, step := range []time.Duration{0, 3 * time.Hour, 3 * time.Hour, 4 * time.Hour, 2 * time.Hour, 2 * time.Hour, 6 * time.Hour, 4 * time.Hour, 24 * time.Hour, 24 * time.Hour, 5 * 24 * time.Hour,
		20 * 24 * time.Hour, 5 * 24 * time.Hour, 24 * time.Hour, 90 * 24 * time.Hour, 300 * 24 * time.Hour} {
		h.Pass(step)
		compare()
	}
	h.Verifies()
	h.Tidies()
	compare()
	h.Rewrites("The water is colder than we said.")
	compare()
	h.Verifies()
}

// TestAClockThatIsSetBackMakesNoRowWrong: rows that were made under a clock that ran ahead, by hours or beyond the end of any
// term, are asked anew, and verify knows of when they speak.
func TestAClockThatIsSetBackMakesNoRowWrong(t *testing.T) {
	for _, ahead := range []time.Duration{20 * time.Hour, 40 * 24 * time.Hour, 400 * 24 * time.Hour} {
		h := nodetest.New(t)
		who := onTheWay(h)
		h.Pass(ahead)
		h.Tidies()
		h.Pass(-ahead)
		page, err := h.Desk().List(t.Context(), h.As("ana"), desk.Query{Fresh: true, Limit: 100})
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range page.Rows {
			agrees(t, h, fmt.Sprint(who[row.Person], ", after ", ahead), row)
		}
		h.Verifies()
	}
}

// An erasure may be due already when somebody's row is made: before headquarters has executed it, or on a device that has
// not heard of that. Such a row is not wrong.
func TestWhomARowFindsOverdueIsShownAsTheLawSays(t *testing.T) {
	h := nodetest.New(t)
	person := h.Noted("Zora", "Zorason", "+393330000001")
	if err := h.Desk().AskErasure(t.Context(), h.As("admin", "cora"), person, nil); err != nil {
		t.Fatal(err)
	}
	h.Pass(100 * time.Hour)
	if err := h.Desk().Stop(t.Context(), h.As("ana"), person); err != nil {
		t.Fatal(err)
	}
	h.Verifies()
	h.Pass(100 * time.Hour)
	h.Verifies()
}

func agrees(t *testing.T, h *nodetest.House, what string, row desk.Row) {
	t.Helper()
	now, says := h.Now(), row.Prospect
	if row.Alone {
		return
	}
	s := h.Shows(row.Person)
	if s.Stage != row.Stage {
		t.Errorf("%s, at %s: the row says %s, the fold %s", what, now, row.Stage, s.Stage)
	}
	if s.Yes != nil {
		if says.Yes != s.Yes.Stands() {
			t.Errorf("%s, at %s: their yes stands as %q, the row says %q", what, now, s.Yes.Stands(), says.Yes)
		}
		return
	}
	var want []string
	for _, step := range s.Next {
		if step.Act == casebook.OfferMade && s.Reached {
			want = slices.DeleteFunc(casebook.Keys(step.Missing), func(key string) bool { return key == "offer.lapsed" }) // that the stage says
		}
	}
	if !slices.Equal(want, says.Missing) {
		t.Errorf("%s, at %s: an offer lacks %q, the row says %q", what, now, want, says.Missing)
	}
	var young desk.Prospect
	if y := s.Young; y != nil {
		young = desk.Prospect{Young: y.From.UnixMilli(), Doubt: y.Doubt, Minor: y.Minor}
	}
	if young.Young != says.Young || young.Doubt != says.Doubt || young.Minor != says.Minor {
		t.Errorf("%s, at %s: too young %+v, the row says %+v", what, now, young, says)
	}
}
