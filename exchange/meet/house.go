package meet

import (
	"strings"
	"time"

	"willing/desk"
	"willing/exchange"
	"willing/journal"
	"willing/sliver"
)

// house answers for one moment of the store what the exchange must know.
type house struct {
	d *desk.Desk
	r journal.Reader
}

// At is what a node shows to the exchange at one moment of its store.
func At(d *desk.Desk, r journal.Reader) exchange.View {
	h := house{d, r}
	return exchange.View{Log: r, House: h, Chunks: h}
}

// Home implements [exchange.House].
func (h house) Home() journal.Device { return h.d.Home }

// Grant implements [exchange.House]. Headquarters holds everything.
func (h house) Grant(device journal.Device) (exchange.Grant, bool) {
	if device == h.d.Home {
		return exchange.Grant{Sight: exchange.Sight{Device: device, All: true}}, true
	}
	g, revoked, ok := h.d.Grant(device)
	out := exchange.Grant{Revoked: revoked, Sight: exchange.Sight{Device: device, Home: h.d.Home}}
	if g.NotAfter != 0 {
		out.Until = time.Unix(g.NotAfter, 0)
	}
	if !revoked {
		for _, s := range g.Scopes {
			out.Sight.Scopes = append(out.Sight.Scopes, journal.Scope(s))
		}
	}
	return out, ok
}

// Where implements [exchange.House]. Whoever cannot be placed is as good as hidden.
func (h house) Where(subject journal.ID) (scope journal.Scope, known, hidden bool) {
	territory, known, hidden, err := desk.Stands(h.r, subject)
	return journal.TerritoryScope(territory), known && territory != "", hidden || err != nil
}

// Moved implements [exchange.House].
func (h house) Moved(scopes []journal.Scope) []journal.ID {
	moved, err := h.d.MovedIn(h.r, inScopes(scopes))
	if err != nil {
		return nil
	}
	return moved
}

// Wants implements [exchange.House].
func (h house) Wants() []journal.Hash {
	mine := h.sight()
	wants, err := desk.Lacking(h.r, func(s journal.Scope) bool {
		return mine.All || mine.Lane(journal.Lane{Scope: s}) && s != journal.Control
	}, mine.All, exchange.MaxWants)
	if err != nil {
		return nil
	}
	return wants
}

// Missing implements [exchange.House].
func (h house) Missing(to exchange.Sight) []journal.Hash {
	missing, err := desk.Missing(h.r, func(c journal.Commit) bool { return to.Of(c.Header, h.Where) == exchange.Whole })
	if err != nil {
		return nil
	}
	return missing
}

// First implements [exchange.House].
func (h house) First(scopes []journal.Scope) [][]journal.ID {
	var territories []string
	for _, s := range scopes {
		if territory, ok := strings.CutPrefix(string(s), "t/"); ok {
			territories = append(territories, territory)
		}
	}
	first, err := desk.First(h.r, territories, h.d.Now().AddDate(0, 0, 7), mostFirst)
	if err != nil {
		return nil
	}
	return first
}

// mostFirst is how many people come first at most: on a thin line, a minute of them.
const mostFirst = 100

// List implements [exchange.House].
func (h house) List(device journal.Device) (*sliver.List, error) {
	if device == h.d.Device.Device() {
		return desk.CarriedList(h.r)
	}
	return h.d.ListFor(h.r, device)
}

// sight is what this node may hold itself.
func (h house) sight() exchange.Sight {
	g, _ := h.Grant(h.d.Device.Device())
	return g.Sight
}

func inScopes(scopes []journal.Scope) func(territory string) bool {
	in := map[journal.Scope]bool{}
	for _, s := range scopes {
		in[s] = true
	}
	return func(territory string) bool { return in[journal.TerritoryScope(territory)] }
}
