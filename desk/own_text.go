package desk

import (
	"context"
	"crypto/sha256"
	"slices"

	"willing/casebook"
	"willing/journal"
)

// TextParts are the parts of a text in the order in which they are told, the cost page first.
var TextParts = append([]string{"cost"}, casebook.Sections...)

// Order is the order of the two answers: the person's own, evenly over all, and the same on the team's phone (G12).
func (v *Visit) Order() []string {
	if sum := sha256.Sum256(append([]byte("willing/order/1"), v.Person[:]...)); sum[0]&1 == 1 {
		return []string{"yes", "no"}
	}
	return []string{"no", "yes"}
}

// ToldAnew reports whether somebody of ours told the person the text that has changed.
func (v *Visit) ToldAnew() bool {
	return v.Changed != nil && slices.ContainsFunc(v.Texts, func(t ExportedText) bool { return t.Role == v.Changed.Role && t.Version == v.Changed.Version })
}

// TextFor is the text that the person was told, in a language if it has that; else the one in force. It is
// false where there is none yet.
func (d *Desk) TextFor(v *Visit, language string) (out ExportedText, ok bool) {
	if n := len(v.Texts); n > 0 {
		out, ok = v.Texts[n-1], true
	}
	d.House(func(h *casebook.House) {
		if now := h.Programme(h.Pos); out.Role == "" && now != nil && len(now.Roles) > 0 {
			out.Role = now.Roles[0].ID
		}
		for _, text := range h.Texts() {
			if text.Role != out.Role || out.Version != 0 && text.Version != out.Version {
				continue
			}
			for _, in := range slices.Concat(text.In(language), text.Texts) {
				if in.Language == language || !ok {
					out, ok = exported(text, in), true
					break
				}
			}
		}
	})
	return out, ok
}

// Changes are what reads differently in a changed text (G16).
type Changes struct {
	Version int
	Summary string
	Told    bool // somebody of ours has told the person the new text
	Parts   []ChangedPart
}

// ChangedPart is one part that reads differently now.
type ChangedPart struct{ Heading, Before, Now string }

// ChangesFor shows what changed since the text that the person relied on; nil where nothing waits for their answer.
func (d *Desk) ChangesFor(v *Visit) *Changes {
	now := v.Changed
	if now == nil {
		return nil
	}
	out := &Changes{Version: now.Version, Told: v.ToldAnew()}
	var old casebook.DisclosureText
	d.House(func(h *casebook.House) {
		for _, t := range h.Texts() {
			switch {
			case t.Role == now.Role && t.Version == now.Version:
				out.Summary = t.Change
			case v.Yes != nil && t.Role == v.Yes.Role && t.Version == max(v.Yes.Version, v.Yes.GoesOn) && old.Language == "":
				if all := append(t.In(now.Language), t.Texts...); len(all) > 0 {
					old = all[0]
				}
			}
		}
	})
	for _, id := range TextParts {
		if before, after := PartOf(old, id), PartOf(now.DisclosureText, id); before != after {
			out.Parts = append(out.Parts, ChangedPart{now.Headings[id], before, after})
		}
	}
	return out
}

// ChangesOf is [Desk.ChangesFor] for a team of whose people one has to say whether they go on (G16).
func (d *Desk) ChangesOf(ctx context.Context, by Acting, record casebook.ID) (*Changes, error) {
	var v *Visit
	err := d.see(ctx, func(r journal.Reader) error {
		s, _, err := d.within(r, by, record)
		if err == nil && !s.Alone && !closedStage(s.Stage) {
			v = d.visit(s, casebook.IssuedLink{})
		}
		return err
	})
	if err != nil || v == nil {
		return nil, err
	}
	return d.ChangesFor(v), nil
}

// PartOf is one part of a text, Markdown.
func PartOf(t casebook.DisclosureText, id string) string {
	if id == "cost" {
		return t.Cost
	}
	return t.Sections[id]
}
