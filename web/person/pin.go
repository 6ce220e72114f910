package person

import (
	"crypto/ed25519"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"net/http"
	"time"

	"willing/desk"
	"willing/web"
)

const (
	pinCookie = "opened"
	pinFor    = 30 * time.Minute // a PIN is asked for again after so long
)

// asksPIN reports whether the link is behind a PIN that was not given in this browser yet.
func (o *own) asksPIN() (bool, error) {
	if o.pins == nil {
		return false, nil
	}
	has, err := o.pins.HasPIN(o.R.Context(), o.Door)
	if err != nil || !has {
		return false, err
	}
	c, err := o.R.Cookie(pinCookie)
	return err != nil || !hmac.Equal([]byte(c.Value), []byte(o.opened(o.Now()))) && !hmac.Equal([]byte(c.Value), []byte(o.opened(o.Now().Add(-pinFor)))), nil
}

// opened is what only this node can have put into a cookie: it holds for the half hour it was made in, and the
// next.
func (o *own) opened(at time.Time) string {
	tag := o.Desk.Markers.Tag("pin", o.Door, at.UTC().Truncate(pinFor).Format(time.RFC3339))
	sum := sha256.Sum256(tag)
	return hex.EncodeToString(sum[:])
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
	if err := pins.CheckPIN(p.R.Context(), o.Door, p.Value("pin"), address(p.R)); err != nil {
		p.Problem("pin", p.T("person.pin.wrong"))
		return p.Show(http.StatusUnprocessableEntity, views, "enter", o)
	}
	http.SetCookie(p.W, o.cookie(pinCookie, o.opened(p.Now()), pinFor))
	return p.See(o.At(""))
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
	http.SetCookie(o.W, o.cookie(pinCookie, o.opened(o.Now()), pinFor))
	return o.See(o.At("/held"))
}

// HasPIN reports whether the link is behind a PIN.
func (o *own) HasPIN() bool {
	if o.pins == nil {
		return false
	}
	has, err := o.pins.HasPIN(o.R.Context(), o.Door)
	return err == nil && has
}

// CanPIN reports whether a PIN can be set here.
func (o *own) CanPIN() bool { return o.pins != nil }

// signedPIN reports whether the link's key signed the PIN that was typed, and just now: "willing/pin/1", the door,
// what the form asked with, and the PIN, with a zero byte between them. The page's script does.
func (o *own) signedPIN() bool {
	sig, err := base64.StdEncoding.DecodeString(o.Value("signature"))
	if err != nil || len(o.Link.Key) != ed25519.PublicKeySize {
		return false
	}
	for _, at := range []time.Time{o.Now(), o.Now().Add(-pinFor)} {
		said := "willing/pin/1\x00" + o.Door + "\x00" + o.asking(at) + "\x00" + o.Value("pin")
		if ed25519.Verify(o.Link.Key, []byte(said), sig) {
			return true
		}
	}
	return false
}

// asking is what only this node can have put into the form: it holds for the half hour it was made in, and the
// next.
func (o *own) asking(at time.Time) string {
	sum := sha256.Sum256(o.Desk.Markers.Tag("pin set", o.Door, at.UTC().Truncate(pinFor).Format(time.RFC3339)))
	return hex.EncodeToString(sum[:])
}

// Asks is what the form for a PIN asks with.
func (o *own) Asks() string { return o.asking(o.Now()) }

// Said reports whether something was just said without the PIN, and is written down.
func (o *own) Said() bool { return o.R.URL.Query().Has("said") }
