package simexchange

import "slices"

// mostTries bounds how many plans [Shrink] lives.
const mostTries = 600

// Shrink makes of a plan that fails a short one that fails by the same invariant: fewer steps, fewer faults, fewer
// devices.
func Shrink(f *Failure) *Failure {
	s := &shrinking{best: f, left: mostTries}
	for again := true; again; {
		before := s.best
		s.steps()
		s.faults()
		s.devices()
		again = s.best != before && s.left > 0
	}
	return s.best
}

type shrinking struct {
	best *Failure
	left int
}

// try lives a plan, and keeps it if it fails in the same way.
func (s *shrinking) try(p Plan) bool {
	if s.left--; s.left < 0 {
		return false
	}
	f := Run(p)
	if f == nil || f.Invariant != s.best.Invariant {
		return false
	}
	s.best = f
	return true
}

// steps takes steps out, half of them at first, then fewer at a time.
func (s *shrinking) steps() {
	for size := len(s.best.Plan.Steps) / 2; size > 0; size /= 2 {
		for at := 0; at < len(s.best.Plan.Steps); {
			p := s.best.Plan
			p.Steps = slices.Delete(slices.Clone(p.Steps), at, min(at+size, len(p.Steps)))
			if !s.try(p) {
				at += size
			}
		}
	}
}

// faults lets steps go well.
func (s *shrinking) faults() {
	for i := range s.best.Plan.Steps {
		if s.best.Plan.Steps[i].Fault == None {
			continue
		}
		p := s.best.Plan
		p.Steps = slices.Clone(p.Steps)
		p.Steps[i].Fault = None
		s.try(p)
	}
}

// devices leaves the last ones out; what they did is done by others.
func (s *shrinking) devices() {
	for s.best.Plan.Devices > 1 {
		p := s.best.Plan
		p.Devices--
		if !s.try(p) {
			return
		}
	}
}
