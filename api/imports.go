package api

import (
	"context"
	"encoding/hex"

	"willing/casebook"
	"willing/desk"
)

// LeadList is some rows of a partner office's list.
type LeadList struct {
	Rows []Lead `json:"rows" minItems:"1" maxItems:"500" nullable:"false" doc:"Send a long list in pieces."`
}

// Outcomes say what became of each row, in their order.
type Outcomes struct {
	Rows []Became `json:"rows"`
}

// RefusalList is an office's old list of people who said no.
type RefusalList struct {
	Office string        `json:"office" minLength:"1" maxLength:"200" doc:"Whose list it is."`
	People []Particulars `json:"people" minItems:"1" maxItems:"5000" nullable:"false"`
}

// Batch is what is kept of such a list.
type Batch struct {
	Batch   casebook.ID `json:"batch" doc:"Names the list, for taking it back."`
	Markers int         `json:"markers" doc:"How many people can be recognised again; nothing readable is kept."`
	Before  bool        `json:"came_before" doc:"This very list is in force already: nothing was written, and no marker made."`
}

// Because is a reason.
type Because struct {
	Reason string `json:"reason" minLength:"1" maxLength:"2000"`
}

// mostList bounds a list in one request.
const mostList = 8 << 20

func imports(a *API) {
	register(a, op{id: "import-leads", on: "POST /imports/leads", tag: "imports", does: "Take in rows of a list of people to meet", most: mostList,
		more: "All rows of one request are taken in or none. Each becomes a lead, is set aside for a named person, is held back by a marker (nothing of it is kept), or is known already."},
		func(ctx context.Context, by desk.Acting, in *Giving[LeadList]) (*Reply[Outcomes], error) {
			rows := make([]desk.LeadRow, len(in.Body.Rows))
			for i, lead := range in.Body.Rows {
				row, err := a.leadRow(lead)
				if err != nil {
					return nil, inRow(err, i)
				}
				rows[i] = row
				rows[i].Row = i + 1
			}
			became, err := a.Desk.ImportLeads(ctx, by, rows)
			out := Outcomes{Rows: []Became{}}
			for _, o := range became {
				out.Rows = append(out.Rows, becameOf(o))
			}
			return &Reply[Outcomes]{out}, err
		})
	register(a, op{id: "release-row", on: "POST /imports/releases/{release}", tag: "imports", does: "Let one held-back row in, with a reason (G01)",
		more: "Send the row again afterwards."},
		func(ctx context.Context, by desk.Acting, in *struct {
			Once
			Release string `path:"release" maxLength:"128" doc:"What names the row, as the import said."`
			Body    Because
		}) (*Done, error) {
			tag, err := hex.DecodeString(in.Release)
			if err != nil || len(tag) == 0 {
				return nil, bad("path.release", "this names no row")
			}
			return nil, a.Desk.ReleaseRow(ctx, by, tag, in.Body.Reason)
		})
	register(a, op{id: "import-refusals", on: "POST /imports/refusals", tag: "imports", does: "Take in an old list of people who said no, and keep nothing but markers (G11)", most: mostList},
		a.importRefusals)
	register(a, op{id: "list-refusals", on: "GET /imports/refusals", tag: "imports", does: "List the lists of refusals that were taken in: nothing of them but their markers"}, a.batches)
	register(a, op{id: "withdraw-refusals", on: "POST /imports/refusals/{batch}/withdrawal", tag: "imports", pair: true, does: "Take back a wrongly imported list of refusals, as two people (G01)"},
		func(ctx context.Context, by desk.Acting, in *struct {
			Once
			Batch string `path:"batch" maxLength:"64" doc:"As the import named the list."`
			Body  Because
		}) (*Done, error) {
			batch, err := idOf(in.Batch)
			if err != nil {
				return nil, err
			}
			return nil, a.Desk.WithdrawRefusals(ctx, by, batch, in.Body.Reason)
		})
}

func (a *API) importRefusals(ctx context.Context, by desk.Acting, in *Giving[RefusalList]) (*Reply[Batch], error) {
	people := make([]casebook.Particulars, len(in.Body.People))
	for i, p := range in.Body.People {
		var err error
		if people[i], err = a.particulars(p); err != nil {
			return nil, inRow(err, i)
		}
	}
	batch, markers, err := a.Desk.ImportRefusals(ctx, by, in.Body.Office, people)
	return &Reply[Batch]{Batch{batch, markers, err == nil && markers == 0}}, err
}
