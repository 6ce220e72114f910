package office

import (
	"encoding/base64"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"time"

	"willing/access"
	"willing/casebook"
	"willing/desk"
	"willing/web"
)

func peopleRoutes() []web.Route {
	return []web.Route{
		{Pattern: "GET /people", Action: access.SeePeople, Handle: people},
		{Pattern: "POST /people", Action: access.SeePeople, Handle: search},
	}
}

// peopleAtOnce is how many people one page shows.
const peopleAtOnce = 50

// peoplePage is what the list of people shows.
type peoplePage struct {
	Text, Territory, Stage, List string
	Territories, Stages, Lists   []option
	Rows                         []personRow
	Next                         string // address of the next page; of a search by words, where this one ended
	Later                        bool   // this is not the first page
	Over                         bool   // the browser no longer has what was looked for
	Filtered                     bool
	From, Until                  string // days
	Counted, Due                 string // only whom figures count; only whose day has come
}

// personRow is one line of a list.
type personRow struct {
	ID, Name, Place, Territory string
	Stage, Shape               string
	Since                      time.Time
	When                       string   // what the day is: "since"
	Flags                      []string // what needs a person, in words
}

// asked are the fields that narrow the list and may stand in its address: they name nobody.
var asked = []string{"territory", "stage", "list", "from", "until", "counted", "due"}

// Asked are those of them that narrow this list, for a form.
func (*peoplePage) Asked(p *web.Page) (out []option) {
	for _, name := range asked {
		if v := p.Value(name); v != "" {
			out = append(out, option{name, v})
		}
	}
	return out
}

// First is the address of the first page, behind the question mark.
func (*peoplePage) First(p *web.Page) template.URL { return template.URL(narrowed(p).Encode()) }

// mostSought bounds what somebody may look for, in letters, and mostPlace where a page of it ended: a browser keeps no larger cookie.
const (
	mostSought = 200
	mostPlace  = 400
)

// search takes down what somebody looks for and shows the list: words and the place in a list of words, which holds them
// too, go by the browser alone.
func search(p *web.Page) error {
	words := []rune(p.Value("q"))
	query := narrowed(p)
	if len(words) == 0 {
		return p.See("/people?" + query.Encode())
	}
	after := p.Value("after")
	if len(after) > mostPlace {
		after = "" // a place that no page names: from the beginning
	}
	number, err := p.KeepSearch(web.Searched{Text: string(words[:min(len(words), mostSought)]), After: after})
	if err != nil {
		return err
	}
	query.Set("search", number)
	return p.See("/people?" + query.Encode())
}

// narrowed are the fields of an address that narrow a list, as they are.
func narrowed(p *web.Page) url.Values {
	query := url.Values{}
	for _, name := range asked {
		if v := p.Value(name); v != "" {
			query.Set(name, v)
		}
	}
	return query
}

// needed are the lists that the page of people can be narrowed to.
var needed = []string{
	desk.ListReview, desk.ListWorry, desk.ListCall, desk.ListErase, desk.ListYoung, desk.ListToldAgain, desk.ListConflict, desk.ListIrregular, desk.ListPending, desk.ListDelete,
	desk.ListReached, desk.ListNo, desk.ListStopped, desk.ListLeft, desk.ListOpen, desk.ListMaybe, desk.ListAfterNo,
}

