package desk

import (
	"context"

	"willing/access"
	"willing/casebook"
	"willing/journal"
)

// Stop leaves a person alone at once (G02). Anybody on the staff may; no reason is asked.
func (d *Desk) Stop(ctx context.Context, by Acting, record casebook.ID) error {
	_, err := d.leaveAlone(ctx, by, record, nil, casebook.StopMade)
	return err
}

// leaveAlone returns what it wrote; nil where there was nothing to write.
func (d *Desk) leaveAlone(ctx context.Context, by Acting, record casebook.ID, own journal.Signer, eventType string) (wrote *casebook.Commit, err error) {
	by = by.own(record, own).doing(eventType, nil, record)
	err = d.act(ctx, by, by.trying(access.LeaveAlone, record), func(t *turn) error {
		s, err := t.leaving(record)
		if err != nil {
			return err
		}
		if s.Stage == casebook.StageErased && !by.acts(record) && !t.seesLittle() {
			return nil // left alone for good; nothing is written of them any more
		}
		wrote, err = t.writes(s, entry{subject: record, refs: s.Relies(eventType, ""), events: []casebook.Event{{Type: eventType, Body: &casebook.Blank{}}}})
		return err
	})
	return wrote, err
}

// UndoStop takes back a slip of the finger within 60 seconds (G02): the last stop of whoever acts. The undo stays
// in the log.
func (d *Desk) UndoStop(ctx context.Context, by Acting, record casebook.ID) error {
	return d.undoStop(ctx, by, record, "")
}

// undoStop is UndoStop for a person too, who shows by a word that it was their own finger: see [Desk.slipWord].
func (d *Desk) undoStop(ctx context.Context, by Acting, record casebook.ID, word string) error {
	return d.act(ctx, by.doing("undo", nil, record), by.trying(access.LeaveAlone, record), func(t *turn) error {
		s, err := t.d.state(t.w, record, t.now)
		if err != nil {
			return err
		}
		refs := s.Relies(casebook.StopUndone, "")
		switch stop := ownStop(s, by.Who); {
		case by.acts(record) && (stop == nil || !d.saidOf(stop.Commit, word)):
			return hold([]casebook.Lack{{Gate: "G02", Key: "undo.late", Say: "a stop can be undone for 60 seconds, on the device that made it, by whoever made it; after that only the person lifts it"}})
		case stop != nil:
			refs = []casebook.Ref{stop.Ref}
		case t.seesLittle() && t.elsewhere(s):
			return nobody()
		}
		return t.write(s, entry{subject: record, scope: scopeOf(s), refs: refs,
			events: []casebook.Event{{Type: casebook.StopUndone, Body: &casebook.Blank{}}}})
	})
}
