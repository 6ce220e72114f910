package signin

import (
	"errors"
	"net/http"

	"willing/account"
	"willing/casebook"
	"willing/web"
)

// byPassword signs in with a name, a password and a code.
func (d *door) byPassword(p *web.Page) error {
	data, err := d.atDoor(p)
	if err != nil {
		return err
	}
	typed := account.Password{Name: data.Name, Password: p.R.PostFormValue("password"), Code: p.Value("code"), Address: address(p.R)}
	token, who, err := d.accounts.SignIn(p.R.Context(), typed, func(name string) (casebook.ID, bool) {
		id, err := p.Desk.Named(name)
		return id, err == nil
	})
	if err != nil {
		return sorry(p, err, "name", "signin", data)
	}
	return d.enter(p, token, who)
}

// newPassword is the page on which a password and its authenticator are set.
type newPassword struct {
	account.Authenticator
	Square web.Square // of the authenticator's secret, as a code to scan
}

// showPassword offers a new authenticator. Nothing is kept until a code proves that it was taken in.
func (d *door) showPassword(p *web.Page) error {
	a, err := d.accounts.Authenticator(token(p.R), p.T("brand"), p.Visitor.Name)
	if err != nil {
		return err
	}
	return d.passwordPage(p, a, nil)
}

func (d *door) passwordPage(p *web.Page, a account.Authenticator, wrong error) error {
	square, err := web.DrawSquare(a.Link)
	if err != nil {
		return err
	}
	data := newPassword{a, square}
	switch {
	case wrong == nil:
		return p.OK(views, "password", data)
	case errors.Is(wrong, account.ErrWrong):
		p.Problem("code", p.T("signin.totp.wrong"))
	case errors.Is(wrong, account.ErrBad):
		p.Problem("password", p.T("signin.password.hint"))
	default:
		return wrong
	}
	return p.Show(http.StatusUnprocessableEntity, views, "password", data)
}

// setPassword keeps a password, and shows the recovery codes once.
func (d *door) setPassword(p *web.Page) error {
	cookie, nonce := token(p.R), p.Value("nonce")
	codes, err := d.accounts.SetPassword(p.R.Context(), p.Visitor.Who, cookie, nonce, p.R.PostFormValue("password"), p.Value("code"))
	if err != nil {
		return d.passwordPage(p, d.accounts.Same(cookie, nonce, p.T("brand"), p.Visitor.Name), err)
	}
	return p.OK(views, "codes", codes)
}

// forgetPassword takes password, authenticator and recovery codes away.
func (d *door) forgetPassword(p *web.Page) error {
	if err := d.accounts.ForgetPassword(p.R.Context(), p.Visitor.Who); err != nil {
		return err
	}
	return p.See("/me")
}
