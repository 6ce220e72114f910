//go:build mutation

package casebook_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"willing/casebook"
)

// recorder is a test that only notes whether a story failed.
type recorder struct{ failed bool }

type stopped struct{}

func (r *recorder) Helper()               {}
func (r *recorder) Errorf(string, ...any) { r.failed = true }
func (r *recorder) Fatalf(string, ...any) { r.failed = true; panic(stopped{}) }

// fails tells a story with a gate switched off and reports whether it breaks.
func fails(s storyOf) (failed bool) {
	r := &recorder{}
	defer func() {
		switch p := recover(); p {
		case nil:
		case stopped{}:
			failed = true
		default:
			panic(fmt.Sprintf("%s, %q: %v", s.gate, s.name, p))
		}
	}()
	s.tell(r, newWorld(r))
	return r.failed
}

func TestEverySwitchedOffGateBreaksAStory(t *testing.T) {
	defer func() { casebook.Off = "" }()
	for _, g := range casebook.Gates {
		told, broken := 0, 0
		for _, s := range stories {
			if s.gate != g.ID {
				continue
			}
			told++
			if casebook.Off = ""; fails(s) {
				t.Errorf("%s, %q: fails with every gate on", s.gate, s.name)
			}
			if casebook.Off = g.ID; fails(s) {
				broken++
			}
		}
		t.Logf("%s: %d stories, %d break with the gate off", g.ID, told, broken)
		switch {
		case g.Enforced && told == 0:
			t.Errorf("%s %s: enforced, and no story tells of it", g.ID, g.Name)
		case g.Enforced && broken == 0:
			t.Errorf("%s %s: no story notices that it is off", g.ID, g.Name)
		}
	}
}

// TestWithoutWhatAnAuthorKnewAClockSetBackGains switches off that nobody wrote before what they knew was written.
func TestWithoutWhatAnAuthorKnewAClockSetBackGains(t *testing.T) {
	defer func() { casebook.Off = "" }()
	casebook.Off = "written"
	for _, gate := range []string{"G09", "G10", "G12"} {
		noticed := false
		for _, s := range stories {
			noticed = noticed || s.gate == gate && strings.Contains(s.name, "clock set back") && fails(s)
		}
		if !noticed {
			t.Errorf("%s: no story notices", gate)
		}
	}
}

// TestWithoutTheReceiptAClockThatRanAheadLosesAnswers switches off that nothing was written after headquarters received it.
func TestWithoutTheReceiptAClockThatRanAheadLosesAnswers(t *testing.T) {
	defer func() { casebook.Off = "" }()
	casebook.Off = "ahead"
	if !slices.ContainsFunc(stories, func(s storyOf) bool { return s.gate == "G12" && strings.Contains(s.name, "ran ahead") && fails(s) }) {
		t.Error("no story notices")
	}
}

// TestWithoutWhatHeadquartersHeardAnybodyStandsOutside switches off that of their own hats, teams and ties people know.
func TestWithoutWhatHeadquartersHeardAnybodyStandsOutside(t *testing.T) {
	defer func() { casebook.Off = "" }()
	casebook.Off = "heard"
	noticed := 0
	for _, s := range stories {
		if fails(s) {
			noticed++
		}
	}
	if noticed < 3 {
		t.Errorf("%d stories notice that somebody claims to know less than they are", noticed)
	}
}

// TestWithoutTheSecondHandOneEnrolsAFriend switches off that a key takes two people, which is no gate about people met.
func TestWithoutTheSecondHandOneEnrolsAFriend(t *testing.T) {
	defer func() { casebook.Off = "" }()
	casebook.Off = "keys"
	for _, name := range []string{"a new key takes two people", "a sign-in link alone enrols no key, also where nobody else could sign"} {
		if !slices.ContainsFunc(stories, func(s storyOf) bool { return s.name == name && fails(s) }) {
			t.Errorf("this story does not notice: %s", name)
		}
	}
}

// TestWithoutTheKeySomethingElseIsADevice switches off, each by itself, what a device's name is.
func TestWithoutTheKeySomethingElseIsADevice(t *testing.T) {
	defer func() { casebook.Off = "" }()
	for off, name := range map[string]string{"device.home": "nobody turns headquarters away", "device.key": "a key of another length", "device.away": "a device that was turned away stays so"} {
		casebook.Off = off
		if !slices.ContainsFunc(stories, func(s storyOf) bool { return strings.HasPrefix(s.name, name) && fails(s) }) {
			t.Errorf("%s: this story does not notice: %s", off, name)
		}
	}
}

// TestWithoutSteppingDownAWrongProofSaysThatItCounts switches off that the history says of a proof that it was set right.
func TestWithoutSteppingDownAWrongProofSaysThatItCounts(t *testing.T) {
	defer func() { casebook.Off = "" }()
	casebook.Off = "age.right"
	if !slices.ContainsFunc(stories, func(s storyOf) bool {
		return strings.HasPrefix(s.name, "a proof of age that was set right says so") && fails(s)
	}) {
		t.Error("no story notices")
	}
}

// TestWithoutCareADeviceTakesForItsOwnWhatIsElsewhere switches off, each by itself, what a device makes of what it has the header of.
func TestWithoutCareADeviceTakesForItsOwnWhatIsElsewhere(t *testing.T) {
	defer func() { casebook.Off = "" }()
	for off, name := range map[string]string{
		"house.withheld":  "a list of refusals of which a device has the header alone",
		"erase.waits":     "where the person does not stand, a request for an erasure",
		"match.elsewhere": "what headquarters decided where a person stands",
	} {
		casebook.Off = off
		if !slices.ContainsFunc(stories, func(s storyOf) bool { return strings.HasPrefix(s.name, name) && fails(s) }) {
			t.Errorf("%s: this story does not notice: %s", off, name)
		}
	}
}

