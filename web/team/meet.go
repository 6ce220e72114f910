package team

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"slices"

	"willing/casebook"
	"willing/desk"
	"willing/web"
)

// meetPage is whom we are to meet in one territory, a page at a time.
type meetPage struct {
	area
	Next string // the address of the next page
}

// Path is where the area's people stand.
func (a area) Path() string { return "/team/meet/" + url.PathEscape(a.ID) }

// toMeet lists whom we are to meet in a territory of ours. Where a page of the list ends the index says, so one may be short.
func toMeet(p *web.Page) error {
	id := p.R.PathValue("place")
	if !slices.Contains(p.Visitor.Territories, id) {
		return &desk.Error{Kind: desk.NotFound, Say: "this territory is none of your team's"}
	}
	after, err := base64.RawURLEncoding.DecodeString(p.Value("after"))
	if err != nil {
		after = nil // a mangled address begins at the beginning
	}
	found, err := p.Desk.List(p.R.Context(), p.By(), desk.Query{Territory: id, Stage: casebook.StageNoted, After: after, Limit: mostShown, Fresh: true})
	if err != nil {
		return err
	}
	page := &meetPage{area: area{place: place{id, p.Place(id)}}}
	for _, row := range found.Rows {
		e := errand{Row: row, Act: "talk", Path: pathOf(row.Person)}
		if e.stands(p); !e.Alone && e.From.IsZero() {
			page.People = append(page.People, e)
		}
	}
	if found.Next != nil {
		page.Next = page.Path() + "?after=" + base64.RawURLEncoding.EncodeToString(found.Next)
	}
	return p.Show(http.StatusOK, views, "meet", page)
}
