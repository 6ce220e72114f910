package desk

import (
	"context"
	"errors"
	"slices"
	"strings"

	"willing/casebook"
	"willing/journal"
)

// TakeEarly takes in what headquarters sends of people who come first, before their lanes have come as far. It is
// verified and judged like everything that arrives; once its lane comes, it is taken in once more, in its place.
func (d *Desk) TakeEarly(ctx context.Context, from journal.Device, verified *Verified) (Received, error) {
	var out Received
	checked := verified.good()
	out.Refused = len(verified.all) - len(checked)
	return out, d.act(ctx, Acting{}, "", func(t *turn) error {
		t.erased, t.receiving, t.from = map[casebook.ID]bool{}, true, from
		for _, c := range checked {
			if err := t.takeEarly(c, &out); err != nil {
				return err
			}
		}
		return nil
	})
}

// takeEarly takes in one commit. What this device wrote itself, and what is of a control lane, comes in its lane
// alone; what lacks content waits for its lane too; and of whoever was erased nothing is wanted early.
func (t *turn) takeEarly(c checkedCommit, out *Received) error {
	h := c.commit.Header
	whole := !slices.Contains(c.commit.Bodies, nil)
	if h.Device == t.d.Device.Device() || h.Subject.IsZero() || !whole || !strings.HasPrefix(string(h.Scope), "t/") {
		out.Refused++
		return nil
	}
	if barred, err := t.bar(&c.commit); err != nil || barred > 0 {
		return err
	}
	outcome, err := journal.AppendEarly(t.w, c.commit, t.now.UnixMilli())
	switch {
	case errors.Is(err, journal.ErrBroken):
		out.Refused++
		return nil
	case err != nil:
		return err
	case outcome == journal.Known:
		return t.fill(c.commit, out)
	}
	out.Early++
	return t.tookCommit(c)
}

// touchEarly notes whose state changes since headquarters has said of parts of lanes that they arrived, of those who came
// before these lanes.
func (t *turn) touchEarly() error {
	if len(t.confirmed) == 0 || off("early") {
		return nil
	}
	for e, err := range journal.EarlyCommits(t.w) {
		if err != nil {
			return journalBroken(err)
		}
		h := e.Commit.Header
		if slices.ContainsFunc(t.confirmed, func(c confirmed) bool { return c.lane == h.Lane() && c.from <= h.Seq && h.Seq <= c.to }) {
			t.touched.add(casebook.ID(h.Subject))
		}
	}
	return nil
}
