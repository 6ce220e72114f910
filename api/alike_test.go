package api_test

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"willing/casebook"
	"willing/desk"
)

// closings are all the ways in which nobody may approach a person, and how they come about.
var closings = map[string]func(h *house, p casebook.ID) error{
	"a no": func(h *house, p casebook.ID) error { h.Answers(p, "no", h.Told(p)); return nil },
	"not now": func(h *house, p casebook.ID) error {
		h.Answers(p, "not-now", h.Told(p))
		return nil
	},
	"headquarters' stop": func(h *house, p casebook.ID) error { return h.Desk().Stop(h.T.Context(), h.As("cora"), p) },
	"the team's own stop, weeks ago": func(h *house, p casebook.ID) error {
		return h.Desk().Stop(h.T.Context(), h.As("ana"), p)
	},
	"a leaving": func(h *house, p casebook.ID) error {
		return h.Desk().Withdraw(h.T.Context(), h.As("cora"), p, nil)
	},
	"an erasure asked for": func(h *house, p casebook.ID) error {
		return h.Desk().AskErasure(h.T.Context(), h.As("cora"), p, nil)
	},
	"erased": func(h *house, p casebook.ID) error {
		return h.Desk().AskErasure(h.T.Context(), desk.Acting{}, p, h.Told(p))
	},
	"not taken": func(h *house, p casebook.ID) error {
		return h.Desk().Select(h.T.Context(), h.As("tom"), p, casebook.Selection{Reason: "the sea is not theirs"})
	},
	"no answer in time": func(h *house, p casebook.ID) error { h.Told(p); h.Asked(p); return nil }, // 40 days later
	"a doubt who they are": func(h *house, p casebook.ID) error {
		_, err := h.Desk().Approach(h.T.Context(), h.As("ana"), p, casebook.Approach{Outcome: "talked", SpokenBefore: "yes"})
		return err
	},
}

// elsewhere are people who are nobody to a team, each under an id of their own.
var elsewhere = map[string]func(h *house, p casebook.ID) error{
	"on the way": func(*house, casebook.ID) error { return nil },
	"told":       func(h *house, p casebook.ID) error { h.Told(p); return nil },
	"agreed":     func(h *house, p casebook.ID) error { h.SaysYes(p); return nil },
	"a no":       closings["a no"], "erased": closings["erased"], "an erasure asked for": closings["an erasure asked for"],
}

var (
	codes  = regexp.MustCompile(`"code":"[0-9a-f]{16}"`)
	stamps = regexp.MustCompile(`"receipt":"[^"]*"`)
)

// TestATeamCannotTellWhySomebodyIsClosed walks all operations with the id of a person: whatever closed them, a scout
// and a mentor get one answer, and for all who are elsewhere or nobody another one. Nothing that leaves somebody
// alone is lost.
func TestATeamCannotTellWhySomebodyIsClosed(t *testing.T) {
	for _, hands := range []string{"a password alone", "the pair"} {
		h := newHouse(t)
		ours, theirs := map[string]casebook.ID{}, map[string]casebook.ID{}
		n := 0
		noted := func(cause string) casebook.ID {
			n++
			p := h.Noted(fmt.Sprintf("Given%c", 'A'+n), fmt.Sprintf("Family%c", 'A'+n), fmt.Sprintf("+3905512340%02d", n))
			if cause != "a doubt who they are" { // who was met says with reason that one of us spoke to them before
				h.Met(p)
			}
			return p
		}
		for cause, ends := range closings {
			p := noted(cause)
			if err := ends(h, p); err != nil {
				t.Fatalf("%s: %v", cause, err)
			}
			ours[cause] = p
		}
		for cause, ends := range elsewhere {
			p := noted(cause)
			if err := ends(h, p); err != nil {
				t.Fatalf("%s: %v", cause, err)
			}
			theirs[cause] = p
			if cause != "erased" && cause != "an erasure asked for" {
				if err := h.Desk().Move(t.Context(), h.As("cora"), p, "ES"); err != nil {
					t.Fatal(err)
				}
			}
		}
		h.Pass(40 * 24 * time.Hour)
		if _, err := h.Desk().Tidy(t.Context()); err != nil {
			t.Fatal(err)
		}
		theirs["nobody known"] = casebook.ID{1, 2, 3}
		// What was erased stands where it stood: it is compared with the others there.
		for _, cause := range []string{"erased", "an erasure asked for"} {
			ours["later "+cause] = theirs[cause]
			delete(theirs, cause)
		}
		ana := h.as("ana")
		if hands == "the pair" {
			ana.unlocks("")
			ana.unlocks("ben")
		}
		h.walks(t, hands, ana, ours)
		h.walks(t, hands, ana, theirs)
		h.nothingLost(t, hands, theirs)
		h.Verifies()
	}
}

// walks tries every operation with everybody, twice, and what belongs together in a row.
func (h *house) walks(t *testing.T, hands string, c *client, people map[string]casebook.ID) {
	t.Helper()
	more := map[string][]string{
		"answer":        {`{"answer":"no","method":"turned","no_wish":true}`, `{"answer":"yes","method":"turned","no_wish":true}`, `{"answer":"no","method":"turned","language":"it","receipt":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}`},
		"type-in-paper": {`{"answer":"no"}`, `{"answer":"yes"}`},
		"answer-change": {`{"continue":false}`},
		"call":          {`{"reached":true,"alone":true,"told_cost":false,"felt_free":true}`},
		"remark":        {`{"text":"tired","safeguarding":true}`},
	}
	var all []operation
	for _, o := range operations(h) {
		if strings.Contains(o.On, "{person}") {
			all = append(all, o)
		}
	}
	// A slip is undone right after the stop; so it comes twice more at the end.
	for _, id := range []string{"stop", "undo-stop", "undo-stop", "show-person", "ask-erasure", "answer", "stop", "undo-stop", "show-person"} {
		all = append(all, all[slices.IndexFunc(all, func(o operation) bool { return o.ID == id })])
	}
	for _, o := range all {
		for _, body := range append([]string{bodies[o.ID]}, more[o.ID]...) {
			first, of := "", ""
			for cause, p := range people {
				out := c.sends(on(h, o, p), strings.ReplaceAll(body, "ID", h.As("ana").Who.String()))
				got := fmt.Sprint(out.Code, " ", strings.ReplaceAll(string(out.Raw), p.String(), "P"), " ", out.Head.Get("ETag"))
				got = stamps.ReplaceAllString(codes.ReplaceAllString(got, `"code":"C"`), `"receipt":"R"`)
				if out.Code >= http.StatusInternalServerError {
					t.Errorf("%s: %d", o.ID, out.Code)
				}
				if first == "" {
					first, of = got, cause
				}
				if got != first {
					t.Errorf("%s with %s: %q can be told from %q:\n%s\n%s", o.ID, hands, cause, of, got, first)
				}
			}
		}
		h.Pass(time.Second)
	}
}

// nothingLost checks that whatever left somebody alone, of whom the team was told nothing, is in the log.
func (h *house) nothingLost(t *testing.T, hands string, people map[string]casebook.ID) {
	t.Helper()
	for cause, p := range people {
		shown := h.Shows(p)
		if !shown.Refused || !shown.Erasure.Asked {
			t.Errorf("with %s, %s: the stop or the wish to be erased is lost: %+v", hands, cause, shown.State)
		}
		sara, err := h.Desk().Export(t.Context(), h.As("sara"), p)
		if desk.KindOf(err) != desk.NotFound { // hidden since an erasure was asked for
			t.Errorf("%s: %v %v", cause, sara, err)
		}
	}
}
