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
	t.d.endKeys(entries)
	if err := Replay(t.d.Markers, entries); err != nil {
		return failFrom(Unexpected, err, "the marker could not be kept")
	}
	if behind != nil || len(missed) > 0 {
		return nil // something before waits for [Desk.Agree]
	}
	return t.noteHead(last)
}

// marker makes the one-way marker of a person from everything they were ever called and reached by; nil
// if there is nothing to recognise them by.
func (t *turn) marker(facts []*casebook.Fact, reason string) ([]byte, error) {
	keys := t.d.allKeys(facts)
	if len(keys) == 0 {
		return nil, nil
	}
	m, err := t.d.Markers.Make(keys, reason, t.now.Year(), int(t.now.Month()))
	if err != nil {
		return nil, failFrom(Unexpected, err, "the marker could not be made")
	}
	return m, nil
}

// enter writes to the register what changed between the rows that a person's records had and the one they
// have now: whoever refuses, is hidden, comes back. It sees what came from other devices and what a
// judgement joined, too.
func (t *turn) enter(before map[casebook.ID]*Row, now *Row, facts []*casebook.Fact) error {
	if t.agreeing || now.Stage == casebook.StageErased {
		return nil // it stands there already
	}
	var entries []Entry
	marked := map[string][]byte{}
	add := func(id casebook.ID, kind, reason string) error {
		e := Entry{Kind: kind, ID: id}
		if reason != "" && marked[reason] == nil {
			m, err := t.marker(facts, reason)
			if err != nil {
				return err
			}
			e.Marker, marked[reason] = m, m
		}
		entries = append(entries, e)
		return nil
	}
	for _, id := range now.Records {
		for _, step := range stepsFor(before[id], now) {
			if err := add(id, step[0], step[1]); err != nil {
				return err
			}
		}
	}
	return t.register(entries...)
}

