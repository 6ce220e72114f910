//go:build !js

package desk

import (
	"context"

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
