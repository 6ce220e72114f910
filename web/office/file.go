package office

import (
	"bytes"

	"willing/access"
	"willing/desk"
	"willing/web"
)

func fileRoutes() []web.Route {
	return []web.Route{
		{Pattern: "GET /people/{id}/file", Action: access.ExportPerson, Handle: ownFile},
		{Pattern: "GET /people/{id}/erase", Action: access.Erase, Handle: askErase},
		{Pattern: "POST /people/{id}/erase", Action: access.Erase, Handle: erase},
	}
}

// ownFile gives out a person's own file, for them. The name of the download names nobody.
func ownFile(p *web.Page) error {
	id, err := p.Person()
	if err != nil {
		return err
	}
	file, err := p.Desk.Export(p.R.Context(), p.By(), id)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	if p.File == nil {
		return &desk.Error{Kind: desk.NotFound, Say: "this node writes no files"}
	}
	if err := p.File(&out, p.Lang, file); err != nil {
		return err
	}
	return p.Save("application/zip", "file-"+file.Person.String()[:6]+".zip", out.Bytes())
}

// erasePage asks before an erasure is asked for: it hides somebody from everybody.
type erasePage struct{ ID, Name string }

func erasePageOf(p *web.Page) (*erasePage, *desk.Person, error) {
	found, err := glanced(p)
	if err != nil {
		return nil, nil, err
	}
	return &erasePage{found.Records[0].String(), nameOf(p, found.Particulars)}, found, nil
}

func askErase(p *web.Page) error {
	page, _, err := erasePageOf(p)
	if err != nil {
		return err
	}
	return p.OK(views, "erase", page)
}

func erase(p *web.Page) error {
	page, found, err := erasePageOf(p)
	if err != nil {
		return err
	}
	if err := p.Desk.AskErasure(p.R.Context(), p.By(), found.Records[0], nil); err != nil {
		return p.Retry(err, views, "erase", page)
	}
	return p.See("/people/" + page.ID)
}
