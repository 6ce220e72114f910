package casebook

import "time"

// ChangesAt returns the next moment after now at which the state may differ though nothing happens: a
// time for thinking it over ends, an offer lapses, a dated 'not now' passes, an erasure falls due. Zero
// means: never by itself.
func (s *State) ChangesAt(now time.Time) time.Time {
	var next time.Time
	consider := func(t time.Time) {
		if t.After(now) && (next.IsZero() || t.Before(next)) {
			next = t
		}
	}
	f := s.file
	for _, r := range f.refusals() {
		if r.hold {
			consider(r.ends())
		}
	}
	for _, offer := range f.counting(OfferMade) {
		consider(f.lapses(offer).Add(time.Millisecond))
	}
	for _, yes := range f.counting(AnswerGiven) {
		if isYes(yes) && !yes.Commit.Arrived.IsZero() {
			consider(yes.Commit.Arrived.Add(f.reflection(yes)))
		}
	}
	consider(s.Erasure.Due)
	return next
}
