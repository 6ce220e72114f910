package phone

import (
	"net/http"

	"willing/desk"
	"willing/web"
)

// keepPage is what a phone says of itself, and what can be done with it.
type keepPage struct {
	desk.Knowledge
	Room    Room
	Device  string
	Pin     bool
	Passkey bool
	RP      string
	Salt    string // for a new passkey, base64url
	Version string
	Came    *desk.Received // what a bundle brought
	Folk    []web.Colleague
}

func (in *inside) keep(w *web.Page) error { return in.showKeep(w, http.StatusOK) }

func (in *inside) showKeep(w *web.Page, status int) error {
	page, err := in.keepPage(w)
	if err != nil {
		return err
	}
	return w.Show(status, views, "keep", page)
}

func (in *inside) keepPage(w *web.Page) (*keepPage, error) {
	known, err := w.Knowledge()
	if err != nil {
		return nil, err
	}
	page := &keepPage{Knowledge: known, Room: in.phone.Browser.Room(), Device: in.meets.Name().String(), Pin: in.screen.set(), RP: in.phone.Host,
		Version: in.phone.Version, Folk: in.holders()}
	in.phone.mu.Lock()
	_, page.Passkey = in.phone.about.lock(passkey)
	in.phone.mu.Unlock()
	fresh, err := newLock(passkey, in.phone.Rand)
	if err != nil {
		return nil, err
	}
	page.Salt = text64.EncodeToString(fresh.Salt)
	return page, nil
}

// UsedMega is how much the application keeps in the browser, in megabytes, rounded up.
func (k *keepPage) UsedMega() int { return int((k.Room.Used + 1<<20 - 1) >> 20) }

// MostMega is how much it may keep; 0 if the browser does not say.
func (k *keepPage) MostMega() int { return int(k.Room.Most >> 20) }

// addPasskey lets a passkey open the phone beside the passphrase, which is asked once more: what opens the phone
// cannot be read while it is open.
func (in *inside) addPasskey(w *web.Page) error {
	name, err1 := text64.DecodeString(w.Value("credential"))
	given, err2 := text64.DecodeString(w.Value("prf"))
	salt, err3 := text64.DecodeString(w.Value("salt"))
	if err1 != nil || err2 != nil || err3 != nil || len(given) < secretSize || len(salt) != secretSize || len(name) == 0 {
		w.Problem("", w.T("phone.passkey.failed"))
		return in.showKeep(w, http.StatusUnprocessableEntity)
	}
	secret, err := fromPasskey(given)
	if err != nil {
		return err
	}
	p := in.phone
	p.mu.Lock()
	defer p.mu.Unlock()
	first, _ := p.about.lock(passphrase)
	l := lock{Kind: passkey, Salt: salt, Passkey: name}
	l.Wrapped, err = p.Browser.Rewrap(first.fromPassphrase(w.R.FormValue("passphrase")), first.Wrapped, secret)
	if err != nil {
		w.Problem("passphrase", w.T("phone.open.wrong"))
		p.mu.Unlock()
		err := in.showKeep(w, http.StatusForbidden)
		p.mu.Lock()
		return err
	}
	next := p.about
	next.Locks = []lock{first, l}
	if err := p.writeAbout(next); err != nil {
		return err
	}
	return w.See("/keep")
}
