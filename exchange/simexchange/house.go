package simexchange

import (
	"context"
	"fmt"
	"io/fs"
	"sync"
	"time"

	"willing/casebook"
	"willing/desk"
	"willing/examples"
	"willing/journal"
	"willing/programme"
)

// start is the moment at which every run begins.
var start = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// territories are where the people of a run live.
var territories = []string{"IT", "FR", "ES"}

// founded is a house with its staff, as it lies on a disk: every run begins with it.
type founded struct {
	home  journal.Key
	copy  *backup
	staff map[string]desk.Acting
}

var foundOnce = sync.OnceValues(found)

// found founds the house on the sea-rescue example, with its texts in one language.
func found() (*founded, error) {
	key, err := journal.NewKey(source(0))
	if err != nil {
		return nil, err
	}
	w := &world{now: start, homeKey: key}
	n := newNode(w, 0, key)
	n.from = source(0, 1)
	if err := n.up(); err != nil {
		return nil, err
	}
	f := &founded{home: key, staff: map[string]desk.Acting{}}
	if err := f.begin(n.desk); err != nil {
		return nil, err
	}
	f.copy = n.copied()
	return f, nil
}

func (f *founded) begin(d *desk.Desk) error {
	folder, err := fs.Sub(examples.Files, "sea-rescue")
	if err != nil {
		return err
	}
	p, faults := programme.Load(folder)
	if len(faults) > 0 {
		return fmt.Errorf("the example has faults: %v", faults)
	}
	key, err := journal.NewKey(source(0, 2))
	if err != nil {
		return err
	}
	ctx := context.Background()
	p.Programme.Languages = []string{"it"}
	founding := desk.Founding{Organisation: p.Programme.Organisation, Programme: p.Programme, Texts: proposals(p), Admin: "admin", Key: key}
	admin, err := d.Found(ctx, founding)
	if err != nil {
		return err
	}
	f.staff["admin"] = desk.Acting{Who: admin, Signer: key}
	for i, s := range []casebook.Staff{
		{Name: "cora", Hats: []string{casebook.Coordinator}}, {Name: "dora", Hats: []string{casebook.Coordinator}},
		{Name: "sara", Hats: []string{casebook.Safeguarding}}, {Name: "ana", Hats: []string{casebook.Scout}}, {Name: "ben", Hats: []string{casebook.Mentor}},
	} {
		if err := f.hire(d, s, uint64(i)); err != nil {
			return err
		}
	}
	team := casebook.Team{Name: "one", Members: []casebook.ID{f.staff["ana"].Who, f.staff["ben"].Who}, Territories: territories}
	if err := d.KeyEnvelopes(ctx, envelopesTo(0)); err != nil {
		return err
	}
	if _, err := d.FormTeam(ctx, f.staff["admin"], casebook.ID{}, team); err != nil {
		return err
	}
	return d.Approve(ctx, f.staff["cora"], "crew", 1, false)
}

func (f *founded) hire(d *desk.Desk, s casebook.Staff, n uint64) error {
	ctx, by := context.Background(), f.staff["admin"]
	if cora, ok := f.staff["cora"]; ok {
		by.With = []desk.Acting{cora}
	}
	id, err := d.AddStaff(ctx, by, s)
	if err != nil {
		return err
	}
	key, err := journal.NewKey(source(0, 3, n))
	if err != nil {
		return err
	}
	f.staff[s.Name] = desk.Acting{Who: id, Signer: key}
	return d.EnrolKey(ctx, by, id, casebook.EnrolledKey{Alg: key.Alg(), Key: key.Public()})
}

// proposals are the texts for crew, in Italian.
func proposals(p *programme.Folder) (out []casebook.Proposal) {
	for _, d := range p.Disclosures {
		if d.Role != "crew" {
			continue
		}
		proposal := casebook.Proposal{Role: d.Role, Version: d.Version}
		for _, t := range d.Texts {
			text := t.DisclosureText
			text.Headings = t.Headings
			if text.Language == "it" {
				proposal.Texts = append(proposal.Texts, text)
			}
		}
		out = append(out, proposal)
	}
	return out
}
