package api

import (
	"context"
	"time"

	"willing/casebook"
	"willing/desk"
)

// Figures are the counts of every territory that whoever asks may see, all together first.
type Figures struct {
	Rows []desk.Figures `json:"rows" doc:"Yes is a bound: at least, at most. Every count opens to its records: GET /api/v1/people with the same territory and stage, or list."`
}

// Weeks are what was decided, week by week.
type Weeks struct {
	Rows []desk.Week `json:"rows"`
}

func figures(a *API) {
	register(a, op{id: "show-figures", on: "GET /figures", tag: "figures", does: "Show the figures (G26)",
		more: "They are kept up to date with each commit, not counted on demand."},
		func(ctx context.Context, by desk.Acting, _ *struct{}) (*Reply[Figures], error) {
			rows, err := a.Desk.Figures(ctx, by)
			return &Reply[Figures]{Figures{append([]desk.Figures{}, rows...)}}, err
		})
	register(a, op{id: "show-weeks", on: "GET /figures/weeks", tag: "figures", does: "Show what was decided, week by week"},
		func(ctx context.Context, by desk.Acting, in *struct {
			Territory string    `query:"territory" maxLength:"60" doc:"Of one territory; of all if left out."`
			From      time.Time `query:"from" doc:"From this day on."`
		}) (*Reply[Weeks], error) {
			rows, err := a.Desk.Weeks(ctx, by, in.Territory, in.From)
			return &Reply[Weeks]{Weeks{append([]desk.Week{}, rows...)}}, err
		})
}

// Need is one list of people who need somebody.
type Need struct {
	List  string `json:"list" doc:"For GET /api/v1/people?list=."`
	Count int    `json:"count"`
	Over  int    `json:"over,omitempty" doc:"For how many the day is past; at most 1,000 are counted."`
	Rows  []Row  `json:"rows" doc:"The first few."`
}

// Needs are what needs a person now.
type Needs struct {
	Lists []Need `json:"lists" doc:"Most pressing first."`
	Texts int    `json:"texts" doc:"Texts that wait for whoever asks to approve them."`
	House int    `json:"house" doc:"Commits of the organisation's own side that have no effect."`
	Pairs int    `json:"pairs" doc:"Pairs against whom two outside calls spoke within a month: see GET /api/v1/pair-looks."`
}

func needs(a *API) {
	register(a, op{id: "show-needs", on: "GET /needs", tag: "needs", does: "Show what needs a person now"},
		func(ctx context.Context, by desk.Acting, in *struct {
			First int `query:"first" minimum:"0" maximum:"50" default:"5" doc:"Rows of each list."`
		}) (*Reply[Needs], error) {
			n, err := a.Desk.Needs(ctx, by, in.First)
			if err != nil {
				return nil, err
			}
			out := Needs{Lists: []Need{}, Texts: n.Texts, House: n.House, Pairs: n.Pairs}
			for _, l := range n.Lists {
				out.Lists = append(out.Lists, Need{l.List, l.Count, l.Over, rowsOf(l.Rows)})
			}
			return &Reply[Needs]{out}, nil
		})
}

// Gates are the rules that nothing gets round.
type Gates struct {
	Rows []Gate `json:"rows"`
}

// Gate is one of them.
type Gate struct {
	ID       string `json:"id" example:"G06"`
	Name     string `json:"name"`
	Say      string `json:"say" doc:"The rule in one sentence."`
	Enforced bool   `json:"enforced" doc:"This version of the program holds it."`
	Level    string `json:"level" doc:"L: law or a regulator's text somewhere; P: professional practice; S: asked for by the customer; D: our own decision."`
}

func gates(a *API) {
	register(a, op{id: "list-gates", on: "GET /gates", tag: "gates", does: "List the gates"},
		func(context.Context, desk.Acting, *struct{}) (*Reply[Gates], error) {
			out := Gates{}
			for _, g := range casebook.Gates {
				out.Rows = append(out.Rows, Gate{g.ID, g.Name, g.Rule, g.Enforced, g.Level})
			}
			return &Reply[Gates]{out}, nil
		})
}
