package office

import (
	"willing/access"
	"willing/casebook"
	"willing/desk"
	"willing/web"
)

func chooseRoutes() []web.Route {
	return []web.Route{
		{Pattern: "GET /people/{id}/select", Action: access.Select, Handle: askSelect},
		{Pattern: "POST /people/{id}/select", Action: access.Select, Handle: decideSelect},
	}
}

// selectPage is the page on which a named person decides whether somebody is taken (G18).
type selectPage struct{ ID, Name, Taken, Reason string }

func selectPageOf(p *web.Page, found *desk.Person) *selectPage {
	return &selectPage{found.Records[0].String(), nameOf(p, found.Particulars), p.Value("taken"), p.Value("reason")}
}

func askSelect(p *web.Page) error {
	found, err := glanced(p)
	if err != nil {
		return err
	}
	return p.OK(views, "select", selectPageOf(p, found))
}

func decideSelect(p *web.Page) error {
	found, err := glanced(p)
	if err != nil {
		return err
	}
	page := selectPageOf(p, found)
	if page.Taken != "yes" && page.Taken != "no" {
		p.Problem("taken", p.T("office.select.choose"))
	}
	if page.Reason == "" {
		p.Problem("reason", p.T("office.reason.wanted"))
	}
	if len(p.Problems) > 0 {
		return p.Show(422, views, "select", page)
	}
	decision := casebook.Selection{Taken: page.Taken == "yes", Reason: page.Reason}
	if err := p.Desk.Select(p.R.Context(), p.By(), found.Records[0], decision); err != nil {
		return p.Retry(err, views, "select", page)
	}
	return p.See("/people/" + page.ID)
}
