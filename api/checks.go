package api

import (
	"context"

	"willing/access"
	"willing/casebook"
	"willing/desk"
)

// Checked says whether a person may be approached, and nothing of whom or why.
type Checked struct {
	Clear   bool   `json:"clear"`
	Say     string `json:"say,omitempty" doc:"The one neutral sentence."`
	AgeDays int    `json:"age_days" doc:"How old the list is."`
}

// Seen says whether particulars that stand in no record yet meet anybody.
type Seen struct {
	Seen     bool     `json:"seen" doc:"A record or a marker was met."`
	Strength string   `json:"strength,omitempty" enum:"strong,weak"`
	Kinds    []string `json:"kinds,omitempty" doc:"Which keys met."`
}

func checks(a *API) {
	register(a, op{id: "check-person", on: "POST /people/{person}/checks", tag: "checks", does: "Check a person against refusals and the cases of all teams (G01)",
		more: "It is written down that it was done. Whoever may be somebody already known is set aside for a named person."},
		func(ctx context.Context, by desk.Acting, in *Doing) (*Reply[Checked], error) {
			person, err := in.id()
			if err != nil {
				return nil, err
			}
			out, err := a.Desk.Check(ctx, by, person)
			return &Reply[Checked]{Checked(out)}, err
		})
	register(a, op{id: "look-up", on: "POST /checks", tag: "checks", read: true, does: "Ask whether particulars are known, and write nothing",
		more: "For whoever takes in lists. A team checks a person, and that is written down: nobody tries out names unseen."},
		func(ctx context.Context, by desk.Acting, in *struct{ Body Particulars }) (*Reply[Seen], error) {
			if !a.Desk.May(by, access.ImportLeads, "") {
				return nil, desk.MayNot(access.ImportLeads)
			}
			p, err := a.particulars(in.Body)
			if err != nil {
				return nil, err
			}
			found, err := a.Desk.LookUp(ctx, by, p)
			if err != nil || len(found) == 0 {
				return &Reply[Seen]{}, err
			}
			return &Reply[Seen]{Seen{true, found[0].Strength, found[0].Kinds}}, nil
		})
}

// Talk is the first conversation with a person, or a further attempt to make contact.
type Talk struct {
	Outcome      string `json:"outcome" enum:"talked,not-there"`
	SpokenBefore string `json:"spoken_before" enum:"no,yes,not-asked" doc:"The first sentence: has one of us spoken to you before?"`
	Cold         bool   `json:"cold,omitempty" doc:"The person did not ask for it."`
	Place        string `json:"place,omitempty" maxLength:"200"`
	Note         string `json:"note,omitempty" maxLength:"4000"`
}

func talks(a *API) {
	answer(a, op{id: "talk", on: "POST /people/{person}/talks", tag: "talks", does: "Record the first talk, or a further attempt",
		more: "The check is made first, by itself; where anything stands against the person, nothing but the check is written (G01)."},
		func(ctx context.Context, by desk.Acting, person casebook.ID, in Talk) (Checked, error) {
			out, err := a.Desk.Approach(ctx, by, person, casebook.Approach(in))
			return Checked(out), err
		})
}
