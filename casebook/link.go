package casebook

import (
	"slices"
	"time"
)

// A private link is a key in the person's hands. It ends by its date, or when it is revoked: by a member of
// staff who may issue links, or with the link's own key, by whoever has it.

// linkHats are the hats whose wearers issue and revoke private links.
var linkHats = []string{Scout, Mentor, Coordinator, Trainer, Safeguarding}

// g09Revoked: a revocation names the link that it ends.
var g09Revoked = rule{"G09", []string{LinkRevoked}, func(h *hearing) []Lack {
	named := h.named(LinkIssued)
	if len(named) == 0 {
		return []Lack{lack("G09", "revoke.names", "name the link that ends")}
	}
	byLink := h.signedAsPerson() && !slices.ContainsFunc(named, func(f *Fact) bool { return string(f.Body.(*Link).Key) != h.commit.Actor.Key })
	if byLink || h.actorIs(append([]string{Administrator}, linkHats...)...) {
		return nil
	}
	return []Lack{hands("G09", "revoke.who", "a link is revoked by a member of staff with their own key, or with the link itself")}
}}

// revocations lists for each link the commits that revoke it.
func (f *file) revocations() map[Ref][]*Commit {
	if f.revoked == nil {
		f.revoked = map[Ref][]*Commit{}
		for _, r := range f.counting(LinkRevoked) {
			for _, link := range f.byType[LinkIssued] {
				if restsOn(r, link) {
					f.revoked[link.Ref] = append(f.revoked[link.Ref], r.Commit)
				}
			}
		}
	}
	return f.revoked
}

// revokedFor reports whether a link had ended for the author of c, as far as they could know.
func (f *file) revokedFor(c *Commit, link *Fact) bool {
	return slices.ContainsFunc(f.revocations()[link.Ref], func(r *Commit) bool { return r != c && f.couldKnow(c, r) })
}

// IssuedLink is a private link of a person.
type IssuedLink struct {
	Ref         Ref       `json:"ref"`
	Record      ID        `json:"record"`
	Door        []byte    `json:"door,omitempty"` // SHA-256 of the half that opens the page
	Key         []byte    `json:"key"`            // its public half
	Issued      time.Time `json:"issued"`
	By          ID        `json:"by"`
	Expires     time.Time `json:"expires"`
	SeenByStaff bool      `json:"seen_by_staff,omitempty"`
	Revoked     bool      `json:"revoked,omitempty"`
}

// Open reports whether the link serves at a moment.
func (l IssuedLink) Open(now time.Time) bool { return !l.Revoked && now.Before(l.Expires) }

// Links lists the person's private links, oldest first.
func (s *State) Links() []IssuedLink {
	var out []IssuedLink
	for _, fact := range s.file.counting(LinkIssued) {
		b := fact.Body.(*Link)
		out = append(out, IssuedLink{
			fact.Ref, fact.Commit.Subject, b.Door, b.Key, fact.Commit.At, fact.Commit.Actor.Who, time.Unix(b.Expires, 0).UTC(), b.SeenByStaff,
			len(s.file.revocations()[fact.Ref]) > 0,
		})
	}
	return out
}

// HoldsReceipt reports whether a key is that of a receipt of an answer that was evidently the person's own.
func (s *State) HoldsReceipt(key []byte) bool {
	return slices.ContainsFunc(s.file.byType[AnswerGiven], func(fact *Fact) bool {
		b, ok := fact.Body.(*Answer)
		return ok && len(b.Receipt) > 0 && string(b.Receipt) == string(key) && s.file.proven(fact)
	})
}

// linkLifts reports whether the key of a private link that nobody of us could have kept alone takes back what left the
// person alone: a stop, whoever made it, or their own 'not now'. A no, a leaving and a guardian's no it does not.
func (h *hearing) linkLifts(r refusal) bool {
	lifted := r.fact.Type == StopMade || r.fact.Type == StopAsked || r.fact.Type == AnswerGiven && r.hold
	return lifted && h.ownKey() && h.linkVouched()
}

// linkVouched reports whether more than one person's word says that the link with whose key the event was signed is in the
// person's hands alone: no staff have seen it, and headquarters itself sent it, or two outsiders issued it together. Whoever
// issues one alone could show it to nobody and keep its key.
func (h *hearing) linkVouched() bool {
	return !h.linkSeen() && slices.ContainsFunc(h.named(LinkIssued), func(f *Fact) bool {
		return string(f.Body.(*Link).Key) == h.commit.Actor.Key && h.file.linkVouched(f)
	})
}

func (f *file) linkVouched(link *Fact) bool {
	return link.Body.(*Link).Sent && link.Commit.Home || f.hear(link).beforeOutsiders()
}

// LiftFrees reports whether nothing else leaves the person alone than what they can take back: a leaving or a no beside it would go on.
func (s *State) LiftFrees(now time.Time) bool {
	mine := len(s.Liftable(now))
	return mine > 0 && mine == len(s.file.standing(now))
}

// Lifts reports whether a private link can take that back by itself: one that others may have had in their hands cannot.
func (s *State) Lifts(link IssuedLink) bool {
	f := s.file.find(link.Ref)
	return f != nil && !s.file.keySeen(string(link.Key)) && s.file.linkVouched(f)
}

// GoesOn reports whether a private link says by itself that the person goes on with a changed text: one that we may hold does not.
func (s *State) GoesOn(link IssuedLink) bool { return !s.file.keySeen(string(link.Key)) }

// Asked reports whether a stop that somebody else asked for stands at now.
func (s *State) Asked(now time.Time) bool {
	return slices.ContainsFunc(s.file.standing(now), func(r refusal) bool { return r.fact.Type == StopAsked })
}

// Lapses says when an offer that nobody answers ends (G12).
func (s *State) Lapses(offer *Fact) time.Time {
	return s.file.lapses(offer)
}

// LeftAlone lists what leaves the person alone now: every refusal and hold that neither ended nor was answered by a coming back.
func (s *State) LeftAlone(now time.Time) (out []Ref) {
	for _, r := range s.file.standing(now) {
		out = append(out, r.fact.Ref)
	}
	return out
}

// Liftable lists what leaves the person alone now and what they can take back themselves by their private
// link.
func (s *State) Liftable(now time.Time) []Ref {
	var out []Ref
	for _, r := range s.file.standing(now) {
		if r.fact.Type == StopMade || r.fact.Type == StopAsked || r.fact.Type == AnswerGiven && r.hold {
			out = append(out, r.fact.Ref)
		}
	}
	return out
}
