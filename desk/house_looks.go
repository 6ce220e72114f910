package desk

import (
	"bytes"
	"context"
	"slices"
	"time"

	"willing/access"
	"willing/casebook"
	"willing/journal"
)

// HouseLook is an event of the organisation's own side (staff, keys, texts, settings) that breaks a rule: it was kept,
// has no effect, and waits for somebody who looks.
type HouseLook struct {
	Ref   casebook.Ref    `json:"ref"`
	Type  string          `json:"type"`
	At    time.Time       `json:"at"`
	By    string          `json:"by"`
	Lacks []casebook.Lack `json:"lacks"`
	Own   bool            `json:"own,omitempty"` // whoever asks had a hand in it, so somebody else looks
}

// HouseLooks lists them, oldest first.
func (d *Desk) HouseLooks(ctx context.Context, by Acting) ([]HouseLook, error) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	if err := d.allow(by, access.Judge, ""); err != nil {
		return nil, err
	}
	out := []HouseLook{}
	for _, f := range d.house.NeedLook() {
		own := slices.ContainsFunc(append([]casebook.Proof{f.Commit.Actor}, f.Commit.Witnesses...), func(p casebook.Proof) bool { return p.Who == by.Who })
		out = append(out, HouseLook{f.Ref, f.Type, f.Commit.At, d.nameNow(f.Commit.Actor.Who), f.Lacks, own})
	}
	slices.SortStableFunc(out, func(a, b HouseLook) int { return a.At.Compare(b.At) })
	return out, nil
}

// SettleHouse notes that somebody has looked at events of the organisation's own side, and what came of it: at those that refs
// names, or at all of them. They stay in the log, and gain no effect.
func (d *Desk) SettleHouse(ctx context.Context, by Acting, refs []casebook.Ref, note string) error {
	return d.act(ctx, by.doing("settle house", nil, refTexts(refs), note), access.Judge, func(t *turn) error {
		var open []casebook.Ref
		for _, f := range d.house.NeedLook() {
			open = append(open, f.Ref)
		}
		if len(refs) == 0 {
			refs = open
		}
		if len(refs) == 0 || slices.ContainsFunc(refs, func(ref casebook.Ref) bool { return !slices.Contains(open, ref) }) {
			return fail(NotFound, "nothing of this name needs a look here")
		}
		_, err := t.append(entry{refs: refs, events: []casebook.Event{{Type: casebook.HouseLooked, Body: &casebook.Settling{Note: note}}}})
		return err
	})
}

// bucketStrays names the commits of other devices that say something about the organisation's own side: it has no
// effect, and somebody looks. Key: the commit's hash. It is no view and never exchanged.
const bucketStrays journal.Bucket = "strays"

// mostStrays is how many of one device wait for somebody who looks, at a time: a device in the wrong hands could write
// as many as it likes.
const mostStrays = 100

// stray notes such a commit.
func (t *turn) stray(c journal.Commit) error {
	person := func(eventType string) bool { return !casebook.IsHouseEvent(eventType) }
	if c.Header.Device == t.d.Home || len(c.Header.Types) == 0 || slices.ContainsFunc(c.Header.Types, person) {
		return nil // what stands among events about a person is listed with that person
	}
	if t.d.AtHome() {
		if err := t.alarm(AlarmStrays, c.Header.Device); err != nil {
			return err
		}
	}
	listed := 0
	for _, f := range t.d.house.NeedLook() {
		if f.Commit.Device == casebook.Device(c.Header.Device) {
			listed++
		}
	}
	if listed >= mostStrays {
		return nil // it stays in the log, and the alarm counts it
	}
	hash := c.Hash()
	t.wrote = true
	t.d.house.Apply(t.d.decode(c, proofs{}))
	return t.w.Put(bucketStrays, hash[:], []byte{1})
}

// loadStrays lets a house that is being read know of them.
func (d *Desk) loadStrays(r journal.Reader, house *casebook.House) error {
	var hashes []journal.Hash
	entries, failed := r.Scan(bucketStrays, nil, nil)
	for key := range entries {
		if len(key) == len(journal.Hash{}) {
			hashes = append(hashes, journal.Hash(bytes.Clone(key)))
		}
	}
	if err := failed(); err != nil {
		return err
	}
	for _, hash := range hashes {
		e, ok, err := journal.Find(r, hash)
		if err != nil {
			return journalBroken(err)
		}
		if ok {
			house.Apply(d.decode(e.Commit, proofs{}))
		}
	}
	return nil
}
