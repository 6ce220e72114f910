package api

import (
	"context"
	"time"

	"willing/casebook"
	"willing/desk"
)

// Token is a token of whoever asks; its text is shown once, when it is made.
type Token struct {
	Name   string    `json:"name" doc:"For ending it; opens nothing."`
	Title  string    `json:"title"`
	Scopes []string  `json:"scopes"`
	Made   time.Time `json:"made"`
	Until  time.Time `json:"until"`
}

// Tokens lists them.
type Tokens struct {
	Rows []Token `json:"rows"`
}

// TokenForm asks for a token.
type TokenForm struct {
	Title  string   `json:"title" minLength:"1" maxLength:"100" doc:"What you call it."`
	Scopes []string `json:"scopes" minItems:"1" maxItems:"2" nullable:"false" enum:"read,write"`
	Days   int      `json:"days" minimum:"1" maximum:"366" doc:"How long it is good, but no longer than the token that makes it, with which it ends."`
}

// TokenText is a new token.
type TokenText struct {
	Token string `json:"token" doc:"It is shown this once."`
}

func tokens(a *API) {
	register(a, op{id: "list-tokens", on: "GET /tokens", tag: "tokens", does: "List one's own tokens"},
		func(ctx context.Context, by desk.Acting, _ *struct{}) (*Reply[Tokens], error) {
			all, err := a.Accounts.Tokens(ctx, by.Who)
			out := Tokens{Rows: []Token{}}
			for _, t := range all {
				out.Rows = append(out.Rows, Token{t.Name, t.Title, t.Scopes, time.Unix(t.Made, 0).UTC(), time.Unix(t.Until, 0).UTC()})
			}
			return &Reply[Tokens]{out}, err
		})
	register(a, op{id: "make-token", on: "POST /tokens", tag: "tokens", does: "Make a token, with one's own rights or fewer"},
		func(ctx context.Context, _ desk.Acting, in *struct{ Body TokenForm }) (*Reply[TokenText], error) {
			text, err := a.Accounts.NewTokenBy(ctx, who(ctx).token, in.Body.Title, in.Body.Scopes, time.Duration(in.Body.Days)*24*time.Hour)
			return &Reply[TokenText]{TokenText{text}}, err
		})
	register(a, op{id: "end-token", on: "DELETE /tokens/{name}", tag: "tokens", does: "End one of one's own tokens"},
		func(ctx context.Context, by desk.Acting, in *struct {
			Name string `path:"name" minLength:"1" maxLength:"64" doc:"As the list names it."`
		}) (*Done, error) {
			return nil, a.Accounts.EndToken(ctx, by.Who, in.Name)
		})
}

// Me is who acts with the token that was sent.
type Me struct {
	ID          casebook.ID `json:"id"`
	Name        string      `json:"name"`
	Hats        []string    `json:"hats"`
	Territories []string    `json:"territories" doc:"Of their own teams."`
	Scopes      []string    `json:"scopes" doc:"Of the token."`
	Until       *time.Time  `json:"until,omitempty" doc:"Until when their own key acts; absent: the server signs for them."`
	Pair        string      `json:"pair,omitempty" doc:"Who acts beside them, by name."`
	PairUntil   *time.Time  `json:"pair_until,omitempty"`
}

func me(a *API) {
	register(a, op{id: "show-me", on: "GET /me", tag: "tokens", does: "Show who acts with this token, and with which keys"},
		func(ctx context.Context, _ desk.Acting, _ *struct{}) (*Reply[Me], error) {
			c := who(ctx)
			out := Me{ID: c.Who, Hats: []string{}, Territories: []string{}, Scopes: c.token.Scopes}
			a.house(func(h *casebook.House) {
				s, _ := h.StaffAt(c.Who, h.Pos)
				out.Name, out.Hats = s.Name, append(out.Hats, s.Hats...)
				for _, team := range h.TeamsOf(c.Who, h.Pos) {
					t, _ := h.TeamAt(team, h.Pos)
					out.Territories = append(out.Territories, t.Territories...)
				}
				if c.pair != nil {
					out.Pair = nameIn(h, c.pair.Who)
				}
			})
			if !c.until.IsZero() {
				out.Until = &c.until
			}
			if c.pair != nil {
				out.PairUntil = &c.pairUntil
			}
			return &Reply[Me]{out}, nil
		})
}
