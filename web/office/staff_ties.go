package office

import (
	"slices"

	"willing/casebook"
	"willing/desk"
	"willing/web"
)

// tieKinds are the ways of being close that the page offers.
var tieKinds = []string{"kin", "partner", "friend"}

// tieRow is two people who are close. Somebody who is not of the staff is not named here.
type tieRow struct {
	A, B, Kind string
	CannotAsk  []string // teams of both in which no two could ask together
}

type tiesPage struct {
	Ties         []tieRow
	Staff, Kinds []option
	A, B, Kind   string
}

func tiesOf(p *web.Page) *tiesPage {
	data := &tiesPage{A: p.Value("a"), B: p.Value("b"), Kind: p.Value("kind")}
	p.Desk.House(func(h *casebook.House) {
		names := staffNames(h)
		for _, t := range h.Ties() {
			if names[t.A] != "" && names[t.B] != "" {
				kind := t.Kind // the command line takes any word
				if slices.Contains(tieKinds, kind) {
					kind = p.T("staff.tie." + kind)
				}
				data.Ties = append(data.Ties, tieRow{names[t.A], names[t.B], kind, h.LeftWithout(t.A, t.B)})
			}
		}
		data.Staff = staffOptions(names)
	})
	for _, k := range tieKinds {
		data.Kinds = append(data.Kinds, option{k, p.T("staff.tie." + k)})
	}
	return data
}

// ties lists who of the staff is close to whom.
func ties(p *web.Page) error { return p.OK(views, "staff-ties", tiesOf(p)) }

// tie declares that two of the staff are close: they count as one witness (G09).
func tie(p *web.Page) error {
	data := tiesOf(p)
	t := casebook.Tie{Kind: data.Kind}
	var wrongA, wrongB error
	t.A, wrongA = casebook.ParseID(data.A)
	t.B, wrongB = casebook.ParseID(data.B)
	if wrongA != nil || wrongB != nil || t.A == t.B {
		return p.Retry(&desk.Error{Kind: desk.BadInput, Say: "choose two different people"}, views, "staff-ties", data)
	}
	if err := p.Desk.DeclareTie(p.R.Context(), p.By(), t); err != nil {
		return p.Retry(err, views, "staff-ties", data)
	}
	return p.See("/staff/ties")
}
