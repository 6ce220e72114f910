package api

import (
	"context"
	"encoding/hex"
	"slices"

	"willing/casebook"
	"willing/desk"
)

// Lead is one sighting of somebody to meet: a coarse place, and no description of a body (G03).
type Lead struct {
	Territory   string      `json:"territory" minLength:"1" maxLength:"60" doc:"The id of a territory of the programme."`
	Source      string      `json:"source" minLength:"1" maxLength:"200" doc:"Who noticed." example:"harbour talk"`
	SeenOn      Date        `json:"seen_on,omitzero" doc:"When; today if left out."`
	Place       string      `json:"place,omitempty" maxLength:"200" doc:"A town, never an address."`
	Lat         float64     `json:"lat,omitempty" minimum:"-90" maximum:"90" doc:"Degrees, with one decimal at most."`
	Lon         float64     `json:"lon,omitempty" minimum:"-180" maximum:"180" doc:"Degrees, with one decimal at most."`
	Ground      string      `json:"ground,omitempty" maxLength:"2000" doc:"Why this person."`
	Written     string      `json:"written,omitempty" maxLength:"35" doc:"The language in which that is written, BCP 47."`
	Particulars Particulars `json:"particulars"`
}

// Became says what became of a sighting.
type Became struct {
	Became   string        `json:"became" enum:"lead,set-aside,held-back,repeated" doc:"A lead; set aside for a named person, since it may be somebody already known; held back by a marker, with nothing kept; or known already."`
	Person   *casebook.ID  `json:"person,omitempty" doc:"The new record."`
	Of       []casebook.ID `json:"of,omitempty" doc:"For whoever decides: the records it may be the same as."`
	Strength string        `json:"strength,omitempty" enum:"strong,weak"`
	Release  string        `json:"release,omitempty" doc:"Names a held-back sighting, for whoever may release it."`
	Row      int           `json:"row,omitempty" doc:"Of a list: its row."`
}

func leads(a *API) {
	register(a, op{id: "note-lead", on: "POST /leads", tag: "leads", does: "Note somebody to meet",
		more: "It is looked up first. Whatever stands against it, a team reads one neutral sentence (G01)."},
		func(ctx context.Context, by desk.Acting, in *Giving[Lead]) (*Reply[Became], error) {
			row, err := a.leadRow(in.Body)
			if err != nil {
				return nil, err
			}
			out, err := a.Desk.Lead(ctx, by, row)
			if err == nil && out.Became == desk.BecameHeldBack {
				err = &desk.Error{Kind: desk.Held, Lacks: []casebook.Lack{{Gate: "G01", Key: "lead.held", Say: casebook.NeutralRefusal}}}
			}
			return &Reply[Became]{becameOf(out)}, err
		})
}

func (a *API) leadRow(in Lead) (desk.LeadRow, error) {
	var row desk.LeadRow
	if !a.knows(in.Territory) {
		return row, bad("body.territory", "the programme has no such territory")
	}
	p := in.Particulars
	if p.Family+p.Given+p.Full+p.Latin+in.Ground == "" && len(p.Phones)+len(p.Emails) == 0 {
		return row, bad("body.particulars", "give a name, a phone, an e-mail address, or the ground: otherwise nobody can find this person again")
	}
	var err error
	if row.Particulars, err = a.particulars(p); err != nil {
		return row, err
	}
	seen := casebook.Date(in.SeenOn)
	if seen.IsZero() {
		now := a.Now().UTC()
		seen = casebook.Date{Year: now.Year(), Month: int(now.Month()), Day: now.Day()}
	}
	row.Lead = casebook.Lead{Source: in.Source, SeenOn: seen, Territory: in.Territory, Place: in.Place, Lat: in.Lat, Lon: in.Lon, Ground: in.Ground, Written: in.Written,
		Language: p.Language}
	return row, nil
}

// knows reports whether the programme has a territory.
func (a *API) knows(territory string) (ok bool) {
	a.house(func(h *casebook.House) {
		p := h.Programme(h.Pos)
		ok = p != nil && slices.ContainsFunc(p.Territories, func(t casebook.Territory) bool { return t.ID == territory })
	})
	return ok
}

func becameOf(o desk.RowOutcome) Became {
	out := Became{Became: o.Became, Of: o.Of, Strength: o.Strength, Row: o.Row}
	if !o.Person.IsZero() {
		out.Person = &o.Person
	}
	if o.Became == desk.BecameHeldBack {
		out.Release = hex.EncodeToString(o.Tag)
	}
	return out
}
