package office

import (
	"encoding/base64"

	"willing/access"
	"willing/desk"
	"willing/web"
)

func requestRoutes() []web.Route {
	return []web.Route{
		{Pattern: "GET /requests", Action: access.SeePeople, Handle: requests},
		{Pattern: "POST /requests/{id}/confirm", Form: "/requests", Action: access.BackErasure, Handle: func(p *web.Page) error { return answerRequest(p, true) }},
		{Pattern: "POST /requests/{id}/deny", Form: "/requests", Action: access.BackErasure, Handle: func(p *web.Page) error { return answerRequest(p, false) }},
	}
}

// requestsPage lists the erasures that were asked for.
type requestsPage struct {
	Rows []requestRow
	Next string
}

type requestRow struct {
	desk.Request
	ID, Place, Name string
}

func requests(p *web.Page) error {
	page, err := requestsOf(p)
	if err != nil {
		return err
	}
	return p.OK(views, "requests", page)
}

func requestsOf(p *web.Page) (*requestsPage, error) {
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
	return page, nil
}

// answerRequest stands behind a request, or says that somebody else asked for it: that takes two people
// outside the team, so the other half of the pair witnesses it (G25).
func answerRequest(p *web.Page, confirm bool) error {
	id, err := p.Person()
	if err != nil {
		return err
	}
	if _, err := p.Desk.Show(p.R.Context(), p.By(), id); err != nil {
		return err // somebody in another territory is nobody
	}
	if confirm {
		err = p.Desk.ConfirmErasure(p.R.Context(), p.By(), id, nil)
	} else {
		err = p.Desk.DenyErasure(p.R.Context(), p.Visitor.Both(), id, nil)
	}
	if err != nil {
		page, again := requestsOf(p)
		if again != nil {
			return again
		}
		return p.Retry(err, views, "requests", page)
	}
	return p.See("/requests")
}
