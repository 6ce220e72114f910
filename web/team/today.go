package team

import (
	"slices"
	"strings"
	"time"

	"willing/access"
	"willing/casebook"
	"willing/desk"
	"willing/web"
)

type todayPage struct {
	Places  []place
	Nowhere string // why there is none
	News    *news  // who is not to be approached any more, since this device was away
	Next    *errand
	Mine    crowd  // whom we have met
	New     []area // whom we are to meet
	Later   crowd  // of both, with whom nobody can go on today, the soonest first
	Done    int    // who were left alone today

	Drafted bool // there is something to read this evening
}

// crowd is some of our people, no more than a list shows.
type crowd struct {
	People []errand
	More   bool // there are others, or may be
}

func (c *crowd) add(e errand) {
	if len(c.People) == mostShown {
		c.More = true
		return
	}
	c.People = append(c.People, e)
}

// area is whom we are to meet in one territory.
type area struct {
	place
	crowd // the others are on the next page of it
}

// errand is one of our people and what comes next with them.
type errand struct {
	desk.Row
	Act  string // of the keys team.errand.ACT
	Path string
	From time.Time // of those who wait: from when on
}

// Day is the day that an errand speaks of: from when on somebody can be gone on with, or since when they stand where
// they stand.
func (e errand) Day(p *web.Page) string {
	if !e.From.IsZero() {
		return p.Beginning(e.From)
	}
	return p.Day(p.Millis(e.Since))
}

// waiting lists the stages that wait for the team, the most pressing first. At the others the person is left be.
var waiting = []struct {
	stage casebook.Stage
	act   string
}{
	{casebook.StageOffered, "turn"}, {casebook.StageUnderstood, "ask"}, {casebook.StageTold, "points"}, {casebook.StageAssessed, "tell"},
	{casebook.StageInterviewed, "tell"}, {casebook.StageApproached, "form"}, {casebook.StageNoted, "talk"}, {casebook.StageProvisional, "agreed"},
}

// today is where the team begins: who is next, whom we look after, check first, the evening's notes.
func today(p *web.Page) error {
	page := &todayPage{}
	var err error
	if page.News, err = newsOf(p); err != nil {
		return err
	}
	for _, id := range p.Visitor.Territories {
		page.Places = append(page.Places, place{id, p.Place(id)})
	}
	if len(page.Places) == 0 {
		page.Nowhere = nowhere(p)
	}
	if err := page.gather(p); err != nil {
		return err
	}
	page.choose()
	for _, territory := range p.Visitor.Territories {
		rows, err := since(p, territory, midnight(p), casebook.StageLeftAlone)
		if err != nil {
			return err
		}
		page.Done += len(rows)
	}
	notes := &draft{p: p, from: midnight(p)}
	if err := notes.gather(notes.begun); err != nil {
		return err
	}
	page.Drafted = notes.begun()
	return p.OK(views, "today", page)
}

// nowhere says why no people are listed for whoever looks: at headquarters they are in no team; on a device their teams' territories may
// be others than it carries.
func nowhere(p *web.Page) string {
	if p.Desk.AtHome() {
		return p.T("team.today.no-team")
	}
	in := 0
	p.Desk.House(func(h *casebook.House) { in = len(h.TeamsOf(p.Visitor.Who, h.Pos)) })
	grant, _, _ := p.Desk.Grant(p.Desk.Device.Device())
	var places []string
	for _, scope := range grant.Scopes {
		if territory, ok := strings.CutPrefix(scope, "t/"); ok {
			places = append(places, p.Place(territory))
		}
	}
	if in == 0 || len(places) == 0 {
		return p.T("team.today.no-team.device")
	}
	return p.T("team.today.elsewhere", "places", strings.Join(places, p.Comma()))
}

// changedLooks is how often the list of those who are to be told again is read on, past people of other territories.
const changedLooks = 5

// toldAgain lists whose yes is in effect and rests on a text that has changed since (G16): headquarters lists them, and the
// team that has them tells them. A yes that does not count yet stands among those who wait.
func (page *todayPage) toldAgain(p *web.Page) error {
	q := desk.Query{List: desk.ListToldAgain, Limit: mostShown, Fresh: true}
	for range changedLooks {
		found, err := p.Desk.List(p.R.Context(), p.By(), q)
		if err != nil {
			return err
		}
		for _, row := range found.Rows {
			ours := slices.ContainsFunc(page.Places, func(where place) bool { return where.ID == row.Territory })
			if ours && !row.Alone && row.Stage == casebook.StageEffective {
				page.Mine.add(errand{Row: row, Act: "changed", Path: pathOf(row.Person)})
			}
		}
		if q.After = found.Next; q.After == nil {
			return nil
		}
	}
	return nil
}

