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

// Routes are the pages of the door, and everybody's own account.
func Routes(_ *web.Site, guard *Guard) []web.Route {
	d := &door{accounts: guard.Accounts, guard: guard}
	return []web.Route{
		{Pattern: "GET /signin", Open: true, Handle: d.show},
		{Pattern: "POST /signin", Open: true, Handle: d.byPassword},
		{Pattern: "POST /signin/passkey", Open: true, Handle: d.byPasskey},
		{Pattern: "GET /signin/lost", Open: true, Handle: d.lost},
		{Pattern: "GET /signin/link/{token}", Open: true, Handle: d.showLink},
		{Pattern: "POST /signin/link/{token}", Open: true, Handle: d.useLink},
		{Pattern: "POST /signout", Open: true, Handle: d.signOut},
		{Pattern: "GET /unlock", Handle: d.showUnlock},
		{Pattern: "POST /unlock", Unkept: true, Handle: d.unlock},
		{Pattern: "POST /unlock/away", Handle: d.putAway},
		{Pattern: "GET /kept/{form}", Handle: d.showKept},
		{Pattern: "POST /kept/{form}", Handle: d.dropKept},
		{Pattern: "GET /me", Handle: d.me},
		{Pattern: "POST /me/language", Handle: d.language},
		{Pattern: "POST /me/sessions", Handle: d.endSession},
		{Pattern: "POST /me/passkeys", Handle: d.recently(d.addPasskey)},
		{Pattern: "POST /me/passkeys/remove", Handle: d.recently(d.removePasskey)},
		{Pattern: "POST /me/keys", Handle: d.askKey},
		{Pattern: "GET /me/password", Handle: d.recently(d.showPassword)},
		{Pattern: "POST /me/password", Unkept: true, Handle: d.recently(d.setPassword)},
		{Pattern: "POST /me/password/forget", Handle: d.recently(d.forgetPassword)},
		{Pattern: "POST /me/tokens", Handle: d.recently(d.newToken)},
		{Pattern: "POST /me/tokens/end", Handle: d.endToken},
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
