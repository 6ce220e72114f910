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
	"willing/locale"
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
	Scale       []tick // under the funnel, in percent of its width
	Few         bool   // almost nobody has said no: that is a question for us
	Multiples   []multiple
	Weeks       *timeline
	Stages      []count
	Rest        []count // whose files need a look, who waits, contacts after a no; nothing of it for a team
	None        bool
}

// bar is one figure as a bar: solid for what is certain, hatched for what is possible.
type bar struct {
	ID, Name     string
	To           string // who stands behind Low
	Maybe        string // who may come to it, up to High
	Low, High    int
	Solid, Hatch string // widths in percent
	Start        string // where the hatch begins
}

// Gap is how many lie between the two bounds.
func (b bar) Gap() int { return b.High - b.Low }

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
	most := max(one.People, 1)
	page.Funnel, page.Scale = bars(p, one, most), scale(p, most)
	page.Few = !local(p.Visitor) && one.Yes.Low >= 20 && one.No*20 < one.Yes.Low
	page.multiples(p, all)
	page.counts(p, one)
	if page.Weeks, err = timelineOf(p, page.Of); err != nil {
		return err
	}
	return p.OK(views, "figures", page)
}

// bars are the figures of one territory on a scale that ends at most. A team is told nothing of who left: it
// sees no bar of them (G01).
func bars(p *web.Page, f desk.Figures, most int) []bar {
	list := func(name string) bar {
		return bar{ID: name, Low: f.Lists[name], High: f.Lists[name], To: peopleOf(p, f.Territory, "", name)}
	}
	all := bar{ID: "people", Low: f.People, High: f.People, To: peopleOf(p, f.Territory, "", "")}
	yes := bar{ID: "yes", Low: f.Yes.Low, High: f.Yes.High, To: peopleOf(p, f.Territory, casebook.StageEffective, ""),
		Maybe: peopleOf(p, f.Territory, "", desk.ListMaybe)}
	out := []bar{all, list(desk.ListReached), yes}
	if !local(p.Visitor) {
		out = append(out, list(desk.ListNo), list(desk.ListStopped), list(desk.ListLeft))
	}
	out = append(out, list(desk.ListOpen))
	for i := range out {
		b := &out[i]
		b.Name = p.T("office.figures." + b.ID)
		b.Solid, b.Start, b.Hatch = percent(b.Low, most), percent(b.Low, most), percent(b.High-b.Low, most)
	}
	return out
}

// roundStep is the step of 1, 2 or 5 times a power of ten that parts a length into at most a few.
func roundStep(length, few int) int {
	step := 1
	for i := 0; length/step > few; i++ {
		step = []int{2, 5, 10}[i%3] * step / []int{1, 2, 5}[i%3]
	}
	return step
}

// scale marks round numbers under bars that end at most: about five of them.
func scale(p *web.Page, most int) []tick {
	step := roundStep(most, 5)
	var out []tick
	for n := 0; n <= most; n += step {
		out = append(out, tick{Name: p.Number(n), At: percent(n, most)})
	}
	return out
}

func percent(n, of int) string { return fmt.Sprintf("%.2f%%", 100*float64(n)/float64(of)) }

// peopleOf is the list of exactly the people behind a figure.
func peopleOf(p *web.Page, territory string, stage casebook.Stage, list string) string {
	query := url.Values{}
	for name, v := range map[string]string{"territory": territory, "stage": string(stage), "list": list} {
		if v != "" {
			query.Set(name, v)
		}
	}
	if local(p.Visitor) {
		query.Set("counted", "yes")
	}
	if len(query) == 0 {
		return "/people"
	}
	return "/people?" + query.Encode()
}

// inMultiples are the bars of one territory among others.
var inMultiples = []string{desk.ListReached, "yes", desk.ListNo, desk.ListOpen}

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
		for _, b := range bars(p, f, most) {
			if slices.Contains(inMultiples, b.ID) {
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
			page.Stages = append(page.Stages, count{locale.Capital(stageWord(p, s)), peopleOf(p, f.Territory, s, ""), n})
		}
	}
	if local(p.Visitor) {
		return
	}
	for _, list := range []string{desk.ListIrregular, desk.ListPending, desk.ListAfterNo} {
		page.Rest = append(page.Rest, count{p.T("office.figures." + list), peopleOf(p, f.Territory, "", list), f.Lists[list]})
	}
}

