package office

import (
	"cmp"
	"slices"
	"time"

	"willing/casebook"
	"willing/desk"
	"willing/locale"
	"willing/web"
)

// station is one stop of a person's way. Class is "" for what counts, "half" for what has begun or does
// not count, "open" for what is yet to come.
type station struct {
	Class, Name, Say string
	At               time.Time
}

// way lists the stations of everybody's way, in order. What need not happen (an interview, a test) is shown
// where it did.
var way = []struct {
	event  string
	always bool
}{
	{casebook.LeadNoted, true}, {casebook.ApproachMade, true}, {casebook.InterviewHeld, false}, {casebook.TestTaken, false},
	{casebook.DisclosureDelivered, true}, {casebook.UnderstandingHeard, true}, {casebook.OfferMade, true}, {casebook.AnswerGiven, true},
	{forDoctor, false},
}

// forDoctor is the station of what somebody told about their health: no interview and no test, and theirs alone.
const forDoctor = "health"

// journey draws the way so far. Somebody who is left alone has no stations to come.
func journey(p *web.Page, found *desk.Person) []station {
	var out []station
	ended := shape(found.Stage) == "off"
	for _, step := range way {
		s := stationOf(p, found, step.event)
		switch {
		case s.Class != "open" || step.always && !ended:
			out = append(out, s)
		}
	}
	switch {
	case ended:
		out = append(out, station{Class: "ended", Name: locale.Capital(stageWord(p, found.Stage)), Say: p.T("office.journey.ended"), At: found.Since})
	case found.Yes != nil && found.Yes.Effective:
		out = append(out, station{Name: p.T("office.journey.effective"), Say: p.T("office.journey.effective.say"), At: found.Yes.Since})
	case found.Yes != nil:
		out = append(out, station{Class: "half", Name: p.T("office.journey.effective"), Say: p.Lack(found.Yes.WaitsFor[0])})
	default:
		out = append(out, station{Class: "open", Name: p.T("office.journey.effective"), Say: p.T("office.journey.later")})
	}
	return out
}

// stationOf looks for the event among the facts: the newest that counts, or else the newest of its type with
// what it lacks.
func stationOf(p *web.Page, found *desk.Person, event string) station {
	s := station{Class: "open", Name: p.T("office.station." + event), Say: p.T("office.journey.later")}
	if event == casebook.UnderstandingHeard {
		if half, ok := understood(p, found, s); ok {
			return half
		}
	}
	if event == forDoctor {
		for _, f := range found.ForDoctor() {
			s.Class, s.At, s.Say = "", f.Commit.At, p.T("office.journey.counts")+" "+locale.Capital(detail(p, f))
		}
		return s
	}
	if f := shown(found, event); f != nil {
		s.Class, s.At = "", f.Commit.At
		s.Say = p.T("office.journey.counts") + " " + locale.Capital(detail(p, f))
		if b, ok := f.Body.(*casebook.Approach); ok && b.Outcome != "talked" {
			s.Class = "half"
		}
		return s
	}
	for i := len(found.Facts) - 1; i >= 0; i-- {
		f := found.Facts[i]
		if f.Type != event || found.IsForDoctor(f) {
			continue
		}
		s.Class, s.At, s.Say = "half", f.Commit.At, p.T("office.standing."+string(f.Standing))
		if len(f.Lacks) > 0 {
			s.Say = p.T("office.journey.not-yet") + " " + reason(p, found, f.Lacks[0])
		}
		return s
	}
	return s
}

// reason says why something does not count. The one neutral sentence is for teams (G01): whoever reads this page is shown
// what left the person alone anyhow, and reads that.
func reason(p *web.Page, found *desk.Person, l casebook.Lack) string {
	if l.Say != casebook.NeutralRefusal || found.Stage != casebook.StageLeftAlone || !found.Refused {
		return p.Lack(l)
	}
	return locale.Sentence(p.T("office.reason."+cmp.Or(found.Ending, "stop"), "day", p.Day(found.Since)))
}

// shown is the fact that a station tells of: of talks the first that met somebody, of all else the newest that counts.
func shown(found *desk.Person, event string) *casebook.Fact {
	facts := slices.DeleteFunc(slices.Clone(found.Facts), found.IsForDoctor)
	for _, f := range facts {
		if b, ok := f.Body.(*casebook.Approach); ok && event == casebook.ApproachMade && f.Standing == casebook.Counts && b.Outcome == "talked" {
			return f
		}
	}
	return latest(facts, event)
}

