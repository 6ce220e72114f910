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
	limits := f.house.limits(f.house.Pos)
	switch s.Stage {
	case StageNoted, StageSetAside:
		if off("G03") || s.Reached {
			return nil
		}
		return &Deletion{"G03", s.Since.AddDate(0, 0, limits.UnapproachedDays), "nobody has approached this person"}
	case StageLeftAlone, StageNotTaken, StageLapsed:
		if off("G27") {
			return nil
		}
		return &Deletion{"G27", s.Since.AddDate(0, 0, limits.KeepDays), "this person was not taken or left; the time for keeping the file ends"}
	}
	return nil
}
