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
	} else if h.commit.At.Sub(f.Commit.At).Abs() > checkHolds {
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

// g01Judgement: a release is given by a named person outside the team, with a reason. Whether somebody is a certain other
// person is decided where both are on record. Whoever parts them stands outside the other's teams too, and this file does not
// tell who those are (see package desk); and whom it joins stands in one territory, so a device would fetch whomever it names.
// Until then the match stands, and keeps everybody from them.
var g01Judgement = rule{"G01", []string{MatchJudged}, func(h *hearing) []Lack {
	b := h.fact.Body.(*Judgement)
	var out []Lack
	if b.Verdict != "same" && b.Verdict != "different" && b.Verdict != "unsure" {
		out = append(out, lack("G01", "judge.verdict", "say whether they are the same, different, or that you are unsure"))
	}
	if b.Reason == "" {
		out = append(out, lack("G01", "judge.reason", "give a reason"))
	}
	if !h.actorIs(Coordinator, Safeguarding, Trainer, Administrator) || h.involves(h.commit.Actor.Who) {
		out = append(out, hands("G01", "judge.outside", "somebody outside the team decides: a coordinator, trainer, safeguarding lead or administrator who has not worked with this person"))
	}
	if len(h.matchesNamed()) == 0 {
		out = append(out, lack("G01", "judge.names", "name the possible match that you decide"))
	}
	if b.Verdict != "unsure" && !h.commit.Home && h.namesOther() && !off("judge.home") {
		out = append(out, lack("G01", "judge.home", "whether these are one person or two is decided at headquarters, where both are on record"))
	}
	if b.Verdict == "same" && h.namesMarker() && !h.commit.Has(Refuse) {
		out = append(out, lack("G01", "judge.refuse", "the same as somebody who said no: the judgement must carry the refusal"))
	}
	return out
}}

// matchesNamed lists the possible matches that the event names, whatever they are worth.
func (h *hearing) matchesNamed() []*Fact {
	return slices.DeleteFunc(h.file.possible(), func(f *Fact) bool { return !restsOn(h.fact, f) })
}

func (h *hearing) namesMarker() bool {
	return slices.ContainsFunc(h.matchesNamed(), func(f *Fact) bool {
		b, ok := f.Body.(*Match)
		return ok && b.Marker
	})
}

// namesOther reports whether a possible match that the event names is, or may be, with another record.
func (h *hearing) namesOther() bool {
	return slices.ContainsFunc(h.matchesNamed(), func(f *Fact) bool {
		b, ok := f.Body.(*Match)
		return f.Type == MatchFound && (!ok || !b.Marker)
	})
}

// match is one possible match and how it was decided.
type match struct {
	found     *Fact
	verdict   string // "" until decided
	by        ID     // who decided so
	elsewhere bool   // headquarters decides, in words that are not here: the person stands in another territory
}

// matches lists the possible matches with their judgements. Where two judgements differ, the one that
// leaves the person alone wins: 'same' before 'unsure' before 'different'.
func (f *file) matches() []match {
	if f.matched != nil {
		return f.matched
	}
	f.matched = []match{}
	about := map[Ref][]*Fact{} // what names a fact
	judged := f.counting(MatchJudged)
	for _, j := range judged {
		for _, ref := range j.Commit.Refs {
			about[ref] = append(about[ref], j)
		}
	}
	elsewhere := f.decidedElsewhere()
	weight := map[string]int{"": 0, "different": 1, "unsure": 2, "same": 3}
	for _, found := range f.possible() {
		m := match{found: found}
		for _, j := range about[found.Ref] {
			// A judgement that a later one of the same match names is corrected, by name and not by clock. What was decided of something
			// else takes nothing back: on a device that may be said of anything.
			corrected := slices.ContainsFunc(about[j.Ref], func(later *Fact) bool { return off("judged") || names(later.Commit, found.Ref) })
			if verdict := j.Body.(*Judgement).Verdict; !corrected && weight[verdict] > weight[m.verdict] {
				m.verdict, m.by = verdict, j.Commit.Actor.Who
			}
		}
		m.elsewhere = m.verdict == "" && elsewhere
		f.matched = append(f.matched, m)
	}
	return f.matched
}

// decidedElsewhere reports whether headquarters itself decides of the person in words that are not here, since they stand in another
// territory; what it says of a further match may not come here at all. Until it does, a match stands: the safe direction needs no word.
func (f *file) decidedElsewhere() bool {
	return !off("match.elsewhere") && slices.ContainsFunc(f.byType[MatchJudged], func(j *Fact) bool {
		return j.Commit.Home && j.Standing == Withheld
	})
}

// possible lists what may say that the person is already known: matches found, whatever they are worth
// and whether or not their content is here, and approaches at which the person said that one of us had
// spoken to them before, though nobody had by what the approach rests on.
func (f *file) possible() []*Fact {
	out := slices.Clone(f.byType[MatchFound])
	for _, fact := range f.byType[ApproachMade] {
		if b, ok := fact.Body.(*Approach); ok && b.SpokenBefore == "yes" && !f.spokenWith(fact) {
			out = append(out, fact)
		}
	}
	return out
}

// spokenWith reports whether a further talk rests on an earlier one with the same person: then that one of us had spoken
// to them is known, and tells nothing new. The earlier talk is judged by itself, since matches are found before the way is.
func (f *file) spokenWith(further *Fact) bool {
	return slices.ContainsFunc(f.byType[ApproachMade], func(a *Fact) bool {
		b, ok := a.Body.(*Approach)
		if !ok || b.Outcome != "talked" || a.Commit == further.Commit || !f.relies(further.Commit, a.Commit) || !f.arrived(a.Commit) {
			return false
		}
		h := f.hear(a)
		return len(h.order())+len(g01Approach.test(h))+len(h.signed()) == 0
	})
}

// blocks reports whether a match still keeps everybody from the person: until somebody has decided. A
// record judged the same as another shares that one's state from then on; one judged the same as
// somebody who said no (a marker) carries a refusal of its own.
func (m match) blocks() bool { return m.verdict != "same" && m.verdict != "different" }

// ToldApart reports whether a possible match was decided to be about somebody else, and by whom.
func (s *State) ToldApart(ref Ref) (by ID, apart bool) {
	for _, m := range s.file.matches() {
		if m.found.Ref == ref {
			return m.by, m.verdict == "different"
		}
	}
	return ID{}, false
}

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