// understood is half a station while points are open: what is heard is told in words, and it is no score.
func understood(p *web.Page, found *desk.Person, s station) (station, bool) {
	last := latest(found.Facts, casebook.UnderstandingHeard)
	if last == nil {
		return s, false
	}
	s.At, s.Class, s.Say = last.Commit.At, "", p.T("office.journey.counts")+" "+p.T("office.journey.points")
	if open := found.Unheard(); len(open) > 0 {
		s.Class, s.Say = "half", p.T("office.journey.point-open")+" "+p.T("office.point."+open[0])
	}
	return s, true
}

// missing is one thing that the next step lacks, who can see to it, and by which gate.
type missing struct{ Say, Who, Gate string }

// stepAfter is the step that comes next from each stage.
var stepAfter = map[casebook.Stage]string{
	casebook.StageNoted: casebook.ApproachMade, casebook.StageApproached: casebook.DisclosureDelivered,
	casebook.StageInterviewed: casebook.DisclosureDelivered, casebook.StageAssessed: casebook.DisclosureDelivered,
	casebook.StageTold: casebook.UnderstandingHeard, casebook.StageUnderstood: casebook.OfferMade, casebook.StageOffered: casebook.AnswerGiven,
}

// missingOf says what the next step is, and what it still lacks: of a yes, what it waits for.
func missingOf(p *web.Page, found *desk.Person) (step string, out []missing) {
	lacks := []casebook.Lack{}
	switch next := stepAfter[found.Stage]; {
	case found.Yes != nil && !found.Yes.Effective:
		step, lacks = p.T("office.next.effective"), found.Yes.WaitsFor
	case found.Alone || next == "":
		return "", nil
	case early(found, next):
		return p.T("office.next.young"), nil
	case next == casebook.AnswerGiven:
		next, lacks = awaited(found, p.Now())
		step = p.T("office.next." + next)
	default:
		step = p.T("office.next." + next)
		lacks = append(slices.Clone(lacksOf(found, next)), ahead(found, next)...)
	}
	for _, l := range lacks {
		out = append(out, missing{p.Lack(l), p.T(whoCan(p, l)), l.Gate})
	}
	return step, out
}

// lacksOf is what a step would lack that was taken now.
func lacksOf(found *desk.Person, act string) []casebook.Lack {
	if i := slices.IndexFunc(found.Next, func(s casebook.Step) bool { return s.Act == act }); i >= 0 {
		return found.Next[i].Missing
	}
	return nil
}

// awaited says how a question that was asked comes to its answer: before the pair while it is unlocked, by the private link whenever
// the person wants. Else the pair asks again, and what a question lacks now comes first: the text may have changed since (G16).
func awaited(found *desk.Person, now time.Time) (step string, lacks []casebook.Lack) {
	lacks = lacksOf(found, casebook.AnswerGiven)
	if !slices.Contains(casebook.Keys(lacks), "pair.closed") {
		return casebook.AnswerGiven, lacks
	}
	again := lacksOf(found, casebook.OfferMade)
	switch own := slices.ContainsFunc(found.Links(), func(l casebook.IssuedLink) bool { return l.Open(now) }); {
	case len(again) > 0:
		return "again", again
	case own:
		return casebook.AnswerGiven, nil
	}
	return "again", lacks
}

// early reports whether somebody is surely too young for the step: nobody goes to a minor unasked, and whom only time
// makes old enough is not told what they cannot be asked (G08).
func early(found *desk.Person, next string) bool {
	switch y := found.Young; {
	case y == nil:
		return false
	case next == casebook.ApproachMade:
		return y.Minor && !found.Reached
	}
	return !found.Young.Doubt && (next == casebook.DisclosureDelivered || next == casebook.UnderstandingHeard)
}

// ahead is what an offer will lack that no step before it brings: the age, a guardian. It is told one step
// ahead.
func ahead(found *desk.Person, next string) []casebook.Lack {
	var out []casebook.Lack
	if next != casebook.DisclosureDelivered && next != casebook.UnderstandingHeard {
		return nil
	}
	for _, s := range found.Next {
		for _, l := range s.Missing {
			if s.Act == casebook.OfferMade && l.Gate == "G08" {
				out = append(out, l)
			}
		}
	}
	return out
}

// whoCan is the key of who can see to something that is missing.
func whoCan(p *web.Page, l casebook.Lack) string {
	for _, key := range []string{"office.who." + l.Key, "office.who." + l.Gate} {
		if p.Words.Has("en", key) {
			return key
		}
	}
	return "office.who.team"
}
