package api

import (
	"context"
	"fmt"
	"time"

	"willing/account"
	"willing/casebook"
	"willing/desk"
	"willing/journal"
)

// A session lets a token act with somebody's own key for an hour at most, without the server ever holding
// that key: it draws up what is to be signed, the program signs it where the key is, and sends the signature.
// The other half of a pair does the same for the same token, and is its witness from then on.

// SessionWish says for whom a session is to be opened.
type SessionWish struct {
	Who *casebook.ID `json:"who,omitempty" doc:"The other half of the pair, by the id of a member of staff; left out: whoever the token belongs to."`
}

// SessionDraft is what is to be signed.
type SessionDraft struct {
	Who     casebook.ID `json:"who"`
	From    int64       `json:"from" doc:"When it begins, Unix seconds."`
	Until   int64       `json:"until" doc:"When it ends, Unix seconds."`
	Key     []byte      `json:"key" doc:"The public half of the key that will act (Ed25519)."`
	Message []byte      `json:"message" doc:"Sign this with the person's own enrolled key, within ten minutes."`
}

// SessionForm opens a session.
type SessionForm struct {
	Who  *casebook.ID `json:"who,omitempty" doc:"As in the draft; left out: whoever the token belongs to."`
	From int64        `json:"from" minimum:"0" doc:"As in the draft."`
	Alg  string       `json:"alg" enum:"ed25519,es256" doc:"Of the person's own key."`
	Key  []byte       `json:"key" doc:"The public half of the person's own key."`
	Sig  []byte       `json:"sig" doc:"The signature over the draft's message."`
}

// Opened says until when a session acts.
type Opened struct {
	Until time.Time `json:"until"`
}

func sessions(a *API) {
	register(a, op{id: "draft-session", on: "POST /sessions/draft", tag: "sessions", read: true, does: "Get what is to be signed to open a session for this token"},
		func(ctx context.Context, _ desk.Acting, in *struct{ Body SessionWish }) (*Reply[SessionDraft], error) {
			c := who(ctx)
			from := a.Now().Unix()
			id := c.named(in.Body.Who)
			key, err := account.TokenKey(c.text, id, from)
			if err != nil {
				return nil, err
			}
			until := a.until(from)
			return &Reply[SessionDraft]{SessionDraft{id, from, until, key.Public(), journal.SessionBytes(journal.ID(id), key.Public(), from, until)}}, nil
		})
	register(a, op{id: "open-session", on: "POST /sessions", tag: "sessions", does: "Let a person's own key act for this token, for an hour at most",
		more: "Send the signature over the draft's message. For the other half of the pair, name them: each signs with their own key (G07)."}, a.openSession)
	register(a, op{id: "close-session", on: "DELETE /sessions", tag: "sessions", does: "Put the keys away: the server signs again"},
		func(ctx context.Context, _ desk.Acting, in *struct {
			Pair bool `query:"pair" doc:"The other half's alone."`
		}) (*Done, error) {
			return nil, a.Accounts.ShutToken(ctx, who(ctx).text, in.Pair)
		})
}

// named is the one for whom a session is opened.
func (c *caller) named(other *casebook.ID) casebook.ID {
	if other == nil {
		return c.Who
	}
	return *other
}

// until is when a session that begins at a moment ends: after what the programme says for a pair, an hour at
// most (G07).
func (a *API) until(from int64) int64 {
	minutes := int64(journal.MaxSession / 60)
	a.house(func(h *casebook.House) {
		if p := h.Programme(h.Pos); p != nil && p.Limits.PairMinutes > 0 {
			minutes = min(minutes, int64(p.Limits.PairMinutes))
		}
	})
	return from + minutes*60
}

func (a *API) openSession(ctx context.Context, _ desk.Acting, in *struct{ Body SessionForm }) (*Reply[Opened], error) {
	c, b := who(ctx), in.Body
	id := c.named(b.Who)
	enrolled := false
	a.house(func(h *casebook.House) { enrolled = h.HoldsKey(id, string(b.Key), h.Pos) })
	if !enrolled {
		return nil, fmt.Errorf("%w: the key is not enrolled", account.ErrWrong)
	}
	s := journal.Session{Alg: b.Alg, Key: b.Key, Sig: b.Sig, From: b.From, Until: a.until(b.From)}
	err := a.Accounts.OpenToken(ctx, c.text, account.Unlock{Who: id, Session: s}, id != c.Who)
	return &Reply[Opened]{Opened{time.Unix(s.Until, 0).UTC()}}, err
}
