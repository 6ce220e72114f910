package casebook

import "slices"

// g11Contact: no contact after a refusal that the author could know.
var g11Contact = rule{"G11", reachTypes, func(h *hearing) []Lack {
	if h.fact.Type == OfferMade {
		return nil // g11Offer is stricter
	}
	for _, r := range h.against(h.roleOfEvent()) {
		if h.file.couldKnow(h.commit, r.commit) {
			return []Lack{lack("G11", "contact.refused", NeutralRefusal)}
		}
	}
	return nil
}}

// roleOfEvent is the role an event is about; "" if it is about none in particular.
func (h *hearing) roleOfEvent() string {
	switch b := h.fact.Body.(type) {
	case *Delivered:
		return b.Role
	case *Offer:
		return b.Role
	case *Call:
		for _, yes := range h.named(AnswerGiven) {
			return h.file.hear(yes).roleAnswered()
		}
	case *Understanding:
		if _, told := one[Delivered](h, DisclosureDelivered); told != nil {
			return told.Role
		}
	}
	return ""
}

// g11Offer: an offer relies on a reopening for every refusal there is. One that its author could not
// know overrules the offer without blame; one that answers this very offer came after it.
var g11Offer = rule{"G11", []string{OfferMade}, func(h *hearing) []Lack {
	var out []Lack
	for _, r := range h.against(h.roleOfEvent()) {
		if h.file.relies(r.commit, h.commit) || r.fact.Type == StopAsked && !h.file.couldKnow(h.commit, r.commit) {
			continue // a stranger's stop holds what follows; it takes nothing back
		}
		l := lack("G11", "offer.refused", NeutralRefusal)
		l.Overruled = !h.file.couldKnow(h.commit, r.commit)
		out = append(out, l)
	}
	return out
}}

// g11Answer: a yes answers one offer that counts, and no refusal stands against it. (A hold only lets it
// wait: see yes in consent.go; unless it is the person's own 'not now' in place of that very yes.)
var g11Answer = rule{"G11", []string{AnswerGiven}, func(h *hearing) []Lack {
	if h.fact.Body.(*Answer).Answer != "yes" {
		return nil
	}
	var out []Lack
	if h.offersNamed() != 1 || len(h.named(OfferMade)) != 1 {
		out = append(out, lack("G11", "answer.offer", "name the one offer that it answers; an offer that does not count cannot be answered with a yes"))
	}
	for _, r := range h.against(h.roleAnswered()) {
		if !r.hold {
			l := lack("G11", "answer.refused", NeutralRefusal)
			l.Overruled = !h.file.couldKnow(h.commit, r.commit) || h.file.relies(r.commit, h.commit)
			out = append(out, l)
		}
	}
	if h.corrected() {
		l := lack("G09", "answer.corrected", "The person gave another answer in its place.")
		l.Overruled = true
		out = append(out, l)
	}
	return out
}}

// corrected reports whether a 'not now' names the yes that it takes the place of (G09). It stays so when the 'not now' has
// ended: a yes that somebody took back comes again only from them.
func (h *hearing) corrected() bool {
	return slices.ContainsFunc(h.file.byType[AnswerGiven], func(answer *Fact) bool {
		return answer.Commit != h.commit && names(answer.Commit, h.fact.Ref) && !isYes(answer)
	})
}

// offersNamed counts the offers that the event relies on, whether they count or not.
func (h *hearing) offersNamed() int {
	n := 0
	for _, offer := range h.file.byType[OfferMade] {
		if restsOn(h.fact, offer) {
			n++
		}
	}
	return n
}

// roleAnswered is the role of the offer that a yes answers; "" if it answers none that counts.
func (h *hearing) roleAnswered() string {
	if _, offer := one[Offer](h, OfferMade); offer != nil {
		return offer.Role
	}
	return ""
}

// g11Reopening: only the person comes back, with the receipt's key, or by their own approach before two
// people outside every team involved; each refusal is named. A stop, which is no answer, they also lift by
// their private link (G02).
var g11Reopening = rule{"G11", []string{PersonReopened}, func(h *hearing) []Lack {
	named := h.file.refusalsNamed(h.commit)
	var out []Lack
	if len(named) == 0 {
		out = append(out, lack("G11", "reopen.names", "name each refusal that the person takes back"))
	}
	if !h.beforeOutsiders() && !slices.ContainsFunc(named, func(r refusal) bool { return h.receiptOpens(r) || h.linkLifts(r) }) {
		if len(h.receiptAnswers()) > 0 {
			return append(out, hands("G11", "reopen.receipt", "This receipt does not take that back: the person comes themselves to two people outside every team involved."))
		}
		out = append(out, hands("G11", "reopen.who", "Only the person can come back: with their receipt, or by coming themselves to two people outside every team involved."))
	}
	return out
}}

func (h *hearing) beforeOutsiders() bool {
	return len(h.outsiders(Coordinator, Safeguarding, Trainer, Administrator)) >= 2
}

// reopenings lists for each refusal the reopenings that answer it: those that count, name it, and were
// made by two outsiders or with a receipt that opens it.
func (f *file) reopenings() map[Ref][]*Commit {
	if f.reopened != nil {
		return f.reopened
	}
	out := map[Ref][]*Commit{}
	for _, re := range f.counting(PersonReopened) {
		h := f.hear(re)
		outsiders := h.beforeOutsiders() || off("G11")
		for _, r := range f.refusalsNamed(re.Commit) {
			if outsiders || h.receiptOpens(r) || h.linkLifts(r) {
				out[r.fact.Ref] = append(out[r.fact.Ref], re.Commit)
			}
		}
	}
	f.reopened = out
	return out
}
