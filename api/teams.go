package api

import (
	"cmp"
	"context"
	"slices"

	"willing/access"
	"willing/casebook"
	"willing/desk"
)

// Team is a small travelling team.
type Team struct {
	ID          casebook.ID   `json:"id"`
	Name        string        `json:"name"`
	Members     []casebook.ID `json:"members"`
	Territories []string      `json:"territories"`
	CanAsk      bool          `json:"can_ask" doc:"Some two of it could make an offer together: a scout and a mentor who are not close to each other (G07)."`
}

// Teams lists them.
type Teams struct {
	Rows []Team `json:"rows"`
}

// TeamForm is a team as formed or changed.
type TeamForm struct {
	Name        string        `json:"name" minLength:"1" maxLength:"100"`
	Members     []casebook.ID `json:"members" maxItems:"50" nullable:"false" doc:"Ids of members of staff."`
	Territories []string      `json:"territories" maxItems:"300" nullable:"false" doc:"Ids of territories."`
	Disbanded   bool          `json:"disbanded,omitempty"`
}

func teams(a *API) {
	register(a, op{id: "list-teams", on: "GET /teams", tag: "teams", does: "List the teams, by name"},
		func(_ context.Context, _ desk.Acting, _ *struct{}) (*Reply[Teams], error) {
			out := Teams{Rows: []Team{}}
			a.house(func(h *casebook.House) {
				for id, t := range h.TeamsNow() {
					out.Rows = append(out.Rows, Team{id, t.Name, t.Members, t.Territories, h.CanAsk(t)})
				}
			})
			slices.SortFunc(out.Rows, func(x, y Team) int { return cmp.Compare(x.Name, y.Name) })
			return &Reply[Teams]{out}, nil
		})
	register(a, op{id: "form-team", on: "POST /teams", tag: "teams", does: "Form a team"},
		func(ctx context.Context, by desk.Acting, in *Giving[TeamForm]) (*Reply[Made], error) {
			id, err := a.Desk.FormTeam(ctx, by, casebook.ID{}, casebook.Team(in.Body))
			return &Reply[Made]{Made{id}}, err
		})
	register(a, op{id: "change-team", on: "PUT /teams/{team}", tag: "teams", does: "Change a team, or disband it"},
		func(ctx context.Context, by desk.Acting, in *struct {
			Once
			Team string `path:"team" maxLength:"64" doc:"The id of a team."`
			Body TeamForm
		}) (*Done, error) {
			id, err := idOf(in.Team)
			if err != nil {
				return nil, err
			}
			known := false
			a.house(func(h *casebook.House) { _, known = h.TeamAt(id, h.Pos) })
			if !known {
				return nil, &desk.Error{Kind: desk.NotFound, Say: "there is no such team"}
			}
			_, err = a.Desk.FormTeam(ctx, by, id, casebook.Team(in.Body))
			return nil, err
		})
}

// Tie says that two members of staff are close.
type Tie struct {
	A    casebook.ID `json:"a"`
	B    casebook.ID `json:"b"`
	Kind string      `json:"kind" minLength:"1" maxLength:"60" example:"partners"`
}

// TieEnd says of two people that they are not close.
type TieEnd struct {
	A      casebook.ID `json:"a"`
	B      casebook.ID `json:"b"`
	Reason string      `json:"reason" minLength:"1" maxLength:"500" example:"mistaken for cousins"`
}

// Ties lists them.
type Ties struct {
	Rows []Tie `json:"rows" doc:"The oldest first."`
}

func ties(a *API) {
	register(a, op{id: "list-ties", on: "GET /ties", tag: "ties", does: "List who was declared to be close to whom"},
		func(_ context.Context, by desk.Acting, _ *struct{}) (*Reply[Ties], error) {
			if !a.Desk.May(by, access.ManageTeams, "") {
				return nil, desk.MayNot(access.ManageTeams)
			}
			out := Ties{Rows: []Tie{}}
			a.house(func(h *casebook.House) {
				for _, t := range h.Ties() {
					out.Rows = append(out.Rows, Tie(t))
				}
			})
			return &Reply[Ties]{out}, nil
		})
	register(a, op{id: "declare-tie", on: "POST /ties", tag: "ties", does: "Declare that two people are kin, partners or otherwise close: they witness as one (G07, G09)"},
		func(ctx context.Context, by desk.Acting, in *Giving[Tie]) (*Done, error) {
			return nil, a.Desk.DeclareTie(ctx, by, casebook.Tie(in.Body))
		})
	register(a, op{id: "end-tie", on: "POST /ties/end", tag: "ties", pair: true, does: "Take back that two people are close, as two whom it does not concern"},
		func(ctx context.Context, by desk.Acting, in *Giving[TieEnd]) (*Done, error) {
			return nil, a.Desk.EndTie(ctx, by, casebook.TieEnd(in.Body))
		})
}
