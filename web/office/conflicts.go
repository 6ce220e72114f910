package office

import (
	"encoding/base64"

	"willing/access"
	"willing/desk"
	"willing/web"
)

func conflictRoutes() []web.Route {
	return []web.Route{{Pattern: "GET /conflicts", Action: access.Meet, Handle: conflicts}}
}

// conflictsPage shows, person by person, the fields that two people wrote without knowing of each other.
type conflictsPage struct {
	People []conflict
	Next   string
}

type conflict struct {
	ID, Name, Place string
	Fields          []field
}

// conflicts puts the versions side by side; one click on one of them settles it, on the person's own page.
func conflicts(p *web.Page) error {
	after, err := base64.RawURLEncoding.DecodeString(p.R.URL.Query().Get("after"))
	if err != nil {
		after = nil
	}
	found, err := p.Desk.List(p.R.Context(), p.By(), desk.Query{List: desk.ListConflict, After: after, Limit: reviewsAtOnce})
	if err != nil {
		return err
	}
	page := &conflictsPage{}
	for _, row := range found.Rows {
		one, err := p.Desk.Compare(p.R.Context(), p.By(), row.Person)
		if err != nil {
			return err
		}
		c := conflict{ID: row.Person.String(), Name: nameOf(p, one.Particulars)}
		if row.Territory != "" {
			c.Place = place(p, row.Territory)
		}
		for _, f := range known(one) {
			if f.Values != nil {
				f.say(p, one.Births)
				c.Fields = append(c.Fields, f)
			}
		}
		page.People = append(page.People, c)
	}
	if found.Next != nil {
		page.Next = onward(p, found.Next)
	}
	return p.OK(views, "conflicts", page)
}
