package desk

import (
	"context"
	"errors"
	"time"

	"willing/access"
	"willing/casebook"
	"willing/journal"
)

// AskErasure asks that what is held about a person goes. It hides at once; it is executed later, and
// only if the person asked (own: the key of their link or receipt) or two people stand behind it (G25).
func (d *Desk) AskErasure(ctx context.Context, by Acting, record casebook.ID, own journal.Signer) error {
	cause := "staff"
	if own != nil {
		cause = "asked"
	}
	return d.erasureEvent(ctx, by, record, own, "erasure", casebook.Event{Type: casebook.ErasureRequested, Body: &casebook.Erasure{Cause: cause}})
}

// ConfirmErasure lets a second person stand behind a request.
func (d *Desk) ConfirmErasure(ctx context.Context, by Acting, record casebook.ID, own journal.Signer) error {
	return d.erasureEvent(ctx, by, record, own, "", casebook.Event{Type: casebook.ErasureConfirmed, Body: &casebook.Blank{}})
}

// DenyErasure says that somebody else asked for it: the person, or two people outside the team.
func (d *Desk) DenyErasure(ctx context.Context, by Acting, record casebook.ID, own journal.Signer) error {
	return d.erasureEvent(ctx, by, record, own, "denied", casebook.Event{Type: casebook.ErasureDenied, Body: &casebook.Blank{}})
}

func (d *Desk) erasureEvent(ctx context.Context, by Acting, record casebook.ID, own journal.Signer, register string, event casebook.Event) error {
	action := access.Erase
	if own != nil {
		action = ""
	}
	return d.act(ctx, by, action, func(t *turn) error {
		s, err := t.d.state(t.w, record, t.now)
		if err != nil {
			return err
		}
		e := entry{subject: record, scope: scopeOf(s), refs: s.Relies(event.Type, ""), events: []casebook.Event{event}}
		if own != nil {
			acting := ownActing(record, own)
			e.actor = &acting
		}
		if _, err := t.append(e); err != nil {
			return err
		}
		if register == "" {
			return nil
		}
		return t.register(Entry{Kind: register, ID: record})
	})
}

// Tidy does what time asks for: rows whose state has changed by themselves are brought up to date, and
// erasures that are due are executed. It returns how many people were erased. Callers run it when a
// node opens and from time to time; it is safe to run at any moment.
func (d *Desk) Tidy(ctx context.Context) (erased int, err error) {
	for {
		n, more, err := d.tidySome(ctx)
		erased += n
		if err != nil || !more {
			if erased > 0 && err == nil {
				err = storeError(d.Store.Scrub(ctx))
			}
			return erased, err
		}
	}
}

// tidyAtOnce bounds how many people one transaction brings up to date.
const tidyAtOnce = 200

func (d *Desk) tidySome(ctx context.Context) (erased int, more bool, err error) {
	due, err := d.dueRows(ctx)
	if err != nil || len(due) == 0 {
		return 0, false, err
	}
	err = d.act(ctx, Acting{}, "", func(t *turn) error {
		for _, person := range due {
			s, err := t.d.state(t.w, person, t.now)
			if err != nil {
				return err
			}
			if s.Erasure.Asked && !s.Erasure.Done && !s.Erasure.Due.IsZero() && !t.now.Before(s.Erasure.Due) {
				if err := t.erase(s); err != nil {
					return err
				}
				erased++
			}
			if err := t.refreshNow(person); err != nil {
				return err
			}
		}
		return nil
	})
	return erased, len(due) == tidyAtOnce, err
}

// dueRows lists people whose row may have changed by itself.
func (d *Desk) dueRows(ctx context.Context) ([]casebook.ID, error) {
	var due []casebook.ID
	now := d.Now()
	err := d.see(ctx, func(r journal.Reader) error {
		return scanList(r, "wake", nil, func(sort []byte, person casebook.ID) bool {
			if milliseconds(sort).After(now) {
				return false
			}
			due = append(due, person)
			return len(due) < tidyAtOnce
		})
	})
	return due, err
}

// erase executes an erasure here: the marker first, then bodies, keys and views. The headers stay, and
// every chain still verifies.
func (t *turn) erase(s *casebook.State) error {
	if s.Erasure.Cause != "kept-long-enough" || s.Refused {
		marker, err := t.marker(s, "erasure")
		if err != nil {
			return err
		}
		if err := t.register(Entry{Kind: "erased", ID: s.Records[0], Marker: marker}); err != nil {
			return err
		}
	}
	for _, record := range s.Records {
		if err := t.eraseRows(record); err != nil {
			return err
		}
		if _, err := t.append(entry{subject: record, scope: scopeOf(s),
			events: []casebook.Event{{Type: casebook.ErasureDone, Body: &casebook.Blank{}}}}); err != nil {
			return err
		}
		if _, err := journal.EraseBodies(t.w, journal.ID(record)); err != nil {
			return failFrom(Unexpected, err, "the content could not be erased; it stays hidden and is tried again")
		}
	}
	return nil
}

// eraseRows forgets which imported rows a record came from.
func (t *turn) eraseRows(record casebook.ID) error {
	commits, err := t.d.recordCommits(t.w, record)
	if err != nil {
		return err
	}
	for _, c := range commits {
		for _, e := range c.Events {
			if lead, ok := e.Body.(*casebook.Lead); ok && len(lead.Tag) > 0 {
				if err := t.w.Delete(bucketRows, lead.Tag); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// DeleteKept executes the deletions that are due (G03, G27): leads that nobody approached and files of
// people not taken. Somebody who refused leaves a marker; nobody else leaves anything. It returns how
// many files went.
func (d *Desk) DeleteKept(ctx context.Context, by Acting) (int, error) {
	var due []casebook.ID
	now := d.Now()
	err := d.see(ctx, func(r journal.Reader) error {
		return scanList(r, "delete", nil, func(sort []byte, person casebook.ID) bool {
			if milliseconds(sort).After(now) {
				return false
			}
			due = append(due, person)
			return true
		})
	})
	if err != nil || len(due) == 0 {
		return 0, err
	}
	err = d.act(ctx, by, access.Maintain, func(t *turn) error {
		for _, person := range due {
			s, err := t.d.state(t.w, person, t.now)
			if err != nil {
				return err
			}
			s.Erasure.Cause = "kept-long-enough"
			if err := t.erase(s); err != nil {
				return err
			}
		}
		return nil
	})
	return len(due), errors.Join(err, storeError(d.Store.Scrub(ctx)))
}

func milliseconds(sort []byte) time.Time {
	var ms int64
	for _, b := range sort {
		ms = ms<<8 | int64(b)
	}
	return time.UnixMilli(ms)
}
