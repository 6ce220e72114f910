package office

import (
	"cmp"
	"slices"
	"time"

	"willing/access"
	"willing/casebook"
	"willing/desk"
	"willing/web"
)

// Backups tells how this house's backups are. Package account's daily work stands behind it.
type Backups interface {
	// Last is when the last backup succeeded (zero if none ever did), and why the one after it failed: a
	// sentence for people, "" if none did.
	Last() (at time.Time, failed string)
}

func homeRoutes(b Backups, f Fleet, d Doors) []web.Route {
	return []web.Route{
		{Pattern: "GET /{$}", Action: access.SeePeople, Handle: func(p *web.Page) error { return home(p, b, f, d) }},
		{Pattern: "POST /delete-due", Action: access.Maintain, Handle: deleteDue},
	}
}

// homeShows is how many people of each list the page shows.
const homeShows = 3

// backupAge is when a backup that is made daily is late: a day and a night (our decision).
const backupAge = 36 * time.Hour

// homePage is what needs a person now.
type homePage struct {
	Total   int
	Safety  []need // first of all
	Needs   []need // then whatever waits longest
	Texts   int
	House   int
	Markers int      // generations of markers at which somebody looks again
	Pairs   int      // at whom a named person looks, since two outside calls spoke against how they asked
	Bare    []string // hats that nobody wears
	Backup  *backup
	Devices []alarmRow // devices that need somebody now
	Ahead   time.Time  // up to when headquarters' own lane is stamped, if its clock once ran ahead
	Aside   int        // entries in quarantine about which nobody has decided
	Locked  []staffRow // colleagues who cannot get in, and for whom the visitor's word would be the second
	New     bool       // nothing has ever happened here
	Quiet   bool       // nothing needs anybody
	Stepped [3]bool
	Noes    bool // some office's old refusals came in
}

// need is one list of people who need somebody.
type need struct {
	desk.Need
	Rows []personRow
	More int    // beside those
	To   string // where the whole list is
	Days []time.Time
}

// backup is the state of the backups; Late asks for somebody.
type backup struct {
	At     time.Time
	Failed string
	Late   bool
}

// whole is where the whole of a list is shown and worked on.
var whole = map[string]string{desk.ListReview: "/reviews", desk.ListCall: "/calls", desk.ListErase: "/requests", desk.ListConflict: "/conflicts"}

func home(p *web.Page, b Backups, f Fleet, d Doors) error {
	found, err := p.Desk.Needs(p.R.Context(), p.By(), homeShows)
	if err != nil {
		return err
	}
	page := &homePage{Texts: found.Texts, House: found.House, Pairs: found.Pairs, Markers: found.Markers}
	if p.Visitor.May(access.Maintain) {
		page.Ahead = p.Desk.Ahead()
	}
	for _, l := range found.Lists {
		if l.List == desk.ListDelete {
			l.Count = l.Over // before its day nobody need do anything
		}
		if l.Count == 0 {
			continue
		}
		page.Total += l.Count
		if n := needOf(p, l); l.List == desk.ListWorry {
			page.Safety = append(page.Safety, n)
		} else {
			page.Needs = append(page.Needs, n)
		}
	}
	slices.SortStableFunc(page.Needs, func(a, b need) int { return cmp.Compare(a.Since, b.Since) })
	page.house(p)
	page.backups(p, b)
	if err := page.devices(p, f); err != nil {
		return err
	}
	if page.Locked, err = lockedOut(p, d); err != nil {
		return err
	}
	page.Quiet = page.Ahead.IsZero() && page.Total+page.Texts+page.House+page.Pairs+page.Markers+page.Aside+len(page.Devices)+len(page.Locked) == 0
	return p.OK(views, "home", page)
}

