package person

import (
	"encoding/base64"
	"net/http"

	"willing/desk"
	"willing/web"
)

// pinCookie holds what was given for the PIN of the link.
const pinCookie = "opened"

// asksPIN reports whether the link is behind a PIN that was not given in this browser yet.
func (o *own) asksPIN() (bool, error) {
	if o.pins == nil {
		return false, nil
	}
	mark, err := o.pins.PINMark(o.R.Context(), o.Door)
	if err != nil || mark == "" {
		return false, err
	}
	c, err := o.R.Cookie(pinCookie)
	return err != nil || !o.Desk.Passed(o.Door, mark, c.Value), nil
}

// letIn remembers in this browser that a PIN was given.
func (o *own) letIn(mark string) {
	pass, until := o.Desk.Pass(o.Door, mark)
	http.SetCookie(o.W, o.cookie(pinCookie, pass, until.Sub(o.Now())))
}

// enter takes the PIN of a link.
func enter(p *web.Page, pins Pins) error {
	door, err := doorOf(p)
	if err != nil || pins == nil {
		return gone(p)
	}
	visit, err := p.Desk.VisitByDoor(p.R.Context(), door)
	if err != nil {
		return gone(p)
	}
	o := &own{Page: p, Visit: visit, Door: p.R.PathValue("door"), pins: pins}
	o.speak()
	mark, err := pins.PINMark(p.R.Context(), o.Door) // before it is tried: another may be set meanwhile
	if err != nil {
		return err
	}
	waits := o.waiting(p.Value("to"))
	if err := pins.CheckPIN(p.R.Context(), o.Door, p.Value("pin"), address(p.R)); err != nil {
		p.Problem("pin", p.T("person.pin.wrong"))
		return p.Show(http.StatusUnprocessableEntity, views, "enter", waits)
	}
	o.letIn(mark)
	return waits.goOn()
}

// setPIN takes the link's own key: whoever has the address alone can put no PIN before somebody's page.
func setPIN(o *own) error {
	if o.pins == nil {
		return &desk.Error{Kind: desk.NotFound, Say: "there are no PINs here"}
	}
	if !o.signedPIN() {
		o.Problem("pin", o.T("person.script.nosecret"))
		return o.Show(http.StatusUnprocessableEntity, views, "pin", shown{o, nil})
	}
	if err := o.pins.SetPIN(o.R.Context(), o.Door, o.Value("pin")); err != nil {
		o.Problem("pin", o.T("person.pin.form"))
		return o.Show(http.StatusUnprocessableEntity, views, "pin", shown{o, nil})
	}
	mark, err := o.pins.PINMark(o.R.Context(), o.Door)
	if err != nil {
		return err
	}
	o.letIn(mark)
	return o.See(o.At("/held"))
}

// HasPIN reports whether the link is behind a PIN.
func (o *own) HasPIN() bool {
	if o.pins == nil {
		return false
	}
	mark, err := o.pins.PINMark(o.R.Context(), o.Door)
	return err == nil && mark != ""
}

// CanPIN reports whether a PIN can be set here.
func (o *own) CanPIN() bool { return o.pins != nil }

// signedPIN reports whether the link's key signed the PIN that was typed, and just now. The page's script does.
func (o *own) signedPIN() bool {
	sig, err := base64.StdEncoding.DecodeString(o.Value("signature"))
	return err == nil && o.Desk.SignedPIN(o.Visit, o.Door, o.Value("pin"), sig)
}

// Asks is what the form for a PIN asks with.
func (o *own) Asks() string { return o.Desk.AskPIN(o.Door) }

// Said reports whether something was just said without the PIN, and is written down.
func (o *own) Said() bool { return o.R.URL.Query().Has("said") }