// gather lists our people, each with what comes next with them today.
func (page *todayPage) gather(p *web.Page) error {
	if len(page.Places) > 0 && p.Visitor.May(access.Meet) {
		if err := page.toldAgain(p); err != nil {
			return err
		}
	}
	var later []errand
	var met, unmet bool // not all of those whom we have met, or are to meet, were looked at
	for _, w := range waiting {
		for _, where := range page.Places {
			if w.act == "agreed" && len(page.Mine.People) == mostShown { // they stand last, and nowhere else
				met = true
				break
			}
			found, err := p.Desk.List(p.R.Context(), p.By(), desk.Query{Territory: where.ID, Stage: w.stage, Limit: mostShown, Fresh: true})
			if err != nil {
				return err
			}
			for _, row := range found.Rows {
				e := errand{Row: row, Act: w.act, Path: pathOf(row.Person)}
				if e.stands(p); !e.Alone && !e.From.IsZero() {
					later = append(later, e)
					continue
				}
				page.add(e, where)
			}
			if found.Next == nil {
				continue
			}
			met, unmet = met || w.act != "talk", unmet || w.act == "talk"
			if n := len(page.New); w.act == "talk" && n > 0 && page.New[n-1].place == where {
				page.New[n-1].More = true
			}
		}
	}
	slices.SortStableFunc(later, func(a, b errand) int { return a.From.Compare(b.From) })
	for _, e := range later {
		page.Later.add(e)
	}
	page.Mine.More = page.Mine.More || met && len(page.Mine.People) > 0
	page.Later.More = page.Later.More || (met || unmet) && len(later) > 0
	return nil
}

// stands says what really comes next, by what an offer made now would lack.
func (e *errand) stands(p *web.Page) {
	ahead := e.Prospect
	switch step := act(ahead.Missing); {
	case e.Act == "agreed" && e.ToldAgain > 0:
		e.Act = "changed"
	case e.Act == "agreed":
		e.Act = ahead.Yes
	case ahead.Young != 0 && (e.Act != "talk" || ahead.Minor):
		e.Act, e.From = "early", p.Millis(ahead.Young)
		if ahead.Doubt {
			e.Act = "young"
		}
	case step == "wait":
		e.Act, e.From = step, desk.NextMeeting(p.Now())
	case step != "" && step != "age" && step != "tell": // before these come the programme's questions
		e.Act = step
	}
}

// add leaves out whom nobody may approach.
func (page *todayPage) add(e errand, where place) {
	switch {
	case e.Alone:
	case e.Act == "talk":
		n := len(page.New)
		if n == 0 || page.New[n-1].place != where {
			page.New, n = append(page.New, area{place: where}), n+1
		}
		page.New[n-1].add(e)
	default:
		page.Mine.add(e)
	}
}

// steps are what the team can do next, what leads to an answer first. Who was asked, or said yes, is not pressed.
var steps = []string{"ask", "minor", "points", "changed", "tell", "form", "talk"}

// choose says who is next: the first with whom the team can take a step.
func (page *todayPage) choose() {
	all := slices.Clone(page.Mine.People)
	for _, x := range page.New {
		all = append(all, x.People...)
	}
	for _, step := range steps {
		if i := slices.IndexFunc(all, func(e errand) bool { return e.Act == step }); i >= 0 {
			page.Next = &all[i]
			return
		}
	}
}

// midnight is when today began, on the clock of the house.
func midnight(p *web.Page) time.Time {
	now := p.Now()
	return time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, now.Location())
}

// mostDone bounds how many people of one day and territory are looked at.
const mostDone = 200

// since lists whose stage in a territory began at a moment or later; stage "" means any.
func since(p *web.Page, territory string, from time.Time, stage casebook.Stage) ([]desk.Row, error) {
	found, err := p.Desk.List(p.R.Context(), p.By(), desk.Query{Territory: territory, Stage: stage, After: desk.AfterMoment(from), Limit: mostDone})
	return found.Rows, err
}
