package desk

import (
	"context"
	"slices"

	"willing/access"
	"willing/casebook"
	"willing/journal"
)

// Founding is how a house begins.
type Founding struct {
	Organisation string
	Programme    casebook.Programme
	Texts        []casebook.Proposal // wait for an approver who is not the founder
	Admin        string              // the administrator's name
	Key          journal.Signer
}

// Found writes the first commits of an empty house: who administers it, its settings, and the texts
// that wait for somebody else's approval. It returns the administrator's id.
func (d *Desk) Found(ctx context.Context, f Founding) (casebook.ID, error) {
	admin, err := d.newID()
	if err != nil {
		return admin, err
	}
	by := Acting{Who: admin, Signer: f.Key}
	return admin, d.act(ctx, by, "", func(t *turn) error {
		founding := &casebook.Founding{Organisation: f.Organisation, Admin: admin, Name: f.Admin, Alg: f.Key.Alg(), Key: f.Key.Public()}
		if _, err := t.append(entry{events: []casebook.Event{{Type: casebook.HouseFounded, Body: founding}}}); err != nil {
			return err
		}
		if _, err := t.append(entry{events: []casebook.Event{{Type: casebook.ProgrammePublished, Body: &f.Programme}}}); err != nil {
			return err
		}
		for i := range f.Texts {
			if _, err := t.append(entry{events: []casebook.Event{{Type: casebook.DisclosureProposed, Body: &f.Texts[i]}}}); err != nil {
				return err
			}
		}
		return nil
	})
}

func (d *Desk) newID() (casebook.ID, error) {
	id, err := journal.NewID(d.Rand)
	return casebook.ID(id), err
}

// AddStaff admits somebody under a name, with hats; with a key, it is enrolled too. It returns their id.
func (d *Desk) AddStaff(ctx context.Context, by Acting, s casebook.Staff) (casebook.ID, error) {
	id, err := d.newID()
	if err != nil {
		return id, err
	}
	return id, d.act(ctx, by, access.ManageStaff, func(t *turn) error {
		_, err := t.append(entry{subject: id, events: []casebook.Event{{Type: casebook.StaffAdded, Body: &s}}})
		return err
	})
}

// ChangeStaff gives a member of staff other hats, or records that they left.
func (d *Desk) ChangeStaff(ctx context.Context, by Acting, id casebook.ID, s casebook.Staff) error {
	return d.act(ctx, by, access.ManageStaff, func(t *turn) error {
		_, err := t.append(entry{subject: id, events: []casebook.Event{{Type: casebook.StaffChanged, Body: &s}}})
		return err
	})
}

// EnrolKey binds a public key to a member of staff. It takes two people (by and by.With).
func (d *Desk) EnrolKey(ctx context.Context, by Acting, id casebook.ID, k casebook.EnrolledKey) error {
	return d.act(ctx, by, access.EnrolKeys, func(t *turn) error {
		if _, ok := t.d.house.StaffAt(id, t.d.house.Pos); !ok {
			return fail(NotFound, "nobody of this name works here: see `willing staff list`")
		}
		_, err := t.append(entry{subject: id, events: []casebook.Event{{Type: casebook.KeyEnrolled, Body: &k}}})
		return err
	})
}

// RevokeKey ends a key, at once.
func (d *Desk) RevokeKey(ctx context.Context, by Acting, id casebook.ID, k casebook.EnrolledKey) error {
	return d.act(ctx, by, access.RevokeKeys, func(t *turn) error {
		_, err := t.append(entry{subject: id, events: []casebook.Event{{Type: casebook.KeyRevoked, Body: &k}},
			notes: []Entry{{Kind: EntryRevoked, ID: id, Key: k.Key}}})
		return err
	})
}

// FormTeam forms a team, or changes the one with this id. A zero id makes a new one; it is returned.
func (d *Desk) FormTeam(ctx context.Context, by Acting, id casebook.ID, team casebook.Team) (casebook.ID, error) {
	if id.IsZero() {
		var err error
		if id, err = d.newID(); err != nil {
			return id, err
		}
	}
	return id, d.act(ctx, by, access.ManageTeams, func(t *turn) error {
		_, err := t.append(entry{subject: id, events: []casebook.Event{{Type: casebook.TeamFormed, Body: &team}}})
		return err
	})
}

// DeclareTie says that two people are close: kin, partners, friends.
func (d *Desk) DeclareTie(ctx context.Context, by Acting, tie casebook.Tie) error {
	return d.act(ctx, by, access.DeclareTies, func(t *turn) error {
		_, err := t.append(entry{events: []casebook.Event{{Type: casebook.TieDeclared, Body: &tie}}})
		return err
	})
}

