package desk

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strconv"

	"willing/access"
	"willing/casebook"
	"willing/journal"
)

// Publish puts changed settings in force and proposes the texts that are newer than those approved or
// waiting; from whoever may not publish it takes the texts alone. It returns how many texts now wait for approval.
func (d *Desk) Publish(ctx context.Context, by Acting, p casebook.Programme, texts []casebook.Proposal) (proposed int, err error) {
	err = d.act(ctx, by.doing("publish", &proposed, p, texts), access.Propose, func(t *turn) (err error) {
		proposed, err = t.publish(p, texts)
		return err
	})
	return proposed, err
}

func (t *turn) publish(p casebook.Programme, texts []casebook.Proposal) (proposed int, err error) {
	now := t.d.house.Programme(t.d.house.Pos)
	if err := t.d.follows(t.by, p, now); err != nil {
		return 0, err
	}
	may := t.d.allow(t.by, access.Publish, "")
	if may != nil && (now == nil || p.Version > now.Version && !slices.ContainsFunc(texts, t.newer)) {
		return 0, may // no text of theirs waits then, so nothing would come of it
	}
	if may == nil && (now == nil || p.Version > now.Version) {
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

// follows refuses settings that could not take effect: those of an older version than the one in force, and, from
// whoever may publish settings, others under the same number.
func (d *Desk) follows(by Acting, p casebook.Programme, now *casebook.Programme) error {
	switch {
	case now == nil || p.Version > now.Version || d.allow(by, access.Publish, "") != nil:
		return nil
	case p.Version < now.Version:
		return &Error{Kind: BadInput, Key: "publish-older", Args: map[string]string{"version": strconv.Itoa(p.Version), "now": strconv.Itoa(now.Version)},
			Say: fmt.Sprintf("this is version %d, and version %d is in force: publish that folder with what is new in it", p.Version, now.Version)}
	case !same(&p, now):
		return &Error{Kind: BadInput, Key: "publish-same", Args: map[string]string{"version": strconv.Itoa(p.Version)},
			Say: fmt.Sprintf("the settings have changed and are still version %d: raise the version in programme.yaml, then publish again", p.Version)}
	}
	return nil
}

func same(a, b any) bool {
	one, err1 := journal.Marshal(a)
	other, err2 := journal.Marshal(b)
	return err1 == nil && err2 == nil && bytes.Equal(one, other)
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