// timeline is what was decided week by week: a column for each week, yes upwards, everything else downwards.
type timeline struct {
	Width, Height, Middle int
	Columns               []weekBar
	Ticks                 []tick
	Lines                 []line
	From, Until           time.Time
	Rows                  []weekRow
	Up, Down              int  // the most of a week, and the most of one downwards
	Open                  bool // a team: nothing is told of who left
}

// line is a height in the picture with the number that it stands for.
type line struct {
	Y    int
	Name string
	Zero bool
}

// weekBar is one week of the picture.
type weekBar struct{ X, Y, Up, Down int }

// tick is a mark under a picture: a month, or a number of people.
type tick struct {
	X    int
	At   string // in percent
	Name string
}

// weekRow is one week in words; each number leads to its people.
type weekRow struct {
	Monday time.Time
	Cells  []count
}

// How many weeks the timeline shows, from the one before anything was decided on, and the size of one in the
// picture.
const (
	mostWeeks   = 26
	fewestWeeks = 18
	weekWide    = 40
	upHigh      = 150
	downHigh    = 70
)

// timelineOf draws the last half year; nil if nothing was decided.
func timelineOf(p *web.Page, territory string) (*timeline, error) {
	today := p.Now().UTC()
	monday := today.AddDate(0, 0, -(int(today.Weekday())+6)%7).Truncate(24 * time.Hour)
	weeks, err := p.Desk.Weeks(p.R.Context(), p.By(), territory, monday.AddDate(0, 0, -7*(mostWeeks-1)))
	if err != nil || len(weeks) == 0 {
		return nil, err
	}
	shown := min(max(int(monday.Sub(weeks[0].Monday).Hours())/24/7+2, fewestWeeks), mostWeeks)
	first := monday.AddDate(0, 0, -7*(shown-1))
	most := 1
	for _, w := range weeks {
		most = max(most, w.Yes, (w.No+w.Stopped+w.Left)*upHigh/downHigh)
	}
	out := &timeline{Width: shown * weekWide, Height: upHigh + downHigh, Middle: upHigh, From: first, Until: monday.AddDate(0, 0, 6), Open: local(p.Visitor)}
	for i := range shown {
		at := first.AddDate(0, 0, 7*i)
		if at.Day() <= 7 {
			out.Ticks = append(out.Ticks, tick{X: i * weekWide, Name: p.T(fmt.Sprintf("office.month.%d", at.Month()))})
		}
	}
	for _, w := range weeks {
		i := int(w.Monday.Sub(first).Hours()) / 24 / 7
		up, down := w.Yes*upHigh/most, (w.No+w.Stopped+w.Left)*upHigh/most
		out.Columns = append(out.Columns, weekBar{X: i*weekWide + 5, Y: upHigh - up, Up: up, Down: down})
		out.Rows = append(out.Rows, weekOf(p, territory, w))
		out.Up, out.Down = max(out.Up, w.Yes), max(out.Down, w.No+w.Stopped+w.Left)
	}
	slices.Reverse(out.Rows)
	out.Lines = lines(p, most)
	return out, nil
}

// lines are the round numbers upwards and downwards of a picture whose highest column stands for most.
func lines(p *web.Page, most int) []line {
	step := roundStep(most, 4)
	var out []line
	for n := -(most * downHigh / upHigh) / step * step; n <= most; n += step {
		out = append(out, line{Y: upHigh - n*upHigh/most, Name: p.Number(max(n, -n)), Zero: n == 0})
	}
	return out
}

func weekOf(p *web.Page, territory string, w desk.Week) weekRow {
	row := weekRow{Monday: w.Monday}
	during := "&from=" + w.Monday.Format(time.DateOnly) + "&until=" + w.Monday.AddDate(0, 0, 7).Format(time.DateOnly)
	for _, c := range []struct {
		n  int
		to string
	}{
		{w.Yes, peopleOf(p, territory, casebook.StageEffective, "")}, {w.No, peopleOf(p, territory, "", desk.ListNo)},
		{w.Stopped, peopleOf(p, territory, "", desk.ListStopped)}, {w.Left, peopleOf(p, territory, "", desk.ListLeft)},
	} {
		row.Cells = append(row.Cells, count{To: c.to + during, N: c.n})
	}
	if local(p.Visitor) {
		row.Cells = row.Cells[:1]
	}
	return row
}
