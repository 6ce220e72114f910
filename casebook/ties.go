package casebook

import "slices"

// Ties only ever take something from somebody, so anybody may declare one (G07, G09). A wrong one would part two people
// for ever, and whoever declares it need not mean well: so two others end it, and nobody for themselves.

// tie is what was said last of two people.
type tie struct {
	Tie
	ended bool
	by    []ID // who ended it, each with their own key
}

func (t tie) between(a, b ID) bool { return t.A == a && t.B == b || t.A == b && t.B == a }

func applyTie(h *House, c *Commit, _ Ref, body any) {
	h.ties = append(h.ties, since[tie]{c.Seq, tie{Tie: *body.(*Tie)}})
}

func applyTieEnd(h *House, c *Commit, _ Ref, body any) {
	b := body.(*TieEnd)
	t := tie{Tie: Tie{A: b.A, B: b.B}, ended: true}
	for _, p := range append([]Proof{c.Actor}, c.Witnesses...) {
		if h.stands(p, h.Pos) && h.Wears(p.Who, h.Pos, voiders...) {
			t.by = append(t.by, p.Who)
		}
	}
	h.ties = append(h.ties, since[tie]{c.Seq, t})
}

// Tied reports whether two people are declared to be kin, partners or otherwise close, at pos.
func (h *House) Tied(a, b ID, pos uint64) bool { return h.tied(a, b, pos, pos) }

// tied is [House.Tied] at some time in from..to: a tie that ended makes nothing right that was done while it was one.
func (h *House) tied(a, b ID, from, to uint64) bool {
	return h.tiedBut(a, b, from, to, func(since[tie]) bool { return false })
}

// tiedBut is [House.tied], with some ends of ties that say nothing.
func (h *House) tiedBut(a, b ID, from, to uint64, void func(since[tie]) bool) bool {
	tied := false
	for _, t := range h.ties {
		switch {
		case !t.value.between(a, b) || t.value.ended && void(t):
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

// ruleTieEnded asks for two who are not concerned: neither of them, nor ever of a team of theirs, nor ever close to either,
// nor to each other. Whom we meet the house does not know: see [file.tied].
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
			return who == id || h.colleagues(who, id, 0, h.Pos) || h.tied(who, id, 0, h.Pos)
		})
	}
	two := slices.ContainsFunc(c.Witnesses, func(w Proof) bool {
		return w.Who != c.Actor.Who && outside(w.Who) && !h.tied(w.Who, c.Actor.Who, 0, h.Pos) && h.stands(w, h.Pos) && h.Wears(w.Who, h.Pos, voiders...)
	})
	if !two || !outside(c.Actor.Who) || !h.stands(c.Actor, h.Pos) {
		out = append(out, second("tie.two", "that two people are close is taken back by two others, who never went about with either: coordinator, trainer, safeguarding lead or administrator"))
	}
	return out
}
