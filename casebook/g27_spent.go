package casebook

import (
	"slices"
	"time"
)

// What somebody tells for the doctor rests on the yes that it names, and is theirs to correct and to take back. What
// rests on nothing any more is used by nobody and read by nobody, and its content goes (G03, G25, G27).

// Spent is an answer for the doctor that has ended.
type Spent struct {
	Ref Ref
	Due time.Time // when its content goes, as after an erasure; zero while headquarters has not heard of what ended it
}

// g03TakenBack: the person takes back what they told for the doctor: with a key of theirs, or on the phone turned round.
// Whoever may read it writes it down for somebody who says so.
var g03TakenBack = rule{"G03", []string{FormTakenBack}, func(h *hearing) []Lack {
	named := func(ref Ref) bool { f := h.file.find(ref); return f != nil && h.file.forDoctor(f) }
	switch {
	case !slices.ContainsFunc(h.commit.Refs, named):
		return []Lack{lack("G03", "back.names", "there are no answers to take back")}
	case h.ownAct(), h.actorIs(whoNeedsHealth...):
		return nil
	case h.byThemselves():
		return h.twoSayTheirs()
	}
	return []Lack{hands("G03", "back.own", "The person takes these answers back themselves: on the phone turned round, or by their private link. A trainer or a coordinator writes it down for them.")}
}}

// forDoctor reports whether a fact is a form about health or background, which the person told after their yes.
func (f *file) forDoctor(fact *Fact) bool {
	b, ok := fact.Body.(*Form)
	if !ok {
		return false
	}
	for _, pos := range []uint64{fact.Commit.Seen, f.house.Pos} {
		if p := f.house.Programme(pos); p != nil {
			if in, ok := p.Instrument(b.Instrument); ok && in.Stage == AfterYes {
				return true
			}
		}
	}
	return false
}

// spend finds what was told for the doctor and has ended: nothing of it counts from then on.
func (f *file) spend() (out []Spent) {
	for _, fact := range f.facts {
		if off("G27") || !f.forDoctor(fact) || fact.Standing == Pending {
			continue
		}
		by, ended := f.endOf(fact)
		if !ended {
			continue
		}
		s := Spent{Ref: fact.Ref}
		if by != nil { // else a hold is over the yes, which may be lifted: it is read by nobody meanwhile, and stays
			if at, heard := by.heard(); heard {
				s.Due = at.Add(time.Duration(f.house.limits(f.house.Pos).ErasureHours) * time.Hour)
			}
		}
		out = append(out, s)
	}
	for _, s := range out { // afterwards: a correction that was itself corrected has ended what it corrected
		fact := f.find(s.Ref)
		fact.Standing, fact.Lacks = Overruled, nil
	}
	return out
}

// endOf says what ended a form for the doctor: that it was taken back, that the person corrected it by a link that nobody
// of ours has seen, or that the yes it names is over.
func (f *file) endOf(form *Fact) (by *Commit, ended bool) {
	instrument := form.Body.(*Form).Instrument
	for _, later := range f.facts {
		if !names(later.Commit, form.Ref) || later.Standing != Counts {
			continue
		}
		b, again := later.Body.(*Form)
		if later.Type == FormTakenBack || again && b.Instrument == instrument && f.hear(later).ownUnseen() {
			return later.Commit, true
		}
	}
	yes := false
	for _, ref := range form.Commit.Refs {
		named := f.find(ref)
		if named == nil || !isYes(named) {
			continue
		}
		if named.Standing != Overruled {
			return nil, false
		}
		yes = true
	}
	if !yes {
		return nil, false // told early, for somebody's safety: it rests on no yes
	}
	return f.lastRefusal(), true
}

// ownUnseen reports whether the person signed with a link that nobody of ours has seen: by such a one they read what they told.
func (h *hearing) ownUnseen() bool { return h.ownKey() && !h.linkSeen() }

// lastRefusal is the refusal that headquarters heard of last.
func (f *file) lastRefusal() *Commit {
	var last *Commit
	for _, r := range f.refusals() {
		if !r.hold && (last == nil || last.Arrived.Before(r.commit.Arrived)) {
			last = r.commit
		}
	}
	return last
}

// spent reports whether a fact has ended so.
func (s *State) spent(f *Fact) bool {
	return slices.ContainsFunc(s.Spent, func(x Spent) bool { return x.Ref == f.Ref })
}

// ForDoctor lists what the person told for the doctor and what stands, oldest first.
func (s *State) ForDoctor() []*Fact {
	var out []*Fact
	for _, f := range s.Facts {
		if f.Standing == Counts && s.file.forDoctor(f) {
			out = append(out, f)
		}
	}
	return out
}

// IsForDoctor reports whether an event is about health or background.
func (s *State) IsForDoctor(f *Fact) bool { return s.file.forDoctor(f) }
