package casebook

import (
	"slices"
	"strings"
)

// g29Interpreter: whoever interprets is an adult, unrelated, not recruiting, and named. Of ourselves and of guardians the log
// tells who that is, whatever was ticked: nobody interprets who looks for candidates, or signs as one of those present, or is close to
// the person.
var g29Interpreter = rule{"G29", []string{DisclosureDelivered, UnderstandingHeard, OfferMade}, func(h *hearing) []Lack {
	i := interpreterOf(h.fact)
	if i == nil {
		return nil
	}
	if strings.TrimSpace(i.Name) == "" || !i.Adult || !i.Unrelated || i.Recruiting {
		return []Lack{lack("G29", "interpreter.unfit", "Whoever interprets is an adult, unrelated, not recruiting, and named: find somebody else.")}
	}
	known := lack("G29", "interpreter.known", "Somebody of this name recruits, signs here, or is close to the person, so they do not interpret: find somebody else, or write the whole name if it is another person.")
	if slices.ContainsFunc(h.house.called(i.Name, h.seen()), h.takesPart) {
		return []Lack{known}
	}
	for _, fact := range h.file.byType[GuardianAnswered] {
		if b, ok := fact.Body.(*Guardian); ok && sameName(b.Name, i.Name) {
			known.Overruled = !h.file.couldKnow(h.commit, fact.Commit)
			return []Lack{known}
		}
	}
	return nil
}}

// interpreterOf is who interpreted, as an event notes it; nil if nobody did.
func interpreterOf(fact *Fact) *Interpreter {
	switch b := fact.Body.(type) {
	case *Delivered:
		return b.Interpreter
	case *Understanding:
		return b.Interpreter
	case *Offer:
		return b.Interpreter
	}
	return nil
}

// takesPart reports whether a member of staff looks for candidates, stands behind the event, or is close to the person.
func (h *hearing) takesPart(who ID) bool {
	return h.house.Wears(who, h.seen(), Scout, Mentor) || handIn(h.commit, []ID{who}) || h.closeTo(who, nil)
}

// called lists the members of staff who had a name at pos.
func (h *House) called(name string, pos uint64) (out []ID) {
	for id := range h.staff {
		if s, ok := h.StaffAt(id, pos); ok && sameName(s.Name, name) {
			out = append(out, id)
		}
	}
	return out
}

func sameName(a, b string) bool {
	a = strings.TrimSpace(a)
	return a != "" && strings.EqualFold(a, strings.TrimSpace(b))
}
