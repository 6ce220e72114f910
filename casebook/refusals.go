package casebook

import (
	"slices"
	"time"
)

// refusal is one refusal or hold in a person's file.
type refusal struct {
	commit   *Commit
	fact     *Fact
	hold     bool
	until    Date      // a hold with a date ends then; zero: never by itself
	earliest time.Time // but not before
	covers   string    // "role", "programme" or "organisation"
	role     string    // for covers "role"
}

// refusals lists every refusal and hold that binds the person, oldest first, undone slips left out.
func (f *file) refusals() []refusal {
	if f.refused == nil {
		f.refused = f.findRefusals()
	}
	return f.refused
}

// refusalsNamed lists the refusals that a commit names, each once.
func (f *file) refusalsNamed(c *Commit) []refusal {
	if f.refusing == nil {
		f.refusing = map[Ref]refusal{}
		for _, r := range f.refusals() {
			f.refusing[r.fact.Ref] = r
		}
	}
	var out []refusal
	for i, ref := range c.Refs {
		if r, ok := f.refusing[ref]; ok && !slices.Contains(c.Refs[:i], ref) {
			out = append(out, r)
		}
	}
	return out
}

func (f *file) findRefusals() []refusal {
	out := []refusal{}
	undone := map[Ref]bool{}
	for _, u := range f.counting(StopUndone) {
		for _, ref := range u.Commit.Refs {
			undone[ref] = true
		}
	}
	for _, fact := range f.facts {
		bears, hold := f.leavesAlone(fact)
		if bears && !f.void(fact) && !(undone[fact.Ref] && fact.Type == StopMade) && !switchedOff(fact) {
			out = append(out, f.refusalOf(fact, hold))
		}
	}
	return out
}

// leavesAlone reports whether a fact refuses or holds: by what it says, or because its commit's header
// says so and it is the event that may have meant it. Nothing else is asked: no body, no signature, no
// fact, no known type. Where header and content differ, the one that leaves the person alone wins.
func (f *file) leavesAlone(fact *Fact) (bears, hold bool) {
	c := fact.Commit
	if c.Subject.IsZero() {
		return false, false
	}
	switch own := ownWord(fact.Type, fact.Body); {
	case c.refuses() && (own != "" || f.bearer(c, Refuse) == fact):
		return true, false
	case own == Refuse:
		return true, false
	case own == Hold, c.holds() && f.bearer(c, Hold) == fact:
		return true, true
	}
	return false, false
}

// ownWord is Refuse or Hold if an event says so by its type or its content, or "".
func ownWord(eventType string, content any) Effect {
	switch b := content.(type) {
	case *Answer:
		if b.Answer == "yes" {
			return ""
		} else if b.Answer == "no" {
			return Refuse
		}
		return Hold
	case *Guardian:
		if !b.Agrees {
			return Hold
		}
	case *Update:
		if !b.Continue {
			return Refuse
		}
	}
	switch eventType {
	case StopMade, WithdrawalMade:
		return Refuse
	case StopAsked:
		return Hold
	}
	return ""
}

// bearer finds the event that the refusal or hold in a commit's header speaks of: one that says so
// itself, or else the first whose content is not to be read here or that may cause it, or else the first.
func (f *file) bearer(c *Commit, e Effect) *Fact {
	facts := f.nodes[c.Hash].facts
	if slices.ContainsFunc(facts, func(fact Fact) bool { return ownWord(fact.Type, fact.Body) != "" }) {
		return nil // they bear it
	}
	for i, fact := range facts {
		if !known(fact.Type) || slices.Contains(causes[fact.Type], e) {
			return &facts[i]
		}
	}
	return &facts[0]
}

// refusesByItself reports whether a fact is a refusal and nothing else, so that no rule is asked of it. A
// judgement, a yes or anything else in a commit that refuses is still judged by its own rules.
func (f *file) refusesByItself(fact *Fact) bool {
	if bears, _ := f.leavesAlone(fact); !bears {
		return false
	}
	unread := fact.Body == nil && slices.Contains(answers, fact.Type)
	return ownWord(fact.Type, fact.Body) != "" || unread || !known(fact.Type)
}

// answers are the event types that may be a refusal or the contrary, by their content.
var answers = []string{AnswerGiven, UpdateAnswered, GuardianAnswered}

// switchedOff lets the test suite take a gate away whose rule is no judgement of an event but the force
// of a refusal.
func switchedOff(fact *Fact) bool {
	switch fact.Type {
	case StopMade, StopAsked:
		return off("G02")
	case WithdrawalMade:
		return off("G17")
	case AnswerGiven:
		return off("G12") && !fact.Commit.refuses() || off("G11") && fact.Commit.refuses()
	}
	return !known(fact.Type) && off("newer")
}

