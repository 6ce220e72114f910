package casebook

import (
	"slices"
	"time"
)

// methods are the ways in which a yes is given (see [Answer.Method]).
var methods = []string{"own", "turned", "paper"}

// g09Answer: a yes counts only from the person. (A no, a stop or a leaving needs no proof at all.)
var g09Answer = rule{"G09", []string{AnswerGiven, UpdateAnswered}, func(h *hearing) []Lack {
	method := "turned"
	switch b := h.fact.Body.(type) {
	case *Answer:
		if b.Answer != "yes" {
			return nil
		}
		method = b.Method
	case *Update:
		if !b.Continue {
			return nil
		}
	}
	switch {
	case !slices.Contains(methods, method):
		return []Lack{lack("G09", "yes.method", "note how the answer was given: on the person's own device, on the phone turned round, or on paper")}
	case h.ownKey() && h.fact.Type == UpdateAnswered && h.linkSeen() && !off("again.seen"):
		return h.goesOnBefore()
	case h.ownKey():
		return nil
	case method == "own":
		return []Lack{hands("G09", "yes.own", "A yes from the person's own device is signed with the key of their link.")}
	}
	return h.witnessed(method)
}}

// goesOnBefore: by a link that staff have seen nobody goes on with a changed text unless the pair was there. No outside call
// asks about it, as one does about the yes: one of us alone could tell a text that costs more, and go on in the person's name.
func (h *hearing) goesOnBefore() []Lack {
	if len(h.witnessed("turned")) == 0 {
		return nil
	}
	return []Lack{hands("G09", "again.seen", "This link has been in our hands too. To go on, say so before the two who asked you, or by a new link from headquarters. Leaving needs neither.")}
}

// witnessed: turned round or on paper, the scout and the mentor who asked witness, each with their own
// key, and a couple counts as one. Others may stand by.
func (h *hearing) witnessed(method string) []Lack {
	var out []Lack
	witnesses := h.witnesses(Scout, Mentor)
	switch {
	case pairOf(h, witnesses):
	case slices.ContainsFunc(h.commit.Witnesses, func(w Proof) bool { return w.Spent }) && !off("G07"):
		out = append(out, hands("G07", "pair.spent", "The pair had unlocked for somebody else's answer, and that ended with it: both unlock again."))
	default:
		out = append(out, hands("G09", "yes.witnesses", "A yes on the team's phone or on paper needs both witnesses, the scout and the mentor, each with their own key."))
	}
	offer, _ := one[Offer](h, OfferMade)
	if offer == nil {
		return out
	}
	asked := append(h.file.hear(offer).witnesses(Scout, Mentor), offer.Commit.Actor.Who)
	witnesses = slices.DeleteFunc(witnesses, func(w ID) bool { return !slices.Contains(asked, w) })
	if len(out) == 0 && !pairOf(h, witnesses) {
		out = append(out, hands("G09", "yes.pair", "The pair that asked witnesses the answer."))
	}
	if method == "turned" && h.fact.Type == AnswerGiven && !off("G07") {
		open := time.Duration(h.limits().PairMinutes) * time.Minute
		if since := h.commit.At.Sub(offer.Commit.At); since < 0 || since > open {
			out = append(out, lack("G07", "pair.closed", "The pair unlocked too long ago: both unlock again and ask again."))
		}
	}
	return out
}

// lastSecond is the last that people and JSON can write down: a later end would let nobody read the person's file.
const lastSecond = 253402300799 // 31 December 9999

// g09Link: a private link is issued by a member of staff, with a key that is nobody's of the staff.
var g09Link = rule{"G09", []string{LinkIssued}, func(h *hearing) []Lack {
	var out []Lack
	if !h.actorIs(linkHats...) {
		out = append(out, hands("G09", "link.who", "a link is issued by a member of staff with their own key"))
	}
	key := h.fact.Body.(*Link).Key
	if len(key) != 32 && len(key) != 65 {
		out = append(out, lack("G09", "link.key", "the link carries no key"))
	}
	if until := h.fact.Body.(*Link).Expires; until <= 0 || until > lastSecond {
		out = append(out, lack("G09", "link.expires", "the link ends on no day that a calendar has"))
	}
	if h.house.enrolled(string(key)) {
		out = append(out, lack("G09", "link.staff-key", "the key of a member of staff cannot be a person's link"))
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
		if h.linkSeen() {
			return GradeSeenLink
		}
		return GradeOwnDevice
	}
	if b != nil && b.Method == "paper" {
		return GradePaper
	}
	return GradeOneDevice
}
