package desk

import (
	"bytes"
	"slices"

	"willing/casebook"
	"willing/journal"
)

// What was closed since a backup opens again with it: a device that was turned away, a private link that was ended, a colleague who left.
// So the register says it, and whoever restores signs for it anew.

// turnsAway lists the devices that an entry turns away, for the register.
func (t *turn) turnsAway(e entry) (out []Entry) {
	for _, x := range e.events {
		if x.Type == casebook.DeviceRevoked && !t.agreeing {
			out = append(out, Entry{Kind: EntryAway, Key: x.Body.(*casebook.DeviceGrant).Device})
		}
	}
	return out
}

// agreeClosed closes again what the register says is closed, if somebody can sign for it; otherwise it stands in done.
func (t *turn) agreeClosed(w *wording, done *Agreement) error {
	closed := slices.Clone(w.closed)
	for _, id := range w.order {
		if w.left[id] {
			closed = append(closed, Entry{Kind: EntryLeft, ID: id})
		}
	}
	if off("closed") {
		return nil
	}
	ways := map[string]func(Entry) (*entry, error){EntryAway: t.awayAgain, EntryClosed: t.closedAgain, EntryLeft: t.leftAgain}
	for _, e := range closed {
		say, err := ways[e.Kind](e)
		switch {
		case err != nil:
			return err
		case say == nil: // it is closed
		case t.by.Signer == nil:
			done.Revoke = append(done.Revoke, e)
		default:
			if _, err := t.append(*say); err != nil {
				return err
			}
			done.Applied++
		}
	}
	return nil
}

// awayAgain turns a device away that counts here. What is here of it came with the backup, so it came before.
func (t *turn) awayAgain(e Entry) (*entry, error) {
	var device casebook.Device
	copy(device[:], e.Key)
	if now, ok := t.d.house.DeviceNow(device); !ok || now.Revoked {
		return nil, nil
	}
	body := &casebook.DeviceGrant{Device: device[:]}
	for h, err := range journal.Heads(t.w) {
		if err != nil {
			return nil, journalBroken(err)
		}
		if h.Lane.Device == journal.Device(device) {
			body.Cuts = append(body.Cuts, casebook.Head{Device: device[:], Epoch: h.Lane.Epoch, Scope: string(h.Lane.Scope), Seq: h.Seq})
		}
	}
	return &entry{events: []casebook.Event{{Type: casebook.DeviceRevoked, Body: body}}}, t.touchBranches(journal.Device(device))
}

func (t *turn) closedAgain(e Entry) (*entry, error) {
	s, err := t.known(e.ID)
	if err != nil || s == nil {
		return nil, err
	}
	for _, l := range s.Links() {
		if bytes.Equal(l.Key, e.Key) && !l.Revoked {
			return &entry{subject: l.Record, scope: scopeOf(s), refs: []casebook.Ref{l.Ref}, events: []casebook.Event{{Type: casebook.LinkRevoked, Body: &casebook.Blank{}}}}, nil
		}
	}
	return nil, nil
}

func (t *turn) leftAgain(e Entry) (*entry, error) {
	who, works := t.d.house.StaffAt(e.ID, t.d.house.Pos)
	if !works {
		return nil, nil
	}
	who.Left = true
	return &entry{subject: e.ID, events: []casebook.Event{{Type: casebook.StaffChanged, Body: &who}}}, nil
}
