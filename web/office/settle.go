package office

import (
	"net/http"
	"strings"
	"time"

	"willing/access"
	"willing/casebook"
	"willing/desk"
	"willing/web"
)

func settleRoutes() []web.Route {
	return []web.Route{
		{Pattern: "POST /people/{id}/looked", Action: access.Judge, Form: "/people/{id}", Handle: looked},
		{Pattern: "POST /reviews/house", Action: access.Judge, Form: "/reviews", Handle: lookedAtHouse},
		{Pattern: "POST /reviews/pair", Action: access.Judge, Form: "/reviews", Handle: lookedAtPair},
	}
}

// lookOf lists what needs a look in a person's file, for whoever may say what came of it.
func lookOf(p *web.Page, found *desk.Person) []entry {
	if !p.Visitor.May(access.Judge) || !found.Outside(p.Visitor.Who) {
		return nil
	}
	var out []entry
	names := names(p, found.Facts)
	for _, f := range found.NeedLook() {
		e := entry{At: f.Commit.At, What: what(p, found, f), Who: names[f.Commit], Ref: f.Ref.String()}
		for _, l := range f.Lacks {
			e.Reasons = append(e.Reasons, missing{Say: p.Lack(l), Gate: l.Gate})
		}
		out = append(out, e)
	}
	return out
}

// looked notes what came of a look at those events that were before the visitor, and at no others.
func looked(p *web.Page) error {
	id, err := p.Person()
	if err != nil {
		return err
	}
	var refs []casebook.Ref
	for _, text := range p.Values("ref") {
		var ref casebook.Ref
		if ref.UnmarshalText([]byte(text)) != nil {
			return &desk.Error{Kind: desk.NotFound, Say: "nothing of this name needs a look here"}
		}
		refs = append(refs, ref)
	}
	if len(refs) == 0 {
		page, err := personOf(p)
		if err != nil {
			return err
		}
		p.Problem("ref", p.T("office.look.choose"))
		return p.Show(http.StatusUnprocessableEntity, views, "person", page)
	}
	if err := p.Desk.Settle(p.R.Context(), p.By(), id, refs, p.Value("note")); err != nil {
		page, again := personOf(p)
		if again != nil {
			return again
		}
		return p.Retry(err, views, "person", page)
	}
	return p.See("/people/" + id.String())
}

// pairLook is a pair at whom a named person looks: two outside calls within a month spoke against how they asked.
type pairLook struct {
	ID, Names string
	Calls     []pairCall
	Note      string // typed before
}

type pairCall struct {
	ID string
	At time.Time
}

func pairLooks(p *web.Page) ([]pairLook, error) {
	found, err := p.Desk.PairWorries(p.R.Context(), p.By())
	if err != nil {
		return nil, err
	}
	var out []pairLook
	for _, w := range found {
		one := pairLook{ID: pairID(w.Pair), Names: strings.Join(w.Names, ", ")}
		for _, c := range w.Calls {
			one.Calls = append(one.Calls, pairCall{c.Person.String(), c.At})
		}
		if p.R.Method == "POST" && p.Value("pair") == one.ID {
			one.Note = p.Value("note")
		}
		out = append(out, one)
	}
	return out, nil
}

// houseLook is an event of the organisation's own side that breaks a rule.
type houseLook struct {
	Ref, What, By string
	At            time.Time
	Own           bool // the visitor had a hand in it, so somebody else looks
	Reasons       []missing
	Note          string // typed before
}

func houseLooks(p *web.Page) ([]houseLook, error) {
	found, err := p.Desk.HouseLooks(p.R.Context(), p.By())
	if err != nil {
		return nil, err
	}
	var out []houseLook
	for _, l := range found {
		one := houseLook{Ref: l.Ref.String(), What: p.T("office.event." + l.Type), By: l.By, At: l.At, Own: l.Own}
		for _, lack := range l.Lacks {
			one.Reasons = append(one.Reasons, missing{Say: p.Lack(lack), Gate: lack.Gate})
		}
		if p.R.Method == "POST" && p.Value("ref") == one.Ref {
			one.Note = p.Value("note")
		}
		out = append(out, one)
	}
	return out, nil
}

// lookedAtHouse notes what came of a look at one of them.
func lookedAtHouse(p *web.Page) error {
	var ref casebook.Ref
	if ref.UnmarshalText([]byte(p.Value("ref"))) != nil {
		return &desk.Error{Kind: desk.NotFound, Say: "nothing of this name needs a look here"}
	}
	if err := p.Desk.SettleHouse(p.R.Context(), p.By(), []casebook.Ref{ref}, p.Value("note")); err != nil {
		page, again := reviewsOf(p)
		if again != nil {
			return again
		}
		return p.Retry(err, views, "reviews", page)
	}
	return p.See("/reviews?noted=look")
}

func pairID(pair []casebook.ID) string {
	ids := make([]string, len(pair))
	for i, id := range pair {
		ids[i] = id.String()
	}
	return strings.Join(ids, " ")
}

// lookedAtPair notes what came of a look at a pair.
func lookedAtPair(p *web.Page) error {
	var pair []casebook.ID
	for _, text := range strings.Fields(p.Value("pair")) {
		id, err := casebook.ParseID(text)
		if err != nil {
			return &desk.Error{Kind: desk.NotFound, Say: "nothing needs a look here"}
		}
		pair = append(pair, id)
	}
	if err := p.Desk.SettlePair(p.R.Context(), p.By(), pair, p.Value("note")); err != nil {
		page, again := reviewsOf(p)
		if again != nil {
			return again
		}
		return p.Retry(err, views, "reviews", page)
	}
	return p.See("/reviews?noted=look")
}
