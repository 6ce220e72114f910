package casebook

import (
	"slices"
	"time"
)

// g25Denial: only the person, or two people outside the team, can say that somebody else asked for an
// erasure. The key of a link or a receipt that the team may hold is not the person for that: it would keep what was to go.
var g25Denial = rule{"G25", []string{ErasureDenied}, func(h *hearing) []Lack {
	if len(h.named(ErasureRequested)) == 0 {
		return []Lack{lack("G25", "deny.names", "name the request")}
	}
	if h.ownBeyondTeam() || len(h.outsiders()) >= 2 {
		return nil
	}
	return []Lack{hands("G25", "deny.who", "The person, or two people outside the team, say that somebody else asked for it.")}
}}

// g25Confirmed: whoever confirms a request names it; headquarters alone says that it is done.
var g25Confirmed = rule{"G25", []string{ErasureConfirmed, ErasureDone}, func(h *hearing) []Lack {
	switch {
	case h.fact.Type == ErasureDone && !h.commit.Home:
		return []Lack{lack("G25", "erase.home", "only headquarters executes an erasure")}
	case h.fact.Type == ErasureConfirmed && len(h.named(ErasureRequested)) == 0:
		return []Lack{lack("G25", "confirm.names", "name the request")}
	}
	return nil
}}

// g25Contact: nobody goes to a person who is hidden because an erasure was asked for.
var g25Contact = rule{"G25", reachTypes, func(h *hearing) []Lack {
	for _, r := range h.file.erasures() {
		if !r.denied && r.asked.Commit != h.commit && h.file.couldKnow(h.commit, r.asked.Commit) {
			return []Lack{lack("G25", "contact.hidden", NeutralRefusal)}
		}
	}
	return nil
}}

// ErasureState says how far an erasure has come.
type ErasureState struct {
	Asked  bool      `json:"asked"`           // hidden everywhere from then on
	Due    time.Time `json:"due,omitzero"`    // when headquarters executes it; zero: not before somebody confirms
	Denied bool      `json:"denied"`          // somebody else had asked, each time: shown again
	Done   bool      `json:"done"`            // nothing readable is left here
	Cause  string    `json:"cause,omitempty"` // "asked", "staff" or "kept-long-enough"
	Own    bool      `json:"own,omitempty"`   // asked with the person's own key: that key alone takes it back no more, two outsiders do
	Since  time.Time `json:"since,omitzero"`  // when it was done, or else first asked for, by what still stands
}

// erasureRequest is one request with what stands behind it and against it.
type erasureRequest struct {
	asked  *Fact
	own    bool // by the person's own key
	backed int  // members of staff who stand behind it with their keys; a couple counts as one
	denied bool
}

// erasures lists the requests, oldest first. A request needs no signature and nothing else to hide. A denial ends the
// request it names and no other; one that the person's own key made is denied by two outsiders only,
// since a link may be in somebody else's hands.
func (f *file) erasures() []erasureRequest {
	if f.requests != nil {
		return f.requests
	}
	out := []erasureRequest{}
	denials, confirmed := f.counting(ErasureDenied), f.counting(ErasureConfirmed)
	for _, asked := range f.byType[ErasureRequested] {
		h := f.hear(asked)
		if !asked.Commit.Has(Erase) || f.void(asked) || f.house.Ours(asked.Commit.Subject) {
			continue
		}
		r := erasureRequest{asked: asked, own: h.ownAct()}
		backers := h.keyHolders(nil)
		for _, c := range confirmed {
			if restsOn(c, asked) {
				r.own = r.own || f.hear(c).ownAct()
				backers = f.hear(c).keyHolders(backers)
			}
		}
		r.backed = len(backers)
		r.denied = slices.ContainsFunc(denials, func(d *Fact) bool {
			return restsOn(d, asked) && (!r.own || off("G25") || len(f.hear(d).outsiders()) >= 2)
		})
		out = append(out, r)
	}
	f.requests = out
	return out
}

// keyHolders adds to some people the members of staff who truly signed the event, unless they are close
// to one who is there already.
func (h *hearing) keyHolders(people []ID) []ID {
	if h.file.resealed(h.commit) {
		return people
	}
	for _, p := range append([]Proof{h.commit.Actor}, h.commit.Witnesses...) {
		if h.house.stands(p, h.seen()) && h.house.isStaff(p.Who, h.seen()) && !slices.Contains(people, p.Who) && !h.closeTo(p.Who, people) {
			people = append(people, p.Who)
		}
	}
	return people
}

// erasure computes the state of a person's erasure. A request hides at once, whoever made it. It is
// executed after ErasureHours if the person asked with their own key, or two people stand behind it;
// one member of staff alone only hides.
func (f *file) erasure() ErasureState {
	done := f.latest(ErasureDone)
	s := ErasureState{Done: done != nil}
	requests := f.erasures()
	s.Asked = len(requests) > 0
	s.Denied = s.Asked && !s.Done
	for _, r := range requests {
		if b, ok := r.asked.Body.(*Erasure); ok && (s.Cause == "" || !r.denied && s.Denied) {
			s.Cause = b.Cause
		}
		if r.denied {
			continue
		}
		s.Denied = false
		s.Own = s.Own || r.own
		if at := r.asked.Commit.when(); s.Since.IsZero() || at.Before(s.Since) {
			s.Since = at
		}
		arrived, ok := r.asked.Commit.heard()
		if !ok || !r.own && r.backed < 2 && !off("G25") {
			continue
		}
		due := arrived.Add(time.Duration(f.house.limits(r.asked.Commit.Seen).ErasureHours) * time.Hour)
		if s.Due.IsZero() || due.Before(s.Due) {
			s.Due = due
		}
	}
	if s.Done {
		s.Since = done.Commit.when()
	}
	return s
}

// hidden reports whether nobody but headquarters sees the person any more.
func (s ErasureState) hidden() bool { return s.Done || s.Asked && !s.Denied }
