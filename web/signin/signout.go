package signin

import "willing/web"

// signOut ends the session of this browser.
func (d *door) signOut(p *web.Page) error {
	if err := d.accounts.End(p.R.Context(), token(p.R)); err != nil {
		return err
	}
	p.ForgetSearches()
	setToken(p.W, p.R, "")
	return p.See("/signin")
}
