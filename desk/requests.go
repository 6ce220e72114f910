//go:build !js

package desk

import (
	"context"
	"time"

	"willing/access"
	"willing/casebook"
	"willing/journal"
)

// Request is one erasure that was asked for. It names the record and whoever asked, and nothing else of the
// person: they are hidden (G25).
type Request struct {
	Person    casebook.ID `json:"person"`
	Territory string      `json:"territory"`
	At        time.Time   `json:"at"`
	By        string      `json:"by"`           // as [NameOf] says
	Own       bool        `json:"own"`          // signed with the key of the person's link or receipt
	Seen      bool        `json:"seen"`         // and the team may hold that link: it may be theirs
	Backers   []string    `json:"backers"`      // who else stands behind it
	Denials   []string    `json:"denials"`      // who said that somebody else asked for it, without effect so far
	Due       time.Time   `json:"due,omitzero"` // when it is executed; zero: not before somebody confirms it
	Outside   bool        `json:"outside"`      // whoever looks stands outside the team, so their denial counts
	Asked     bool        `json:"asked"`        // whoever looks asked for it themselves
}

// Requests lists the erasures that were asked for and are not executed yet: those that wait for a second
// person first, then by their day.
func (d *Desk) Requests(ctx context.Context, by Acting, after []byte, limit int) ([]Request, []byte, error) {
	page, err := d.List(ctx, by, Query{List: ListErase, After: after, Limit: limit})
	if err != nil {
		return nil, nil, err
	}
	var out []Request
	err = d.see(ctx, func(r journal.Reader) error {
		if err := d.allow(by, access.SeePeople, ""); err != nil {
			return err
		}
		for _, row := range page.Rows {
			s, err := d.state(r, row.Person, d.Now())
			if err != nil {
				return err
			}
			out = append(out, d.request(s, by.Who))
		}
		return nil
	})
	return out, page.Next, err
}

// request finds the newest request among the facts, and what stands behind it and against it.
func (d *Desk) request(s *casebook.State, who casebook.ID) Request {
	out := Request{Person: s.Records[0], Territory: s.Territory, Due: s.Erasure.Due, Outside: s.Outside(who)}
	for _, f := range s.Facts {
		if f.Standing == casebook.Withheld {
			continue
		}
		switch f.Type {
		case casebook.ErasureRequested:
			out.At, out.By, out.Own, out.Asked = f.Commit.At, NameOf(d.house, f.Commit), s.OwnAct(f.Ref), f.Commit.Actor.Who == who
			out.Seen = out.Own && s.SeenByTeam(f.Ref)
			out.Backers, out.Denials = nil, nil
		case casebook.ErasureConfirmed:
			out.Backers = append(out.Backers, NameOf(d.house, f.Commit))
		case casebook.ErasureDenied:
			out.Denials = append(out.Denials, NameOf(d.house, f.Commit))
		}
	}
	return out
}
