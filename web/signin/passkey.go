package signin

import (
	"encoding/base64"
	"errors"

	"willing/account"
	"willing/journal"
	"willing/web"
)

var text64 = base64.RawURLEncoding

// byPasskey signs in whose passkey answered the door's challenge.
func (d *door) byPasskey(p *web.Page) error {
	data, err := d.atDoor(p)
	if err != nil {
		return err
	}
	ctx, from := p.R.Context(), address(p.R)
	if err := d.accounts.Patience(ctx, from); err != nil {
		return sorry(p, err, "", "signin", data)
	}
	cookie, who, err := d.accounts.UsePasskey(ctx, d.guard.origin(p.R), []byte(p.R.PostFormValue("answer")))
	if errors.Is(err, account.ErrWrong) {
		err = errors.Join(err, d.accounts.Failed(ctx, from))
	}
	if err != nil {
		return sorry(p, err, "", "signin", data)
	}
	return d.enter(p, cookie, who)
}

// addPasskey registers a passkey of the visitor, and lets its key wait to be enrolled.
func (d *door) addPasskey(p *web.Page) error {
	ctx, who := p.R.Context(), p.Visitor.Who
	title := p.Value("title")
	if title == "" || len(title) > 100 {
		title = p.T("signin.passkey")
	}
	err := d.accounts.AddPasskey(ctx, who, d.guard.origin(p.R), title, []byte(p.R.PostFormValue("answer")))
	if err != nil {
		return d.meAgain(p, err)
	}
	all, err := d.accounts.Passkeys(ctx, who)
	if err != nil {
		return err
	}
	if err := d.accounts.AskEnrolment(ctx, who, journal.WebAuthn, all[len(all)-1].Key); err != nil {
		return d.meAgain(p, err)
	}
	return p.See("/me")
}

// removePasskey takes a passkey of the visitor away.
func (d *door) removePasskey(p *web.Page) error {
	id, err := text64.DecodeString(p.Value("id"))
	if err != nil {
		return d.meAgain(p, account.ErrBad)
	}
	if err := d.accounts.RemovePasskey(p.R.Context(), p.Visitor.Who, id); err != nil {
		return err
	}
	return p.See("/me")
}

// askKey lets the public half of a key file wait to be enrolled: one that the visitor's browser has made,
// or one that they have.
func (d *door) askKey(p *web.Page) error {
	key, err := text64.DecodeString(p.Value("key"))
	if err == nil {
		err = d.accounts.AskEnrolment(p.R.Context(), p.Visitor.Who, journal.Ed25519, key)
	} else {
		err = account.ErrBad
	}
	if err != nil {
		return d.meAgain(p, err)
	}
	return p.See("/me")
}
