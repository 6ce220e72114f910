package api

import (
	"context"

	"willing/casebook"
	"willing/desk"
)

// Judgement is a named person's decision on a possible match.
type Judgement struct {
	Match   *casebook.Ref `json:"match,omitempty" doc:"Which match; all that wait for this person if left out."`
	Verdict string        `json:"verdict" enum:"same,different,unsure"`
	Reason  string        `json:"reason" minLength:"1" maxLength:"2000"`
}

func reviews(a *API) {
	note(a, op{id: "review", on: "POST /people/{person}/reviews", tag: "reviews", does: "Decide a possible match, with a reason (G01, G18)",
		more: "Those who wait are GET " + Base + "/people?list=review."},
		func(ctx context.Context, by desk.Acting, person casebook.ID, in Judgement) error {
			ref := casebook.Ref{}
			if in.Match != nil {
				ref = *in.Match
			}
			return a.Desk.Review(ctx, by, person, ref, casebook.Judgement{Verdict: in.Verdict, Reason: in.Reason})
		})
}

// Settling says what came of a look.
type Settling struct {
	Facts []casebook.Ref `json:"facts,omitempty" maxItems:"500" nullable:"false" doc:"Which events; all of the person's that need a look if left out."`
	Note  string         `json:"note" minLength:"1" maxLength:"2000" doc:"What came of it."`
}

// HouseLooks is what needs a look on the organisation's own side.
type HouseLooks struct {
	Rows []desk.HouseLook `json:"rows"`
}

// HouseLook says what came of a look at it.
type HouseLook struct {
	Facts []casebook.Ref `json:"facts" minItems:"1" maxItems:"500" nullable:"false" doc:"Which events, as the list has them."`
	Note  string         `json:"note" minLength:"1" maxLength:"2000" doc:"What came of it."`
}

// PairLook says what came of a look at a pair.
type PairLook struct {
	Pair []casebook.ID `json:"pair" minItems:"1" maxItems:"16" nullable:"false" doc:"As the list has them."`
	Note string        `json:"note" minLength:"1" maxLength:"2000" doc:"What came of it."`
}

// Pairs are those at whom somebody looks.
type Pairs struct {
	Rows []desk.PairWorry `json:"rows"`
}

func settlements(a *API) {
	note(a, op{id: "settle", on: "POST /people/{person}/settlements", tag: "reviews", does: "Note that somebody outside the team has looked at what has no effect (G18)",
		more: "It stays in the log and gains no effect; it waits for nobody any more."},
		func(ctx context.Context, by desk.Acting, person casebook.ID, in Settling) error {
			return a.Desk.Settle(ctx, by, person, in.Facts, in.Note)
		})
	register(a, op{id: "list-pairs", on: "GET /pair-looks", tag: "reviews", does: "List the pairs against whom two outside calls spoke within a month (G28)"},
		func(ctx context.Context, by desk.Acting, _ *struct{}) (*Reply[Pairs], error) {
			rows, err := a.Desk.PairWorries(ctx, by)
			return &Reply[Pairs]{Pairs{append([]desk.PairWorry{}, rows...)}}, err
		})
	register(a, op{id: "list-house-looks", on: "GET /house-looks", tag: "reviews", does: "List what breaks a rule on the organisation's own side, and has no effect (G18)"},
		func(ctx context.Context, by desk.Acting, _ *struct{}) (*Reply[HouseLooks], error) {
			rows, err := a.Desk.HouseLooks(ctx, by)
			return &Reply[HouseLooks]{HouseLooks{rows}}, err
		})
	register(a, op{id: "settle-house", on: "POST /house-looks", tag: "reviews", does: "Note that somebody has looked at what has no effect on the organisation's own side (G18)",
		more: "It stays in the log and gains no effect. Whoever had a hand in it leaves it to somebody else."},
		func(ctx context.Context, by desk.Acting, in *Giving[HouseLook]) (*Done, error) {
			return nil, a.Desk.SettleHouse(ctx, by, in.Body.Facts, in.Body.Note)
		})
	register(a, op{id: "settle-pair", on: "POST /pair-looks", tag: "reviews", does: "Note that somebody has looked at what outside calls say of a pair (G28)",
		more: "The worries themselves stand: no yes gains by it."},
		func(ctx context.Context, by desk.Acting, in *Giving[PairLook]) (*Done, error) {
			return nil, a.Desk.SettlePair(ctx, by, in.Body.Pair, in.Body.Note)
		})
}

// Selection is a named person's decision.
type Selection struct {
	Taken  bool   `json:"taken"`
	Reason string `json:"reason" minLength:"1" maxLength:"2000"`
}

func selections(a *API) {
	note(a, op{id: "select", on: "POST /people/{person}/selections", tag: "selections", does: "Decide whether somebody is taken (G18)"},
		func(ctx context.Context, by desk.Acting, person casebook.ID, in Selection) error {
			return a.Desk.Select(ctx, by, person, casebook.Selection(in))
		})
}
