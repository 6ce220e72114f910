package desk

import (
	"context"

	"willing/access"
	"willing/casebook"
)

// Publish puts changed settings in force and proposes the texts that are newer than those approved or
// waiting. It returns how many texts now wait for approval.
func (d *Desk) Publish(ctx context.Context, by Acting, p casebook.Programme, texts []casebook.Proposal) (proposed int, err error) {
	err = d.act(ctx, by.doing("publish", &proposed, p, texts), access.Propose, func(t *turn) (err error) {
		proposed, err = t.publish(p, texts)
		return err
	})
	return proposed, err
}

func (t *turn) publish(p casebook.Programme, texts []casebook.Proposal) (proposed int, err error) {
	now := t.d.house.Programme(t.d.house.Pos)
	if now == nil || p.Version > now.Version {
		if err := t.d.allow(t.by, access.Publish, ""); err != nil {
			return 0, err
		}
		if _, err := t.append(entry{events: []casebook.Event{{Type: casebook.ProgrammePublished, Body: &p}}}); err != nil {
			return 0, err
		}
		if err := t.refreshAll(); err != nil {
			return 0, err
		}
	}
	for i := range texts {
		if !t.newer(texts[i]) {
			continue
		}
		if _, err := t.append(entry{events: []casebook.Event{{Type: casebook.DisclosureProposed, Body: &texts[i]}}}); err != nil {
			return proposed, err
		}
		proposed++
	}
	return proposed, nil
}

// newer reports whether a text is newer than what is approved and than what waits.
func (t *turn) newer(p casebook.Proposal) bool {
	if in := t.d.house.TextAt(p.Role, t.d.house.Pos); in != nil && in.Version >= p.Version {
		return false
	}
	for _, w := range t.d.house.Waiting() {
		if w.Role == p.Role && w.Version >= p.Version {
			return false
		}
	}
	return true
}
