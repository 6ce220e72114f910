package api

import (
	"context"

	"willing/casebook"
	"willing/desk"
)

// MarkerGenerations lists the generations of marker keys with their markers.
type MarkerGenerations struct {
	Rows []desk.MarkerGeneration `json:"rows"`
}

// MarkerLook says what came of a look at markers.
type MarkerLook struct {
	Keep   bool   `json:"keep" doc:"They stay checked, and are looked at again. Otherwise they go, for good; that takes two people."`
	Reason string `json:"reason" minLength:"1" maxLength:"2000" doc:"Every device gets it: name nobody."`
}

// NewGeneration is what markers are made with from now on.
type NewGeneration struct {
	Generation uint16 `json:"generation"`
}

func markers(a *API) {
	register(a, op{id: "list-markers", on: "GET /markers", tag: "markers", does: "List what remains of those who said no, by generation of its keys, and when somebody looks at it (G27)"},
		func(ctx context.Context, by desk.Acting, _ *struct{}) (*Reply[MarkerGenerations], error) {
			rows, err := a.Desk.MarkerGenerations(ctx, by)
			return &Reply[MarkerGenerations]{MarkerGenerations{rows}}, err
		})
	register(a, op{id: "renew-markers", on: "POST /markers", tag: "markers", pair: true, does: "Make markers with new keys from now on (G27)",
		more: "Older markers stay checked with theirs. Once a month one person does it, sooner two. Copy the key file afterwards."},
		func(ctx context.Context, by desk.Acting, _ *struct{ Once }) (*Reply[NewGeneration], error) {
			generation, err := a.Desk.RenewMarkers(ctx, by)
			return &Reply[NewGeneration]{NewGeneration{generation}}, err
		})
	register(a, op{id: "review-markers", on: "POST /markers/{generation}/reviews", tag: "markers", pair: true, does: "Note what came of a look at the markers of a generation (G27)",
		more: "Keeping them takes one person. Letting them go takes two, twice and a month apart, and the youngest of them as old as was promised; in between anybody keeps them."},
		func(ctx context.Context, by desk.Acting, in *struct {
			Once
			Generation uint16 `path:"generation" doc:"Which of them."`
			Body       MarkerLook
		}) (*Done, error) {
			return nil, a.Desk.ReviewMarkers(ctx, by, casebook.MarkerReview{Generation: in.Generation, Keep: in.Body.Keep, Reason: in.Body.Reason})
		})
}
