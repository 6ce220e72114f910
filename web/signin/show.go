package signin

import (
	"strings"

	"willing/casebook"
	"willing/web"
)

// atDoor is what the page to sign in at shows.
type atDoor struct {
	After     string
	Name      string
	Origin    string // of this site; "" where no passkey could be used
	Challenge string // for passkeys
	RP        string // this site's name, for passkeys
	Kept      bool   // what was written when the session was lost waits behind this page
}

func (d *door) atDoor(p *web.Page) (atDoor, error) {
	out := atDoor{After: onwards(p), Name: p.Value("name"), Origin: d.guard.origin(p.R)}
	out.Kept = strings.HasPrefix(out.After, "/kept/") && out.After != lostPath
	challenge, err := d.accounts.Challenge(casebook.ID{})
	out.RP = host(out.Origin)
	out.Challenge = text64.EncodeToString(challenge)
	return out, err
}

// show is the page to sign in at.
func (d *door) show(p *web.Page) error {
	if p.Visitor != nil {
		if after := onwards(p); after != "" {
			return p.See(after)
		}
		return p.See(home(p, p.Visitor))
	}
	data, err := d.atDoor(p)
	if err != nil {
		return err
	}
	return p.OK(views, "signin", data)
}

// lost says what to do for whoever cannot sign in.
func (d *door) lost(p *web.Page) error { return p.OK(views, "lost", nil) }
