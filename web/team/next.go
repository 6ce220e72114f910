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

// propose finds the next step, one ahead: what an honest team would do now. What an offer made now would lack says
// which; so nobody is sent on to ask who cannot be asked today.
func propose(p *web.Page, s *subject) next {
	switch {
	case s.Stage == casebook.StageProvisional, s.Stage == casebook.StageEffective:
		return next{Act: s.Yes.Stands()}
	case s.Stage == casebook.StageLapsed:
		return next{Act: "lapsed"}
	case justAsked(p, s):
		return next{Act: "turn", Path: s.Path + "/turn"}
	}
	if talked, _ := last[casebook.Approach](s, casebook.ApproachMade); talked == nil || !s.Reached {
		if s.Young != nil && s.Young.Minor {
			return next{Act: "young"}
		}
		return next{Act: "talk", Path: s.Path + "/talk", Missing: s.without(casebook.ApproachMade, "check.missing", "check.old")}
	}
	missing := s.missing(casebook.OfferMade)
	step := act(casebook.Keys(missing))
	if told, _ := last[casebook.Delivered](s, casebook.DisclosureDelivered); told == nil && step == "tell" {
		for _, form := range formsFor(p, s) {
			if !form.Held && form.Open {
				return next{Act: "form", Path: form.Path}
			}
		}
	}
	switch step {
	case "":
		if s.Stage == casebook.StageOffered {
			return next{Act: "turn", Path: s.Path + "/ask", Missing: missing}
		}
		return next{Act: "ask", Path: s.Path + "/ask", Missing: missing}
	case "tell", "changed":
		return next{Act: step, Path: s.pathTo(step), Missing: s.missing(casebook.DisclosureDelivered)}
	case "points":
		return next{Act: step, Path: s.pathTo(step), Missing: s.missing(casebook.UnderstandingHeard)}
	case "young":
		if !s.Young.Doubt { // nothing but time brings it
			return next{Act: step}
		}
		return next{Act: "doubt", Path: s.pathTo(step)}
	}
	return next{Act: step, Path: s.pathTo(step)}
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
