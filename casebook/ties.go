package casebook

import "slices"

// Ties only ever take something from somebody, so anybody may declare one (G07, G09). A wrong one would part two people
// for ever, and whoever declares it need not mean well: so two others end it, and nobody for themselves.

// tie is what was said last of two people.
type tie struct {
	Tie
	ended bool
}

func (t tie) between(a, b ID) bool { return t.A == a && t.B == b || t.A == b && t.B == a }

func applyTie(h *House, c *Commit, _ Ref, body any) {
	h.ties = append(h.ties, since[tie]{c.Seq, tie{*body.(*Tie), false}})
}

func applyTieEnd(h *House, c *Commit, _ Ref, body any) {
	b := body.(*TieEnd)
	h.ties = append(h.ties, since[tie]{c.Seq, tie{Tie{A: b.A, B: b.B}, true}})
}

// Tied reports whether two people are declared to be kin, partners or otherwise close, at pos.
func (h *House) Tied(a, b ID, pos uint64) bool { return h.tied(a, b, pos, pos) }

// tied is [House.Tied] at some time in from..to: a tie that ended makes nothing right that was done while it was one.
func (h *House) tied(a, b ID, from, to uint64) bool {
	tied := false
	for _, t := range h.ties {
		switch {
		case !t.value.between(a, b):
		case t.pos > to:
			return tied
		case t.pos <= from:
			tied = !t.value.ended
		default:
			tied = tied || !t.value.ended
		}
	}
	return tied
}

// Ties lists who is said to be close to whom now, the oldest first.
func (h *House) Ties() []Tie {
	out := []Tie{}
	for _, t := range h.ties {
		out = slices.DeleteFunc(out, func(before Tie) bool { return t.value.between(before.A, before.B) })
		if !t.value.ended {
			out = append(out, t.value.Tie)
		}
	}
	return out
}

// ruleTieEnded asks for two who are not concerned: neither of them, nor of a team of theirs, nor close to either, nor to
// each other.
func ruleTieEnded(h *House, c *Commit, body any) []Lack {
	b := body.(*TieEnd)
	if !h.Tied(b.A, b.B, h.Pos) {
		return []Lack{lack("", "tie.none", "nobody said that these two are close")}
	}
	var out []Lack
	if b.Reason == "" {
		out = append(out, lack("", "tie.reason", "give a reason"))
	}
	outside := func(who ID) bool {
		return !slices.ContainsFunc([]ID{b.A, b.B}, func(id ID) bool {
			return who == id || h.colleagues(who, id, h.Pos, h.Pos) || h.Tied(who, id, h.Pos)
		})
	}
	two := slices.ContainsFunc(c.Witnesses, func(w Proof) bool {
		return w.Who != c.Actor.Who && outside(w.Who) && !h.Tied(w.Who, c.Actor.Who, h.Pos) && h.stands(w, h.Pos) && h.Wears(w.Who, h.Pos, voiders...)
	})
	if !two || !outside(c.Actor.Who) || !h.stands(c.Actor, h.Pos) {
		out = append(out, second("tie.two", "that two people are close is taken back by two others, who go about with neither: coordinator, trainer, safeguarding lead or administrator"))
	}
	return out
}
