package casebook

// Viewer is somebody who looks at a person's state.
type Viewer struct {
	Hats []string
}

func (v Viewer) wears(hat string) bool {
	for _, have := range v.Hats {
		if have == hat {
			return true
		}
	}
	return false
}

// FactsFor returns the facts that a viewer may see: what somebody volunteered about a no is hidden from
// the team, and goes to safeguarding only if the person chose so (G13).
func (s *State) FactsFor(v Viewer) []*Fact {
	var out []*Fact
	for _, f := range s.Facts {
		if f.Type == RemarkVolunteered && !off("G13") {
			b, ok := f.Body.(*Remark)
			if !ok || !b.Safeguarding || !v.wears(Safeguarding) {
				continue
			}
		}
		out = append(out, f)
	}
	return out
}

// Outward is what outsiders learn of a person's state: declined, withdrawn, lapsed and not selected
// look the same (G13).
func (s *State) Outward() string {
	switch s.Stage {
	case StageEffective:
		return "agreed"
	case StageLeftAlone, StageNotTaken, StageLapsed, StageNotNow, StageHidden, StageErased:
		if off("G13") {
			return string(s.Stage)
		}
		return "closed"
	}
	return "open"
}
