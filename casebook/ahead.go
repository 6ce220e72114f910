package casebook

import (
	"slices"
	"time"
)

const oneDay = 24 * time.Hour

// Ahead is what the law says of an offer that somebody at headquarters would make now.
type Ahead struct {
	Missing []Lack // what comes first, beside the right hands
	Young   *Young // why the person counts as too young to be asked; nil if they do not, or no date is known
}

// Ahead asks the rules that judge an offer about one made now, in a meeting. It stays so until [State.TurnsAt].
func (s *State) Ahead(role string, meeting ID, now time.Time) (out Ahead) {
	if len(s.Records) == 0 {
		return out
	}
	h := s.asking(Event{OfferMade, &Offer{Role: role, Meeting: meeting}}, role, now)
	return Ahead{Missing: h.missing(), Young: h.tooYoung(role, now)}
}

// TurnsAt returns the next moment after now at which [State.Ahead] may differ though nothing happens: somebody is old
// enough, the day of a meeting is over, the state changes by itself. Zero means: never.
func (s *State) TurnsAt(role string, now time.Time) time.Time {
	return nextAfter(now, s.turns(role, now))
}

// TurnedAt returns the last such moment that is over at now. Zero means: there was none.
func (s *State) TurnedAt(role string, now time.Time) time.Time {
	return lastUntil(now, s.turns(role, now))
}

func (s *State) turns(role string, now time.Time) []time.Time {
	out := append(s.changes(), s.file.birthdays(s.file.house.roleYears(role))...)
	if told := s.file.latest(DisclosureDelivered); told != nil { // meetings go by the day, in UTC
		over := told.Commit.At.UTC().Truncate(oneDay).Add(oneDay)
		out = append(out, over)
		if today := now.UTC().Truncate(oneDay); over.After(today) { // a day that its author's clock has already is new each day
			out = append(out, today, today.Add(oneDay))
		}
	}
	return out
}

// Turns reports whether [State.Ahead] may ever differ though nothing happens.
func (s *State) Turns(role string) bool {
	return s.file.latest(DisclosureDelivered) != nil || len(s.file.birthdays(s.file.house.roleYears(role))) > 0
}

// asking hears a step that somebody at headquarters might take now.
func (s *State) asking(event Event, role string, now time.Time) *hearing {
	draft := s.draft(event, role, now)
	f := newFile(s.file.house, append([]*Commit{draft}, s.commits()...))
	f.draft = draft
	return f.hear(f.find(Ref{draft.Hash, 0}))
}

// missing is what the step lacks, beside the right hands.
func (h *hearing) missing() []Lack {
	fact := h.file.judge(h.fact)
	if fact.Standing == Counts {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(fact.Lacks), func(l Lack) bool { return l.Hands })
}

// birthdays are the moments at which what the law makes of the noted birth dates changes: somebody is as old as the role
// asks, or 18, surely or perhaps. (That a date of somebody older than [oldestPerson] is none is left out.)
func (f *file) birthdays(roleYears int) []time.Time {
	if f.born == nil || f.bornFor != roleYears {
		f.born, f.bornFor = f.countBirthdays(roleYears), roleYears
	}
	return f.born
}

func (f *file) countBirthdays(roleYears int) []time.Time {
	out := make([]time.Time, 0, 6)
	for _, eventType := range []string{ParticularsNoted, AgeStated, AgeProven, AgeCorrected} {
		for _, fact := range f.byType[eventType] {
			born := bornOf(fact)
			if !born.known() {
				continue
			}
			for _, years := range []int{majority, roleYears} {
				for _, day := range []time.Time{born.latest(), born.proven()} {
					out = append(out, day.AddDate(years, 0, 0).Add(west))
				}
				out = append(out, born.earliest().AddDate(years, 0, 0).Add(-east))
			}
		}
	}
	return out
}
