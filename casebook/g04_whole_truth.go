package casebook

import "slices"

// ruleProposal: a disclosure cannot be proposed with an empty section, in fewer languages than the
// programme tells people in, or with less on no than on yes (G04).
func ruleProposal(h *House, c *Commit, body any) []Lack {
	b := body.(*Proposal)
	var out []Lack
	if p := h.Programme(h.Pos); p != nil {
		if _, ok := p.Role(b.Role); !ok {
			out = append(out, lack("G04", "text.role", "the programme has no role of this name"))
		}
		for _, language := range p.Languages {
			if !slices.ContainsFunc(b.Texts, func(t DisclosureText) bool { return t.Language == language }) {
				out = append(out, lack("G04", "text.language", "the text is missing in "+language).with("language", language))
			}
		}
	}
	out = append(out, h.newer(b.Role, b.Version)...)
	out = append(out, h.ownHand(c)...)
	if off("G04") {
		return out
	}
	if len(b.Texts) == 0 {
		out = append(out, lack("G04", "text.empty", "there is no text"))
	}
	for i := range b.Texts {
		for _, f := range b.Texts[i].Faults() {
			out = append(out, TextFault(f))
		}
	}
	return out
}

// TextFault says a fault of a text as something that is missing.
func TextFault(f DisclosureFault) Lack {
	return lack("G04", "text.fault", f.Language+", ‘"+f.Section+"’: "+f.Problem).
		with("language", f.Language, "section", f.Section, "problem", f.Problem, "fault", f.Key, "count", itoa(f.Count), "wanted", itoa(f.Wanted))
}

// ruleApproval: author and approver differ, and each signs with a key of their own (G04).
func ruleApproval(h *House, c *Commit, body any) []Lack {
	_, p := h.proposalNamed(c, body.(*Approval))
	switch {
	case p == nil:
		return []Lack{lack("G04", "approve.names", "name a text that waits for approval")}
	case !off("G04") && p.author == c.Actor.Who:
		return []Lack{lack("G04", "approve.author", "whoever wrote the text cannot approve it: ask somebody else")}
	}
	return append(h.newer(p.body.Role, p.body.Version), h.ownHand(c)...)
}

// ownHand: that two people stand behind a text, their own keys say. The server's word for somebody who has only a password
// would be the word of whoever runs it for both.
func (h *House) ownHand(c *Commit) []Lack {
	if h.stands(c.Actor, h.Pos) || off("G04") {
		return nil
	}
	return []Lack{lack("G04", "text.key", "whoever writes a text or approves one signs with their own key: unlock it first")}
}

// newer: versions begin at 1 and rise, when a text is proposed and again when it comes into force.
func (h *House) newer(role string, version int) []Lack {
	before := 0
	if t := h.TextAt(role, h.Pos); t != nil {
		before = t.Version
	}
	if version > before {
		return nil
	}
	return []Lack{lack("G04", "text.version", "version "+itoa(version)+" is not newer than "+itoa(before)+": raise it").with("version", itoa(version), "before", itoa(before))}
}