func (f *file) refusalOf(fact *Fact, hold bool) refusal {
	r := refusal{commit: fact.Commit, fact: fact, hold: hold, covers: "programme"}
	switch b := fact.Body.(type) {
	case *Answer:
		switch {
		case b.Covers == "organisation":
			r.covers = b.Covers
		case b.Covers == "role" && f.proven(fact): // narrower only by the person's own choice
			r.covers, r.role = b.Covers, f.roleRefused(fact)
		}
		r.until = b.Until
	case *Guardian:
		r.until, r.earliest = b.Majority, f.surelyOfAge()
	}
	if r.until.known() && !dayEverywhere(r.until).After(fact.Commit.when()) {
		r.until = Date{} // a day that was over already is none
	}
	return r
}

// surelyOfAge is when the person is of age by every birth date that anybody ever noted; zero if nobody did. It asks
// for no judgement of these notes, so a refusal depends on nothing but what is on record.
func (f *file) surelyOfAge() time.Time {
	var last time.Time
	for _, eventType := range []string{ParticularsNoted, AgeStated, AgeProven, AgeCorrected} {
		for _, fact := range f.byType[eventType] {
			if born := bornOf(fact); born.known() {
				last = latestOf(last, born.latest().AddDate(majority, 0, 0))
			}
		}
	}
	return last
}

// roleRefused finds the role of the offer that a no names; "" if it is not here or there are several,
// and then the refusal covers every role.
func (f *file) roleRefused(fact *Fact) string {
	role := ""
	for _, ref := range fact.Commit.Refs {
		if named := f.find(ref); named != nil {
			if b, ok := named.Body.(*Offer); ok {
				if role != "" && role != b.Role {
					return ""
				}
				role = b.Role
			}
		}
	}
	return role
}

// concerns reports whether the refusal stands against a role; role "" asks about contact as such.
func (r refusal) concerns(role string) bool {
	return r.covers != "role" || r.role == "" || role == "" || r.role == role
}

// ends is when a hold with a date ends: when its day has begun everywhere. Zero: never. A date that no calendar has
// never comes.
func (r refusal) ends() time.Time {
	if !r.hold || !r.until.known() {
		return time.Time{}
	}
	return latestOf(dayEverywhere(r.until), r.earliest)
}

// endedBy reports whether a hold with a date has ended.
func (r refusal) endedBy(t time.Time) bool {
	end := r.ends()
	return !end.IsZero() && !t.Before(end)
}

// against lists the refusals that stand against an event: not ended, and not answered by a reopening
// that the event relies on.
func (h *hearing) against(role string) []refusal {
	var out []refusal
	for _, r := range h.file.refusals() {
		if r.commit != h.commit && r.concerns(role) && !r.endedBy(h.commit.when()) && !h.file.answeredIn(r, h.commit) && !h.file.liftedFor(r, h.commit) {
			out = append(out, r)
		}
	}
	return out
}

// answeredIn reports whether an event relies on a reopening that answers the refusal.
func (f *file) answeredIn(r refusal, c *Commit) bool {
	return slices.ContainsFunc(f.reopenings()[r.fact.Ref], func(re *Commit) bool { return f.relies(c, re) })
}

// liftedFor reports whether a stop that a stranger asked for was lifted, as far as the author of c could know.
// It was never the person's word, so they need not begin anew.
func (f *file) liftedFor(r refusal, c *Commit) bool {
	return r.fact.Type == StopAsked && slices.ContainsFunc(f.reopenings()[r.fact.Ref], func(re *Commit) bool { return f.couldKnow(c, re) })
}

// cameBack is the last reopening by which the person took back a word of their own, or that of somebody who
// spoke for them; nil if there is none. From there on the way begins anew. A 'not now' only held them where they were.
func (f *file) cameBack() *Fact {
	all := f.counting(PersonReopened)
	for _, re := range slices.Backward(all) {
		own := func(r refusal) bool {
			return r.fact.Type != StopAsked && !(r.hold && r.fact.Type == AnswerGiven) && slices.Contains(f.reopenings()[r.fact.Ref], re.Commit)
		}
		if slices.ContainsFunc(f.refusalsNamed(re.Commit), own) {
			return re
		}
	}
	return nil
}

// standing lists the refusals and holds that stand at now: neither ended nor answered by a reopening.
func (f *file) standing(now time.Time) []refusal {
	var out []refusal
	for _, r := range f.refusals() {
		if !r.endedBy(now) && len(f.reopenings()[r.fact.Ref]) == 0 {
			out = append(out, r)
		}
	}
	return out
}
