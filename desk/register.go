package desk

import (
	"context"
	"slices"

	"willing/casebook"
	"willing/journal"
)

// What an [Entry] can say, in its Kind. The first three leave a marker, if there is anything to recognise
// the person by; a batch leaves one for each of its people.
const (
	EntryRefusal   = "refusal"   // the person is left alone
	EntryErasure   = "erasure"   // the person is hidden: somebody asked that all about them goes
	EntryErased    = "erased"    // and it went
	EntryReopened  = "reopened"  // the person came back, or the stop was a slip
	EntryDenied    = "denied"    // somebody else had asked for the erasure
	EntryBatch     = "batch"     // somebody on an office's old list of people who said no
	EntryWithdrawn = "withdrawn" // and the list was wrong
	EntryRevoked   = "revoked"   // a key that counts no more
	EntryStop      = "stop"      // a stranger said stop for a number: of whoever has it, or of nobody yet
	EntryAway      = "away"      // a device that was turned away, by its key
	EntryClosed    = "closed"    // a private link of a person that ended before its day, by its key
	EntryLeft      = "left"      // a colleague who works here no more
	EntryBack      = "back"      // and one who does again
	EntryLetGo     = "let-go"    // markers of a generation that nobody keeps any longer
)

// Replay puts into m what the entries of a register say, oldest first.
func Replay(m Markers, entries []Entry) error {
	for _, e := range entries {
		switch e.Kind {
		case EntryReopened, EntryDenied, EntryWithdrawn:
			m.Remove(e.ID)
		}
		if len(e.Marker) > 0 {
			if err := m.Add(e.ID, e.Marker); err != nil {
				return err
			}
		}
	}
	return nil
}

// bucketNoted holds one entry: how far the log agrees with the register. It is written together with
// what the register's lines are about, so a line whose commit was not stored shows.
const bucketNoted journal.Bucket = "noted"

func notedHead(r journal.Reader) (string, error) {
	head, err := r.Get(bucketNoted, []byte("register"))
	return string(head), err
}

// Noted names the last line of the register that the log has taken into account.
func (d *Desk) Noted(ctx context.Context) (head string, err error) {
	err = d.see(ctx, func(r journal.Reader) error {
		head, err = notedHead(r)
		return err
	})
	return head, err
}

func (t *turn) noteHead(head string) error {
	return t.w.Put(bucketNoted, []byte("register"), []byte(head))
}

// register adds to the register. Should the machine stop before the commit is durable, the person is left
// alone rather than forgotten: see [Desk.Agree].
func (t *turn) register(entries ...Entry) error {
	if len(entries) == 0 {
		return nil
	}
	for i := range entries {
		entries[i].At = t.now.Unix()
	}
	noted, err := notedHead(t.w)
	if err != nil {
		return err
	}
	missed, _, behind := t.d.Register.Since(noted)
	last, err := t.d.Register.Append(entries...)
	if err != nil {
		return failFrom(Unexpected, err, "the register could not be written; nothing was changed: see where it is kept and free its disk")
	}
	t.d.lines++
	t.d.endKeys(entries)
	for _, e := range entries {
		if takesBack(e) {
			t.taken = append(t.taken, e.ID)
		}
	}
	if err := Replay(t.d.Markers, entries); err != nil {
		return failFrom(Unexpected, err, "the marker could not be kept")
	}
	if behind != nil || len(missed) > 0 {
		return nil // something before waits for [Desk.Agree]
	}
	return t.noteHead(last)
}

// putBack keeps the markers of those whom a turn took back that was not stored, until [Desk.Agree] says it in the register again.
// If the register cannot be read now, it is that which does it.
func (d *Desk) putBack(taken []casebook.ID) {
	if len(taken) == 0 {
		return
	}
	all, _, err := d.Register.Since("")
	if err != nil {
		return
	}
	before := beforeTakenBack(all)
	for _, id := range taken {
		Replay(d.Markers, before[id]) // they were in force a moment ago
	}
}

