package signin

import (
	"errors"
	"net/http"

	"willing/account"
	"willing/web"
)

// showLink shows one button. Opening a link changes nothing, so whatever looks at messages before people do
// uses none up.
func (d *door) showLink(p *web.Page) error {
	return p.OK(views, "link", map[string]any{"Path": p.Path()})
}

// useLink signs in whom the link was made for.
func (d *door) useLink(p *web.Page) error {
	if err := d.accounts.Patience(p.R.Context(), address(p.R)); err != nil {
		return sorry(p, err, "", "link", map[string]any{"Path": p.Path()})
	}
	token, who, err := d.accounts.UseLink(p.R.Context(), p.R.PathValue("token"))
	if errors.Is(err, account.ErrGone) {
		if err := d.accounts.Failed(p.R.Context(), address(p.R)); err != nil {
			return err
		}
		return p.Show(http.StatusGone, views, "gone", nil)
	}
	if err != nil {
		return err
	}
	return d.enter(p, token, who)
}
