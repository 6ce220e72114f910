package node

import (
	"context"
	"crypto/rand"
	"log/slog"
	"net/http"
	"slices"

	"willing/account"
	"willing/casebook"
	"willing/journal"
	"willing/locale"
	"willing/web"
	"willing/web/office"
	"willing/web/signin"
	"willing/web/team"
)

// Site says how a node's pages are served. The zero value serves.
type Site struct {
	Log *slog.Logger // of requests and faults; none if nil
	// Keys opens the key of whoever signs in, so that the demo's people can work at once. Nobody else's are
	// where the server could find them.
	Keys func(who casebook.ID) (journal.Signer, bool)
}

// Accounts are what lets people into this node.
func (n *Node) Accounts(ctx context.Context) (*account.Accounts, error) {
	if n.accounts != nil {
		return n.accounts, nil
	}
	var err error
	n.accounts, err = account.Open(ctx, account.Config{Store: n.store, Epoch: n.Settings.Epoch, Now: n.now, Rand: rand.Reader})
	return n.accounts, err
}

// Pages is all that a node serves over HTTP.
func (n *Node) Pages(ctx context.Context, s Site) (http.Handler, error) {
	words, err := locale.Load()
	if err != nil {
		return nil, err
	}
	accounts, err := n.Accounts(ctx)
	if err != nil {
		return nil, err
	}
	if s.Log == nil {
		s.Log = slog.New(slog.DiscardHandler)
	}
	guard := &signin.Guard{Accounts: accounts, Desk: n.Desk, Keys: s.Keys}
	site := &web.Site{
		Desk: n.Desk, Words: words, Guard: guard, Now: n.now, Rand: rand.Reader, Log: s.Log, Nav: office.Nav(), Home: begins,
		Programme: n.Programme, Phone: Phone,
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", n.healthy)
	mux.Handle("POST "+ExchangePath, n.ExchangeHandler())
	mux.Handle("POST "+JoinPath, n.ExchangeHandler())
	mux.Handle("/", site.Handler(n.routes(site, guard)...))
	return logged(s.Log, mux), nil
}

// routes joins the pages for all sorts of readers: one line for each package.
func (n *Node) routes(site *web.Site, guard *signin.Guard) []web.Route {
	return slices.Concat(
		signin.Routes(site, guard),
		office.Routes(site, office.Behind{}),
		team.Routes(site),
	)
}

// begins is where somebody begins: who travels with a team, at what the team does today.
func begins(v *web.Visitor) string {
	if v.Wears(casebook.Scout, casebook.Mentor) && !v.Wears(casebook.Coordinator, casebook.Administrator) {
		return "/team"
	}
	return "/"
}

// healthy answers 200 when the store can be read.
func (n *Node) healthy(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	if err := n.store.View(r.Context(), func(journal.Reader) error { return nil }); err != nil {
		http.Error(w, "not ready", http.StatusServiceUnavailable)
		return
	}
	_, _ = w.Write([]byte("ready\n")) // whoever asked may have gone away
}
