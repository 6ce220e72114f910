package office

import (
	"net/http"
	"slices"

	"willing/access"
	"willing/casebook"
	"willing/desk"
	"willing/web"
)

func ageRoutes() []web.Route {
	return []web.Route{
		{Pattern: "GET /people/{id}/age", Action: access.CorrectAge, Handle: askAge},
		{Pattern: "POST /people/{id}/age", Form: "/people/{id}/age", Action: access.CorrectAge, Handle: correctAge},
	}
}

// papers are the kinds of document that prove an age. Only the kind is kept.
var papers = []string{"passport", "identity-card", "birth-certificate", "other"}

// agePage is the page on which two people set a proof of age right that was misread or mistyped.
type agePage struct {
	ID, Name string
	Proofs   []entry // what is set right
	May      bool    // the visitor is outside every team involved, and looked at none of these documents
	Born     day
	Paper    string
	Papers   []option
}

// ageOf finds the person of the path, and what documents showed. Of whose age nothing is proven there is no such page.
func ageOf(p *web.Page) (*agePage, *desk.Person, error) {
	found, err := seen(p)
	if err != nil {
		return nil, nil, err
	}
	proofs := found.Proofs()
	if len(proofs) == 0 {
		return nil, nil, &desk.Error{Kind: desk.NotFound, Say: "there is no proof of age to set right"}
	}
	page := &agePage{ID: found.Records[0].String(), Name: nameOf(p, found.Particulars), May: found.Corrector(p.Visitor.Who), Paper: p.Value("paper")}
	for _, kind := range papers {
		page.Papers = append(page.Papers, option{kind, p.T("office.age.paper." + kind)})
	}
	names := names(p, found.Facts)
	for _, f := range slices.Backward(proofs) {
		page.Proofs = append(page.Proofs, entry{At: f.Commit.At, What: what(p, found, f), Detail: detail(p, f), Who: names[f.Commit]})
	}
	return page, found, nil
}

func askAge(p *web.Page) error {
	page, _, err := ageOf(p)
	if err != nil {
		return err
	}
	return p.OK(views, "age", page)
}

func correctAge(p *web.Page) error {
	page, found, err := ageOf(p)
	if err != nil {
		return err
	}
	typed := typedDate(p, "born")
	page.Born = inParts(typed)
	born, ok := date(typed)
	if !ok || born.Day == 0 {
		p.Problem("born", p.T("office.age.wrong"))
	}
	if !slices.Contains(papers, page.Paper) {
		p.Problem("paper", p.T("office.age.paper.wrong"))
	}
	if len(p.Problems) > 0 {
		return p.Show(http.StatusUnprocessableEntity, views, "age", page)
	}
	if err := p.Desk.CorrectAge(p.R.Context(), p.Visitor.Both(), found.Records[0], casebook.Age{Born: born, Document: page.Paper}); err != nil {
		return p.Retry(err, views, "age", page)
	}
	return p.See("/people/" + page.ID)
}
