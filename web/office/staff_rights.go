package office

import (
	"strings"

	"willing/access"
	"willing/casebook"
	"willing/web"
)

// rightsRow is one action and who may try it, hat by hat: "all", "own" (only in their teams' territories), "".
type rightsRow struct {
	Action string // in words
	Hats   []string
}

// rightsPage is the table of package access.
type rightsPage struct {
	Hats []string
	Rows []rightsRow
}

// actionWord says an action in the language of the page.
func actionWord(p *web.Page, a access.Action) string {
	bare := strings.NewReplacer(" ", "-", ",", "", "'", "").Replace(string(a))
	if key := "staff.right." + bare; p.Words.Has(p.Lang, key) {
		return p.T(key)
	}
	return string(a) // as the manual has it
}

// rights shows who may try what. It asks the very functions that let people in.
func rights(p *web.Page) error {
	data := rightsPage{Hats: casebook.Hats}
	for _, a := range access.Actions() {
		row := rightsRow{Action: actionWord(p, a)}
		for _, hat := range casebook.Hats {
			who, mark := access.Who{Hats: []string{hat}}, ""
			switch {
			case access.Everywhere(who, a):
				mark = "all"
			case access.Decide(who, a, ""):
				mark = "own"
			}
			row.Hats = append(row.Hats, mark)
		}
		data.Rows = append(data.Rows, row)
	}
	return p.OK(views, "staff-rights", data)
}
