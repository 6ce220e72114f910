package phone

import (
	"context"
	"encoding/base64"
	"errors"
	"net/http"
	"net/url"
	"time"

	"willing/desk"
	"willing/web"
)

var text64 = base64.RawURLEncoding

// doorPage is what the page shows at which a phone is enrolled or opened.
type doorPage struct {
	After   string
	Code    string
	Passkey string // its name, base64url; "" if none opens this phone
	Salt    string // what the passkey is asked, base64url
	RP      string // this site, for passkeys
	Wait    int    // seconds until the next try
	Sent    *form  // what was sent from another window when the phone was locked; it lies in this page alone
	Unsaved bool   // something was sent that is kept for nobody
}

// door asks for a code on a phone that belongs to no house, and for its passphrase on one that does.
func (p *Phone) door(w *web.Page) error {
	if !p.Joined() {
		return w.OK(views, "join", doorPage{})
	}
	return w.OK(views, "open", p.doorPage(w))
}

// askFirst asks for the passphrase when a form comes from a window that stayed open while the phone was locked in another. The form goes
// back to where it came from, and is offered again behind the door.
func (p *Phone) askFirst(w *web.Page) error {
	if !p.Joined() {
		return w.See("/")
	}
	d := p.doorPage(w)
	d.Sent = sentForm(w.R)
	d.Unsaved = d.Sent == nil && loses(w.R)
	return w.Show(http.StatusForbidden, views, "open", d)
}

// Text is the form's content in one line.
func (f *form) Text() string { return f.Fields.Encode() }

// backForm is the form that the door had in it; nil if there was none. An address brings none: anybody can write one.
func backForm(w *web.Page) *form {
	to := pathOf(w.R.PostFormValue("to"), "")
	fields, err := url.ParseQuery(w.R.PostFormValue("sent"))
	if !ofTeam(to) || err != nil || len(fields) == 0 {
		return nil
	}
	return &form{to, fields}
}

func (p *Phone) doorPage(w *web.Page) doorPage {
	p.mu.Lock()
	defer p.mu.Unlock()
	d := doorPage{After: onwards(w, ""), RP: p.Host, Wait: p.wrong.wait(p.Now()), Sent: backForm(w)}
	if l, ok := p.about.lock(passkey); ok {
		d.Passkey, d.Salt = text64.EncodeToString(l.Passkey), text64.EncodeToString(l.Salt)
	}
	return d
}

// byPassphrase opens the phone.
func (p *Phone) byPassphrase(w *web.Page) error {
	return p.unlock(w, passphrase, func(l lock) ([]byte, error) { return l.fromPassphrase(w.R.FormValue("passphrase")), nil })
}

// byPasskey opens it with what a passkey gave to the page.
func (p *Phone) byPasskey(w *web.Page) error {
	return p.unlock(w, passkey, func(lock) ([]byte, error) {
		given, err := text64.DecodeString(w.R.FormValue("prf"))
		if err != nil || len(given) < secretSize {
			return nil, ErrWrong
		}
		return fromPasskey(given)
	})
}

func (p *Phone) unlock(w *web.Page, kind string, secret func(lock) ([]byte, error)) error {
	p.mu.Lock()
	l, ok := p.about.lock(kind)
	wait := p.wrong.wait(p.Now())
	p.mu.Unlock()
	if !ok {
		return w.See("/")
	}
	if wait > 0 {
		w.Problem("passphrase", w.T("phone.open.wait", "n", wait))
		return w.Show(http.StatusTooManyRequests, views, "open", p.doorPage(w))
	}
	s, err := secret(l)
	if err == nil {
		err = p.openWith(w.R.Context(), s, l)
	}
	switch {
	case errors.Is(err, ErrWrong):
		w.Problem("passphrase", w.T("phone.open.wrong"))
		return w.Show(http.StatusForbidden, views, "open", p.doorPage(w))
	case err != nil:
		return err
	}
	if f := backForm(w); f != nil {
		return w.OK(views, "kept", f)
	}
	return w.See(onwards(w, "/team"))
}

// openWith opens the phone with a secret, and keeps the key for as long as the application is open.
func (p *Phone) openWith(ctx context.Context, secret []byte, l lock) error {
	key, err := p.Browser.OpenKey(secret, l.Wrapped)
	p.mu.Lock()
	defer p.mu.Unlock()
	if err != nil {
		p.wrong.note(p.Now())
		return err
	}
	p.wrong = tries{}
	if p.inside != nil {
		return nil // another tab was quicker
	}
	in, err := p.enter(ctx, key)
	if err != nil {
		return &desk.Error{Kind: desk.Broken, Say: "what lies in this phone cannot be read", Cause: err}
	}
	p.inside = in
	if err := in.guard.forget(); err != nil {
		return nil // the key is not held either: no worker after this one finds what could not be put away
	}
	return p.Browser.Hold(key)
}

// tries slows down whoever tries passphrases on the phone itself. Whoever copied its store is not slowed down by
// this, but by what one try costs.
type tries struct {
	wrong int
	until time.Time
}

func (t *tries) note(now time.Time) {
	if t.wrong++; t.wrong >= 3 {
		t.until = now.Add(min(time.Minute, time.Second<<min(t.wrong-2, 6)))
	}
}

func (t *tries) wait(now time.Time) int {
	if left := t.until.Sub(now); left > 0 {
		return int(left/time.Second) + 1
	}
	return 0
}
