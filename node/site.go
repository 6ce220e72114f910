package node

import (
	"cmp"
	"context"
	"crypto/rand"
	"log/slog"
	"net/http"
	"slices"

	"willing/account"
	"willing/casebook"
	"willing/journal"
	"willing/locale"
	"willing/phone/app"
	"willing/web"
	"willing/web/office"
	"willing/web/person"
	"willing/web/public"
	"willing/web/signin"
	"willing/web/team"
)

// Site says how a node's pages are served. The zero value serves.
type Site struct {
	Log     *slog.Logger // of requests and faults; none if nil
	Version string       // of the program, as the API's description says it
	Origin  string       // what browsers call this site, as "https://house.example"; "" takes it from each request
	Mail    Mail         // for one-time links
	// Keys opens the key of whoever signs in, so that the demo's people can work at once. Nobody else's are
	// where the server could find them.
	Keys func(who casebook.ID) (journal.Signer, bool)
	// Meet is where a laptop waits for another, if its pages are asked to: HOST:PORT; "" for all addresses and a free port.
	Meet string
}

// Accounts are what lets people into this node.
func (n *Node) Accounts(ctx context.Context) (*account.Accounts, error) {
	n.letIn.Lock()
	defer n.letIn.Unlock()
	if n.accounts != nil {
		return n.accounts, nil
	}
	accounts, err := account.Open(ctx, account.Config{Store: n.store, Epoch: n.Settings.Epoch, Now: n.now, Rand: rand.Reader})
	if err == nil {
		n.accounts = accounts
	}
	return accounts, err
}

// Pages is all that a node serves over HTTP.
func (n *Node) Pages(ctx context.Context, s Site) (http.Handler, error) {
	pages, _, err := n.PagesAndRoutes(ctx, s)
	return pages, err
}

// PagesAndRoutes are the pages, and the list of routes that stands behind them with their rights.
func (n *Node) PagesAndRoutes(ctx context.Context, s Site) (http.Handler, []web.Route, error) {
	words, err := locale.Load()
	if err != nil {
		return nil, nil, err
	}
	accounts, err := n.Accounts(ctx)
	if err != nil {
		return nil, nil, err
	}
	if s.Log == nil {
		s.Log = slog.New(slog.DiscardHandler)
	}
	n.site = s
	guard := &signin.Guard{Accounts: accounts, Desk: n.Desk, Origin: s.Origin, Keys: s.Keys}
	site := &web.Site{
		Desk: n.Desk, Words: words, Guard: guard, Now: n.now, Rand: rand.Reader, Log: s.Log, Nav: office.Nav(), Home: begins,
		Programme: n.Programme, Phone: Phone, File: ownFiles(words), Files: files{n}, Headquarters: n.Headquarters(),
	}
	if n.touch != nil {
		site.Line, site.Home = n.touch, func(*web.Visitor) string { return "/team" }
		n.beside = &besides{n: n, listen: cmp.Or(s.Meet, ":0"), log: s.Log}
		site.Beside = n.beside
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", n.healthy)
	mux.Handle("POST "+ExchangePath, n.ExchangeHandler())
	mux.Handle("POST "+JoinPath, n.ExchangeHandler())
	programs, err := n.programs(accounts, words, s)
	if err != nil {
		return nil, nil, err
	}
	mux.Handle("/api/", programs)
	lists, err := n.Lists()
	if err != nil {
		return nil, nil, err
	}
	behind := office.Behind{Backups: n, Publisher: n, Typed: Typed{}, Lists: lists, Fleet: n, Doors: doors{accounts, s.Mail, words, s.Log, n, s.Origin}, Links: n.Links()}
	if n.Settings.Field != nil {
		behind.Backups = nil // a device makes none
	}
	routes := n.routes(site, guard, behind)
	mux.Handle("/", site.Handler(routes...))
	return logged(s.Log, mux), routes, nil
}

// routes joins the pages for all sorts of readers: one line for each package.
func (n *Node) routes(site *web.Site, guard *signin.Guard, behind office.Behind) []web.Route {
	return slices.Concat(
		signin.Routes(site, guard),
		office.Routes(site, behind),
		team.Routes(site),
		person.Routes(site, guard.Accounts),
		public.Routes(site, guard.Accounts),
		app.Routes(),
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
