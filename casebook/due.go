package casebook

import "time"

// Deletion says when a file is to be deleted, and by which gate.
type Deletion struct {
	Gate string    `json:"gate"`
	Due  time.Time `json:"due"`
	Why  string    `json:"why"`
}

// deletion computes when a file has been kept long enough: leads that nobody approached (G03), and
// files of people not taken (G27). Nil if there is no such end in sight.
func (f *file) deletion(s *State) *Deletion {
	limits, since := f.house.limits(f.house.Pos), f.keptSince(s)
	switch s.Stage {
	case StageNoted, StageSetAside:
		if off("G03") || s.Reached {
			return nil
		}
		return &Deletion{"G03", since.AddDate(0, 0, limits.UnapproachedDays), "nobody has approached this person"}
	case StageLeftAlone, StageNotTaken, StageLapsed:
		if off("G27") {
			return nil
		}
		return &Deletion{"G27", since.AddDate(0, 0, limits.KeepDays), "this person was not taken or left; the time for keeping the file ends"}
	}
	return nil
}

// keptSince is when the time for keeping a file begins: when the stage did, but not before headquarters
// heard of what began it. A backdated form makes no file old.
func (f *file) keptSince(s *State) time.Time {
	since := s.Since
	for _, n := range f.nodes {
		if at, ok := n.commit.heard(); ok && n.commit.At.Equal(s.Since) && at.After(since) {
			since = at
		}
	}
	return since
}
