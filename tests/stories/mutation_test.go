//go:build mutation

package stories

import (
	"fmt"
	"testing"

	"willing/casebook"
	"willing/desk"
	"willing/node/nodetest"
)

// recorder is a test that only notes whether a story failed.
type recorder struct {
	testing.TB
	failed bool
}

type stopped struct{}

func (r *recorder) Helper()               {}
func (r *recorder) Error(...any)          { r.failed = true }
func (r *recorder) Errorf(string, ...any) { r.failed = true }
func (r *recorder) Fatal(...any)          { r.failed = true; panic(stopped{}) }
func (r *recorder) Fatalf(string, ...any) { r.failed = true; panic(stopped{}) }

// broken tells a story and reports whether it failed.
func broken(t *testing.T, s told) (failed bool) {
	r := &recorder{TB: t}
	defer func() {
		switch p := recover(); p {
		case nil:
		case stopped{}:
			failed = true
		default:
			panic(fmt.Sprintf("%s, %q: %v", s.gate, s.name, p))
		}
	}()
	s.tells(r)
	return r.failed
}

// TestEverySwitchedOffGateBreaksAStory stops at the first story of a gate that notices.
func TestEverySwitchedOffGateBreaksAStory(t *testing.T) {
	defer func() { casebook.Off = "" }()
	for _, g := range casebook.Gates {
		if !g.Enforced {
			continue
		}
		noticed := false
		for _, s := range stories {
			if s.gate != g.ID || noticed {
				continue
			}
			casebook.Off = g.ID
			noticed = broken(t, s)
			casebook.Off = ""
		}
		if !noticed {
			t.Errorf("%s %s: no story at the desk notices that it is off", g.ID, g.Name)
		}
	}
}

func TestWithoutTheListOfThoseAheadAViewStandsStill(t *testing.T) {
	desk.Off = "ahead"
	defer func() { desk.Off = "" }()
	if !broken(t, told{name: "knew more", tell: knewMore}) {
		t.Error("nobody looks again at whoever waits for a position, and nothing shows it")
	}
}

func TestWithoutASecondLookAListThatCameLaterStopsNobody(t *testing.T) {
	desk.Off = "again"
	defer func() { desk.Off = "" }()
	for name, tell := range map[string]func(testing.TB, *nodetest.House){"on the way": onTheWayAlready, "went to": wentTo} {
		if !broken(t, told{name: name, tell: tell}) {
			t.Errorf("%s: nobody is looked up again, and nothing shows it", name)
		}
	}
}

func TestWithoutTheBirthDatesThatWereAskedWhoSaidNoIsNotRecognised(t *testing.T) {
	desk.Off = "born"
	defer func() { desk.Off = "" }()
	if !broken(t, told{name: "asked", tell: bornAsAsked}) {
		t.Error("a birth date that was asked makes no key, and nothing shows it")
	}
}
