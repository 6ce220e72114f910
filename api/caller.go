package api

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"willing/account"
	"willing/casebook"
	"willing/desk"
	"willing/journal"
)

// bearer is the name of the one way to sign in.
const bearer = "token"

// caller is whose token a request carries.
type caller struct {
	desk.Acting              // with the key of the token's session, or the server's if none is open
	pair        *desk.Acting // the other half of the pair, if they opened a session beside
	token       *account.Token
	text        string // of the token
	until       time.Time
	pairUntil   time.Time
}

// both is the caller with the other half of the pair as witness; without one it is the caller alone.
func (c *caller) both() desk.Acting {
	by := c.Acting
	if c.pair != nil {
		by.With = append(by.With, *c.pair)
	}
	return by
}

// who is the caller of a request: the zero caller where nobody need be signed in.
func who(ctx context.Context) *caller {
	if c, ok := ctx.Value(callerKey{}).(*caller); ok {
		return c
	}
	return &caller{}
}

type callerKey struct{}

// enter lets a request in whose token is good and has the scope.
func (a *API) enter(scope string) func(huma.Context, func(huma.Context)) {
	return func(ctx huma.Context, next func(huma.Context)) {
		c, err := a.caller(ctx.Context(), ctx.Header("Authorization"))
		if err == nil && !c.token.May(scope) {
			err = &Problem{Title: http.StatusText(http.StatusForbidden), Status: http.StatusForbidden, Kind: string(desk.NotAllowed),
				Detail: "this token may only read: make one with the scope write"}
		}
		if err != nil {
			p := problemOf(err)
			if p.Status == http.StatusUnauthorized {
				ctx.SetHeader("WWW-Authenticate", `Bearer realm="willing"`)
			}
			_, w := unwrap(ctx)
			write(w, p)
			return
		}
		next(huma.WithValue(ctx, callerKey{}, c))
	}
}

// caller finds out whose a token is, and with which keys they act.
func (a *API) caller(ctx context.Context, header string) (*caller, error) {
	outside := sorry(http.StatusUnauthorized, "send a token that is still good: Authorization: Bearer TOKEN")
	outside.Kind = "signed-out"
	scheme, text, ok := strings.Cut(header, " ")
	if !ok || !strings.EqualFold(scheme, "Bearer") {
		return nil, outside
	}
	t, err := a.Accounts.Token(ctx, text)
	if accountProblem(err) != nil {
		return nil, outside
	}
	if err != nil {
		return nil, err
	}
	c := &caller{token: t, text: text}
	here := false
	a.house(func(h *casebook.House) { _, here = h.StaffAt(t.Who, h.Pos) })
	if !here {
		return nil, outside
	}
	c.Acting, c.until = a.acting(text, t.Who, t.Own)
	if pair, until := a.acting(text, casebook.ID{}, t.Pair); !until.IsZero() {
		c.pair, c.pairUntil = &pair, until
	}
	return c, nil
}

// acting is who acts with the key of a token's session, and until when; with the server's, if none is open.
func (a *API) acting(token string, who casebook.ID, u *account.Unlock) (desk.Acting, time.Time) {
	by := desk.Acting{Who: who, Signer: journal.ServerSigner(a.Desk.Device)}
	if u == nil {
		return by, time.Time{}
	}
	key, err := account.TokenKey(token, u.Who, u.Session.From)
	if err != nil {
		return by, time.Time{}
	}
	// Its signature was looked at when it was opened, and the desk looks again at every act.
	enrolled := false
	a.house(func(h *casebook.House) { enrolled = h.HoldsKey(u.Who, string(u.Session.Key), h.Pos) })
	if now := a.Now().Unix(); !enrolled || now < u.Session.From || now > u.Session.Until {
		return by, time.Time{}
	}
	return desk.Acting{Who: u.Who, Signer: key, Session: &u.Session}, u.Until()
}
