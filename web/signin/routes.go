package signin

import (
	"embed"
	"net/url"
	"strings"

	"willing/account"
	"willing/web"
)

//go:embed templates/*.html
var files embed.FS

var views = web.NewViews(files)

// door is what the pages of this package stand on.
type door struct {
	accounts *account.Accounts
	guard    *Guard
}

// Routes are the pages of the door.
func Routes(_ *web.Site, guard *Guard) []web.Route {
	d := &door{accounts: guard.Accounts, guard: guard}
	return []web.Route{
		{Pattern: "GET /signin", Open: true, Handle: d.show},
		{Pattern: "GET /signin/link/{token}", Open: true, Handle: d.showLink},
		{Pattern: "POST /signin/link/{token}", Open: true, Handle: d.useLink},
		{Pattern: "POST /signout", Open: true, Handle: d.signOut},
	}
}

// onwards is where to go after signing in: a path of ours, never another site's.
func onwards(p *web.Page) string {
	after := p.R.FormValue("after")
	u, err := url.Parse(after)
	if err != nil || u.Host != "" || u.Scheme != "" || !strings.HasPrefix(after, "/") || strings.HasPrefix(after, "//") || strings.ContainsAny(after, "\\\n\r\t") {
		return ""
	}
	return after
}

// home is where somebody begins who was on the way to nowhere.
func home(p *web.Page, v *web.Visitor) string {
	if p.Site.Home == nil || v == nil {
		return "/"
	}
	return p.Site.Home(v)
}
