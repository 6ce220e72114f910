package office

import (
	"encoding/base64"

	"willing/access"
	"willing/desk"
	"willing/web"
)

func requestRoutes(f Fleet) []web.Route {
	d := requestPages{f}
	return []web.Route{
		{Pattern: "GET /requests", Action: access.SeePeople, Handle: d.list},
		{Pattern: "POST /requests/{id}/confirm", Form: "/requests", Action: access.BackErasure, Handle: func(p *web.Page) error { return d.answer(p, true) }},
		{Pattern: "POST /requests/{id}/deny", Form: "/requests", Action: access.BackErasure, Handle: func(p *web.Page) error { return d.answer(p, false) }},
	}
}

// requestPages know the devices too, since an erasure is at its end when each of them has confirmed it.
type requestPages struct{ fleet Fleet }

// requestsPage lists the erasures that were asked for, and those that were executed.
type requestsPage struct {
	Rows []requestRow
	Next string
	Done []desk.Executed
}

// mostDone is how many executed erasures a page lists.
const mostDone = 25

type requestRow struct {
	desk.Request
	ID, Place, Name string
}

func (d requestPages) list(p *web.Page) error {
	page, err := d.page(p)
	if err != nil {
		return err
	}
	return p.OK(views, "requests", page)
}

func (d requestPages) page(p *web.Page) (*requestsPage, error) {
	after, err := base64.RawURLEncoding.DecodeString(p.R.URL.Query().Get("after"))
	if err != nil {
		after = nil
	}
	found, next, err := p.Desk.Requests(p.R.Context(), p.By(), after, 25)
	if err != nil {
		return nil, err
	}
	page := &requestsPage{}
	for _, r := range found {
		row := requestRow{Request: r, ID: r.Person.String(), Name: said(p, r.By)}
		if r.Territory != "" {
			row.Place = place(p, r.Territory)
		}
		page.Rows = append(page.Rows, row)
	}
	if next != nil {
		page.Next = onward(p, next)
	}
	if d.fleet != nil {
		page.Done, err = d.fleet.Executions(p.R.Context(), p.By(), mostDone)
	}
	return page, err
}

// answer stands behind a request, or says that somebody else asked for it: that takes two people
// outside the team, so the other half of the pair witnesses it (G25).
func (d requestPages) answer(p *web.Page, confirm bool) error {
	id, err := p.Person()
	if err != nil {
		return err
	}
	if _, err := p.Desk.Glance(p.R.Context(), p.By(), id); err != nil {
		return err // somebody in another territory is nobody
	}
	if confirm {
		err = p.Desk.ConfirmErasure(p.R.Context(), p.By(), id, nil)
	} else {
		err = p.Desk.DenyErasure(p.R.Context(), p.Visitor.Both(), id, nil)
	}
	if err != nil {
		page, again := d.page(p)
		if again != nil {
			return again
		}
		return p.Retry(err, views, "requests", page)
	}
	return p.See("/requests")
}
