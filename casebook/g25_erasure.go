package casebook

import "time"

// g25Denial: only the person, or two people outside the team, can say that somebody else asked for an
// erasure.
var g25Denial = rule{"G25", []string{ErasureDenied}, func(h *hearing) []Lack {
	if len(h.named(ErasureRequested)) == 0 {
		return []Lack{lack("G25", "deny.names", "name the request")}
	}
	if h.ownAct() || len(h.outsiders()) >= 2 {
		return nil
	}
	return []Lack{hands("G25", "deny.who", "The person, or two people outside the team, say that somebody else asked for it.")}
}}

// ownAct reports whether the person signed, with their link or their receipt.
func (h *hearing) ownAct() bool { return h.ownKey() || h.receiptKey() }

// ErasureState says how far an erasure has come.
type ErasureState struct {
	Asked  bool      `json:"asked"`           // hidden everywhere from then on
	Due    time.Time `json:"due,omitzero"`    // when headquarters executes it; zero: not before somebody confirms
	Denied bool      `json:"denied"`          // somebody else had asked: shown again
	Done   bool      `json:"done"`            // nothing readable is left here
	Cause  string    `json:"cause,omitempty"` // "asked", "staff" or "kept-long-enough"
}

// erasure computes the state of a person's erasure. A request hides at once, whoever made it. It is
// executed after ErasureHours if the person asked with their own key, or two people stand behind it;
// one member of staff alone only hides.
func (f *file) erasure(now time.Time) ErasureState {
	var s ErasureState
	var asked *Fact
	backers := map[ID]bool{}
	own := false
	for _, fact := range f.facts {
		h := &hearing{file: f, house: f.house, fact: fact, commit: fact.Commit}
		switch {
		case fact.Type == ErasureDone && fact.Commit.Home:
			s.Done = true
		case fact.Type == ErasureRequested && fact.Commit.Has(Erase), fact.Type == ErasureConfirmed:
			if asked == nil && fact.Type == ErasureRequested {
				asked = fact
			}
			own = own || h.ownAct()
			for _, p := range append([]Proof{fact.Commit.Actor}, fact.Commit.Witnesses...) {
				if _, staff := f.house.StaffAt(p.Who, fact.Commit.Seen); staff && f.house.stands(p, fact.Commit.Seen) {
					backers[p.Who] = true
				}
			}
		}
	}
	s.Denied = len(f.counting(ErasureDenied)) > 0 && !s.Done
	if asked == nil {
		return s
	}
	s.Asked = true
	if b, ok := asked.Body.(*Erasure); ok {
		s.Cause = b.Cause
	}
	if arrived := asked.Commit.Arrived; !arrived.IsZero() && (own || len(backers) >= 2 || off("G25")) && !s.Denied {
		s.Due = arrived.Add(time.Duration(f.house.limits(asked.Commit.Seen).ErasureHours) * time.Hour)
	}
	return s
}
