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

// Withdraw records that a person leaves or drops their yes (G10, G17). With own, the key of their link
// or receipt, it is their own signed act; it needs none.
func (d *Desk) Withdraw(ctx context.Context, by Acting, record casebook.ID, own journal.Signer) error {
	return d.leaveAlone(ctx, by, record, own, casebook.WithdrawalMade)
}

func (d *Desk) leaveAlone(ctx context.Context, by Acting, record casebook.ID, own journal.Signer, eventType string) error {
	action := access.LeaveAlone
	if own != nil {
		action = ""
	}
	return d.act(ctx, by, action, func(t *turn) error {
		s, err := t.d.state(t.w, record, t.now)
		if err != nil {
			return err
		}
		e := entry{subject: record, refs: s.Relies(eventType, ""), events: []casebook.Event{{Type: eventType, Body: &casebook.Blank{}}}}
		if own != nil {
			acting := ownActing(record, own)
			e.actor = &acting
		}
		_, err = t.append(e)
		return err
	})
}

// UndoStop takes back a slip of the finger within 60 seconds (G02); the undo stays in the log.
func (d *Desk) UndoStop(ctx context.Context, by Acting, record casebook.ID) error {
	return d.act(ctx, by, access.LeaveAlone, func(t *turn) error {
		s, err := t.d.state(t.w, record, t.now)
		if err != nil {
			return err
		}
		_, err = t.append(entry{subject: record, scope: scopeOf(s), refs: s.Relies(casebook.StopUndone, ""),
			events: []casebook.Event{{Type: casebook.StopUndone, Body: &casebook.Blank{}}}})
		return err
	})
}

// Reopen lets a person come back: with the key of their receipt (own), or by their own approach before
// two people outside every team involved (by and by.With). It names every refusal there is (G11).
func (d *Desk) Reopen(ctx context.Context, by Acting, record casebook.ID, own journal.Signer) error {
	how, action := "own-approach", access.Reopen
	if own != nil {
		how, action = "receipt", access.Action("")
	}
	return d.act(ctx, by, action, func(t *turn) error {
		s, err := t.d.state(t.w, record, t.now)
		if err != nil {
			return err
		}
		e := entry{subject: record, refs: s.Relies(casebook.PersonReopened, ""),
			events: []casebook.Event{{Type: casebook.PersonReopened, Body: &casebook.Reopening{How: how}}}}
		if own != nil {
			acting := ownActing(record, own)
			e.actor = &acting
		}
		if _, err = t.append(e); err != nil {
			return err
		}
		if s, err = t.d.state(t.w, record, t.now); err != nil || !s.Refused {
			return err
		}
		return hold([]casebook.Lack{{Gate: "G11", Key: "reopen.stands", Say: "Another refusal still stands, which this receipt does not take back: the person comes to two people outside every team involved."}})
	})
}

// Call records the outside call before a yes takes effect (G28).
func (d *Desk) Call(ctx context.Context, by Acting, record casebook.ID, c casebook.Call) error {
	return d.act(ctx, by, access.CallOutside, func(t *turn) error {
		s, err := t.d.state(t.w, record, t.now)
		if err != nil {
			return err
		}
		_, err = t.append(entry{subject: record, scope: scopeOf(s), refs: s.Relies(casebook.CallMade, ""),
			events: []casebook.Event{{Type: casebook.CallMade, Body: &c}}})
		return err
	})
}

// Update records a person's answer to a text told again (G16): with the key of their link, or witnessed
// by the pair. Not going on is a leaving.
func (d *Desk) Update(ctx context.Context, by Acting, record casebook.ID, goOn bool, own journal.Signer) error {
	action := access.LeaveAlone
	if own != nil {
		action = ""
	}
	return d.act(ctx, by, action, func(t *turn) error {
		s, err := t.d.state(t.w, record, t.now)
		if err != nil {
			return err
		}
		e := entry{subject: record, scope: scopeOf(s), unnamed: own == nil, refs: s.Relies(casebook.UpdateAnswered, ""),
			events: []casebook.Event{{Type: casebook.UpdateAnswered, Body: &casebook.Update{Continue: goOn}}}}
		if own != nil {
			acting := ownActing(record, own)
			e.actor = &acting
		}
		_, err = t.append(e)
		return err
	})
}
