package signin

import (
	"errors"
	"net/http"
	"time"

	"willing/account"
	"willing/casebook"
	"willing/web"
)

const (
	keptCookie  = "willing-kept"  // what opens a form that was put aside
	ownerCookie = "willing-owner" // whose forms come from this browser
	ownerFor    = 90 * 24 * time.Hour
)

// own remembers in the browser whose forms come from it, also when the session has ended.
func (g *Guard) own(w http.ResponseWriter, r *http.Request, who casebook.ID) {
	g.setCookie(w, r, ownerCookie, g.Accounts.Owner(who), ownerFor)
}

func (g *Guard) setCookie(w http.ResponseWriter, r *http.Request, name, value string, lasts time.Duration) {
	http.SetCookie(w, &http.Cookie{
		Name: name, Value: value, Path: "/", HttpOnly: true, Secure: secure(r), SameSite: http.SameSiteLaxMode, MaxAge: int(lasts / time.Second),
	})
}

// Keep puts a form aside that came in without a session, for whoever was signed in last in this browser, sealed under
// a key that only this browser has. A file is asked for again; what is too large,
// or nobody's, is not kept, and the page says so.
func (g *Guard) Keep(w http.ResponseWriter, r *http.Request) (string, error) {
	owner, err := r.Cookie(ownerCookie)
	if err != nil || !web.ReadFields(r) {
		return lostPath, nil
	}
	form := account.Form{Path: r.URL.RequestURI(), Page: web.FormPage(r), Fields: r.PostForm, Owner: owner.Value}
	key, name, err := g.Accounts.KeepForm(r.Context(), cookieOf(r, keptCookie), address(r), form)
	if errors.Is(err, account.ErrWait) || errors.Is(err, account.ErrBad) {
		return lostPath, nil
	}
	if err != nil {
		return "", err
	}
	g.setCookie(w, r, keptCookie, key, account.KeptFor)
	return "/kept/" + name, nil
}

// lostPath is the page that says that what was written is gone.
const lostPath = "/kept/lost"

// Kept gives a form back to whoever wrote it, in the browser in which they did.
func (g *Guard) Kept(r *http.Request, who casebook.ID, name string) (*web.KeptForm, error) {
	f, err := g.Accounts.Kept(r.Context(), cookieOf(r, keptCookie), name)
	if errors.Is(err, account.ErrGone) || err == nil && !g.Accounts.Owns(who, f) {
		return nil, nil
	}
	return &web.KeptForm{Name: name, Path: f.Path, Page: f.Page, Fields: f.Fields}, err
}

// Drop forgets a form that was put aside.
func (g *Guard) Drop(r *http.Request, name string) error {
	return g.Accounts.DropKept(r.Context(), name)
}

func cookieOf(r *http.Request, name string) string {
	c, err := r.Cookie(name)
	if err != nil {
		return ""
	}
	return c.Value
}

// line is one field of a kept form.
type line struct{ Name, Value string }

// keptPage is a form that was put aside.
type keptPage struct {
	Path  string // where it goes when it is saved
	Drop  string
	Lines []line
}

// showKept leads whoever signed in after a form was lost back to it: the page where it was written has it again. Where
// that page has it no more, and of the candidate's pages, where a tap is an answer, the form is shown as it was sent.
func (d *door) showKept(p *web.Page) error {
	f, err := d.guard.Kept(p.R, p.Visitor.Who, p.R.PathValue("form"))
	switch {
	case err != nil:
		return err
	case f == nil:
		return p.Show(http.StatusGone, views, "unkept", nil)
	case f.Page != "" && !p.R.URL.Query().Has("plain"):
		return p.See(f.Address())
	}
	data := keptPage{Path: f.Path, Drop: p.Path()}
	for name, values := range f.Fields {
		for _, v := range values {
			data.Lines = append(data.Lines, line{name, v})
		}
	}
	sortLines(data.Lines)
	return p.OK(views, "kept", data)
}

// dropKept throws a kept form away.
func (d *door) dropKept(p *web.Page) error {
	if err := d.accounts.DropKept(p.R.Context(), p.R.PathValue("form")); err != nil {
		return err
	}
	return p.See(home(p, p.Visitor))
}
