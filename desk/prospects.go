package desk

import (
	"time"

	"willing/casebook"
)

// Prospect is what the law says of the next step with somebody, as it stands until [Row.Wake].
type Prospect struct {
	Missing []string `json:"missing,omitempty"` // keys of what comes before an offer, of somebody whom one of us has talked with
	Young   int64    `json:"young,omitempty"`   // of whom counts as too young to be asked: until when, Unix ms
	Doubt   bool     `json:"doubt,omitempty"`   // they may be old enough already: a document would tell
	Minor   bool     `json:"minor,omitempty"`   // they are surely under 18: nobody goes to them unasked
	Yes     string   `json:"yes,omitempty"`     // how their yes stands: [casebook.YesThought] and so on
}

// prospect asks the same rules that judge an offer, so that no list sends a team to somebody with whom it then may not
// go on. Of whom nobody may approach it says nothing.
func (d *Desk) prospect(row *Row, s *casebook.State, now time.Time) (out Prospect) {
	if s.Yes != nil && !row.closed() {
		out.Yes = s.Yes.Stands()
	}
	if !row.goesOn(s) {
		return out
	}
	young := (*casebook.Young)(nil)
	if s.Reached {
		ahead := s.Ahead(d.firstRole(), meetingOn(now, row.Person), now)
		young = ahead.Young
		// That an offer has lapsed the stage says. The gate goes by the stamps of headquarters' lane, and would say it of
		// everybody while those ran ahead.
		for _, key := range casebook.Keys(ahead.Missing) {
			if key != "offer.lapsed" {
				out.Missing = append(out.Missing, key)
			}
		}
	} else {
		young = s.TooYoung(d.firstRole(), now) // the half of it, for a fraction
	}
	if young != nil {
		out.Young, out.Doubt, out.Minor = young.From.UnixMilli(), young.Doubt, young.Minor
	}
	return out
}

// goesOn reports whether the team goes on with somebody: nobody leaves them alone, and they have not said yes.
func (row *Row) goesOn(s *casebook.State) bool { return !row.closed() && s.Yes == nil }

// NextMeeting is when the next meeting begins: with the next day, by UTC as everywhere in the log (G05).
func NextMeeting(now time.Time) time.Time {
	return now.UTC().Truncate(24 * time.Hour).Add(24 * time.Hour)
}
