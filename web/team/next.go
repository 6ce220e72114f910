package team

import (
	"slices"

	"willing/casebook"
	"willing/web"
)

// next is the one step that the person's page proposes, and what holds it.
type next struct {
	Act     string // of the keys team.next.ACT and team.next.ACT.say
	Path    string
	Missing []casebook.Lack
}

// propose finds the next step, one ahead: what an honest team would do now.
func propose(p *web.Page, s *subject) next {
	switch s.Stage {
	case casebook.StageProvisional, casebook.StageEffective:
		return next{Act: "agreed"}
	case casebook.StageLapsed:
		return next{Act: "lapsed"}
	case casebook.StageOffered:
		return next{Act: "turn", Path: s.Path + "/ask"}
	}
	if talked, _ := last[casebook.Approach](s, casebook.ApproachMade); talked == nil || !s.Reached {
		return next{Act: "talk", Path: s.Path + "/talk", Missing: s.without(casebook.ApproachMade, "check.missing", "check.old")}
	}
	if !s.ageKnown() {
		return next{Act: "age", Path: s.Path + "/age"}
	}
	told, _ := last[casebook.Delivered](s, casebook.DisclosureDelivered)
	for _, form := range formsFor(p, s) {
		if told == nil && !form.Held && form.Open {
			return next{Act: "form", Path: form.Path}
		}
	}
	if held := s.missing(casebook.OfferMade); slices.ContainsFunc(held, func(l casebook.Lack) bool { return l.Key == "offer.told" }) {
		return next{Act: "tell", Path: s.Path + "/tell", Missing: s.missing(casebook.DisclosureDelivered)}
	} else if slices.ContainsFunc(held, func(l casebook.Lack) bool { return l.Key == "offer.heard" }) {
		return next{Act: "points", Path: s.Path + "/points", Missing: s.missing(casebook.UnderstandingHeard)}
	}
	return next{Act: "ask", Path: s.Path + "/ask", Missing: s.missing(casebook.OfferMade)}
}

// missing is what a step of the way still lacks, beside the right hands.
func (s *subject) missing(act string) []casebook.Lack {
	for _, step := range s.Next {
		if step.Act == act {
			return step.Missing
		}
	}
	return nil
}

// without is missing, but for what the step itself brings.
func (s *subject) without(act string, keys ...string) []casebook.Lack {
	return slices.DeleteFunc(slices.Clone(s.missing(act)), func(l casebook.Lack) bool { return slices.Contains(keys, l.Key) })
}

func (s *subject) ageKnown() bool {
	stated, _ := last[casebook.Age](s, casebook.AgeStated)
	proven, _ := last[casebook.Age](s, casebook.AgeProven)
	return stated != nil || proven != nil
}
