package casebook

import (
	"slices"
	"time"
)

// g09Answer: a yes counts only from the person. (A no, a stop or a leaving needs no proof at all.)
var g09Answer = rule{"G09", []string{AnswerGiven, UpdateAnswered}, func(h *hearing) []Lack {
	method := "own"
	if b, ok := h.fact.Body.(*Answer); ok {
		if b.Answer != "yes" {
			return nil
		}
		method = b.Method
	}
	if b, ok := h.fact.Body.(*Update); ok && !b.Continue {
		return nil
	}
	if h.ownKey() {
		return nil
	}
	if method == "own" && h.fact.Type == AnswerGiven {
		return []Lack{hands("G09", "yes.own", "A yes from the person's own device is signed with the key of their link.")}
	}
	return h.witnessed()
}}

// ownKey reports whether the person signed with the key of a private link that was issued to them and
// had not expired.
func (h *hearing) ownKey() bool {
	a := h.commit.Actor
	if !a.Signed || a.Alg == "server" || !h.file.records()[a.Who] {
		return false
	}
	return slices.ContainsFunc(h.named(LinkIssued), func(f *Fact) bool {
		b := f.Body.(*Link)
		return string(b.Key) == a.Key && h.commit.At.Before(time.Unix(b.Expires, 0))
	})
}

// witnessed: turned round or on paper, the pair of the offer witnesses, each with their own key, and a
// couple counts as one.
func (h *hearing) witnessed() []Lack {
	var out []Lack
	if len(h.witnesses(Scout, Mentor)) < 2 {
		out = append(out, hands("G09", "yes.witnesses", "A yes on the team's phone or on paper needs both witnesses, the scout and the mentor, each with their own key."))
	}
	offer, _ := one[Offer](h, OfferMade)
	if offer == nil {
		return out
	}
	pair := []ID{offer.Commit.Actor.Who}
	for _, w := range offer.Commit.Witnesses {
		pair = append(pair, w.Who)
	}
	for _, w := range h.witnesses() {
		if !slices.Contains(pair, w) {
			out = append(out, hands("G09", "yes.pair", "The pair that asked witnesses the answer."))
		}
	}
	if b, ok := h.fact.Body.(*Answer); ok && b.Method == "turned" && !off("G07") {
		open := time.Duration(h.limits().PairMinutes) * time.Minute
		if since := h.commit.At.Sub(offer.Commit.At); since < 0 || since > open {
			out = append(out, lack("G07", "pair.closed", "The pair unlocked too long ago: both unlock again and ask again."))
		}
	}
	return out
}

// g09Link: a private link is issued by a member of staff, with a key of a known kind.
var g09Link = rule{"G09", []string{LinkIssued}, func(h *hearing) []Lack {
	var out []Lack
	if !h.actorIs(Scout, Mentor, Coordinator, Trainer, Safeguarding) {
		out = append(out, hands("G09", "link.who", "a link is issued by a member of staff with their own key"))
	}
	key := h.fact.Body.(*Link).Key
	if len(key) != 32 && len(key) != 65 {
		out = append(out, lack("G09", "link.key", "the link carries no key"))
	}
	for id := range h.house.staff {
		if h.house.HoldsKey(id, string(key), h.seen()) {
			out = append(out, lack("G09", "link.staff-key", "the key of a member of staff cannot be a person's link"))
		}
	}
	return out
}}

// The grades of evidence behind a yes, best first. G28's outside call is what settles it.
const (
	GradeOwnDevice  = "the person's own device"
	GradeSeenLink   = "the person's link, which staff have seen"
	GradeTwoDevices = "two witnesses on two devices"
	GradeOneDevice  = "two witnesses on one device"
	GradePaper      = "paper signed by the person, two witnesses"
)

// grade says how well a yes is evidenced.
func (h *hearing) grade() string {
	b, _ := h.fact.Body.(*Answer)
	if h.ownKey() {
		for _, f := range h.named(LinkIssued) {
			if l := f.Body.(*Link); string(l.Key) == h.commit.Actor.Key && l.SeenByStaff {
				return GradeSeenLink
			}
		}
		return GradeOwnDevice
	}
	if b != nil && b.Method == "paper" {
		return GradePaper
	}
	return GradeOneDevice
}
