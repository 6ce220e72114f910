package desk

import (
	"context"
	"maps"
	"slices"
	"time"

	"willing/access"
	"willing/casebook"
	"willing/journal"
)

// AtHome reports whether this node is headquarters.
func (d *Desk) AtHome() bool { return d.Device.Device() == d.Home }

// GrantDevice admits a device: whose it is, which territories it may hold, until when. A newer grant
// replaces an older one. A device that was turned away stays so: what it wrote since then would count at once, and
// nobody would have looked at it. It joins anew, with another key.
func (d *Desk) GrantDevice(ctx context.Context, by Acting, grant casebook.DeviceGrant) error {
	return d.grantDevice(ctx, by, grant, false)
}

// AdmitDevice is GrantDevice for a device that proves a code, and that it holds its key. The code lets in one that never was: else
// whoever has a code could give their device other people and territories than it was granted.
func (d *Desk) AdmitDevice(ctx context.Context, by Acting, grant casebook.DeviceGrant) error {
	return d.grantDevice(ctx, by, grant, !off("admit"))
}

func (d *Desk) grantDevice(ctx context.Context, by Acting, grant casebook.DeviceGrant, first bool) error {
	return d.act(ctx, by, access.AdmitDevices, func(t *turn) error {
		p := t.d.house.Programme(t.d.house.Pos)
		for _, s := range grant.Scopes {
			if !namesTerritory(p, s) {
				return errNoTerritory()
			}
		}
		if len(grant.Device) != len(casebook.Device{}) {
			return failOnPage("device-key", BadInput, "a device's key has 32 bytes")
		}
		if journal.Device(grant.Device) == t.d.Home {
			return failOnPage("home-key", NotAllowed, "this is headquarters' own key: a device joins with a key that it draws itself")
		}
		if now, ok := t.d.house.DeviceNow(casebook.Device(grant.Device)); ok && first && !now.Revoked {
			return failOnPage("device-in", NotAllowed, "a device of this key is in already: a code is for a new one, which draws its own key")
		} else if ok && now.Revoked {
			return errAway()
		}
		for _, who := range grant.People {
			if _, ok := t.d.house.StaffAt(who, t.d.house.Pos); !ok {
				return fail(NotFound, "nobody of this name works here: see `willing staff list`")
			}
		}
		_, err := t.append(entry{events: []casebook.Event{{Type: casebook.DeviceGranted, Body: &grant}}})
		return err
	})
}

// namesTerritory reports whether a scope is that of a territory of the programme.
func namesTerritory(p *casebook.Programme, scope string) bool {
	return p != nil && slices.ContainsFunc(p.Territories, func(x casebook.Territory) bool { return string(journal.TerritoryScope(x.ID)) == scope })
}

func errNoTerritory() error {
	return failOnPage("no-territory", BadInput, "the programme has no such territory: a device is granted territories of the programme")
}

// RevokeDevice turns a device away: of each of its lanes counts what is here now, and nothing that comes
// later but refusals.
func (d *Desk) RevokeDevice(ctx context.Context, by Acting, device journal.Device) error {
	return d.RevokeDeviceSince(ctx, by, device, time.Time{})
}

// RevokeDeviceSince turns a device away that was out of its people's hands since a moment: of each of its lanes
// counts what had arrived here by then. The moment only finds the places in the lanes: these are what is cut, so
// that no clock decides what counts. A zero moment cuts at what is here now.
func (d *Desk) RevokeDeviceSince(ctx context.Context, by Acting, device journal.Device, since time.Time) error {
	return d.act(ctx, by, access.RevokeKeys, func(t *turn) error {
		now, ok := t.d.house.DevicesNow()[casebook.Device(device)]
		if !ok {
			return fail(NotFound, "there is no such device: see `willing devices`")
		}
		body := &casebook.DeviceGrant{Device: device[:]}
		for h, err := range journal.Heads(t.w) {
			if err != nil {
				return journalBroken(err)
			}
			if h.Lane.Device != device {
				continue
			}
			seq, err := t.cutAt(h, since)
			if err != nil {
				return err
			}
			if now.Revoked { // it was turned away before: nothing comes out of quarantine by doing so again
				seq = min(seq, cutOf(now.Grant.Cuts, h.Lane))
			}
			body.Cuts = append(body.Cuts, casebook.Head{Device: device[:], Epoch: h.Lane.Epoch, Scope: string(h.Lane.Scope), Seq: seq})
		}
		if err := t.touchBranches(device); err != nil {
			return err
		}
		_, err := t.append(entry{events: []casebook.Event{{Type: casebook.DeviceRevoked, Body: body}}})
		return err
	})
}

