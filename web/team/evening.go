package team

import (
	"slices"
	"strings"
	"time"

	"willing/casebook"
	"willing/desk"
	"willing/web"
)

type eveningPage struct {
	Draft string
	Empty bool
}

// evening drafts the notes from what was written down today, so that nobody spends the evening on them. Of
// whoever said no they hold a number and no name.
func evening(p *web.Page) error {
	d := &draft{p: p, from: midnight(p)}
	if err := d.gather(func() bool { return false }); err != nil {
		return err
	}
	return p.OK(views, "evening", eveningPage{Draft: d.text(), Empty: !d.begun()})
}

// draft is the evening's notes as they come together.
type draft struct {
	p           *web.Page
	from        time.Time
	lines       []string
	noes, alone int // who said no; who were left alone otherwise
}

// gather tells of everybody whose day it was, until it is enough.
func (d *draft) gather(enough func() bool) error {
	for _, territory := range d.p.Visitor.Territories {
		rows, err := since(d.p, territory, d.from, "")
		if err != nil {
			return err
		}
		for _, row := range rows {
			if err := d.tell(row); err != nil || enough() {
				return err
			}
		}
	}
	return nil
}

// begun reports whether the notes say anything yet.
func (d *draft) begun() bool { return len(d.lines)+d.noes+d.alone > 0 }

func (d *draft) tell(row desk.Row) error {
	if row.Alone {
		if row.Ending == casebook.EndedNo {
			d.noes++
		} else if row.Stage == casebook.StageLeftAlone {
			d.alone++
		}
		return nil
	}
	if !slices.ContainsFunc(row.Hands, d.us) {
		return nil // so nobody is gone into whom others met, or a list brought
	}
	found, err := d.p.Desk.Mention(d.p.R.Context(), d.p.By(), row.Person)
	if err != nil || (&subject{Person: found}).closed() {
		return err
	}
	var did []string
	for _, deed := range desk.Deeds {
		for _, f := range found.Facts {
			if f.Type == deed && f.Standing == casebook.Counts && !f.Commit.At.Before(d.from) && d.ours(f.Commit) {
				did = append(did, d.p.T("team.deed."+deed))
				break
			}
		}
	}
	if len(did) > 0 {
		d.lines = append(d.lines, d.p.T("team.evening.line", "name", row.Name, "did", strings.Join(did, d.p.Comma())))
	}
	return nil
}

// us reports whether somebody is one of the two who look.
func (d *draft) us(who casebook.ID) bool {
	v := d.p.Visitor
	return who == v.Who || v.Pair != nil && who == v.Pair.Who
}

// ours reports whether one of the two who look had a hand in it.
func (d *draft) ours(c *casebook.Commit) bool {
	return d.us(c.Actor.Who) || slices.ContainsFunc(c.Witnesses, func(w casebook.Proof) bool { return d.us(w.Who) })
}

func (d *draft) text() string {
	lines := append([]string{d.p.Weekday(d.p.Now()), ""}, d.lines...)
	if d.noes > 0 {
		lines = append(lines, d.p.T("team.evening.noes", "count", d.noes))
	}
	if d.alone > 0 {
		lines = append(lines, d.p.T("team.evening.alone", "count", d.alone))
	}
	return strings.Join(lines, "\n")
}