// marker makes the one-way marker of a person from everything they were ever called and reached by; nil
// if there is nothing to recognise them by. Territory is where they stand.
func (t *turn) marker(facts []*casebook.Fact, territory, reason string) ([]byte, error) {
	keys := t.d.allKeys(facts)
	if len(keys) == 0 {
		return nil, nil
	}
	m, err := t.d.Markers.Make(keys, t.d.areas(territory, t.d.landsOf(facts)), reason, t.now.Year(), int(t.now.Month()))
	if err != nil {
		return nil, failFrom(Unexpected, err, "the marker could not be made")
	}
	return m, nil
}

// enter writes to the register what changed between the rows that a person's records had and the one they
// have now: whoever refuses, is hidden, comes back. It sees what came from other devices and what a
// judgement joined, too.
func (t *turn) enter(before map[casebook.ID]*Row, now *Row, facts []*casebook.Fact) error {
	if t.agreeing || t.d.waiting || now.Stage == casebook.StageErased && t.d.AtHome() {
		return nil // it stands there already
	}
	var entries []Entry
	marked := map[string][]byte{}
	add := func(id casebook.ID, kind, reason string) error {
		e := Entry{Kind: kind, ID: id}
		if reason != "" && marked[reason] == nil {
			m, err := t.marker(facts, now.Territory, reason)
			if err != nil {
				return err
			}
			e.Marker, marked[reason] = m, m
		}
		entries = append(entries, e)
		return nil
	}
	for _, id := range now.Records {
		for _, step := range stepsFor(before[id], now, t.givingUp) {
			if err := add(id, step[0], step[1]); err != nil {
				return err
			}
		}
	}
	return t.register(entries...)
}

// stepsFor lists the kinds of entries, and the reasons of their markers, that lead from one row to another. Whoever
// refused and is only given up here is recognised as before, until headquarters' list says it; and who was parted from nobody by
// whatever was noted of them.
func stepsFor(before, now *Row, givenUp bool) [][2]string {
	if before == nil {
		before = &Row{}
	}
	if now.Stage == casebook.StageErased { // by headquarters; its content goes with the next purge
		return erasedStep(before)
	}
	var out [][2]string
	renewed := before.Hidden && !now.Hidden
	if renewed {
		out = append(out, [2]string{EntryDenied})
	}
	lost, gained := compareKeys(before, now)
	lost = lost && (off("parted") || !givenUp && before.parted(now))
	switch {
	case now.Refused && before.Refused && !before.Hidden && !now.Hidden && lost:
		out = append(out, [2]string{EntryReopened}, [2]string{EntryRefusal, "refusal"}) // parted from somebody else
	case now.Refused && (!before.Refused || renewed || !now.Hidden && gained):
		out = append(out, [2]string{EntryRefusal, "refusal"})
	case before.Refused && !now.Refused:
		out = append(out, [2]string{EntryReopened})
	}
	if now.Hidden && (!before.Hidden || before.Refused != now.Refused) {
		out = append(out, [2]string{EntryErasure, "erasure"})
	}
	return out
}

// parted reports whether somebody was found not to be the same as another.
func (row *Row) parted(now *Row) bool {
	return slices.ContainsFunc(row.Records, func(id casebook.ID) bool { return !slices.Contains(now.Records, id) })
}

// erasedStep is what a device enters of somebody whom headquarters erased: a marker, if they had asked for it or had
// refused, as headquarters does.
func erasedStep(before *Row) [][2]string {
	switch {
	case before.Stage == casebook.StageErased:
		return nil
	case before.Hidden || before.Refused:
		return [][2]string{{EntryErased, "erasure"}}
	}
	return [][2]string{{EntryErased}}
}

// compareKeys reports whether a person is no longer recognised by a key of theirs, and whether by a new one.
func compareKeys(before, now *Row) (lost, gained bool) {
	had, has := before.keys(), now.keys()
	among := func(list []recordKey, key string) bool {
		return slices.ContainsFunc(list, func(k recordKey) bool { return k.key == key })
	}
	for _, k := range had {
		lost = lost || !among(has, k.key)
	}
	for _, k := range has {
		gained = gained || !among(had, k.key)
	}
	return lost, gained
}