// stepsFor lists the kinds of entries, and the reasons of their markers, that lead from one row to another.
func stepsFor(before, now *Row) [][2]string {
	if before == nil {
		before = &Row{}
	}
	var out [][2]string
	renewed := before.Hidden && !now.Hidden
	if renewed {
		out = append(out, [2]string{EntryDenied})
	}
	lost, gained := compareKeys(before, now)
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

// wording is what the register says of everybody in the end, its entries taken in order.
type wording struct {
	order   []casebook.ID
	refused map[casebook.ID]bool
	hidden  map[casebook.ID]bool
	erased  map[casebook.ID]bool
	batches map[casebook.ID][][]byte
	revoked []Entry
}

func readEntries(entries []Entry) *wording {
	w := &wording{refused: map[casebook.ID]bool{}, hidden: map[casebook.ID]bool{}, erased: map[casebook.ID]bool{}, batches: map[casebook.ID][][]byte{}}
	seen := map[casebook.ID]bool{}
	for _, e := range entries {
		if !seen[e.ID] {
			seen[e.ID] = true
			w.order = append(w.order, e.ID)
		}
		switch e.Kind {
		case EntryRefusal, EntryReopened:
			w.refused[e.ID] = e.Kind == EntryRefusal
		case EntryErasure, EntryDenied:
			w.hidden[e.ID] = e.Kind == EntryErasure
		case EntryErased:
			w.erased[e.ID] = true
		case EntryBatch:
			w.batches[e.ID] = append(w.batches[e.ID], e.Marker)
		case EntryWithdrawn:
			delete(w.batches, e.ID)
		case EntryRevoked:
			w.revoked = append(w.revoked, e)
		}
	}
	return w
}

// Agreement says what [Desk.Agree] did and what it could not.
type Agreement struct {
	Applied int     // people, batches and keys to whom the register's words were applied
	Hidden  int     // of these, people who had asked for erasure: who stood behind it is no longer known
	Revoke  []Entry // revoked keys that still count here: somebody who may revoke keys has to sign
}

// Agree brings the log to what the register says beyond it: after a restore, or after a crash between the
// two. People whom it calls erased are erased at once, those who asked for it hidden, those who refused
// left alone; keys are revoked, and lists of refusals written down, if by can sign for it. What only the
// person or two people can do (coming back, denying an erasure) is not done for them.
//
// It returns an error of kind Broken if the register is older than the log.
func (d *Desk) Agree(ctx context.Context, by Acting) (done Agreement, err error) {
	var behind bool
	err = d.see(ctx, func(r journal.Reader) error {
		entries, last, err := d.missed(r)
		noted, _ := notedHead(r)
		behind = len(entries) > 0 || last != noted
		return err
	})
	if err != nil || !behind {
		return done, err
	}
	err = d.act(ctx, by, "", func(t *turn) error {
		entries, last, err := d.missed(t.w)
		if err != nil {
			return err
		}
		if done, err = t.agree(readEntries(entries)); err != nil || len(done.Revoke) > 0 {
			return err
		}
		return t.noteHead(last)
	})
	return done, err
}

func (d *Desk) missed(r journal.Reader) (entries []Entry, last string, err error) {
	noted, err := notedHead(r)
	if err != nil {
		return nil, "", err
	}
	return d.Register.Since(noted)
}

// itself is the actor of what a node does by itself: nobody.
var itself = &Acting{}

func (t *turn) agree(w *wording) (done Agreement, err error) {
	t.agreeing = true
	steps := []func(*wording, casebook.ID) (bool, error){t.agreeErased, t.agreeRefused, t.agreeBatch, t.agreeHidden}
	for _, id := range w.order {
		for i, step := range steps {
			applied, err := step(w, id)
			if err != nil {
				return done, err
			}
			if applied {
				done.Applied++
			}
			if applied && i == len(steps)-1 {
				done.Hidden++
			}
		}
	}
	for _, e := range w.revoked {
		applied, err := t.agreeRevoked(e)
		if err != nil {
			return done, err
		}
		switch {
		case applied:
			done.Applied++
		case t.d.house.HoldsKey(e.ID, string(e.Key), t.d.house.Pos):
			done.Revoke = append(done.Revoke, e)
		}
	}
	return done, nil
}

// known folds a person, or gives nil if nothing is known under the id.
func (t *turn) known(id casebook.ID) (*casebook.State, error) {
	s, err := t.d.state(t.w, id, t.now)
	if KindOf(err) == NotFound {
		return nil, nil
	}
	return s, err
}

func (t *turn) agreeErased(w *wording, id casebook.ID) (bool, error) {
	if !w.erased[id] {
		return false, nil
	}
	s, err := t.known(id)
	if err != nil {
		return false, err
	}
	if s == nil { // what comes later about them comes without content
		s = &casebook.State{}
	}
	if done, err := t.erasedRecord(id); done || err != nil {
		return false, err
	}
	return true, t.eraseRecords(&casebook.State{Records: []casebook.ID{id}, Territory: s.Territory})
}

func (t *turn) agreeHidden(w *wording, id casebook.ID) (bool, error) {
	if !w.hidden[id] || w.erased[id] {
		return false, nil
	}
	s, err := t.known(id)
	if err != nil || s != nil && (s.Erasure.Done || s.Erasure.Asked && !s.Erasure.Denied) {
		return false, err
	}
	body := &casebook.Erasure{Cause: "register"}
	_, err = t.append(entry{subject: id, actor: itself, events: []casebook.Event{{Type: casebook.ErasureRequested, Body: body}}})
	return true, err
}

func (t *turn) agreeRefused(w *wording, id casebook.ID) (bool, error) {
	if !w.refused[id] || w.erased[id] {
		return false, nil
	}
	s, err := t.known(id)
	if err != nil || s != nil && s.Refused {
		return false, err
	}
	_, err = t.append(entry{subject: id, actor: itself, events: []casebook.Event{{Type: casebook.StopMade, Body: &casebook.Blank{}}}})
	return true, err
}

// agreeBatch writes down an imported list that the log does not know, so that it can still be withdrawn.
// Its markers are in force without that.
func (t *turn) agreeBatch(w *wording, id casebook.ID) (bool, error) {
	if w.batches[id] == nil || t.by.Signer == nil || t.d.house.Batches()[id] != nil {
		return false, nil
	}
	for some := range slices.Chunk(w.batches[id], batchAtOnce) {
		event := casebook.Event{Type: casebook.RefusalsImported, Body: &casebook.Batch{Markers: some}}
		if _, err := t.append(entry{subject: id, events: []casebook.Event{event}}); err != nil {
			return false, err
		}
	}
	return true, nil
}

func (t *turn) agreeRevoked(e Entry) (bool, error) {
	if t.by.Signer == nil || !t.d.house.HoldsKey(e.ID, string(e.Key), t.d.house.Pos) {
		return false, nil
	}
	body := &casebook.EnrolledKey{Key: e.Key}
	_, err := t.append(entry{subject: e.ID, events: []casebook.Event{{Type: casebook.KeyRevoked, Body: body}}})
	return true, err
}

// Enter writes into the register what the log knows and the register does not: refusals, requests for
// erasure, erasures, imported lists. A house that lost its register begins a new one so; what only the old
// one knew (the markers of people erased) is gone. anew says that the register is such a new one. It
// returns how many entries were missing.
func (d *Desk) Enter(ctx context.Context, anew bool) (missing int, err error) {
	err = d.act(ctx, Acting{}, "", func(t *turn) error {
		all, last, err := t.d.Register.Since("")
		if err != nil {
			return err
		}
		if anew {
			if err := t.noteHead(last); err != nil {
				return err
			}
		}
		w := readEntries(all)
		for id, batch := range t.d.house.Batches() {
			if batch.Withdrawn || len(w.batches[id]) > 0 {
				continue
			}
			entries, err := t.batchMarkers(id)
			if err != nil {
				return err
			}
			if missing += len(entries); len(entries) > 0 {
				if err := t.register(entries...); err != nil {
					return err
				}
			}
		}
		n, err := t.enterPeople(w)
		missing += n
		return err
	})
	return missing, err
}

func (t *turn) batchMarkers(batch casebook.ID) ([]Entry, error) {
	commits, err := t.d.recordCommits(t.w, batch)
	if err != nil {
		return nil, err
	}
	var out []Entry
	for _, c := range commits {
		for _, e := range c.Events {
			if b, ok := e.Body.(*casebook.Batch); ok {
				for _, m := range b.Markers {
					out = append(out, Entry{Kind: EntryBatch, ID: batch, Marker: m})
				}
			}
		}
	}
	return out, nil
}

func (t *turn) enterPeople(w *wording) (missing int, err error) {
	var people []Row
	err = eachRow(t.w, func(row *Row) error {
		if row.owes(w) {
			people = append(people, Row{Person: row.Person})
		}
		return nil
	})
	if err != nil {
		return 0, err
	}
	for _, p := range people {
		s, err := t.d.state(t.w, p.Person, t.now)
		if err != nil {
			return missing, err
		}
		entries, err := t.owed(s, w)
		if err != nil {
			return missing, err
		}
		missing += len(entries)
		if err := t.register(entries...); err != nil {
			return missing, err
		}
	}
	return missing, nil
}

// owes reports whether the register lacks something of a person that it should keep.
func (row *Row) owes(w *wording) bool {
	return slices.ContainsFunc(row.Records, func(id casebook.ID) bool {
		if row.Stage == casebook.StageErased {
			return !w.erased[id] && row.Wake == 0 // otherwise part of it waits: see leftover
		}
		return row.Refused && !w.refused[id] || row.Hidden && !w.hidden[id]
	})
}

func (t *turn) owed(s *casebook.State, w *wording) ([]Entry, error) {
	var out []Entry
	var err error
	for _, id := range s.Records {
		if s.Erasure.Done {
			if !w.erased[id] {
				out = append(out, Entry{Kind: EntryErased, ID: id})
			}
			continue
		}
		if s.Refused && !w.refused[id] {
			out = append(out, Entry{Kind: EntryRefusal, ID: id})
		}
		if s.Erasure.Asked && !s.Erasure.Denied && !w.hidden[id] {
			out = append(out, Entry{Kind: EntryErasure, ID: id})
		}
	}
	if len(out) > 0 && !s.Erasure.Done {
		out[0].Marker, err = t.marker(s.Facts, out[0].Kind)
	}
	return out, err
}

// eachRow walks over everybody.
func eachRow(r journal.Reader, fn func(*Row) error) error {
	entries, failed := r.Scan(bucketPeople, nil, nil)
	for _, raw := range entries {
		var row Row
		if err := journal.Unmarshal(raw, &row); err != nil {
			return failFrom(Broken, err, "a row of the views cannot be read: run `willing verify --repair`")
		}
		if err := fn(&row); err != nil {
			return err
		}
	}
	return failed()
}