// Publish puts changed settings in force and proposes the texts that are newer than those approved or
// waiting. It returns how many texts now wait for approval.
func (d *Desk) Publish(ctx context.Context, by Acting, p casebook.Programme, texts []casebook.Proposal) (proposed int, err error) {
	err = d.act(ctx, by, access.Propose, func(t *turn) error {
		now := t.d.house.Programme(t.d.house.Pos)
		if now == nil || p.Version > now.Version {
			if err := t.d.allow(by, access.Publish, ""); err != nil {
				return err
			}
			if _, err := t.append(entry{events: []casebook.Event{{Type: casebook.ProgrammePublished, Body: &p}}}); err != nil {
				return err
			}
			if err := t.refreshAll(); err != nil {
				return err
			}
		}
		for i := range texts {
			if !t.newer(texts[i]) {
				continue
			}
			if _, err := t.append(entry{events: []casebook.Event{{Type: casebook.DisclosureProposed, Body: &texts[i]}}}); err != nil {
				return err
			}
			proposed++
		}
		return nil
	})
	return proposed, err
}

// newer reports whether a text is newer than what is approved and than what waits.
func (t *turn) newer(p casebook.Proposal) bool {
	if in := t.d.house.TextAt(p.Role, t.d.house.Pos); in != nil && in.Version >= p.Version {
		return false
	}
	for _, w := range t.d.house.Waiting() {
		if w.Role == p.Role && w.Version >= p.Version {
			return false
		}
	}
	return true
}

// Approve puts a waiting text in force. The approver is not its author, and says whether the change
// matters to those who relied on the version before (G04, G16).
func (d *Desk) Approve(ctx context.Context, by Acting, role string, version int, material bool) error {
	return d.act(ctx, by, access.Approve, func(t *turn) error {
		var named []casebook.Ref
		for ref, p := range t.d.house.Waiting() {
			if p.Role == role && p.Version == version {
				named = append(named, ref)
			}
		}
		if len(named) == 0 {
			return fail(NotFound, "no such text waits for approval: see `willing programme approve --list`")
		}
		body := &casebook.Approval{Role: role, Version: version, Material: material}
		slices.SortFunc(named, func(a, b casebook.Ref) int { return slices.Compare(a.Commit[:], b.Commit[:]) })
		if _, err := t.append(entry{refs: named[:1], events: []casebook.Event{{Type: casebook.DisclosureApproved, Body: body}}}); err != nil {
			return err
		}
		if !material {
			return nil
		}
		return t.refreshStages(casebook.StageEffective, casebook.StageProvisional)
	})
}

// WithdrawRefusals takes back a wrongly imported list of refusals; it takes two people (G01).
func (d *Desk) WithdrawRefusals(ctx context.Context, by Acting, batch casebook.ID, reason string) error {
	return d.act(ctx, by, access.WithdrawList, func(t *turn) error {
		if _, err := t.append(entry{subject: batch, events: []casebook.Event{{Type: casebook.RefusalsWithdrawn, Body: &casebook.Batch{Reason: reason}}}}); err != nil {
			return err
		}
		return t.register(Entry{Kind: EntryWithdrawn, ID: batch})
	})
}

// ImportRefusals takes an office's old list of people who said no and keeps nothing of them but markers.
// It returns the batch's id, and how many markers were made; people without anything to recognise them
// by are counted out.
func (d *Desk) ImportRefusals(ctx context.Context, by Acting, office string, people []casebook.Particulars) (batch casebook.ID, markers int, err error) {
	if batch, err = d.newID(); err != nil {
		return batch, 0, err
	}
	err = d.act(ctx, by, access.ImportRefusals, func(t *turn) error {
		entries, err := t.batchEntries(batch, people)
		if err != nil {
			return err
		}
		if len(entries) == 0 {
			return fail(BadInput, "no row of this list can be recognised again: it needs a phone, or a name with a date, a year or a place")
		}
		markers = len(entries)
		for some := range slices.Chunk(entries, batchAtOnce) {
			body := &casebook.Batch{Office: office}
			for _, e := range some {
				body.Markers = append(body.Markers, e.Marker)
			}
			event := casebook.Event{Type: casebook.RefusalsImported, Body: body}
			if _, err := t.append(entry{subject: batch, events: []casebook.Event{event}, notes: some}); err != nil {
				return err
			}
		}
		return nil
	})
	return batch, markers, err
}

// batchAtOnce bounds how many markers one commit carries: a few hundred bytes each, in a body of at most a
// megabyte.
const batchAtOnce = 200

// batchEntries makes the markers of everybody on a list who can be recognised again.
func (t *turn) batchEntries(batch casebook.ID, people []casebook.Particulars) ([]Entry, error) {
	var entries []Entry
	for _, p := range people {
		keys := t.d.Matcher.Keys(p)
		if len(keys) == 0 {
			continue
		}
		m, err := t.d.Markers.Make(keys, "imported", t.now.Year(), int(t.now.Month()))
		if err != nil {
			return nil, failFrom(Unexpected, err, "a marker could not be made")
		}
		entries = append(entries, Entry{Kind: EntryBatch, ID: batch, Marker: m})
	}
	return entries, nil
}
