package desk

import (
	"context"
	"time"

	"willing/access"
	"willing/casebook"
	"willing/journal"
)

// Prospect is what the law says today of the next step with one person.
type Prospect struct {
	// Missing is what comes before an offer, of somebody whom one of us has talked with.
	Missing []casebook.Lack `json:"missing,omitempty"`
	// Young is why they count as too young to be asked, and until when; nil if they do not.
	Young *casebook.Young `json:"young,omitempty"`
	// Yes is what they said yes to, and what that still waits for; nil if there is none.
	Yes *casebook.Yes `json:"yes,omitempty"`
}

// Prospects says of some people what comes first today, in their order: the same rules that judge the act itself are
// asked, so that no list sends a team to somebody with whom it then may not go on. Of whom whoever acts may not
// approach or see, it says nothing. It is for the people of one page: each is folded.
func (d *Desk) Prospects(ctx context.Context, by Acting, people []casebook.ID) ([]Prospect, error) {
	out := make([]Prospect, len(people))
	err := d.see(ctx, func(r journal.Reader) error {
		for i, person := range people {
			s, err := d.state(r, person, d.Now())
			if KindOf(err) == NotFound {
				continue
			}
			if err != nil {
				return err
			}
			if d.reach(by, access.SeePeople, s.Territory) != nil || s.Alone || closedStage(s.Stage) {
				continue
			}
			out[i] = d.prospect(s, person)
		}
		return nil
	})
	return out, err
}

func (d *Desk) prospect(s *casebook.State, person casebook.ID) Prospect {
	role, now := d.firstRole(), d.Now()
	out := Prospect{Young: s.TooYoung(role, now), Yes: s.Yes}
	if s.Reached {
		out.Missing = s.Lacks(casebook.Event{Type: casebook.OfferMade, Body: &casebook.Offer{Role: role, Meeting: meetingOn(now, person)}}, role, now)
	}
	return out
}

// NextMeeting is when the next meeting begins: with the next day, by UTC as everywhere in the log (G05).
func NextMeeting(now time.Time) time.Time {
	return now.UTC().Truncate(24 * time.Hour).Add(24 * time.Hour)
}
