package office

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"willing/access"
	"willing/casebook"
	"willing/desk"
	"willing/web"
)

func figureRoutes() []web.Route {
	return []web.Route{{Pattern: "GET /figures", Action: access.SeeFigures, Handle: figures}}
}

// figuresPage shows counts as pictures, and the same in words below. No figure ranks anybody by acceptances,
// and a bound stays a bound (G26).
type figuresPage struct {
	Of          string // id of a territory; "" for all
	Name        string
	Territories []option
	Funnel      []bar
	Few         bool // almost nobody has said no: that is a question for us
	Multiples   []multiple
	Weeks       *timeline
	Stages      []count
	Rest        []count // erased, needs a look, waiting, contacts after a no
	None        bool
}

// bar is one figure as a bar: solid for what is certain, hatched for what is possible.
type bar struct {
	Name, Say, Hint, To string
	Low, High           int
	Solid, Hatch        string // widths in percent
	Start               string // where the hatch begins
}

// multiple is one territory, on the one scale of all.
type multiple struct {
	Name, To string
	Bars     []bar
}

// count is a number with its records behind it.
type count struct {
	Name, To string
	N        int
}

func figures(p *web.Page) error {
	all, err := p.Desk.Figures(p.R.Context(), p.By())
	if err != nil {
		return err
	}
	page := &figuresPage{Of: p.Value("territory")}
	for _, f := range all {
		if f.Territory != "" {
			page.Territories = append(page.Territories, option{f.Territory, place(p, f.Territory)})
		}
	}
	if page.Of == "" && local(p.Visitor) && len(page.Territories) > 0 {
		page.Of = page.Territories[0].Value
	}
	i := slices.IndexFunc(all, func(f desk.Figures) bool { return f.Territory == page.Of })
	if i < 0 {
		page.None = true
		return p.OK(views, "figures", page)
	}
	if page.Name = p.T("office.figures.all"); page.Of != "" {
		page.Name = place(p, page.Of)
	}
	one := all[i]
	page.Funnel = bars(p, one, max(one.People, 1))
	page.Few = one.Yes.Low >= 20 && one.No*20 < one.Yes.Low
	page.multiples(p, all)
	page.counts(p, one)
	if page.Weeks, err = timelineOf(p, page.Of); err != nil {
		return err
	}
	return p.OK(views, "figures", page)
}

// bars are the figures of one territory on a scale that ends at most.
func bars(p *web.Page, f desk.Figures, most int) []bar {
	list := func(name string) string { return peopleOf(f.Territory, "", name) }
	stage := func(s casebook.Stage) string { return peopleOf(f.Territory, s, "") }
	out := []bar{
		{Name: "people", Low: f.People, High: f.People, To: peopleOf(f.Territory, "", "")},
		{Name: "approached", Low: f.Approached, High: f.Approached, To: list(desk.ListReached)},
		{Name: "yes", Low: f.Yes.Low, High: f.Yes.High, To: stage(casebook.StageEffective)},
		{Name: "no", Low: f.No, High: f.No, To: list(desk.ListNo)},
		{Name: "stopped", Low: f.Stopped, High: f.Stopped, To: list(desk.ListStopped)},
		{Name: "left", Low: f.Left, High: f.Left, To: list(desk.ListLeft)},
		{Name: "open", Low: f.Open, High: f.Open, To: "#stages"},
	}
	for i := range out {
		b := &out[i]
		b.Say = p.Number(b.Low)
		if b.High > b.Low {
			b.Say = p.T("office.figures.between", "low", p.Number(b.Low), "high", p.Number(b.High))
			b.Hint = p.T("office.figures.yes.hint", "count", b.High-b.Low)
		}
		b.Solid, b.Start = percent(b.Low, most), percent(b.Low, most)
		b.Hatch = percent(b.High-b.Low, most)
		b.Name = p.T("office.figures." + b.Name)
	}
	return out
}

func percent(n, of int) string { return fmt.Sprintf("%.2f%%", 100*float64(n)/float64(of)) }

// peopleOf is the list of people behind a figure.
func peopleOf(territory string, stage casebook.Stage, list string) string {
	query := url.Values{}
	for name, v := range map[string]string{"territory": territory, "stage": string(stage), "list": list} {
		if v != "" {
			query.Set(name, v)
		}
	}
	if len(query) == 0 {
		return "/people"
	}
	return "/people?" + query.Encode()
}

