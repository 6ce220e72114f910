package signin

import (
	"errors"
	"net/http"
	"time"

	"willing/account"
	"willing/casebook"
	"willing/journal"
	"willing/web"
)

// enter gives the browser its session and leads on.
func (d *door) enter(p *web.Page, token string, who casebook.ID) error {
	v := d.guard.visitor(who)
	if v == nil { // they left since
		return errors.Join(d.accounts.End(p.R.Context(), token), p.Show(http.StatusGone, views, "gone", nil))
	}
	if err := errors.Join(d.accounts.On(p.R.Context(), token, browserOf(p.R.UserAgent())), d.demoKey(p, token, who)); err != nil {
		return err
	}
	setToken(p.W, p.R, token)
	d.guard.own(p.W, p.R, who)
	if after := onwards(p); after != "" {
		return p.See(after)
	}
	return p.See(home(p, v))
}

// demoKey opens the key of one of the demo's people.
func (d *door) demoKey(p *web.Page, token string, who casebook.ID) error {
	if d.guard.Keys == nil {
		return nil
	}
	own, ok := d.guard.Keys(who)
	if !ok {
		return nil
	}
	from := p.Now()
	key, err := account.Key(token, who, from.Unix(), 0)
	if err != nil {
		return err
	}
	s, err := journal.NewSession(journal.ID(who), own, key.Public(), from.Unix(), from.Add(time.Hour).Unix())
	if err != nil {
		return err
	}
	return d.accounts.Open(p.R.Context(), token, account.Unlock{Who: who, Session: *s}, false)
}
