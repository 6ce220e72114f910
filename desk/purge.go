package desk

import (
	"context"
	"encoding/binary"
	"slices"
	"strings"

	"willing/casebook"
	"willing/journal"
)

// Purge takes the content away that this device may hold no longer: of people who stand in none of its
// territories (any more), and of whoever was erased. It writes into its control lane that it did so, and
// returns how many people went. What may be nowhere else yet stays, with all that is held of that person, until
// headquarters has signed an answer that says it has it: arrived knows of each commit. Whoever was erased goes at once.
func (d *Desk) Purge(ctx context.Context, in func(territory string) bool, arrived func(journal.Header) bool) (int, error) {
	n := 0
	err := d.act(ctx, Acting{}, "", func(t *turn) error {
		t.givingUp = true
		var gone []*purging
		err := eachRow(t.w, func(row *Row) error {
			if erased := row.Stage == casebook.StageErased && !off("e"); erased || !in(row.Territory) {
				gone = append(gone, &purging{t: t, in: in, arrived: arrived, records: slices.Clone(row.Records), erased: erased, nowhere: row.Territory == ""})
			}
			return nil
		})
		if err != nil {
			return err
		}
		for _, p := range gone {
			done, failed := p.run()
			if err = firstOf(err, failed); err != nil {
				return err
			}
			if done {
				n++
			} else if p.erased {
				err = firstOf(err, t.sayGone(p.records))
			}
		}
		return err
	})
	if err != nil {
		return n, err
	}
	return n, d.scrub(ctx)
}

// sayGone confirms an erasure of which nothing was readable here, once, if anything may have been: headquarters
// cannot tell silence from absence.
func (t *turn) sayGone(records []casebook.ID) error {
	row, err := rowAt(t.w, records[0])
	if err != nil || row == nil {
		return err
	}
	me := t.d.Device.Device()
	g, err := t.d.goneOf(t.w, row)
	if err != nil || g == nil || g.said[me] || !g.held(t.d.house, me) {
		return err
	}
	for _, record := range records { // what was written here and has not arrived yet goes first
		if left, err := contentLeft(t.w, record); err != nil || left {
			return err
		}
	}
	_, err = t.append(entry{subject: records[0], actor: itself, events: []casebook.Event{{Type: casebook.ContentPurged, Body: &casebook.Blank{}}}})
	return err
}

// purging takes the content of one person away.
type purging struct {
	t       *turn
	in      func(territory string) bool
	arrived func(journal.Header) bool
	records []casebook.ID
	erased  bool
	nowhere bool // it is not known here where they stand: then each lane's own territory says who may hold what
}

// stays says whether an event's content is not a matter of purging: of whoever was erased, that it was purged; of
// others too where they went, or they would stand here again.
func (p *purging) stays(h journal.Header, event int) bool {
	if h.Types[event] == casebook.ContentPurged {
		return true
	}
	territory, ok := strings.CutPrefix(string(h.Scope), "t/")
	return !p.erased && (h.Types[event] == casebook.PersonMoved || p.nowhere && ok && p.in(territory))
}

func (p *purging) run() (done bool, err error) {
	for _, record := range p.records {
		if p.t.d.house.Ours(record) {
			continue // what lies there is the house's own, and no device does without it
		}
		readable, unsent, err := p.holds(record)
		if err != nil || unsent && !p.erased {
			return false, err
		}
		if !readable {
			continue
		}
		if err := p.take(record); err != nil {
			return false, err
		}
		said := casebook.Event{Type: casebook.ContentPurged, Body: &casebook.Blank{}}
		if _, err := p.t.append(entry{subject: record, actor: itself, events: []casebook.Event{said}}); err != nil {
			return false, err
		}
		done = true
	}
	if !done {
		return false, nil
	}
	p.t.relink = true
	return true, p.t.w.Put(bucketNoted, scrubOwed, binary.BigEndian.AppendUint64(nil, p.t.d.clock))
}

// holds says whether anything of a record is readable here that is to go, and whether some of it may be nowhere else yet.
func (p *purging) holds(record casebook.ID) (readable, unsent bool, err error) {
	for e, err := range journal.Subject(p.t.w, journal.ID(record)) {
		if err != nil {
			return false, false, journalBroken(err)
		}
		h := e.Commit.Header
		for i, state := range e.Bodies {
			if state != journal.Present || p.stays(h, i) {
				continue
			}
			readable = true
			unsent = unsent || !p.arrived(h) && !off("arrived")
		}
	}
	return readable, unsent, nil
}

func (p *purging) take(record casebook.ID) (err error) {
	if err := firstOf(p.t.eraseRows(record), p.t.forgetOutcomes(record)); err != nil {
		return err
	}
	if p.erased {
		_, err = journal.EraseBodies(p.t.w, journal.ID(record))
	} else {
		_, err = journal.WithholdBodies(p.t.w, journal.ID(record), p.stays)
	}
	return firstOf(err, p.t.noteLackingOf(record))
}
