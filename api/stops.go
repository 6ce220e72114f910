package api

import (
	"context"

	"willing/casebook"
	"willing/desk"
)

// Stopping is what somebody knows who says stop without signing in: a number, or a receipt's code.
type Stopping struct {
	Phone   string `json:"phone,omitempty" maxLength:"60" doc:"A telephone number."`
	Country string `json:"country,omitempty" maxLength:"2" doc:"Where the number belongs, ISO 3166-1, if it does not begin with +; left out: any country in which the programme works."`
	Code    string `json:"code,omitempty" maxLength:"60" doc:"A receipt's code."`
}

func stops(a *API) {
	act(a, op{id: "stop", on: "POST /people/{person}/stops", tag: "stops", does: "Leave a person alone, at once and without a reason (G02)",
		more: "Anybody on the staff may, for anybody. Only the person lifts it."}, a.Desk.Stop)
	act(a, op{id: "undo-stop", on: "POST /people/{person}/stops/undo", tag: "stops", does: "Take back a slip of the finger, within 60 seconds (G02)"}, a.Desk.UndoStop)
	register(a, op{id: "say-stop", on: "POST /stops", tag: "stops", open: true, does: "Say stop by a telephone number or a receipt's code, without signing in",
		more: "It is answered alike for known and unknown numbers and codes."}, a.sayStop)
}

func (a *API) sayStop(ctx context.Context, _ desk.Acting, in *struct{ Body Stopping }) (*Done, error) {
	if in.Body.Code != "" {
		return nil, a.Desk.StopByCode(ctx, in.Body.Code)
	}
	if a.Phone == nil {
		return nil, bad("body.phone", "no telephone number is read here")
	}
	var programme *casebook.Programme
	a.house(func(h *casebook.House) { programme = h.Programme(h.Pos) })
	numbers, err := desk.ReadNumbers(programme, in.Body.Phone, in.Body.Country, a.Phone)
	if err != nil {
		return nil, bad("body.phone", "%s", err.Error())
	}
	return nil, a.Desk.StopByPhone(ctx, numbers)
}

func withdrawals(a *API) {
	act(a, op{id: "withdraw", on: "POST /people/{person}/withdrawals", tag: "withdrawals", does: "Record that a person leaves or drops their yes (G17)"},
		func(ctx context.Context, by desk.Acting, person casebook.ID) error {
			return a.Desk.Withdraw(ctx, by, person, nil)
		})
}

func reopenings(a *API) {
	act(a, op{id: "reopen", on: "POST /people/{person}/reopenings", tag: "reopenings", pair: true,
		does: "Let a person come back who asks to, before two people outside every team involved (G11)"},
		func(ctx context.Context, by desk.Acting, person casebook.ID) error {
			return a.Desk.Reopen(ctx, by, person, nil)
		})
}

// Remark is what a person volunteered about their answer.
type Remark struct {
	Text         string `json:"text" minLength:"1" maxLength:"4000"`
	Safeguarding bool   `json:"safeguarding,omitempty" doc:"The person wants safeguarding to read it."`
}

func remarks(a *API) {
	note(a, op{id: "remark", on: "POST /people/{person}/remarks", tag: "remarks", does: "Keep what a person volunteered; the team does not read it (G13)"},
		func(ctx context.Context, by desk.Acting, person casebook.ID, in Remark) error {
			return a.Desk.Remark(ctx, by, person, casebook.Remark(in))
		})
}

// Arrival is the answer to whether an answer has arrived.
type Arrival struct {
	Arrived string `json:"arrived" enum:"recorded,not yet here"`
}

func receipts(a *API) {
	register(a, op{id: "receipt-arrived", on: "GET /receipts/{code}", tag: "receipts", open: true, does: "Ask whether the answer of a receipt has arrived, without signing in"},
		func(ctx context.Context, _ desk.Acting, in *struct {
			Code string `path:"code" maxLength:"60" doc:"The receipt's code: 16 digits and letters from a to f."`
		}) (*Reply[Arrival], error) {
			out, err := a.Desk.Arrived(ctx, in.Code)
			return &Reply[Arrival]{Arrival{out}}, err
		})
}
