package casebook

import "slices"

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
// the team, and goes to safeguarding only if the person chose so (G13). Of health and background they see that they were
// noted, and no more (see [State.Veiled]).
func (s *State) FactsFor(v Viewer) []*Fact {
	var out []*Fact
	for _, f := range s.Facts {
		if f.Type == RemarkVolunteered && !off("G13") {
			b, ok := f.Body.(*Remark)
			if !ok || !b.Safeguarding || !v.wears(Safeguarding) {
				continue
			}
		}
		if s.Veiled(f, v) {
			b := *f.Body.(*Form)
			bare := *f
			b.Answers, b.Envelope, b.Sum, bare.Body = nil, nil, nil, &b
			f = &bare
		}
		out = append(out, f)
	}
	return out
}

// whoNeedsHealth are the hats whose wearers read what was noted after a yes.
var whoNeedsHealth = []string{Trainer, Coordinator}

// WithoutHealth is the same viewer where nobody reads what is for the doctor: that has a place of its own, and the person
// learns who was there.
func (v Viewer) WithoutHealth() Viewer {
	return Viewer{slices.DeleteFunc(slices.Clone(v.Hats), func(hat string) bool { return slices.Contains(whoNeedsHealth, hat) })}
}

// NeedsHealth reports whether the viewer reads what people tell for the doctor.
func (v Viewer) NeedsHealth() bool { return slices.ContainsFunc(whoNeedsHealth, v.wears) }

// Veiled reports whether a fact is health or background, which the team that met the person cannot read again once it is
// noted (G03).
func (s *State) Veiled(f *Fact, v Viewer) bool {
	b, ok := f.Body.(*Form)
	if ok && s.spent(f) {
		return true // it has ended: nobody reads it any more
	}
	if !ok || off("G03") || slices.ContainsFunc(whoNeedsHealth, v.wears) {
		return false
	}
	h := s.file.house
	return len(b.Envelope) > 0 || h.ForDoctor(b.Instrument, f.Commit.Seen) || h.ForDoctor(b.Instrument, h.Pos)
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
