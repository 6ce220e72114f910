package api

import (
	"bytes"
	"cmp"
	"context"
	"slices"

	"willing/casebook"
	"willing/desk"
)

// Member is somebody who works here.
type Member struct {
	ID   casebook.ID `json:"id"`
	Name string      `json:"name"`
	Hats []string    `json:"hats" nullable:"false"`
}

// Staff lists who works here.
type Staff struct {
	Rows []Member `json:"rows"`
}

// Hired is a member of staff as admitted or changed.
type Hired struct {
	Name string   `json:"name" minLength:"1" maxLength:"100" doc:"Unique."`
	Hats []string `json:"hats" maxItems:"7" nullable:"false" enum:"scout,mentor,coordinator,trainer,safeguarding,auditor,administrator"`
	Left bool     `json:"left,omitempty" doc:"They work here no more."`
}

// OfStaff names a member of staff.
type OfStaff struct {
	Member string `path:"member" maxLength:"64" doc:"The id of a member of staff."`
}

// Made is the id of something new.
type Made struct {
	ID casebook.ID `json:"id"`
}

func staff(a *API) {
	register(a, op{id: "list-staff", on: "GET /staff", tag: "staff", does: "List who works here, by name"},
		func(_ context.Context, _ desk.Acting, _ *struct{}) (*Reply[Staff], error) {
			out := Staff{Rows: []Member{}}
			a.house(func(h *casebook.House) {
				for id, s := range h.StaffNow() {
					out.Rows = append(out.Rows, Member{id, s.Name, s.Hats})
				}
			})
			slices.SortFunc(out.Rows, func(x, y Member) int { return cmp.Compare(x.Name, y.Name) })
			return &Reply[Staff]{out}, nil
		})
	register(a, op{id: "admit-staff", on: "POST /staff", tag: "staff", does: "Admit somebody, with hats"},
		func(ctx context.Context, by desk.Acting, in *Giving[Hired]) (*Reply[Made], error) {
			id, err := a.Desk.AddStaff(ctx, by, casebook.Staff(in.Body))
			return &Reply[Made]{Made{id}}, err
		})
	register(a, op{id: "change-staff", on: "PUT /staff/{member}", tag: "staff", does: "Give a member of staff other hats, or record that they left"},
		func(ctx context.Context, by desk.Acting, in *struct {
			OfStaff
			Once
			Body Hired
		}) (*Done, error) {
			id, err := idOf(in.Member)
			if err != nil {
				return nil, err
			}
			if err := a.Desk.ChangeStaff(ctx, by, id, casebook.Staff(in.Body)); err != nil || !in.Body.Left {
				return nil, err
			}
			return nil, a.Accounts.ShutOut(ctx, id) // what let them in ends with them
		})
}

// Key is a public key of a member of staff.
type Key struct {
	Alg string `json:"alg" enum:"ed25519,es256,webauthn"`
	Key []byte `json:"key" doc:"The public half: Ed25519 (32 bytes), or P-256 (65 bytes)."`
}

func keys(a *API) {
	type request struct {
		OfStaff
		Once
		Body Key
	}
	read := func(in *request) (casebook.ID, casebook.EnrolledKey, error) {
		id, err := idOf(in.Member)
		if err == nil {
			err = keyWrong(in.Body.Key)
		}
		return id, casebook.EnrolledKey{Alg: in.Body.Alg, Key: bytes.Clone(in.Body.Key)}, err
	}
	register(a, op{id: "enrol-key", on: "POST /staff/{member}/keys", tag: "keys", pair: true, does: "Bind a public key to a member of staff; it takes two people"},
		func(ctx context.Context, by desk.Acting, in *request) (*Done, error) {
			id, key, err := read(in)
			if err != nil {
				return nil, err
			}
			return nil, a.Desk.EnrolKey(ctx, by, id, key)
		})
	register(a, op{id: "revoke-key", on: "POST /staff/{member}/keys/revocation", tag: "keys", does: "End a key, at once"},
		func(ctx context.Context, by desk.Acting, in *request) (*Done, error) {
			id, key, err := read(in)
			if err != nil {
				return nil, err
			}
			return nil, a.Desk.RevokeKey(ctx, by, id, key)
		})
}
