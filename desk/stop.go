package desk

import (
	"context"

	"willing/access"
	"willing/casebook"
	"willing/journal"
)

// Stop leaves a person alone at once (G02). Anybody on the staff may; no reason is asked.
func (d *Desk) Stop(ctx context.Context, by Acting, record casebook.ID) error {
	return d.leaveAlone(ctx, by, record, nil, casebook.StopMade)
}

func (d *Desk) leaveAlone(ctx context.Context, by Acting, record casebook.ID, own journal.Signer, eventType string) error {
	by = by.own(record, own).doing(eventType, nil, record)
	return d.act(ctx, by, by.trying(access.LeaveAlone, record), func(t *turn) error {
		s, err := t.leaving(record)
		if err != nil {
			return err
		}
		if s.Stage == casebook.StageErased && !by.acts(record) && !t.seesLittle() {
			return nil // left alone for good; nothing is written of them any more
		}
		return t.write(s, entry{subject: record, refs: s.Relies(eventType, ""), events: []casebook.Event{{Type: eventType, Body: &casebook.Blank{}}}})
	})
}

// UndoStop takes back a slip of the finger within 60 seconds (G02): the last stop of whoever acts. The undo stays
// in the log.
func (d *Desk) UndoStop(ctx context.Context, by Acting, record casebook.ID) error {
	return d.act(ctx, by.doing("undo", nil, record), by.trying(access.LeaveAlone, record), func(t *turn) error {
		s, err := t.d.state(t.w, record, t.now)
		if err != nil {
			return err
		}
		refs := s.Relies(casebook.StopUndone, "")
		switch stop := ownStop(s, by.Who); {
		case stop != nil:
			refs = []casebook.Ref{stop.Ref}
		case t.seesLittle() && t.elsewhere(s):
			return nobody()
		}
		return t.write(s, entry{subject: record, scope: scopeOf(s), refs: refs,
			events: []casebook.Event{{Type: casebook.StopUndone, Body: &casebook.Blank{}}}})
	})
}
