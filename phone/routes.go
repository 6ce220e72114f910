package phone

import (
	"embed"
	"net/http"
	"net/url"
	"strings"

	"willing/access"
	"willing/web"
)

//go:embed templates/*.html
var files embed.FS

var views = web.NewViews(files)

// outside is what a phone shows before it is opened: how it is enrolled, or how it is opened.
func (p *Phone) outside() http.Handler {
	routes := []web.Route{
		{Pattern: "GET /{$}", Open: true, Handle: p.door},
		{Pattern: "POST /join", Open: true, Handle: p.join},
		{Pattern: "POST /open", Open: true, Handle: p.byPassphrase},
		{Pattern: "POST /open/passkey", Open: true, Handle: p.byPasskey},
		{Pattern: "POST /anew", Open: true, Handle: p.beginAnew},
		{Pattern: "POST /meet", Open: true, Handle: func(w *web.Page) error { return tell(w, state{Locked: true}) }},
		{Pattern: "POST /screen", Open: true, Handle: func(w *web.Page) error { return tell(w, state{Locked: true}) }},
		{Pattern: "POST /draft", Open: true, Handle: func(w *web.Page) error { return tell(w, state{Locked: true}) }},
		{Pattern: "GET /", Open: true, Handle: toDoor},
		{Pattern: "POST /", Open: true, Upload: true, Handle: p.askFirst},
	}
	return p.site().Handler(routes...)
}

// toDoor leads to the page at which the phone is opened, and from there back.
func toDoor(w *web.Page) error {
	return w.See("/?" + url.Values{"after": {w.R.URL.RequestURI()}}.Encode())
}

// screenPages are all that an open phone shows while its screen is locked.
func (p *Phone) screenPages(in *inside) http.Handler {
	return in.site().Handler(
		web.Route{Pattern: "GET /{$}", Open: true, Handle: in.pin},
		web.Route{Pattern: "POST /pin", Open: true, Handle: in.tryPin},
		web.Route{Pattern: "POST /lock", Open: true, Handle: in.lock},
		web.Route{Pattern: "POST /meet", Open: true, Handle: in.meetNow},
		web.Route{Pattern: "POST /screen", Open: true, Handle: func(w *web.Page) error { return tell(w, state{Closed: true}) }},
		web.Route{Pattern: "POST /draft", Open: true, Handle: in.keepDraft},
		web.Route{Pattern: "GET /", Open: true, Handle: toDoor},
		web.Route{Pattern: "POST /", Open: true, Upload: true, Handle: in.keepForm},
	)
}

// routes are the phone's own pages beside the team's.
func (in *inside) routes() []web.Route {
	return []web.Route{
		{Pattern: "GET /{$}", Action: access.LeaveAlone, Handle: in.begin},
		{Pattern: "GET /first", Open: true, Handle: in.first},
		{Pattern: "GET /unlock", Action: access.LeaveAlone, Handle: in.showUnlock},
		{Pattern: "POST /unlock", Action: access.LeaveAlone, Handle: in.unlock},
		{Pattern: "POST /unlock/away", Action: access.LeaveAlone, Handle: in.putAway},
		{Pattern: "GET /keep", Action: access.LeaveAlone, Handle: in.keep},
		{Pattern: "POST /keep/pin", Action: access.LeaveAlone, Handle: in.newPin},
		{Pattern: "POST /keep/passkey", Action: access.LeaveAlone, Handle: in.addPasskey},
		{Pattern: "GET /keep/bundle", Action: access.LeaveAlone, Handle: in.bundle},
		{Pattern: "POST /keep/bundle", Action: access.LeaveAlone, Upload: true, Handle: in.takeBundle},
		{Pattern: "POST /keep/handed", Action: access.LeaveAlone, Form: "/keep", Handle: in.handed},
		{Pattern: "GET /pin", Action: access.LeaveAlone, Handle: in.begin},
		{Pattern: "POST /lock", Action: access.LeaveAlone, Handle: in.lock},
		{Pattern: "POST /meet", Open: true, Turned: true, Handle: in.meetNow},
		{Pattern: "POST /screen", Open: true, Turned: true, Handle: in.watch},
		{Pattern: "POST /draft", Open: true, Turned: true, Handle: in.draft},
		{Pattern: "GET /me", Action: access.LeaveAlone, Handle: func(w *web.Page) error { return w.See("/keep") }},
	}
}

func (in *inside) begin(w *web.Page) error { return w.See(onwards(w, "/team")) }

// onwards is where to go on: a path of ours, never another site's.
func onwards(w *web.Page, otherwise string) string { return pathOf(w.R.FormValue("after"), otherwise) }

// pathOf is a path of ours, or another if it is none.
func pathOf(after, otherwise string) string {
	u, err := url.Parse(after)
	if err != nil || u.Host != "" || u.Scheme != "" || !strings.HasPrefix(after, "/") || strings.HasPrefix(after, "//") || strings.ContainsAny(after, "\\\n\r\t") {
		return otherwise
	}
	return after
}