// TestWithoutCareADeviceTakesTheHousesOwnAway switches off that a colleague, a team and a list are nobody whom we meet.
func TestWithoutCareADeviceTakesTheHousesOwnAway(t *testing.T) {
	defer func() { casebook.Off = "" }()
	casebook.Off = "ours"
	for _, name := range []string{"nobody erases a colleague", "nobody has a colleague", "nobody is the same person as a colleague"} {
		if !slices.ContainsFunc(stories, func(s storyOf) bool { return strings.HasPrefix(s.name, name) && fails(s) }) {
			t.Errorf("this story does not notice: %s", name)
		}
	}
}

// TestWithoutTheMatchAJudgementTakesBackAnother switches off that a judgement is corrected by one of the same match.
func TestWithoutTheMatchAJudgementTakesBackAnother(t *testing.T) {
	defer func() { casebook.Off = "" }()
	casebook.Off = "judged"
	if !slices.ContainsFunc(stories, func(s storyOf) bool {
		return strings.HasPrefix(s.name, "what was decided of one possible match") && fails(s)
	}) {
		t.Error("no story notices")
	}
}

// TestSteppingDownChangesNothingElse: what the history says of a proof that was set right is all that it does.
func TestSteppingDownChangesNothingElse(t *testing.T) {
	defer func() { casebook.Off = "" }()
	bare := cmp.FilterPath(func(p cmp.Path) bool {
		name := p.Last().String()
		return name == ".Standing" || name == ".Lacks"
	}, cmp.Ignore())
	rapid.Check(t, func(rt *rapid.T) {
		casebook.Off = ""
		w := newWorld(rt)
		p := history(rt, w)
		for range rapid.IntRange(0, 2).Draw(rt, "set right") {
			p.As(w.sam).With(w.mia).Does(casebook.AgeProven, aBirth(rt))
			p.As(w.cora).With(w.sol).On(w.hq).Does(casebook.AgeCorrected, aBirth(rt))
			p.As(w.sam).With(w.mia).Offers()
			wild(rt, w, p)
		}
		after := p.State()
		casebook.Off = "age.right"
		before := p.State()
		if diff := cmp.Diff(before, after, sameState, bare); diff != "" {
			rt.Fatalf("it changes the state:\n%s", diff)
		}
		if diff := cmp.Diff(before.Next("crew", casebook.ID{1}, w.now), after.Next("crew", casebook.ID{1}, w.now)); diff != "" {
			rt.Fatalf("it changes the steps:\n%s", diff)
		}
		if diff := cmp.Diff(before.TooYoung("crew", w.now), after.TooYoung("crew", w.now)); diff != "" {
			rt.Fatalf("it changes the age:\n%s", diff)
		}
		for i, f := range after.Facts {
			was := before.Facts[i]
			right := len(f.Lacks) == 1 && f.Lacks[0].Key == "age.set-right" && f.Standing == casebook.Overruled && was.Standing == casebook.Counts
			if diff := cmp.Diff(was, f, sameState); diff != "" && !right {
				rt.Fatalf("it changes what else is worth:\n%s", diff)
			}
		}
	})
}

// TestEveryRuleTakenOutBreaksAStory is finer than gates: each rule of the fold by itself.
func TestEveryRuleTakenOutBreaksAStory(t *testing.T) {
	for i, name := range casebook.Rules() {
		notices(t, name+": this rule is gone", casebook.WithoutRule(i))
	}
}

// TestEveryRuleOfTheHouseTakenOutBreaksAStory does the same with the organisation's own side: what is asked of an
// event, and whose hat it takes.
func TestEveryRuleOfTheHouseTakenOutBreaksAStory(t *testing.T) {
	for _, eventType := range casebook.HouseRules() {
		notices(t, eventType+": its rule is gone", casebook.WithoutHouseRule(eventType))
	}
	for _, eventType := range casebook.Hatted() {
		notices(t, eventType+": everybody may write it", casebook.WithoutHats(eventType))
	}
}

// notices fails unless some story breaks, and puts back what was taken out.
func notices(t *testing.T, what string, back func()) {
	t.Helper()
	defer back()
	if !slices.ContainsFunc(stories, breaks) {
		t.Errorf("%s, and no story notices", what)
	}
}

// breaks is fails, and takes a panic for a failure too: what a rule keeps out, nothing behind it expects.
func breaks(s storyOf) (failed bool) {
	defer func() {
		if recover() != nil {
			failed = true
		}
	}()
	return fails(s)
}

// TestWithoutDoubtWhoMayBeAChildIsApproached switches off that doubt makes somebody a minor whom nobody goes to unasked.
func TestWithoutDoubtWhoMayBeAChildIsApproached(t *testing.T) {
	defer func() { casebook.Off = "" }()
	casebook.Off = "cold.doubt"
	if !slices.ContainsFunc(stories, func(s storyOf) bool {
		return strings.HasPrefix(s.name, "nobody who may be under 18 is approached unasked") && fails(s)
	}) {
		t.Error("no story notices")
	}
}

// TestByALinkInOurHandsOneOfUsGoesOn switches off that it takes more than a link which one of us may hold.
func TestByALinkInOurHandsOneOfUsGoesOn(t *testing.T) {
	defer func() { casebook.Off = "" }()
	for rule, story := range map[string]string{
		"again.seen": "by a link that we may hold nobody goes on", "assent.seen": "a young person's own agreement is not made by a link",
		"ours": "what takes two of us takes two keys",
	} {
		casebook.Off = rule
		if !slices.ContainsFunc(stories, func(s storyOf) bool { return strings.HasPrefix(s.name, story) && fails(s) }) {
			t.Errorf("%s: no story notices", rule)
		}
	}
}
