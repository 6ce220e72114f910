package desk

import (
	"context"

	"willing/access"
	"willing/casebook"
	"willing/journal"
)

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
	err = d.act(ctx, by.doing("admit", &id, s), access.ManageStaff, func(t *turn) error {
		_, err := t.append(entry{subject: id, events: []casebook.Event{{Type: casebook.StaffAdded, Body: &s}}})
		return err
	})
	return id, err
}

// ChangeStaff gives a member of staff other hats, or records that they left.
func (d *Desk) ChangeStaff(ctx context.Context, by Acting, id casebook.ID, s casebook.Staff) error {
	return d.act(ctx, by.doing("staff", nil, id, s), access.ManageStaff, func(t *turn) error {
		var notes []Entry
		if _, works := t.d.house.StaffAt(id, t.d.house.Pos); works && s.Left {
			notes = []Entry{{Kind: EntryLeft, ID: id}}
		} else if !works && !s.Left {
			notes = []Entry{{Kind: EntryBack, ID: id}}
		}
		_, err := t.append(entry{subject: id, notes: notes, events: []casebook.Event{{Type: casebook.StaffChanged, Body: &s}}})
		return err
	})
}
