package signin

import (
	"strconv"
	"time"

	"willing/account"
	"willing/web"
)

// newToken makes a token for a program, and shows it once.
func (d *door) newToken(p *web.Page) error {
	days, err := strconv.Atoi(p.Value("days"))
	if err != nil {
		return d.meAgain(p, account.ErrBad)
	}
	text, err := d.accounts.NewToken(p.R.Context(), p.Visitor.Who, p.Value("title"), []string{p.Value("scope")}, time.Duration(days)*24*time.Hour)
	if err != nil {
		return d.meAgain(p, err)
	}
	data, err := d.myself(p)
	if err != nil {
		return err
	}
	data.NewToken = text
	return p.OK(views, "me", data)
}

// endToken ends one of one's tokens.
func (d *door) endToken(p *web.Page) error {
	name := p.Value("token")
	if name == "" {
		return d.meAgain(p, account.ErrBad)
	}
	if err := d.accounts.EndToken(p.R.Context(), p.Visitor.Who, name); err != nil {
		return err
	}
	return p.See("/me")
}
