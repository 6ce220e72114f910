package casebook

import (
	"slices"
	"time"
)

// checkHolds is how long a check serves (our decision): a working day.
const checkHolds = 24 * time.Hour

var g01Approach = rule{"G01", []string{ApproachMade}, func(h *hearing) []Lack {
	var out []Lack
	if f, check := one[Check](h, CheckMade); check == nil {
		out = append(out, lack("G01", "check.missing", "Check first: look this person up before you approach."))
	} else if !check.Clear {
		out = append(out, lack("G01", "check.blocked", NeutralRefusal))
	} else if h.commit.At.Sub(f.Commit.At) > checkHolds {
		out = append(out, lack("G01", "check.old", "Check again: the last look is more than a day old."))
	}
	if b := h.fact.Body.(*Approach); b.Outcome == "talked" && b.SpokenBefore != "yes" && b.SpokenBefore != "no" {
		out = append(out, lack("G01", "approach.ask-first", "Ask first: has one of us spoken to you before? Then note the answer."))
	}
	if !h.actorIs(Scout, Mentor, Coordinator) {
		out = append(out, hands("G01", "approach.who", "an approach is made by a scout, a mentor or a coordinator, with their own key"))
	}
	return out
}}

// g01Contact: nothing goes on while somebody must decide whether this is a person already known, and
// nobody is interviewed or told who was not approached by the rules first.
var g01Contact = rule{"G01", contactTypes, func(h *hearing) []Lack {
	var out []Lack
	if h.file.awaitsJudgement(h.commit) {
		out = append(out, lack("G01", "match.open", NeutralRefusal))
	}
	if h.fact.Type != DisclosureDelivered && h.fact.Type != InterviewHeld {
		return out
	}
	if _, approach := one[Approach](h, ApproachMade); approach == nil || approach.Outcome != "talked" {
		out = append(out, lack("G01", "contact.approach", "Meet the person first: check, then a first talk."))
	}
	return out
}}

// g01Judgement: a release is given by a named person outside the team, with a reason.
var g01Judgement = rule{"G01", []string{MatchJudged}, func(h *hearing) []Lack {
	b := h.fact.Body.(*Judgement)
	var out []Lack
	if b.Verdict != "same" && b.Verdict != "different" && b.Verdict != "unsure" {
		out = append(out, lack("G01", "judge.verdict", "say whether they are the same, different, or that you are unsure"))
	}
	if b.Reason == "" {
		out = append(out, lack("G01", "judge.reason", "give a reason"))
	}
	if !h.actorIs(Coordinator, Safeguarding, Trainer, Administrator) || h.file.involved(h.commit.Actor.Who, h.seen()) {
		out = append(out, hands("G01", "judge.outside", "somebody outside the team decides: a coordinator, trainer, safeguarding lead or administrator who has not worked with this person"))
	}
	if len(h.named(MatchFound)) == 0 && len(h.named(ApproachMade)) == 0 {
		out = append(out, lack("G01", "judge.names", "name the possible match that you decide"))
	}
	if b.Verdict == "same" && h.namesMarker() && !h.commit.Has(Refuse) {
		out = append(out, lack("G01", "judge.refuse", "the same as somebody who said no: the judgement must carry the refusal"))
	}
	return out
}}

func (h *hearing) namesMarker() bool {
	return slices.ContainsFunc(h.named(MatchFound), func(f *Fact) bool { return f.Body.(*Match).Marker })
}

// match is one possible match and how it was decided.
type match struct {
	found   *Fact
	verdict string // "" until decided
	by      *Fact
}

// matches lists the possible matches with their judgements. Where two judgements differ, the one that
// leaves the person alone wins: 'same' before 'unsure' before 'different'.
func (f *file) matches() []match {
	var out []match
	judged := f.counting(MatchJudged)
	weight := map[string]int{"": 0, "different": 1, "unsure": 2, "same": 3}
	for _, found := range append(f.counting(MatchFound), f.spokenBefore()...) {
		m := match{found: found}
		for _, j := range judged {
			verdict := j.Body.(*Judgement).Verdict
			if names(j.Commit, found.Ref) && !supersededAmong(judged, j) && weight[verdict] > weight[m.verdict] {
				m.verdict, m.by = verdict, j
			}
		}
		out = append(out, m)
	}
	return out
}

// supersededAmong reports whether a later judgement names this one: that is how a wrong judgement is
// corrected, by name and not by clock.
func supersededAmong(judged []*Fact, j *Fact) bool {
	return slices.ContainsFunc(judged, func(other *Fact) bool { return names(other.Commit, j.Ref) })
}

// spokenBefore are approaches at which the person said that one of us had spoken to them before.
func (f *file) spokenBefore() []*Fact {
	var out []*Fact
	for _, fact := range f.facts {
		if b, ok := fact.Body.(*Approach); ok && b.SpokenBefore == "yes" {
			out = append(out, fact)
		}
	}
	return out
}

// blocks reports whether a match still keeps everybody from the person: until somebody has decided. A
// record judged the same as another shares that one's state from then on; one judged the same as
// somebody who said no (a marker) carries a refusal of its own.
func (m match) blocks() bool { return m.verdict != "same" && m.verdict != "different" }

// awaitsJudgement reports whether a possible match that the author of c could know is undecided for
// them. c may be nil: then everything known counts.
func (f *file) awaitsJudgement(c *Commit) bool {
	for _, m := range f.matches() {
		if m.found.Commit != c && m.blocks() && (c == nil || f.couldKnow(c, m.found.Commit)) {
			return true
		}
	}
	return false
}

// names reports whether a commit names an event.
func names(c *Commit, ref Ref) bool {
	for _, r := range c.Refs {
		if r == ref {
			return true
		}
	}
	return false
}
