package office

import (
	"time"

	"willing/access"
	"willing/web"
)

// Backups tells how this house's backups are. Package account's daily work stands behind it.
type Backups interface {
	// Last is when the last backup succeeded (zero if none ever did), and why the one after it failed: a
	// sentence for people, "" if none did.
	Last() (at time.Time, failed string)
}

func homeRoutes(b Backups) []web.Route {
	return []web.Route{
		{Pattern: "GET /{$}", Action: access.SeePeople, Handle: func(p *web.Page) error { return home(p, b) }},
	}
}

func home(p *web.Page, _ Backups) error {
	return p.OK(views, "home", nil)
}
