package office

import (
	"encoding/hex"
	"net/url"

	"willing/access"
	"willing/casebook"
	"willing/desk"
	"willing/web"
)

func inboxRoutes(typed Typed) []web.Route {
	return []web.Route{
		{Pattern: "GET /inbox", Action: access.NoteLead, Handle: inbox},
		{Pattern: "POST /inbox", Action: access.NoteLead, Handle: func(p *web.Page) error { return noteLead(p, typed) }},
	}
}

// inboxPage is the form for somebody to meet, and who waits for a first talk.
type inboxPage struct {
	In          map[string]string // as typed
	Choices     map[string][]option
	Territories []option
	Became      string // what came of the last one
	Row         string // names a held-back sighting for whoever may release it
	Person      string
	Waiting     []personRow // the longest first
	Place       string
	More        bool
}

// Date is a date of the form in its parts.
func (page *inboxPage) Date(name string) day { return inParts(page.In[name]) }

// sighting are the fields of a sighting beside those of the person.
var sighting = []string{"territory", "source", "seen", "place", "ground"}

// inboxShows is how many people of those who wait for a first talk the page shows.
const inboxShows = 10

func inbox(p *web.Page) error {
	page, err := inboxOf(p)
	if err != nil {
		return err
	}
	return p.OK(views, "inbox", page)
}

func inboxOf(p *web.Page) (*inboxPage, error) {
	page := &inboxPage{In: map[string]string{}, Choices: map[string][]option{}, Territories: territories(p)}
	if p.R.Method == "GET" {
		page.Became, page.Row, page.Person = p.Value("became"), p.Value("row"), p.Value("person")
	}
	for _, name := range append(append([]string{}, typedFields...), sighting...) {
		page.In[name] = typedIn(p, name)
		page.Choices[name] = choicesFor(p, name, page.In[name])
	}
	if !p.Visitor.May(access.SeePeople) {
		return page, nil
	}
	q := desk.Query{Stage: casebook.StageNoted, Limit: inboxShows}
	if local(p.Visitor) {
		if len(page.Territories) == 0 {
			return page, nil
		}
		q.Territory = page.Territories[0].Value
	}
	found, err := p.Desk.List(p.R.Context(), p.By(), q)
	if err != nil {
		return nil, err
	}
	page.Place, page.More = q.Territory, found.Next != nil
	for i := range found.Rows {
		page.Waiting = append(page.Waiting, rowOf(p, &found.Rows[i]))
	}
	return page, nil
}

// noteLead notes one sighting. What it meets is checked first; of that a team reads the one neutral sentence.
func noteLead(p *web.Page, typed Typed) error {
	page, err := inboxOf(p)
	if err != nil {
		return err
	}
	row, ok := leadOf(p, typed, page.In)
	if !ok {
		return p.Show(422, views, "inbox", page)
	}
	out, err := p.Desk.Lead(p.R.Context(), p.By(), row)
	if err != nil {
		return p.Retry(err, views, "inbox", page)
	}
	back := url.Values{"became": {out.Became}}
	if !out.Person.IsZero() {
		back.Set("person", out.Person.String())
	}
	if out.Became == desk.BecameHeldBack && p.Visitor.May(access.Judge) {
		back.Set("row", hex.EncodeToString(out.Tag))
	}
	return p.See("/inbox?" + back.Encode())
}

// leadOf reads the form: nothing is asked that is not needed to find somebody again (G03).
func leadOf(p *web.Page, typed Typed, in map[string]string) (desk.LeadRow, bool) {
	var row desk.LeadRow
	known, ok := readTyped(p, typed, in, in["country"])
	row.Particulars = known
	row.Lead = casebook.Lead{Source: in["source"], Territory: in["territory"], Place: in["place"], Ground: in["ground"], Written: p.Lang, Language: known.Language}
	var read bool
	if row.Lead.SeenOn, read = date(in["seen"]); !read || row.Lead.SeenOn.String() > dayOf(p).String() {
		p.Problem("seen", p.T("office.wrong.seen"))
	}
	if row.Lead.SeenOn.IsZero() {
		row.Lead.SeenOn = dayOf(p)
	}
	if row.Lead.Source == "" {
		row.Lead.Source = p.T("office.inbox.source.usual")
	}
	switch {
	case in["territory"] == "":
		p.Problem("territory", p.T("office.inbox.territory.wanted"))
	case !offered(territories(p), in["territory"]):
		p.Problem("territory", p.T("office.territory.unknown"))
	}
	if in["given"]+in["family"]+in["full"]+in["latin"]+in["phone"]+in["email"]+in["ground"] == "" {
		p.Problem("given", p.T("office.inbox.nobody"))
	}
	return row, ok && len(p.Problems) == 0
}
