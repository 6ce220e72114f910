package phone

import (
	"net/http"
	"strings"

	"willing/web"
)

type pinPage struct {
	After   string
	Left    int  // tries; 0: nobody has tried yet
	Unsaved bool // something was sent that is kept for nobody
}

// pin asks for the PIN.
func (in *inside) pin(w *web.Page) error { return w.OK(views, "pin", pinPage{After: onwards(w, "")}) }

// tryPin opens the screen, or locks the phone after too many wrong tries.
func (in *inside) tryPin(w *web.Page) error {
	ok, left, err := in.screen.try(w.Value("pin"), in.phone.Now())
	switch {
	case err != nil:
		return err
	case left <= 0:
		return in.lock(w)
	case !ok:
		w.Problem("pin", w.T("phone.pin.wrong", "n", left))
		return w.Show(http.StatusForbidden, views, "pin", pinPage{After: onwards(w, ""), Left: left})
	}
	if form := in.screen.takeForm(); form != nil {
		return w.OK(views, "kept", form)
	}
	return w.See(onwards(w, "/team"))
}

// keepForm puts a form aside that somebody sent when the screen was locked. It is offered again behind the PIN.
func (in *inside) keepForm(w *web.Page) error {
	if !in.screen.keepForm(w.R) && loses(w.R) {
		return w.Show(http.StatusForbidden, views, "pin", pinPage{Unsaved: true})
	}
	return w.See("/")
}

// newPin sets the PIN, or takes it away.
func (in *inside) newPin(w *web.Page) error {
	pin := w.Value("pin")
	if w.Ticked("none") {
		pin = ""
	} else if len(pin) < leastPin || strings.Trim(pin, "0123456789") != "" {
		w.Problem("pin", w.T("phone.pin.short"))
		return in.showKeep(w, http.StatusUnprocessableEntity)
	}
	if err := in.screen.setPin(pin, in.phone.Rand, in.phone.Now()); err != nil {
		return err
	}
	return w.See("/keep")
}

// lock locks the phone: whoever opens it next gives the passphrase or the passkey.
func (in *inside) lock(w *web.Page) error {
	if err := in.phone.Lock(); err != nil {
		return err
	}
	return w.See("/")
}
