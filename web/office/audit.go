package office

import (
	"encoding/json"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"willing/access"
	"willing/casebook"
	"willing/desk"
	"willing/web"
)

func auditRoutes() []web.Route {
	return []web.Route{{Pattern: "GET /audit", Action: access.SeeLog, Handle: searchLog}}
}

// auditPage is a page of the log with what was asked for.
type auditPage struct {
	Asked     url.Values
	Staff     []member
	Types     []eventType
	Effects   []casebook.Effect
	Standings []casebook.Standing
	Gates     []casebook.Gate
	Places    []eventType
	Rows      []auditRow
	Next      string // the address of the next page
	Narrowed  bool
}

// auditFields are what the log can be searched by.
var auditFields = []string{"person", "actor", "type", "effect", "standing", "gate", "territory", "from", "until", "after"}

// auditAtOnce is how many commits one page shows.
const auditAtOnce = 30

// auditRow is one commit, its content as JSON to read.
type auditRow struct {
	desk.LogRow
	Called   []string // each event by its name
	Contents []string
}

// eventType is a sort of event and its name.
type eventType struct{ ID, Name string }

// eventTypes lists every sort of event by its name.
func eventTypes(p *web.Page) []eventType {
	var out []eventType
	for _, t := range casebook.EventTypes() {
		out = append(out, eventType{t, nameOfEvent(p, t)})
	}
	slices.SortFunc(out, func(a, b eventType) int { return strings.Compare(a.Name, b.Name) })
	return out
}

type member struct {
	ID   casebook.ID
	Name string
}

var effects = []casebook.Effect{
	casebook.Refuse, casebook.Hold, casebook.Consent, casebook.Reopen, casebook.Erase, casebook.Move, casebook.Grant, casebook.Revoke, casebook.Relay,
}

var standings = []casebook.Standing{casebook.Counts, casebook.Irregular, casebook.Pending, casebook.Overruled, casebook.Withheld}

func searchLog(p *web.Page) error {
	page := &auditPage{Asked: p.R.URL.Query(), Types: eventTypes(p), Effects: effects, Standings: standings, Gates: casebook.Gates}
	p.Desk.House(func(h *casebook.House) {
		for id, s := range h.StaffNow() {
			page.Staff = append(page.Staff, member{id, s.Name})
		}
	})
	for _, o := range everywhere(p) {
		page.Places = append(page.Places, eventType{o.Value, o.Label})
	}
	slices.SortFunc(page.Staff, func(a, b member) int { return strings.Compare(a.Name, b.Name) })
	q := logQuery(p)
	if len(p.Problems) > 0 {
		return p.Show(422, views, "audit", page)
	}
	found, err := p.Desk.Log(p.R.Context(), p.By(), q)
	if err != nil {
		return p.Retry(err, views, "audit", page)
	}
	for _, row := range found.Rows {
		line := auditRow{LogRow: row, Contents: contents(row)}
		for _, e := range row.Events {
			name := e.Type
			if e.Health {
				name = "health"
			}
			line.Called = append(line.Called, nameOfEvent(p, name))
		}
		page.Rows = append(page.Rows, line)
	}
	if found.Next != 0 {
		page.Next = page.after(found.Next)
	}
	page.Narrowed = slices.ContainsFunc(auditFields, func(field string) bool { return p.Value(field) != "" })
	return p.OK(views, "audit", page)
}

// logQuery reads what is asked for. What cannot be read is a problem with its field.
func logQuery(p *web.Page) desk.LogQuery {
	q := desk.LogQuery{
		Type: p.Value("type"), Effect: casebook.Effect(p.Value("effect")), Gate: p.Value("gate"), Territory: p.Value("territory"),
		Standing: casebook.Standing(p.Value("standing")), Limit: auditAtOnce,
	}
	id := func(field string) (out casebook.ID) {
		if typed := p.Value(field); typed != "" {
			var err error
			if out, err = casebook.ParseID(typed); err != nil {
				p.Problem(field, p.T("audit.bad-id"))
			}
		}
		return out
	}
	q.Person, q.Actor = id("person"), id("actor")
	day := func(field string) time.Time {
		typed := p.Value(field)
		if typed == "" {
			return time.Time{}
		}
		at, err := time.ParseInLocation(time.DateOnly, typed, p.Now().Location())
		if err != nil {
			p.Problem(field, p.T("audit.bad-day"))
		}
		return at
	}
	q.From = day("from")
	if until := day("until"); !until.IsZero() {
		q.Until = until.AddDate(0, 0, 1) // the day itself included
	}
	q.After, _ = strconv.ParseUint(p.Value("after"), 10, 64)
	return q
}

func (page *auditPage) after(next uint64) string {
	q := url.Values{}
	for name, values := range page.Asked {
		q[name] = values
	}
	q.Set("after", strconv.FormatUint(next, 10))
	return "/audit?" + q.Encode()
}

// contents writes what may be read of each event.
func contents(row desk.LogRow) []string {
	out := make([]string, len(row.Events))
	for i, e := range row.Events {
		if e.Content == nil {
			continue
		}
		text, err := json.MarshalIndent(e.Content, "", " ")
		if err == nil && string(text) != "{}" {
			out[i] = string(text)
		}
	}
	return out
}
