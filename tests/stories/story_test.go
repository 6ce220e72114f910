package stories

import (
	"context"
	"strings"
	"testing"
	"time"

	"willing/casebook"
	"willing/desk"
	"willing/journal"
	"willing/node/nodetest"
)

const day = 24 * time.Hour

// told is one story: gate is the gate that it is about, or "" if it is about none in particular.
type told struct {
	gate, name string
	tell       func(t testing.TB, h *nodetest.House)
}

var stories []told

// story registers a story under its gate.
func story(gate, name string, tell func(t testing.TB, h *nodetest.House)) bool {
	stories = append(stories, told{gate, name, tell})
	return true
}

// tells tells a story in a house of its own, and verifies the house at its end.
func (s told) tells(t testing.TB) {
	h := nodetest.New(t)
	s.tell(t, h)
	h.Verifies()
}

func TestStories(t *testing.T) {
	for _, s := range stories {
		t.Run(strings.TrimSpace(s.gate+" "+s.name), func(t *testing.T) {
			t.Parallel()
			s.tells(t)
		})
	}
}

func TestEveryEnforcedGateHasAStory(t *testing.T) {
	of := map[string]int{}
	for _, s := range stories {
		of[s.gate]++
	}
	for _, g := range casebook.Gates {
		if g.Enforced && of[g.ID] == 0 {
			t.Errorf("%s %s has no story", g.ID, g.Name)
		}
	}
}

// done ends the story if a step that is right did not work.
func done(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatalf("held: %v", err)
	}
}

// held checks that the desk holds something by a gate. A team reads the one sentence, whichever gate it was.
func held(t testing.TB, err error, gate string) {
	t.Helper()
	e, ok := err.(*desk.Error)
	if !ok || e.Kind != desk.Held {
		t.Fatalf("not held by %s: %v", gate, err)
	}
	for _, l := range e.Lacks {
		if l.Gate == gate || l.Key == "check.blocked" && gate != "" {
			return
		}
	}
	t.Fatalf("held by %s, want %s: %v", e.Gate(), gate, err)
}

// fails checks with which kind of error something fails.
func fails(t testing.TB, err error, kind desk.Kind) {
	t.Helper()
	if got := desk.KindOf(err); err == nil || got != kind {
		t.Fatalf("%q: %v, want %q", got, err, kind)
	}
}

// ctx lives as long as the story.
func ctx(h *nodetest.House) context.Context { return h.T.Context() }

// maria is somebody to meet in Livorno.
func maria(h *nodetest.House) casebook.ID { return h.Noted("Maria", "Rossi", "+393331112233") }

// understood is somebody who was told and has understood; the link's key is their own.
func understood(h *nodetest.House) (casebook.ID, journal.Key) {
	p := maria(h)
	h.Met(p)
	return p, h.Told(p)
}

// asked is somebody who was asked, and has not answered yet.
func asked(h *nodetest.House) (casebook.ID, journal.Key) {
	p, link := understood(h)
	h.Asked(p)
	return p, link
}

// refused is somebody who said no by their own link; receipt is the key of their receipt.
func refused(h *nodetest.House) (person casebook.ID, link, receipt journal.Key) {
	person, link = asked(h)
	receipt = h.Answers(person, "no", link)
	h.Stands(person, casebook.StageLeftAlone)
	return person, link, receipt
}

// yes is the content of an answer.
func yes(method string) *casebook.Answer {
	return &casebook.Answer{Answer: "yes", Method: method, NoWish: true, Language: "it"}
}

func event(eventType string, body any) []casebook.Event {
	return []casebook.Event{{Type: eventType, Body: body}}
}

// relies is what an honest program would name for the next event of a type.
func relies(h *nodetest.House, person casebook.ID, eventType string) []casebook.Ref {
	h.T.Helper()
	return h.Shows(person).Relies(eventType, "crew")
}

// nothingTookEffect checks that a person has said no yes that counts.
func nothingTookEffect(t testing.TB, h *nodetest.House, person casebook.ID) {
	t.Helper()
	if y := h.Shows(person).Yes; y != nil {
		t.Fatalf("a yes counts: %+v", y)
	}
}

// waits checks that a yes counts and has no effect yet.
func waits(t testing.TB, h *nodetest.House, person casebook.ID, gate string) {
	t.Helper()
	y := h.Shows(person).Yes
	if y == nil || y.Effective {
		t.Fatalf("the yes is %+v, want one that waits for %s", y, gate)
	}
	for _, l := range y.WaitsFor {
		if l.Gate == gate {
			return
		}
	}
	t.Fatalf("it waits for %v, not for %s", y.WaitsFor, gate)
}