// multiples draws every territory on one scale, in the order of their names: nothing is sorted by acceptances.
func (page *figuresPage) multiples(p *web.Page, all []desk.Figures) {
	most := 1
	for _, f := range all {
		if f.Territory != "" {
			most = max(most, f.Approached, f.Yes.High)
		}
	}
	for _, f := range all {
		if f.Territory == "" {
			continue
		}
		m := multiple{Name: place(p, f.Territory), To: "/figures?territory=" + url.QueryEscape(f.Territory)}
		for i, b := range bars(p, f, most) {
			if i == 1 || i == 2 || i == 3 || i == 6 { // approached, yes, no, open
				m.Bars = append(m.Bars, b)
			}
		}
		page.Multiples = append(page.Multiples, m)
	}
	slices.SortFunc(page.Multiples, func(a, b multiple) int { return strings.Compare(a.Name, b.Name) })
}

// counts is the same in words: every stage with its people.
func (page *figuresPage) counts(p *web.Page, f desk.Figures) {
	for _, s := range stages {
		if n := f.Stages[s]; n > 0 {
			page.Stages = append(page.Stages, count{sentence(stageWord(p, s)), peopleOf(f.Territory, s, ""), n})
		}
	}
	for _, c := range []struct {
		key, list string
		n         int
	}{{"irregular", desk.ListIrregular, f.Irregular}, {"pending", desk.ListPending, f.Pending}, {"after-no", desk.ListIrregular, f.AfterNo}} {
		page.Rest = append(page.Rest, count{p.T("office.figures." + c.key), peopleOf(f.Territory, "", c.list), c.n})
	}
}

// timeline is what was decided week by week: a column for each week, yes upwards, everything else downwards.
type timeline struct {
	Width, Height, Middle int
	Columns               []weekBar
	Ticks                 []tick
	From, Until           time.Time
	Rows                  []weekRow
}

// weekBar is one week of the picture.
type weekBar struct{ X, Y, Up, Down int }

// tick is a month under the picture.
type tick struct {
	X    int
	Name string
}

// weekRow is one week in words; each number leads to its people.
type weekRow struct {
	Monday time.Time
	Cells  []count
}

// shownWeeks is how many weeks the timeline shows, and the size of one in the picture.
const (
	shownWeeks = 26
	weekWide   = 28
	upHigh     = 150
	downHigh   = 70
)

// timelineOf draws the last half year; nil if nothing was decided.
func timelineOf(p *web.Page, territory string) (*timeline, error) {
	today := p.Now().UTC()
	monday := today.AddDate(0, 0, -(int(today.Weekday())+6)%7).Truncate(24 * time.Hour)
	first := monday.AddDate(0, 0, -7*(shownWeeks-1))
	weeks, err := p.Desk.Weeks(p.R.Context(), p.By(), territory, first)
	if err != nil || len(weeks) == 0 {
		return nil, err
	}
	most := 1
	for _, w := range weeks {
		most = max(most, w.Yes, (w.No+w.Stopped+w.Left)*upHigh/downHigh)
	}
	out := &timeline{Width: shownWeeks * weekWide, Height: upHigh + downHigh, Middle: upHigh, From: first, Until: monday.AddDate(0, 0, 6)}
	for i := range shownWeeks {
		at := first.AddDate(0, 0, 7*i)
		if at.Day() <= 7 {
			out.Ticks = append(out.Ticks, tick{i * weekWide, p.T(fmt.Sprintf("office.month.%d", at.Month()))})
		}
	}
	for _, w := range weeks {
		i := int(w.Monday.Sub(first).Hours()) / 24 / 7
		up, down := w.Yes*upHigh/most, (w.No+w.Stopped+w.Left)*upHigh/most
		out.Columns = append(out.Columns, weekBar{X: i*weekWide + 3, Y: upHigh - up, Up: up, Down: down})
		out.Rows = append(out.Rows, weekOf(territory, w))
	}
	slices.Reverse(out.Rows)
	return out, nil
}

func weekOf(territory string, w desk.Week) weekRow {
	row := weekRow{Monday: w.Monday}
	during := "&from=" + w.Monday.Format(time.DateOnly) + "&until=" + w.Monday.AddDate(0, 0, 7).Format(time.DateOnly)
	for _, c := range []struct {
		n  int
		to string
	}{
		{w.Yes, peopleOf(territory, casebook.StageEffective, "")}, {w.No, peopleOf(territory, "", desk.ListNo)},
		{w.Stopped, peopleOf(territory, "", desk.ListStopped)}, {w.Left, peopleOf(territory, "", desk.ListLeft)},
	} {
		row.Cells = append(row.Cells, count{To: c.to + during, N: c.n})
	}
	return row
}
