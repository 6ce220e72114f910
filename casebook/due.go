package casebook

import (
	"slices"
	"time"
)

// Deletion says when a file is to be deleted, and by which gate.
type Deletion struct {
	Gate string    `json:"gate"`
	Due  time.Time `json:"due"`
	Why  string    `json:"why"`
}

// deletion computes when a file has been kept long enough: leads that nobody approached (G03), and files of
// people not taken, not asked, or who said 'not now' and did not come (G27). Nil if there is no such end in
// sight: somebody was asked and may still answer, or said yes.
func (f *file) deletion(s *State) *Deletion {
	limits, since := f.house.limits(f.house.Pos), f.keptSince(s)
	if s.Yes != nil && s.Stage != StageNotTaken {
		return nil // a yes that somebody holds up is still a yes
	}
	if slices.ContainsFunc(s.Records, f.house.Ours) {
		return nil // what stands there is the house's own, and no file
	}
	if !s.Reached && (s.Stage == StageNoted || s.Stage == StageSetAside) {
		if off("G03") {
			return nil
		}
		return &Deletion{"G03", since.AddDate(0, 0, limits.UnapproachedDays), "nobody has approached this person"}
	}
	if why := keptFor[s.Stage]; why != "" && !off("G27") {
		return &Deletion{"G27", writable(latestOf(since, f.heldUntil()).AddDate(0, 0, limits.KeepDays)), why}
	}
	return nil
}

// keptFor says of each stage whose files have an end why they go. The time runs from the last step, and after
// a 'not now' from its date.
var keptFor = map[Stage]string{
	StageLeftAlone: "this person was not taken or left; the time for keeping the file ends",
	StageNotTaken:  "this person was not taken or left; the time for keeping the file ends",
	StageLapsed:    "this person did not answer; the time for keeping the file ends",
	StageNotNow:    "this person said 'not now' and has not come; the time for keeping the file ends",

	StageNoted:       "nobody has asked this person; the time for keeping the file ends",
	StageSetAside:    "nobody has asked this person; the time for keeping the file ends",
	StageApproached:  "nobody has asked this person; the time for keeping the file ends",
	StageInterviewed: "nobody has asked this person; the time for keeping the file ends",
	StageAssessed:    "nobody has asked this person; the time for keeping the file ends",
	StageTold:        "nobody has asked this person; the time for keeping the file ends",
	StageUnderstood:  "nobody has asked this person; the time for keeping the file ends",

	StageHidden: "somebody asked that all about this person goes, and nobody has decided it",
}

// heldUntil is the last date until which the person asked not to be contacted; zero without one.
func (f *file) heldUntil() time.Time {
	var last time.Time
	for _, r := range f.refusals() {
		if r.hold && len(f.reopenings()[r.fact.Ref]) == 0 {
			last = latestOf(last, r.ends())
		}
	}
	return last
}

// lastDay is the last day that RFC 3339 can write: a 'not now' may be until then, and a file is kept longer.
var lastDay = time.Date(9999, time.December, 31, 0, 0, 0, 0, time.UTC)

func writable(t time.Time) time.Time {
	if t.After(lastDay) {
		return lastDay
	}
	return t
}

func latestOf(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// keptSince is when the time for keeping a file begins: with its last step, but not before headquarters
// heard of that. A backdated form makes no file old, and that somebody asked for an erasure keeps none longer.
func (f *file) keptSince(s *State) time.Time {
	since := s.lastStep
	for _, n := range f.nodes {
		if at, ok := n.commit.heard(); ok && n.commit.when().Equal(s.lastStep) && at.After(since) {
			since = at
		}
	}
	return since
}
