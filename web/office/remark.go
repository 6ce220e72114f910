package office

import (
	"willing/access"
	"willing/casebook"
	"willing/desk"
	"willing/web"
)

func remarkRoutes() []web.Route {
	return []web.Route{
		{Pattern: "GET /people/{id}/remark", Action: access.LeaveAlone, Handle: askRemark},
		{Pattern: "POST /people/{id}/remark", Form: "/people/{id}/remark", Action: access.LeaveAlone, Handle: remark},
	}
}

// remarkPage is the page on which somebody writes down what a person said of their own accord, or that they are worried.
type remarkPage struct {
	ID, Name, Text string
	Sealed         bool // for safeguarding; otherwise nobody here reads it
	Kept           bool
}

func remarkPageOf(p *web.Page) (*remarkPage, *desk.Person, error) {
	found, err := glanced(p)
	if err != nil {
		return nil, nil, err
	}
	return &remarkPage{ID: found.Records[0].String(), Name: nameOf(p, found.Particulars), Text: p.Value("text"), Sealed: p.Ticked("sealed"), Kept: p.R.URL.Query().Has("kept")}, found, nil
}

func askRemark(p *web.Page) error {
	page, _, err := remarkPageOf(p)
	if err != nil {
		return err
	}
	return p.OK(views, "remark", page)
}

// remark keeps it. The team never reads it, and whoever wrote it does not read it again (G13).
func remark(p *web.Page) error {
	page, found, err := remarkPageOf(p)
	if err != nil {
		return err
	}
	if page.Text == "" {
		p.Problem("text", p.T("office.remark.wanted"))
		return p.Show(422, views, "remark", page)
	}
	if err := p.Desk.Remark(p.R.Context(), p.By(), found.Records[0], casebook.Remark{Text: page.Text, Safeguarding: page.Sealed}); err != nil {
		return p.Retry(err, views, "remark", page)
	}
	return p.See("/people/" + page.ID + "/remark?kept=yes")
}
