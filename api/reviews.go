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