// touchBranches notes about whom there are commits of a device beside its lanes: once it is turned away, these count
// no more.
func (t *turn) touchBranches(device journal.Device) error {
	for e, err := range journal.Forks(t.w) {
		if err != nil {
			return journalBroken(err)
		}
		if h := e.Commit.Header; h.Device == device && !h.Subject.IsZero() {
			t.touched.add(casebook.ID(h.Subject))
		}
	}
	return nil
}

// cutAt finds the last commit of a lane that had arrived by a moment, and notes whose state changes if what came
// later counts no more.
func (t *turn) cutAt(h journal.Head, since time.Time) (seq uint64, err error) {
	if since.IsZero() {
		return h.Seq, nil
	}
	for e, err := range journal.LaneHeaders(t.w, h.Lane) {
		if err != nil {
			return 0, journalBroken(err)
		}
		if e.Arrived > since.UnixMilli() {
			if subject := casebook.ID(e.Commit.Header.Subject); !subject.IsZero() {
				t.touched.add(subject)
			}
			continue
		}
		seq = e.Commit.Header.Seq
	}
	return seq, nil
}

// Grant is the newest grant of a device; ok is false if it never had one.
func (d *Desk) Grant(device journal.Device) (grant casebook.DeviceGrant, revoked, ok bool) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	history := d.house.DevicesNow()
	now, ok := history[casebook.Device(device)]
	if ok && now.Revoked { // a revocation says nothing of what was granted
		return now.Grant, true, true
	}
	return now.Grant, false, ok
}

// Carries reports whether this node keeps the people of a territory: headquarters those of all, a device those of its grant. What it writes
// elsewhere has no effect, so its pages offer no other place.
func (d *Desk) Carries(territory string) bool {
	if d.AtHome() {
		return true
	}
	grant, _, _ := d.Grant(d.Device.Device())
	return slices.Contains(grant.Scopes, string(journal.TerritoryScope(territory)))
}

// Stands says where a record stands: in which territory, and whether it is hidden or erased, so that
// nothing of it travels. known is false if there is nobody under the id here.
func Stands(r journal.Reader, record journal.ID) (territory string, known, hidden bool, err error) {
	records, err := cluster(r, casebook.ID(record))
	if err != nil {
		return "", false, false, err
	}
	row, err := rowAt(r, records[0])
	if err != nil || row == nil {
		return "", false, false, err
	}
	return row.Territory, true, row.Hidden || row.Stage == casebook.StageErased || row.Stage == casebook.StageHidden, nil
}

// Approachable reports whether somebody is known here, and nothing that is shown to a team stands against approaching them.
func Approachable(r journal.Reader, record casebook.ID) (bool, error) {
	records, err := cluster(r, record)
	if err != nil {
		return false, err
	}
	row, err := rowAt(r, records[0])
	return row != nil && !row.Hidden && !row.closed(), err
}

// bucketLacking lists commits of which a body is withheld here. Key: the commit's hash. It lies beside the
// journal, so that what to ask for is found without reading everything.
const bucketLacking journal.Bucket = "lacking"

// noteLacking keeps the list: a commit is on it for as long as one of its bodies may still come.
func (t *turn) noteLacking(hash journal.Hash) error {
	e, ok, err := journal.Find(t.w, hash)
	if err != nil || !ok {
		return err
	}
	if slices.Contains(e.Bodies, journal.Withheld) {
		return t.w.Put(bucketLacking, hash[:], []byte{})
	}
	return t.w.Delete(bucketLacking, hash[:])
}

// noteLackingOf does so for all commits about a record, whose content was taken away.
func (t *turn) noteLackingOf(record casebook.ID) error {
	for e, err := range journal.Subject(t.w, journal.ID(record)) {
		if err != nil {
			return journalBroken(err)
		}
		if err := t.noteLacking(e.Commit.Hash()); err != nil {
			return err
		}
	}
	return nil
}

