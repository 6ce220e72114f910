package signin

import (
	"errors"
	"net"
	"net/http"
	"net/url"
	"time"

	"willing/account"
	"willing/casebook"
	"willing/desk"
	"willing/journal"
	"willing/web"
)

// Guard tells who is looking, by the cookie of their session.
type Guard struct {
	Accounts *account.Accounts
	Desk     *desk.Desk
	Origin   string // what browsers call this site; "" takes it from the request
	// Keys opens the key of whoever signs in, in the demo; nil everywhere else.
	Keys func(who casebook.ID) (journal.Signer, bool)
}

// secure reports whether the browser speaks https. Package node takes the header away from whoever is not
// a proxy that it was told of.
func secure(r *http.Request) bool {
	return r.TLS != nil || r.Header.Get("X-Forwarded-Proto") == "https"
}

// cookieName: under https, browsers themselves refuse a cookie of the prefix __Host- that another host or
// an unencrypted page has set.
func cookieName(r *http.Request) string {
	if secure(r) {
		return "__Host-willing"
	}
	return "willing"
}

// token is that of the session's cookie; "" without one.
func token(r *http.Request) string {
	c, err := r.Cookie(cookieName(r))
	if err != nil {
		return ""
	}
	return c.Value
}

// setToken gives the browser a session's token; "" takes it away.
func setToken(w http.ResponseWriter, r *http.Request, token string) {
	c := &http.Cookie{
		Name: cookieName(r), Value: token, Path: "/", HttpOnly: true, Secure: secure(r), SameSite: http.SameSiteLaxMode,
		MaxAge: int(account.Absolute / time.Second),
	}
	if token == "" {
		c.MaxAge = -1
	}
	http.SetCookie(w, c)
}

// Visitor says who sends a request; nil for somebody who has not signed in, or works here no more.
func (g *Guard) Visitor(r *http.Request) (*web.Visitor, error) {
	cookie := token(r)
	if cookie == "" {
		return nil, nil
	}
	s, err := g.Accounts.Session(r.Context(), cookie)
	if errors.Is(err, account.ErrGone) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	v := g.visitor(s.Who)
	if v == nil {
		return nil, nil
	}
	if v.Language, err = g.Accounts.Language(r.Context(), s.Who); err != nil {
		return nil, err
	}
	v.Acting, v.Unlocked = g.acting(cookie, s.Who, s.Own)
	if pair, until := g.acting(cookie, casebook.ID{}, s.Pair); !until.IsZero() {
		v.Pair, v.PairUntil = &pair, until
		if half := g.visitor(pair.Who); half != nil {
			v.PairName = half.Name
		}
	}
	return v, nil
}

// visitor is a member of staff as the log has them now; nil for somebody who left.
func (g *Guard) visitor(who casebook.ID) *web.Visitor { return web.NewVisitor(g.Desk, who) }

// acting is who acts with the session's key, and until when; with the server's, if none is open.
func (g *Guard) acting(cookie string, who casebook.ID, u *account.Unlock) (desk.Acting, time.Time) {
	by := desk.Acting{Who: who, Signer: journal.ServerSigner(g.Desk.Device)}
	if u == nil {
		return by, time.Time{}
	}
	key, err := account.Key(cookie, u.Who, u.Session.From, u.Turn)
	if err != nil {
		return by, time.Time{}
	}
	own := desk.Acting{Who: u.Who, Signer: key, Session: &u.Session}
	if !g.Desk.Holds(own) {
		return by, time.Time{}
	}
	return own, u.Until()
}

// origin is what browsers call this site: "https://house.example". It is "" where no passkey could be used:
// browsers want https, or a name that can be no other machine's.
func (g *Guard) origin(r *http.Request) string {
	name, _, err := net.SplitHostPort(r.Host)
	if err != nil {
		name = r.Host
	}
	switch {
	case g.Origin != "":
		return g.Origin
	case secure(r):
		return "https://" + r.Host
	case name == "localhost":
		return "http://" + r.Host
	}
	return ""
}

// host is the name of a site, which its passkeys belong to.
func host(origin string) string {
	u, err := url.Parse(origin)
	if err != nil {
		return ""
	}
	return u.Hostname()
}

// Door is the path of the page to sign in at.
func (g *Guard) Door(after string) string {
	if after == "" || after == "/" {
		return "/signin"
	}
	return "/signin?" + url.Values{"after": {after}}.Encode()
}

// Lock makes [web.Locker] of the guard: the keys that were unlocked in this session are put away, the pair's too.
func (g *Guard) Lock(r *http.Request) error { return g.Accounts.PutAway(r.Context(), token(r), false) }
