package casebook

import "slices"

// ruleLooked: a named person looks at exactly the events of the organisation's own side that they name, none of them
// their own, and notes what came of it. Nothing gains an effect by it (G18).
func ruleLooked(h *House, c *Commit, body any) []Lack {
	var out []Lack
	if body.(*Settling).Note == "" {
		out = append(out, lack("G18", "settle.note", "note what came of it"))
	}
	if len(c.Refs) == 0 {
		out = append(out, lack("G18", "settle.names", "name what you looked at"))
	}
	own := func(f *Fact) bool {
		return names(c, f.Ref) && slices.ContainsFunc(append([]Proof{f.Commit.Actor}, f.Commit.Witnesses...), func(p Proof) bool { return p.Who == c.Actor.Who })
	}
	if !off("G18") && slices.ContainsFunc(h.Irregular, own) {
		out = append(out, lack("G18", "settle.own", "nobody looks at what they wrote themselves: somebody else does"))
	}
	return out
}

func applyLooked(h *House, c *Commit, _ Ref, _ any) {
	for _, f := range h.Irregular {
		f.Settled = f.Settled || names(c, f.Ref)
	}
}

// NeedLook lists the events of the organisation's own side that break a rule and at which nobody has looked yet.
func (h *House) NeedLook() []*Fact {
	return slices.DeleteFunc(slices.Clone(h.Irregular), func(f *Fact) bool { return f.Settled })
}
