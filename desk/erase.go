package desk

import (
	"bytes"
	"cmp"
	"context"
	"encoding/binary"
	"errors"
	"slices"
	"time"

	"willing/access"
	"willing/casebook"
	"willing/journal"
)

// AskErasure asks that what is held about a person goes. It hides at once; it is executed later, and
// only if the person asked (own: the key of their link or receipt) or two people stand behind it (G25).
func (d *Desk) AskErasure(ctx context.Context, by Acting, record casebook.ID, own journal.Signer) error {
	cause := "staff"
	if own != nil || by.acts(record) {
		cause = asked
	}
	return d.erasureEvent(ctx, by, record, own, casebook.Event{Type: casebook.ErasureRequested, Body: &casebook.Erasure{Cause: cause}})
}

// ConfirmErasure lets a second person stand behind a request.
func (d *Desk) ConfirmErasure(ctx context.Context, by Acting, record casebook.ID, own journal.Signer) error {
	return d.erasureEvent(ctx, by, record, own, casebook.Event{Type: casebook.ErasureConfirmed, Body: &casebook.Blank{}})
}

// DenyErasure says that somebody else asked for it: the person, or two people outside the team.
func (d *Desk) DenyErasure(ctx context.Context, by Acting, record casebook.ID, own journal.Signer) error {
	return d.erasureEvent(ctx, by, record, own, casebook.Event{Type: casebook.ErasureDenied, Body: &casebook.Blank{}})
}

func (d *Desk) erasureEvent(ctx context.Context, by Acting, record casebook.ID, own journal.Signer, event casebook.Event) error {
	by = by.own(record, own).doing(event.Type, nil, record)
	action := access.BackErasure
	if event.Type == casebook.ErasureRequested {
		action = access.Erase
	}
	return d.act(ctx, by, by.trying(action, record), func(t *turn) error {
		s, err := t.leaving(record)
		if err != nil {
			return err
		}
		return t.write(s, entry{subject: record, scope: scopeOf(s), refs: s.Relies(event.Type, ""), events: []casebook.Event{event}})
	})
}

// Tidy does what time asks for: what the register knows and the log does not is made good (see
// [Desk.Agree]), rows whose state has changed by themselves are brought up to date, erasures that are due
// are executed, and what was deleted is made unreadable in every file. It returns how many people were
// erased. Callers run it when a node opens and from time to time; it is safe to run at any moment, and
// again after it was cut short.
func (d *Desk) Tidy(ctx context.Context) (erased int, err error) {
	if d.AtHome() { // elsewhere headquarters' word comes with the next exchange
		if _, err := d.Agree(ctx, Acting{}); err != nil {
			return 0, err
		}
	}
	for more := true; more; {
		var n int
		if n, more, err = d.tidySome(ctx); err != nil {
			return erased, err
		}
		erased += n
	}
	if err := cmp.Or(d.forgetOld(ctx), d.forgetHeldBack(ctx), d.keepTime(ctx)); err != nil {
		return erased, err
	}
	return erased, d.scrub(ctx)
}

// tidyAtOnce bounds how many people one transaction brings up to date.
const tidyAtOnce = 200

func (d *Desk) tidySome(ctx context.Context) (erased int, more bool, err error) {
	due, err := d.dueRows(ctx, "wake", tidyAtOnce)
	if err != nil || len(due) == 0 {
		return 0, false, err
	}
	err = d.act(ctx, Acting{}, "", func(t *turn) error {
		for _, person := range due {
			s, err := t.d.state(t.w, person, t.now)
			if err != nil {
				return err
			}
			if t.d.AtHome() && t.erasureDue(s) {
				if err := t.erase(s, asked); err != nil {
					return err
				}
				erased++
			}
			if err := firstOf(t.eraseSpent(s), t.refreshNow(person)); err != nil {
				return err
			}
		}
		return nil
	})
	return erased, len(due) == tidyAtOnce, err
}

// erasureDue reports whether what is held about a person goes now.
func (t *turn) erasureDue(s *casebook.State) bool {
	if s.Erasure.Done {
		left := t.d.leftover(s)
		return !left.IsZero() && !t.now.Before(left)
	}
	return s.Erasure.Asked && !s.Erasure.Due.IsZero() && !t.now.Before(s.Erasure.Due)
}

