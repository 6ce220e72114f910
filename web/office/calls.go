package office

import (
	"encoding/base64"
	"slices"
	"strconv"
	"time"

	"willing/access"
	"willing/casebook"
	"willing/desk"
	"willing/locale"
	"willing/web"
)

func callRoutes() []web.Route {
	return []web.Route{
		{Pattern: "GET /calls", Action: access.CallOutside, Handle: calls},
		{Pattern: "GET /calls/{id}", Action: access.CallOutside, Handle: call},
		{Pattern: "POST /calls/{id}", Action: access.CallOutside, Handle: noteCall},
	}
}

// callsPage lists whoever waits for the outside call, the longest first.
type callsPage struct {
	Rows  []callRow
	Next  string
	Noted string // what came of the last one: "reached" or "unreached"
}

type callRow struct {
	ID, Name, Territory string
	Given               time.Time
	Own                 bool // the visitor has worked with this person: somebody else calls
}

// callPage is the page that the outside caller has before them.
type callPage struct {
	ID, Name, Role, Language string
	Given                    time.Time
	Contacts                 []callContact
	Earlier                  []entry // calls before this one
	Team                     bool    // no contact but those that the team entered
	Script, Same             script  // what to say, in the language in which they were told; the same in the page's, if that is another

	Contact, Reached, Alone, Told, Free, Note string // as typed
}

// script is what the outside caller says, in a language.
type script struct {
	Language string
	Lines    []string
}

// scriptLines is how many sentences the script has, call.script.1 and so on.
const scriptLines = 4

func scriptIn(p *web.Page, language string) script {
	out := script{Language: language}
	organisation := ""
	p.Desk.House(func(h *casebook.House) {
		if now := h.Programme(h.Pos); now != nil {
			organisation = now.Organisation
		}
	})
	for i := range scriptLines {
		out.Lines = append(out.Lines, p.Words.Say(language, "call.script."+strconv.Itoa(i+1), "organisation", organisation))
	}
	return out
}

// callContact is one way to reach the person. Best is the one to take.
type callContact struct {
	Kind, Value, From, Why string
	Best, Chosen           bool
}

func calls(p *web.Page) error {
	after, err := base64.RawURLEncoding.DecodeString(p.Value("after"))
	if err != nil {
		after = nil
	}
	found, err := p.Desk.List(p.R.Context(), p.By(), desk.Query{List: desk.ListCall, After: after, Limit: 20})
	if err != nil {
		return err
	}
	page := &callsPage{Noted: p.R.URL.Query().Get("noted")}
	for _, r := range found.Rows {
		one, err := p.Desk.Mention(p.R.Context(), p.By(), r.Person)
		if err != nil {
			return err
		}
		row := callRow{ID: r.Person.String(), Name: nameOf(p, one.Particulars), Given: p.Millis(r.Call), Own: !one.Outside(p.Visitor.Who)}
		if one.Territory != "" {
			row.Territory = place(p, one.Territory)
		}
		page.Rows = append(page.Rows, row)
	}
	if found.Next != nil {
		page.Next = onward(p, found.Next)
	}
	return p.OK(views, "calls", page)
}

func call(p *web.Page) error {
	page, _, err := callOf(p)
	if err != nil {
		return err
	}
	return p.OK(views, "call", page)
}

func callOf(p *web.Page) (*callPage, *desk.Person, error) {
	found, err := seen(p)
	if err != nil {
		return nil, nil, err
	}
	if found.Yes == nil || found.Yes.Effective || found.Stage == casebook.StageHidden || found.Stage == casebook.StageErased {
		return nil, nil, &desk.Error{Kind: desk.NotFound, Say: "no yes waits for a call here"}
	}
	if !found.Outside(p.Visitor.Who) {
		return nil, nil, &desk.Error{Kind: desk.Held, Lacks: []casebook.Lack{{Gate: "G28", Key: "call.who", Say: "Somebody outside the team calls, with their own key."}}}
	}
	page := &callPage{
		ID: found.Records[0].String(), Name: nameOf(p, found.Particulars), Role: found.Yes.Role, Language: tongue(p, found.Yes.Language), Given: found.Yes.Given,
		Contact: p.Value("contact"), Reached: p.Value("reached"), Alone: p.Value("alone"), Told: p.Value("told"), Free: p.Value("free"), Note: p.Value("note"),
	}
	page.Script = scriptIn(p, p.Lang)
	if told := found.Yes.Language; told != p.Lang && slices.Contains(locale.Languages, told) {
		page.Script, page.Same = scriptIn(p, told), page.Script
	}
	page.Team = true
	for i, c := range found.Contacts {
		page.Team = page.Team && c.From != casebook.FromPerson && c.From != casebook.FromThird
		chosen := i == 0 && page.Contact == "" || page.Contact == c.From && !slices.ContainsFunc(page.Contacts, func(c callContact) bool { return c.Chosen })
		page.Contacts = append(page.Contacts, callContact{c.Kind, c.Value, c.From, p.T("office.contact." + c.From), i == 0, chosen})
	}
	for _, e := range history(p, found) {
		if e.What == p.T("office.event."+casebook.CallMade) {
			page.Earlier = append(page.Earlier, e)
		}
	}
	return page, found, nil
}

// noteCall records what came of a call: not reached is an outcome too.
func noteCall(p *web.Page) error {
	page, found, err := callOf(p)
	if err != nil {
		return err
	}
	wanted := map[string]string{"reached": page.Reached}
	if page.Reached == "yes" {
		wanted["alone"], wanted["told"], wanted["free"] = page.Alone, page.Told, page.Free
	}
	for _, name := range []string{"reached", "alone", "told", "free"} {
		if v, asked := wanted[name]; asked && v != "yes" && v != "no" {
			p.Problem(name, p.T("office.call."+name+".wanted"))
		}
	}
	if len(p.Problems) > 0 {
		return p.Show(422, views, "call", page)
	}
	made := casebook.Call{Reached: page.Reached == "yes", Contact: page.Contact}
	if made.Reached {
		made.Alone, made.ToldCost, made.FeltFree = page.Alone == "yes", page.Told == "yes", page.Free == "yes"
	}
	if err := p.Desk.CallWith(p.R.Context(), p.By(), found.Records[0], made, page.Note); err != nil {
		return p.Retry(err, views, "call", page)
	}
	if !made.Reached {
		return p.See("/calls?noted=unreached")
	}
	return p.See("/calls?noted=reached")
}