// Lacking lists commits with bodies that are withheld here, of people of some territories and of nobody in
// particular; at most `most` of them. Those who are hidden are left out, but for whoever executes or denies their
// erasure.
func Lacking(r journal.Reader, in func(scope journal.Scope) bool, hiddenToo bool, most int) (out []journal.Hash, err error) {
	entries, failed := r.Scan(bucketLacking, nil, nil)
	for key := range entries {
		c, ok, err := journal.Get(r, journal.Hash(key))
		if err != nil {
			return nil, journalBroken(err)
		}
		if !ok {
			continue
		}
		scope := c.Header.Scope
		if subject := c.Header.Subject; !subject.IsZero() {
			territory, known, hidden, err := Stands(r, subject)
			if err != nil {
				return nil, err
			}
			if hidden && !hiddenToo {
				continue
			}
			if known && territory != "" {
				scope = journal.TerritoryScope(territory)
			}
		}
		if !in(scope) {
			continue
		}
		if out = append(out, c.Hash()); len(out) == most {
			break
		}
	}
	return out, failed()
}

// Missing names what this node lacks of commits that somebody may hold: those whose content is withheld here, and chunks
// that they name and that are fetched.
func Missing(r journal.Reader, may func(journal.Commit) bool) (out []journal.Hash, err error) {
	commits, failed := r.Scan(bucketLacking, nil, nil)
	for key := range commits {
		c, ok, err := journal.Get(r, journal.Hash(key))
		if err != nil {
			return nil, journalBroken(err)
		}
		if ok && may(c) {
			out = append(out, journal.Hash(key))
		}
	}
	if err := failed(); err != nil {
		return nil, err
	}
	chunks, failed := r.Scan(bucketWanted, nil, nil)
	for key := range chunks {
		c, ok, err := namedBy(r, key)
		if err != nil {
			return nil, err
		}
		if ok && len(key) == len(journal.Hash{}) && may(c) {
			out = append(out, journal.Hash(key))
		}
	}
	return out, failed()
}

// MovedIn lists records that stand in one of some territories, and of which there may be entries elsewhere: headquarters
// once moved them there, or somebody found that they are the same person as one who stands there. A refusal binds the
// person, so whoever carries one record carries the others.
func (d *Desk) MovedIn(r journal.Reader, in func(territory string) bool) (out []journal.ID, err error) {
	for _, record := range d.movedRecords() {
		territory, known, hidden, err := Stands(r, record)
		if err != nil {
			return nil, err
		}
		if known && !hidden && in(territory) {
			out = append(out, record)
		}
	}
	groups, err := linkedGroups(r)
	for _, records := range groups {
		territory, known, hidden, failed := Stands(r, journal.ID(records[0]))
		if err = firstOf(err, failed); err != nil {
			return nil, err
		}
		if !known || hidden || !in(territory) || off("linked") {
			continue
		}
		for _, record := range records {
			out = append(out, journal.ID(record))
		}
	}
	slices.SortFunc(out, func(a, b journal.ID) int { return slices.Compare(a[:], b[:]) })
	return slices.Compact(out), err
}

func (d *Desk) movedRecords() []journal.ID {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return slices.Collect(maps.Keys(d.moved))
}

// linkedGroups lists the records of each person who has more than one.
func linkedGroups(r journal.Reader) (out [][]casebook.ID, err error) {
	entries, failed := r.Scan(bucketLinks, nil, nil)
	for key, raw := range entries {
		var records []casebook.ID
		if err := journal.Unmarshal(raw, &records); err != nil {
			return nil, err
		}
		if len(records) > 1 && string(key) == string(records[0][:]) {
			out = append(out, records)
		}
	}
	return out, failed()
}

// Take takes in what another device brought by itself: whether it may bring anything, whoever drives the
// exchange has asked ([Desk.Grant]); what it is worth, the law says.
func (d *Desk) Take(ctx context.Context, from journal.Device, commits *Verified) (Received, error) {
	return d.receive(ctx, Acting{}, "", from, commits)
}

// BeginEpochAt lets this device write in another epoch from now on. Whoever calls has made the number durable
// outside the database, so that a copy of the database never writes in the place of another again.
func (d *Desk) BeginEpochAt(ctx context.Context, epoch uint32) error {
	return d.act(ctx, Acting{}, "", func(t *turn) error {
		t.d.Epoch, t.d.clock = epoch, 0 // stamps of former lives pull the new lane ten minutes at most
		return t.d.loadAnew(t.w)
	})
}

// errAway is the answer about a device that was turned away and is to be let in again.
func errAway() error {
	return failOnPage("device-away", NotAllowed, "this device was turned away, and what it wrote since then waits for somebody to look at it: let it join anew, which gives it another key")
}