// leftover says when what is still readable of an erased person goes; zero if there is nothing. There can
// be something where a named person judged, after the erasure, that another record is about the same
// human being: it is hidden from then on, and goes as late as an erasure that was asked for, so that a
// wrong judgement can be corrected.
func (d *Desk) leftover(s *casebook.State) time.Time {
	if !s.Erasure.Done || !readable(s.Facts) {
		return time.Time{}
	}
	var judged time.Time
	for _, f := range s.Facts {
		judged = latest(judged, f.Commit.At)
	}
	return judged.Add(time.Duration(d.limitsNow().ErasureHours) * time.Hour)
}

// limitsNow are the limits in force.
func (d *Desk) limitsNow() casebook.Limits {
	if p := d.house.Programme(d.house.Pos); p != nil {
		return p.Limits
	}
	return casebook.DefaultLimits()
}

func latest(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// readable reports whether anything of a person can still be read. That they were erased says nothing.
func readable(facts []*casebook.Fact) bool {
	return slices.ContainsFunc(facts, func(f *casebook.Fact) bool { return f.Body != nil && f.Type != casebook.ErasureDone })
}

// dueRows lists people on a list that sorts by time whose time has come.
func (d *Desk) dueRows(ctx context.Context, list string, most int) ([]casebook.ID, error) {
	var due []casebook.ID
	now := d.Now()
	err := d.see(ctx, func(r journal.Reader) error {
		return scanList(r, list, nil, func(sort []byte, person casebook.ID) bool {
			if milliseconds(sort).After(now) {
				return false
			}
			due = append(due, person)
			return len(due) < most
		})
	})
	return due, err
}

// erase executes an erasure here: the register and its marker first, then bodies, keys and views. The
// headers stay, and every chain still verifies. A file that was only kept long enough leaves no marker,
// unless the person had refused or was to be left alone until they come.
func (t *turn) erase(s *casebook.State, cause string) error {
	var marker []byte
	if cause != keptLongEnough || s.Refused || s.Stage == casebook.StageNotNow || s.Stage == casebook.StageLeftAlone {
		var err error
		if marker, err = t.marker(s.Facts, s.Territory, "erasure"); err != nil {
			return err
		}
	}
	var entries []Entry
	for _, record := range s.Records {
		entries = append(entries, Entry{Kind: EntryErased, ID: record, Marker: marker})
		marker = nil
	}
	if err := t.register(entries...); err != nil {
		return err
	}
	return t.eraseRecords(s)
}

// The causes of an erasure. What a request claims as its own cause decides nothing: whoever was erased
// because of a request leaves a marker.
const (
	asked          = "asked"
	keptLongEnough = "kept-long-enough"
)

// eraseRecords takes away the content of all records of a person, and says so in the log. The judgements
// that linked the records go with it.
func (t *turn) eraseRecords(s *casebook.State) error {
	t.relink = true
	for _, record := range s.Records {
		if t.d.house.Ours(record) { // what lies there is the house's own
			continue
		}
		if err := t.eraseRows(record); err != nil {
			return err
		}
		if err := firstOf(t.forgetOutcomes(record), t.forgetLooks(record)); err != nil {
			return err
		}
		if _, err := journal.EraseBodies(t.w, journal.ID(record)); err != nil {
			return failFrom(Unexpected, err, "the content could not be erased; it stays hidden and is tried again")
		}
		if !off("lacking") {
			if err := t.noteLackingOf(record); err != nil { // nothing of somebody who was erased is asked for any more
				return err
			}
		}
		if _, err := t.append(entry{subject: record, scope: scopeOf(s), actor: itself,
			events: []casebook.Event{{Type: casebook.ErasureDone, Body: &casebook.Blank{}}}}); err != nil {
			return err
		}
	}
	return t.w.Put(bucketNoted, scrubOwed, binary.BigEndian.AppendUint64(nil, t.d.clock))
}

// erasedRecord reports whether headquarters has erased this very record.
func (t *turn) erasedRecord(record casebook.ID) (bool, error) {
	for e, err := range journal.Subject(t.w, journal.ID(record)) {
		if err != nil {
			return false, failFrom(Broken, err, "a record cannot be read: `willing verify` says what is damaged, and what helps")
		}
		if e.Commit.Header.Device == t.d.Home && slices.Contains(e.Commit.Header.Types, casebook.ErasureDone) {
			return true, nil
		}
	}
	return false, nil
}

// eraseRows forgets which imported rows a record came from.
func (t *turn) eraseRows(record casebook.ID) error {
	commits, err := t.d.recordCommits(t.w, record)
	if err != nil {
		return err
	}
	for _, tag := range rowTags(commits, casebook.Device(t.d.Device.Device())) {
		if err := t.w.Delete(bucketRows, tag); err != nil {
			return err
		}
	}
	return nil
}

// scrubOwed is a key of bucketNoted: since its moment something was deleted that may still be readable in
// free pages and in the write-ahead log. It is written together with the deletion, so that a crash before
// the scrub does not forget it.
var scrubOwed = []byte("scrub")

// scrub takes what was deleted out of every file and out of what the matcher remembers. ([dossiers] forgot it when
// it was deleted.)
func (d *Desk) scrub(ctx context.Context) error {
	owed := func(r journal.Reader) (value []byte, err error) {
		raw, err := r.Get(bucketNoted, scrubOwed)
		return bytes.Clone(raw), err
	}
	var before []byte
	err := d.see(ctx, func(r journal.Reader) (err error) {
		before, err = owed(r)
		return err
	})
	if err != nil || before == nil {
		return err
	}
	if err := d.Store.Scrub(ctx); err != nil {
		return storeError(err)
	}
	d.Matcher.Forget()
	return storeError(d.Store.Update(ctx, func(w journal.Writer) error {
		if now, err := owed(w); err != nil || !bytes.Equal(now, before) {
			return err // something was deleted meanwhile; whoever did so scrubs
		}
		return w.Delete(bucketNoted, scrubOwed)
	}))
}

// DeleteKept executes the deletions that are due (G03, G27): leads that nobody approached and files of
// people not taken. Somebody who refused, or was to be left alone, leaves a marker; nobody else leaves anything but a random id. It
// returns how many files went.
func (d *Desk) DeleteKept(ctx context.Context, by Acting) (int, error) {
	if !d.AtHome() {
		return 0, fail(NotAllowed, "headquarters deletes what was kept long enough; this device follows")
	}
	deleted := 0
	for {
		due, err := d.dueRows(ctx, "delete", tidyAtOnce)
		if err != nil || len(due) == 0 {
			return deleted, errors.Join(err, d.scrub(ctx))
		}
		err = d.act(ctx, by, access.Maintain, func(t *turn) error {
			for _, person := range due {
				s, err := t.d.state(t.w, person, t.now)
				if err != nil {
					return err
				}
				if err := t.erase(s, keptLongEnough); err != nil {
					return err
				}
				if err := t.refreshNow(person); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return deleted, errors.Join(err, d.scrub(ctx))
		}
		deleted += len(due)
	}
}

// EraseLeft takes away what is left of records that headquarters has erased: content that came back by a
// way that nobody foresaw. It returns how many records had some.
func (d *Desk) EraseLeft(ctx context.Context) (records int, err error) {
	err = d.act(ctx, Acting{}, "", func(t *turn) error {
		erased := map[casebook.ID]bool{}
		x := &deriving{d: d, r: t.w}
		err := x.each(journal.LaneHeaders, func(c journal.Commit) error {
			if c.Header.Device == d.Home && slices.Contains(c.Header.Types, casebook.ErasureDone) {
				erased[casebook.ID(c.Header.Subject)] = true
			}
			return nil
		})
		if err != nil {
			return err
		}
		for record := range erased {
			left, err := contentLeft(t.w, record)
			if err != nil {
				return err
			}
			if !left {
				continue
			}
			records++
			if err := t.eraseRecords(&casebook.State{Records: []casebook.ID{record}}); err != nil {
				return err
			}
		}
		return nil
	})
	return records, errors.Join(err, d.scrub(ctx))
}

// contentLeft reports whether any content of a record is there, but that it was erased or purged.
func contentLeft(r journal.Reader, record casebook.ID) (bool, error) {
	for e, err := range journal.Subject(r, journal.ID(record)) {
		if err != nil {
			return false, journalBroken(err)
		}
		for i, state := range e.Bodies {
			if eventType := e.Commit.Header.Types[i]; state == journal.Present && eventType != casebook.ErasureDone && eventType != casebook.ContentPurged {
				return true, nil
			}
		}
	}
	return false, nil
}
