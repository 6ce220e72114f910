package casebook

import "slices"

// Bound is a number known only between two ends, both included. Low = High means exact.
type Bound struct {
	Low  int `json:"low"`
	High int `json:"high"`
}

// Tally counts people by stage; every count opens to the records behind it (G26).
type Tally struct {
	Stages  map[Stage]int `json:"stages"`
	Reached int           `json:"approached"` // somebody talked with them
	Noes    int           `json:"noes"`       // left alone by their own no
	Leavers int           `json:"leavers"`    // left alone since they dropped a yes or left
	AfterNo int           `json:"contacts_after_no"`
}

// Add counts a state in, with by = 1, or out again, with by = -1.
func (t *Tally) Add(s *State, by int) {
	if t.Stages == nil {
		t.Stages = map[Stage]int{}
	}
	t.Stages[s.Stage] += by
	if t.Stages[s.Stage] == 0 {
		delete(t.Stages, s.Stage)
	}
	if s.Reached {
		t.Reached += by
	}
	switch {
	case s.Stage != StageLeftAlone:
	case s.Ending == EndedNo:
		t.Noes += by
	case s.Ending == EndedLeft:
		t.Leavers += by
	}
	t.AfterNo += by * s.AfterNo
}

// Yes is how many say yes: at least those whose yes has taken effect, at most those and everybody
// whose yes or answer is still open. Bounds stay bounds (G26).
func (t *Tally) Yes() Bound {
	low := t.Stages[StageEffective]
	if off("G26") {
		return Bound{low, low}
	}
	return Bound{low, low + t.Stages[StageProvisional] + t.Stages[StageOffered]}
}

// Open is how many people are on the way: reached, and neither agreed nor closed.
func (t *Tally) Open() int {
	n := 0
	for _, s := range []Stage{StageApproached, StageInterviewed, StageAssessed, StageTold, StageUnderstood, StageOffered, StageProvisional} {
		n += t.Stages[s]
	}
	return n
}

// contactsAfterNo counts the contacts that were made in spite of a refusal that their author could know.
func (f *file) contactsAfterNo() int {
	n := 0
	for _, fact := range f.facts {
		after := slices.ContainsFunc(fact.Lacks, func(l Lack) bool {
			return l.Gate == "G11" && !l.Overruled && (l.Key == "contact.refused" || l.Key == "offer.refused")
		})
		if after && slices.Contains(contactTypes, fact.Type) {
			n++
		}
	}
	return n
}

// SameAs lists the records that a named person judged to be the same human being as the one whose
// commits these are. Package desk closes the set; a refusal binds all of it.
func SameAs(h *House, commits []*Commit) []ID {
	var out []ID
	for _, m := range newFile(h, commits).matches() {
		if b, ok := m.found.Body.(*Match); ok && m.verdict == "same" && !b.Other.IsZero() && !h.Ours(b.Other) {
			out = append(out, b.Other)
		}
	}
	return out
}
