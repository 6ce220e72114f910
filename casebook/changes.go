package casebook

import "time"

// ChangesAt returns the next moment after now at which the state may differ though nothing happens: a
// time for thinking it over ends, an offer lapses, a dated 'not now' passes, an erasure falls due. Zero
// means: never by itself.
func (s *State) ChangesAt(now time.Time) time.Time { return nextAfter(now, s.changes()) }

// ChangedAt returns the last such moment that is over at now. Zero means: there was none.
func (s *State) ChangedAt(now time.Time) time.Time { return lastUntil(now, s.changes()) }

func (s *State) changes() []time.Time {
	f := s.file
	out := []time.Time{s.Erasure.Due}
	for _, r := range f.refusals() {
		if r.hold {
			out = append(out, r.ends())
		}
	}
	for _, offer := range f.counting(OfferMade) {
		out = append(out, f.lapses(offer).Add(time.Millisecond))
	}
	for _, yes := range f.counting(AnswerGiven) {
		if isYes(yes) && !yes.Commit.Arrived.IsZero() {
			out = append(out, yes.Commit.Arrived.Add(f.reflection(yes)))
		}
	}
	return out
}

// nextAfter is the first of some moments after now; zero if there is none.
func nextAfter(now time.Time, moments []time.Time) (next time.Time) {
	for _, t := range moments {
		if t.After(now) && (next.IsZero() || t.Before(next)) {
			next = t
		}
	}
	return next
}

// lastUntil is the last of some moments that is not after now; zero if there is none.
func lastUntil(now time.Time, moments []time.Time) (last time.Time) {
	for _, t := range moments {
		if !t.After(now) && t.After(last) {
			last = t
		}
	}
	return last
}
