package office

import (
	"willing/access"
	"willing/casebook"
	"willing/desk"
	"willing/web"
)

func scanRoutes() []web.Route {
	return []web.Route{{Pattern: "GET /people/{id}/scans/{scan}", Action: access.SeePeople, Handle: scan}}
}

// scan gives out a picture of a signed page, to keep and never to show here: whoever made the file may have put
// anything into it. Its name names nobody.
func scan(p *web.Page) error {
	id, err := p.Person()
	if err != nil {
		return err
	}
	var ref casebook.Ref
	if ref.UnmarshalText([]byte(p.R.PathValue("scan"))) != nil {
		return &desk.Error{Kind: desk.NotFound, Say: "there is no such scan"}
	}
	found, err := p.Desk.OpenScan(p.R.Context(), p.By(), id, ref)
	if err != nil {
		return err
	}
	return p.Save(found.Kind, found.Name(), found.Content)
}

// scanPath is where a fact's picture is fetched; "" if it is none, or its content is gone.
func scanPath(id casebook.ID, f *casebook.Fact) string {
	if _, ok := f.Body.(*casebook.Scan); !ok {
		return ""
	}
	return "/people/" + id.String() + "/scans/" + f.Ref.String()
}
