package casebook

import "slices"

// refusal is one refusal or hold in a person's file.
type refusal struct {
	commit *Commit
	fact   *Fact
	hold   bool
	until  Date   // a hold with a date ends then; zero: never by itself
	covers string // "role", "programme" or "organisation"
	role   string // for covers "role"
}

// refusals lists every refusal and hold that binds the person, undone slips left out.
func (f *file) refusals() []refusal {
	if f.refused == nil {
		f.refused = f.findRefusals()
	}
	return f.refused
}

func (f *file) findRefusals() []refusal {
	out := []refusal{}
	undone := map[Ref]bool{}
	for _, u := range f.counting(StopUndone) {
		for _, ref := range u.Commit.Refs {
			undone[ref] = true
		}
	}
	seen := map[Hash]bool{}
	for _, fact := range f.facts {
		c := fact.Commit
		h := &hearing{file: f, house: f.house, fact: fact, commit: c}
		if !c.refuses() && !c.holds() || seen[c.Hash] || !h.refusing() || undone[fact.Ref] && fact.Type == StopMade || switchedOff(fact) {
			continue
		}
		seen[c.Hash] = true
		out = append(out, f.refusalOf(fact))
	}
	return out
}

// switchedOff lets the test suite take a gate away whose rule is no judgement of an event but the force
// of a refusal.
func switchedOff(fact *Fact) bool {
	switch fact.Type {
	case StopMade:
		return off("G02")
	case WithdrawalMade:
		return off("G17")
	case AnswerGiven:
		return off("G12") && !fact.Commit.refuses() || off("G11") && fact.Commit.refuses()
	}
	return false
}

func (f *file) refusalOf(fact *Fact) refusal {
	r := refusal{commit: fact.Commit, fact: fact, hold: !fact.Commit.refuses(), covers: "programme"}
	switch b := fact.Body.(type) {
	case *Answer:
		if b.Covers != "" {
			r.covers = b.Covers
		}
		if b.Covers == "role" {
			r.role = f.roleAsked(fact)
		}
		if r.hold {
			r.until = b.Until
		}
	case *Guardian:
		r.until = b.Majority
	}
	return r
}

// roleAsked finds the role of the offer that an answer names; "" if it is not here, and then the
// refusal covers every role.
func (f *file) roleAsked(fact *Fact) string {
	for _, ref := range fact.Commit.Refs {
		if offer := f.byRef[ref]; offer != nil {
			if b, ok := offer.Body.(*Offer); ok {
				return b.Role
			}
		}
	}
	return ""
}

// concerns reports whether the refusal stands against a role; role "" asks about contact as such.
func (r refusal) concerns(role string) bool {
	return r.covers != "role" || r.role == "" || role == "" || r.role == role
}

// endedBy reports whether a hold with a date has ended at the moment of c.
func (r refusal) endedBy(c *Commit) bool {
	return r.hold && !r.until.IsZero() && !c.At.Before(r.until.latest())
}

// answeredIn reports whether a counting reopening among these commits names the refusal.
func (f *file) answeredIn(r refusal, past map[Hash]bool) bool {
	return slices.ContainsFunc(f.counting(PersonReopened), func(re *Fact) bool {
		return past[re.Commit.Hash] && names(re.Commit, r.fact.Ref)
	})
}

// against lists the refusals that stand against an event: not ended, and not answered by a reopening
// that the event relies on.
func (h *hearing) against(role string) []refusal {
	var out []refusal
	past := h.file.ancestors(h.commit)
	for _, r := range h.file.refusals() {
		if r.commit != h.commit && r.concerns(role) && !r.endedBy(h.commit) && !h.file.answeredIn(r, past) {
			out = append(out, r)
		}
	}
	return out
}

// g11Contact: no contact after a refusal that the author could know.
var g11Contact = rule{"G11", contactTypes, func(h *hearing) []Lack {
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
	case *Understanding:
		if _, told := one[Delivered](h, DisclosureDelivered); told != nil {
			return told.Role
		}
	}
	return ""
}

// g11Offer: an offer relies on a reopening for every refusal there is. One that its author could not
// know overrules the offer without blame.
var g11Offer = rule{"G11", []string{OfferMade}, func(h *hearing) []Lack {
	var out []Lack
	for _, r := range h.against(h.roleOfEvent()) {
		l := lack("G11", "offer.refused", NeutralRefusal)
		l.Overruled = !h.file.couldKnow(h.commit, r.commit)
		out = append(out, l)
	}
	return out
}}

// g11Reopening: only the person comes back, with the receipt's key, or by their own approach before two
// people outside every team involved; each refusal is named.
var g11Reopening = rule{"G11", []string{PersonReopened}, func(h *hearing) []Lack {
	var out []Lack
	if !h.namesRefusal() {
		out = append(out, lack("G11", "reopen.names", "name each refusal that the person takes back"))
	}
	if !h.receiptKey() && len(h.outsiders(Coordinator, Safeguarding, Trainer, Administrator)) < 2 {
		out = append(out, hands("G11", "reopen.who", "Only the person can come back: with their receipt, or by coming themselves to two people outside every team involved."))
	}
	return out
}}

func (h *hearing) namesRefusal() bool {
	for _, r := range h.file.refusals() {
		if names(h.commit, r.fact.Ref) {
			return true
		}
	}
	return false
}

// receiptKey reports whether the person signed with the key of a receipt they were given.
func (h *hearing) receiptKey() bool {
	a := h.commit.Actor
	if !a.Signed || a.Alg == "server" || !h.file.records()[a.Who] {
		return false
	}
	for _, fact := range h.file.facts {
		if b, ok := fact.Body.(*Answer); ok && len(b.Receipt) > 0 && string(b.Receipt) == a.Key {
			return true
		}
	}
	return false
}