func people(p *web.Page) error {
	words, from := web.Searched{}, p.Value("after")
	number, over := p.Value("search"), false
	if number != "" {
		words, over = p.Search(number)
		over, from = !over, words.After
	}
	page := &peoplePage{
		Text: words.Text, Over: over, Territory: p.Value("territory"), Stage: p.Value("stage"), List: p.Value("list"),
		Territories: territories(p), Later: from != "", From: p.Value("from"), Until: p.Value("until"),
		Counted: p.Value("counted"), Due: p.Value("due"),
	}
	page.Filtered = page.Text != "" || page.From != "" || page.Until != "" || page.Stage != "" || page.List != "" || page.Territory != "" && !local(p.Visitor)
	if page.Territory == "" && page.List == "" && local(p.Visitor) && len(page.Territories) > 0 {
		page.Territory = page.Territories[0].Value // the index has one list a territory
	}
	for _, s := range stages {
		page.Stages = append(page.Stages, option{string(s), stageWord(p, s)})
	}
	for _, l := range needed {
		page.Lists = append(page.Lists, option{l, p.T("office.list." + l)})
	}
	after, err := base64.RawURLEncoding.DecodeString(from)
	if err != nil {
		after = nil // a mangled address begins at the beginning
	}
	until := dayIn(p, "until")
	if page.Due != "" {
		until = p.Now()
	}
	found, err := p.Desk.List(p.R.Context(), p.By(), desk.Query{
		Text: page.Text, Territory: page.Territory, Stage: casebook.Stage(page.Stage), List: page.List, After: after, Limit: peopleAtOnce,
		From: dayIn(p, "from"), Until: until, Counted: page.Counted != "",
	})
	if err != nil {
		return err
	}
	for i := range found.Rows {
		row := rowOf(p, &found.Rows[i])
		row.When, row.Since = p.T("office.since"), p.Millis(dayOn(page.List, &found.Rows[i]))
		if key := "office.when." + page.List; p.Words.Has("en", key) {
			row.When = p.T(key) // the day by which the list is sorted
		}
		page.Rows = append(page.Rows, row)
	}
	switch {
	case found.Next == nil:
	case page.Text != "":
		page.Next = base64.RawURLEncoding.EncodeToString(found.Next)
	default:
		page.Next = onward(p, found.Next)
	}
	return p.Show(http.StatusOK, views, "people", page)
}

// dayIn is a day of the address, as a figure's link names it; the zero time if there is none.
func dayIn(p *web.Page, name string) time.Time {
	day, err := time.Parse(time.DateOnly, p.Value(name))
	if err != nil {
		return time.Time{}
	}
	return day
}

// onward is the address of the next page of the same question.
func onward(p *web.Page, next []byte) string {
	query := narrowed(p)
	query.Set("after", base64.RawURLEncoding.EncodeToString(next))
	return p.Path() + "?" + query.Encode()
}

// placeable reports whether a team could have to do with somebody: then it matters that they stand in no territory.
func placeable(s casebook.Stage) bool {
	return !slices.Contains([]casebook.Stage{casebook.StageLeftAlone, casebook.StageHidden, casebook.StageErased, casebook.StageAsk, casebook.StageUnknown}, s)
}

func rowOf(p *web.Page, r *desk.Row) personRow {
	out := personRow{
		ID: r.Person.String(), Name: r.Name, Place: r.Place, Stage: stageWord(p, r.Stage), Shape: shape(r.Stage),
		Since: p.Millis(r.Since),
	}
	if r.Territory != "" {
		out.Territory = place(p, r.Territory)
	} else if placeable(r.Stage) {
		out.Territory = p.T("office.nowhere")
	}
	if out.Name == "" || out.Name == "(no name)" {
		out.Name = p.T("office.no-name")
	}
	if r.Stage == casebook.StageHidden || r.Stage == casebook.StageErased {
		out.Name = p.T("office.name-hidden")
	}
	out.Flags = flags(p, r)
	return out
}

// flags says what about a person needs somebody. What a team may not know of its own people (G01) only those
// read who may decide it.
func flags(p *web.Page, r *desk.Row) []string {
	var out []string
	add := func(yes bool, key string) {
		if yes {
			out = append(out, p.T("office.flag."+key))
		}
	}
	add(r.Worry != 0 && p.Visitor.May(access.Judge), "worry")
	add(r.Review != 0 && p.Visitor.May(access.Judge), "review")
	add(r.Call != 0, "call")
	add(r.Young != 0, "young")
	add(r.ToldAgain > 0, "told-again")
	add(r.Irregular > 0, "irregular")
	add(r.Pending > 0, "pending")
	add(r.Hidden, "erase")
	return out
}
