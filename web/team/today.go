package team

import (
	"time"

	"willing/casebook"
	"willing/desk"
	"willing/web"
)

type todayPage struct {
	Places []place
	News   *news // who is not to be approached any more, since this device was away
	Next   *errand
	Mine   []errand // whom we have met
	New    []errand // whom we are to meet
	Done   int      // who were left alone today

	Drafted bool // there is something to read this evening
}

// errand is one of our people and what comes next with them.
type errand struct {
	desk.Row
	Act  string // of the keys team.errand.ACT
	Path string
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
	for _, w := range waiting {
		for _, territory := range p.Visitor.Territories {
			found, err := p.Desk.List(p.R.Context(), p.By(), desk.Query{Territory: territory, Stage: w.stage, Limit: mostShown})
			if err != nil {
				return err
			}
			for _, row := range found.Rows {
				page.add(errand{row, w.act, pathOf(row.Person)})
			}
		}
	}
	for _, list := range [][]errand{page.Mine, page.New} {
		if page.Next == nil && len(list) > 0 && list[0].Act != "agreed" {
			page.Next = &list[0]
		}
	}
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

// add leaves out whom nobody may approach.
func (page *todayPage) add(e errand) {
	list := &page.Mine
	if e.Act == "talk" {
		list = &page.New
	}
	if !e.Alone && len(*list) < mostShown {
		*list = append(*list, e)
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
