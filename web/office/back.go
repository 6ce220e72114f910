package office

import (
	"slices"

	"willing/access"
	"willing/desk"
	"willing/web"
)

func backRoutes() []web.Route {
	return []web.Route{
		{Pattern: "GET /people/{id}/back", Action: access.Reopen, Handle: askBack},
		{Pattern: "POST /people/{id}/back", Form: "/people/{id}/back", Action: access.Reopen, Handle: takeBack},
	}
}

// backPage is the page on which two people write down that somebody takes a no, a stop, a leaving or a 'not now' back.
type backPage struct {
	ID, Name string
	Said     []entry // what is taken back
	Outside  bool    // the visitor is outside every team involved
}

// seenAlone finds the person of the path, and what leaves them alone now. Of whoever is left alone by nothing there is no such
// page.
func seenAlone(p *web.Page) (*backPage, *desk.Person, error) {
	found, err := seen(p)
	if err != nil {
		return nil, nil, err
	}
	standing := found.LeftAlone(p.Now())
	if len(standing) == 0 {
		return nil, nil, &desk.Error{Kind: desk.NotFound, Say: "there is nothing to take back"}
	}
	page := &backPage{ID: found.Records[0].String(), Name: nameOf(p, found.Particulars), Outside: found.Outside(p.Visitor.Who)}
	names := names(p, found.Facts)
	for _, f := range slices.Backward(found.Facts) {
		if slices.Contains(standing, f.Ref) {
			page.Said = append(page.Said, entry{At: f.Commit.At, What: what(p, found, f), Detail: detail(p, f), Who: names[f.Commit]})
		}
	}
	return page, found, nil
}

func askBack(p *web.Page) error {
	page, _, err := seenAlone(p)
	if err != nil {
		return err
	}
	return p.OK(views, "back", page)
}

// takeBack writes it down. The law asks for two outside every team involved, and says so where one of them is not (G11).
func takeBack(p *web.Page) error {
	page, found, err := seenAlone(p)
	if err != nil {
		return err
	}
	if err := p.Desk.Reopen(p.R.Context(), p.Visitor.Both(), found.Records[0], nil); err != nil {
		return p.Retry(err, views, "back", page)
	}
	return p.See("/people/" + page.ID)
}
