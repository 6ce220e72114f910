package casebook

import (
	"slices"
	"time"
)

// ownKey reports whether the person signed with the key of a private link that was issued to them and
// had not expired.
func (h *hearing) ownKey() bool {
	if !h.signedAsPerson() {
		return false
	}
	return slices.ContainsFunc(h.named(LinkIssued), func(f *Fact) bool {
		b := f.Body.(*Link)
		return string(b.Key) == h.commit.Actor.Key && h.house.written(h.commit).Before(time.Unix(b.Expires, 0)) && !h.file.revokedFor(h.commit, f)
	})
}

// signedAsPerson reports whether a key that is nobody's of the staff signed in the person's name.
func (h *hearing) signedAsPerson() bool {
	a := h.commit.Actor
	return a.Signed && !h.file.resealed(h.commit) && a.Alg != "server" && a.Key != "" && h.file.records[a.Who] && !h.house.enrolled(a.Key)
}

// proven reports whether an answer is evidently the person's own: by their link, or before a scout and
// a mentor.
func (f *file) proven(answer *Fact) bool {
	h := f.hear(answer)
	return h.ownKey() || pairOf(h, h.witnesses(Scout, Mentor)) || off("G09")
}

// theirs is proven, by more than a link whose key somebody of the team may hold: such a key could make a yes
// beforehand, and with its receipt take back the person's real no (G11).
func (f *file) theirs(answer *Fact) bool {
	h := f.hear(answer)
	return h.ownKey() && !h.linkSeen() || pairOf(h, h.witnesses(Scout, Mentor)) || off("G09")
}

// Proven reports whether an answer is evidently the person's own, so that the key of its receipt lets them
// come back.
func (s *State) Proven(answer Ref) bool {
	fact := s.file.find(answer)
	return fact != nil && fact.Type == AnswerGiven && s.file.proven(fact)
}

// receiptKey reports whether the person signed with the key of a receipt of an answer that was evidently
// their own. Anyone can write a no and put a key of their own in it; that proves nothing.
func (h *hearing) receiptKey() bool {
	return slices.ContainsFunc(h.receiptAnswers(), h.file.proven)
}

// receiptAnswers lists the answers whose receipt has the key that signed this event as the person.
func (h *hearing) receiptAnswers() []*Fact {
	var out []*Fact
	if !h.signedAsPerson() {
		return nil
	}
	for _, fact := range h.file.byType[AnswerGiven] {
		if b, ok := fact.Body.(*Answer); ok && len(b.Receipt) > 0 && string(b.Receipt) == h.commit.Actor.Key {
			out = append(out, fact)
		}
	}
	return out
}

// receiptOpens reports whether the receipt's key that signed a reopening takes a refusal back: it was
// given with this very refusal, or with a yes that headquarters knew of before it knew of the refusal; and
// that answer was evidently the person's own, the yes by more than a link that the team may hold, and by what they told
// somebody outside. So nobody can make a receipt afterwards for somebody else's no, or beforehand with a yes of their
// own making, and a scout who takes down a no alone does not hold the key to it.
func (h *hearing) receiptOpens(r refusal) bool {
	return slices.ContainsFunc(h.receiptAnswers(), func(answer *Fact) bool { return h.file.opens(answer, r) })
}

// opens reports whether the receipt of an answer takes a refusal back.
func (f *file) opens(answer *Fact, r refusal) bool {
	if answer == r.fact {
		return f.proven(answer)
	}
	if b, ok := r.fact.Body.(*Answer); ok && len(b.Receipt) > 0 {
		return false // it has a receipt of its own
	}
	return isYes(answer) && f.theirs(answer) && knownBefore(answer.Commit, r.commit) && f.confirmed(answer, r.commit)
}

// ReceiptReturns reports whether the receipt of one of their answers takes back all that leaves the person alone now.
func (s *State) ReceiptReturns(now time.Time) bool {
	standing := s.file.standing(now)
	return len(standing) > 0 && slices.ContainsFunc(s.file.byType[AnswerGiven], func(answer *Fact) bool {
		b, ok := answer.Body.(*Answer)
		return ok && len(b.Receipt) > 0 && !slices.ContainsFunc(standing, func(r refusal) bool { return !s.file.opens(answer, r) })
	})
}

// knownBefore reports whether headquarters knew of one commit before it knew of the other.
func knownBefore(c, other *Commit) bool {
	at, otherAt := c.knownAt(), other.knownAt()
	if c.Home && at == otherAt {
		at-- // headquarters wrote it before it wrote or heard the other at the next position
	}
	return at > 0 && at < otherAt
}

// confirmed reports whether somebody outside the team had reached the person alone, before a refusal came, and heard
// that a yes was theirs. Until then nothing but our own word says so: a pair could write a yes, or whoever made a link,
// and keep its receipt. It asks for no judgement of the call, which would ask back for refusals.
func (f *file) confirmed(yes *Fact, before *Commit) bool {
	if off("G28") {
		return true
	}
	return slices.ContainsFunc(f.byType[CallMade], func(call *Fact) bool {
		b, ok := call.Body.(*Call)
		h := f.hear(call)
		return ok && b.good() && restsOn(call, yes) && !f.resealed(call.Commit) && h.byOutsider() && !h.madeLinkOf(yes) && knownBefore(call.Commit, before)
	})
}

// ownAct reports whether the person signed, with their link or their receipt.
func (h *hearing) ownAct() bool { return h.ownKey() || h.receiptKey() }

// pairOf reports whether among some people there are a scout and a mentor who are not the same.
func pairOf(h *hearing, people []ID) bool {
	for _, scout := range people {
		for _, mentor := range people {
			if scout != mentor && h.house.Wears(scout, h.seen(), Scout) && h.house.Wears(mentor, h.seen(), Mentor) {
				return true
			}
		}
	}
	return false
}

// ownBeyondTeam reports whether the person signed by more than what one of us may hold: with a link that more than one
// vouch for, or with the receipt of an answer that came by one, or about which they told somebody outside.
func (h *hearing) ownBeyondTeam() bool {
	return h.ownKey() && h.linkVouched() || slices.ContainsFunc(h.receiptAnswers(), func(answer *Fact) bool {
		by := h.file.hear(answer)
		return by.ownKey() && by.linkVouched() || h.file.proven(answer) && h.file.confirmed(answer, h.commit)
	})
}

// OwnAct reports whether an event is the person's own act, signed with the key of their link or receipt.
func (s *State) OwnAct(ref Ref) bool {
	fact := s.file.find(ref)
	return fact != nil && s.file.hear(fact).ownAct()
}

// SeenByTeam reports whether an event was signed with the key of a link that the team may hold too: then it may as well
// be theirs, and says so wherever it is shown (G09).
func (s *State) SeenByTeam(ref Ref) bool {
	fact := s.file.find(ref)
	return fact != nil && s.file.hear(fact).linkSeen()
}