// lockedOut are the colleagues who wait for the visitor's word that they may come in again: somebody else gave the first.
func lockedOut(p *web.Page, d Doors) (out []staffRow, err error) {
	if d == nil || !p.Visitor.May(access.RevokeKeys) {
		return nil, nil
	}
	var names map[casebook.ID]string
	p.Desk.House(func(h *casebook.House) { names = staffNames(h) })
	for id, name := range names {
		standing, err := d.Standing(p.R.Context(), id)
		if err != nil {
			return nil, err
		}
		if me := p.Visitor.Who; !standing.First.IsZero() && standing.First != me && id != me {
			out = append(out, staffRow{ID: id, Name: name})
		}
	}
	slices.SortFunc(out, func(a, b staffRow) int { return cmp.Compare(a.Name, b.Name) })
	return out, nil
}

func needOf(p *web.Page, l desk.Need) need {
	n := need{Need: l, To: whole[l.List]}
	if n.To == "" {
		n.To = "/people?list=" + l.List
	}
	if l.List == desk.ListDelete {
		n.To += "&due=yes"
	}
	for i := range l.Rows {
		row := rowOf(p, &l.Rows[i])
		n.Rows = append(n.Rows, row)
		n.Days = append(n.Days, p.Millis(dayOn(l.List, &l.Rows[i])))
	}
	n.More = l.Count - len(n.Rows)
	return n
}

// dayOn is what a list sorts a person by: the day on which it is due, or began.
func dayOn(list string, r *desk.Row) int64 {
	switch list {
	case desk.ListReview:
		return r.Review
	case desk.ListWorry:
		return r.Worry
	case desk.ListCall:
		return r.Call
	case desk.ListErase:
		return r.Erase
	case desk.ListDelete:
		return r.Delete
	case desk.ListIrregular:
		return r.Broke
	case desk.ListPending:
		return r.Waits
	case desk.ListYoung:
		return r.Young
	case desk.ListToldAgain:
		return r.Owed
	case desk.ListConflict:
		return r.Differs
	}
	return r.Since
}

// house looks at what the organisation itself lacks: hats that nobody wears, and the first steps of a new
// house.
func (page *homePage) house(p *web.Page) {
	p.Desk.House(func(h *casebook.House) {
		worn := map[string]bool{}
		staff := h.StaffNow()
		for _, s := range staff {
			for _, hat := range s.Hats {
				worn[hat] = true
			}
		}
		for _, hat := range casebook.Hats {
			if !worn[hat] {
				page.Bare = append(page.Bare, hat)
			}
		}
		page.Noes = len(h.Batches()) > 0
		approved := false
		if now := h.Programme(h.Pos); now != nil {
			for _, r := range now.Roles {
				approved = approved || h.TextAt(r.ID, h.Pos) != nil
			}
		}
		page.Stepped = [3]bool{len(staff) > 1 && worn[casebook.Scout] && worn[casebook.Mentor], approved, false}
	})
	if !local(p.Visitor) {
		some, err := p.Desk.List(p.R.Context(), p.By(), desk.Query{Limit: 1})
		page.Stepped[2] = err != nil || len(some.Rows) > 0
		page.New = page.Stepped != [3]bool{true, true, true}
	}
}

func (page *homePage) backups(p *web.Page, b Backups) {
	if b == nil || !p.Visitor.Wears(casebook.Administrator, casebook.Coordinator, casebook.Auditor) {
		return
	}
	at, failed := b.Last()
	page.Backup = &backup{at, failed, failed != "" || p.Now().Sub(at) > backupAge}
}

// devices looks at what devices need, for whoever may admit some. What each of them lacks stands on a page of its own:
// to count it here would cost more with everybody who comes.
func (page *homePage) devices(p *web.Page, f Fleet) (err error) {
	if f == nil || !p.Visitor.May(access.AdmitDevices) {
		return nil
	}
	if page.Aside, err = p.Desk.Undecided(p.R.Context(), p.By()); err != nil {
		return err
	}
	page.Devices, err = alarmsOf(p)
	return err
}

// deleteDue deletes the files that have been kept long enough (G03, G27).
func deleteDue(p *web.Page) error {
	if _, err := p.Desk.DeleteKept(p.R.Context(), p.By()); err != nil {
		return err
	}
	return p.See("/")
}
