package desk

import (
	"context"
	"slices"

	"willing/casebook"
	"willing/journal"
)

// wording is what the register says of everybody in the end, its entries taken in order.
type wording struct {
	order   []casebook.ID
	refused map[casebook.ID]bool
	hidden  map[casebook.ID]bool
	erased  map[casebook.ID]bool
	batches map[casebook.ID][][]byte
	revoked []Entry
	stopped map[casebook.ID]bool
	closed  []Entry // devices and links that serve no more
	left    map[casebook.ID]bool
}

func readEntries(entries []Entry) *wording {
	w := &wording{refused: map[casebook.ID]bool{}, hidden: map[casebook.ID]bool{}, erased: map[casebook.ID]bool{}, batches: map[casebook.ID][][]byte{}, stopped: map[casebook.ID]bool{}, left: map[casebook.ID]bool{}}
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
		case EntryStop:
			w.stopped[e.ID] = true
		case EntryRevoked:
			w.revoked = append(w.revoked, e)
		case EntryAway, EntryClosed:
			w.closed = append(w.closed, e)
		case EntryLeft, EntryBack:
			w.left[e.ID] = e.Kind == EntryLeft
		}
	}
	return w
}

// Agreement says what [Desk.Agree] did and what it could not.
type Agreement struct {
	Applied int     // people, batches and keys to whom the register's words were applied
	Hidden  int     // of these, people who had asked for erasure: who stood behind it is no longer known
	Revoke  []Entry // revoked keys, devices turned away, ended links and colleagues who left, that still count here: an administrator has to sign
}

// Agree brings the log to what the register says beyond it: after a restore, or after a crash between the
// two. People whom it calls erased are erased at once, those who asked for it hidden, those who refused
// left alone; keys, links and devices are ended, colleagues let go, and lists of refusals written down, if by can sign for it. What only the
// person or two people can do (coming back, denying an erasure) is not done for them: what a line took back whose
// commit was not stored, the register says again.
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
		entries, _, err := d.missed(t.w)
		if err != nil {
			return err
		}
		if done, err = t.agree(readEntries(entries)); err != nil || len(done.Revoke) > 0 {
			return err
		}
		again, err := t.takenBack(entries)
		if err != nil {
			return err
		}
		if err := t.register(again...); err != nil {
			return err
		}
		_, last, err := t.d.missed(t.w)
		if err != nil {
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
	if off("j") {
		return done, nil
	}
	steps := []func(*wording, casebook.ID) (bool, error){t.agreeErased, t.agreeRefused, t.agreeStopped, t.agreeBatch, t.agreeHidden}
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
	return done, t.agreeClosed(w, &done)
}

// refersTo are all of whom it says something.
func (w *wording) refersTo() map[casebook.ID]bool {
	out := map[casebook.ID]bool{}
	for _, id := range w.order {
		out[id] = true
	}
	return out
}

// takenBack are the entries, as they stood, of those of whom the last lines took a refusal, an erasure or a list back while
// the log still says it: a line is written before its commit, and then the disk was full or the machine stopped.
func (t *turn) takenBack(missed []Entry) (out []Entry, err error) {
	missed = slices.DeleteFunc(slices.Clone(missed), func(e Entry) bool { return !takesBack(e) })
	if len(missed) == 0 {
		return nil, nil
	}
	all, _, err := t.d.Register.Since("")
	if err != nil {
		return nil, err
	}
	says, before := readEntries(all), beforeTakenBack(all)
	for _, id := range readEntries(missed).order {
		kinds, err := t.standsYet(says, id)
		if err != nil {
			return nil, err
		}
		for _, e := range before[id] {
			if slices.Contains(kinds, e.Kind) {
				out = append(out, e)
			}
		}
	}
	return out, nil
}

// standsYet lists the kinds of entries that the log still says of an id, if the register lacks one of them.
func (t *turn) standsYet(says *wording, id casebook.ID) (kinds []string, err error) {
	if b := t.d.house.Batches()[id]; b != nil {
		if !b.Withdrawn && says.batches[id] == nil {
			kinds = append(kinds, EntryBatch)
		}
		return kinds, nil
	}
	s, err := t.known(id)
	if s == nil || err != nil || s.Erasure.Done {
		return nil, err
	}
	hidden := s.Erasure.Asked && !s.Erasure.Denied
	if (!s.Refused || says.refused[id]) && (!hidden || says.hidden[id]) {
		return nil, nil
	}
	if s.Refused {
		kinds = append(kinds, EntryRefusal)
	}
	if hidden {
		kinds = append(kinds, EntryErasure)
	}
	return kinds, nil
}

func takesBack(e Entry) bool {
	return e.Kind == EntryReopened || e.Kind == EntryDenied || e.Kind == EntryWithdrawn
}

// beforeTakenBack are the lines that stood of each id until the last one that took any back.
func beforeTakenBack(entries []Entry) map[casebook.ID][]Entry {
	stood, before := map[casebook.ID][]Entry{}, map[casebook.ID][]Entry{}
	for _, e := range entries {
		switch {
		case !takesBack(e):
			stood[e.ID] = append(stood[e.ID], e)
		case len(stood[e.ID]) > 0:
			before[e.ID] = stood[e.ID]
			delete(stood, e.ID)
		}
	}
	return before
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
	if !w.erased[id] || !t.d.AtHome() { // elsewhere headquarters' word comes with the next exchange
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

// agreeStopped holds somebody for whom a stranger said stop, unless the log knows of it, lifted or not. A
// number that nobody here has leaves only its marker.
func (t *turn) agreeStopped(w *wording, id casebook.ID) (bool, error) {
	if !w.stopped[id] || w.erased[id] {
		return false, nil
	}
	s, err := t.known(id)
	if err != nil || s == nil || slices.ContainsFunc(s.Facts, func(f *casebook.Fact) bool { return f.Type == casebook.StopAsked }) {
		return false, err
	}
	_, err = t.append(entry{subject: id, actor: itself, events: []casebook.Event{{Type: casebook.StopAsked, Body: &casebook.Blank{}}}})
	return err == nil, err
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
