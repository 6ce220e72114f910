package office

import (
	"slices"

	"willing/casebook"
	"willing/desk"
	"willing/web"
)

// tieKinds are the ways of being close that the page offers.
var tieKinds = []string{"kin", "partner", "friend"}

// tieRow is two people who are close. Somebody who is not of the staff is not named here, and has a page instead.
type tieRow struct {
	A, B, Kind string
	CannotAsk  []string // teams of both in which no two could ask together
	Path       string   // where it is taken back
	Person     string   // the page of whoever is met
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
			data.Ties = append(data.Ties, tieRowOf(p, h, names, t))
		}
		data.Staff = staffOptions(names)
	})
	for _, k := range tieKinds {
		data.Kinds = append(data.Kinds, option{k, p.T("staff.tie." + k)})
	}
	return data
}

func tieRowOf(p *web.Page, h *casebook.House, names map[casebook.ID]string, t casebook.Tie) tieRow {
	row := tieRow{A: names[t.A], B: names[t.B], Kind: t.Kind, CannotAsk: h.LeftWithout(t.A, t.B), Path: "/staff/ties/" + t.A.String() + "/" + t.B.String()}
	if slices.Contains(tieKinds, t.Kind) { // the command line takes any word
		row.Kind = p.T("staff.tie." + t.Kind)
	}
	for _, id := range []casebook.ID{t.A, t.B} {
		if names[id] == "" {
			row.Person = "/people/" + id.String()
		}
	}
	return row
}

// ties lists who is close to whom.
func ties(p *web.Page) error { return p.OK(views, "staff-ties", tiesOf(p)) }

// tie declares that two of the staff are close: they count as one witness (G09).
func tie(p *web.Page) error {
	data := tiesOf(p)
	t := casebook.Tie{Kind: data.Kind}
	var wrongA, wrongB error
	t.A, wrongA = casebook.ParseID(data.A)
	t.B, wrongB = casebook.ParseID(data.B)
	if wrongA != nil || wrongB != nil || t.A == t.B {
		return p.Retry(&desk.Error{Kind: desk.BadInput, Key: "two-people", Say: "choose two different people"}, views, "staff-ties", data)
	}
	if err := p.Desk.DeclareTie(p.R.Context(), p.By(), t); err != nil {
		return p.Retry(err, views, "staff-ties", data)
	}
	return p.See("/staff/ties")
}

// tieEnd asks two whom it does not concern before it is taken back that two people are close.
type tieEnd struct {
	tieRow
	Reason string
}

func tieEndOf(p *web.Page) (*tieEnd, casebook.TieEnd, error) {
	end := casebook.TieEnd{Reason: p.Value("reason")}
	var wrongA, wrongB error
	end.A, wrongA = casebook.ParseID(p.R.PathValue("a"))
	end.B, wrongB = casebook.ParseID(p.R.PathValue("b"))
	var page *tieEnd
	p.Desk.House(func(h *casebook.House) {
		for _, t := range h.Ties() {
			if t.A == end.A && t.B == end.B {
				page = &tieEnd{tieRowOf(p, h, staffNames(h), t), end.Reason}
			}
		}
	})
	if wrongA != nil || wrongB != nil || page == nil {
		return nil, end, &desk.Error{Kind: desk.NotFound, Say: "nobody said that these two are close"}
	}
	return page, end, nil
}

func askTieEnd(p *web.Page) error {
	page, _, err := tieEndOf(p)
	if err != nil {
		return err
	}
	return p.OK(views, "tie-end", page)
}

func endTie(p *web.Page) error {
	page, end, err := tieEndOf(p)
	if err != nil {
		return err
	}
	if err := p.Desk.EndTie(p.R.Context(), p.Visitor.Both(), end); err != nil {
		return p.Retry(err, views, "tie-end", page)
	}
	return p.See("/staff/ties")
}
